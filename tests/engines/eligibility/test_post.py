"""What an opening asks: the call's own words before the norm, and whose word each value is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engines.eligibility.example import NORMS, ON, OPENING, START
from menara.engines.eligibility.norms import Norm, Norms
from menara.engines.eligibility.opening import LanguageAsked
from menara.engines.eligibility.post import THE_CALL, Authority, Post
from menara.terms import LanguageTest, Mark, MedicalClass, Modality, Need


def post(norms: Norms = NORMS, **changes: Any) -> Post:
    return Post.of(opening=replace(OPENING, **changes), norms=norms, on=ON)


FRENCH = LanguageAsked(code="fr", test=LanguageTest.AMS)


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({}, {"tour_months": 12, "end": date(2028, 9, 1)}),
        ({"tour_months": 6}, {"tour_months": 6, "end": date(2028, 3, 1)}),
        ({"start": None}, {"tour_months": 12, "end": None}),
        ({"tour_months": None}, {"tour_months": 12, "end": date(2028, 9, 1)}),
        (
            {"modality": None, "tour_months": None},
            {"tour_months": None, "end": None, "min_age": None, "tests": (("fr", 0),)},
        ),
        ({"modality": Modality.PROFESSIONAL}, {"min_age": None, "active_service_only": True, "vaccination": False}),
        ({"languages": (FRENCH,)}, {"tests": (("fr", 60),), "any_test": (), "ams_valid_months": 24}),
        ({"languages": (replace(FRENCH, score=75),)}, {"tests": (("fr", 75),)}),
        ({"languages": ()}, {"tests": (), "any_test": (("en", 60), ("fr", 60))}),
        ({"languages": (replace(FRENCH, need=Need.WANT),)}, {"tests": (), "wanted_levels": (("fr", 1),), "levels": ()}),
        ({"languages": (), "modality": Modality.PROFESSIONAL}, {"any_test": (), "ams_valid_months": None}),
        ({"armed": True}, {"medical": MedicalClass.MS2}),
        ({"armed": False}, {"medical": MedicalClass.MS3}),
        ({"armed": None}, {"medical": None, "weapons_asked": True}),
        ({"armed": True, "modality": Modality.PROFESSIONAL}, {"medical": None, "weapons_asked": False}),
        ({"driving": None}, {"driving": True}),
        ({"driving": None, "modality": Modality.PROFESSIONAL}, {"driving": False}),
        ({"rank_min": {"X-POLICE/uniform": "nobody"}}, {"ranks": (("X-POLICE/uniform", "nobody", None),)}),
        ({"specific_skill": ""}, {"specific_skill": "forensics"}),
        ({"specific_skill": "", "skills": ()}, {"specific_skill": ""}),
    ],
)
def test_the_call_before_the_norm(changes: Mapping[str, Any], asks: Mapping[str, Any]) -> None:
    asked = post(**changes)
    assert {name: getattr(asked, name) for name in asks} == asks


def test_whose_word_a_value_is() -> None:
    norm = Authority("S1", "C")
    assert post().authority["tour_months"] == THE_CALL
    assert post(tour_months=None).authority["tour_months"] == norm
    assert post().authority["min_age"] == norm


def test_a_score_named_by_the_call_is_the_calls_own_word() -> None:
    """A call that asks for 75 % was once shown as if the norm's source had said 75."""
    assert post(languages=(FRENCH,)).authority["pass_mark"] == Authority("S1", "C")
    assert post(languages=(replace(FRENCH, score=75),)).authority["pass_mark"] == THE_CALL


def test_a_norm_for_the_very_level_goes_first() -> None:
    senior = Norm(
        name="years_total", modality=Modality.PROFESSIONAL, level="P-5", value=10, mark=Mark.SECONDARY, source="S53"
    )
    norms = replace(NORMS, norms=(*NORMS.norms, senior))
    professional = {"modality": Modality.PROFESSIONAL, "years_total": None}
    assert post(norms, level="P-5", **professional).years_total == 10
    assert post(norms, level="P-3", **professional).years_total == 7
    assert post(norms, level="P-5", **{**professional, "years_total": 3}).years_total == 3


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2026, 12, 31), None), (date(2027, 1, 1), 20), (date(2027, 12, 31), 20), (date(2028, 1, 1), 30)],
)
def test_norms_hold_from_their_first_day_until_the_day_they_no_longer_do(on: date, value: int | None) -> None:
    def norm(age: int, since: date, until: date | None) -> Norm:
        return Norm(
            name="min_age", modality=Modality.IPO, value=age, mark=Mark.CONFIRMED, source="S1", since=since, until=until
        )

    norms = Norms(norms=(norm(20, date(2027, 1, 1), date(2028, 1, 1)), norm(30, date(2028, 1, 1), None)))
    assert Post.of(opening=replace(OPENING, start=START), norms=norms, on=on).min_age == value
