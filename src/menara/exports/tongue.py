"""The language a file is written in: how templates are translated, and how dates, numbers and codes are spoken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from menara import facts
from menara.sentences import Code, Sentence


def speak_plainly(value: Any) -> str:
    """Days as in the files, codes by their English names."""
    if isinstance(value, date):
        return value.isoformat()
    return _name(value) if isinstance(value, Code) else str(value)


@dataclass(frozen=True, slots=True)
class Tongue:
    """``translate`` gives a template in the language, ``speak`` a date, number, text or ``Code``."""

    translate: Callable[[str], str] = str
    speak: Callable[[Any], str] = speak_plainly

    def say(self, sentence: Sentence | str) -> str:
        if isinstance(sentence, Sentence):
            return sentence.fill(translate=self.translate, speak=self.speak)
        return self.translate(sentence)


ENGLISH = Tongue()


@cache
def _name(code: Code) -> str:
    match code.kind:
        case "language" if known := facts.languages().get(code.code):
            return known.names["en"]
        case "skill" if skill := facts.skills().get(code.code):
            return skill.names["en"]
        case "grade":
            return code.code.rpartition("/")[2]
    return code.code
