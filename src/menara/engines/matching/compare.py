"""Two plans side by side: who moved, what it cost level by level, which decisions and records differ.

Facts only; sentences are made in the faces. Values are those the results claim (``verify`` checks them); where two
plans count success in different units, both are told in the finer one. Which constraint paid is in ``paid.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from menara.engines.matching.goals import GOALS, success
from menara.engines.matching.problem import Level, Nominee, Problem, Result, positions_of

ADDED, DROPPED, MOVED, REGROUPED, REWEIGHED = "added", "dropped", "moved", "regrouped", "reweighed"
REMOVED, CHANGED = "removed", "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two plans."""

    problem: Problem
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an officer stands on a slate. ``turn`` counts from 0 within the position; ``beside`` are the others who
    stand for it."""

    opening: str
    position: int
    turn: int
    beside: tuple[str, ...]
    odds: int
    quality: int
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One officer whose place differs. ``kind``: added, dropped, moved (to another opening), regrouped (same opening,
    but in another turn or beside others), reweighed (same place, other odds or quality).

    The number of a position alone says nothing: positions of an opening are alike.
    """

    officer: str
    kind: str
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStanding:
    value: int
    bound: int
    proven_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """A level of the objective in both plans; None where a plan has no slate.

    ``least`` and ``most`` bound the difference of the two *optima*. They are equal to ``difference`` where both plans
    are proven, and None where a level above is not: then this one is not settled either.
    """

    goal: str
    before: LevelStanding | None
    after: LevelStanding | None
    least: int | None
    most: int | None

    @property
    def difference(self) -> int | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after.value - self.before.value

    @property
    def is_exact(self) -> bool:
        """Whether the difference is what the change costs or gains, and no weakness of a search is in it."""
        return self.least is not None and self.least == self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningStanding:
    """What one opening adds to the levels: positions filled, expected success in the common unit, quality."""

    positions: int
    critical: bool
    filled: int
    success: int
    quality: int
    nominees: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningChange:
    """An opening whose part in the value differs; None where a plan does not hold it."""

    opening: str
    before: OpeningStanding | None
    after: OpeningStanding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChange:
    """A decision that stands in one plan only, or an estimate of another number. ``about`` names the records,
    ``before`` and ``after`` hold ``by`` and ``reason`` (and ``per_cent`` of an estimate)."""

    kind: str
    about: Mapping[str, str]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A record that differs. ``kind``: officer, opening, setting, norm or overlay; ``how``: added, removed or changed,
    in the one field named."""

    kind: str
    about: str
    how: str
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything in which two plans differ. ``unit`` is what one expected success counts; ``decides`` is the first
    level that differs, blank where none does."""

    unit: int
    decides: str
    levels: tuple[LevelChange, ...]
    moves: tuple[Move, ...]
    openings: tuple[OpeningChange, ...]
    decisions: tuple[DecisionChange, ...]
    records: tuple[RecordChange, ...]
    kept: int = field(default=0)  # officers in the same place in both

    @property
    def asks_the_same(self) -> bool:
        """Whether both plans put the same question."""
        return not (self.decisions or self.records)


def compare(*, before: Side, after: Side) -> Comparison:
    """What the second plan has otherwise than the first."""
    unit = max(before.result.unit, after.result.unit)  # powers of 100: each divides the larger
    levels = tuple(_levels(before.result, after.result, unit))
    moves = moves_between(before=before.result.nominees, after=after.result.nominees)
    both = {n.officer for n in before.result.nominees} & {n.officer for n in after.result.nominees}
    return Comparison(
        unit=unit,
        decides=next((level.goal for level in levels if level.difference), ""),
        levels=levels,
        moves=moves,
        openings=tuple(_openings(before, after, unit)),
        decisions=tuple(decision_changes(before=before.problem, after=after.problem)),
        records=tuple(_records(before.problem, after.problem)),
        kept=len(both) - sum(move.kind not in (ADDED, DROPPED) for move in moves),
    )


# --- who moved --------------------------------------------------------------------------------------------------------


def moves_between(*, before: Sequence[Nominee], after: Sequence[Nominee]) -> tuple[Move, ...]:
    """Everyone whose place differs from one slate to the other, by kind and then by service number."""
    was, is_now = _places(before), _places(after)
    found = []
    for officer in sorted({*was, *is_now}):
        kind = _kind(was.get(officer), is_now.get(officer))
        if kind:
            found.append(Move(officer=officer, kind=kind, before=was.get(officer), after=is_now.get(officer)))
    order = (MOVED, ADDED, DROPPED, REGROUPED, REWEIGHED)
    return tuple(sorted(found, key=lambda move: order.index(move.kind)))


def _places(slate: Sequence[Nominee]) -> dict[str, Place]:
    together: dict[tuple[str, int], list[str]] = defaultdict(list)
    for n in slate:
        together[n.opening, n.position].append(n.officer)
    return {
        n.officer: Place(
            opening=n.opening,
            position=n.position,
            turn=together[n.opening, n.position].index(n.officer),
            beside=tuple(sorted(set(together[n.opening, n.position]) - {n.officer})),
            odds=n.odds,
            quality=n.quality,
            pinned=n.pinned,
        )
        for n in slate
    }


def _kind(before: Place | None, after: Place | None) -> str:
    if before is None or after is None:
        return ADDED if before is None else DROPPED
    if before.opening != after.opening:
        return MOVED
    if (before.turn, before.beside) != (after.turn, after.beside):
        return REGROUPED
    return REWEIGHED if (before.odds, before.quality) != (after.odds, after.quality) else ""


# --- what it cost -----------------------------------------------------------------------------------------------------


def _levels(before: Result, after: Result, unit: int) -> Iterator[LevelChange]:
    was = {level.goal: _standing(level, unit // before.unit) for level in before.levels}
    is_now = {level.goal: _standing(level, unit // after.unit) for level in after.levels}
    settled = True
    for goal in GOALS:
        a, b = was.get(goal), is_now.get(goal)
        known = settled and a is not None and b is not None
        yield LevelChange(
            goal=goal,
            before=a,
            after=b,
            least=b.value - a.bound if known and a and b else None,
            most=b.bound - a.value if known and a and b else None,
        )
        settled = settled and all(one is not None and one.value == one.bound for one in (a, b))


def _standing(level: Level, scale: int) -> LevelStanding:
    scale = scale if level.goal == "expected_success" else 1
    return LevelStanding(value=level.value * scale, bound=level.bound * scale, proven_by=level.proven_by)


def _openings(before: Side, after: Side, unit: int) -> Iterator[OpeningChange]:
    was, is_now = _opening_standings(before, unit), _opening_standings(after, unit)
    for ref in dict.fromkeys([*was, *is_now]):
        a, b = was.get(ref), is_now.get(ref)
        if a != b:
            yield OpeningChange(opening=ref, before=a, after=b)


def _opening_standings(side: Side, unit: int) -> dict[str, OpeningStanding]:
    chances: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    nominees: dict[str, list[Nominee]] = defaultdict(list)
    for n in side.result.nominees:
        chances[n.opening][n.position].append(n.odds)
        nominees[n.opening].append(n)
    return {
        o.ref: OpeningStanding(
            positions=positions_of(o),
            critical=o.critical,
            filled=len(chances[o.ref]),
            success=sum(success(odds, unit) for odds in chances[o.ref].values()),
            quality=sum(n.quality for n in nominees[o.ref]),
            nominees=tuple(n.officer for n in nominees[o.ref]),
        )
        for o in side.problem.openings
    }


# --- what was asked otherwise -----------------------------------------------------------------------------------------


def decision_changes(*, before: Problem, after: Problem) -> Iterator[DecisionChange]:
    """Decisions that bear on one plan and not on the other. Who decided, and why, is told but not compared."""
    was, is_now = _decisions(before), _decisions(after)
    kinds = ("pin", "exclusion", "waiver", "estimate")
    for key in sorted({*was, *is_now}, key=lambda key: (kinds.index(key[0]), key[1])):
        a, b = was.get(key), is_now.get(key)
        if a is None or b is None or a.get("per_cent") != b.get("per_cent"):
            kind, about = key
            yield DecisionChange(kind=kind, about=dict(about), before=a, after=b)


_Key = tuple[str, tuple[tuple[str, str], ...]]


def _decisions(problem: Problem) -> dict[_Key, dict[str, Any]]:
    found: dict[_Key, dict[str, Any]] = {}
    for pin in problem.pins:
        found["pin", (("officer", pin.officer), ("opening", pin.opening))] = {"by": pin.by, "reason": pin.reason}
    for out in problem.exclusions:
        found["exclusion", (("officer", out.officer), ("opening", out.opening))] = {"by": out.by, "reason": out.reason}
    for waiver in problem.waivers:
        found["waiver", (("call", waiver.call),)] = {"by": waiver.by, "reason": waiver.reason}
    for told in problem.estimates:
        said = {"by": told.by, "reason": told.reason, "per_cent": told.per_cent}
        found["estimate", (("officer", told.officer), ("opening", told.opening))] = said
    return found


def _records(before: Problem, after: Problem) -> Iterator[RecordChange]:
    for name in ("on", "home_unit_share", "odds"):
        a, b = getattr(before, name), getattr(after, name)
        if a != b:
            yield RecordChange(kind="setting", about=name, how=CHANGED, before=a, after=b)
    yield from _differing("opening", {o.ref: o for o in before.openings}, {o.ref: o for o in after.openings})
    yield from _differing("officer", {o.number: o for o in before.officers}, {o.number: o for o in after.officers})
    if before.norms != after.norms:
        yield from _norms(before, after)


def _norms(before: Problem, after: Problem) -> Iterator[RecordChange]:
    a, b = before.norms, after.norms
    yield from _differing("norm", _numbered(_norm_name(n) for n in a.norms), _numbered(_norm_name(n) for n in b.norms))
    yield from _differing("overlay", {o.nationality: o for o in a.overlays}, {o.nationality: o for o in b.overlays})
    for name in ("ranks", "ams_languages"):
        if getattr(a, name) != getattr(b, name):
            yield RecordChange(kind="setting", about=name, how=CHANGED)


def _norm_name(norm: Any) -> str:
    """A norm with its value in one line: a changed norm is one gone and another come."""
    period = f"{norm.since or ''}..{norm.until or ''}"
    return " ".join(filter(None, [norm.name, norm.modality.value, norm.level, f"{norm.value}", period]))


def _numbered(names: Iterator[str]) -> dict[Hashable, str]:
    return {name: name for name in names}


def _differing(kind: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[RecordChange]:
    """Records that came, went, or have another value in a field: one change for each field."""
    for name in dict.fromkeys([*before, *after]):
        a, b = before.get(name), after.get(name)
        if a is None or b is None:
            yield RecordChange(kind=kind, about=str(name), how=ADDED if a is None else REMOVED)
        elif a != b:
            for one in fields(a):
                was, is_now = getattr(a, one.name), getattr(b, one.name)
                if was != is_now:
                    yield RecordChange(
                        kind=kind, about=str(name), how=CHANGED, field=one.name, before=was, after=is_now
                    )
