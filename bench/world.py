"""All posts from every contributor with side constraints: proven gaps on the four shared instances, beside the peers.

    python -m bench.world [--quick] [--peer-limit 300] [--only M-std] [--no-peers]

Ours is ``bench.staffing`` in a process of its own, the middle of three runs, or one run of over ten seconds. Each peer
gets the pairs already screened, two threads, the smallest gap asked of its instance, and its limit; one run answers for
every gap it passed on the way. What its model costs to build is not counted. Every plan, ours and theirs, goes through
``bench.checker``.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from bench.checker import check
from bench.ours import OurRun, our_run
from bench.peers.alone import PeerRun, run
from bench.peers.journal import gap_of
from bench.record import Row, keep, shared
from menara.engines.staffing.problem import Staffing
from menara.engines.staffing.screen import screen
from menara.staffing_files import Constraints, read_npz


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A proven ``gap`` within ``seconds`` and ``memory`` (MB); ``ratios``: how many times faster than a named peer."""

    gap: float
    seconds: float
    limit: float
    memory: float | None = None
    screening: bool = False  # whether the seconds count from the columns on
    quick: bool = False
    ratios: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    file: str
    constraints: Constraints
    goals: tuple[Goal, ...]
    peers: tuple[str, ...] = ()
    quick_peers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.file}-{self.constraints}"


COMPOSITION = "prices, then HiGHS"
GENERAL = ("CP-SAT", "HiGHS", "SCIP", "PDLP, relaxation", COMPOSITION)
INSTANCES = (
    Instance(
        file="M",
        constraints="std",
        goals=(
            Goal(gap=0.001, seconds=0.3, limit=60, quick=True, ratios={"CP-SAT": 500}),
            Goal(gap=0.0001, seconds=2, limit=60, quick=True, ratios={COMPOSITION: 5}),
        ),
        peers=GENERAL,
        quick_peers=("CP-SAT", "PDLP, relaxation", COMPOSITION),
    ),
    Instance(
        file="R",
        constraints="std",
        goals=(Goal(gap=0.0001, seconds=15, limit=60, quick=True),),
        peers=GENERAL,
        quick_peers=("HiGHS",),
    ),
    Instance(
        file="M",
        constraints="tight",
        goals=(
            Goal(gap=0.001, seconds=5, limit=60, quick=True),
            Goal(gap=0.0002, seconds=30, limit=60),
        ),
        peers=("CP-SAT", COMPOSITION),
    ),
    Instance(
        file="L",
        constraints="std",
        goals=(
            Goal(gap=0.001, seconds=1.5, limit=60, memory=1024, quick=True),
            Goal(gap=0.0001, seconds=5, limit=60, memory=1024, quick=True),
        ),
        peers=("PDLP, relaxation", COMPOSITION),
    ),
    Instance(
        file="L", constraints="tight", goals=(Goal(gap=0.0005, seconds=20, limit=60, quick=True),), peers=(COMPOSITION,)
    ),
    Instance(
        file="XL",
        constraints="std",
        goals=(Goal(gap=0.001, seconds=25, limit=120, memory=3072, screening=True, quick=True),),
    ),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--peer-limit", type=float, default=300.0, help="seconds of each peer on each instance")
    asked.add_argument("--only", choices=[instance.name for instance in INSTANCES])
    asked.add_argument("--no-peers", action="store_true")
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    folder = shared("staffing")
    if folder is None:
        return
    for instance in INSTANCES:
        if given.only in (None, instance.name):
            _measure(folder, instance, given)


def _measure(folder: Path, instance: Instance, given: argparse.Namespace) -> None:
    file = folder / f"{instance.file}.npz"
    staffing = read_npz(file, constraints=instance.constraints)
    measured: list[tuple[Goal, OurRun]] = []
    goals = [goal for goal in instance.goals if goal.quick or not given.quick]
    for goal in goals:
        run_ = our_run(
            file, staffing, constraints=instance.constraints, gap=goal.gap, limit=goal.limit, times=given.times
        )
        measured.append((goal, run_))
        _keep_ours(instance, goal, run_)
    if given.no_peers or not goals:
        return
    market = screen(staffing)
    bound, best = min(r.bound for _, r in measured), max(r.value for _, r in measured)
    for peer in instance.quick_peers if given.quick else instance.peers:
        found = run(peer, market, seconds=given.peer_limit, gap=min(goal.gap for goal in goals))
        false = _false(found, staffing, bound=bound, best=best)
        print(f"  {peer}: {_words(found)}; {false or 'what it says holds'}", flush=True)
        if false:
            continue
        for goal, ours in measured:
            _keep_peer(instance, goal, ours, found, given.peer_limit)
        most = max(ours.peak_mb for _, ours in measured)
        keep(
            Row(
                bench="world",
                case=f"{instance.file} {instance.constraints}: memory",
                ours=most,
                unit="MB",
                peer=_named(found, given.peer_limit),
                peer_value=found.peak_mb,
                ratio=found.peak_mb / most,
            )
        )


def _seconds(goal: Goal, run_: OurRun) -> float:
    return run_.seconds_solve + (run_.seconds_screen if goal.screening else 0.0)


def _case(instance: Instance, goal: Goal) -> str:
    since = ", from columns" if goal.screening else ""
    return f"{instance.file} {instance.constraints}, proven gap {100 * goal.gap:g} %{since}"


def _reached(goal: Goal, run_: OurRun) -> bool:
    return run_.gap is not None and run_.gap <= goal.gap


def _keep_ours(instance: Instance, goal: Goal, run_: OurRun) -> None:
    case, seconds = _case(instance, goal), _seconds(goal, run_)
    ok = _reached(goal, run_) and seconds <= goal.seconds
    keep(Row(bench="world", case=case, ours=seconds, unit="s", target=f"<= {goal.seconds:g} s", ok=ok))
    if run_.gap is not None:
        reached = _reached(goal, run_)
        target = f"<= {100 * goal.gap:g} %"
        keep(Row(bench="world", case=f"{case}: gap", ours=100 * run_.gap, unit="%", target=target, ok=reached))
    if run_.quality_gap is not None:
        keep(Row(bench="world", case=f"{case}: gap on quality", ours=100 * run_.quality_gap, unit="%"))
    most = "" if goal.memory is None else f"<= {goal.memory:g} MB"
    fits = None if goal.memory is None else run_.peak_mb <= goal.memory
    keep(Row(bench="world", case=f"{case}: memory", ours=run_.peak_mb, unit="MB", target=most, ok=fits))


def _keep_peer(instance: Instance, goal: Goal, ours: OurRun, found: PeerRun, limit: float) -> None:
    """Where ours did not reach the gap there is nothing to compare. Where the peer did not within its limit, the ratio
    is a least: below the target it leaves the question open."""
    case, seconds = _case(instance, goal), _seconds(goal, ours)
    peer = _named(found, limit)
    least = goal.ratios.get(found.peer)
    if found.peer == "PDLP, relaxation":
        case, theirs = f"{case}; the peer: a bound alone", found.seconds if found.bound is not None else None
    else:
        theirs = found.seconds_to_each_gap.get(goal.gap)
    ratio = (theirs or limit) / seconds if _reached(goal, ours) else None
    ok: bool | None = None
    if least is not None and ratio is not None:
        ok = True if ratio >= least else False if theirs is not None else None
    target = "" if least is None else f">= {least:g} x"
    keep(
        Row(
            bench="world",
            case=case,
            ours=seconds,
            unit="s",
            peer=peer,
            peer_value=theirs,
            ratio=ratio,
            target=target,
            ok=ok,
        )
    )


def _named(found: PeerRun, limit: float) -> str:
    return f"{found.peer}, at most {limit:g} s"


def _false(found: PeerRun, staffing: Staffing, *, bound: int, best: int) -> str:
    """What is false of a peer's answer, or "". A bound below a plan that exists is no bound."""
    wrong = []
    if found.bound is not None and found.bound < best:
        wrong.append(f"its bound {found.bound:,} is below a plan worth {best:,}")
    if found.plan is not None:
        plan = check(staffing, found.plan)
        if plan.broken:
            wrong.append(f"its plan breaks {plan.broken}")
        elif plan.value > bound:
            wrong.append(f"its plan is worth {plan.value:,}, above our bound {bound:,}")
        if found.value is not None and plan.value < found.value:
            wrong.append(f"its plan is worth {plan.value:,}, not {found.value:,}")
    return "; ".join(wrong)


def _words(found: PeerRun) -> str:
    gap = gap_of(found.value, found.bound)
    said = f"value {found.value:,}" if found.value is not None else "no plan"
    said += f", bound {found.bound:,}" if found.bound is not None else ", no bound"
    said += "" if gap is None else f", gap {gap:.4%}"
    return f"{said}, {found.seconds:.1f} s, {found.peak_mb:,.0f} MB, ended {found.ended}"


if __name__ == "__main__":
    main()
