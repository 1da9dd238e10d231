"""Meetings with travel between them (CSPLib problem 046): is there a programme, or proof that there is none?

    python -m bench.msp [FILE] [--limit SECONDS] [--json]

FILE is ``instances.md`` of that problem, 27 instances; without it the copy beside the project is used. Every programme
is checked, and what the library's own ``results.md`` says is compared where it stands in the same folder. The peer is a
plain CP-SAT model: one integer a meeting, a linear disjunction for each pair that shares somebody.
"""

from __future__ import annotations

import argparse
import json
import re
from itertools import combinations
from pathlib import Path
from time import perf_counter

from ortools.sat.python import cp_model

from bench.record import Row, keep, shared
from menara.engines.meetings.check import check
from menara.engines.meetings.problem import Meeting, Participant, Problem, Slot
from menara.engines.meetings.solve import solve
from menara.engines.outcome import Limits, Status

LIMIT = 60.0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", nargs="?", type=Path)
    asked.add_argument("--limit", type=float, default=LIMIT, help="seconds for each instance")
    asked.add_argument("--json", action="store_true", help="one object a line, nothing kept")
    given = asked.parse_args()
    folder = shared("msp_csplib046") if given.file is None else given.file.parent
    if folder is None:
        return
    file = given.file or folder / "instances.md"
    known = published(folder / "results.md")
    ours = theirs = 0.0
    solved = infeasible = agreed = 0
    for name, problem in instances(file):
        found = solve(problem=problem, limits=Limits(seconds=given.limit))
        seconds = found.seconds  # what it takes to say why nothing can stand comes after the answer
        held = found.status is Status.OPTIMAL and not check(problem=problem, programme=found.programme)
        refused = found.status is Status.INFEASIBLE
        solved, infeasible, ours = solved + held, infeasible + refused, ours + seconds
        agreed += (held or refused) and known.get(name, held) is held
        if given.json:
            slots = {p.meeting: int(p.slot) for p in found.programme}
            said = "feasible" if held else found.status.value
            print(
                json.dumps({"instance": name, "status": said, "seconds": round(seconds, 3), "slots": slots}), flush=True
            )
        else:
            theirs += plain(problem, given.limit)
    if not given.json:
        total = solved + infeasible
        case = f"travel times, {solved} solved and {infeasible} proven infeasible of {total}"
        keep(
            Row(
                bench="msp",
                case="travel times, all 27",
                ours=ours,
                unit="s",
                peer="plain CP-SAT",
                peer_value=theirs,
                ratio=theirs / ours,
                target="11 solved, 16 infeasible",
                ok=(solved, infeasible, agreed) == (11, 16, 27),
            )
        )
        print(f"  {case}; {agreed} as published")


def instances(file: Path) -> list[tuple[str, Problem]]:
    """The instances of a file, by number. A slot is one unit of time, as travel is."""
    parts = re.split(r"\*\*Instance #(\d+)\*\*|__Instance #(\d+)__", file.read_text(encoding="utf-8"))
    return [(parts[k] or parts[k + 1], _problem(parts[k + 2])) for k in range(1, len(parts), 3)]


def _problem(text: str) -> Problem:
    def number(field: str) -> int:
        found = re.search(rf"{field}\s*=\s*(\d+)", text)
        if found is None:
            raise ValueError(f"no {field}")
        return int(found.group(1))

    count, domain = number("NumberOfMeetings"), number("DomainSize")
    agents = {a: {int(m) for m in those.split()} for a, those in re.findall(r"Agents \((\d+)\):([ \d]+)", text)}
    table = text.split("Between Meetings Distance", 1)[1]
    rows = {int(m): [int(d) for d in row.split()] for m, row in re.findall(r"^\s*(\d+)\s*:([ \t\d]+)$", table, re.M)}
    return Problem(
        slots=tuple(Slot(key=str(t), day=0, begin=t, end=t + 1) for t in range(domain)),
        participants=tuple(Participant(key=a) for a in agents),
        meetings=tuple(
            Meeting(key=str(m), participants=tuple(a for a, those in agents.items() if m in those))
            for m in range(count)
            if any(m in those for those in agents.values())
        ),
        travel={
            (str(m), str(n)): rows[m][n]
            for m, n in combinations(range(count), 2)
            if all(any(k in those for those in agents.values()) for k in (m, n))
        },
        all_held=True,
        goals=("held",),
    )


def published(file: Path) -> dict[str, bool]:
    """Of every instance whether the library says it can be satisfied."""
    if not file.exists():
        return {}
    parts = re.split(r"__Instance #(\d+)__", file.read_text(encoding="utf-8"))
    return {parts[k]: "satisfiable" in parts[k + 1] for k in range(1, len(parts), 2)}


def plain(problem: Problem, limit: float) -> float:
    """Seconds of the model one would write first."""
    began = perf_counter()
    model = cp_model.CpModel()
    time = {m.key: model.new_int_var(0, len(problem.slots) - 1, m.key) for m in problem.meetings}
    people = {m.key: set(m.participants) for m in problem.meetings}
    for (one, other), travel in problem.travel.items():
        if people[one] & people[other]:
            first = model.new_bool_var("")
            model.add(time[other] - time[one] >= travel + 1).only_enforce_if(first)
            model.add(time[one] - time[other] >= travel + 1).only_enforce_if(~first)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    solver.solve(model)
    return perf_counter() - began


if __name__ == "__main__":
    main()
