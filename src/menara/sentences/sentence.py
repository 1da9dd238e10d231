"""A sentence before it is spoken: an English template with places, and the Python values that fill them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from menara.sentences.labels import NO, YES, label
from menara.wording import gettext_noop as _

LIST = _("%(these)s; %(this)s")

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that faces know the names of. ``kind`` is language, skill, equipment, mission, nation, ladder
    (``service/corps``) or grade (``service/corps/grade``)."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``template`` has ``%(name)s`` places; ``facts`` holds a value for each.

    A value is a date, a number, a text as somebody entered it or by language, a ``Code``, one of the field's terms (an
    enum), yes or no (a bool), another sentence, or a tuple of these, which is spoken as a list.
    """

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def fill(self, *, translate: Callable[[str], str], speak: Callable[[Any], str]) -> str:
        """The sentence in one language: ``translate`` gives a template in it, ``speak`` a date, number, text or
        ``Code``. Terms, lists and sentences within are resolved here."""
        spoken = {name: _spoken(value, translate, speak) for name, value in self.facts.items()}
        return translate(self.template) % spoken

    def english(self) -> str:
        """The sentence in English, with codes as they are: for logs, tests and the command line."""
        return self.fill(translate=lambda template: template, speak=_in_english)


def places(template: str) -> frozenset[str]:
    """The names of the places a template has."""
    return frozenset(_PLACE.findall(template))


def first_that_fits(templates: Iterable[str], facts: Mapping[str, Any]) -> Sentence | None:
    """The first template whose places the facts can fill, with those facts; None where none can be filled."""
    for template in templates:
        names = places(template)
        if names <= facts.keys():
            return Sentence(template=template, facts={name: facts[name] for name in sorted(names)})
    return None


def _spoken(value: Any, translate: Callable[[str], str], speak: Callable[[Any], str]) -> str:
    if isinstance(value, Sentence):
        return value.fill(translate=translate, speak=speak)
    if isinstance(value, tuple):
        return _listed([_spoken(one, translate, speak) for one in value], translate)
    if isinstance(value, Enum):
        return translate(label(value))
    if isinstance(value, bool):
        return translate(YES if value else NO)
    return speak(value)


def _listed(spoken: list[str], translate: Callable[[str], str]) -> str:
    """One after the other; a list of none is empty, which no template of ours asks for."""
    these = spoken[0] if spoken else ""
    for this in spoken[1:]:
        these = translate(LIST) % {"these": these, "this": this}
    return these


def _in_english(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("en") or next((text for text in value.values() if text), ""))
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Code):
        return value.code.rpartition("/")[2] if value.kind == "grade" else value.code
    return str(value)
