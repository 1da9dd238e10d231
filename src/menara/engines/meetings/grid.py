"""A problem in whole numbers, for the search: records are indexes, sets of slots are bits of one number.

A requirement may be waived: the grid is then that of a problem without it, and so one asks what stands in the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from menara.engines.meetings.agenda import DAY
from menara.engines.meetings.problem import (
    Interpreter,
    Meeting,
    Pair,
    Placing,
    Problem,
    Programme,
    Slots,
    either_way,
    is_mandatory,
)

NO_ROOM = -1


class Requirement(NamedTuple):
    """A constraint and the record it is of; ``about`` are pairs of a kind of record and its key."""

    constraint: str
    about: tuple[tuple[str, str], ...] = ()


class Placed(NamedTuple):
    """A placing in indexes."""

    start: int
    room: int
    team: tuple[int, ...]


class Row(NamedTuple):
    """At most ``most`` slots in a row, which a rest of ``rest`` minutes ends."""

    most: int
    rest: int


def bits(mask: int) -> Iterator[int]:
    """The slots of a mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def asks(constraint: str, **about: str) -> Requirement:
    return Requirement(constraint, tuple(about.items()))


class Grid:
    """``rooms`` is (NO_ROOM,) for every meeting where there are none. Masks have bit t for slot t."""

    def __init__(self, problem: Problem, waived: frozenset[Requirement] = frozenset()) -> None:
        self.problem, self.waived = problem, waived
        self._slots()
        self._people()
        self._rooms()
        self._interpreters()
        self._meetings()
        self._ties()
        self._staffed()

    def keeps(self, constraint: str, **about: str) -> bool:
        return not self.waived or asks(constraint, **about) not in self.waived

    # --- slots -------------------------------------------------------------------------------------------------------

    def _slots(self) -> None:
        slots = self.problem.slots
        self.size = len(slots)
        self.full = (1 << self.size) - 1
        self.slot = {s.key: t for t, s in enumerate(slots)}
        self.begin = [s.day * DAY + s.begin for s in slots]
        self.end = [s.day * DAY + s.end for s in slots]
        self.day = [s.day for s in slots]
        self.day_masks = [sum(1 << t for t in range(self.size) if self.day[t] == d) for d in sorted(set(self.day))]
        days = sorted(set(self.day))
        self.day_number = [days.index(d) for d in self.day]
        self.first_of_day = sum(mask & -mask for mask in self.day_masks)
        self.follows = [
            t + 1 < self.size and self.day[t] == self.day[t + 1] and slots[t + 1].begin - s.end <= self.problem.joined
            for t, s in enumerate(slots)
        ]
        self._zones: dict[tuple[int, int, int, int], int] = {}
        self._links: dict[int, list[int]] = {}

    def span(self, start: int, length: int) -> int:
        """The slots a meeting of that length takes from ``start``; fewer where the row of slots ends before."""
        mask, last = 1 << start, start
        while last - start + 1 < length and self.follows[last]:
            last += 1
            mask |= 1 << last
        return mask

    def zone(self, span: int, before: int, after: int) -> int:
        """The slots of ``span``, those that end less than ``before`` minutes ahead of it, and those that begin less
        than ``after`` minutes behind it."""
        first, last = (span & -span).bit_length() - 1, span.bit_length() - 1
        found = self._zones.get((first, last, before, after))
        if found is None:
            begin, end = self.begin[first], self.end[last]
            found = span
            for t in range(self.size):
                if 0 <= begin - self.end[t] < before or 0 <= self.begin[t] - end < after:
                    found |= 1 << t
            self._zones[first, last, before, after] = found
        return found

    def links(self, rest: int) -> list[int]:
        """For every slot the last later slot whose pause from it does not end a row."""
        found = self._links.get(rest)
        if found is None:
            found = []
            for t in range(self.size):
                last = t + 1 if self.follows[t] else t
                while last + 1 < self.size and self.begin[last + 1] - self.end[t] < rest:
                    last += 1
                found.append(last)
            self._links[rest] = found
        return found

    def longest_row(self, busy: int, rest: int, around: int) -> int:
        """The longest row of busy slots among those that touch ``around``."""
        links, longest, run, last, touched = self.links(rest), 0, 0, -1, False
        for t in bits(busy):
            if last >= 0 and t <= links[last]:
                run += 1
            else:
                run, touched = 1, False
            touched = touched or bool(around >> t & 1)
            if touched and run > longest:
                longest = run
            last = t
        return longest

    def breaks(self, busy: int) -> int:
        """Runs of idle slots between busy ones of a day."""
        runs = (busy & (~(busy << 1) | self.first_of_day)).bit_count()
        return runs - sum(1 for day in self.day_masks if busy & day)

    def day_of(self, span: int) -> int:
        return self.day_masks[self.day_number[span.bit_length() - 1]]

    def mask(self, keys: Slots) -> int:
        return self.full if keys is None else sum(1 << self.slot[k] for k in keys)

    # --- records -----------------------------------------------------------------------------------------------------

    def _people(self) -> None:
        people = self.problem.participants
        self.person = {p.key: k for k, p in enumerate(people)}
        self.available = [
            self.mask(p.available if self.keeps("participant_is_available", participant=p.key) else None)
            for p in people
        ]
        self.person_row = [
            Row(p.in_a_row, p.rest)
            if p.in_a_row is not None and self.keeps("participant_rests", participant=p.key)
            else None
            for p in people
        ]
        self.person_once = [self.keeps("one_meeting_at_a_time", participant=p.key) for p in people]
        self.person_walks = [self.keeps("time_to_walk", participant=p.key) for p in people]

    def _rooms(self) -> None:
        rooms = self.problem.rooms
        self.room = {r.key: k for k, r in enumerate(rooms)}
        self.open = [self.mask(r.opening if self.keeps("room_is_open", room=r.key) else None) for r in rooms]
        self.turnover = [r.turnover if self.keeps("room_is_turned_over", room=r.key) else 0 for r in rooms]
        self.room_once = [self.keeps("one_meeting_in_a_room", room=r.key) for r in rooms]
        self.tables = self.problem.tables if self.keeps("tables_suffice") else None
        alike = set(self.turnover) if all(self.room_once) else set()
        self.one_turnover = alike.pop() if len(alike) == 1 else None
        self.open_bits = [sum(1 << r for r, o in enumerate(self.open) if o >> t & 1) for t in range(self.size)]
        areas = sorted({r.area for r in rooms})
        self.area = [areas.index(r.area) for r in rooms]
        self.walk = [[either_way(self.problem.walking, a, b) if a != b else 0 for b in areas] for a in areas]
        self.longest_walk = max((minutes for row in self.walk for minutes in row), default=0)

    def _interpreters(self) -> None:
        team = self.problem.interpreters
        self.interpreter = {i.key: k for k, i in enumerate(team)}
        self.shift = [
            self.mask(i.shifts if self.keeps("interpreter_is_on_shift", interpreter=i.key) else None) for i in team
        ]
        self.interpreter_row = [
            Row(i.in_a_row, i.rest)
            if i.in_a_row is not None and self.keeps("interpreter_rests", interpreter=i.key)
            else None
            for i in team
        ]
        self.interpreter_once = [self.keeps("one_meeting_an_interpreter", interpreter=i.key) for i in team]
        self.interpreter_walks = [self.keeps("time_to_walk", interpreter=i.key) for i in team]
        self._covers: dict[tuple[Pair, int], tuple[tuple[int, ...], tuple[tuple[int, int], ...]]] = {}

    # --- meetings ----------------------------------------------------------------------------------------------------

    def _meetings(self) -> None:
        meetings = self.problem.meetings
        self.meeting = {m.key: k for k, m in enumerate(meetings)}
        self.people = [tuple(self.person[p] for p in m.participants) for m in meetings]
        self.spans = [self._spans(k, m) for k, m in enumerate(meetings)]
        self.starts = [tuple(spans) for spans in self.spans]
        self.rooms = [self._suitable(m) for m in meetings]
        self.room_bits = [sum(1 << r for r in rooms if r != NO_ROOM) for rooms in self.rooms]
        self.mandatory = [
            is_mandatory(self.problem, m) and self.keeps("mandatory_is_held", meeting=m.key) for m in meetings
        ]
        self.pairs = [
            tuple(
                pair
                for pair in sorted(m.languages)
                if self.keeps("languages_are_covered", meeting=m.key, **{"from": pair[0], "into": pair[1]})
            )
            for m in meetings
        ]

    def _spans(self, index: int, m: Meeting) -> dict[int, int]:
        """Every start that neither the meeting nor a participant alone rules out, with the slots taken from there."""
        free = self.full
        for p in self.people[index]:
            free &= self.available[p]
            row = self.person_row[p]
            if row is not None and m.length > row.most:
                return {}
        starts = list(range(self.size))
        if self.keeps("starts_when_allowed", meeting=m.key):
            starts = [t for t in starts if m.allowed is None or self.problem.slots[t].key in m.allowed]
            starts = [self.slot[m.slot]] if m.slot else starts
        whole = self.keeps("has_its_slots", meeting=m.key)
        spans = {t: self.span(t, m.length) for t in starts}
        return {
            t: span for t, span in spans.items() if not span & ~free and (span.bit_count() == m.length or not whole)
        }

    def _suitable(self, m: Meeting) -> tuple[int, ...]:
        if not self.problem.rooms:
            return (NO_ROOM,)
        return tuple(
            k
            for k, r in enumerate(self.problem.rooms)
            if (not m.room or r.key == m.room or not self.keeps("is_in_its_room", meeting=m.key))
            and (r.seats >= m.persons or not self.keeps("room_seats_all", meeting=m.key))
            and (m.equipment <= r.equipment or not self.keeps("room_is_equipped", meeting=m.key))
            and (r.clearance >= m.clearance or not self.keeps("room_is_cleared", meeting=m.key))
        )

    def covers(self, m: int, pair: Pair) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        """Who can interpret the pair at a meeting: each alone; and, where nobody can, the two of a relay."""
        meeting = self.problem.meetings[m]
        level = meeting.clearance if self.keeps("interpreter_is_cleared", meeting=meeting.key) else 0
        if (pair, level) not in self._covers:
            team = [(k, i) for k, i in enumerate(self.problem.interpreters) if i.clearance >= level]
            direct = tuple(k for k, i in team if pair in i.pairs)
            relays = _relays(pair, team) if self.problem.relay and not direct else ()
            self._covers[pair, level] = (direct, relays)
        return self._covers[pair, level]

    def open_at(self, m: int, start: int, room: int) -> bool:
        return room == NO_ROOM or not self.spans[m][start] & ~self.open[room]

    def preference(self, m: int, start: int, room: int) -> int:
        """Points of a place."""
        meeting = self.problem.meetings[m]
        points = meeting.preference * (self.problem.slots[start].key in meeting.preferred_slots)
        if room != NO_ROOM and self.problem.rooms[room].key in meeting.preferred_rooms:
            points += meeting.preference
        return points

    def _staffed(self) -> None:
        """Leave out starts at which nobody who is on duty covers a pair, and say how much each interpreter is asked."""
        self.demand = [0] * len(self.problem.interpreters)  # pairs asked that an interpreter could cover
        for m, pairs in enumerate(self.pairs):
            for pair in pairs:
                direct, relays = self.covers(m, pair)
                for i in {*direct, *(i for relay in relays for i in relay)}:
                    self.demand[i] += 1
                duty = [self.shift[i] for i in direct] + [self.shift[a] & self.shift[b] for a, b in relays]
                self.spans[m] = {t: s for t, s in self.spans[m].items() if any(not s & ~mask for mask in duty)}
            self.starts[m] = tuple(self.spans[m])

    # --- what ties meetings ------------------------------------------------------------------------------------------

    def _ties(self) -> None:
        """``travel[m]``: (n, minutes from n to m, minutes from m to n); ``earlier[m]`` and ``later[m]``: meetings."""
        self.of_person: list[list[int]] = [[] for _ in self.problem.participants]
        for m, people in enumerate(self.people):
            for p in people:
                self.of_person[p].append(m)
        self.travel: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for a, b in sorted({(min(pair), max(pair)) for pair in self.problem.travel}):
            one, other = self.meeting[a], self.meeting[b]
            if set(self.people[one]) & set(self.people[other]) and self.keeps("time_to_travel", meeting=a, other=b):
                there = either_way(self.problem.travel, a, b)
                back = either_way(self.problem.travel, b, a)
                self.travel[one].append((other, back, there))
                self.travel[other].append((one, there, back))
        self.earlier: dict[int, list[int]] = defaultdict(list)
        self.later: dict[int, list[int]] = defaultdict(list)
        for a, b in self.problem.precedences:
            if self.keeps("comes_after", meeting=b, other=a):
                self.later[self.meeting[a]].append(self.meeting[b])
                self.earlier[self.meeting[b]].append(self.meeting[a])
        self.fairness = self.problem.fairness if self.keeps("breaks_are_fair") else None

    # --- to records and back -----------------------------------------------------------------------------------------

    def programme(self, placed: dict[int, Placed]) -> Programme:
        """Placings in the order of meetings; interpreters in their own order."""
        problem = self.problem
        return tuple(
            Placing(
                meeting=problem.meetings[m].key,
                slot=problem.slots[place.start].key,
                room="" if place.room == NO_ROOM else problem.rooms[place.room].key,
                interpreters=tuple(problem.interpreters[i].key for i in sorted(place.team)),
            )
            for m, place in sorted(placed.items())
        )


def _relays(pair: Pair, team: list[tuple[int, Interpreter]]) -> tuple[tuple[int, int], ...]:
    """Two of the team of whom the one interprets into some language and the other on from there."""
    into = {k: {pivot for begin, pivot in i.pairs if begin == pair[0]} for k, i in team}
    onward = {k: {pivot for pivot, end in i.pairs if end == pair[1]} for k, i in team}
    return tuple((a, b) for a, _ in team for b, _ in team if a != b and into[a] & onward[b])
