"""From one finding of eligibility to its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.engines.eligibility.post import LevelAsked, RankAsked, TestAsked
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Answer, Finding
from menara.sentences.labels import ANY, NO_LIMIT, NONE, NOT_ON_RECORD, fact_label
from menara.sentences.rules import (
    ASK_THE_CALLER,
    LANGUAGE_ASKED,
    NATION_DOES_NOT_ASK,
    NOT_ASKED,
    RANK_ASKED,
    RULES,
    SILENT,
    SKILL_ASKED,
    TEST_ASKED,
)
from menara.sentences.sentence import Code, Sentence, first_that_fits
from menara.terms import Education, LanguageLevel, ServiceStatus
from menara.wording import gettext_noop as _

FACT = _("%(fact)s: %(value)s")
FACTS = _("%(facts)s.")
MET = _("This is met.")
NOTHING_ABOUT_THE_OFFICER = _("This is about the post, not about the officer.")
NO_CHANGE = _("Nothing about the officer would change this.")
LANGUAGE_HELD = (
    _("%(language)s (%(level)s; AMS: %(score)s %%, taken on %(taken_on)s)"),
    _("%(language)s (AMS: %(score)s %%, taken on %(taken_on)s)"),
    _("%(language)s (%(level)s; AMS: %(score)s %%)"),
    _("%(language)s (AMS: %(score)s %%)"),
    _("%(language)s (%(level)s)"),
    _("%(language)s"),
)
SKILL_HELD = (_("%(skill)s (level %(level)s; years: %(years)s)"), _("%(skill)s (level %(level)s)"))
ASSIGNMENT_HELD = _("%(name)s, from %(first_day)s to %(last_day)s")


def rule_sentence(name: str) -> str:
    """Why a rule refuses an officer: an English template without places."""
    return BY_NAME[name].sentence


def unknown_sentence(name: str) -> str:
    """What is missing where a rule has no answer: an English template without places."""
    return RULES[name].unknown


def answer_sentence(finding: Finding) -> Sentence:
    """The answer in words: met, why not, or what is missing, be it in the record or in the call."""
    if finding.answer is Answer.MET:
        return Sentence(template=MET)
    if finding.answer is Answer.NOT_MET:
        return Sentence(template=rule_sentence(finding.rule))
    return _silence(finding) or Sentence(template=unknown_sentence(finding.rule))


def asked_sentence(finding: Finding) -> Sentence:
    """What the rule asks of this post, or that nobody asks it."""
    if not finding.applies:
        national = BY_NAME[finding.rule].national
        return Sentence(template=NATION_DOES_NOT_ASK if national else NOT_ASKED)
    facts = _facts(finding.asked)
    if finding.rule == "is_in_service" and not finding.asked.get("active_service_only"):
        facts["years"] = finding.asked["retired_within_years"]
        return _fitting(RULES[finding.rule].asked[1:], facts)
    if finding.rule == "is_educated" and (facts["education"] < Education.MASTER or "years_total" not in facts):
        facts.pop("degree_substitute_years", None)  # years stand for an advanced degree only
    return _fitting(RULES[finding.rule].asked, facts)


def found_sentence(finding: Finding) -> Sentence:
    """The facts of the officer the rule looked at, each with its label, blanks named as such."""
    if not finding.found:
        return Sentence(template=NOTHING_ABOUT_THE_OFFICER)
    told = tuple(
        Sentence(
            template=FACT, facts={"fact": Sentence(template=fact_label(name)), "value": _held(name, finding.found)}
        )
        for name in finding.found
        if not _goes_without_saying(name, finding.found)
    )
    return Sentence(template=FACTS, facts={"facts": told})


def change_sentence(finding: Finding) -> Sentence:
    """The smallest change that would turn the answer to met; for what is met, that it is."""
    words = RULES[finding.rule]
    if finding.answer is Answer.MET:
        return Sentence(template=MET)
    if finding.change is None:
        silence = _silence(finding)
        if silence is not None:
            return Sentence(template=ASK_THE_CALLER, facts={"silent": silence})
        return first_that_fits(words.stuck, _facts(finding.asked)) or Sentence(template=NO_CHANGE)
    facts = _facts({**finding.asked, **finding.change.says})
    if not finding.change.within_reach:
        return _fitting(words.beyond, facts)
    return _fitting(words.record if finding.answer is Answer.UNKNOWN else words.do, facts)


def _fitting(templates: tuple[str, ...], facts: Mapping[str, Any]) -> Sentence:
    sentence = first_that_fits(templates, facts)
    if sentence is None:
        raise LookupError(f"no template for {sorted(facts)} among {templates}")
    return sentence


def _silence(finding: Finding) -> Sentence | None:
    """What the call left open and the rule needs; None where it said all."""
    if finding.answer is not Answer.UNKNOWN:
        return None
    if finding.rule == "is_in_service" and finding.found["status"] is None:
        return None
    reads = BY_NAME[finding.rule].reads
    open_ones = (name for name in reads if name in SILENT and name not in finding.asked)
    return next((Sentence(template=SILENT[name]) for name in open_ones), None)


def _facts(given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as sentences speak them: codes as codes, pairs as sentences, ends of periods as last days."""
    facts = {name: _spoken(name, value) for name, value in given.items()}
    for name in ("until", "end"):
        if isinstance(given.get(name), date):
            facts["last_day"] = given[name] - timedelta(days=1)
    if "not_before" in given and given["not_before"] >= given["not_after"]:
        del facts["not_before"]  # no limit runs out, so there is no first day that counts
    if not given.get("driving_months"):
        facts.pop("driving_months", None)
    return facts


def _spoken(name: str, value: Any) -> Any:
    speaker = _SPEAKERS.get(name)
    return value if speaker is None else speaker(value)


def _sentence(template: str, **facts: Any) -> Sentence:
    return Sentence(template=template, facts=facts)


def _language_asked(code: str, level: int) -> Sentence:
    return _sentence(LANGUAGE_ASKED, language=Code("language", code), level=LanguageLevel(level))


def _tests(tests: Iterable[TestAsked]) -> tuple[Sentence, ...]:
    return tuple(_sentence(TEST_ASKED, language=Code("language", t.code), score=t.score) for t in tests)


def _levels(levels: Iterable[tuple[str, int]]) -> tuple[Sentence, ...]:
    return tuple(_language_asked(code, level) for code, level in levels)


def _skills(skills: Iterable[LevelAsked]) -> tuple[Sentence, ...]:
    return tuple(_sentence(SKILL_ASKED, skill=Code("skill", s.code), level=s.level) for s in skills)


def _ranks(ranks: Iterable[RankAsked]) -> tuple[Sentence, ...]:
    return tuple(
        _sentence(RANK_ASKED, grade=Code("grade", f"{r.ladder}/{r.grade}"), ladder=Code("ladder", r.ladder))
        for r in ranks
    )


_SPEAKERS: Mapping[str, Callable[[Any], Any]] = {
    "tests": _tests,
    "any_test": _tests,
    "levels": _levels,
    "languages": _levels,
    "min_language_level": lambda levels: _levels(sorted(levels.items())),
    "skills": _skills,
    "ranks": _ranks,
    "excluded": lambda nations: tuple(Code("nation", nation) for nation in nations),
    "skill": partial(Code, "skill"),
    "specific_skill": partial(Code, "skill"),
    "mission": partial(Code, "mission"),
}
"""How a value is spoken, by the name the engine gives it; all others are spoken as they are."""


def _held(name: str, found: Mapping[str, Any]) -> Any:
    """One fact of the officer as a sentence speaks it."""
    value = found[name]
    if value in (None, ""):
        return Sentence(template=NO_LIMIT if name in ("available_from", "available_until") else NOT_ON_RECORD)
    if value == ():
        return Sentence(template=ANY if name == "modalities" else NONE)
    if name == "grade":
        return Code("grade", f"{found['service']}/{found['corps']}/{value}")
    if name == "excluded_missions":
        return tuple(Code("mission", mission) for mission in value)
    if isinstance(value, tuple):
        return tuple(_item(one) for one in value)
    return Code("nation", value) if name == "nationality" else value


def _item(one: Any) -> Any:
    match one:
        case Language():
            given = {"level": one.level, "score": one.ams_score, "taken_on": one.ams_on}
            facts = {"language": Code("language", one.code), **{k: v for k, v in given.items() if v is not None}}
            return first_that_fits(LANGUAGE_HELD, facts)
        case Skill():
            years = {} if one.years is None else {"years": one.years}
            return first_that_fits(SKILL_HELD, {"skill": Code("skill", one.code), "level": one.level, **years})
        case Assignment():
            last_day = one.ends_on - timedelta(days=1)
            return _sentence(ASSIGNMENT_HELD, name=one.name, first_day=one.starts_on, last_day=last_day)
    return one


def _goes_without_saying(name: str, found: Mapping[str, Any]) -> bool:
    """A blank that means nothing: the retirement of one who serves, the last mission of one who had none, the day of a
    pass there was not."""
    if found[name] is not None:
        return False
    match name:
        case "retired_on":
            return found.get("status") is not ServiceStatus.RETIRED
        case "last_mission_ended_on":
            return found.get("missions_served") == 0
        case "firearms_passed_on":
            return found.get("firearms_tested") is not True
        case "firearms_tested":
            return found.get("firearms_passed_on") is not None
    return False
