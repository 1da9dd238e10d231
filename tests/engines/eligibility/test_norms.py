"""Norms say how well they are known, and one overlay cannot hide another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.eligibility.example import NORMS, national
from menara.engines.eligibility.norms import Norm
from menara.terms import Mark, Modality


@pytest.mark.parametrize("mark", Mark)
def test_only_what_is_not_confirmed_is_a_setting(mark: Mark) -> None:
    norm = Norm(name="min_age", modality=Modality.IPO, value=25, mark=mark, source="")
    assert norm.is_setting is (mark is Mark.UNCONFIRMED)


def test_two_overlays_of_one_nation_are_refused() -> None:
    """The later once hid the earlier in silence, so that adding one could loosen what the other asked."""
    with pytest.raises(ValueError, match="XAA"):
        replace(NORMS, overlays=(national(min_service_years=8), national(max_tour_months=12)))


def test_an_organisation_says_what_its_own_nation_asks() -> None:
    shipped = replace(NORMS, overlays=(national(min_service_years=8), replace(national(), nationality="XCC")))
    own = shipped.with_overlays([national(min_service_years=9)])
    assert {o.nationality: o.min_service_years for o in own.overlays} == {"XAA": 9, "XCC": None}
