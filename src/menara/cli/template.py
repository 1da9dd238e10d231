"""``menara template``"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from menara.cli.faults import refuse
from menara.errors import Refusal
from menara.exports.files import put_files
from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.intake.guide import Help, help_for

FILES = {"calls": "openings", "officers": "officers", "decisions": "decisions"}
DEMONSTRATION_DAY = date(2026, 12, 1)  # the day the demonstration roster is written for
EPILOG = """\b
Examples:
  menara template
  menara template --folder planning --xlsx
  menara template --folder try --demonstration
  menara template --folder desk --summit --xlsx
"""


@click.command(epilog=EPILOG)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Where to write them.")
@click.option("--xlsx", is_flag=True, help="Workbooks with the guide in a second sheet, in place of CSV files.")
@click.option("--demonstration", is_flag=True, help="Fill calls and officers with the synthetic demonstration world.")
@click.option("--summit", is_flag=True, help="The lists of a summit instead, to be brought in on its pages.")
@click.option("--over", is_flag=True, help="Write over files of the same names.")
@click.option("--json", "as_json", is_flag=True, help="Say what was written as JSON.")
def template(folder: Path, xlsx: bool, demonstration: bool, summit: bool, over: bool, as_json: bool) -> int:
    """Write the empty files to fill in: calls, officers and decisions, or the lists of a summit; with a guide to every
    column."""
    if summit and demonstration:
        refuse(
            Refusal("two_kinds", "--demonstration fills calls and officers, not the lists of a summit."),
            as_json=as_json,
        )
    contents: dict[Path, bytes] = {}
    filled = _demonstration("xlsx" if xlsx else "csv") if demonstration else {}
    guides = _guides(summit)
    for name, columns in guides.items():
        header = [column.column for column in columns]
        if name in filled:
            contents[folder / f"{name}.{'xlsx' if xlsx else 'csv'}"] = filled[name]
        elif xlsx:
            contents[folder / f"{name}.xlsx"] = to_xlsx([Sheet(name=name, header=header, rows=()), _guide(columns)])
        else:
            contents[folder / f"{name}.csv"] = to_csv(header=header, rows=())
    contents[folder / "GUIDE.txt"] = _guide_text(guides, SUMMIT_RULES if summit else RULES).encode()
    there = [str(path) for path in contents if path.exists()]
    try:
        if there and not over:
            raise Refusal(
                "exists", "%(files)s: already there. Give another --folder, or --over.", {"files": ", ".join(there)}
            )
        folder.mkdir(parents=True, exist_ok=True)
        put_files(contents)
    except Refusal as refusal:
        refuse(refusal, as_json=as_json)
    except OSError as error:
        refuse(
            Refusal(
                "not_writable",
                "%(folder)s cannot be made: %(reason)s.",
                {"folder": str(folder), "reason": error.strerror},
            )
        )
    if as_json:
        click.echo(json.dumps({"written": [str(path) for path in contents]}, ensure_ascii=False))
    else:
        click.echo("Written: " + ", ".join(str(path) for path in contents))
    return 0


def _demonstration(kind: str) -> dict[str, bytes]:
    """The synthetic completions of the openings seen, and the synthetic roster, as files of their own."""
    from menara import facts
    from menara.exports.records import officers_file, openings_file
    from menara.facts import synthesis

    return {
        "calls": openings_file(facts.openings_synthetic(), kind=kind),
        "officers": officers_file(synthesis.roster(on=DEMONSTRATION_DAY), kind=kind),
    }


def _guide(columns: tuple[Help, ...]) -> Sheet:
    return Sheet(
        name="Guide",
        header=("column", "must be in the header", "meaning", "allowed", "example"),
        rows=[(c.column, c.must_be_there, c.sentence, c.allowed, c.example) for c in columns],
        widths={0: 24, 2: 60, 3: 50, 4: 40},
    )


def _guides(summit: bool) -> dict[str, tuple[Help, ...]]:
    """The columns of each file, by its name."""
    if not summit:
        return {name: help_for(kind) for name, kind in FILES.items()}
    import django

    # A summit's lists are those of its records; the tables are named here and not opened.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menara.ground.settings")
    django.setup()
    from menara.intake.summits.guide import GUIDE, help_for_list

    return {name: help_for_list(name) for name in GUIDE}


RULES = (
    "Blank says not known; Menara never fills a blank. Days are YYYY-MM-DD. Lists separate items by ; and the",
    "fields of an item by : (a backslash before ; : or = takes it as it is); none says there are none.",
    "Columns marked * must stand in the header even where all their cells are blank.",
    "Save CSV files as UTF-8. XLSX and JSON with the same column names are read too.",
)
SUMMIT_RULES = (
    "A column that the file has not leaves what is on record; a blank cell of a column that it has, clears it.",
    "Days are YYYY-MM-DD, hours HH:MM by the clock of the summit. Lists separate items by ; .",
    "Columns marked * must stand in the header. French and Arabic names of columns are read too.",
    "Save CSV files as UTF-8, or as XLSX. Bring delegations in first: requests name them.",
)


def _guide_text(guides: Mapping[str, tuple[Help, ...]], rules: Sequence[str]) -> str:
    """The same for readers of plain text."""
    lines = ["How to fill in the files of Menara", "", *rules]
    for name, columns in guides.items():
        lines += ["", f"{name}.csv", "-" * (len(name) + 4)]
        for column in columns:
            lines.append(f"{'*' if column.must_be_there else ' '} {column.column}: {column.sentence}")
            lines += [f"      allowed: {column.allowed}"] if column.allowed else []
            lines += [f"      example: {column.example}"] if column.example else []
    return "\n".join(lines) + "\n"
