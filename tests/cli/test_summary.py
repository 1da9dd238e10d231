"""What the summary of ``menara plan`` says of a level: closed by what, or open, and what then proves its bound."""

from __future__ import annotations

import pytest

from menara.cli.summary import _levels


@pytest.mark.parametrize(
    ("gap", "proven_by", "bound_by", "told"),
    [
        (0.0, "prices", "prices", "0 prices"),
        (0.0, "search", "search", "0 search (the solver's claim)"),
        (0.0000009, "", "prices", "0.0001% the bound by prices; a gap is left"),
        (0.0104, "", "prices", "1.0% the bound by prices; a gap is left"),
        (0.25, "", "search", "25.0% the bound by search (the solver's claim); a gap is left"),
    ],
)
def test_a_level(gap: float, proven_by: str, bound_by: str, told: str) -> None:
    level = {"level": "filled", "value": 3, "bound": 4, "gap": gap, "proven_by": proven_by, "bound_by": bound_by}
    assert " ".join(_levels({"levels": [level]})[1].split()).endswith(f"3 4 {told}")


def test_a_level_closed_by_search_says_so_whatever_the_prices_prove() -> None:
    level = {"level": "filled", "value": 3, "bound": 3, "gap": 0.0, "proven_by": "search", "bound_by": "search"}
    assert "search (the solver's claim)" in _levels({"levels": [level]})[1]
