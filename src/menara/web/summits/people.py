"""Names of people as a page shows them, in its script where their office writes one; none is made by a machine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from menara.queries.summits.delegations import Office
from menara.queries.summits.meetings import PersonPresent
from menara.web import labels
from menara.web.labels import label
from menara.web.languages import Spoken, isolated, reading, spoken

SCRIPTS = {"Latn": "en", "Arab": "ar"}  # the language to announce a name of this script in


def own_script() -> str:
    """The script of the page."""
    return "Arab" if reading() == "ar" else "Latn"


def name_of(names: Any) -> Spoken:
    """A name in the script of the page, else as it stands."""
    wanted = own_script()
    script = wanted if names.get(wanted) else next((code for code, text in names.items() if text), "")
    return Spoken(names.get(script, ""), SCRIPTS.get(script, ""))


def called_in(names: Any, office: Office | None) -> str:
    """Someone of a delegation, for a sentence: by name; where none was given by title, else role, and delegation."""
    name = name_of(names)
    if name:
        return isolated(name)
    if office is None:
        return _("someone whose name was not given")
    title = spoken(office.title) or label(labels.DELEGATES, office.role)
    told = {"office": isolated(title), "delegation": isolated(spoken(office.institution))}
    return _("%(office)s: %(delegation)s (name not given)") % told


def called_at(person: PersonPresent) -> str:
    """Someone at the table, for a sentence: by name in each script; one whose name is not known by title and body."""
    names = " / ".join(filter(None, person.names.values()))
    if names:
        return names
    title = spoken(person.titles[0].text) if person.titles else label(labels.DELEGATES, person.role)
    return " · ".join(str(part) for part in (title, spoken(person.institution)) if part)
