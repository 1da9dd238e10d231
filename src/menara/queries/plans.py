"""Plans: the problem a plan puts to the engine, the page of a plan, and what changed from one plan to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from menara import facts
from menara.engines.course import Point
from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.matching.compare import ADDED, DROPPED, MOVED, moves_between
from menara.engines.matching.fairness import Fairness
from menara.engines.matching.problem import Nominee, Problem
from menara.models import Organisation, Plan, PlanFile, PlanPost, PlanStatus, Proposal, ProposalKind
from menara.queries.decisions import DecisionLine, decided, decisions_standing
from menara.queries.fairness import fairness_of_json
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord, as_engine_officers, officer_ids
from menara.queries.posts import as_openings
from menara.terms import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    id: int
    name: str
    status: PlanStatus
    on_day: date
    created_at: datetime
    created_by: str
    posts: int
    nominees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """``unknown_rules`` are the rules without an answer, on the slate because a person pinned the officer."""

    officer_id: int
    number: str
    grade: str
    home_unit: str
    woman: bool | None
    position: int
    order: int
    odds: int
    quality: int
    pinned: bool
    unknown_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPost:
    """A post of the plan with its slate, position by position, and those who stand behind it."""

    id: int
    ref: str
    title: Words
    call_id: int
    call_ref: str
    mission: str
    duty_station: str
    level: str
    modality: str
    positions: int
    critical: bool
    nominees: tuple[ProposalLine, ...]
    reserves: tuple[ProposalLine, ...]

    @property
    def filled(self) -> int:
        """Positions with at least one nominee."""
        return len({line.position for line in self.nominees})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A plan with its slate. ``outcome`` holds the engine's ``status``, ``levels``, ``conflicts`` and times, ``course``
    what it held and had proven over time, ``fairness`` how groups of officers came out (None in a plan made before that
    was counted, and in one without a slate)."""

    line: PlanLine
    version: int
    seconds: float
    outcome: Mapping[str, Any]
    progress: Mapping[str, Any]
    course: tuple[Point, ...]
    fairness: Fairness | None
    cancel_requested: bool
    failure: str
    input_hash: str
    follows_id: int | None
    started_at: datetime | None
    finished_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str
    posts: tuple[PlannedPost, ...]
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An officer and the post he or she is proposed for; ``post_ref`` is blank where for none."""

    officer_id: int
    number: str
    post_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    officer_id: int
    number: str
    from_ref: str
    to_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the later plan changed. ``levels`` maps each goal to its value before and after (None where absent)."""

    before_id: int
    after_id: int
    joined: tuple[Placed, ...]
    left: tuple[Placed, ...]
    moved: tuple[Moved, ...]
    levels: Mapping[str, tuple[int | None, int | None]]

    @property
    def is_none(self) -> bool:
        return not (self.joined or self.left or self.moved)


def plans() -> tuple[PlanLine, ...]:
    """All plans, the newest first."""
    rows = _plans().defer("outcome", "progress", "course", "fairness")
    return tuple(_line(row) for row in rows.order_by("-created_at", "-pk"))


def plan_record(*, plan_id: int) -> PlanRecord:
    """One plan with its slate, reserves and the decisions that bear on it now. Raises ``NoSuchRecord``."""
    row = _plans().select_related("accepted_by").filter(pk=plan_id).first()
    if row is None:
        raise NoSuchRecord(kind="plan", record_id=plan_id)
    posts = _planned_posts(plan_id)
    return PlanRecord(
        line=_line(row),
        version=row.version,
        seconds=row.seconds,
        outcome=row.outcome,
        progress=row.progress,
        course=tuple(Point(**point) for point in row.course),
        fairness=fairness_of_json(row.fairness),
        cancel_requested=row.cancel_requested,
        failure=row.failure,
        input_hash=row.input_hash,
        follows_id=row.follows_id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by.name if row.accepted_by else "",
        posts=posts,
        decisions=decisions_standing(post_ids=[post.id for post in posts]),
    )


def problem_of(*, plan_id: int) -> Problem:
    """What the plan asks of the engine, from the records as they stand now: its posts, the whole roster, the norms, the
    decisions that stand. Raises ``NoSuchRecord``, and ``Refusal`` where the records contradict one another."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise NoSuchRecord(kind="plan", record_id=plan_id)
    post_ids = list(PlanPost.objects.filter(plan_id=plan_id).values_list("post_id", flat=True))
    organisation = Organisation.objects.get(pk=plan.organisation_id)
    says = decided(post_ids=post_ids)
    return Problem(
        officers=as_engine_officers(),
        openings=as_openings(post_ids=post_ids),
        norms=norms_of(organisation),
        on=plan.on_day,
        odds=facts.odds_model(),
        home_unit_share=organisation.home_unit_share,
        pins=says.pins,
        exclusions=says.exclusions,
        waivers=says.waivers,
        estimates=says.estimates,
    )


def norms_of(organisation: Organisation) -> Norms:
    """The norms of ``facts`` with the organisation's own overlay, which is a setting of its own."""
    norms = facts.norms()
    if not organisation.overlay:
        return norms
    own = Overlay(
        nationality=organisation.country,
        mark=Mark(organisation.overlay.get("mark", Mark.UNCONFIRMED)),
        source=organisation.overlay.get("source", ""),
        **{name: value for name, value in organisation.overlay.items() if name not in ("mark", "source")},
    )
    return norms.with_overlays([own])


def plan_file(*, plan_id: int) -> str:
    """The text of the plan's file, ``plan.json``. Raises ``NoSuchRecord`` where there is none yet."""
    text = PlanFile.objects.filter(plan_id=plan_id).values_list("text", flat=True).first()
    if text is None:
        raise NoSuchRecord(kind="plan_file", record_id=plan_id)
    return text


def nominees_of(*, plan_id: int) -> tuple[Nominee, ...]:
    """The slate as the checker reads it."""
    rows = Proposal.objects.filter(plan_id=plan_id, kind=ProposalKind.NOMINEE.value)
    return tuple(
        Nominee(
            officer=row.officer.number,
            opening=row.post.ref,
            position=row.position,
            odds=row.odds,
            quality=row.quality,
            pinned=row.pinned,
            unknown=tuple(row.unknown_rules),
        )
        for row in rows.select_related("officer", "post").order_by("post__ref", "position", "order", "pk")
    )


def difference(*, before_id: int, after_id: int) -> Difference:
    """Who joined, left or moved from one plan's slate to another's. Raises ``NoSuchRecord``."""
    found = {row.pk: row for row in Plan.objects.filter(pk__in=[before_id, after_id])}
    for plan_id in (before_id, after_id):
        if plan_id not in found:
            raise NoSuchRecord(kind="plan", record_id=plan_id)
    moves = moves_between(before=nominees_of(plan_id=before_id), after=nominees_of(plan_id=after_id))
    ids = officer_ids({move.officer for move in moves})

    def placed(kind: str) -> tuple[Placed, ...]:
        return tuple(
            Placed(officer_id=ids[m.officer], number=m.officer, post_ref=place.opening)
            for m in moves
            if m.kind == kind and (place := m.after or m.before)
        )

    return Difference(
        before_id=before_id,
        after_id=after_id,
        joined=placed(ADDED),
        left=placed(DROPPED),
        moved=tuple(
            Moved(officer_id=ids[m.officer], number=m.officer, from_ref=m.before.opening, to_ref=m.after.opening)
            for m in moves
            if m.kind == MOVED and m.before and m.after
        ),
        levels=_levels(found[before_id].outcome, found[after_id].outcome),
    )


# --- parts ------------------------------------------------------------------------------------------------------------


def _plans() -> QuerySet[Plan]:
    nominees = Count("proposals", filter=Q(proposals__kind=ProposalKind.NOMINEE.value), distinct=True)
    rows = Plan.objects.select_related("created_by")
    return rows.annotate(post_count=Count("posts", distinct=True), nominee_count=nominees)


def _line(row: Any) -> PlanLine:
    return PlanLine(
        id=row.pk,
        name=row.name,
        status=PlanStatus(row.status),
        on_day=row.on_day,
        created_at=row.created_at,
        created_by=row.created_by.name,
        posts=row.post_count,
        nominees=row.nominee_count,
    )


def _planned_posts(plan_id: int) -> tuple[PlannedPost, ...]:
    slate: dict[tuple[int, str], list[ProposalLine]] = defaultdict(list)
    proposals = Proposal.objects.filter(plan_id=plan_id).select_related("officer")
    for row in proposals.order_by("position", "order", "-odds", "officer__number"):
        slate[row.post_id, row.kind].append(_proposal_line(row))
    rows = PlanPost.objects.filter(plan_id=plan_id).select_related("post__call", "post__mission", "post__duty_station")
    return tuple(
        PlannedPost(
            id=row.post.pk,
            ref=row.post.ref,
            title=row.post.title,
            call_id=row.post.call_id,
            call_ref=row.post.call.ref,
            mission=row.post.mission.code if row.post.mission else "",
            duty_station=row.post.duty_station.code if row.post.duty_station else "",
            level=row.post.level,
            modality=row.post.modality,
            positions=row.post.positions or 1,
            critical=row.post.critical,
            nominees=tuple(slate[row.post_id, ProposalKind.NOMINEE.value]),
            reserves=tuple(slate[row.post_id, ProposalKind.RESERVE.value]),
        )
        for row in rows.order_by("post__ref")
    )


def _proposal_line(row: Proposal) -> ProposalLine:
    return ProposalLine(
        officer_id=row.officer_id,
        number=row.officer.number,
        grade=row.officer.grade,
        home_unit=row.officer.home_unit,
        woman=row.officer.woman,
        position=row.position,
        order=row.order,
        odds=row.odds,
        quality=row.quality,
        pinned=row.pinned,
        unknown_rules=tuple(row.unknown_rules),
    )


def _levels(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    values = [{level["goal"]: level["value"] for level in outcome.get("levels", ())} for outcome in (before, after)]
    goals = dict.fromkeys([*values[0], *values[1]])
    return {goal: (values[0].get(goal), values[1].get(goal)) for goal in goals}


def plan_levels() -> dict[int, dict[str, Any]]:
    """What came out of each plan, without its rows, by the plan's row id: for a list."""
    return dict(Plan.objects.values_list("pk", "outcome"))
