"""The lists of a summit as rows of a file: each record by the columns it has there.

What a cell of a column holds, here and wherever a list is read or compared: text without blanks around it, a number,
yes or no, an instant in the summit's zone, a tuple of texts, of pairs of languages or of spans; None or "" where it is
blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from menara.models import Delegation, DelegationMember, DelegationRole, MeetingRequest, PersonTitle, RequestStatus
from menara.models.zones import zone_of
from menara.queries.listing import Words
from menara.queries.summits.setting import Setting, Span, SummitRecord, setting, summit_record

Cells = Mapping[str, Any]
TONGUES = ("en", "fr", "ar")
SCRIPTS = {"latn": "Latn", "arab": "Arab"}
STANDING = (RequestStatus.ASKED.value, RequestStatus.COUNTERED.value, RequestStatus.ACCEPTED.value)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "delegations": (
        "code", "name_en", "name_fr", "name_ar", "country", "host", "precedence", "head_latn", "head_arab", "title_en",
        "title_fr", "title_ar", "languages", "present_from", "present_until", "most_in_row", "note",
    ),
    "rooms": (
        "code", "name_en", "name_fr", "name_ar", "area", "capacity", "equipment", "clearance", "turnover_minutes",
        "hours",
    ),
    "interpreters": (
        "code", "name_latn", "name_arab", "pairs", "shifts", "clearance", "most_minutes_in_row", "rest_minutes",
    ),
    "requests": (
        "number", "asking", "asked", "receiving", "subject_en", "subject_fr", "subject_ar", "priority", "minutes",
        "tentative", "persons", "asking_language", "asked_language", "equipment", "clearance", "window_from",
        "window_until", "preferred_from", "preferred_until", "expires_at", "status",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A record as a row. ``row``: the record itself, where more of it is needed than its cells."""

    id: int
    version: int
    cells: Cells
    row: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """A summit and what is on record in one of its lists, in the order of the pages."""

    summit: SummitRecord
    held: tuple[Held, ...]


def held_list(*, what: str, summit_id: int) -> Lists:
    """One of the four lists (a key of ``COLUMNS``). Raises ``NoSuchRecord``."""
    readers = {"delegations": _delegations, "rooms": _rooms, "interpreters": _interpreters, "requests": _requests}
    summit = summit_record(summit_id=summit_id)
    return Lists(summit=summit, held=readers[what](summit))


def usual_hours(held: Setting) -> tuple[Span, ...]:
    """The spans in which slots follow one another: when a room is open, and an interpreter on duty, if nothing else is
    said."""
    runs: list[Span] = []
    for begin, end in (span for spans in held.slots.values() for span in spans):
        if runs and runs[-1][1] == begin:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((begin, end))
    return tuple(runs)


def words_cells(stem: str, words: Words, keys: Iterable[str] = TONGUES) -> dict[str, str]:
    """``{"name_en": …}`` of a text in several languages."""
    return {f"{stem}_{key}": plain(words.get(SCRIPTS.get(key, key), "")) for key in keys}


def words_of(stem: str, cells: Cells, keys: Iterable[str] = TONGUES) -> dict[str, str]:
    """The other way of ``words_cells``, without blanks."""
    return {SCRIPTS.get(key, key): text for key in keys if (text := cells.get(f"{stem}_{key}"))}


def plain(text: str) -> str:
    """A text as a cell gives it back: composed, one kind of line end, nothing around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def title_at(titles: Iterable[PersonTitle], on: date) -> PersonTitle | None:
    """The title a person holds on a day, the one entered last of several."""
    rows = sorted(titles, key=lambda title: title.pk)
    held = [row for row in rows if row.validity is None or on in row.validity]
    return held[-1] if held else None


def heads_of(summit_id: int) -> dict[int, DelegationMember]:
    """The head of each delegation that has one, with person and titles."""
    rows = DelegationMember.objects.filter(delegation__summit_id=summit_id, role=DelegationRole.HEAD.value)
    return {row.delegation_id: row for row in rows.select_related("person").prefetch_related("person__titles")}


def called(delegation: Delegation) -> str:
    """What a file calls a delegation: its body's code, else its name."""
    names = delegation.institution.name
    return plain(
        delegation.institution.code or next((names[code] for code in (*TONGUES, *names) if names.get(code)), "")
    )


def request_cells(row: MeetingRequest, zone: str) -> dict[str, Any]:
    """A request as a row. Its two delegations, with their bodies, should have been read with it."""
    return {
        "number": row.pk,
        "asking": called(row.asking),
        "asked": called(row.asked),
        "receiving": "asked" if row.receiving_id == row.asked_id else "asking",
        **words_cells("subject", row.subject),
        "priority": row.priority,
        "minutes": row.minutes,
        "tentative": row.is_tentative,
        "persons": row.persons,
        "asking_language": row.asking_language,
        "asked_language": row.asked_language,
        "equipment": tuple(row.equipment),
        "clearance": row.clearance,
        **_ends("window", row.window, zone),
        **_ends("preferred", row.preferred, zone),
        "expires_at": _moment(row.expires_at, zone),
        "status": row.status,
    }


def _rooms(summit: SummitRecord) -> tuple[Held, ...]:
    return tuple(
        Held(
            id=line.id,
            version=line.version,
            cells={
                "code": line.code,
                **words_cells("name", line.name),
                **{name: getattr(line, name) for name in COLUMNS["rooms"][4:]},
            },
        )
        for line in setting(summit_id=summit.id).rooms
    )


def _interpreters(summit: SummitRecord) -> tuple[Held, ...]:
    return tuple(
        Held(
            id=line.id,
            version=line.version,
            cells={
                "code": line.code,
                **words_cells("name", line.names, SCRIPTS),
                **{name: getattr(line, name) for name in COLUMNS["interpreters"][3:]},
            },
        )
        for line in setting(summit_id=summit.id).interpreters
    )


def _delegations(summit: SummitRecord) -> tuple[Held, ...]:
    heads = heads_of(summit.id)
    rows = Delegation.objects.filter(summit_id=summit.id).select_related("institution")
    found = []
    for row in rows.order_by("precedence", "institution__sort_en", "pk"):
        person = heads[row.pk].person if row.pk in heads else None
        title = title_at(person.titles.all(), summit.first_day) if person else None
        cells = {
            "code": plain(row.institution.code),
            **words_cells("name", row.institution.name),
            "country": row.institution.country,
            "host": row.is_host,
            "precedence": row.precedence,
            **words_cells("head", person.names if person else {}, SCRIPTS),
            **words_cells("title", title.text if title else {}),
            "languages": tuple(row.languages),
            **_ends("present", row.present, summit.time_zone),
            "most_in_row": row.most_in_row,
            "note": plain(row.note),
        }
        found.append(Held(id=row.pk, version=row.version, cells=cells, row=row))
    return tuple(found)


def _requests(summit: SummitRecord) -> tuple[Held, ...]:
    """Those that are open or accepted; what was declined, withdrawn or has expired is no list to plan with."""
    rows = MeetingRequest.objects.filter(summit_id=summit.id, status__in=STANDING).select_related(
        "asking__institution", "asked__institution"
    )
    return tuple(
        Held(id=row.pk, version=row.version, cells=request_cells(row, summit.time_zone), row=row)
        for row in rows.order_by("asked_at", "pk")
    )


def _ends(stem: str, span: Any, zone: str) -> dict[str, datetime | None]:
    begin, end = (span.lower, span.upper) if span else (None, None)
    return {f"{stem}_from": _moment(begin, zone), f"{stem}_until": _moment(end, zone)}


def _moment(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(zone_of(zone)).replace(microsecond=0) if moment else None
