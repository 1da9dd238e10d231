"""How cost grows: twice the officers, twice the posts, twice as dense, tighter, each apart from the others.

    python -m bench.growth [--limit 60] [--draw]

Worlds of ``menara.facts.world`` around one of 20,000 officers, 2,000 vacancies and the standard set of constraints, so
that no figure rests on one file. Each point is the middle of three runs, or one run where that takes over ten seconds.
Draws ``docs/growth.svg`` from the rows kept; ``--draw`` draws without measuring.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.curves import Curve, Panel, drawing
from bench.record import RESULTS, Row, keep
from menara.engines.outcome import Limits
from menara.engines.staffing.market import Market
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.screen import screen
from menara.facts.world import world

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "growth.svg"
SEED, MISSIONS = 1, 18
LONG = 10.0  # seconds above which a point is measured once
GAPS = {0.001: "to a proven gap of 0.1 %", 0.0001: "to a proven gap of 0.01 %"}
SCREENING = "screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    officers: int = 20_000
    vacancies: int = 2_000
    density: float = 1.0
    tightness: Fraction = Fraction(0)

    def staffing(self) -> Staffing:
        made = world(
            seed=SEED,
            officers=self.officers,
            vacancies=self.vacancies,
            missions=MISSIONS,
            density=self.density,
        )
        return made.staffing(tightness=self.tightness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to grow: ``sizes`` by the value along the axis."""

    name: str
    title: str
    sizes: dict[float, Size]
    scale: str = "log"


WAYS = (
    Way(
        name="officers",
        title="officers, 2,000 vacancies",
        sizes={float(n): Size(officers=n) for n in (5_000, 10_000, 20_000, 40_000, 80_000, 160_000)},
    ),
    Way(
        name="vacancies",
        title="vacancies, 20,000 officers",
        sizes={float(n): Size(vacancies=n) for n in (500, 1_000, 2_000, 4_000, 8_000)},
    ),
    Way(
        name="density",
        title="density: eligible pairs, times",
        sizes={x: Size(density=x) for x in (0.7, 1.0, 2.0, 4.0, 8.0)},
    ),
    Way(
        name="tightness",
        title="tightness: 0 standard, 1 tight",
        sizes={k / 4: Size(tightness=Fraction(k, 4)) for k in range(5)},
        scale="plain",
    ),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--limit", type=float, default=60.0, help="seconds of each solve")
    asked.add_argument("--draw", action="store_true")
    given = asked.parse_args()
    if not given.draw:
        _solved(screen(Size(officers=500, vacancies=50).staffing()), 0.001, 5.0)  # compiled before the clock starts
        for way in WAYS:
            for at, size in way.sizes.items():
                _measure(way, at, size, given.limit)
    rows = [Row(**row) for row in json.loads(RESULTS.read_text(encoding="utf-8"))]
    PICTURE.write_text(picture([row for row in rows if row.bench == "growth"]), encoding="utf-8")
    print(f"{PICTURE} drawn", flush=True)


def case(way: Way, at: float, what: str) -> str:
    return f"{way.name} {at:,g}: {what}"


def _measure(way: Way, at: float, size: Size, limit: float) -> None:
    staffing = size.staffing()
    seconds, _ = _timed(lambda: bool(screen(staffing).posts))
    keep(Row(bench="growth", case=case(way, at, SCREENING), ours=seconds, unit="s"))
    market = screen(staffing)
    for gap, what in GAPS.items():
        seconds, proven = _timed(partial(_solved, market, gap, limit))
        target = f"<= {100 * gap:g} % within {limit:g} s"
        keep(Row(bench="growth", case=case(way, at, what), ours=seconds, unit="s", target=target, ok=proven))


def _timed(work: Callable[[], bool]) -> tuple[float, bool]:
    """Seconds, the middle of three runs, and whether all came to their end."""
    took, ended = [], True
    for _ in range(3):
        began = perf_counter()
        ended = work() and ended
        took.append(perf_counter() - began)
        if took[-1] > LONG:
            return took[-1], ended
    return sorted(took)[1], ended


def _solved(market: Market, gap: float, limit: float) -> bool:
    """Whether the gap was proven within the limit."""
    from menara.engines.staffing.solve import solve_market

    found = solve_market(market, limits=Limits(seconds=limit, gap=gap))
    return found.bound - found.value <= gap * found.value


def picture(rows: list[Row]) -> str:
    """The drawing from the rows kept; a point that was not measured is left out."""
    kept = {row.case: row for row in rows}
    panels = []
    for way in WAYS:
        curves = []
        for what in (SCREENING, *GAPS.values()):
            there = [(at, kept[case(way, at, what)]) for at in way.sizes if case(way, at, what) in kept]
            points = tuple((at, row.ours, row.ok is not False) for at, row in there)
            curves.append(Curve(name=what, points=points))
        panels.append(Panel(title=way.title, curves=tuple(curves), scale=way.scale))
    return drawing(
        panels=tuple(panels),
        title="How cost grows",
        about="Seconds to screen all pairs and to prove a gap, as each of four sizes grows and the others stay at "
        "20,000 officers, 2,000 vacancies, density 1 and the standard constraints. Synthetic, seeded worlds. "
        "An open mark: not proven within the limit.",
        unit="seconds",
    )


if __name__ == "__main__":
    main()
