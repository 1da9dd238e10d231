"""The one anticipated error, and the faults of a file.

    Refusal                 the world does not allow it: a code, facts and an English sentence
    └── BadInput            what was given cannot be read; carries every Fault at once

Anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class Refusal(Exception):  # noqa: N818 - it is no error of the program
    """Something a person asked for is not possible, for a reason that a person can act on.

    ``code`` is stable and for machines, ``sentence`` is an English template (see ``wording``) with
    ``%(name)s`` places, ``facts`` fills them. Faces translate the template, then fill it.
    """

    def __init__(self, code: str, sentence: str, facts: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.sentence = sentence
        self.facts = dict(facts or {})
        super().__init__(code, sentence, self.facts)

    def __str__(self) -> str:
        return self.sentence % self.facts if self.facts else self.sentence


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong with an input: where it stands, what was found there and what is allowed.

    ``row`` counts as a spreadsheet does: the header is row 1. ``row`` 0 and ``column`` "" speak of the whole file.
    ``code`` names the kind of fault; ``sentence`` is an English template filled with this fault's own fields.
    """

    file: str
    row: int
    column: str
    code: str
    sentence: str
    found: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        return self.sentence % {"found": self.found, "allowed": self.allowed, "column": self.column, "row": self.row}


class BadInput(Refusal):
    """What was given cannot be used. Lists all faults, not the first; nothing was saved."""

    def __init__(self, faults: Sequence[Fault], *, total: int | None = None) -> None:
        self.faults = tuple(sorted(faults))
        self.total = len(self.faults) if total is None else total
        super().__init__("bad_input", "%(total)s faults found; nothing was saved.", {"total": self.total})
