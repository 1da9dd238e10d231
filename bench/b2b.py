"""B2B meeting scheduling: the fewest breaks, proven, on published instances.

    python -m bench.b2b [FILE ...] [--limit SECONDS] [--peer-limit SECONDS] [--json] [--quick]

With --json: one object a line (instance, status, breaks, bound, seconds, slots; the slot of every meeting in the order
of ``requested``, from 1). Without: the twelve instances beside the project, or the files named, each beside plain
CP-SAT, python-sat's RC2 and the short SAT model in processes of their own; every programme goes through a check that
shares nothing with the engine. --quick leaves CP-SAT and RC2 out. A peer that did not end
within its limit counts with the limit in the sum.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.dzn import NotAnInstanceError, all_breaks, faults_of, problem_of, read
from bench.record import Row, keep, shared
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Status

# Fewest breaks as published by Bofill et al., JAIR 70 (2021); None: no programme.
PUBLISHED: dict[str, int | None] = {
    "tic-12": 0, "tic-12crafc": 0, "tic-13": 0, "tic-13crafc": 4, "tic-14crafa": 0, "tic-14crafd": 0,
    "forumt-14": 5, "forumt-14crafd": 4, "forum-13": 0, "forum-13crafc": 1, "ticf-13crafa": 0, "ticf-13crafb": 3,
}  # fmt: skip
VARIANTS: dict[str, int | None] = {
    "tic-12.fixed020-Forb": 1, "tic-13.forb0003": None, "forumt-14.prec15": 5, "tic-13.fixed040-Forb": 13,
}  # fmt: skip
PEERS = ("short_model", "cp_sat", "rc2")
NAMES = {"short_model": "short SAT model", "cp_sat": "plain CP-SAT", "rc2": "RC2"}
GRACE = 30.0  # seconds a peer has beyond its limit to build its model and to end


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path, metavar="FILE")
    asked.add_argument("--limit", type=float, default=60.0, help="seconds for each instance, of each solver")
    asked.add_argument("--peer-limit", type=float, help="seconds of each peer, where not the same")
    asked.add_argument("--json", action="store_true", help="one object a line; no peers, nothing kept")
    asked.add_argument("--quick", action="store_true", help="the short model as the only peer")
    given = asked.parse_args()
    files = given.files or _beside()
    try:
        instances = [(file.name.removesuffix(".dzn"), read(file)) for file in files]
    except (NotAnInstanceError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    if given.json:
        for name, found in instances:
            print(json.dumps(told(name, found, given.limit)), flush=True)
    elif instances:
        _measure(instances, given.limit, given.peer_limit or given.limit, PEERS[:1] if given.quick else PEERS)
    return 0


def _beside() -> list[Path]:
    folder = shared("b2b")
    return [folder / f"{name}.dzn" for name in (*PUBLISHED, *VARIANTS)] if folder else []


def told(name: str, found: dict[str, Any], limit: float) -> dict[str, Any]:
    """What the door says of one instance, checked."""
    began = perf_counter()
    result = solve(problem=problem_of(found), limits=Limits(seconds=limit))
    seconds = perf_counter() - began
    at = {placing.meeting: int(placing.slot) for placing in result.programme}
    slots = [at[str(k)] for k in range(1, len(found["requested"]) + 1)] if at else []
    if slots:
        faults = faults_of(found, slots)
        assert not faults, faults
    level = next((level for level in result.levels if level.goal == "breaks"), None)
    assert level is None or level.value == all_breaks(found, slots)
    return {
        "instance": name,
        "status": result.status.value if slots or result.status is Status.INFEASIBLE else "unknown",
        "breaks": level.value if level else None,
        "bound": level.bound if level else None,
        # What an infeasible instance takes beyond its answer is spent on saying why.
        "seconds": round(result.seconds if result.status is Status.INFEASIBLE else seconds, 4),
        "slots": slots,
    }


def _measure(
    instances: list[tuple[str, dict[str, Any]]], limit: float, peer_limit: float, peers: tuple[str, ...]
) -> None:
    solve(problem=problem_of(instances[0][1]), limits=Limits(seconds=limit))  # what loads late is loaded now
    ours: dict[str, float] = {}
    theirs: dict[str, list[float]] = {peer: [] for peer in peers}
    for name, found in instances:
        answer = told(name, found, limit)
        known = {**PUBLISHED, **VARIANTS}
        right = name in known and answer["status"] == ("infeasible" if known[name] is None else "optimal")
        ok = right and answer["breaks"] == known[name] and answer["seconds"] <= 3
        ours[name] = answer["seconds"]
        target = f"{known[name]} breaks, <= 3 s" if name in known and known[name] is not None else "infeasible"
        said = "infeasible" if answer["status"] == "infeasible" else f"{answer['breaks']} breaks"
        print(f"  {name}: {answer['status']}, {said}, bound {answer['bound']}", flush=True)
        for peer in peers:
            seconds, breaks, proven = _peer(peer, found, peer_limit)
            theirs[peer].append(seconds)
            keep(
                Row(
                    bench="b2b", case=f"{name}, proven optimum", ours=answer["seconds"], unit="s",
                    peer=f"{NAMES[peer]}, at most {peer_limit:g} s", peer_value=seconds if proven else None,
                    ratio=seconds / answer["seconds"], target=target if peer == peers[0] else "",
                    ok=ok if peer == peers[0] and name in known else None,
                )
            )  # fmt: skip
            if proven and breaks != answer["breaks"]:
                print(f"  {NAMES[peer]} says {breaks}", flush=True)
    if set(PUBLISHED) <= ours.keys():
        total = sum(ours[name] for name in PUBLISHED)
        for peer in peers:
            times = [t for (name, _), t in zip(instances, theirs[peer], strict=True) if name in PUBLISHED]
            keep(
                Row(
                    bench="b2b", case="the twelve together", ours=total, unit="s",
                    peer=f"{NAMES[peer]}, at most {peer_limit:g} s each", peer_value=sum(times),
                    ratio=sum(times) / total, target="<= 6 s", ok=total <= 6,
                )
            )  # fmt: skip


def _peer(name: str, found: dict[str, Any], limit: float) -> tuple[float, int | None, bool]:
    """Seconds, breaks and whether proven, in a process that is ended where it does not end itself."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(name, found, limit, send))
    process.start()
    answer = receive.recv() if receive.poll(limit + GRACE) else (limit, None, False)
    process.kill()
    process.join()
    return answer


def _run(name: str, found: dict[str, Any], limit: float, send: Any) -> None:
    from bench.peers import breaks

    began = perf_counter()
    value, proven = getattr(breaks, name)(found, limit)
    send.send((perf_counter() - began, value, proven))


if __name__ == "__main__":
    sys.exit(main())
