"""Where the fonts of printed papers lie. They come from npm with ``make setup`` and are not in the repository."""

from __future__ import annotations

from pathlib import Path

from menara.ground.data_folder import PROJECT
from menara.ground.surroundings import SurroundingsRefuse

FILES = (
    "NotoNaskhArabic_400Regular.ttf",
    "NotoNaskhArabic_700Bold.ttf",
    "NotoSans_400Regular.ttf",
    "NotoSans_400Regular_Italic.ttf",
    "NotoSans_700Bold.ttf",
)
_FOLDER = PROJECT / "src" / "menara" / "exports" / "fonts"


def folder() -> Path:
    """The folder of the TrueType files "Noto Naskh Arabic" and "Noto Sans"; refuses while they are missing."""
    missing = [name for name in FILES if not (_FOLDER / name).is_file()]
    if missing:
        raise SurroundingsRefuse(
            "fonts_missing", "The fonts %(files)s are not installed; run make setup.", {"files": ", ".join(missing)}
        )
    return _FOLDER
