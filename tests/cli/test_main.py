"""The command ``menara``: starts fast, and each way of not succeeding has an exit code of its own."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from menara.cli import main as command_line
from menara.errors import BadInput, Fault, Refusal
from menara.ground.surroundings import SurroundingsRefuse


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "menara.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_every_command_in_its_order() -> None:
    printed = run("--help").stdout
    places = [printed.index(f"\n  {name} ") for name in command_line.COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_every_command_has_its_file_and_its_help(name: str) -> None:
    command = command_line.menara.get_command(click.Context(command_line.menara), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_an_unknown_word_is_bad_input() -> None:
    done = run("plann")
    assert done.returncode == 2
    assert "plann" in done.stderr


def test_asking_for_help_reads_neither_django_nor_the_solver() -> None:
    program = (
        "import sys, menara.cli.main as m\n"
        "try: m.menara.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([n for n in ('django', 'highspy', 'numpy', 'psycopg') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


FAULT = Fault(file="calls.csv", row=3, column="start", code="ambiguous", sentence="Two ways to read it.")


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (BadInput([FAULT]), 2, "1 faults found; nothing was saved.\n"),
        (SurroundingsRefuse("port_taken", "Port %(port)s is taken.", {"port": 8000}), 3, "Port 8000 is taken.\n"),
        (Refusal("plan_is_stale", "The plan is stale."), 1, "The plan is stale.\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
    ],
)
def test_what_is_refused_has_a_code_of_its_own(
    raised: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_settings: object) -> None:
        raise raised

    monkeypatch.setattr(command_line.menara, "main", fail)
    with pytest.raises(SystemExit) as left:
        command_line.main()
    assert left.value.code == code
    assert capsys.readouterr().err.endswith(told)
