"""``menara plan``"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from menara.cli.faults import refuse
from menara.cli.inputs import FILE, Day, Inputs, read_inputs, today
from menara.cli.progress import Teller, stoppable
from menara.engines.outcome import Limits
from menara.errors import BadInput, Refusal
from menara.intake.cells import CellFault, share

DONE, INFEASIBLE, STOPPED = 0, 1, 130
EPILOG = """\b
Examples:
  menara template
  menara plan --calls calls.csv --officers officers.csv --out slate.xlsx
  menara plan --calls calls.xlsx --officers roster.json --out slate.csv --on 2026-12-01 \\
              --decisions decisions.csv --home-unit-share 10%

Beside --out always stands plan.json, which menara verify checks and menara explain reads.
Exit codes: 0 done, 1 nothing can hold all requirements, 2 bad input, 130 stopped with the best kept.
"""


class Share(click.ParamType):
    """A share written ``10%``, ``0.1`` or ``1/10``."""

    name = "10%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        if isinstance(value, Fraction):
            return value
        try:
            return share(str(value).strip())
        except CellFault as fault:
            self.fail(f"{value} is not a share; write for example {fault.allowed}", param, ctx)


@click.command(epilog=EPILOG)
@click.option("--calls", type=FILE, required=True, help="Openings: CSV, XLSX or JSON.")
@click.option("--officers", type=FILE, required=True, help="The roster: CSV, XLSX or JSON.")
@click.option("--out", type=FILE, required=True, help="The slate to write: .xlsx, .csv or .json.")
@click.option("--decisions", type=FILE, help="Pins, exclusions, waivers and estimates by people.")
@click.option("--on", type=Day(), help="The day of planning; today where none is given.")
@click.option("--home-unit-share", type=Share(), help="At most this share of one home unit.")
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60, show_default=True, help="Stop solving after these."
)
@click.option("--gap", type=Share(), default="0", help="Enough at every level, for example 0.1%; 0: the optimum.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON on standard output.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def plan(  # noqa: PLR0913, PLR0917 (one argument for each option)
    calls: Path,
    officers: Path,
    out: Path,
    decisions: Path | None,
    on: date | None,
    home_unit_share: Fraction | None,
    seconds: float,
    gap: Fraction,
    as_json: bool,
    quiet: bool,
) -> int:
    """Find the best slate for the openings of a call and a roster, and prove that there is no better one.

    Writes the slate, reserves, refusals with reasons, missing papers and the proof to --out.
    """
    _check_out(out)
    teller = Teller(quiet=quiet)
    try:
        teller.say("reading")
        inputs = read_inputs(calls=calls, officers=officers, decisions=decisions)
        teller.end()
        for remark in inputs.remarks:
            click.echo(f"{remark.file}, row {remark.row}, {remark.column}: {remark}", err=True)
        limits = Limits(seconds=seconds, gap=float(gap))
        return _plan(
            inputs, out=out, on=on or today(), cap=home_unit_share, limits=limits, teller=teller, as_json=as_json
        )
    except BadInput as refusal:
        teller.end()
        refuse(refusal, as_json=as_json)
    except Refusal as refusal:
        teller.end()
        refuse(refusal, as_json=as_json)


def _check_out(out: Path) -> None:
    if out.suffix.lower() not in (".xlsx", ".csv", ".json"):
        raise click.UsageError(f"--out {out}: end the name in .xlsx, .csv or .json")
    if out.name.lower() == "plan.json":
        raise click.UsageError("--out may not be plan.json: that file always stands beside it")
    if not out.parent.is_dir():  # said before the solving, not after
        raise click.UsageError(f"--out {out} cannot be written: there is no folder {out.parent}")


def _plan(
    inputs: Inputs, *, out: Path, on: date, cap: Fraction | None, limits: Limits, teller: Teller, as_json: bool
) -> int:
    from menara import facts, snapshots
    from menara.cli import summary
    from menara.engines.eligibility.screen import screen
    from menara.engines.matching.check import Violation, check
    from menara.engines.matching.problem import Problem
    from menara.engines.matching.solve import solve
    from menara.engines.outcome import Status
    from menara.exports.files import put_files
    from menara.exports.refusals import Refusals, refusals_of
    from menara.exports.slate import slate_files

    decided = inputs.decisions
    problem = Problem(
        officers=inputs.officers,
        openings=inputs.openings,
        norms=facts.norms(),
        odds=facts.odds_model(),
        on=on,
        home_unit_share=cap,
        pins=decided.pins,
        exclusions=decided.exclusions,
        waivers=decided.waivers,
        estimates=decided.estimates,
    )
    result = stoppable(lambda: solve(problem, limits=limits, listener=teller), teller)
    teller.say("checking and writing")

    def written_up() -> tuple[tuple[Violation, ...], Refusals, str, dict[Path, bytes]]:
        violations = check(problem=problem, slate=result.nominees) if result.status is not Status.INFEASIBLE else ()
        screening = screen(officers=problem.officers, openings=problem.openings, norms=problem.norms, on=on)
        refusals = refusals_of(problem=problem, screening=screening)
        plan_hash = snapshots.problem_hash(problem)
        files = slate_files(out=out, problem=problem, result=result, refusals=refusals, plan_hash=plan_hash)
        files[out.with_name("plan.json")] = snapshots.to_json(problem=problem, result=result).encode()
        return violations, refusals, plan_hash, files

    # writing up a large roster takes longer than solving: a first Ctrl-C here may not lose what was found
    violations, refusals, plan_hash, files = stoppable(written_up, teller)
    put_files(files)
    teller.end()
    told = summary.summary_of(
        problem=problem, result=result, refusals=refusals, files=tuple(files), plan_hash=plan_hash
    )
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else summary.as_text(told))
    for violation in violations:
        click.echo(f"The slate breaks {violation.constraint}: {dict(violation.about)}", err=True)
    if teller.is_stopped:
        return STOPPED
    return INFEASIBLE if violations or result.status is Status.INFEASIBLE else DONE
