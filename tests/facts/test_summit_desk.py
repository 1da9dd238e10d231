"""The invented desk of the demonstration: as many requests as were published, in every state, and nobody's name."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from menara import facts
from menara.facts.summit_desk import Desk, countries, summit_desks
from menara.models.summits.delegations import RequestStatus

DESKS = {desk.code: desk for desk in summit_desks()}
MARRAKECH = DESKS["INTERPOL-GA-93"]


def test_the_host_is_asked_as_often_as_was_published() -> None:
    published = facts.marrakech_2025().summit.tally("bilateral_meetings")
    assert sum(told.to == "DGSN-DGST" for told in MARRAKECH.requests) == published == 43
    assert {told.status for told in MARRAKECH.requests} == set(RequestStatus)


@pytest.mark.parametrize("desk", DESKS.values(), ids=DESKS)
def test_between_two_one_request_is_open(desk: Desk) -> None:
    open_ones = Counter(frozenset((t.by, t.to)) for t in desk.requests if t.status in ("asked", "countered"))
    assert [pair for pair, times in open_ones.items() if times > 1] == []


@pytest.mark.parametrize("desk", DESKS.values(), ids=DESKS)
def test_a_desk_holds_together(desk: Desk) -> None:
    bodies = [told.body for told in desk.delegations]
    assert (len(set(bodies)), sum(told.is_host for told in desk.delegations)) == (len(bodies), 1)
    assert {body for told in desk.requests for body in (told.by, told.to)} <= set(bodies)
    assert {end - begin for begin, end in desk.slots} == {timedelta(minutes=30)}
    assert {begin.utcoffset() for begin, _end in desk.slots} == {timedelta(hours=1)}
    assert {area for one, other, _ in desk.walks for area in (one, other)} <= {room.area for room in desk.rooms}


def test_every_body_is_on_the_real_record_or_a_country_named_in_three_languages() -> None:
    real = {"DGSN-DGST", "UN Police", *(told.country for told in facts.marrakech_2025().instruments)}
    bodies = {told.body for desk in DESKS.values() for told in desk.delegations}
    assert bodies == real | countries().keys()
    assert {tuple(sorted(names)) for names in countries().values()} == {("ar", "en", "fr")}
