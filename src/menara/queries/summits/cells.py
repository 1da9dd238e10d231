"""Where one meeting can go: the engine's own checks, each asked as often as its answer can differ.

What a step of the clock breaks is asked once a step, what a room lacks once a room, what the other meetings of a room
break once a cell, what those of an interpreter break once an interpreter and a step. Asked of every cell anew, as
``engines.meetings.move`` asks where one place is in question, the same checks take more than ten times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from menara.engines.meetings import check
from menara.engines.meetings.agenda import Case, Held, Records, Violation
from menara.engines.meetings.check import Check
from menara.engines.meetings.problem import Interpreter, Placing
from menara.queries.summits.clashes import SOFT, Conflict, without_repeats
from menara.queries.summits.deciding import busy_interpreters, named, pairs_of_nobody
from menara.queries.summits.scheduling import ProgrammeCase

_OF_STEP: tuple[Check, ...] = (
    check.has_its_slots,
    check.starts_when_allowed,
    check.participant_is_available,
    check.one_meeting_at_a_time,
    check.participant_rests,
    check.time_to_travel,
    check.comes_after,
)
_OF_ROOM: tuple[Check, ...] = (
    check.is_in_its_room,
    check.room_seats_all,
    check.room_is_equipped,
    check.room_is_cleared,
)
_OF_CELL: tuple[Check, ...] = (check.one_meeting_in_a_room, check.room_is_turned_over, check.room_is_open)
_OF_WAY: tuple[Check, ...] = (check.time_to_walk,)
_OF_INTERPRETER: tuple[Check, ...] = (
    check.interpreter_is_on_shift,
    check.one_meeting_an_interpreter,
    check.interpreter_rests,
    check.interpreter_is_cleared,
    check.time_to_walk,
)
_ORDER = {one.__name__: place for place, one in enumerate(check.LOCAL)}
MOST = 4  # interpreters of a meeting

Team = tuple[str, ...]


class InHand:
    """A meeting that is about to be placed, and what it meets in each cell while all others stay."""

    def __init__(self, case: ProgrammeCase, request: str) -> None:
        self.case, self.request = case, request
        self.records = Records(case.problem)
        self.meeting = self.records.meeting[request]
        self.others = [self.records.held(p) for p in case.programme if p.meeting != request]
        self.team_now: Team = next((p.interpreters for p in case.programme if p.meeting == request), ())
        self._of_step: dict[str, tuple[Conflict, ...]] = {}
        self._of_room: dict[str, tuple[Conflict, ...]] = {}
        self._of_cell: dict[tuple[str, str], tuple[Conflict, ...]] = {}
        self._of_way: dict[tuple[str, str], tuple[Conflict, ...]] = {}
        self._fits: dict[tuple[str, str, str], frozenset[str]] = {}
        self._teams: dict[tuple[str, str, bool], Team | None] = {}

    def is_free(self, slot: str, room: str, *, softly: bool = False) -> bool:
        """Whether nothing bars the meeting there and somebody can interpret it. ``softly``: counting out what a person
        may decide against."""
        return self.team(slot, room, softly=softly) is not None

    def team(self, slot: str, room: str, *, softly: bool = False) -> Team | None:
        """Interpreters with whom the meeting can be held there: those it has where they are free, else the fewest
        others; None where it cannot be held."""
        if any(not (softly and conflict.constraint in SOFT) for conflict in self._bars(slot, room)):
            return None
        if not self.meeting.languages:
            return ()
        key = slot, self._area(room), softly
        if key not in self._teams:
            self._teams[key] = self._team(slot, room, softly=softly)
        return self._teams[key]

    def bars(self, slot: str, room: str) -> tuple[Conflict, ...]:
        """What bars the meeting there, whoever interprets; where nothing hard does, that all who could interpret are
        busy, or who of them would have too much in a row."""
        bars = self._bars(slot, room)
        if self._nobody or any(conflict.is_hard for conflict in bars):
            return (*bars, *self._nobody)
        team = self.team(slot, room, softly=True)
        if team is None:
            return (*bars, *busy_interpreters(self.case, self.request, slot, self._uncovered))
        return (*bars, *self._tired(slot, room, team))

    # --- what bars it whoever interprets ------------------------------------------------------------------------------

    def _bars(self, slot: str, room: str) -> tuple[Conflict, ...]:
        """In the order of the checks."""
        if slot not in self._of_step:
            # In any room: these checks do not ask which.
            self._of_step[slot] = self._named(self._by_people.caused(self._held(slot, room), _OF_STEP))
        if room not in self._of_room:
            self._of_room[room] = self._named(_Group(self.records, ()).caused(self._held(slot, room), _OF_ROOM))
        if (slot, room) not in self._of_cell:
            group = self._by_room.get(room) or _Group(self.records, ())
            self._of_cell[slot, room] = self._named(group.caused(self._held(slot, room), _OF_CELL))
        way = slot, self._area(room)
        if way not in self._of_way:
            self._of_way[way] = self._named(self._by_people.caused(self._held(slot, room), _OF_WAY))
        parts = (self._of_step[slot], self._of_room[room], self._of_cell[slot, room], self._of_way[way])
        return tuple(sorted((c for part in parts for c in part), key=lambda c: _ORDER[c.constraint]))

    def _named(self, found: Sequence[Violation]) -> tuple[Conflict, ...]:
        return without_repeats(named(violation, self.case, subject=self.request) for violation in found)

    @cached_property
    def _nobody(self) -> tuple[Conflict, ...]:
        return pairs_of_nobody(self.case, self.request)

    @cached_property
    def _uncovered(self) -> tuple[Conflict, ...]:
        """Every pair of languages, as nobody interprets it yet."""
        slot, room = self.case.problem.slots[0].key, self.case.problem.rooms[0].key
        return self._named(_Group(self.records, ()).caused(self._held(slot, room), (check.languages_are_covered,)))

    # --- interpreters -------------------------------------------------------------------------------------------------

    def _team(self, slot: str, room: str, *, softly: bool) -> Team | None:
        """As ``engines.meetings.move`` looks for one: those it has, then the smaller teams before the larger."""
        fits = [i.key for i in self._useful if self._fit(i.key, slot, room, softly=softly)]
        now = self.team_now
        if now and all(self._fit(key, slot, room, softly=softly) for key in now) and self._covers(slot, room, now):
            return now
        if not self._covers(slot, room, tuple(fits)):
            return None
        for size in range(1, min(2 * len(self.meeting.languages), len(fits), MOST) + 1):
            for team in combinations(fits, size):
                if self._covers(slot, room, team):
                    return team
        return None

    @cached_property
    def _useful(self) -> list[Interpreter]:
        words = {word for pair in self.meeting.languages for word in pair}
        cleared = (i for i in self.case.problem.interpreters if i.clearance >= self.meeting.clearance)
        return [i for i in cleared if any(words & set(pair) for pair in i.pairs)]

    def _fit(self, key: str, slot: str, room: str, *, softly: bool) -> bool:
        """Whether nothing the interpreter does otherwise, and no shift, bars him or her there."""
        at = key, slot, self._area(room)
        if at not in self._fits:
            group = self._by_interpreter.get(key) or _Group(self.records, ())
            found = group.caused(self._held(slot, room, (key,)), _OF_INTERPRETER, of=key)
            self._fits[at] = frozenset(violation.constraint for violation in found)
        return not (self._fits[at] - SOFT if softly else self._fits[at])

    def _tired(self, slot: str, room: str, team: Team) -> tuple[Conflict, ...]:
        """Whose rest these interpreters would give up, of those who can."""
        found: list[Violation] = []
        for key in team:
            group = self._by_interpreter.get(key) or _Group(self.records, ())
            found += group.caused(self._held(slot, room, (key,)), (check.interpreter_rests,), of=key)
        return self._named(found)

    def _covers(self, slot: str, room: str, team: Team) -> bool:
        return not any(check.languages_are_covered(Case(self.records, (self._held(slot, room, team),))))

    # --- who is near --------------------------------------------------------------------------------------------------

    @cached_property
    def _by_people(self) -> _Group:
        """Those who share a participant or an order with the meeting."""
        people = set(self.meeting.participants)
        tied = {key for pair in self.case.problem.precedences if self.request in pair for key in pair}
        near = (h for h in self.others if h.key in tied or people.intersection(h.meeting.participants))
        return _Group(self.records, tuple(near))

    @cached_property
    def _by_room(self) -> dict[str, _Group]:
        return _grouped(self.records, ((h.placing.room, h) for h in self.others))

    @cached_property
    def _by_interpreter(self) -> dict[str, _Group]:
        return _grouped(self.records, ((key, h) for h in self.others for key in h.placing.interpreters))

    def _area(self, room: str) -> str:
        """Where a room stands, if it makes a difference."""
        return self.records.room[room].area if self.case.problem.walking else ""

    def _held(self, slot: str, room: str, team: Team = ()) -> Held:
        return self.records.held(Placing(meeting=self.request, slot=slot, room=room, interpreters=team))


class _Group:
    """Meetings that stay, and what they break by themselves."""

    def __init__(self, records: Records, held: tuple[Held, ...]) -> None:
        self.records, self.held = records, held
        self._before: dict[Check, list[Violation]] = {}

    def caused(self, one: Held, checks: Sequence[Check], *, of: str = "") -> list[Violation]:
        """What is broken with the one more that is not broken without it; ``of``: by that interpreter alone."""
        found: list[Violation] = []
        with_it = Case(self.records, (*self.held, one))
        for asked in checks:
            if asked not in self._before:
                self._before[asked] = list(asked(Case(self.records, self.held)))
            found += [violation for violation in asked(with_it) if violation not in self._before[asked]]
        return [violation for violation in found if violation.about.get("interpreter") == of] if of else found


def _grouped(records: Records, pairs: Iterator[tuple[str, Held]]) -> dict[str, _Group]:
    groups: dict[str, list[Held]] = defaultdict(list)
    for key, held in pairs:
        groups[key].append(held)
    return {key: _Group(records, tuple(group)) for key, group in groups.items()}
