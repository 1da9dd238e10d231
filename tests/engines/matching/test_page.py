"""The example of ``docs/matching.md``, number by number."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

from engines.matching.secondopinion import best_of_all, bound_of, worth_of_all
from engines.matching.smallworld import odds, officer, only, opening, problem
from menara import facts
from menara.engines.matching.goals import GOALS, success
from menara.engines.matching.instance import instance_of
from menara.engines.matching.problem import MOST_A_POSITION, Prices
from menara.engines.matching.proof import SCALE, price_bound
from menara.engines.matching.solve import solve
from menara.engines.matching.teams import MOST_TEAMS

PAGE = (Path(__file__).parents[3] / "docs" / "matching.md").read_text()
WORDS = " ".join(PAGE.split())

ODDS = {
    officer: (int(p), int(q)) for officer, p, q in re.findall(r"^\| ([ABC]) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
}
ASKED = problem(
    [officer(n) for n in ODDS],
    [opening("P", limit=2), opening("Q")],
    estimates=odds({ref: {n: ODDS[n][i] for n in ODDS} for i, ref in enumerate("PQ")}),
)
SUCCESS = GOALS.index("expected_success")


def said(number: int) -> str:
    return f"{number:,}"


def test_the_best_of_the_example() -> None:
    assert ODDS == {"A": (60, 50), "B": (50, 10), "C": (30, 20)}
    result = solve(ASKED)
    assert [(n.officer, n.opening) for n in result.nominees] == [("B", "P"), ("C", "P"), ("A", "Q")]
    assert best_of_all(ASKED) == (0, 2, 11_500, 1_200)
    assert [level.value for level in result.levels] == [level.price_bound for level in result.levels]
    assert "Best: A for Q, B and C for P." in WORDS
    assert "together 1.15: 11,500 in units of 10,000" in WORDS


def test_the_runner_up_of_the_example() -> None:
    a_and_b = only(ASKED.officers, ASKED.openings, {"P": "AB", "Q": "C"})
    other = problem(ASKED.officers, ASKED.openings, estimates=ASKED.estimates, exclusions=a_and_b)
    assert max(worth_of_all(other))[SUCCESS] == 10_000
    assert "with A and B there, Q has only C: 0.80 + 0.20 = 1.00" in WORDS


def test_one_price_proves_it() -> None:
    prices = Prices(officers={"A": 1_500 * SCALE})
    bound = price_bound(instance=instance_of(ASKED), goal=SUCCESS, prices=prices, kept=[0, 2])
    assert bound == bound_of(ASKED, goal=SUCCESS, prices=prices, kept=[0, 2]) == 11_500
    assert "bound = 1,500 + 6,500 + 3,500 = 11,500" in WORDS
    assert said(SCALE) in WORDS


def test_no_price_proves_less() -> None:
    bound = price_bound(instance=instance_of(ASKED), goal=SUCCESS, prices=Prices(), kept=[0, 2])
    assert bound == 13_000
    assert "8,000 + 5,000 = 13,000" in WORDS


def test_what_each_opening_chooses_among() -> None:
    rows = dict(re.findall(r"^\| ([PQ]) \| (.*) \| [\d,]+ \|$", PAGE, re.MULTILINE))
    best = dict(re.findall(r"^\| ([PQ]) \| .* \| ([\d,]+) \|$", PAGE, re.MULTILINE))
    for place, (ref, most) in enumerate((("P", 2), ("Q", 1))):
        nets, told = [], set()
        for size in range(1, most + 1):
            for team in combinations("ABC", size):
                worth = success([ODDS[n][place] for n in team], 10_000)
                nets.append(worth - 1_500 * ("A" in team))
                told.add(f"{' and '.join(team)} {said(worth)}{' − 1,500' if 'A' in team else ''}")
        assert set(rows[ref].split("; ")) == told
        assert best[ref] == said(max(nets))


def test_the_limits_and_priors_are_those_in_force() -> None:
    model = facts.odds_model()
    assert MOST_A_POSITION == 4
    assert f"At most {said(MOST_TEAMS)} teams an opening" in WORDS
    assert {model.priors[m] for m in ("IPO", "SPT", "CIVPOL_EXPERT")} == {55}
    assert model.priors["P"] == 8
    assert (model.margin, model.margin_adds, model.wide_margin, model.wide_margin_adds) == (10, 10, 20, 20)
    assert model.mission_adds == 10
    assert [f"| `{goal}` |" in PAGE for goal in GOALS] == [True] * len(GOALS)


def test_every_file_the_page_names_is_there() -> None:
    root = Path(__file__).parents[3]
    for name in re.findall(r"`((?:tests|src)/[\w/.]+)`", PAGE):
        assert (root / name).exists(), name
