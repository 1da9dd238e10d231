"""The list of requests to meet. A number finds the request; without one, the two delegations and their subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from menara.actions.summits.bringing.comparison import (
    Comparison,
    Gathered,
    Given,
    Line,
    Standing,
    line_of,
    rewrite,
)
from menara.actions.summits.bringing.delegations import span_of
from menara.actions.summits.bringing.finding import Found, Named, find_requests
from menara.actions.summits.faults import refuse
from menara.actions.summits.request_faults import Surroundings, request_faults
from menara.actions.summits.requests import OPEN, RequestFacts, request_columns
from menara.errors import Fault
from menara.models import Delegation, MeetingRequest, Membership, RequestStatus
from menara.queries.summits.delegations import voices
from menara.queries.summits.lists import Cells, Held, Lists, called, words_of
from menara.wording import gettext_noop

USUAL: Cells = {
    "number": None, "receiving": "asked", "subject_en": "", "subject_fr": "", "subject_ar": "", "priority": 2,
    "minutes": 30, "tentative": False, "persons": 4, "asking_language": "", "asked_language": "", "equipment": (),
    "clearance": 0, "window_from": None, "window_until": None, "preferred_from": None, "preferred_until": None,
    "expires_at": None, "status": RequestStatus.ASKED.value,
}  # fmt: skip
# Whom a request is of stands for good; host, order and the people needed are said by hand.
FIXED = ("number", "asking", "asked", "status")
KEPT = ("host_id", "after_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The two, and whether the row says that the asked side agreed."""

    asking: Delegation
    asked: Delegation
    accepts: bool


def compare_requests(lists: Lists, given: Sequence[Given], now: datetime) -> Comparison:
    """Requests of a file beside those on record. Raises ``BadInput`` with every fault at its row and column."""
    gathered, named = Gathered("requests"), Named(lists.summit.id)
    found = find_requests(lists, given, named, gathered)
    answered_here = voices(summit_id=lists.summit.id, represented=None)
    lines, around = [], None
    for one in found:
        line = _line(one)
        lines.append(line)
        if line.standing is Standing.SAME:
            continue
        around = around or Surroundings(one.asking.summit)
        gathered.add(one.given, _faults(line, around, now))
        if line.plan.accepts and one.asked.pk not in answered_here:
            gathered.fault(one.given, "status", "answers_for_itself", FOR_ITSELF, found=one.given.cells["asked"])
    _one_open(lists, lines, gathered)
    refuse(gathered.faults)
    spoken_of = {line.held.id for line in lines if line.held}
    return Comparison(
        lines=tuple(lines),
        remarks=tuple(gathered.remarks),
        elsewhere=sum(held.id not in spoken_of for held in lists.held),
    )


def write_requests(lists: Lists, comparison: Comparison, actor: Membership, now: datetime) -> None:
    """Enter and correct what the comparison says."""
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            organisation_id=actor.organisation_id,
            summit_id=lists.summit.id,
            asking=line.plan.asking,
            asked=line.plan.asked,
            asked_at=now,
            **request_columns(request_of(line)),
            **(_accepted(actor, now) if line.plan.accepts else {}),
        )
        for line in comparison.of(Standing.NEW)
    )
    rows: list[MeetingRequest] = []
    names: set[str] = set()
    for line in comparison.of(Standing.CHANGED):
        row: MeetingRequest = line.record.row
        changes = {name: value for name, value in request_columns(request_of(line)).items() if name not in KEPT}
        if line.plan.accepts:
            changes |= {"proposed_minutes": None, **_accepted(actor, now)}
        names |= changes.keys()
        for name, value in changes.items():
            setattr(row, name, value)
        rows.append(row)
    rewrite(rows, *sorted(names))


def request_of(line: Line) -> RequestFacts:
    """A row as the form's action takes it. People needed are left as they are."""
    cells, row = line.cells, line.held.row if line.held else None
    asking, asked = line.plan.asking.pk, line.plan.asked.pk
    plain = ("priority", "minutes", "persons", "asking_language", "asked_language", "equipment", "clearance")
    return RequestFacts(
        asking_id=asking,
        asked_id=asked,
        subject=words_of("subject", cells),
        is_tentative=cells["tentative"],
        host_id=row.host_id if row else None,
        after_id=row.after_id if row else None,
        receiving_id=asking if cells["receiving"] == "asking" else asked,
        expires_at=cells["expires_at"],
        window=span_of("window", cells),
        preferred=span_of("preferred", cells),
        **{name: cells[name] for name in plain},
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def _line(found: Found) -> Line:
    told, held = found.given.cells, found.held
    names = {"asking": called(found.asking), "asked": called(found.asked)}
    wants = told.get("status") == RequestStatus.ACCEPTED.value
    accepts = wants and (held is None or held.cells["status"] in OPEN)
    plan = _Plan(asking=found.asking, asked=found.asked, accepts=accepts)
    fixed = tuple(name for name in FIXED if name != "status" or not accepts)
    given = Given(row=found.given.row, cells={**told, **names})
    return line_of(given, held, usual=USUAL, fixed=fixed, plan=plan)


def _faults(line: Line, around: Surroundings, now: datetime) -> list[Fault]:
    return request_faults(
        request_of(line),
        line.plan.asking,
        line.plan.asked,
        by_office=True,
        now=now,
        corrected=line.held.row if line.held else None,
        around=around,
    )


def _one_open(lists: Lists, lines: Sequence[Line], gathered: Gathered) -> None:
    """Between two delegations one request is open at a time, whoever asks."""
    rows: dict[frozenset[int], list[Line | Held]] = defaultdict(list)
    spoken_of = {line.held.id for line in lines if line.held}
    for held in lists.held:
        if held.id not in spoken_of and held.cells["status"] in OPEN:
            rows[frozenset((held.row.asking_id, held.row.asked_id))].append(held)
    for line in lines:
        if line.cells["status"] not in OPEN:
            continue
        pair = rows[frozenset((line.plan.asking.pk, line.plan.asked.pk))]
        if pair:
            given = Given(row=line.row, cells=line.cells)
            other = pair[0].cells
            gathered.fault(
                given, "asked", "request_open_already", OPEN_ALREADY, found=_two(line.cells), allowed=_two(other)
            )
        pair.append(line)


def _two(cells: Cells) -> str:
    return f"{cells['asking']} – {cells['asked']}"


def _accepted(actor: Membership, now: datetime) -> dict[str, Any]:
    return {"status": RequestStatus.ACCEPTED.value, "answered_at": now, "answered_by_id": actor.account_id}


FOR_ITSELF = gettext_noop("“%(found)s” has a focal point and answers for itself. Leave this cell blank.")
OPEN_ALREADY = gettext_noop("%(found)s: a request between these two is open already (%(allowed)s). Answer it first.")
