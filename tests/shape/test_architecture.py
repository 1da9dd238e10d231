"""ARCHITECTURE.md and the tree agree: what it names exists, and no room of the house goes unnamed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "menara"
NAME = re.compile(r"[a-z_]+(?:/|\.py)")


def drawn() -> list[Path]:
    """Every path in the drawing of the tree, by its indentation."""
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    lines = text.split("## The tree", 1)[1].split("## ", 1)[0].splitlines()
    paths: list[Path] = []
    above: dict[int, Path] = {}
    for line in lines:
        names = NAME.findall(re.split(r"\s{3,}", line.strip())[0]) if line.startswith("    ") else []
        depth = len(line) - len(line.lstrip())
        parent = PROJECT if depth == 4 else above[max(d for d in above if d < depth)] if names else PROJECT
        if line.strip().startswith("src/menara/"):
            above = {depth: SOURCE}
            continue
        for name in names:
            paths.append(parent / name)
            if name.endswith("/") and len(names) == 1:
                above = {d: p for d, p in above.items() if d < depth} | {depth: parent / name}
    return paths


@pytest.mark.parametrize("path", drawn(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_what_the_drawing_names_exists(path: Path) -> None:
    assert path.exists()


def test_every_room_is_drawn() -> None:
    rooms = {SOURCE, SOURCE / "engines", SOURCE / "engines" / "eligibility", SOURCE / "engines" / "matching"}
    there = {p for room in rooms for p in room.iterdir() if not p.name.startswith("__") and p.suffix in ("", ".py")}
    assert sorted(there - set(drawn())) == []
