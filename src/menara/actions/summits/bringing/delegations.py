"""The list of delegations, each with its head. Its body is found by code or name; one that is not there is entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from menara.actions.summits.bringing.comparison import (
    Change,
    Comparison,
    Gathered,
    Given,
    Line,
    Standing,
    line_of,
    rewrite,
)
from menara.actions.summits.bringing.heads import HEAD_COLUMNS, HeadPlan, head_of, write_heads
from menara.actions.summits.delegations import DelegationFacts, delegation_columns, delegation_faults
from menara.actions.summits.faults import Span, refuse
from menara.errors import Fault
from menara.models import Delegation, Institution, Meeting, Membership
from menara.models.sorting import search_key
from menara.queries.summits.lists import Cells, Held, Lists, heads_of, plain, words_cells, words_of
from menara.wording import gettext_noop

NEW: Cells = {
    "code": "", "name_en": "", "name_fr": "", "name_ar": "", "country": "", "host": False, "precedence": None,
    "head_latn": "", "head_arab": "", "title_en": "", "title_fr": "", "title_ar": "", "languages": (),
    "present_from": None, "present_until": None, "most_in_row": None, "note": "",
}  # fmt: skip
BODY = ("code", "name_en", "name_fr", "name_ar", "country")
PLACES = {"is_host": "host", "institution": "code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What a row means beside its delegation: the body it has, its head, and whether its body gets a code."""

    body: Institution | None
    head: HeadPlan | None = None
    gives_code: bool = False


class _Bodies:
    """Bodies on record, to be found by code or by name in any language."""

    def __init__(self, held: Sequence[Held]) -> None:
        rows = list(Institution.objects.order_by("pk"))
        self.here = {one.row.institution_id: one for one in held}
        self.by_code = {row.code.casefold(): row for row in rows if row.code}
        self.by_name: dict[str, dict[int, Institution]] = defaultdict(dict)
        for row in rows:
            for name in row.name.values():
                self.by_name[search_key(name)][row.pk] = row

    def find(self, given: Given, gathered: Gathered) -> Institution | None:
        """The body a row names, None for a new one."""
        cells = given.cells
        code, names = cells.get("code", ""), words_of("name", cells)
        if code and (found := self.by_code.get(code.casefold())):
            return found
        named = {pk: row for name in names.values() for pk, row in self.by_name.get(search_key(name), {}).items()}
        rows = [row for row in named.values() if _fits(row, code, cells.get("country", ""))]
        if len(rows) > 1:
            rows = [row for row in rows if row.pk in self.here] or rows
        if len(rows) > 1:
            gathered.fault(
                given, "code", "body_ambiguous", AMBIGUOUS, found=next(iter(names.values())), allowed=_several(rows)
            )
        return rows[0] if rows else None


def compare_delegations(lists: Lists, given: Sequence[Given], now: datetime) -> Comparison:
    """Delegations of a file beside those on record. Raises ``BadInput`` with every fault at its row and column."""
    gathered, bodies, heads = Gathered("delegations"), _Bodies(lists.held), heads_of(lists.summit.id)
    met = _that_met(lists.summit.id)
    first_rows: dict[int | str, int] = {}
    lines = []
    for one in given:
        if not one.cells.get("code") and not words_of("name", one.cells):
            gathered.fault(one, "code", "blank", UNNAMED)
            continue
        body = bodies.find(one, gathered)
        key = body.pk if body else search_key(one.cells.get("code") or _first_name(one.cells))
        if first_rows.setdefault(key, one.row) != one.row:
            gathered.fault(one, "code", "duplicate", TWICE, found=_named(one.cells), allowed=first_rows[key])
            continue
        held = bodies.here.get(body.pk) if body else None
        head = head_of(one, heads.get(held.id) if held else None, lists.summit.first_day)
        line = _line(one, held, body, head, gathered)
        if line.standing is not Standing.SAME:
            gathered.add(one, _faults(line, held, met), PLACES)
        lines.append(line)
    _one_host(lists, lines, gathered)
    refuse(gathered.faults)
    spoken_of = {line.held.id for line in lines if line.held}
    return Comparison(lines=tuple(lines), remarks=tuple(gathered.remarks), elsewhere=len(lists.held) - len(spoken_of))


def write_delegations(lists: Lists, comparison: Comparison, actor: Membership, now: datetime) -> None:
    """Enter and correct what the comparison says: bodies, delegations, heads."""
    own = {"organisation_id": actor.organisation_id}
    bodies = _written_bodies(comparison, own)
    new = {
        line.row: Delegation(
            **own,
            summit_id=lists.summit.id,
            institution_id=bodies[line.row],
            **delegation_columns(delegation_of(line.cells)),
        )
        for line in comparison.of(Standing.NEW)
    }
    changed = {line.row: line.record.row for line in comparison.of(Standing.CHANGED)}
    names: list[str] = []
    for line in comparison.of(Standing.CHANGED):
        changes = delegation_columns(delegation_of(line.cells))
        names = list(changes)
        for name, value in changes.items():
            setattr(changed[line.row], name, value)
    # A summit has one host at every moment: who ceases to be it goes first.
    rewrite([row for row in changed.values() if not row.is_host], *names)
    rewrite([row for row in changed.values() if row.is_host], *names)
    Delegation.objects.bulk_create(new.values())
    heads = [
        (line.plan.head, (new | changed)[line.row])
        for line in comparison.lines
        if line.standing is not Standing.SAME and line.plan.head is not None
    ]
    write_heads(heads, lists.summit.first_day, own)


def delegation_of(cells: Cells) -> DelegationFacts:
    """A row as the form's action takes it, but for its body."""
    return DelegationFacts(
        name=words_of("name", cells),
        country=cells["country"],
        is_host=cells["host"],
        languages=tuple(cells["languages"]),
        precedence=cells["precedence"],
        present=span_of("present", cells),
        most_in_row=cells["most_in_row"],
        note=cells["note"],
    )


def span_of(stem: str, cells: Cells) -> Span | None:
    """The span between two columns; None where one of them is blank."""
    begin, end = cells[f"{stem}_from"], cells[f"{stem}_until"]
    return (begin, end) if begin and end else None


# --- rows -------------------------------------------------------------------------------------------------------------


def _line(given: Given, held: Held | None, body: Institution | None, head: HeadPlan | None, gathered: Gathered) -> Line:
    gives_code = body is not None and not body.code and bool(given.cells.get("code"))
    plan = _Plan(body=body, head=head, gives_code=gives_code)
    if body is not None:
        _tell_other_names(given, body, gathered)
    if head is not None and head.replaced is not None:
        gathered.remark(given, "head_latn", "head_replaced", REPLACED, found=_any(head.replaced.person.names) or "–")
    if held is None:
        cells = {**NEW, **given.cells, **(_body_cells(body) if body else {})}
        return Line(row=given.row, standing=Standing.NEW, cells={**cells, **(head.cells if head else {})}, plan=plan)
    line = line_of(given, held, usual=NEW, fixed=(*BODY, *HEAD_COLUMNS), plan=plan)
    changes = list(line.changes)
    if gives_code:
        changes.insert(0, Change(column="code", before="", after=given.cells["code"]))
    if head is not None:
        changes += head.changes(held.cells)
    standing = Standing.CHANGED if changes else Standing.SAME
    cells = {**line.cells, **{change.column: change.after for change in changes}}
    return replace(line, changes=tuple(changes), standing=standing, cells=cells)


def _body_cells(body: Institution) -> dict[str, str]:
    return {**words_cells("name", body.name), "country": body.country, **({"code": body.code} if body.code else {})}


def _tell_other_names(given: Given, body: Institution, gathered: Gathered) -> None:
    """A body keeps the names it has: it has them at every summit."""
    on_record = {**words_cells("name", body.name), "country": body.country}
    for column, before in on_record.items():
        after = given.cells.get(column, "")
        if after and plain(after) != before:
            gathered.remark(given, column, "body_keeps_name", KEEPS, found=after, allowed=before or "–")


def _faults(line: Line, held: Held | None, met: frozenset[int]) -> list[Fault]:
    body = line.plan.body
    facts = replace(delegation_of(line.cells), institution_id=body.pk if body else None)
    turns_host = held is not None and held.id in met and held.cells["host"] != line.cells["host"]
    # Who else hosts is seen when all rows are known.
    return delegation_faults(facts, host=None, is_new=held is None, is_taken=False, turns_host=turns_host)


def _one_host(lists: Lists, lines: Sequence[Line], gathered: Gathered) -> None:
    spoken_of = {line.held.id for line in lines if line.held}
    hosts = [_named(held.cells) for held in lists.held if held.cells["host"] and held.id not in spoken_of]
    for line in lines:
        if not line.cells["host"]:
            continue
        if hosts:
            given = Given(row=line.row, cells=line.cells)
            said = delegation_faults(
                DelegationFacts(is_host=True), host={"en": hosts[0]}, is_new=False, is_taken=False, turns_host=False
            )
            gathered.add(given, said, PLACES)
        hosts.append(_named(line.cells))


def _that_met(summit_id: int) -> frozenset[int]:
    rows = Meeting.objects.filter(summit_id=summit_id, request__isnull=False)
    both = rows.values_list("request__asking_id", "request__asked_id")
    return frozenset(own for pair in both for own in pair)


def _written_bodies(comparison: Comparison, own: Mapping[str, int]) -> dict[int, int]:
    """The body of each new delegation, by row: those there are, and those entered now."""
    rewrite(_with_codes(comparison), "code")
    new = {
        line.row: Institution(
            **own, name=words_of("name", line.cells), country=line.cells["country"], code=line.cells["code"]
        )
        for line in comparison.of(Standing.NEW)
        if line.plan.body is None
    }
    Institution.objects.bulk_create(new.values())
    known = {line.row: line.plan.body.pk for line in comparison.of(Standing.NEW) if line.plan.body is not None}
    return known | {row: body.pk for row, body in new.items()}


def _with_codes(comparison: Comparison) -> list[Institution]:
    rows = []
    for line in comparison.lines:
        if line.plan.gives_code and line.standing is not Standing.SAME:
            line.plan.body.code = line.cells["code"]
            rows.append(line.plan.body)
    return rows


def _fits(row: Institution, code: str, country: str) -> bool:
    """Whether what else the row says of its body does not speak against this one."""
    return not (code and row.code) and (not country or not row.country or country == row.country)


def _first_name(cells: Cells) -> str:
    return next(iter(words_of("name", cells).values()), "")


def _named(cells: Cells) -> str:
    return cells.get("code") or _first_name(cells)


def _any(words: Mapping[str, str]) -> str:
    return next((text for text in words.values() if text), "")


def _several(rows: Sequence[Institution]) -> str:
    return " · ".join(f"{_any(row.name)} ({row.code or row.country or row.pk})" for row in rows[:5])


UNNAMED = gettext_noop("A delegation needs the code of its body or its name in one language.")
TWICE = gettext_noop("“%(found)s” stands in row %(allowed)s already.")
AMBIGUOUS = gettext_noop("Several bodies on record are called “%(found)s”: %(allowed)s. Give the code.")
KEEPS = gettext_noop("The body keeps what is on record, “%(allowed)s”; “%(found)s” is not taken.")
REPLACED = gettext_noop(
    "Another person leads the delegation now. The head until now (%(found)s) stays in it as a member."
)
