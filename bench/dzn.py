"""Instances of B2B meeting scheduling (Bofill et al.) from MiniZinc data files, as problems of the engine.

Sessions: 1 morning, 2 afternoon, 3 either. Meetings, participants and slots count from 1; 0 in ``fixed`` and in
``forbidden`` is none. ``precedences[k]`` holds the meetings that come before meeting k.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from menara.engines.meetings.problem import Meeting, Participant, Problem, Slot

FAIRNESS = 2  # breaks by which two participants may differ, as in the papers


class NotAnInstanceError(ValueError):
    """A file that lacks something or contradicts itself; all of it in the message."""


def read(file: Path) -> dict[str, Any]:
    """The assignments of a data file: numbers, lists, sets, tables. Raises ``NotAnInstanceError``."""
    found: dict[str, Any] = {}
    text = re.sub(r"%.*", "", file.read_text(encoding="utf-8"))
    for name, value in re.findall(r"(\w+)\s*=\s*(.*?);", text, re.DOTALL):
        found[name] = _value(value.strip())
    faults = [
        f"{name} is missing" for name in ("nBusiness", "nTables", "nTotalSlots", "requested") if name not in found
    ]
    if not faults:
        faults = _faults(found)
    if faults:
        raise NotAnInstanceError(f"{file.name}: {'; '.join(faults)}")
    return found


def _value(text: str) -> Any:
    if text.startswith("[|"):
        return [_numbers(row) for row in text.strip("[]").split("|") if row.strip()]
    if "{" in text:
        return [_numbers(one) for one in re.findall(r"\{([^}]*)\}", text)]
    return _numbers(text) if text.startswith("[") else int(text)


def _numbers(text: str) -> list[int]:
    numbers: list[int] = []
    for first, last in re.findall(r"(-?\d+)(?:\s*\.\.\s*(-?\d+))?", text):
        numbers += range(int(first), int(last) + 1) if last else [int(first)]
    return numbers


def _faults(found: dict[str, Any]) -> list[str]:
    people, slots, rows = found["nBusiness"], found["nTotalSlots"], found["requested"]
    said = []
    if found.get("nMeetings", len(rows)) != len(rows):
        said.append(f"nMeetings is {found['nMeetings']}, requested has {len(rows)} rows")
    for k, row in enumerate(rows, start=1):
        if len(row) != 3 or not all(1 <= p <= people for p in row[:2]) or row[2] not in (1, 2, 3):
            said.append(f"requested[{k}] is {row}")
    for name, size, most in (
        ("forbidden", people, slots),
        ("fixed", len(rows), slots),
        ("precedences", len(rows), len(rows)),
    ):
        given = found.get(name, [])
        if given and len(given) != size:
            said.append(f"{name} has {len(given)} entries of {size}")
        flat = [n for one in given for n in (one if isinstance(one, list) else [one])]
        said += [f"{name} names {n}, of {most}" for n in sorted(set(flat)) if not 0 <= n <= most]
    return said


def problem_of(found: dict[str, Any]) -> Problem:
    """The instance as a problem: one day of slots without pauses, tables, everything held, fair, fewest breaks."""
    slots = [str(t) for t in range(1, found["nTotalSlots"] + 1)]
    morning = found.get("nMorningSlots", len(slots))
    sessions = {1: frozenset(slots[:morning]), 2: frozenset(slots[morning:]), 3: None}
    rows = found["requested"]
    forbidden = found.get("forbidden") or [[] for _ in range(found["nBusiness"])]
    fixed = found.get("fixed") or [0] * len(rows)
    return Problem(
        slots=tuple(Slot(key=key, day=0, begin=t, end=t + 1) for t, key in enumerate(slots)),
        participants=tuple(
            Participant(
                key=str(p),
                available=frozenset(slots) - {str(t) for t in never} if any(never) else None,
            )
            for p, never in enumerate(forbidden, start=1)
        ),
        meetings=tuple(
            Meeting(
                key=str(k),
                participants=(str(one), str(other)),
                allowed=sessions[session],
                slot=str(fixed[k - 1]) if fixed[k - 1] else "",
            )
            for k, (one, other, session) in enumerate(rows, start=1)
        ),
        precedences=tuple(
            (str(earlier), str(k)) for k, those in enumerate(found.get("precedences", []), start=1) for earlier in those
        ),
        tables=found["nTables"],
        fairness=FAIRNESS,
        all_held=True,
        goals=("breaks",),
    )


def faults_of(found: dict[str, Any], slots: list[int]) -> list[str]:
    """What is wrong with a programme, by a reading of the instance that shares nothing with the engine."""
    rows, morning = found["requested"], found.get("nMorningSlots", found["nTotalSlots"])
    said = []
    if len(slots) != len(rows):
        return [f"{len(slots)} slots for {len(rows)} meetings"]
    at: dict[int, list[int]] = {}
    for k, (one, other, session) in enumerate(rows):
        first, last = {1: (1, morning), 2: (morning + 1, found["nTotalSlots"]), 3: (1, found["nTotalSlots"])}[session]
        if not first <= slots[k] <= last:
            said.append(f"meeting {k + 1} is outside its session")
        for p in (one, other):
            at.setdefault(p, []).append(slots[k])
            if found.get("forbidden") and slots[k] in found["forbidden"][p - 1]:
                said.append(f"participant {p} meets at a forbidden slot")
        if found.get("fixed") and found["fixed"][k] not in (0, slots[k]):
            said.append(f"meeting {k + 1} is not where it is fixed")
        said += [
            f"meeting {k + 1} is not after {earlier}"
            for earlier in (found["precedences"][k] if found.get("precedences") else [])
            if slots[earlier - 1] >= slots[k]
        ]
    said += [f"participant {p} is in two meetings at once" for p, times in at.items() if len(set(times)) < len(times)]
    said += [f"too many meetings at slot {t}" for t in set(slots) if slots.count(t) > found["nTables"]]
    counts = [breaks_of(at.get(p, [])) for p in range(1, found["nBusiness"] + 1)]
    if max(counts) - min(counts) > FAIRNESS:
        said.append("the breaks are not fair")
    return said


def breaks_of(times: list[int]) -> int:
    """Runs of idle slots between the first meeting and the last."""
    own = sorted(times)
    return sum(later > earlier + 1 for earlier, later in pairwise(own))


def all_breaks(found: dict[str, Any], slots: list[int]) -> int:
    """Of all participants together."""
    at: dict[int, list[int]] = {}
    for (one, other, _), slot in zip(found["requested"], slots, strict=True):
        at.setdefault(one, []).append(slot)
        at.setdefault(other, []).append(slot)
    return sum(map(breaks_of, at.values()))
