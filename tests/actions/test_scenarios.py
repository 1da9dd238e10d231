"""A plan kept under a name: one name for a plan, one plan for a name, and nothing of another office."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import Error, IntegrityError, connection, transaction

from menara.actions.planning import carry_out_plan
from menara.actions.plans import start_plan
from menara.actions.posts import enter_post
from menara.actions.scenarios import (
    LONGEST,
    NameMissing,
    NameTaken,
    NameTooLong,
    PlanHasNoResult,
    PlanKeptAlready,
    drop_scenario,
    keep_scenario,
    rename_scenario,
)
from menara.engines.matching.problem import Result
from menara.engines.outcome import Status
from menara.models import HistoryEntry, Plan, RecordChanged, Scenario
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.scenarios import comparable, scenario, scenario_of, scenarios
from office import NOW, TODAY, Office, at_work, found, opening

Application = Callable[[], AbstractContextManager[None]]


def planned(office: Office, name: str, *, done: bool = True) -> int:
    post_id = enter_post(opening=opening(f"R-{name}"), actor=office.editor)
    own = start_plan(name=name, post_ids=[post_id], on=TODAY, actor=office.planner, now=NOW)
    if done:
        carry_out_plan(
            organisation_id=office.id,
            plan_id=own,
            clock=lambda: NOW,
            solve=lambda problem, *, limits, listener: Result(status=Status.OPTIMAL),
        )
    return own


def keep(office: Office, plan_id: int, name: str, note: str = "") -> int:
    return keep_scenario(plan_id=plan_id, name=name, note=note, actor=office.planner, now=NOW)


def test_a_plan_is_kept_renamed_and_dropped(office: Office) -> None:
    plan_id = planned(office, "spring")
    own = keep(office, plan_id, "  As   asked ", " without pins ")
    kept = scenario(scenario_id=own)
    assert (kept.name, kept.note, kept.plan_id, kept.plan_name, kept.kept_by, kept.kept_at) == (
        "As asked",
        "without pins",
        plan_id,
        "spring",
        "Planner of office",
        NOW,
    )
    assert scenario_of(plan_id=plan_id) == kept
    rename_scenario(scenario_id=own, version=1, name="As wished", note="", actor=office.planner)
    assert [(s.name, s.note, s.version) for s in scenarios()] == [("As wished", "", 2)]
    drop_scenario(scenario_id=own, actor=office.planner)
    assert scenarios() == ()
    assert Plan.objects.filter(pk=plan_id).exists()
    told = HistoryEntry.objects.filter(table="menara_scenario", row_id=own).order_by("number")
    assert list(told.values_list("verb", flat=True)) == ["insert", "update", "delete"]


@pytest.mark.parametrize("role", ["viewer", "editor", "approver"])
def test_only_who_plans_keeps(office: Office, role: str) -> None:
    own, plan_id = keep(office, planned(office, "one"), "one"), planned(office, "two")
    actor = getattr(office, role)
    for attempt in (
        lambda: keep_scenario(plan_id=plan_id, name="x", note="", actor=actor, now=NOW),
        lambda: rename_scenario(scenario_id=own, version=1, name="x", note="", actor=actor),
        lambda: drop_scenario(scenario_id=own, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert [s.name for s in scenarios()] == ["one"]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [(" ", NameMissing), ("x" * (LONGEST + 1), NameTooLong), ("ONE", NameTaken), (" one ", NameTaken)],
)
def test_names(office: Office, name: str, refusal: type[Exception]) -> None:
    keep(office, planned(office, "a"), "one")
    other = keep(office, planned(office, "b"), "two")
    with pytest.raises(refusal):
        keep(office, planned(office, "c"), name)
    with pytest.raises(refusal):
        rename_scenario(scenario_id=other, version=1, name=name, note="", actor=office.planner)
    assert {s.name for s in scenarios()} == {"one", "two"}


def test_the_longest_name_and_other_capitals_of_its_own(office: Office) -> None:
    own = keep(office, planned(office, "a"), "x" * LONGEST)
    rename_scenario(scenario_id=own, version=1, name="X" * LONGEST, note="", actor=office.planner)
    assert scenario(scenario_id=own).name == "X" * LONGEST


def test_the_database_holds_names_apart_too(office: Office) -> None:
    keep(office, planned(office, "a"), "one")
    other = planned(office, "b")
    own = {"organisation_id": office.id, "plan_id": other, "kept_at": NOW, "kept_by_id": office.planner.account_id}
    for name in ("One", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scenario.objects.create(**own, name=name)


def test_a_plan_is_kept_once(office: Office) -> None:
    plan_id = planned(office, "a")
    keep(office, plan_id, "one")
    with pytest.raises(PlanKeptAlready):
        keep(office, plan_id, "two")


def test_a_plan_without_a_result_is_not_kept(office: Office) -> None:
    with pytest.raises(PlanHasNoResult):
        keep(office, planned(office, "a", done=False), "one")
    with pytest.raises(NoSuchRecord):
        keep(office, 0, "one")


def test_a_name_somebody_else_changed_is_read_again(office: Office) -> None:
    own = keep(office, planned(office, "a"), "one")
    rename_scenario(scenario_id=own, version=1, name="two", note="", actor=office.planner)
    with pytest.raises(RecordChanged):
        rename_scenario(scenario_id=own, version=1, name="three", note="", actor=office.planner)


def test_plans_that_can_be_compared(office: Office) -> None:
    first, kept, _at_work = (planned(office, "a"), planned(office, "b"), planned(office, "c", done=False))
    keep(office, kept, "one")
    assert [(one.plan_id, one.name, one.scenario) for one in comparable()] == [(kept, "b", "one"), (first, "a", "")]


def test_scenarios_of_another_office_are_out_of_reach(as_application: Application) -> None:
    with as_application():
        ours, theirs = found("ours"), found("theirs")
        with at_work(theirs):
            their_plan = planned(theirs, "a")
            foreign = keep(theirs, their_plan, "one")
        with at_work(ours):
            own_plan = planned(ours, "a")
            keep(ours, own_plan, "one")  # the name is free here
            assert [s.plan_id for s in scenarios()] == [own_plan]
            assert [one.plan_id for one in comparable()] == [own_plan]
            for attempt in (
                lambda: scenario(scenario_id=foreign),
                lambda: rename_scenario(scenario_id=foreign, version=1, name="x", note="", actor=ours.planner),
                lambda: drop_scenario(scenario_id=foreign, actor=ours.planner),
                lambda: keep(ours, their_plan, "y"),
            ):
                with pytest.raises(NoSuchRecord):
                    attempt()
            assert Scenario.objects.filter(pk=foreign).update(name="x") == 0
            with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO menara_scenario (organisation_id, plan_id, name, note, kept_at, kept_by_id, version) "
                    "VALUES (%s, %s, 'z', '', now(), %s, 1)",
                    [ours.id, their_plan, ours.planner.account_id],
                )
        with at_work(theirs):
            assert scenario(scenario_id=foreign).name == "one"
