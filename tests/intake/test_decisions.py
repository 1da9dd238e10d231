"""Pins, exclusions, waivers and estimates as a table."""

from __future__ import annotations

import pytest

from menara.engines.matching.problem import Estimate, Exclusion, Pin, Waiver
from menara.errors import BadInput
from menara.intake.decisions import Decisions, read_decisions

HEADER = "kind,officer,opening,call,per_cent,by,reason\n"
KNOWN = {"officers": {"MA-1", "MA-2"}, "openings": {"POST-1"}, "calls": {"NV-1"}}


def faults(rows: str) -> list[tuple[int, str, str]]:
    with pytest.raises(BadInput) as refusal:
        read_decisions((HEADER + rows).encode(), name="decisions.csv", **KNOWN)
    return [(f.row, f.column, f.code) for f in refusal.value.faults]


def test_decisions_of_every_kind():
    rows = (
        "pin,MA-1,POST-1,,,desk 4,knows the file\n"
        "exclusion,MA-2,,,,desk 4,on leave\n"
        "waiver,,,NV-1,,the director,no woman applied\n"
        "estimate,MA-1,POST-1,,40,desk 4,interviewed\n"
    )
    assert read_decisions((HEADER + rows).encode(), **KNOWN) == Decisions(
        pins=(Pin(officer="MA-1", opening="POST-1", by="desk 4", reason="knows the file"),),
        exclusions=(Exclusion(officer="MA-2", opening="", by="desk 4", reason="on leave"),),
        waivers=(Waiver(call="NV-1", by="the director", reason="no woman applied"),),
        estimates=(Estimate(officer="MA-1", opening="POST-1", per_cent=40, by="desk 4", reason="interviewed"),),
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("pim,MA-1,POST-1,,,a,b\n", (2, "kind", "word")),
        ("pin,MA-1,,,,a,b\n", (2, "opening", "blank")),
        ("pin,MA-9,POST-1,,,a,b\n", (2, "officer", "stranger")),
        ("pin,MA-1,POST-9,,,a,b\n", (2, "opening", "stranger")),
        ("waiver,,,NV-9,,a,b\n", (2, "call", "stranger")),
        ("estimate,MA-1,POST-1,,,a,b\n", (2, "per_cent", "blank")),
        ("estimate,MA-1,POST-1,,101,a,b\n", (2, "per_cent", "out_of_bounds")),
        ("pin,MA-1,POST-1,,,,b\n", (2, "by", "blank")),
        ("pin,MA-1,POST-1,,,a,\n", (2, "reason", "blank")),
    ],
)
def test_a_decision_is_refused(row, fault):
    assert fault in faults(row)


def test_the_same_decision_twice():
    assert faults("pin,MA-1,POST-1,,,a,b\npin,MA-1,POST-1,,,c,d\n") == [(3, "kind", "duplicate")]
