"""Posts come back from the tables exactly as the engines hold them; lists say what an address asks."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from menara import facts
from menara.actions.posts import enter_post, import_openings
from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.queries.officers import NoSuchRecord
from menara.queries.posts import PostFilter, as_openings, call_record, calls, post_ids, post_record, posts
from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState
from office import Office, opening

EVERYTHING = Opening(
    ref="R-1",
    call="C-1",
    title={"en": "Legal Adviser", "fr": "Conseiller juridique"},
    org="UN",
    mission="MONUSCO",
    duty_station="Kinshasa",
    modality=Modality.PROFESSIONAL,
    level="P-4",
    positions=2,
    vacancy_state=VacancyState.PENDING,
    rank_min={"MAR-DGSN/civil": "commissaire"},
    education=Education.FIRST_DEGREE,
    years_total=7,
    years_specific=5,
    specific_skill="legal_adviser",
    stream="capacity_building",
    skills=(SkillAsked(code="legal_adviser", level=3), SkillAsked(code="reporting", level=1, need=Need.WANT)),
    languages=(
        LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),
        LanguageAsked(code="en", test=LanguageTest.WORD, need=Need.WANT, level=LanguageLevel.C1),
    ),
    armed=False,
    driving=True,
    start=date(2027, 5, 1),
    tour_months=12,
    extendable=True,
    deadline=datetime(2026, 12, 15, 17, 0, tzinfo=ZoneInfo("America/New_York")),
    max_nominations=3,
    female_target=Fraction(1, 3),
    nationality_exclusions=(NationalityExclusion(nationality="MAR", reason="party", authority="call"),),
    critical=True,
    as_posted="12 months extendable",
    source_url="example.org/call",
    seen_on=date(2026, 11, 1),
    provenance=Provenance.SYNTHETIC,
)


def test_the_example_leaves_no_field_at_its_default() -> None:
    assert [f.name for f in fields(Opening) if getattr(EVERYTHING, f.name) in (f.default, (), {})] == []


@pytest.mark.parametrize("known", [EVERYTHING, opening("R-2"), opening("R-3", armed=False, positions=1)])
def test_a_post_comes_back_as_entered(office: Office, known: Opening) -> None:
    own = enter_post(opening=known, actor=office.editor)
    assert as_openings() == (known,)
    assert post_record(post_id=own).opening == known


def test_the_openings_seen_come_back_with_their_blanks(office: Office) -> None:
    import_openings(openings=facts.openings_real(), actor=office.editor)
    assert as_openings() == tuple(sorted(facts.openings_real(), key=lambda o: o.ref))


@pytest.mark.parametrize(
    "zone",
    [ZoneInfo("Africa/Casablanca"), UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))],
)
def test_a_deadline_keeps_the_zone_it_was_given_in(office: Office, zone: Any) -> None:
    moment = datetime(2026, 12, 15, 17, 0, tzinfo=zone)
    enter_post(opening=opening("R-1", deadline=moment), actor=office.editor)
    (kept,) = as_openings()
    assert kept.deadline is not None
    assert (kept.deadline, kept.deadline.utcoffset(), kept.deadline.hour) == (moment, moment.utcoffset(), 17)


FIVE = [
    EVERYTHING,
    replace(EVERYTHING, ref="R-2", title={"en": "Zebra", "fr": "Âne"}, critical=False),
    opening("S-1", call="C-2", mission="UNMISS", modality=Modality.IPO, deadline=datetime(2026, 1, 1, tzinfo=UTC)),
    opening("S-2", mission="UNMISS", modality=Modality.IPO),
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["S-1", "R-1", "R-2", "S-2"]),
        ({"text": "juridique"}, ["R-1"]),
        ({"text": "ane"}, ["R-2"]),
        ({"text": "c-2"}, ["S-1"]),
        ({"mission": "UNMISS"}, ["S-1", "S-2"]),
        ({"modality": "P", "level": "P-4"}, ["R-1", "R-2"]),
        ({"critical": True}, ["R-1"]),
        ({"open_at": datetime(2026, 6, 1, tzinfo=UTC)}, ["R-1", "R-2", "S-2"]),
        ({"provenance": "synthetic"}, ["R-1", "R-2"]),
    ],
)
def test_filters(office: Office, asked: dict[str, Any], found: list[str]) -> None:
    import_openings(openings=FIVE, actor=office.editor)
    page = posts(asked=PostFilter(**asked))
    assert ([line.ref for line in page.lines], page.total) == (found, len(found))


@pytest.mark.parametrize(
    ("language", "order"), [("fr", ["R-2", "R-1", "S-1", "S-2"]), ("en", ["R-1", "S-1", "S-2", "R-2"])]
)
def test_titles_sort_in_the_language_of_the_page(office: Office, language: str, order: list[str]) -> None:
    import_openings(openings=FIVE, actor=office.editor)
    page = posts(asked=PostFilter(), language=language, order="title")
    assert [line.ref for line in page.lines] == order


def test_calls_count_their_posts_and_positions(office: Office) -> None:
    import_openings(openings=FIVE, actor=office.editor)
    assert [(c.ref, c.posts, c.positions, c.nominations) for c in calls()] == [
        ("C-2", 1, 1, 0),
        ("C-1", 2, 4, 0),
        ("", 1, 1, 0),
    ]
    assert [c.ref for c in calls(open_at=datetime(2026, 6, 1, tzinfo=UTC))] == ["C-1", ""]
    first = calls()[1]
    record = call_record(call_id=first.id)
    assert (record.line, [p.ref for p in record.posts]) == (first, ["R-1", "R-2"])
    assert first.female_target == Fraction(1, 3)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(office: Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    import_openings(openings=FIVE[:rows], actor=office.editor)
    with django_assert_num_queries(1):
        assert len(as_openings()) == rows
    with django_assert_num_queries(2):
        assert len(posts(asked=PostFilter()).lines) == rows
    with django_assert_num_queries(1):
        calls()


def test_what_is_not_there_is_refused(office: Office) -> None:
    assert post_ids(["nothing"]) == {}
    for read in (lambda: post_record(post_id=0), lambda: call_record(call_id=0)):
        with pytest.raises(NoSuchRecord):
            read()
