"""For an officer whom a plan does not propose: barred by which rules, kept out by whom, or beaten, and by how much.

The smallest cost of proposing the officer anywhere is found exactly, by solving the plan again with the one wish that
he or she be on the slate. For each single opening the recorded prices say what it would cost at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from menara.engines.matching.alternatives import BRIEF, Patience, SolvedPlan, order_of
from menara.engines.matching.losses import Losses
from menara.engines.matching.problem import Conflict
from menara.engines.matching.standings import (
    BARRED,
    ELIGIBLE,
    EXCLUDED,
    NO_ROOM,
    PROPOSED,
    UNKNOWN,
    Alternative,
    Standing,
    WhyNot,
)
from menara.engines.outcome import Answer, Limits, Listener
from menara.errors import Refusal
from menara.wording import gettext_noop as _


def why_not(*, plan: SolvedPlan, officer: str, limits: Limits = BRIEF, listener: Listener | None = None) -> WhyNot:
    """Why the plan does not propose the officer of that service number. Raises ``Refusal`` where there is no such
    officer, or the recorded prices cannot be used."""
    numbers = plan.instance.roster.number
    if officer not in numbers:
        raise Refusal("no_such_officer", _("The plan knows no officer %(officer)s."), {"officer": officer})
    index = numbers.index(officer)
    pairs = {
        int(plan.instance.pair_opening[p]): p
        for p in range(len(plan.instance.pair_officer))
        if plan.instance.pair_officer[p] == index
    }
    is_proposed = officer in plan.placed
    losses = plan.losses() if pairs and not is_proposed else None
    standings = tuple(_standing(plan, index, j, pairs.get(j), losses) for j in range(len(plan.openings)))
    best = None if losses is None else _best(plan, standings, pairs, limits, listener)
    return WhyNot(
        officer=officer,
        proposed_for=plan.placed.get(officer, ""),
        pins=tuple(p for p in plan.problem.pins if p.officer == officer),
        exclusions=tuple(e for e in plan.problem.exclusions if e.officer == officer),
        standings=standings if best is None else tuple(_no_cheaper_than(best, one) for one in standings),
        best=best,
        caps=() if best is None else tuple(_caps(plan, index, best)),
        unit=plan.result.unit,
    )


def _standing(plan: SolvedPlan, officer: int, opening: int, pair: int | None, losses: Losses | None) -> Standing:
    instance = plan.instance
    ref, number = instance.screening.posts[opening].ref, instance.roster.number[officer]
    if pair is not None:
        loss = None if losses is None else losses.of_pair(pair)
        told: dict[str, Any] = {"odds": int(instance.pair_odds[pair]), "quality": int(instance.pair_quality[pair])}
        if pair in plan.pairs:
            return Standing(opening=ref, kind=PROPOSED, **told)
        if loss is None:
            return Standing(opening=ref, kind=ELIGIBLE if losses is None else NO_ROOM, **told)
        return Standing(opening=ref, kind=ELIGIBLE, loss=loss, **told)
    exclusion = next((e for e in plan.problem.exclusions if e.officer == number and e.opening in ("", ref)), None)
    answers = instance.screening.answer(opening, officer)
    for kind, answer in ((BARRED, Answer.NOT_MET), (UNKNOWN, Answer.UNKNOWN)):
        rules = tuple(rule for rule, given in answers.items() if given is answer)
        if rules:
            return Standing(opening=ref, kind=kind, rules=rules, exclusion=exclusion)
    return Standing(opening=ref, kind=EXCLUDED, exclusion=exclusion)


def _best(
    plan: SolvedPlan, standings: tuple[Standing, ...], pairs: dict[int, int], limits: Limits, listener: Listener | None
) -> Alternative:
    """The cheapest way in: exactly, or, where time is up, the opening that prices find cheapest."""
    lines = {pair: plan.alternative(pair, standings[j].loss) for j, pair in pairs.items()}
    ordered = sorted(lines, key=lambda pair: (order_of(lines[pair]), pair))
    cheapest, patience = lines[ordered[0]], Patience(limits, listener, 1)
    if not patience.goes_on():
        return cheapest
    found = plan.again(seed=limits.seed).with_officer(pairs=ordered, limits=patience.left(), listener=patience.ear)
    if found is None:
        return cheapest
    where = found.placed.get(cheapest.officer, cheapest.opening)
    return plan.settled(next(line for line in lines.values() if line.opening == where), found)


def _no_cheaper_than(best: Alternative, one: Standing) -> Standing:
    """No opening costs less than the cheapest, once that is known exactly."""
    if best.cost is None or one.loss is None or one.loss.least >= best.cost:
        return one
    return replace(one, loss=one.loss._replace(least=best.cost))


def _caps(plan: SolvedPlan, officer: int, best: Alternative) -> Iterator[Conflict]:
    """What has no room for one more: the home unit of the officer, and of a man the call of the cheapest opening."""
    instance, number = plan.instance, plan.instance.roster.number[officer]
    on_slate = instance.pair_officer[plan.slate]
    unit = int(instance.unit[officer])
    found, cap = int((instance.unit[on_slate] == unit).sum()), int(instance.unit_cap[unit])
    if 0 <= cap <= found:
        about: dict[str, Any] = {"officer": number, "unit": instance.units[unit], "found": found, "allowed": cap}
        yield Conflict(constraint="home_unit_cap", about=about)
    batch = int(instance.batch[plan.openings[best.opening]])
    numerator, denominator = instance.share[batch]
    if not numerator or instance.woman[officer]:
        return
    women = Counter(
        bool(w) for w in instance.woman[on_slate[instance.batch[instance.pair_opening[plan.slate]] == batch]]
    )
    asked = -(-numerator * (women.total() + 1) // denominator)
    if women[True] < asked:
        about = {"call": instance.batches[batch], "nominees": women.total(), "found": women[True], "asked": asked}
        yield Conflict(constraint="share_of_women", about=about)
