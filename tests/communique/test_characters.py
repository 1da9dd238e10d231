"""What hides in plain text is named with its place."""

from __future__ import annotations

import pytest

from menara.communique.characters import hidden_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Plain text.\nالنص العادي ١٢٣ — “quoted”, l’été\t!", []),
        ("می\u200cخواهم", []),
        ("ab\u200ccd", ["invisible"]),
        ("a\u202eb", ["direction"]),
        ("a\u2066b\u2069", ["direction", "direction"]),
        ("a\u200fb", ["direction"]),
        ("a\x00b", ["control"]),
        ("a\x1bb", ["control"]),
        ("a\u2028b", ["control"]),
        ("a\ufeffb", ["invisible"]),
        ("a\U000e0041b", ["invisible"]),
        ("a\ud800b", ["control"]),
        ("e" + "\u0301" * 12, ["marks"]),
        ("كَتَّبَ", []),
        ("<script>alert(1)</script>", ["markup", "markup"]),
        ("see javascript:alert(1)", ["markup"]),
        ("<img src=x onerror=alert(1)>", ["markup"]),
        ("a < b and b > c", []),
        ("https://example.org/a?b=c", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [hidden.kind for hidden in hidden_in(text)] == kinds


def test_the_place_and_the_name() -> None:
    (hidden,) = hidden_in("one\ntwo \u202ethree")
    assert (hidden.line, hidden.column, hidden.name) == (2, 5, "U+202E RIGHT-TO-LEFT OVERRIDE")
