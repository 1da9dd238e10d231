"""One officer against one post: every rule, its answer, the fact it used, whose rule it is, and the smallest change.

The same rule functions as the screening, on a roster of length one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from menara.engines.eligibility.norms import Norms, Overlay
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.engines.eligibility.post import Authority, Post
from menara.engines.eligibility.roster import Roster
from menara.engines.eligibility.rules import RULES, Rule
from menara.engines.outcome import Answer, Change, Finding


def explain(
    *, officer: Officer, opening: Opening, norms: Norms, on: date, rules: tuple[Rule, ...] = RULES
) -> tuple[Finding, ...]:
    """Every rule in the order of the list; those the post does not ask have ``applies`` false and are met."""
    post = Post.of(opening=opening, norms=norms, on=on)
    roster = Roster.of(officers=[officer], norms=norms)
    return tuple(_find(rule, officer, roster, post, on) for rule in rules if rule.holds(on))


def verdict(findings: tuple[Finding, ...]) -> Answer:
    """Not met if any rule is not met, else unknown if any is unknown, else met."""
    return min((f.answer for f in findings), default=Answer.MET)


def smallest_change(
    *, officer: Officer, opening: Opening, norms: Norms, on: date
) -> tuple[Officer | None, tuple[Finding, ...]]:
    """The officer after every needed change, and the findings that called for one, in order.

    One change may serve several rules, so each is applied before the next rule is asked. ``None`` where something in
    the way is within nobody's power; the findings then end with it.
    """
    mended = officer
    steps: list[Finding] = []
    for _ in RULES:
        finding = next(
            (f for f in explain(officer=mended, opening=opening, norms=norms, on=on) if f.answer is not Answer.MET),
            None,
        )
        if finding is None:
            return mended, tuple(steps)
        steps.append(finding)
        if finding.change is None or not finding.change.within_reach:
            return None, tuple(steps)
        mended = replace(mended, **finding.change.sets)
    return None, tuple(steps)


def _find(rule: Rule, officer: Officer, roster: Roster, post: Post, on: date) -> Finding:
    found = {name: getattr(officer, name) for name in rule.looks_at}
    overlay = next((o for o in post.overlays if o.nationality == officer.nationality), None)
    asked = _asked(rule, post, overlay)
    authority = _authority(rule, post, overlay)
    if not rule.asked(post) or (rule.national and rule.national not in asked):
        return Finding(
            rule=rule.name, answer=Answer.MET, applies=False, found=found, source=rule.source, mark=rule.mark
        )
    bits = rule.test(roster, post, on)
    answer = Answer.MET if bits.met[0] else Answer.NOT_MET if bits.known[0] else Answer.UNKNOWN
    change: Change | None = None if answer is Answer.MET else rule.mend(officer, post, on)
    return Finding(
        rule=rule.name,
        answer=answer,
        asked=asked,
        found=found,
        source=authority.source,
        mark=authority.mark,
        change=change,
    )


def _asked(rule: Rule, post: Post, overlay: Overlay | None) -> Mapping[str, Any]:
    """What the post asks, and for a national rule what the officer's own nation does; nothing that nobody said."""
    asked = {**rule.asks(post), **({rule.national: getattr(overlay, rule.national, None)} if rule.national else {})}
    return {name: value for name, value in asked.items() if value is not False and value not in (None, (), "", {})}


def _authority(rule: Rule, post: Post, overlay: Overlay | None) -> Authority:
    if rule.national and overlay:
        return Authority(overlay.source, overlay.mark.value)
    return rule.authority(post)
