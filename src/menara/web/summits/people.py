"""Names of people as a page shows them, in its script where their office writes one; none is made by a machine."""

from __future__ import annotations

from typing import Any

from menara.web.languages import Spoken, reading

SCRIPTS = {"Latn": "en", "Arab": "ar"}  # the language to announce a name of this script in


def name_of(names: Any) -> Spoken:
    """A name in the script of the page, else as it stands."""
    wanted = "Arab" if reading() == "ar" else "Latn"
    script = wanted if names.get(wanted) else next((code for code, text in names.items() if text), "")
    return Spoken(names.get(script, ""), SCRIPTS.get(script, ""))
