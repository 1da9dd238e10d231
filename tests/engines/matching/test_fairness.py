"""How groups came out: counts that add up, expectations against every even draw there is."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

import pytest

from engines.matching.secondopinion import world_of
from engines.matching.smallworld import crowded_problem, odds, officer, opening, problem, random_problem
from menara.engines.matching.fairness import KINDS, Group, fairness, standings
from menara.engines.matching.problem import Nominee, Problem, Result, Waiver
from menara.engines.matching.solve import solve
from menara.engines.outcome import Status


def group(found: dict[str, tuple[Group, ...]], kind: str, name: str) -> Group:
    return next(one for one in found[kind] if one.name == name)


def test_a_slate_that_a_person_can_follow() -> None:
    """Three women among ten may stand for P, which takes two: expected 2 x 3/10; all draws of none to two happen."""
    people = [officer(f"W{i}", woman=True, unit="A") for i in range(3)]
    people += [officer(f"M{i}", unit="B") for i in range(6)]
    people += [officer("U", unit="B", woman=None), officer("OUT", unit="C", release_consent=False)]
    posts = [opening("P", positions=2, limit=2)]
    asked = problem(people, posts, estimates=odds({"P": {"M0": 90, "M1": 90}}))
    found = fairness(problem=asked, result=solve(asked))
    assert [
        (g.name, g.offered, g.eligible, g.proposed, g.expected, g.low, g.high, g.side) for g in found.groups["sex"]
    ] == [
        ("m", 7, 6, 2, Fraction(12, 10), 0, 2, ""),
        ("f", 3, 3, 0, Fraction(6, 10), 0, 2, ""),
        ("", 1, 1, 0, Fraction(2, 10), 0, 1, ""),
    ]
    assert [(g.name, g.offered, g.eligible) for g in found.groups["home_unit"]] == [
        ("S/B", 7, 7),
        ("S/A", 3, 3),
        ("S/C", 1, 0),
    ]
    assert found.nominees == 2


def test_what_nearly_no_draw_would_give_is_said() -> None:
    """Twelve posts, each with one of unit A and nine of B eligible: A in all twelve is no even draw's doing."""
    people = [officer(f"A{i}", unit="A", nationality="MAR") for i in range(12)]
    people += [officer(f"B{i}", unit="B", nationality="SEN") for i in range(108)]
    posts = [opening(f"P{i}") for i in range(12)]
    asked = problem(people, posts, estimates=odds({p.ref: {f"A{i}": 90 for i in range(12)} for p in posts}))
    found = fairness(problem=asked, result=solve(asked)).groups
    a, b = group(found, "home_unit", "S/A"), group(found, "home_unit", "S/B")
    assert (a.proposed, a.expected, a.side) == (12, Fraction(12, 10), "more")
    assert (b.proposed, b.expected, b.side) == (0, Fraction(108, 10), "fewer")
    assert (a.low, a.high) == (0, 4)  # of 12 draws at one in ten, 97.4 % come to three or fewer
    assert [(g.name, g.side) for g in found["service"]] == [("S", "")]


def even_draws(asked: Problem, slate: tuple[Nominee, ...]) -> list[list[str]]:
    """Every way in which each opening could draw as many as it has from those who may stand for it."""
    world, drawn = world_of(asked), Counter(n.opening for n in slate)
    ways = [combinations([o for o, ref in world.pairs if ref == opening], count) for opening, count in drawn.items()]
    return [[officer for draw in together for officer in draw] for together in product(*map(list, ways))]


@pytest.mark.parametrize("make", [random_problem, crowded_problem])
def test_expectations_and_ranges_against_every_draw(make) -> None:
    tried = 0
    for seed in range(40):
        asked = make(seed)
        result = solve(asked)
        if result.status is Status.INFEASIBLE or len(draws := even_draws(asked, result.nominees)) > 20_000:
            continue
        found = fairness(problem=asked, result=result)
        each = {s.officer: s.groups for s in standings(problem=asked, result=result)}
        for kind in KINDS:
            for one in found.groups[kind]:
                counts = Counter(sum(each[o][kind] == one.name for o in draw) for draw in draws)
                assert one.expected == Fraction(sum(k * n for k, n in counts.items()), len(draws))
                reached = [sum(n for k, n in counts.items() if k <= most) / len(draws) for most in range(20)]
                assert one.low == next(k for k, share in enumerate(reached) if share > 0.025 + 1e-12)
                assert one.high == next(k for k, share in enumerate(reached) if share >= 0.975 - 1e-12)
        tried += 1
    assert tried > 20


@pytest.mark.parametrize("make", [random_problem, crowded_problem])
def test_counts_are_counts_of_the_rows(make) -> None:
    for seed in range(40):
        asked = make(seed)
        result = solve(asked)
        found, rows = fairness(problem=asked, result=result), standings(problem=asked, result=result)
        pairs = world_of(asked).pairs
        assert [r.officer for r in rows] == [o.number for o in asked.officers]
        assert {r.officer: r.eligible_for for r in rows} == {
            o.number: sum(officer == o.number for officer, _ref in pairs) for o in asked.officers
        }
        for kind in KINDS:
            groups = found.groups[kind]
            assert sum(g.offered for g in groups) == len(asked.officers)
            assert sum(g.proposed for g in groups) == sum(g.expected for g in groups) == len(result.nominees)
            for g in groups:
                own = [r for r in rows if r.groups[kind] == g.name]
                assert (g.offered, g.eligible, g.proposed) == (
                    len(own),
                    sum(r.eligible_for > 0 for r in own),
                    sum(r.proposed_for != "" for r in own),
                )
                assert g.low <= g.expected <= g.high or g.high - g.low < 2


def test_women_by_call_against_what_the_call_asks() -> None:
    people = [officer("W", woman=True), officer("M1"), officer("M2")]
    asks = {"female_target": Fraction(1, 3)}
    posts = [opening("P", call="X", **asks), opening("Q", call="X", **asks), opening("R", call="Y", **asks)]
    asked = problem(people, posts, waivers=(Waiver(call="Y", by="t", reason="r"),))
    slate = tuple(
        Nominee(officer=o, opening=p, position=0, odds=50, quality=0) for o, p in (("W", "P"), ("M1", "Q"), ("M2", "R"))
    )
    found = fairness(problem=asked, result=Result(status=Status.FEASIBLE, nominees=slate))
    assert [(c.call, c.nominees, c.women, c.asked, c.waived) for c in found.calls] == [
        ("X", 2, 1, 1, False),
        ("Y", 1, 0, 1, True),
    ]


def test_a_plan_without_a_slate_expects_nobody() -> None:
    asked = problem([officer("A")], [opening("P", modality=None)])
    found = fairness(problem=asked, result=Result(status=Status.INFEASIBLE))
    assert [(g.eligible, g.proposed, g.expected, g.low, g.high) for g in found.groups["sex"]] == [
        (g.eligible, 0, 0, 0, 0) for g in found.groups["sex"]
    ]
