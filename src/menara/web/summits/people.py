"""Names of people as a page shows them, in its script where their office writes one; none is made by a machine."""

from __future__ import annotations

from typing import Any

from menara.queries.summits.meetings import PersonPresent
from menara.web import labels
from menara.web.labels import label
from menara.web.languages import Spoken, reading, spoken

SCRIPTS = {"Latn": "en", "Arab": "ar"}  # the language to announce a name of this script in


def name_of(names: Any) -> Spoken:
    """A name in the script of the page, else as it stands."""
    wanted = "Arab" if reading() == "ar" else "Latn"
    script = wanted if names.get(wanted) else next((code for code, text in names.items() if text), "")
    return Spoken(names.get(script, ""), SCRIPTS.get(script, ""))


def called_at(person: PersonPresent) -> str:
    """Someone at the table, for a sentence: by name in each script; one whose name is not known by title and body."""
    names = " / ".join(filter(None, person.names.values()))
    if names:
        return names
    title = spoken(person.titles[0].text) if person.titles else label(labels.DELEGATES, person.role)
    return " · ".join(str(part) for part in (title, spoken(person.institution)) if part)
