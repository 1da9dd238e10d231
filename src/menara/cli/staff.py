"""``menara staff``"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from menara.cli.faults import columns, refuse
from menara.cli.inputs import FILE
from menara.cli.progress import Teller, stoppable
from menara.engines.outcome import Limits, Progress, Status
from menara.errors import Refusal
from menara.wording import gettext_noop as _

if TYPE_CHECKING:
    from menara.cli.keeping import Keeper
    from menara.engines.matching.check import Violation
    from menara.engines.matching.problem import Conflict
    from menara.engines.staffing.problem import Result, Staffing

DONE, INFEASIBLE, STOPPED = 0, 1, 130
EPILOG = """\b
Examples:
  menara staff M.npz
  menara staff M.npz --constraints tight --gap 0.0002 --limit 30 --out tight
  menara staff M.npz --withdraw 17 --freeze 4 --pin 12:803
  menara verify M-std

The folder holds plan.csv and claims.json; menara verify checks them. While it runs they hold the best so far.
Exit codes: 0 done, 1 nothing can hold all requirements, 2 bad input, 130 stopped with the best kept.
"""
STEPS = {
    "screening": "asking every condition",
    "pricing": "seeking prices",
    "planning": "making a plan",
    "improving": "seeking better plans nearby",
    "searching": "searching all that could be better",
}
CONFLICTS = {
    "pinned": "officer {officer} is pinned to post {post}",
    "one_post_each": "officer {officer} can serve at one post",
    "capacity": "post {post} has {allowed} vacancies",
    "eligible": "officer {officer} at post {post} does not meet {condition}",
    "pledge": "country {country} pledged {allowed} officers",
    "country_cap": "mission {mission} takes {allowed} of country {country}",
    "share_of_women": "in mission {mission} the share of women is to be {share}",
    "not_withdrawn": "officer {officer} withdrew",
    "not_frozen": "post {post} is frozen",
}


class Where(NamedTuple):
    """Where pairs are looked at: ``engine`` local or spark, the cluster, and where its workers find the officers."""

    engine: str
    master: str | None
    roster: str | None


class PinText(click.ParamType):
    """A pin written ``POST:OFFICER``."""

    name = "POST:OFFICER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        post, colon, officer = str(value).partition(":")
        if not (colon and post.isdecimal() and officer.isdecimal()):
            self.fail(f"{value} is no pin; write a post and an officer, for example 12:803", param, ctx)
        return int(post), int(officer)


@click.command(epilog=EPILOG)
@click.argument("file", type=FILE)
@click.option("--constraints", type=click.Choice(("none", "std", "tight")), default="std", show_default=True)
@click.option("--gap", type=click.FloatRange(min=0), default=0.001, show_default=True, help="Enough; 0: the optimum.")
@click.option(
    "--limit", type=click.FloatRange(min=0.1), default=60, show_default=True, help="Stop after these seconds."
)
@click.option("--withdraw", type=click.IntRange(min=0), multiple=True, help="An officer who takes no post.")
@click.option("--freeze", type=click.IntRange(min=0), multiple=True, help="A post that takes nobody.")
@click.option("--pin", "pins", type=PinText(), multiple=True, help="An officer who must serve at a post.")
@click.option("--engine", type=click.Choice(("local", "spark")), default="local", show_default=True)
@click.option("--master", help="With --engine spark: the cluster, for example spark://host:7077.")
@click.option(
    "--roster",
    help="With --engine spark: the officers of FILE as Parquet, where every worker can read them; written there first "
    "where this machine finds no such file.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder; FILE-CONSTRAINTS otherwise.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Fixes every choice left open.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON on standard output.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def staff(  # noqa: PLR0913, PLR0917 (one argument for each option)
    file: Path,
    constraints: Any,
    gap: float,
    limit: float,
    withdraw: tuple[int, ...],
    freeze: tuple[int, ...],
    pins: tuple[tuple[int, int], ...],
    engine: str,
    master: str | None,
    roster: str | None,
    out: Path | None,
    seed: int,
    as_json: bool,
    quiet: bool,
) -> int:
    """Staff every post of FILE from all its officers, and say what proves how good the plan is.

    FILE is an .npz of officers, posts and missions; officers and posts are named by their index from 0.
    """
    from menara.staffing_files import read_npz

    folder = out or Path(f"{file.stem}-{constraints}")
    teller = StaffingTeller(quiet=quiet)
    try:
        teller.say("reading")
        staffing = read_npz(file, constraints=constraints)
        staffing = replace(staffing, withdrawn=withdraw, frozen=freeze, pins=pins)
        _make(folder)
        limits = Limits(seconds=limit, seed=seed, gap=gap)
        where = Where(engine, master, roster)
        return _staff(staffing, teller, limits, where, folder, file, constraints, as_json)
    except Refusal as refusal:
        teller.end()
        refuse(refusal, as_json=as_json)


def _staff(
    staffing: Staffing,
    teller: StaffingTeller,
    limits: Limits,
    where: Where,
    folder: Path,
    file: Path,
    constraints: Any,
    as_json: bool,
) -> int:
    from menara.cli.keeping import Keeper
    from menara.engines.staffing.check import Chosen, check
    from menara.engines.staffing.faults import faults
    from menara.errors import BadInput
    from menara.exports.files import put_files
    from menara.staffing_claims import result_files, staffing_hash

    if wrong := faults(staffing):
        raise BadInput(wrong)
    told_hash = staffing_hash(staffing)

    def files_of(result: Result) -> dict[Path, bytes]:
        return result_files(
            result=result,
            staffing=staffing,
            folder=folder,
            source=file.name,
            constraints=constraints,
            problem_sha256=told_hash,
        )

    teller.keeper = Keeper(files_of)
    result = stoppable(lambda: _solved(staffing, limits, teller, where), teller)
    violations: tuple[Violation, ...] = ()
    if result.status is not Status.INFEASIBLE:
        violations = check(staffing=staffing, chosen=Chosen.of(result.plan))
    files = files_of(result)
    put_files(files)
    teller.end()
    told = _told(staffing, result, tuple(files), told_hash)
    click.echo(json.dumps(told, indent=1) if as_json else "\n".join(_as_text(told, result)))
    for violation in violations:
        click.echo(f"The plan breaks {violation.constraint}: {dict(violation.about)}", err=True)
    if teller.is_stopped:
        return STOPPED
    return INFEASIBLE if violations or result.status is Status.INFEASIBLE else DONE


def _solved(staffing: Staffing, limits: Limits, teller: StaffingTeller, where: Where) -> Result:
    if where.engine == "spark":
        return _on_spark(staffing, limits, teller, where)
    from menara.engines.matching.solve import solve
    from menara.engines.staffing.solve import warm_up

    teller.say("making machine code ready; it is compiled once for each computer")
    warm_up(lambda step, seconds: None)
    keeper = teller.keeper
    return solve(staffing, limits=limits, listener=teller, keep=None if keeper is None else keeper.offer)


def _on_spark(staffing: Staffing, limits: Limits, teller: StaffingTeller, where: Where) -> Result:
    from menara.cluster.spark import solve_on_spark
    from menara.engines.staffing.conflicts import smallest_conflict
    from menara.engines.staffing.problem import Prices

    teller.say("starting on Spark")
    found = solve_on_spark(asked=staffing, limits=limits, listener=teller, master=where.master, roster=where.roster)
    if found.officers != len(staffing.officers):
        raise Refusal(
            "another_roster",
            _("The roster has %(found)s officers and the file %(asked)s: they are not the same."),
            {"found": found.officers, "asked": len(staffing.officers)},
        )
    answer = found.whole()
    if answer.status is not Status.INFEASIBLE:
        return answer
    none = Prices.zero(posts=len(staffing.posts), missions=staffing.missions, countries=staffing.countries)
    return replace(answer, prices=none, proven_by="", conflicts=smallest_conflict(staffing))


class StaffingTeller(Teller):
    """Tells value, bound and gap as they close, and lets the best so far be written in between."""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__(quiet=quiet)
        self.keeper: Keeper | None = None

    def __call__(self, progress: Progress) -> bool:
        if self.keeper is not None:
            self.keeper.catch_up()
        words = STEPS.get(progress.step, progress.step)
        if progress.value is not None and progress.bound is not None:
            if progress.value > 0:  # nobody placed loses every missing speaker: no plan worth telling
                words += f": value {progress.value:,}, bound {progress.bound:,}"
                words += f", gap {(progress.bound - progress.value) / progress.value:.4%}"
            else:
                words += f": bound {progress.bound:,}"
        self.say(words)
        return not self.is_stopped

    @property
    def kept(self) -> str:
        """What a second Ctrl-C leaves behind."""
        written = self.keeper is not None and self.keeper.has_written
        return "the last plan written stays" if written else "nothing was written"


def _make(folder: Path) -> None:
    """Said before the solving, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--out {folder} cannot be made: {error.strerror or error}") from None


def _told(staffing: Staffing, result: Result, files: tuple[Path, ...], problem_sha256: str) -> dict[str, Any]:
    return {
        "status": result.status.value,
        "value": result.value,
        "bound": result.bound,
        "gap": result.gap if math.isfinite(result.gap) else None,
        "quality": result.quality,
        "quality_gap": result.quality_gap if math.isfinite(result.quality_gap) else None,
        "penalties": result.penalties,
        "price_bound": result.price_bound,
        "proven_by": result.proven_by,
        "filled": int((result.plan >= 0).sum()),
        "vacancies": int(staffing.posts.capacity.sum()),
        "officers": len(staffing.officers),
        "posts": len(staffing.posts),
        "eligible_pairs": result.pairs,
        "conflicts": [{"constraint": c.constraint, "about": dict(c.about)} for c in result.conflicts],
        "seconds_screen": result.seconds_screen,
        "seconds_solve": result.seconds_solve,
        "seed": result.seed,
        "problem_sha256": problem_sha256,
        "files": [str(path) for path in files],
    }


def _as_text(told: dict[str, Any], result: Result) -> list[str]:
    if result.status is Status.INFEASIBLE:
        return ["These cannot hold together; give up any one of them:", *map(_conflict, result.conflicts)]
    left = "none" if told["bound"] == told["value"] else _shown(told["gap"])
    rows = [
        ("vacancies filled", f"{told['filled']:,} of {told['vacancies']:,}"),
        ("value", f"{told['value']:,}"),
        ("bound", f"{told['bound']:,}"),
        ("gap", left),
        ("gap on the quality part", "none" if left == "none" else _shown(told["quality_gap"])),
        ("lost for missing speakers", f"{told['penalties']:,}"),
        ("proven by", _proof(told)),
        ("eligible pairs", f"{told['eligible_pairs']:,} of {told['officers'] * told['posts']:,}"),
        ("seconds", f"{told['seconds_screen']:.2f} asking every condition, {told['seconds_solve']:.2f} solving"),
        ("written to", ", ".join(told["files"])),
    ]
    return columns(rows)


def _proof(told: dict[str, Any]) -> str:
    """Prices anyone can recompute; search only on the solver's word."""
    if told["bound"] == told["price_bound"]:
        return "prices over all pairs"
    return f"the solver's search; prices alone prove {told['price_bound']:,}"


def _shown(share: float | None) -> str:
    return "no value to measure it by" if share is None else f"{share:.4%}"


def _conflict(conflict: Conflict) -> str:
    return "  " + CONFLICTS[conflict.constraint].format(**conflict.about)
