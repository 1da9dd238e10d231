"""What people decided about a plan, as a table: pins, exclusions, waivers, estimates; each with a name and a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from menara.engines.matching.problem import Estimate, Exclusion, Pin, Waiver
from menara.intake.cells import CellFault, identifier, whole
from menara.intake.columns import Column, Line, Reading, read_records
from menara.intake.tables import Source
from menara.wording import gettext_noop as _

ROW_LIMIT = 100_000
KINDS = {
    "pin": ("officer", "opening"),
    "exclusion": ("officer",),
    "waiver": ("call",),
    "estimate": ("officer", "opening", "per_cent"),
}
Decision = Pin | Exclusion | Waiver | Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Decisions by kind, as a ``Problem`` takes them."""

    pins: tuple[Pin, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    estimates: tuple[Estimate, ...] = ()


def read_decisions(
    source: Source,
    *,
    name: str = "",
    officers: Collection[str] | None = None,
    openings: Collection[str] | None = None,
    calls: Collection[str] | None = None,
) -> Decisions:
    """The decisions in a CSV, XLSX or JSON file. Where ``officers`` (numbers), ``openings`` (refs) and ``calls`` are
    given, a decision about anything else is a fault.

    Raises ``BadInput`` with all faults of the file.
    """
    known = {"officer": officers, "opening": openings, "call": calls}
    seen: set[tuple[Any, ...]] = set()

    def build(line: Line) -> Decision | None:
        _check_fields(line, known)
        key = tuple(line.values[field] for field in ("kind", "officer", "opening", "call"))
        if key in seen:
            line.fault("kind", "duplicate", DECIDED_TWICE, found=key[0])
        seen.add(key)
        return _decision(line.values) if line.sound else None

    reading: Reading[Decision | None] = read_records(
        source, name=name, columns=COLUMNS, aliases={"post": "opening"}, unique="", row_limit=ROW_LIMIT, build=build
    )
    return Decisions(
        pins=tuple(d for d in reading.records if isinstance(d, Pin)),
        exclusions=tuple(d for d in reading.records if isinstance(d, Exclusion)),
        waivers=tuple(d for d in reading.records if isinstance(d, Waiver)),
        estimates=tuple(d for d in reading.records if isinstance(d, Estimate)),
    )


def _kind(cell: str) -> str:
    if cell.casefold() in KINDS:
        return cell.casefold()
    raise CellFault("word", KIND, allowed=", ".join(KINDS))


COLUMNS = (
    Column(name="kind", read=_kind, required=True),
    Column(name="officer", read=identifier, blank=""),
    Column(name="opening", read=identifier, blank=""),
    Column(name="call", read=identifier, decides=False, blank=""),
    Column(name="per_cent", read=whole(0, 100), decides=False, signed=True),
    Column(name="by", read=identifier, required=True),
    Column(name="reason", required=True, free_text=True),
)


def _check_fields(line: Line, known: dict[str, Collection[str] | None]) -> None:
    kind = line.values.get("kind")
    for field in KINDS.get(kind or "", ()):
        if line.values[field] in ("", None):
            line.fault(field, "blank", NEEDS, found=kind, allowed=field)
    for field, names in known.items():
        value = line.values[field]
        if value and names is not None and value not in names:
            line.fault(field, "stranger", STRANGER, found=value)


def _decision(values: dict[str, Any]) -> Decision:
    by, reason = values["by"], values["reason"]
    match values["kind"]:
        case "pin":
            return Pin(officer=values["officer"], opening=values["opening"], by=by, reason=reason)
        case "exclusion":
            return Exclusion(officer=values["officer"], opening=values["opening"], by=by, reason=reason)
        case "waiver":
            return Waiver(call=values["call"], by=by, reason=reason)
    return Estimate(
        officer=values["officer"], opening=values["opening"], per_cent=values["per_cent"], by=by, reason=reason
    )


KIND = _("“%(found)s” is not a kind of decision: %(allowed)s.")
NEEDS = _("A decision of the kind “%(found)s” needs the column “%(allowed)s”.")
STRANGER = _("“%(found)s” is in none of the files given.")
DECIDED_TWICE = _("Two decisions of the kind “%(found)s” speak of the same thing.")
