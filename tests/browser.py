"""Finds the system's Chromium, and installs it where it is missing and one may (``python tests/browser.py``)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")


def executable() -> str | None:
    """The path of a Chromium: the one ``CHROMIUM`` names, else the first the system has."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Make sure there is a Chromium, or leave with a sentence that says how to get one."""
    if executable():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium, which the journeys are walked in")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)  # type: ignore[call-overload]
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium", "fonts-noto-core"],
            check=True,
            **quiet,  # type: ignore[call-overload]
        )
    if not executable():
        sys.exit("The tests need Chromium. Install it (on Debian: apt-get install chromium) or name it with CHROMIUM=.")


if __name__ == "__main__":
    install()
