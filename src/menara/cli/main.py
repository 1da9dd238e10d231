"""The command ``menara``: each word of it is a file of its own, read only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from menara import __version__
from menara.cli.faults import refuse
from menara.errors import BadInput, Refusal
from menara.ground.surroundings import SurroundingsRefuse

DONE, FAILED, BAD_INPUT, REFUSED, STOPPED = 0, 1, 2, 3, 130

# name -> the file in this folder that holds the function of the same name, and one line about it
COMMANDS = {
    "plan": "find the best slate for calls and a roster, from files",
    "explain": "say why an officer may or may not be nominated for a post",
    "alternatives": "say who comes next for an opening, and what each would cost the whole plan",
    "why": "say why a plan does not propose an officer",
    "unlock": "say which training, test or paper would fill more posts of a plan",
    "staff": "staff every post from all contributors' officers, with a proof",
    "compare": "lay two plans side by side: who moved, what it cost, which constraint paid",
    "fairness": "count how women, services and home units came out of a plan",
    "verify": "check a plan and its proof again, without a solver",
    "template": "write the empty files to fill in",
    "serve": "start Menara in the browser",
    "demo": "build the demonstration world in an empty database",
    "migrate": "bring the tables of the database up to date",
    "upkeep": "do what is due by the clock: releases, reminders, requests that expire",
    "manage": "run one of Django's management commands",
    "doctor": "look whether everything Menara stands on is sound",
}


class Commands(click.Group):
    """Knows every command by name without reading its file, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"menara.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 (a wrong entry in COMMANDS is a bug)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 infeasible or a check failed, 2 bad input, 3 refused by the surroundings "
    "(lock, port, disk, role), 130 stopped.",
)
@click.version_option(__version__, prog_name="menara")
def menara() -> None:
    """Menara: from the handshake to officers serving in the field, and back."""


def main() -> None:
    """Run one command and turn what it refuses into a sentence and an exit code."""
    try:
        code = menara.main(prog_name="menara", standalone_mode=False)
    except BadInput as refused:
        refuse(refused, code=BAD_INPUT)
    except SurroundingsRefuse as refused:
        _leave(str(refused), REFUSED)
    except Refusal as refused:
        _leave(str(refused), FAILED)
    except click.ClickException as refused:
        refused.show()
        sys.exit(BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        _leave("Stopped.", STOPPED)
    sys.exit(code if isinstance(code, int) else DONE)


def _leave(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
