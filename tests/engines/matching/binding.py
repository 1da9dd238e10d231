"""For every constraint the smallest problem in which it binds, and a solver that is deaf to it.

A constraint that is told to the solver is left out of what is told; a decision, or a rule, is taken out of the problem
that the solver gets. Everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from unittest.mock import patch

from engines.matching.smallworld import odds, officer, opening, pins, problem
from menara.engines.matching import climb
from menara.engines.matching import solve as door
from menara.engines.matching.constraints import CONSTRAINTS
from menara.engines.matching.model import Model
from menara.engines.matching.problem import Exclusion, Problem, Result


@dataclass(frozen=True, kw_only=True)
class Binding:
    """``forbidden`` is what the solver would nominate (officer>opening) if it did not know the constraint; ``allowed``
    what it nominates knowing it."""

    problem: Problem
    allowed: set[str]
    forbidden: set[str]
    deaf: Callable[[Problem], Result]


def pairs(result: Result) -> set[str]:
    return {f"{n.officer}>{n.opening}" for n in result.nominees}


def deaf_to(name: str) -> Callable[[Problem], Result]:
    """A solver to which all constraints but one are told, and none of the rows that follow from them."""
    told = tuple(tell for tell in CONSTRAINTS if tell.__name__ != name)
    assert len(told) == len(CONSTRAINTS) - 1

    def solve(asked: Problem) -> Result:
        with patch.object(climb, "Model", partial(Model, tell=told)):
            return door.solve(asked)

    return solve


def without(**decisions: object) -> Callable[[Problem], Result]:
    """A solver that is given the problem without some of people's decisions."""
    return lambda asked: door.solve(replace(asked, **decisions))


A, B, W = officer("A"), officer("B"), officer("W", woman=True)
BINDING = {
    "one_post_each": Binding(
        problem=problem([A], [opening("P"), opening("Q")], estimates=odds({"P": {"A": 60}, "Q": {"A": 50}})),
        allowed={"A>P"},
        forbidden={"A>P", "A>Q"},
        deaf=deaf_to("one_post_each"),
    ),
    "nominee_limit": Binding(
        problem=problem([A, B], [opening("P", positions=2, limit=1)], estimates=odds({"P": {"A": 60, "B": 50}})),
        allowed={"A>P"},
        forbidden={"A>P", "B>P"},
        deaf=deaf_to("nominee_limit"),
    ),
    "share_of_women": Binding(
        problem=problem(
            [A, W],
            [opening("P", female_target=Fraction(1, 2))],
            estimates=odds({"P": {"A": 60, "W": 50}}),
        ),
        allowed={"W>P"},
        forbidden={"A>P"},
        deaf=deaf_to("share_of_women"),
    ),
    "home_unit_cap": Binding(
        problem=problem(
            [officer("A", strength=4), officer("B", strength=4)],
            [opening("P"), opening("Q", critical=True)],
            home_unit_share=Fraction(1, 4),
            estimates=odds({"P": {"A": 50, "B": 60}, "Q": {"A": 60, "B": 50}}),
        ),
        allowed={"A>Q"},
        forbidden={"A>Q", "B>P"},
        deaf=deaf_to("home_unit_cap"),
    ),
    "pinned": Binding(
        problem=problem([A, B], [opening("P")], estimates=odds({"P": {"A": 60, "B": 50}}), pins=pins("B>P")),
        allowed={"B>P"},
        forbidden={"A>P"},
        deaf=without(pins=()),
    ),
    "not_excluded": Binding(
        problem=problem(
            [A, B],
            [opening("P")],
            estimates=odds({"P": {"A": 60, "B": 50}}),
            exclusions=(Exclusion(officer="A", opening="", by="t", reason="r"),),
        ),
        allowed={"B>P"},
        forbidden={"A>P"},
        deaf=without(exclusions=()),
    ),
    "is_eligible": Binding(
        problem=problem([officer("A", vaccinated=False), B], [opening("P")], estimates=odds({"P": {"A": 60, "B": 50}})),
        allowed={"B>P"},
        forbidden={"A>P"},
        deaf=without(officers=(A, B)),
    ),
}
