"""What differs between two texts: nothing is lost, and only what changed is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menara.engines.minutes.difference import Change, difference, is_same

MARK = {Change.SAME: "{}", Change.ADDED: "+{}+", Change.REMOVED: "-{}-"}


def marked(before: str, after: str) -> str:
    return "".join(MARK[piece.change].format(piece.text) for piece in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("ten officers", "ten officers", "ten officers"),
        ("", "ten", "+ten+"),
        ("ten", "", "-ten-"),
        ("train ten officers", "train twelve officers", "train -ten-+twelve+ officers"),
        ("train ten officers.", "train ten officers", "train ten officers-.-"),
        ("agree to train", "wish to consider training", None),
        ("l'année prochaine", "l'année en cours", "l'année -prochaine-+en cours+"),
        ("يتفق الطرفان على تكوين عشرة ضباط", "يتفق الطرفان على تكوين اثني عشر ضابطا", None),
        ("عشرة", "عشرةٍ", "-عشرة-+عشرةٍ+"),
    ],
)
def test_only_what_changed_is_marked(before: str, after: str, shown: str | None) -> None:
    if shown is not None:
        assert marked(before, after) == shown
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after
    assert is_same(pieces) is (before == after)
