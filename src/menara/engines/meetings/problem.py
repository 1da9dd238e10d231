"""What is to be held, where, by whom and with whose help; what people decided; and what came out. All frozen.

Time is whole minutes within slots. The slots of a problem stand in order of day and hour; a meeting takes one or more
slots of one day that follow each other. Records name each other by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from menara.engines.outcome import Status

Pair = tuple[str, str]
Slots = frozenset[str] | None  # None: any

# In order; no level is given up for a later one. True: the more the better.
GOALS: Mapping[str, bool] = {
    "held": True,  # priorities of the firm meetings held
    "tentative": True,  # priorities of the tentative ones held
    "preferences": True,  # points of preferred slots and rooms
    "breaks": False,  # runs of idle slots between two meetings of a participant on a day
    "unfairness": False,  # most breaks of a participant less the fewest
    "room_moves": False,  # a participant's next meeting of the day is in another room
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """``begin`` and ``end`` in minutes after the midnight that begins ``day``; days count from any number."""

    key: str
    day: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A principal, or the delegation where it meets as one: in one meeting at a time.

    ``available``: slots. After ``in_a_row`` slots there is a rest of at least ``rest`` minutes; a shorter pause does
    not end the row. The higher the ``rank``, the less gladly disturbed.
    """

    key: str
    available: Slots = None
    in_a_row: int | None = None
    rest: int = 0
    rank: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """``turnover``: minutes between two meetings in it. ``clearance``: what may be said in it, the higher the more.
    ``area``: where it stands, for walking."""

    key: str
    seats: int = 2
    equipment: frozenset[str] = frozenset()
    opening: Slots = None
    turnover: int = 0
    clearance: int = 0
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """``pairs`` are (from, into); ``shifts`` the slots on duty; rows and rests as for participants."""

    key: str
    pairs: frozenset[Pair]
    shifts: Slots = None
    in_a_row: int | None = None
    rest: int = 0
    clearance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One requested meeting.

    ``priority``: what holding it is worth. ``length`` in slots. ``allowed``: slots it may start in; ``slot`` and
    ``room`` fix it where given. ``mandatory``: to be held, or there is no programme; ``pinned``: that too, and
    protected when planning again. ``tentative``: not accepted yet, so that no firm one gives way to it.
    ``persons``, ``equipment``, ``clearance`` are asked of its room, the last of its interpreters too. ``languages``:
    pairs (from, into) to be interpreted. ``preferred_slots`` (starts) and ``preferred_rooms`` are worth ``preference``
    each where met.
    """

    key: str
    participants: tuple[str, ...]
    priority: int = 1
    length: int = 1
    allowed: Slots = None
    slot: str = ""
    room: str = ""
    mandatory: bool = False
    pinned: bool = False
    tentative: bool = False
    persons: int = 2
    equipment: frozenset[str] = frozenset()
    clearance: int = 0
    languages: frozenset[Pair] = frozenset()
    preferred_slots: frozenset[str] = frozenset()
    preferred_rooms: frozenset[str] = frozenset()
    preference: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A summit to be planned.

    ``joined``: slots of a day that follow each other with at most so many minutes between are in a row. ``walking``:
    minutes between two areas, for participants and interpreters; ``travel``: minutes between two meetings, for those
    who take part in both. Both count either way unless the other way has its own figure.
    ``precedences``: (earlier, later); the later begins after the earlier has ended, where both are held.
    ``tables``: so many places alike instead of ``rooms``; with neither, places are no limit.
    ``fairness``: the most by which the breaks of two participants may differ. ``all_held``: every meeting is mandatory.
    ``relay``: where nobody has a pair, two interpreters may cover it over a third language. ``goals``: those sought, in
    the order of ``GOALS``.
    """

    slots: tuple[Slot, ...]
    meetings: tuple[Meeting, ...]
    participants: tuple[Participant, ...]
    rooms: tuple[Room, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    walking: Mapping[Pair, int] = field(default_factory=dict)
    travel: Mapping[Pair, int] = field(default_factory=dict)
    precedences: tuple[Pair, ...] = ()
    tables: int | None = None
    fairness: int | None = None
    all_held: bool = False
    relay: bool = True
    joined: int = 0
    goals: tuple[str, ...] = tuple(GOALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """A meeting held: where it starts, its room ("" where there are only tables), its interpreters."""

    meeting: str
    slot: str
    room: str = ""
    interpreters: tuple[str, ...] = ()


Programme = tuple[Placing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the objective. ``bound``: what no programme that reaches the levels above can pass.

    ``bound_by``: ``counting``, which ``check.bounds`` recomputes without a solver; or ``search``, the solver's word.
    """

    goal: str
    value: int
    bound: int
    bound_by: str
    seconds: float = 0.0

    @property
    def more_is_better(self) -> bool:
        return GOALS[self.goal]

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> float:
        """Distance of value and bound, relative to the larger of them."""
        if self.proven:
            return 0.0
        most = max(abs(self.value), abs(self.bound))
        return abs(self.bound - self.value) / most if most else inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One requirement of a smallest set: the constraint's name, the record it is of, and what else is known of it."""

    constraint: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """Why a meeting is not held: a smallest set of requirements that leave it no place.

    ``scope``: ``alone``, even in an empty programme; ``beside``, with all others where they are; ``unknown``, where
    there is a place after all that the search has not used within its limits.
    """

    meeting: str
    reasons: tuple[Reason, ...]
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A programme with its proof. Infeasible: no programme, and in ``conflicts`` a smallest set of requirements that
    cannot hold together."""

    status: Status
    levels: tuple[Level, ...] = ()
    programme: Programme = ()
    not_held: tuple[NotHeld, ...] = ()
    conflicts: tuple[Reason, ...] = ()
    seconds: float = 0.0
    seconds_first: float | None = None  # until the first programme

    @property
    def optimal(self) -> bool:
        return self.status is Status.OPTIMAL


def is_mandatory(problem: Problem, meeting: Meeting) -> bool:
    """Whether there is no programme without it."""
    return problem.all_held or meeting.mandatory or meeting.pinned


def either_way(minutes: Mapping[Pair, int], one: str, other: str) -> int:
    """Minutes from one to the other: the figure of this way, else of the way back, else none."""
    return minutes.get((one, other), minutes.get((other, one), 0))
