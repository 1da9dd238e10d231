"""Settings read the environment and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

READ = "import menara.ground.settings as s; print({expression})"


def read(expression: str, folder: Path, **environment: str) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", READ.format(expression=expression)]
    done = subprocess.run(command, env={**kept, **environment}, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_them_makes_nothing(tmp_path: Path) -> None:
    read("1", tmp_path, MENARA_DATA=str(tmp_path / "data"), MENARA_STATIC=str(tmp_path / "static"))
    assert list(tmp_path.iterdir()) == []


def test_no_secret_is_written_in_them(tmp_path: Path) -> None:
    assert read("s.SECRET_KEY", tmp_path) != read("s.SECRET_KEY", tmp_path)
    assert read("s.SECRET_KEY", tmp_path, MENARA_SECRET_KEY="given") == "given"


@pytest.mark.parametrize(("https", "secure"), [("1", "True"), ("", "False")])
def test_cookies_are_secure_where_the_site_is(tmp_path: Path, https: str, secure: str) -> None:
    told = read("s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT", tmp_path, MENARA_HTTPS=https)
    assert told == f"{secure} {secure} {secure}"


def test_only_named_hosts_are_served(tmp_path: Path) -> None:
    assert read("s.ALLOWED_HOSTS", tmp_path, MENARA_HOSTS="menara.example, m.example") == (
        "['localhost', '127.0.0.1', '[::1]', 'menara.example', 'm.example']"
    )


def test_pages_may_load_nothing_but_their_own(tmp_path: Path) -> None:
    told = read("sorted({v for d in s.CONTENT_SECURITY_POLICY['DIRECTIVES'].values() for v in d})", tmp_path)
    assert told == """["'none'", "'self'"]"""
