"""The picture of how cost grows: the same rows, the same bytes; whole, small, and open where nothing was proven."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

from bench.growth import GAPS, SCREENING, WAYS, case, picture
from bench.record import Row

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Row(bench="growth", case=case(way, at, what), ours=0.02 * 2**k * 9**n, unit="s", ok=k < 4 if n else None)
    for way in WAYS
    for k, at in enumerate(way.sizes)
    for n, what in enumerate((SCREENING, *GAPS.values()))
]


def test_the_same_rows_make_the_same_bytes() -> None:
    assert picture(ROWS) == picture(list(reversed(ROWS)))
    assert len(picture(ROWS)) < 60_000


def test_every_point_has_a_mark_inside_the_frame_and_more_seconds_stand_higher() -> None:
    root = ET.fromstring(picture(ROWS))  # noqa: S314 (made above)
    _, _, width, height = (float(n) for n in root.attrib["viewBox"].split())
    marks = [circle for circle in root.iter(f"{SVG}circle") if circle.attrib["class"].startswith("c0")]
    assert len(marks) == 1 + sum(len(way.sizes) for way in WAYS)  # one in the legend
    groups = root.findall(f"{SVG}g")
    for group, way in zip(groups, WAYS, strict=True):
        x, y = (float(n) for n in group.attrib["transform"][10:-1].split())
        places = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in group.findall(f"{SVG}circle")]
        assert len(places) == len(way.sizes)
        assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(places))
        assert all(0 <= x + px <= width and 0 <= y + py <= height for px, py in places)


def test_what_was_not_proven_is_open_and_what_was_not_measured_left_out() -> None:
    late = sum(max(0, len(way.sizes) - 4) for way in WAYS)
    assert picture(ROWS).count(' o"') == 2 * late
    assert picture(ROWS[:1]).count("<circle") == 2
    assert "<svg" in picture([])
