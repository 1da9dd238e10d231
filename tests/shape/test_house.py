"""The house keeps its shape: names that say something, files one can hold in the head, no foreign addresses."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "menara"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock", "requirements-node.lock")
LINES = 400
LINES_OF_CASES = 600  # a test that is a table is read by looking up
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "service", "services", "misc"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [PROJECT / name for name in listed.split("\0") if name and (PROJECT / name).is_file()]


def test_no_folder_and_no_file_is_a_drawer() -> None:
    found = [path for path in SOURCE.rglob("*.py") if DRAWERS & {part.removesuffix(".py") for part in path.parts[-3:]}]
    assert found == []


def test_no_file_outgrows_the_head() -> None:
    files = [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in files
        if (lines := len(path.read_text().splitlines())) > (LINES_OF_CASES if "tests" in path.parts else LINES)
    }
    assert long == {}


def test_every_file_of_python_says_what_it_is_for() -> None:
    texts = {path: path.read_text().lstrip() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts}
    silent = [str(path.relative_to(PROJECT)) for path, text in texts.items() if text and not text.startswith('"""')]
    assert silent == []


@pytest.mark.parametrize("name", LOCKS)
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_of_npm_has_hashes_and_no_addresses() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if not package["integrity"].startswith("sha512-")] == []


def test_the_dev_lock_holds_the_run_lock() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (PROJECT / name).read_text(), flags=re.MULTILINE))

    assert versions("requirements.lock") - versions("requirements-dev.lock") == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    # Put together here, so that this file does not name them either.
    registries = "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian"))
    foreign = re.compile(rf"https?://[^\s\"']*(?:{registries})|(?<![\w.-])/wor" + r"k/|(?<![\w.-])/ro" + r"ot/\.")
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(PROJECT)}: {match.group()}" for match in foreign.finditer(text)]
    assert found == []
