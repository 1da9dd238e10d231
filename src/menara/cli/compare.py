"""``menara compare``"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.errors import Refusal

if TYPE_CHECKING:
    from menara.engines.matching.compare import Comparison, Place
    from menara.engines.matching.paid import Paid, Room

MOST = 30  # lines of one part on a screen; --json has all
EPILOG = """\b
Examples:
  menara compare plan-as-asked.json plan.json
  menara compare plan-as-asked.json plan.json --json

Exit codes: 0 done, 2 not a plan file, or one that does not hold together.
"""


@click.command(epilog=EPILOG)
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on standard output.")
def compare(before: Path, after: Path, as_json: bool) -> int:
    """Lay two plans side by side: who moved, what it cost level by level, which constraint paid.

    Values and bounds are taken as the files claim them; menara verify checks them. What a constraint paid is what the
    recorded prices charge for one unit of room: lifting it would gain at most that.
    """
    from menara.cli.soundness import sound_plan
    from menara.engines.matching.compare import Side
    from menara.engines.matching.compare import compare as side_by_side
    from menara.engines.matching.paid import paid

    try:
        plans = [sound_plan(path) for path in (before, after)]
        sides = [Side(problem=plan.problem, result=plan.result) for plan in plans]
        found = side_by_side(before=sides[0], after=sides[1])
        charged = paid(before=sides[0], after=sides[1])
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    told = told_of(found, charged)
    names = {"before": str(before), "after": str(after)}
    click.echo(json.dumps(names | told, ensure_ascii=False, indent=1) if as_json else as_text(names, told))
    return 0


def told_of(found: Comparison, charged: tuple[Paid, ...]) -> dict[str, Any]:
    """Everything in which the plans differ, as plain values: success in officers, prices in the level's own unit."""
    from menara.exports.shown import plain, shown
    from menara.exports.slate import in_units

    unit = found.unit
    levels = []
    for level in found.levels:
        numbers = {
            "before": None if level.before is None else level.before.value,
            "after": None if level.after is None else level.after.value,
            "difference": level.difference,
            "least": level.least,
            "most": level.most,
        }
        shown_numbers = {k: None if v is None else in_units(level.goal, v, unit) for k, v in numbers.items()}
        levels.append({"level": level.goal, **shown_numbers, "exact": level.is_exact})
    return {
        "asks_the_same": found.asks_the_same,
        "decides": found.decides or None,
        "levels": levels,
        "kept": found.kept,
        "moves": [
            {"officer": m.officer, "kind": m.kind, "before": _place(m.before), "after": _place(m.after)}
            for m in found.moves
        ],
        "openings": [
            {
                "opening": one.opening,
                **{
                    name: side
                    and {
                        "filled": side.filled,
                        "positions": side.positions,
                        "success": in_units("expected_success", side.success, unit),
                        "quality": side.quality,
                        "nominees": list(side.nominees),
                    }
                    for name, side in (("before", one.before), ("after", one.after))
                },
            }
            for one in found.openings
        ],
        "paid": [
            {
                "constraint": one.constraint,
                **one.about,
                "binds_in_one": one.binds_in_one,
                "before": _room(one.before, unit),
                "after": _room(one.after, unit),
            }
            for one in charged
        ],
        "decisions": [
            {"kind": d.kind, **d.about, "before": d.before and dict(d.before), "after": d.after and dict(d.after)}
            for d in found.decisions
        ],
        "records": [
            {
                "kind": r.kind,
                "about": r.about,
                "how": r.how,
                "field": plain(r.field),
                "before": None if r.before is None else shown(r.before, name=r.field),
                "after": None if r.after is None else shown(r.after, name=r.field),
            }
            for r in found.records
        ],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "opening": place.opening,
        "position": place.position + 1,
        "odds": place.odds,
        "quality": place.quality,
        "beside": list(place.beside),
        "pinned": place.pinned,
    }


def _room(room: Room | None, unit: int) -> dict[str, Any] | None:
    from menara.engines.matching.goals import GOALS
    from menara.engines.matching.proof import SCALE

    if room is None:
        return None
    units = [unit if goal == "expected_success" else 1 for goal in GOALS]
    worth = None
    if room.worth is not None:
        worth = {
            goal: round(number / SCALE / one, 6)
            for goal, number, one in zip(GOALS, room.worth, units, strict=True)
            if number
        }
    return {"used": room.used, "allowed": room.allowed, "worth_at_most": worth}


# --- as text ----------------------------------------------------------------------------------------------------------


def as_text(names: dict[str, str], told: dict[str, Any]) -> str:
    """The same for reading on a screen."""
    parts = [
        [f"before: {names['before']}", f"after:  {names['after']}"],
        _levels(told),
        _part("officers who moved", [*_moves(told)], f"{told['kept']:,} stand where they stood"),
        _part("openings whose part differs", [*_openings(told)]),
        _part("constraints that paid (at most, for one unit of room)", [*_paid(told)]),
        _part("decisions", [*_decisions(told)]),
        _part("records and settings", [*_records(told)]),
    ]
    if told["asks_the_same"]:
        parts.append(["Both plans ask the same: no record, no setting and no decision differs."])
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _levels(told: dict[str, Any]) -> list[str]:
    from menara.exports.slate import GOAL_NAMES

    rows = [("level", "before", "after", "difference", "proven")]
    for level in told["levels"]:
        if level["least"] is None:
            proven = "not settled"
        elif level["exact"]:
            proven = "exact"
        else:
            proven = f"between {_signed(level['least'])} and {_signed(level['most'])}"
        numbers = (_number(level["before"]), _number(level["after"]), _signed(level["difference"]))
        rows.append((GOAL_NAMES[level["level"]], *numbers, proven))
    return columns(rows)


def _part(title: str, rows: list[tuple[str, ...]], note: str = "") -> list[str]:
    if not rows and not note:
        return []
    head = f"{title}: {len(rows):,}" + (f"; {note}" if note else "")
    more = [f"  … and {len(rows) - MOST:,} more; --json has all"] if len(rows) > MOST else []
    return [head, *(f"  {line}" for line in columns(rows[:MOST])), *more] if rows else [head]


def _moves(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for move in told["moves"]:
        before, after = (_standing(move[side]) for side in ("before", "after"))
        yield move["kind"], move["officer"], before, "->", after


def _standing(place: dict[str, Any] | None) -> str:
    if place is None:
        return "—"
    beside = f" beside {', '.join(place['beside'])}" if place["beside"] else ""
    return f"{place['opening']} {place['odds']} %{beside}"


def _openings(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for one in told["openings"]:
        sides = (one["before"], one["after"])
        cells = [f"{s['filled']} of {s['positions']}, success {s['success']:.2f}" if s else "—" for s in sides]
        yield one["opening"], cells[0], "->", cells[1]


def _paid(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    from menara.exports.shown import plain

    for one in told["paid"]:
        about = " ".join(one[name] for name in ("officer", "opening", "call", "unit") if one.get(name))
        yield plain(one["constraint"]), about, _charged(one["before"]), "->", _charged(one["after"])


def _charged(room: dict[str, Any] | None) -> str:
    from menara.exports.slate import GOAL_NAMES

    if room is None:
        return "—"
    if room["worth_at_most"] is None:
        return "the prices cannot tell"
    worth = next(iter(room["worth_at_most"].items()), None)
    return f"{worth[1]:,.4g} {GOAL_NAMES[worth[0]]}" if worth else "nothing"


def _decisions(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for one in told["decisions"]:
        about = " ".join(one[name] for name in ("officer", "opening", "call") if one.get(name))
        how = "changed" if one["before"] and one["after"] else "added" if one["after"] else "removed"
        said = one["after"] or one["before"]
        number = f"{said['per_cent']} %, " if "per_cent" in said else ""
        yield one["kind"], about, how, f"{number}{said['by']}: {said['reason']}"


def _records(told: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for one in told["records"]:
        change = f"{one['before'] or '—'} -> {one['after'] or '—'}" if one["how"] == "changed" else ""
        yield one["kind"], one["about"], one["how"], one["field"], change


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _signed(value: float | None) -> str:
    return "—" if value is None else f"{value:+,}" if isinstance(value, int) else f"{value:+,.4f}"
