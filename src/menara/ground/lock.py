"""Settles the versions of all packages again (``make lock``): with hashes, for every system, without addresses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from menara.ground.assets import npm
from menara.ground.data_folder import PROJECT

_COMPILE = (sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes")
_PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
_PROJECT_FILE = "pyproject.toml"
_RUN = "requirements.lock"
_DEV = "requirements-dev.lock"
_FILES = {
    _RUN: (_PROJECT_FILE,),
    _DEV: (_PROJECT_FILE, "--group", "dev", "--constraint", _RUN),
    # the tests install it beside the packages of development
    "requirements-spark.lock": (_PROJECT_FILE, "--extra", "spark", "--constraint", _RUN, "--constraint", _DEV),
    "requirements-node.lock": ("--group", "node"),
}


def settle() -> None:
    """Write every lock file anew; what is already locked stays unless pyproject.toml no longer allows it."""
    for name, arguments in _FILES.items():
        subprocess.run([*_COMPILE, *_PLAIN, *arguments, "--output-file", name], cwd=PROJECT, check=True)
    command, _ = npm()
    subprocess.run([*command, "install", "--package-lock-only", "--silent"], cwd=PROJECT, check=True)
    _drop_addresses(PROJECT / "package-lock.json")


def _drop_addresses(path: Path) -> None:
    """Leave names, versions and hashes: whoever installs decides where from."""
    locked = json.loads(path.read_text())
    for package in locked["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(locked, indent=2) + "\n")


if __name__ == "__main__":
    settle()
