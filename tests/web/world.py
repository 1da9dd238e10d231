"""A small demonstration world with a plan solved, one accepted and an officer nominated: something on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from office import NOW, TODAY, opening
from office import officer as sample

ROLES = ("viewer", "editor", "planner", "approver", "administrator", "focal_point")
FOCAL_POINT = "focal.norway"  # who signs in as the focal point: of Norway's delegation to the rehearsal of 2027
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
    summit: int  # the rehearsal, where the focal point is a guest
    delegation: int  # the focal point's own
    other_delegation: int
    delegate: int  # of the own delegation
    absence: int  # of somebody of another delegation
    focal_point: int
    request: int  # accepted, between the own delegation and another
    others_request: int  # between two other delegations
    room: int
    interpreter: int
    programme: int  # of the rehearsal, published; without the delegation of the focal point
    programme_draft: int  # on it
    waiting: int  # the focal point's request waits for a room
    talk: int  # a meeting with minutes, between the own delegation and the office's
    clause: int
    words: int  # agreed by both sides
    communique: int  # released
    draft: int  # of another text of the same meeting
    news: str  # the public address of the released text
    reply: int  # waits to be read
    theirs: dict[str, int]


def address_of(role: str) -> str:
    """Where the one who has this role in the demonstration signs in."""
    return f"{FOCAL_POINT if role == 'focal_point' else role}@example.org"


def build(monkeypatch: Any) -> World:
    """Build the world as the serving role, which the caller has taken on."""
    from menara.intake import demonstration
    from menara.models import Account, Membership, Organisation, acting_for

    monkeypatch.setattr(demonstration, "OFFICERS", 250)
    monkeypatch.setattr(demonstration, "OFFICERS_OF_SECOND", 3)
    list(demonstration.build(now=NOW))
    members = {}
    for role in (*ROLES, "second"):
        email = address_of(role)
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
        meeting=Meeting.objects.exclude(provenance="synthetic").get().pk,
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
        **desk_records(),
        **_programme(member),
        **_news(member.organisation_id),
        theirs=foreign,
    )


def _news(organisation_id: int) -> dict[str, Any]:
    """A released text with a reply that waits, and a draft of another."""
    from menara.actions.newsroom.communiques import (
        approve_communique,
        draft_communique,
        hash_of,
        release_communique,
        submit_communique,
    )
    from menara.actions.newsroom.replies import send_reply
    from menara.models import PUBLIC, Communique, Meeting, Membership, acting_for

    members = {m.role: m for m in Membership.objects.select_related("account", "organisation")}
    meeting = Meeting.objects.order_by("pk")[0]
    own = draft_communique(meeting_id=meeting.pk, actor=members["editor"], now=NOW)
    submit_communique(communique_id=own, version=1, actor=members["editor"])
    row = Communique.objects.get(pk=own)
    approver = members["approver"]
    approve_communique(communique_id=own, version=2, read_hash=hash_of(row), actor=approver, now=NOW)
    release_communique(communique_id=own, version=3, actor=approver, now=NOW)
    with acting_for(organisation_id, guest=PUBLIC):
        reply = send_reply(
            communique_id=own,
            name="R",
            email="r@example.net",
            text="Reply.",
            language="en",
            sender="192.0.2.1",
            now=NOW,
        )
    draft = draft_communique(meeting_id=meeting.pk, actor=members["editor"], now=NOW)
    return {"communique": own, "draft": draft, "news": row.slug, "reply": reply}


def desk_records() -> dict[str, int]:
    """The rehearsal's records, seen from the delegation of the focal point."""
    from menara.models import (
        Absence,
        ClauseVersion,
        Delegation,
        DelegationMember,
        FocalPoint,
        Meeting,
        MeetingRequest,
        Room,
        Summit,
    )

    words = ClauseVersion.objects.get(host_agreed_at__isnull=False, guest_agreed_at__isnull=False)
    summit = Summit.objects.order_by("-period")[0]
    own = FocalPoint.objects.get(membership__account__email=address_of("focal_point"), delegation__summit=summit)
    asked = MeetingRequest.objects.filter(summit=summit, status="accepted").order_by("pk")
    return {
        "summit": summit.pk,
        "delegation": own.delegation_id,
        "other_delegation": Delegation.objects.filter(summit=summit).exclude(pk=own.delegation_id)[0].pk,
        "delegate": DelegationMember.objects.filter(delegation=own.delegation_id).order_by("pk")[0].pk,
        "absence": Absence.objects.exclude(person__delegations__delegation=own.delegation_id).order_by("pk")[0].pk,
        "focal_point": own.pk,
        "request": asked.filter(asking=own.delegation_id)[0].pk,
        "others_request": asked.exclude(asking=own.delegation_id).exclude(asked=own.delegation_id)[0].pk,
        "room": Room.objects.filter(summit=summit).order_by("code")[0].pk,
        "interpreter": summit.interpreters.order_by("code")[0].pk,
        "talk": Meeting.objects.get(provenance="synthetic").pk,
        "clause": words.clause_id,
        "words": words.pk,
    }


def _programme(member: Any) -> dict[str, int]:
    """A version in force with one meeting, a draft on it, and one that waits for a room."""
    from menara.actions.summits.placing import place
    from menara.actions.summits.programme import draft_programme
    from menara.actions.summits.publishing import publish_programme
    from menara.actions.summits.waiting import join_waiting
    from menara.models import Slot

    desk = desk_records()
    by = {"actor": member, "now": NOW}
    own = draft_programme(summit_id=desk["summit"], **by)
    slot = Slot.objects.filter(summit=desk["summit"]).order_by("during")[0]
    where = {"room_id": desk["room"], "slot_id": slot.pk}
    place(programme_id=own, request_id=desk["others_request"], **where, changed=None, anyway=True, **by)
    publish_programme(programme_id=own, release_note={"en": "The first."}, changed=None, **by)
    return {
        "programme": own,
        "programme_draft": draft_programme(summit_id=desk["summit"], **by),
        "waiting": join_waiting(request_id=desk["request"], **by),
    }


def _call_of(post_id: int) -> int:
    from menara.models import Post

    return Post.objects.values_list("call_id", flat=True).get(pk=post_id)


def _canaries(member: Any) -> dict[str, int]:
    from menara.actions.decisions import pin_officer
    from menara.actions.officers import enter_officer
    from menara.actions.plans import start_plan
    from menara.actions.posts import enter_post
    from menara.models import (
        Call,
        Communique,
        Delegation,
        Institution,
        Interpreter,
        Meeting,
        MeetingRequest,
        Nomination,
        Outcome,
        Room,
        Scenario,
        Summit,
    )

    own = {"organisation_id": member.organisation_id}
    hands = {"drafted_by_id": member.account_id, "edited_by_id": member.account_id}
    officer_id = enter_officer(officer=sample(CANARY, home_unit=CANARY), actor=member)
    post_id = enter_post(opening=opening(CANARY, call=CANARY, title={"en": CANARY}), actor=member)
    words = {"en": CANARY}
    summit = Summit.objects.create(**own, name=words, period=(TODAY, TODAY.replace(day=28)), time_zone="UTC")
    partner = Institution.objects.create(**own, name=words)
    bodies = [partner, Institution.objects.create(**own, name=words)]
    delegations = [Delegation.objects.create(**own, summit=summit, institution=body) for body in bodies]
    asked = {"asking": delegations[0], "asked": delegations[1], "receiving": delegations[1], "subject": words}
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
        "summit": summit.pk,
        "delegation": delegations[0].pk,
        "request": MeetingRequest.objects.create(**own, summit=summit, asked_at=NOW, **asked).pk,
        "communique": Communique.objects.create(
            **own, **hands, meeting=meeting, slug="x", titles=words, bodies=words, dated_on=TODAY, drafted_at=NOW
        ).pk,
        "room": Room.objects.create(**own, summit=summit, code=CANARY, name=words, capacity=9).pk,
        "interpreter": Interpreter.objects.create(**own, summit=summit, code=CANARY).pk,
        "decision": pin_officer(officer_id=officer_id, post_id=post_id, reason=CANARY, actor=member, now=NOW),
    }
