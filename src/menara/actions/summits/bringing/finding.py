"""Which delegations a row of requests names, and which request on record it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from menara.actions.summits.bringing.comparison import Gathered, Given
from menara.models import Delegation, MeetingRequest
from menara.models.sorting import search_key
from menara.queries.summits.lists import STANDING, Held, Lists, called, request_cells, words_of
from menara.wording import gettext_noop


class Named:
    """The delegations of a summit by all that a file may call them: code, a name in any language, or the country where
    it has sent one."""

    def __init__(self, summit_id: int) -> None:
        rows = Delegation.objects.filter(summit_id=summit_id).select_related("institution", "summit").order_by("pk")
        self._by: tuple[dict[str, dict[int, Delegation]], ...] = (
            defaultdict(dict),
            defaultdict(dict),
            defaultdict(dict),
        )
        for row in rows:
            body = row.institution
            for found, names in zip(self._by, ([body.code], body.name.values(), [body.country]), strict=True):
                for name in filter(None, map(search_key, names)):
                    found[name][row.pk] = row

    def all(self, name: str) -> tuple[Delegation, ...]:
        """Those meant by a name: one, or several that share it, or none."""
        key = search_key(name)
        return next((tuple(found[key].values()) for found in self._by if key in found), ())

    def like(self, name: str) -> str:
        """What is called alike, for a hint."""
        shown = {key: called(row) for found in self._by[:2] for key, rows in found.items() for row in rows.values()}
        keys = get_close_matches(search_key(name), shown, n=3, cutoff=0.6) or sorted(shown)[:3]
        return " · ".join(dict.fromkeys(shown[key] for key in keys)) or "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row with its two delegations, and the request on record that it speaks of."""

    given: Given
    asking: Delegation
    asked: Delegation
    held: Held | None = None


def find_requests(lists: Lists, given: Sequence[Given], named: Named, gathered: Gathered) -> tuple[Found, ...]:
    """Each sound row with its request, None for a new one. First by number, then by the two and the subject, then by
    the two alone where that is one request and one row. Faults are added to ``gathered``."""
    closed = _Closed(lists)
    numbered = _numbered(lists, given, gathered, closed)
    rows = [found for one in given if (found := _sides(one, numbered.get(one.row), named, gathered))]
    free: dict[tuple[int, int], list[Held]] = defaultdict(list)
    taken = {found.held.id for found in rows if found.held}
    for held in lists.held:
        if held.id not in taken:
            free[held.row.asking_id, held.row.asked_id].append(held)
    rows = _matched(rows, free, _about)
    rows = _alone(rows, free, gathered)
    return tuple(closed.told(one, gathered) for one in rows)


def _numbered(lists: Lists, given: Sequence[Given], gathered: Gathered, closed: _Closed) -> dict[int, Held]:
    known = {held.id: held for held in lists.held}
    first: dict[int, int] = {}
    found = {}
    for one in given:
        number = one.cells.get("number")
        if number is None:
            continue
        if first.setdefault(number, one.row) != one.row:
            gathered.fault(one, "number", "duplicate", TWICE, found=number, allowed=first[number])
        elif number in known:
            found[one.row] = known[number]
        elif number in closed.by_number:
            gathered.fault(one, "number", "request_not_open", CLOSED, found=number)
        else:
            gathered.fault(one, "number", "no_such_request", NO_SUCH, found=number)
    return found


def _sides(given: Given, held: Held | None, named: Named, gathered: Gathered) -> Found | None:
    sound = given.cells.get("number") is None or held is not None
    sides: dict[str, Delegation] = {}
    for column in ("asking", "asked"):
        own: Delegation | None = getattr(held.row, column) if held else None
        meant = named.all(given.cells[column])
        if own is not None and meant and own.pk in {row.pk for row in meant}:
            sides[column] = own
        elif len(meant) == 1 and own is None:
            sides[column] = meant[0]
        elif len(meant) == 1 and own is not None:
            gathered.fault(given, column, "other_delegation", STAYS, found=given.cells[column], allowed=called(own))
        elif meant:
            several = " · ".join(f"{called(row)} ({row.institution.country or row.pk})" for row in meant)
            gathered.fault(given, column, "ambiguous", AMBIGUOUS, found=given.cells[column], allowed=several)
        else:
            name = given.cells[column]
            gathered.fault(given, column, "delegation_unknown", UNKNOWN, found=name, allowed=named.like(name))
    if len(sides) < 2 or not sound:
        return None
    return Found(given=given, asking=sides["asking"], asked=sides["asked"], held=held)


def _matched(
    rows: Sequence[Found], free: Mapping[tuple[int, int], list[Held]], fits: Callable[[Held, Given], bool]
) -> list[Found]:
    found = []
    for one in rows:
        candidates = [] if one.held else free.get((one.asking.pk, one.asked.pk), [])
        held = next((held for held in candidates if fits(held, one.given)), None)
        if held is None:
            found.append(one)
            continue
        candidates.remove(held)
        found.append(_with(one, held))
    return found


def _alone(rows: Sequence[Found], free: Mapping[tuple[int, int], list[Held]], gathered: Gathered) -> list[Found]:
    waiting: dict[tuple[int, int], int] = defaultdict(int)
    for one in rows:
        waiting[one.asking.pk, one.asked.pk] += one.held is None
    found = []
    for one in rows:
        pair = (one.asking.pk, one.asked.pk)
        candidates = [] if one.held else free.get(pair, [])
        if len(candidates) == 1 and waiting[pair] == 1:
            found.append(_with(one, candidates[0]))
            continue
        if candidates:
            numbers = ", ".join(str(held.id) for held in candidates)
            gathered.fault(one.given, "number", "which_request", WHICH, allowed=numbers)
        found.append(one)
    return found


class _Closed:
    """Requests of the summit that were declined, withdrawn or have expired."""

    def __init__(self, lists: Lists) -> None:
        rows = MeetingRequest.objects.filter(summit_id=lists.summit.id).exclude(status__in=STANDING)
        rows = rows.select_related("asking__institution", "asked__institution").order_by("pk")
        cells = [(row, request_cells(row, lists.summit.time_zone)) for row in rows]
        held = [Held(id=row.pk, version=row.version, cells=told, row=row) for row, told in cells]
        self.by_number = {one.id: one for one in held}
        self._by_pair: dict[tuple[int, int], list[Held]] = defaultdict(list)
        for one in held:
            self._by_pair[one.row.asking_id, one.row.asked_id].append(one)

    def told(self, found: Found, gathered: Gathered) -> Found:
        """A row that finds no request but asks again for what was declined: it is not asked a second time by itself."""
        if found.held is not None:
            return found
        over = [one for one in self._by_pair[found.asking.pk, found.asked.pk] if _about(one, found.given)]
        if not over:
            return found
        gathered.remark(found.given, "asked", "asked_before", ASKED_BEFORE, found=over[-1].id)
        # Nothing of it is compared: the row says what stood there before the answer.
        row = Given(row=found.given.row, cells={name: found.given.cells[name] for name in ("asking", "asked")})
        return Found(given=row, asking=found.asking, asked=found.asked, held=over[-1])


def _about(held: Held, given: Given) -> bool:
    """Whether both speak of one subject, in a language they share."""
    one, other = words_of("subject", held.cells), words_of("subject", given.cells)
    return any(search_key(one[code]) == search_key(other[code]) for code in one.keys() & other.keys())


def _with(found: Found, held: Held) -> Found:
    return Found(given=found.given, asking=found.asking, asked=found.asked, held=held)


TWICE = gettext_noop("“%(found)s” stands in row %(allowed)s already.")
CLOSED = gettext_noop(
    "Request %(found)s is not open any more: it was declined or withdrawn, or has expired. Take the row out of the "
    "file."
)
NO_SUCH = gettext_noop("This summit has no request %(found)s. Leave the number blank for a new one.")
STAYS = gettext_noop("The request is one of “%(allowed)s”, not of “%(found)s”; its two delegations stay.")
AMBIGUOUS = gettext_noop("Several delegations are called “%(found)s”: %(allowed)s. Give the code of the body.")
UNKNOWN = gettext_noop("No delegation of this summit is called “%(found)s”. Near it: %(allowed)s.")
WHICH = gettext_noop("These two have several requests (%(allowed)s). Give the number of the one that is meant.")
ASKED_BEFORE = gettext_noop(
    "This was asked before (request %(found)s) and is not open any more; it is not asked again. Ask by hand, or change "
    "the subject."
)
