"""``menara doctor``"""

from __future__ import annotations

import dataclasses
import json
import os

import click

from menara.ground.soundness import findings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> int:
    """Look whether everything Menara stands on is sound, and say what to do where it is not. Changes nothing.

    \b
    menara doctor
    menara doctor --json | jq '.[] | select(.is_sound | not)'
    """
    found = []
    for finding in findings(os.environ):
        found.append(finding)
        if not as_json:
            click.echo(f"{'ok    ' if finding.is_sound else 'NOT OK'}  {finding.name:28} {finding.found}")
            if finding.remedy:
                click.echo(f"{'':8}{'':28} -> {finding.remedy}")
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(finding) for finding in found], indent=2))
    return 0 if all(finding.is_sound for finding in found) else 1
