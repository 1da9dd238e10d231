"""Who is not on the list and why, and whose papers are missing: from one screening, without asking any rule again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Authority, Post
from menara.engines.eligibility.rules import BY_NAME, Rule
from menara.engines.eligibility.screen import Screening
from menara.engines.matching.problem import Problem
from menara.engines.outcome import Answer, Finding
from menara.sentences import Sentence, asked_sentence, found_sentence

LINES = 20_000  # of a workbook; the counts by rule are always whole

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """One rule that keeps one officer from one opening, with what was asked and found, and whose rule it is."""

    officer: str
    opening: str
    rule: str
    asked: Sentence
    found: Sentence
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How many officers one rule bars from one opening, and for how many it has no answer. ``opening_is_silent``: the
    opening itself does not say what the rule needs, so no officer's papers can help."""

    opening: str
    rule: str
    barred: int
    unknown: int
    opening_is_silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPaper:
    """A fact nobody entered for an officer whom no rule bars: a task for a clerk. ``facts`` are the officer's blank
    fields; ``openings`` are those that wait for them."""

    officer: str
    rule: str
    facts: tuple[str, ...]
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """``barred`` holds the officers closest to eligible first, at most ``LINES`` of ``total``."""

    barred: tuple[Barred, ...]
    total: int
    by_rule: tuple[RuleCount, ...]
    missing: tuple[MissingPaper, ...]


def refusals_of(*, problem: Problem, screening: Screening, lines: int = LINES) -> Refusals:
    """All refusals of a screening, in columns until the lines that are kept."""
    fails = _Columns(screening, failed=True)
    unknown = _Columns(screening, failed=False)
    by_rule = tuple(_counts(screening, fails, unknown))
    closest, total = _closest(screening, fails, lines)
    return Refusals(
        barred=tuple(_lines(problem, screening, fails, closest))[:lines],
        total=total,
        by_rule=by_rule,
        missing=_missing(problem, screening, unknown),
    )


class _Columns:
    """Answers unpacked once for each distinct question."""

    def __init__(self, screening: Screening, *, failed: bool) -> None:
        self.asked = screening.asked
        self.columns: dict[object, Flags] = {
            key: np.unpackbits(known & ~met if failed else ~known, count=screening.size).astype(bool)
            for key, (met, known) in screening.answers.items()
        }

    def of(self, post: int) -> list[tuple[str, Flags]]:
        """(rule name, officers) for every rule a post asks."""
        return [(key[0], self.columns[key]) for key in self.asked[post]]

    def count(self, post: int, size: int) -> NDArray[np.int64]:
        counts = np.zeros(size, dtype=np.int64)
        for _name, column in self.of(post):
            counts += column
        return counts


def _counts(screening: Screening, fails: _Columns, unknown: _Columns) -> Iterator[RuleCount]:
    for p, post in enumerate(screening.posts):
        for (rule, failed), (_rule, blank) in zip(fails.of(p), unknown.of(p), strict=True):
            barred, open_answers = int(failed.sum()), int(blank.sum())
            if barred or open_answers:
                silent = open_answers == screening.size and _is_silent(BY_NAME[rule], post)
                yield RuleCount(
                    opening=post.ref, rule=rule, barred=barred, unknown=open_answers, opening_is_silent=silent
                )


def _is_silent(rule: Rule, post: Post) -> bool:
    return not rule.looks_at or any(getattr(post, name) in (None, "") for name in rule.reads)


def _closest(screening: Screening, fails: _Columns, lines: int) -> tuple[list[tuple[int, int]], int]:
    """(post, officer) pairs with the fewest failed rules, enough to fill ``lines``; and how many lines there are."""
    found: list[NDArray[np.int64]] = []
    for p in range(len(screening.posts)):
        counts = fails.count(p, screening.size)
        officers = np.flatnonzero(counts)
        found.append(np.stack([counts[officers], np.full(len(officers), p), officers], axis=1))
    pairs = np.concatenate(found) if found else np.zeros((0, 3), dtype=np.int64)
    total = int(pairs[:, 0].sum())
    ordered = pairs[np.argsort(pairs[:, 0], kind="stable")]
    enough = int(np.searchsorted(np.cumsum(ordered[:, 0]), lines)) + 1
    kept = ordered[:enough]
    return [(int(p), int(i)) for _count, p, i in kept], total


def _lines(problem: Problem, screening: Screening, fails: _Columns, pairs: list[tuple[int, int]]) -> Iterator[Barred]:
    """The sentences of one question and of one officer's facts are made once and shared by all lines that say them."""
    asked: dict[tuple[int, str, str], tuple[Sentence, Authority]] = {}
    found: dict[tuple[int, str], Sentence] = {}
    for p, i in pairs:
        post, officer = screening.posts[p], problem.officers[i]
        for name, failed in fails.of(p):
            if not failed[i]:
                continue
            rule = BY_NAME[name]
            question = (p, name, officer.nationality if rule.national else "")
            if question not in asked:
                asked[question] = _question(rule, post, officer)
            if (i, name) not in found:
                held = {fact: getattr(officer, fact) for fact in rule.looks_at}
                found[i, name] = found_sentence(Finding(rule=name, answer=Answer.NOT_MET, found=held))
            words, authority = asked[question]
            yield Barred(
                officer=officer.number,
                opening=post.ref,
                rule=name,
                asked=words,
                found=found[i, name],
                source=authority.source,
                mark=authority.mark,
            )


def _question(rule: Rule, post: Post, officer: Officer) -> tuple[Sentence, Authority]:
    """What a rule asks, by the post or by the officer's own nation, and whose word it is."""
    said = dict(rule.asks(post))
    authority = rule.authority(post)
    overlay = next((o for o in post.overlays if rule.national and o.nationality == officer.nationality), None)
    if overlay:
        said[rule.national] = getattr(overlay, rule.national)
        authority = Authority(overlay.source, overlay.mark.value)
    said = {name: value for name, value in said.items() if value not in (None, (), "", {}, False)}
    return asked_sentence(Finding(rule=rule.name, answer=Answer.NOT_MET, asked=said)), authority


def _missing(problem: Problem, screening: Screening, unknown: _Columns) -> tuple[MissingPaper, ...]:
    """By officer and rule, those that most openings wait for first."""
    waiting: dict[tuple[int, str], list[str]] = defaultdict(list)
    for p, post in enumerate(screening.posts):
        uncertain = screening.uncertain_officers(p)
        if not len(uncertain):
            continue
        for rule, blank in unknown.of(p):
            if _is_silent(BY_NAME[rule], post) and blank.all():
                continue
            for i in uncertain[blank[uncertain]]:
                waiting[int(i), rule].append(post.ref)
    found = [
        MissingPaper(
            officer=problem.officers[i].number,
            rule=rule,
            facts=_blank_facts(problem.officers[i], BY_NAME[rule]),
            openings=tuple(refs),
        )
        for (i, rule), refs in waiting.items()
    ]
    return tuple(sorted(found, key=lambda m: (-len(m.openings), m.officer, m.rule)))


def _blank_facts(officer: Officer, rule: Rule) -> tuple[str, ...]:
    """The officer's blank fields a rule looks at; all of its fields where none is blank as a whole (half a result)."""
    blank = tuple(name for name in rule.looks_at if getattr(officer, name) in (None, ""))
    return blank or rule.looks_at
