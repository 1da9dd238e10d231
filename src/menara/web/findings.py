"""Findings in words: what a rule says, which fact it used, and what would change its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from menara.engines.outcome import Answer, Finding
from menara.sentences import (
    Code,
    Sentence,
    answer_sentence,
    asked_sentence,
    change_sentence,
    found_sentence,
    rule_sentence,
    unknown_sentence,
)
from menara.web.codes import equipment_name, language_name, rank_name, skill_name
from menara.web.days import day_in_words, instant_in_words
from menara.web.languages import isolated, spoken
from menara.web.origins import mark_source


def finding_in_words(finding: Finding) -> dict[str, Any]:
    """The context of ``parts/findings.html`` for one finding."""
    source, url = mark_source(finding.source)
    return {
        "answer": finding.answer.name.lower(),
        "rule": speak(asked_sentence(finding)),
        "why": "" if finding.answer is Answer.MET else speak(answer_sentence(finding)),
        "fact": speak(found_sentence(finding)),
        "change": "" if finding.answer is Answer.MET else speak(change_sentence(finding)),
        "mark": finding.mark,
        "source": source,
        "source_url": url,
    }


def speak(sentence: Sentence) -> str:
    """A sentence of the engines in the reader's language."""
    return sentence.fill(translate=_, speak=speak_value)


def why_not(rule: str) -> str:
    """Why a rule bars an officer, in general."""
    return _(rule_sentence(rule))


def what_is_missing(rule: str) -> str:
    """What is not known where a rule has no answer, in general."""
    return _(unknown_sentence(rule))


def speak_value(value: Any) -> str:
    """A day, a number, a text or a code in the reader's language, isolated from the direction of the line."""
    match value:
        case Code():
            return code_in_words(value)
        case datetime():
            return instant_in_words(value)
        case date():
            return isolated(day_in_words(value))
        case Mapping():
            return isolated(spoken(value))
    return isolated(value)


def code_in_words(code: Code) -> str:
    """What a code is called, the code itself where nobody named it."""
    match code.kind:
        case "language":
            return isolated(language_name(code.code))
        case "skill":
            return isolated(skill_name(code.code))
        case "equipment":
            return isolated(equipment_name(code.code))
        case "grade":
            ladder, _slash, grade = code.code.rpartition("/")
            return isolated(rank_name(grade, ladder=ladder))
    return isolated(code.code)
