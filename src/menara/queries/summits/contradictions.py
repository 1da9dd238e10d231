"""What is wrong with the problem of a programme, with the records' names in place of the engine's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from menara.engines.meetings.faults import faults
from menara.engines.meetings.problem import Problem
from menara.errors import Fault
from menara.queries.summits.clashes import Names
from menara.sentences import Sentence
from menara.wording import gettext_noop

OF_RECORD = gettext_noop("In the record of %(record)s: %(fault)s")
_KEYS_OF = {"precedences": "meetings", "nobody": "meetings", "meetings.participants": "participants"}


def contradictions(*, problem: Problem, names: Names) -> tuple[Sentence, ...]:
    """Every fault of the problem, each once; empty where it can be searched."""
    return tuple({repr(said): said for said in (_said(fault, problem, names) for fault in faults(problem))}.values())


def _said(fault: Fault, problem: Problem, names: Names) -> Sentence:
    kind = _KEYS_OF.get(fault.code) or _KEYS_OF.get(fault.column, "")
    known: Mapping[str, Any] = getattr(names, kind) if kind else {}
    found = tuple(known.get(key, key) for key in fault.found.split(", "))
    said = Sentence(template=fault.sentence, facts={"found": found, "allowed": fault.allowed})
    record = _record(fault, problem, names)
    return (
        said
        if record is None or record in found
        else Sentence(template=OF_RECORD, facts={"record": record, "fault": said})
    )


def _record(fault: Fault, problem: Problem, names: Names) -> Any:
    """The record whose row a fault stands in; None where it stands in none that has a name."""
    kind = fault.column.partition(".")[0]
    if fault.row < 2 or kind not in ("meetings", "participants", "rooms", "interpreters"):
        return None
    key = getattr(problem, kind)[fault.row - 2].key
    return getattr(names, kind).get(key)
