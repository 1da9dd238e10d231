"""Is what a result of a staffing claims true? Recomputed from the problem's columns alone, without a solver.

Every constraint is checked, the value added up, every condition asked again of every pair, and the bound rebuilt from
the recorded prices, all in code that screening, solver and proof do not use. What search closed beyond the prices is
the solver's word; it is said, not re-checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from menara.engines.matching.check import Violation
from menara.engines.matching.problem import Conflict
from menara.engines.matching.verify import Claim
from menara.engines.outcome import Status
from menara.engines.staffing.check import CONDITIONS, Chosen, check, value_of
from menara.engines.staffing.problem import Prices, Result, Staffing
from menara.engines.staffing.second_bound import second_bound

MOST_SHOWN = 1_000  # violations named one by one


def verify(*, staffing: Staffing, result: Result, chosen: Chosen) -> tuple[Claim, ...]:
    """Every claim of ``result`` about ``staffing``; ``chosen`` are the rows of its plan. The result may be believed
    where no claim's ``ok`` is false. Expects a problem without faults."""
    if result.status is Status.INFEASIBLE:
        return tuple(_infeasible(staffing, result, chosen))
    violations = check(staffing=staffing, chosen=chosen)
    claims = [_violated(v) for v in violations[:MOST_SHOWN]] or [Claim(name="feasible", ok=True)]
    if any(v.constraint == "known_records" for v in violations):
        return tuple(claims)  # nothing else can be looked up
    if result.conflicts:
        claims.append(Claim(name="conflict", ok=False, about="a plan stands beside it", claimed=len(result.conflicts)))
    found = value_of(staffing=staffing, chosen=chosen)
    return (
        *claims,
        _same("value", result.value, found.value),
        _same("quality_part", result.quality, found.quality),
        _same("penalties", result.penalties, found.penalties),
        *_bound(staffing, result),
        Claim(
            name="status",
            ok=(result.value == result.bound) == (result.status is Status.OPTIMAL),
            about="" if result.value == result.bound else "a gap is left",
            claimed=result.status.value,
        ),
    )


def _bound(staffing: Staffing, result: Result) -> Iterator[Claim]:
    """The bound the prices give, and, apart, what search is said to have closed."""
    try:
        pairs, proven = second_bound(staffing=staffing, prices=result.prices)
    except ValueError as fault:
        yield Claim(name="prices", ok=False, about=str(fault))
        return
    yield _same("eligible_pairs", result.pairs, pairs)
    yield _same("price_bound", result.price_bound, proven)
    in_order = result.value <= result.bound <= proven
    yield Claim(name="bound", ok=in_order, claimed=result.bound, recomputed=proven)
    word = "" if result.bound != result.value else "prices" if proven == result.value else "search"
    yield _same("proven_by", result.proven_by, word)
    if result.bound < proven:
        yield Claim(name="search", ok=None, claimed=result.bound, recomputed=proven)


def _infeasible(staffing: Staffing, result: Result, chosen: Chosen) -> Iterator[Claim]:
    """That nothing fits is shown where pins alone pass a number, or are barred. That no women can be found beside them
    is the solver's word."""
    none = Prices.zero(posts=len(staffing.posts), missions=staffing.missions, countries=staffing.countries)
    numbers = (result.value, result.bound, result.price_bound, result.quality, result.penalties)
    priced = any(getattr(result.prices, name).any() for name in Prices.__dataclass_fields__)
    yield Claim(name="infeasible", ok=not (len(chosen) or any(numbers) or result.proven_by or priced))
    yield _same("eligible_pairs", result.pairs, second_bound(staffing=staffing, prices=none)[0])
    said = result.conflicts
    known = bool(said) and all(_is_real(staffing, c) for c in said) and len({_key(c) for c in said}) == len(said)
    ok: bool | None = known and not any(_cannot_hold(staffing, [*said[:k], *said[k + 1 :]]) for k in range(len(said)))
    if ok and not _cannot_hold(staffing, said):
        kinds = {c.constraint for c in said}
        ok = None if {"pinned", "share_of_women"} <= kinds else False
    yield Claim(name="conflict", ok=ok, claimed=[_key(c) for c in said])


def _cannot_hold(staffing: Staffing, said: Sequence[Conflict]) -> bool:
    """Whether the pins among ``said`` break another one of them."""
    pins = [(int(c.about["officer"]), int(c.about["post"])) for c in said if c.constraint == "pinned"]
    if not pins:
        return False
    rows = np.array(pins, dtype=np.int64)
    broken = check(staffing=staffing, chosen=Chosen(officer=rows[:, 0] - staffing.first, post=rows[:, 1]))
    named = {_subject(c.constraint, c.about) for c in said if c.constraint not in {"pinned", "share_of_women"}}
    return any(_subject(v.constraint, v.about) in named for v in broken)


def _subject(constraint: str, about: Any) -> tuple[Any, ...]:
    return constraint, *(about.get(name) for name in ABOUT[constraint])


# What a member of a conflict is about, beside the number it allows.
ABOUT = {
    "pinned": ("post", "officer"),
    "one_post_each": ("officer",),
    "capacity": ("post",),
    "eligible": ("officer", "post", "condition"),
    "pledge": ("country",),
    "country_cap": ("mission", "country"),
    "share_of_women": ("mission",),
    "not_withdrawn": ("officer",),
    "not_frozen": ("post",),
}


def _is_real(staffing: Staffing, conflict: Conflict) -> bool:
    """Whether the problem asks what a conflict says it asks."""
    names = ABOUT.get(conflict.constraint)
    if names is None or not set(names) <= set(conflict.about):
        return False
    subject = {name: conflict.about[name] for name in names}
    if not all(_is_known(staffing, name, value) for name, value in subject.items()):
        return False
    asked = asked_of(staffing, conflict.constraint, subject)
    return asked is not None and _key(conflict) == _key(Conflict(constraint=conflict.constraint, about=asked))


def _is_known(staffing: Staffing, name: str, value: Any) -> bool:
    if name == "condition":
        return value in {condition.__name__ for condition in CONDITIONS}
    first, many = {
        "officer": (staffing.first, len(staffing.officers)),
        "post": (0, len(staffing.posts)),
        "country": (0, staffing.countries),
        "mission": (0, staffing.missions),
    }[name]
    return type(value) is int and first <= value < first + many


def asked_of(staffing: Staffing, constraint: str, subject: dict[str, Any]) -> dict[str, Any] | None:
    """A record with the number the problem allows it, as conflicts tell it; None where nothing is asked of it."""
    sides = staffing.sides
    if constraint in DECIDED:
        return subject if DECIDED[constraint](staffing, subject) else None
    if constraint == "capacity":
        return subject | {"allowed": int(staffing.posts.capacity[subject["post"]])}
    if constraint in {"one_post_each", "eligible"}:
        return subject
    if sides is None:
        return None
    if constraint == "share_of_women":
        return subject | {"share": "{}/{}".format(*sides.women_share)}
    most = sides.pledge[subject["country"]] if constraint == "pledge" else sides.country_cap[subject["mission"]]
    return subject | {"allowed": int(most)}


DECIDED: dict[str, Callable[[Staffing, dict[str, Any]], bool]] = {
    "pinned": lambda s, about: (about["post"], about["officer"]) in s.pins,
    "not_withdrawn": lambda s, about: about["officer"] in s.withdrawn,
    "not_frozen": lambda s, about: about["post"] in s.frozen,
}


def _key(conflict: Conflict) -> tuple[str, str]:
    return conflict.constraint, repr(sorted(conflict.about.items()))


def _violated(violation: Violation) -> Claim:
    return Claim(name="feasible", ok=False, about=violation.constraint, recomputed=dict(violation.about))


def _same(name: str, claimed: Any, recomputed: Any) -> Claim:
    return Claim(name=name, ok=bool(claimed == recomputed), claimed=claimed, recomputed=recomputed)
