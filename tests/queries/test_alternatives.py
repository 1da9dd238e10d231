"""Who comes next and why not, from a plan's own file: kept in memory, and never across plans or offices."""

from __future__ import annotations

import pytest

from menara.actions.planning import carry_out_plan
from menara.actions.plans import start_plan
from menara.errors import Refusal
from menara.models import acting_for
from menara.queries import alternatives
from menara.queries.alternatives import next_for_post, reasons
from menara.queries.officers import NoSuchRecord
from office import NOW, TODAY, Office
from planning_world import REFS, fill


@pytest.fixture
def planned(office: Office) -> tuple[int, list[int]]:
    posts = fill(office)
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW)
    return own, posts


def test_the_file_is_read_once_for_several_questions(planned: tuple[int, list[int]]) -> None:
    own, posts = planned
    alternatives._read.cache_clear()
    found = [next_for_post(plan_id=own, post_id=post, seconds=10).found.opening for post in posts]
    number = reasons(plan_id=own, number="SYN-000001", seconds=10).found.officer
    assert (found, number) == (list(REFS), "SYN-000001")
    assert alternatives._read.cache_info()[:2] == (3, 1)


def test_a_plan_that_cannot_be_seen_is_not_answered_from_memory(planned: tuple[int, list[int]]) -> None:
    own, posts = planned
    next_for_post(plan_id=own, post_id=posts[0], seconds=0)
    with acting_for(None), pytest.raises(NoSuchRecord):
        next_for_post(plan_id=own, post_id=posts[0], seconds=0)


def test_strangers_are_refused(planned: tuple[int, list[int]]) -> None:
    own, _posts = planned
    with pytest.raises(NoSuchRecord):
        next_for_post(plan_id=own, post_id=987_654_321, seconds=0)
    with pytest.raises(Refusal) as refused:
        reasons(plan_id=own, number="nobody", seconds=0)
    assert refused.value.code == "no_such_officer"
