"""What the page of a plan says of who proves what; plans kept before levels said it are read, too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from menara.web.plans.proof import proof_of

LEVEL = {"level": "filled", "goal": "filled", "value": 3, "bound": 4, "seconds": 0.1}


def told(**level: Any) -> dict[str, Any]:
    outcome = {
        "status": "feasible",
        "levels": [LEVEL | level],
        "unit": 10_000,
        "seconds_screen": 0.1,
        "seconds_solve": 0.2,
        "pairs": 5,
    }
    record: Any = SimpleNamespace(outcome=outcome, input_hash="", line=SimpleNamespace(id=1))
    with translation.override("en"):
        line: dict[str, Any] = proof_of(record, may_see=False)["levels"][0]
    return line


@pytest.mark.parametrize(
    ("level", "by"),
    [
        ({"gap": 0.0, "proven_by": "prices", "bound_by": "prices"}, "the recorded prices"),
        ({"gap": 0.0, "proven_by": "search"}, "the solver's search: its claim, not re-checked"),
        ({"gap": 0.2, "proven_by": "", "bound_by": "prices"}, "the bound: the recorded prices; a gap is left"),
        (
            {"gap": 0.2, "proven_by": "", "bound_by": "search"},
            "the bound: the solver's search, its claim; a gap is left",
        ),
        ({"gap": 0.2, "proven_by": ""}, "nobody: a gap is left"),
    ],
)
def test_who_proves_a_level(level: dict[str, Any], by: str) -> None:
    assert told(**level)["by"] == by


@pytest.mark.parametrize(("gap", "words"), [(0.0, "0"), (0.0000009, "< 0.01 %"), (0.0001, "0.01 %"), (0.2, "20.00 %")])
def test_a_gap_that_is_small_is_not_told_as_nothing(gap: float, words: str) -> None:
    assert told(gap=gap, proven_by="", bound_by="prices")["gap"] == words
