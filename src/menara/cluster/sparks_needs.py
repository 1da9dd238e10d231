"""What Spark needs here, said in a sentence before Spark says it in a hundred lines."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from menara.errors import Refusal
from menara.wording import gettext_noop as _

JAVA = 17  # the oldest that Spark 4 runs on
VERSION = re.compile(r'version "(?:1\.)?(\d+)')


def need_spark() -> Any:
    """Spark's module of sessions. Refused where a package is missing."""
    # Spark asks for pandas before it lets Arrow through, and warns of a new one; none of it is used here
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    for name in ("pyarrow", "pandas", "pyspark"):
        try:
            import_module(name)
        except ImportError as missing:
            sentence = _(
                '%(package)s is not installed here. Install what Spark needs with: pip install "menara[spark]"'
            )
            raise Refusal("spark_missing", sentence, {"package": name}) from missing
    return import_module("pyspark.sql")


def need_java() -> None:
    """Refused where Java is missing or too old."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    try:
        said = subprocess.run([program or "java", "-version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as missing:
        sentence = _(
            "Spark needs Java %(least)s or later, and none was found. Install it, or set JAVA_HOME to where it is; "
            "without Spark everything runs on this machine."
        )
        raise Refusal("java_missing", sentence, {"least": JAVA}) from missing
    found = VERSION.search(said.stderr + said.stdout)
    if found and int(found[1]) < JAVA:
        sentence = _("Spark needs Java %(least)s or later; the one found is %(found)s.")
        raise Refusal("java_too_old", sentence, {"least": JAVA, "found": found[1]})


@contextmanager
def failed() -> Iterator[None]:
    """Whatever Spark raises becomes one sentence with its first line; the rest stays in Spark's own log."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:  # Spark's errors share no other ancestor
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        sentence = _("Spark could not do it: %(reason)s")
        raise Refusal("spark_failed", sentence, {"reason": lines[0] if lines else type(error).__name__}) from error
