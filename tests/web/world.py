"""A small demonstration world with a plan solved, one accepted and an officer nominated: something on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from office import NOW, TODAY, opening
from office import officer as sample

ROLES = ("viewer", "editor", "planner", "approver", "administrator")
REFS = ("SYN-P-03", "SYN-P-09")
CANARY = "CANARY-7"  # stands in every record of the other office that a page could show


@dataclass(frozen=True, kw_only=True)
class World:
    """Row ids of one record of each kind, and of the other office's."""

    organisation: int
    meeting: int
    outcome: int
    commitment: int
    call: int
    post: int
    officer: int
    solved: int
    queued: int
    accepted: int
    nomination: int
    decision: int
    scenario: int
    theirs: dict[str, int]


def build(monkeypatch: Any) -> World:
    """Build the world as the serving role, which the caller has taken on."""
    from menara.intake import demonstration
    from menara.models import Account, Membership, Organisation, acting_for

    monkeypatch.setattr(demonstration, "OFFICERS", 250)
    monkeypatch.setattr(demonstration, "OFFICERS_OF_SECOND", 3)
    list(demonstration.build(now=NOW))
    members = {}
    for role in (*ROLES, "second"):
        email = f"{role}@example.org"
        with acting_for(None, email=email):
            account = Account.objects.get(email=email)
        with acting_for(None, account_id=account.pk):
            members[role] = Membership.objects.select_related("account").get(account=account)
    ours, theirs = members["administrator"], members["second"]
    with acting_for(theirs.organisation_id, account_id=theirs.account_id):
        foreign = _canaries(theirs)
    with acting_for(ours.organisation_id, account_id=ours.account_id):
        assert Organisation.objects.get().is_demonstration
        return _ours(ours, foreign)


def _ours(member: Any, foreign: dict[str, int]) -> World:
    from menara.actions.decisions import exclude_officer
    from menara.actions.planning import carry_out_plan
    from menara.actions.plans import accept_plan, start_plan
    from menara.actions.scenarios import keep_scenario
    from menara.models import Commitment, Meeting, Nomination, Outcome, Plan
    from menara.queries.officers import officer_ids
    from menara.queries.posts import post_ids

    ids, officers = post_ids(), officer_ids()
    wanted = [ids[ref] for ref in REFS]

    def plan(name: str, posts: list[int], *, done: bool) -> int:
        own = start_plan(name=name, post_ids=posts, on=TODAY, actor=member, now=NOW)
        if done:
            carry_out_plan(organisation_id=member.organisation_id, plan_id=own, clock=lambda: NOW)
        return own

    # Sorted last, so that the officer is on no slate and the plan stays fresh.
    decision = exclude_officer(
        officer_id=officers["SYN-000250"], post_id=wanted[0], reason="Needed at home.", actor=member, now=NOW
    )
    accepted = plan("accepted", wanted[:1], done=True)
    version = Plan.objects.values_list("version", flat=True).get(pk=accepted)
    accept_plan(plan_id=accepted, version=version, actor=member, now=NOW, note_verbale="NV/2026/1")
    nomination = Nomination.objects.order_by("pk").first()
    assert nomination is not None
    scenario = keep_scenario(plan_id=accepted, name="as asked", note="first", actor=member, now=NOW)
    return World(
        organisation=member.organisation_id,
        meeting=Meeting.objects.get().pk,
        outcome=Outcome.objects.filter(kind="instrument").order_by("pk")[0].pk,
        commitment=Commitment.objects.get().pk,
        call=_call_of(wanted[1]),
        post=wanted[1],
        officer=officers["SYN-000001"],
        solved=plan("solved", wanted[1:], done=True),
        queued=plan("queued", wanted[1:], done=False),
        accepted=accepted,
        nomination=nomination.pk,
        decision=decision,
        scenario=scenario,
        theirs=foreign,
    )


def _call_of(post_id: int) -> int:
    from menara.models import Post

    return Post.objects.values_list("call_id", flat=True).get(pk=post_id)


def _canaries(member: Any) -> dict[str, int]:
    from menara.actions.decisions import pin_officer
    from menara.actions.officers import enter_officer
    from menara.actions.plans import start_plan
    from menara.actions.posts import enter_post
    from menara.models import Call, Institution, Meeting, Nomination, Outcome, Scenario, Summit

    own = {"organisation_id": member.organisation_id}
    officer_id = enter_officer(officer=sample(CANARY, home_unit=CANARY), actor=member)
    post_id = enter_post(opening=opening(CANARY, call=CANARY, title={"en": CANARY}), actor=member)
    words = {"en": CANARY}
    summit = Summit.objects.create(**own, name=words, period=(TODAY, TODAY.replace(day=28)), time_zone="UTC")
    partner = Institution.objects.create(**own, name=words)
    meeting = Meeting.objects.create(
        **own, summit=summit, held_on=TODAY, time_zone="UTC", subject=words, requested_by=partner
    )
    outcome = Outcome.objects.create(**own, summit=summit, meeting=meeting, kind="expressed_interest", text=words)
    plan_id = start_plan(name=CANARY, post_ids=[post_id], on=TODAY, actor=member, now=NOW)
    scenario = Scenario.objects.create(**own, plan_id=plan_id, name=CANARY, kept_at=NOW, kept_by_id=member.account_id)
    nomination = Nomination.objects.create(
        **own, officer_id=officer_id, post_id=post_id, plan_id=plan_id, made_at=NOW, made_by_id=member.account_id
    )
    return {
        "officer": officer_id,
        "post": post_id,
        "call": Call.objects.get(ref=CANARY).pk,
        "meeting": meeting.pk,
        "outcome": outcome.pk,
        "plan": plan_id,
        "nomination": nomination.pk,
        "scenario": scenario.pk,
        "decision": pin_officer(officer_id=officer_id, post_id=post_id, reason=CANARY, actor=member, now=NOW),
    }
