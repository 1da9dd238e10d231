"""Gathers everything wrong with a file, so that a person corrects it once."""

from __future__ import annotations

from collections.abc import Iterable

from menara.errors import BadInput, Fault

SHOWN = 1_000  # a longer list is not read by anyone; the total says how many there are


class Remark(Fault):
    """Something worth knowing about a file that does not stop it from being used."""


class Faults:
    """A list that keeps the first ``SHOWN`` faults and counts the rest."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.shown: list[Fault] = []
        self.remarks: list[Remark] = []
        self.total = 0

    def add(self, *, row: int, column: str, code: str, sentence: str, found: str = "", allowed: str = "") -> None:
        self.total += 1
        if len(self.shown) < SHOWN:
            self.shown.append(
                Fault(
                    file=self.file,
                    row=row,
                    column=column,
                    code=code,
                    sentence=sentence,
                    found=shortened(found),
                    allowed=allowed,
                )
            )

    def remark(self, *, row: int, column: str, code: str, sentence: str, found: str = "", allowed: str = "") -> None:
        """Add a remark, once for each column, kind and finding: a thousand rows may share one."""
        new = Remark(file=self.file, row=row, column=column, code=code, sentence=sentence, found=found, allowed=allowed)
        if len(self.remarks) < SHOWN and not any(_alike(new, old) for old in self.remarks):
            self.remarks.append(new)

    def refuse(self) -> BadInput:
        return BadInput(self.shown, total=self.total)

    def raise_if_any(self) -> None:
        if self.total:
            raise self.refuse()


def together(refusals: Iterable[BadInput]) -> BadInput:
    """The faults of several files as one refusal, capped as one."""
    refusals = tuple(refusals)
    faults = sorted(fault for refusal in refusals for fault in refusal.faults)
    return BadInput(faults[:SHOWN], total=sum(refusal.total for refusal in refusals))


def shortened(found: str, *, limit: int = 120) -> str:
    """What was found, short enough for a line, with what cannot be seen or would steer the screen written out."""
    seen = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in found[: limit + 1])
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def _alike(new: Remark, old: Remark) -> bool:
    return (new.column, new.code, new.found) == (old.column, old.code, old.found)
