"""Every hard constraint that ties choices, as it is told to CP-SAT. ``check.py`` writes each a second time.

What concerns one meeting alone (slots, rooms, availability, clearance) bars its places in ``grid.py``; what those who
stay take bars more in ``model.py``. To add a constraint: a function here or a bar there, one in ``check.py``, a line in
each table, and the smallest example in which it binds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from menara.engines.meetings.grid import NO_ROOM, Placed, Row, bits
from menara.engines.meetings.model import Model, Sum, Var, total

Tell = Callable[[Model], None]


def one_meeting_at_a_time(model: Model) -> None:
    """A participant is in one meeting at a time."""
    for p in model.people:
        if model.grid.person_once[p]:
            _each_once(model, model.busy(p))


def participant_rests(model: Model) -> None:
    """After the most slots in a row a participant has a rest."""
    for p in model.people:
        row = model.grid.person_row[p]
        if row is not None:
            _rest(model, row, model.busy(p), model.person_fixed[p], model.grid.person_once[p])


def one_meeting_in_a_room(model: Model) -> None:
    """A room holds one meeting at a time."""
    for r, spots in _by_room(model).items():
        if model.grid.room_once[r]:
            _each_once(model, model.cover((span, v) for _, span, v in spots))


def room_is_turned_over(model: Model) -> None:
    """Between two meetings in a room there is the time it takes to turn it over."""
    grid = model.grid
    for r, spots in _by_room(model).items():
        begins: dict[int, list[Var]] = {}
        ends: dict[int, list[Var]] = {}
        for t, span, var in spots:
            begins.setdefault(t, []).append(var)
            ends.setdefault(span.bit_length() - 1, []).append(var)
        for last, ending in ends.items():
            for t in range(last + 1, grid.size):
                if t in begins and grid.begin[t] - grid.end[last] < grid.turnover[r]:
                    model.cp.add_at_most_one([*ending, *begins[t]])


def tables_suffice(model: Model) -> None:
    """In no slot are there more meetings than tables."""
    grid = model.grid
    if grid.tables is None:
        return
    choices = ((grid.spans[m][t], v) for m in model.free for t, v in model.start[m].items())
    for t, taking in enumerate(model.cover(choices)):
        stay = sum(grid.spans[m][place.start] >> t & 1 for m, place in model.fixed.items())
        if taking:
            model.cp.add(total(taking) <= max(0, grid.tables - stay))


def languages_are_covered(model: Model) -> None:
    """Every pair a meeting asks for has an interpreter there, or two who relay it where nobody has it."""
    grid, cp = model.grid, model.cp
    for m in model.free:
        for pair in grid.pairs[m]:
            direct, relays = grid.covers(m, pair)
            ways = [model.work[m][i] for i in direct]
            for a, b in relays:
                relay = cp.new_bool_var("")
                cp.add_implication(relay, model.work[m][a])
                cp.add_implication(relay, model.work[m][b])
                ways.append(relay)
            cp.add(total(ways) >= model.held(m))


def one_meeting_an_interpreter(model: Model) -> None:
    """An interpreter works in one meeting at a time."""
    for i, choices in _by_interpreter(model).items():
        if model.grid.interpreter_once[i]:
            _each_once(model, model.cover(choices))


def interpreter_rests(model: Model) -> None:
    """After the most slots in a row an interpreter has a rest."""
    for i, choices in _by_interpreter(model).items():
        row = model.grid.interpreter_row[i]
        if row is not None:
            _rest(model, row, model.cover(choices), model.interpreter_fixed[i], model.grid.interpreter_once[i])


def time_to_walk(model: Model) -> None:
    """Whoever goes from one area to another has the minutes it takes."""
    grid = model.grid
    if not grid.longest_walk:
        return
    for p in model.people:
        if grid.person_walks[p]:
            here = [(m, t, r, v) for m in model.of_person[p] for (t, r), v in model.spot[m].items()]
            still = [(m, place) for m, place in model.fixed.items() if p in grid.people[m]]
            _walk(model, [(grid.area[r], grid.spans[m][t], v) for m, t, r, v in here], still)
    for i in sorted({i for m in model.free for i in model.work[m]}):
        if grid.interpreter_walks[i]:
            still = [(m, place) for m, place in model.fixed.items() if i in place.team]
            _walk(model, list(_areas_of(model, i)), still)


def time_to_travel(model: Model) -> None:
    """Whoever takes part in two meetings has the minutes it takes to travel between them."""
    grid = model.grid
    for m in model.free:
        for other, before, after in grid.travel[m]:
            if other <= m or other not in model.start:
                continue
            for t, var in model.start[m].items():
                near = grid.zone(grid.spans[m][t], before, after)
                clash = [v for u, v in model.start[other].items() if grid.spans[other][u] & near]
                if clash:
                    model.cp.add_at_most_one([var, *clash])


def comes_after(model: Model) -> None:
    """A meeting begins after those that come before it have ended."""
    grid = model.grid
    for m in model.free:
        for later in grid.later[m]:
            if later not in model.start:
                continue
            for t, var in model.start[m].items():
                end = grid.spans[m][t].bit_length() - 1
                soon = [v for u, v in model.start[later].items() if u <= end]
                if soon:
                    model.cp.add_at_most_one([var, *soon])


def breaks_are_fair(model: Model) -> None:
    """The breaks of two participants differ by no more than is fair."""
    if model.grid.fairness is not None:
        model.cp.add(model.unfairness() <= model.grid.fairness)


CONSTRAINTS: tuple[Tell, ...] = (
    one_meeting_at_a_time,
    participant_rests,
    one_meeting_in_a_room,
    room_is_turned_over,
    tables_suffice,
    languages_are_covered,
    one_meeting_an_interpreter,
    interpreter_rests,
    time_to_walk,
    time_to_travel,
    comes_after,
    breaks_are_fair,
)


def tell(model: Model) -> Model:
    """The model with every constraint told."""
    for one in CONSTRAINTS:
        one(model)
    return model


def _each_once(model: Model, by_slot: list[list[Var]]) -> None:
    for taking in by_slot:
        if len(taking) > 1:
            model.cp.add_at_most_one(taking)


def _rest(model: Model, row: Row, by_slot: list[list[Var]], fixed: int, once: bool) -> None:
    """``length[t]``: slots of the row that ends in t, where busy; no longer than allowed."""
    grid, cp = model.grid, model.cp
    links = grid.links(row.rest)
    length: dict[int, Var] = {}
    for t, taking in enumerate(by_slot):
        stays = fixed >> t & 1
        if not taking and not stays:
            continue
        busy = model.occupied(taking, stays, once)
        length[t] = cp.new_int_var(0, row.most, "")
        cp.add(length[t] >= busy)
        for before in range(t):
            if before in length and links[before] >= t:
                # Both busy: one more than the row that ends before.
                cp.add(length[t] >= length[before] + 1 - (row.most + 1) * (1 - busy))


def _by_room(model: Model) -> dict[int, list[tuple[int, int, Var]]]:
    """Of every room the choices of it: start, span, variable."""
    found: dict[int, list[tuple[int, int, Var]]] = {}
    for m in model.free:
        for (t, r), var in model.spot[m].items():
            if r != NO_ROOM:
                found.setdefault(r, []).append((t, model.grid.spans[m][t], var))
    return found


def _by_interpreter(model: Model) -> dict[int, list[tuple[int, Var]]]:
    found: dict[int, list[tuple[int, Var]]] = {}
    for m in model.free:
        for (t, i), var in model.work_at[m].items():
            found.setdefault(i, []).append((model.grid.spans[m][t], var))
    return found


def _areas_of(model: Model, i: int) -> Iterator[tuple[int, int, Var]]:
    """Where an interpreter may be: area, span, variable that is true where he or she is."""
    grid, cp = model.grid, model.cp
    for m in model.free:
        for (t, k), works in model.work_at[m].items():
            if k != i:
                continue
            for area in sorted({grid.area[r] for u, r in model.spot[m] if u == t}):
                there = [v for (u, r), v in model.spot[m].items() if u == t and grid.area[r] == area]
                both = cp.new_bool_var("")
                cp.add(both >= works + total(there) - 1)
                yield area, grid.spans[m][t], both


def _walk(model: Model, choices: list[tuple[int, int, Var]], still: Iterable[tuple[int, Placed]]) -> None:
    """No two meetings that follow each other with less time between than the walk takes."""
    grid = model.grid
    begins: dict[tuple[int, int], list[Sum]] = {}
    ends: dict[tuple[int, int], list[Sum]] = {}
    busy: list[list[Sum]] = [[] for _ in range(grid.size)]

    def add(area: int, span: int, what: Sum) -> None:
        begins.setdefault(((span & -span).bit_length() - 1, area), []).append(what)
        ends.setdefault((span.bit_length() - 1, area), []).append(what)
        for t in bits(span):
            busy[t].append(what)

    for area, span, var in choices:
        add(area, span, var)
    for m, place in still:
        add(grid.area[place.room], grid.spans[m][place.start], 1)
    for (last, one), (t, other) in ((e, b) for e in ends for b in begins):
        if last < t and one != other and grid.begin[t] - grid.end[last] < grid.walk[one][other]:
            between = [v for u in range(last + 1, t) for v in busy[u]]
            model.cp.add(total(ends[last, one]) + total(begins[t, other]) <= 1 + total(between))
