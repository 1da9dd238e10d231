"""Plans are started, solved by a worker, decided upon, and accepted while they still hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from menara.actions.decisions import exclude_officer
from menara.actions.officers import enter_officer
from menara.actions.planning import carry_out_plan
from menara.actions.plans import (
    AlreadyNominated,
    FormedUnits,
    NothingToFill,
    PlanFailsCheck,
    PlanHasNoSlate,
    PlanIsStale,
    accept_plan,
    plan_again,
    start_plan,
    stop_plan,
)
from menara.actions.posts import enter_post
from menara.models import Nomination, NominationStep, Plan, PlanStatus, Post, Proposal, ProposalKind, RecordChanged
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.plans import PlanRecord, difference, plan_record
from menara.terms import Modality, Stage
from office import NOW, TODAY, Office, officer, opening
from planning_world import fill


def start(office: Office, posts: list[int], **told: Any) -> int:
    return start_plan(**{"name": "spring", "post_ids": posts, "on": TODAY, "actor": office.planner, "now": NOW, **told})


def solved(office: Office, posts: list[int], **told: Any) -> PlanRecord:
    own = start(office, posts, **told)
    assert carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW) is PlanStatus.SOLVED
    return plan_record(plan_id=own)


def accept(office: Office, plan: PlanRecord, **told: Any) -> int:
    return accept_plan(
        **{"plan_id": plan.line.id, "version": plan.version, "actor": office.approver, "now": NOW, **told}
    )


def jobs() -> list[tuple[str, dict[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]


def test_a_plan_and_its_job_are_one(office: Office) -> None:
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    own = start(office, [post_id])
    assert jobs() == [("menara.carry_out_plan", {"organisation_id": office.id, "plan_id": own})]
    assert plan_record(plan_id=own).line.status is PlanStatus.QUEUED


@pytest.mark.parametrize("role", ["viewer", "editor", "approver"])
def test_only_a_planner_starts_and_stops(office: Office, role: str) -> None:
    post_id, actor = enter_post(opening=opening("R-1"), actor=office.editor), getattr(office, role)
    own = start(office, [post_id])
    for act in (
        lambda: start(office, [post_id], actor=actor),
        lambda: plan_again(plan_id=own, actor=actor, now=NOW),
        lambda: stop_plan(plan_id=own, actor=actor, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(jobs()) == 1


def test_a_plan_is_of_posts_that_take_individuals(office: Office) -> None:
    unit = enter_post(opening=opening("U-1", modality=Modality.FPU), actor=office.editor)
    for posts, refused in (([], NothingToFill), ([0], NoSuchRecord), ([unit], FormedUnits)):
        with pytest.raises(refused):
            start(office, posts)
    assert (Plan.objects.count(), jobs()) == (0, [])


def test_a_plan_nobody_works_on_stops_at_once(office: Office) -> None:
    own = start(office, [enter_post(opening=opening("R-1"), actor=office.editor)])
    stop_plan(plan_id=own, actor=office.planner, now=NOW)
    assert carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW) is None
    assert plan_record(plan_id=own).line.status is PlanStatus.STOPPED
    with pytest.raises(NoSuchRecord):
        stop_plan(plan_id=own, actor=office.planner, now=NOW)


def test_the_slate_of_an_accepted_plan_is_nominated(office: Office) -> None:
    plan = solved(office, fill(office))
    proposed = {(line.number, post.ref) for post in plan.posts for line in post.nominees}
    assert accept(office, plan, note_verbale="NV 1/2026") == len(proposed) > 3
    nominations = Nomination.objects.select_related("officer", "post")
    assert {(n.officer.number, n.post.ref) for n in nominations} == proposed
    assert set(nominations.values_list("stage", "note_verbale")) == {(Stage.NOMINATED, "NV 1/2026")}
    assert set(NominationStep.objects.values_list("order", "from_stage", "to_stage", "made_by")) == {
        (1, "", Stage.NOMINATED, office.approver.account_id)
    }
    after = plan_record(plan_id=plan.line.id)
    assert (after.line.status, after.accepted_by, after.accepted_at) == (
        PlanStatus.ACCEPTED,
        "Approver of office",
        NOW,
    )


@pytest.mark.parametrize("role", ["viewer", "editor", "planner"])
def test_only_an_approver_accepts(office: Office, role: str) -> None:
    with pytest.raises(NotAllowed):
        accept_plan(plan_id=0, version=1, actor=getattr(office, role), now=NOW)


def test_a_plan_is_accepted_once_and_as_it_was_read(office: Office) -> None:
    plan = solved(office, fill(office))
    with pytest.raises(RecordChanged):
        accept(office, plan, version=plan.version - 1)
    accept(office, plan)
    with pytest.raises(RecordChanged):
        accept(office, plan)
    with pytest.raises(PlanHasNoSlate):
        accept(office, plan_record(plan_id=plan.line.id))


@pytest.mark.parametrize("change", ["an officer", "a post", "a decision"])
def test_a_plan_whose_records_changed_is_stale(office: Office, change: str) -> None:
    plan = solved(office, fill(office))
    if change == "an officer":
        enter_officer(officer=officer("Z-1"), actor=office.editor)
    elif change == "a post":
        Post.objects.filter(ref="SYN-P-03").update(as_posted="changed")
    else:
        line = plan.posts[0].nominees[0]
        exclude_officer(officer_id=line.officer_id, post_id=None, reason="ill", actor=office.planner, now=NOW)
    with pytest.raises(PlanIsStale):
        accept(office, plan)
    assert Nomination.objects.count() == 0


def test_a_slate_that_was_tampered_with_fails_the_check(office: Office) -> None:
    plan = solved(office, fill(office))
    nominated = {line.officer_id for post in plan.posts for line in post.nominees}
    stranger = enter_officer(officer=officer("Z-1"), actor=office.editor)
    again = solved(office, [post.id for post in plan.posts])
    assert stranger not in nominated
    first = Proposal.objects.filter(plan_id=again.line.id, kind=ProposalKind.NOMINEE.value).order_by("pk").first()
    assert first is not None
    Proposal.objects.filter(pk=first.pk).update(officer_id=stranger)
    with pytest.raises(PlanFailsCheck):
        accept(office, again)


def test_posts_get_one_slate(office: Office) -> None:
    posts = fill(office)
    first, second = solved(office, posts), solved(office, posts)
    accept(office, first)
    with pytest.raises(AlreadyNominated) as refusal:
        accept(office, second)
    assert refusal.value.facts["refs"] == "SYN-P-03, SYN-P-09, SYN-P-10"


def test_officers_nominated_for_one_post_are_left_out_of_plans_of_others(office: Office) -> None:
    posts = fill(office)
    first = solved(office, posts[:1])
    taken = {line.number for line in first.posts[0].nominees}
    accept(office, first)
    second = solved(office, posts[1:])
    named = {line.number for post in second.posts for line in (*post.nominees, *post.reserves)}
    assert taken
    assert named
    assert not taken & named


def test_planning_again_respects_what_was_decided_and_says_what_changed(office: Office) -> None:
    plan = solved(office, fill(office))
    post = next(post for post in plan.posts if post.reserves)
    out = post.nominees[0]
    exclude_officer(officer_id=out.officer_id, post_id=post.id, reason="needed", actor=office.planner, now=NOW)
    own = plan_again(plan_id=plan.line.id, actor=office.planner, now=NOW)
    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW)
    again = plan_record(plan_id=own)
    assert (again.follows_id, [d.number for d in again.decisions]) == (plan.line.id, [out.number])
    assert out.number not in {line.number for p in again.posts if p.id == post.id for line in p.nominees}
    changed = difference(before_id=plan.line.id, after_id=own)
    assert not changed.is_none
    gone = {placed.number for placed in changed.left} | {moved.number for moved in changed.moved}
    assert out.number in gone
    assert difference(before_id=own, after_id=own).is_none
