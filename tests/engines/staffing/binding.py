"""For every constraint the smallest problem in which it binds, and the problem as a solver deaf to it would hear it.

Deaf means that the numbers of that one constraint are relaxed, or the decision taken out; for one post each, that the
officer stands in the roster twice. Everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engines.staffing.tiny import FREE, officer, post, sides, staffing
from menara.engines.staffing.check import CONDITIONS
from menara.engines.staffing.problem import Posts, Staffing

Rows = set[tuple[int, int]]  # (officer, post)


@dataclass(frozen=True, kw_only=True)
class Binding:
    """``allowed`` is the best plan, ``forbidden`` the best of ``deaf``: unlike, or the constraint would not bind."""

    problem: Staffing
    deaf: Staffing
    allowed: Rows
    forbidden: Rows
    officer_of: Callable[[int], int] = lambda i: i  # an officer of the deaf problem, in the problem


def without(problem: Staffing, **relaxed: object) -> Staffing:
    """The side constraints with one of them relaxed."""
    assert problem.sides is not None
    return replace(problem, sides=replace(problem.sides, **relaxed))


def posts(problem: Staffing, **columns: list[int]) -> Staffing:
    arrays = {name: np.array(values, dtype=np.int32) for name, values in columns.items()}
    return replace(problem, posts=Posts(**{n: getattr(problem.posts, n) for n in POST} | arrays))


POST = tuple(Posts.__dataclass_fields__)

TWO = [officer(9), officer(4)]
ONE_POST_EACH = staffing([officer(9)], [post(), post()])
CAPACITY = staffing(TWO, [post()])
PLEDGE = sides(staffing(TWO, [post(capacity=2)]), pledge=[1, 1])
COUNTRY_CAP = sides(staffing(TWO, [post(capacity=2)]), country_cap=[1])
SHARE = sides(staffing([officer(9), officer(4, woman=1)], [post()]), women_share=(1, 2))
WITHDRAWN = replace(staffing(TWO, [post()]), withdrawn=(0,))
FROZEN = replace(staffing([officer(9)], [post(), post(critical=1)]), frozen=(0,))
PINNED = replace(staffing(TWO, [post()]), pins=((0, 1),))

BINDING = {
    "one_post_each": Binding(
        problem=ONE_POST_EACH,
        deaf=staffing([officer(9), officer(9)], [post(), post()]),
        officer_of=lambda i: 0,
        allowed={(0, 0)},
        forbidden={(0, 0), (0, 1)},
    ),
    "capacity": Binding(
        problem=CAPACITY, deaf=posts(CAPACITY, capacity=[2]), allowed={(0, 0)}, forbidden={(0, 0), (1, 0)}
    ),
    "pledge": Binding(
        problem=PLEDGE,
        deaf=without(PLEDGE, pledge=np.array([FREE, FREE])),
        allowed={(0, 0)},
        forbidden={(0, 0), (1, 0)},
    ),
    "country_cap": Binding(
        problem=COUNTRY_CAP,
        deaf=without(COUNTRY_CAP, country_cap=np.array([FREE])),
        allowed={(0, 0)},
        forbidden={(0, 0), (1, 0)},
    ),
    "share_of_women": Binding(
        problem=SHARE, deaf=without(SHARE, women_share=(0, 1)), allowed={(1, 0)}, forbidden={(0, 0)}
    ),
    "not_withdrawn": Binding(
        problem=WITHDRAWN, deaf=replace(WITHDRAWN, withdrawn=()), allowed={(1, 0)}, forbidden={(0, 0)}
    ),
    "not_frozen": Binding(problem=FROZEN, deaf=replace(FROZEN, frozen=()), allowed={(0, 1)}, forbidden={(0, 0)}),
    "pinned": Binding(problem=PINNED, deaf=replace(PINNED, pins=()), allowed={(1, 0)}, forbidden={(0, 0)}),
}

# (a post that asks it, a better officer who lacks it, a worse one who has it, and the post without the question)
ASKED = {
    "holds_required_skills": ({"required": 3}, {"skills": 1}, {"skills": 7}, {"required": 0}),
    "holds_rank": ({"rank_min": 2, "rank_max": 4}, {"rank": 5}, {"rank": 4}, {"rank_max": 9}),
    "speaks_main_language": ({"main": 1, "main_level": 3}, {"french": 2}, {"french": 3}, {"main_level": 0}),
    "has_served_years": ({"years_min": 5}, {"years": 4}, {"years": 5}, {"years_min": 0}),
    "is_free_by_start": ({"start": 3}, {"available": 4}, {"available": 3}, {"start": 12}),
    "speaks_second_language": ({"second": 2, "second_level": 2}, {"arabic": 1}, {"arabic": 2}, {"second": -1}),
    "is_within_age": ({"age_max": 50}, {"age": 51}, {"age": 50}, {"age_max": 99}),
    "served_elsewhere_last": ({}, {"last": 0}, {"last": -1}, None),
    "is_cleared": ({"clearance": 1}, {"clearance": 0}, {"clearance": 1}, {"clearance": 0}),
    "country_is_accepted": ({}, {"country": 1}, {"country": 0}, None),
}


def asked(name: str) -> Binding:
    """The better officer does not meet the condition ``name``, the worse one just does."""
    asks, lacks, has, relaxed = ASKED[name]
    problem = staffing([officer(9, **lacks), officer(4, **has)], [post(**asks)])
    if name == "served_elsewhere_last":
        deaf = staffing([officer(9), officer(4)], [post()])
    elif name == "country_is_accepted":
        deaf, problem = problem, replace(problem, excluded=np.array([[0, 1]], dtype=np.int32))
    else:
        deaf = posts(problem, **{column: [value] for column, value in (relaxed or {}).items()})
    return Binding(problem=problem, deaf=deaf, allowed={(1, 0)}, forbidden={(0, 0)})


CONDITION_NAMES = [condition.__name__ for condition in CONDITIONS]
BINDING["eligible"] = asked("holds_rank")
