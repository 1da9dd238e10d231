"""What unlocks posts, against trying every set of trainees and every slate."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest

from engines.matching.secondopinion import best_of_all, world_of
from engines.matching.smallworld import odds, officer, opening, pins, problem, random_problem
from menara.engines.eligibility.opening import LanguageAsked, SkillAsked
from menara.engines.eligibility.screen import screen
from menara.engines.eligibility.steps import Step, StepKind, near_misses
from menara.engines.matching.problem import Exclusion
from menara.engines.matching.solve import solve
from menara.engines.matching.unlock import unlock, within_budget
from menara.engines.outcome import Limits, Status
from menara.errors import Refusal
from menara.terms import LanguageLevel, LanguageTest

FR = LanguageAsked(code="fr", test=LanguageTest.CEFR, level=LanguageLevel.B2)
K9 = SkillAsked(code="k9", level=2)
VACCINATION, FRENCH = Step(StepKind.VACCINATION), Step(StepKind.LANGUAGE_COURSE, "fr", 4)
SEEDS = range(60)


def lacking(seed: int):
    """A small problem with every side constraint, whose officers and openings lack and ask a few things more."""
    draw = random.Random(f"lacking {seed}")
    asked = random_problem(seed)
    officers = tuple(
        replace(
            o,
            vaccinated=draw.random() < 0.6,
            release_consent=o.release_consent if draw.random() < 0.8 else False,
        )
        for o in asked.officers
    )
    openings = tuple(
        replace(
            p,
            languages=(FR,) if draw.random() < 0.4 else (),
            skills=(K9,) if draw.random() < 0.2 else (),
        )
        for p in asked.openings
    )
    return replace(asked, officers=officers, openings=openings)


def changed(asked, trainees):
    officers = list(asked.officers)
    for trainee in trainees:
        officers[trainee.index] = trainee.after
    return replace(asked, officers=tuple(officers))


def worth(asked, unit: int):
    """The best of every slate there is, success in the unit asked."""
    values = list(best_of_all(asked))
    values[2] = values[2] * unit // world_of(asked).unit
    return tuple(values)


def programmes_of(asked):
    screening = screen(officers=asked.officers, openings=asked.openings, norms=asked.norms, on=asked.on)
    pinned = {p.officer for p in asked.pins}
    found = near_misses(screening=screening, officers=asked.officers, on=asked.on)
    return {step: [t for t in own if t.after.number not in pinned] for step, own in found.items()}


def headline(values, before) -> int:
    return 1 if values[:2] != before[:2] else 2 if values[2] != before[2] else 3


def is_dominated(values, most) -> bool:
    return all(v <= m for v, m in zip(values, most, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_programmes_are_what_trying_every_set_of_trainees_finds(seed):
    asked = lacking(seed)
    result = solve(asked)
    if result.status is Status.INFEASIBLE:
        return
    found = unlock(problem=asked, result=result, most=99)
    before = worth(asked, found.unit)
    assert (found.before, found.complete) == (before, True)
    listed = {one.step: one for one in found.programmes}
    for step, trainees in programmes_of(asked).items():
        by_set = {
            chosen: worth(changed(asked, chosen), found.unit)
            for size in range(len(trainees) + 1)
            for chosen in combinations(trainees, size)
        }
        best = max(by_set.values())
        if best == before:
            assert step not in listed
            continue
        one = listed.pop(step)
        level = headline(best, before)
        size = min(len(chosen) for chosen, values in by_set.items() if values[: level + 1] == best[: level + 1])
        assert is_dominated(best, one.at_most)
        assert one.values == max(values for chosen, values in by_set.items() if len(chosen) == size)
        taken = {t.officer for t in one.taken}
        assert one.values == by_set[tuple(t for t in trainees if t.after.number in taken)]
        assert (len(one.taken), one.exact, one.fewest) == (size, True, True)
    assert listed == {}
    ranks = [found.gain(one) for one in found.programmes]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_budget_buys_what_trying_every_set_finds(seed):
    asked = lacking(seed)
    result = solve(asked)
    if result.status is Status.INFEASIBLE:
        return
    draw = random.Random(f"budget {seed}")
    prices = {kind: draw.choice([0, 2, 3, 5]) for kind in StepKind if draw.random() < 0.8}
    budget = draw.choice([0, 3, 4, 7, 12])
    found = within_budget(problem=asked, result=result, costs=prices, budget=budget)
    options = [[None] for _ in asked.officers]
    for step, trainees in programmes_of(asked).items():
        for trainee in trainees if step.kind in prices else ():
            options[trainee.index].append((prices[step.kind], trainee))
    sets = []
    for chosen in product(*options):
        taken = [c for c in chosen if c is not None]
        cost = sum(c for c, _ in taken)
        if cost <= budget:
            sets.append((cost, worth(changed(asked, [t for _, t in taken]), found.unit)))
    before, best = worth(asked, found.unit), max(values for _, values in sets)
    assert (found.before, found.complete) == (before, True)
    if best == before:
        assert found.programmes == ()
        return
    (one,) = found.programmes
    level = headline(best, before)
    cheapest = min(cost for cost, values in sets if values[: level + 1] == best[: level + 1])
    assert is_dominated(best, one.at_most)
    assert one.cost == sum(t.cost for t in one.taken) == cheapest
    assert one.values == max(values for cost, values in sets if cost <= cheapest)


# --- by hand ----------------------------------------------------------------------------------------------------------


def three_without_french():
    """Three openings that ask French, three officers who lack it, one opening that does not ask it."""
    officers = [officer(n, languages=()) for n in "ABC"]
    openings = [opening(r, languages=(FR,)) for r in ("P", "Q")] + [opening("R")]
    chances = {"P": {"A": 90, "B": 50, "C": 40}, "Q": {"A": 80, "B": 70, "C": 10}, "R": {"A": 60, "B": 55, "C": 50}}
    return problem(officers, openings, estimates=odds(chances))


def test_only_those_needed_are_named_with_the_post_they_fill():
    asked = three_without_french()
    found = unlock(problem=asked, result=solve(asked))
    (one,) = found.programmes
    assert (one.step, one.candidates) == (FRENCH, 3)
    assert found.gain(one)[:2] == (0, 2)
    assert {(t.officer, t.opening) for t in one.taken} == {("A", "P"), ("B", "Q")}
    assert (one.exact, one.fewest, one.cost) == (True, True, None)


def test_a_cost_ranks_by_what_it_gains_a_unit():
    officers = [officer("A", vaccinated=False), officer("B", languages=()), officer("C", languages=())]
    asked = problem(officers, [opening("P"), opening("Q", languages=(FR,), positions=2)], pins=())
    asked = replace(asked, exclusions=tuple(Exclusion(officer=n, opening="P", by="t", reason="r") for n in "BC"))
    result = solve(asked)
    free = unlock(problem=asked, result=result)
    assert [one.step for one in free.programmes] == [FRENCH, VACCINATION]
    dear = unlock(problem=asked, result=result, costs={"language_course": 2000, "vaccination": 50})
    assert [(one.step, one.cost) for one in dear.programmes] == [(VACCINATION, 50), (FRENCH, 4000)]
    particular = unlock(problem=asked, result=result, costs={"language_course:fr": 10, "vaccination": 50})
    assert [(one.step, one.cost) for one in particular.programmes] == [(FRENCH, 20), (VACCINATION, 50)]
    unpriced = unlock(problem=asked, result=result, costs={"vaccination": 50})
    assert [(one.step, one.cost) for one in unpriced.programmes] == [(VACCINATION, 50), (FRENCH, None)]
    assert all(seen.complete for seen in (free, dear, particular, unpriced))


def test_a_budget_mixes_steps_and_leaves_unpriced_ones_out():
    officers = [officer("A", vaccinated=False), officer("B", languages=()), officer("C", release_consent=False)]
    openings = [opening("P"), opening("Q", languages=(FR,)), opening("R", skills=(K9,))]
    asked = problem(officers, openings)
    found = within_budget(
        problem=asked, result=solve(asked), costs={"language_course": 2000, "vaccination": 50}, budget=2050
    )
    (one,) = found.programmes
    assert {(t.officer, t.step.kind, t.opening) for t in one.taken} == {
        ("A", StepKind.VACCINATION, "P"),
        ("B", StepKind.LANGUAGE_COURSE, "Q"),
    }
    assert (one.step, one.cost, found.complete) == (None, 2050, True)
    short = within_budget(problem=asked, result=solve(asked), costs={"language_course": 2000}, budget=1999)
    assert (short.programmes, short.complete) == ((), True)


def test_someone_pinned_is_no_trainee():
    officers = [officer("A", languages=()), officer("B", vaccinated=None)]
    asked = problem(officers, [opening("P", languages=(FR,)), opening("R")], pins=pins("A>R", "B>P"))
    asked = replace(asked, officers=(officers[0], replace(officers[1], languages=None)))
    assert unlock(problem=asked, result=solve(asked)).programmes == ()


def test_who_is_excluded_is_no_trainee():
    asked = three_without_french()
    out = (*(Exclusion(officer=n, opening="", by="t", reason="r") for n in "AB"),)
    asked = replace(asked, exclusions=(*out, Exclusion(officer="C", opening="R", by="t", reason="r")))
    (one,) = unlock(problem=asked, result=solve(asked)).programmes
    assert [t.officer for t in one.taken] == ["C"]


def test_a_woman_more_may_let_a_call_take_more_men():
    """One step may fill two posts where a share of women is asked; one trainee is found to be enough."""
    officers = [officer("M"), officer("W", woman=True, vaccinated=False), officer("V", woman=True, vaccinated=False)]
    openings = [opening(ref, call="X", female_target=Fraction(1, 2)) for ref in ("P", "Q")]
    asked = problem(officers, openings)
    found = unlock(problem=asked, result=solve(asked))
    (one,) = found.programmes
    assert found.before[1] == 0
    assert (found.gain(one)[1], len(one.taken), one.fewest) == (2, 1, True)


def test_the_unit_of_success_may_grow_with_an_opening_that_had_nobody():
    officers = [officer(n) for n in "AB"] + [officer(n, languages=()) for n in "CDE"]
    openings = [opening("P"), opening("Q", limit=3, languages=(FR,))]
    officers = [*officers[:2], *(replace(o, excluded_missions=("M",)) for o in officers[2:])]
    asked = problem(officers, [replace(openings[0], mission="M"), openings[1]])
    found = unlock(problem=asked, result=solve(asked), kinds=[StepKind.LANGUAGE_COURSE])
    (one,) = found.programmes
    assert found.unit == 1_000_000
    assert found.before == worth(asked, 1_000_000)
    assert is_dominated(one.values, one.at_most)
    assert one.values[1] == 2


def test_stopped_before_the_end_it_says_at_most():
    asked = three_without_french()
    result = solve(asked)
    found = unlock(problem=asked, result=result, listener=lambda word: word.step != "confirming")
    (one,) = found.programmes
    assert (one.values, one.taken, one.exact, found.complete) == (None, (), False, False)
    assert is_dominated(best_of_all(changed(asked, programmes_of(asked)[FRENCH])), one.at_most)
    early = unlock(problem=asked, result=result, listener=lambda word: word.step == "screening")
    assert (early.programmes, early.complete) == ((), False)
    late = within_budget(
        problem=asked, result=result, costs={"language_course": 1}, budget=9, listener=lambda w: w.step == "screening"
    )
    assert (late.programmes, late.complete) == ((), False)


def test_nothing_is_confirmed_where_nothing_is_asked_to_be():
    asked = three_without_french()
    found = unlock(problem=asked, result=solve(asked), most=0)
    assert [(one.step, one.values) for one in found.programmes] == [(FRENCH, None)]


def test_the_same_plan_has_the_same_answer():
    asked = lacking(7)
    result = solve(asked)
    assert unlock(problem=asked, result=result) == unlock(problem=asked, result=result)


def test_no_time_is_no_answer_and_no_error():
    asked = three_without_french()
    found = unlock(problem=asked, result=solve(asked), limits=Limits(seconds=0.0))
    assert (found.programmes, found.complete) == ((), False)


@pytest.mark.parametrize("costs", [{"language_course": -1}, {"flying": 5}, {"driving": 10**9 + 1}])
def test_costs_that_are_none_are_refused(costs):
    asked = three_without_french()
    with pytest.raises(Refusal) as refused:
        unlock(problem=asked, result=solve(asked), costs=costs)
    assert refused.value.code == "bad_cost"


def test_a_plan_without_a_slate_is_refused():
    asked = problem([officer("A"), officer("B")], [opening("P")], pins=pins("A>P", "B>P"))
    with pytest.raises(Refusal) as refused:
        unlock(problem=asked, result=solve(asked))
    assert refused.value.code == "no_slate"
