"""Small panels of curves as SVG: the same points, the same bytes. Readable on light and on dark pages.

A curve differs from the next by colour, by the shape of its marks and by its dashes, so that colour never speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 250, 210  # of a panel's frame
START, TOP, GAP_ACROSS, GAP_DOWN, FOOT = 72, 102, 76, 76, 40
SHAPES = ("circle", "square", "diamond")
DASHES = ("", "6 3", "2 3")
STYLE = """
 text{font:12px system-ui,sans-serif;fill:#3d3a33}.t{font-size:16px;font-weight:600}.h{font-weight:600}
 .g{stroke:#d9d3c4}.a{stroke:#7b7566}.c{fill:none;stroke-width:1.8}
 .c0{stroke:#6a6456}.c1{stroke:#12507a}.c2{stroke:#97341f}.m0{fill:#6a6456}.m1{fill:#12507a}.m2{fill:#97341f}
 .o{fill:#fffdf7}.p{fill:#fffdf7}
 @media(prefers-color-scheme:dark){text{fill:#e6e0d2}.g{stroke:#3b3f45}.a{stroke:#8e897c}.o,.p{fill:#16191d}
 .c0{stroke:#b3ac9c}.c1{stroke:#7fbfe8}.c2{stroke:#f0a08a}.m0{fill:#b3ac9c}.m1{fill:#7fbfe8}.m2{fill:#f0a08a}}
 .m0.o,.m1.o,.m2.o{fill:none}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """``points`` are (along, up, reached); a point that was not reached is drawn open."""

    name: str
    points: tuple[tuple[float, float, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``scale`` of the axis along: "log" or "plain". Up is always log."""

    title: str
    curves: tuple[Curve, ...]
    scale: str = "log"


def drawing(*, panels: tuple[Panel, ...], title: str, about: str, unit: str) -> str:
    """Two panels a row, one scale upwards for all, a legend above."""
    heights = [up for panel in panels for curve in panel.curves for _, up, _ in curve.points] or [1.0]
    least, most = 10.0 ** floor(log10(min(heights))), 10.0 ** ceil(log10(max(heights)) + 1e-9)
    across = START + 2 * WIDTH + GAP_ACROSS + 24
    down = TOP + -(-len(panels) // 2) * (HEIGHT + GAP_DOWN) + FOOT - GAP_DOWN
    box = f'viewBox="0 0 {across} {down}" role="img" aria-labelledby="title about"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        f'<title id="title">{escape(title)}</title><desc id="about">{escape(about)}</desc><style>{STYLE}</style>',
        f'<rect class="p" width="{across}" height="{down}"/>',
        f'<text class="t" x="16" y="26">{escape(title)}</text>',
        *_legend([curve.name for curve in panels[0].curves] if panels else []),
    ]
    for k, panel in enumerate(panels):
        x = START + (k % 2) * (WIDTH + GAP_ACROSS)
        y = TOP + (k // 2) * (HEIGHT + GAP_DOWN)
        parts += [f'<g transform="translate({x} {y})">', *_panel(panel, least, most, unit), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _legend(names: list[str]) -> list[str]:
    parts, x = [], 16.0
    for k, name in enumerate(names):
        parts.append(f'<path class="c c{k}" {_dash(k)}d="M{x:g} 45h26"/>{_mark(k, x + 13, 45, True)}')
        parts.append(f'<text x="{x + 32:g}" y="49">{escape(name)}</text>')
        x += 48 + 6.4 * len(name)
    return parts


def _panel(panel: Panel, least: float, most: float, unit: str) -> list[str]:
    along = sorted({at for curve in panel.curves for at, _, _ in curve.points})
    parts = [f'<text class="h" x="0" y="-10">{escape(panel.title)}</text>']
    power = round(log10(least))
    while 10.0**power <= most * 1.001:
        y = _up(10.0**power, least, most)
        parts.append(f'<path class="g" d="M0 {y}H{WIDTH}"/>')
        parts.append(f'<text x="-8" y="{y + 4:g}" text-anchor="end">{10.0**power:,g}</text>')
        power += 1
    parts.append(f'<text x="-8" y="-10" text-anchor="end">{escape(unit)}</text>')
    for at in along:
        x = _along(at, along, panel.scale)
        parts.append(f'<path class="a" d="M{x} {HEIGHT}v5"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT + 20}" text-anchor="middle">{_short(at)}</text>')
    parts.append(f'<path class="a" d="M0 {HEIGHT}H{WIDTH}"/>')
    for k, curve in enumerate(panel.curves):
        places = [(_along(at, along, panel.scale), _up(up, least, most), full) for at, up, full in curve.points]
        if places:
            line = "L".join(f"{x} {y}" for x, y, _ in places)
            parts.append(f'<path class="c c{k}" {_dash(k)}d="M{line}"/>')
        parts += [_mark(k, x, y, full) for x, y, full in places]
    return parts


def _along(at: float, along: list[float], scale: str) -> float:
    first, last = along[0], along[-1]
    if first == last:
        return WIDTH / 2
    part = log10(at / first) / log10(last / first) if scale == "log" else (at - first) / (last - first)
    return round(14 + part * (WIDTH - 28), 1)


def _up(value: float, least: float, most: float) -> float:
    return round(HEIGHT * (1 - log10(value / least) / log10(most / least)), 1)


def _dash(k: int) -> str:
    dashes = DASHES[k % len(DASHES)]
    return f'stroke-dasharray="{dashes}" ' if dashes else ""


def _mark(k: int, x: float, y: float, full: bool) -> str:
    style = f'class="c{k} m{k}{"" if full else " o"}" stroke-width="1.5"'
    shape = SHAPES[k % len(SHAPES)]
    if shape == "circle":
        return f'<circle {style} cx="{x:g}" cy="{y:g}" r="3.2"/>'
    if shape == "square":
        return f'<rect {style} x="{x - 3:g}" y="{y - 3:g}" width="6" height="6"/>'
    return f'<path {style} d="M{x:g} {y - 4.2:g}l4.2 4.2l-4.2 4.2l-4.2 -4.2z"/>'


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 10_000 else f"{value:,g}"
