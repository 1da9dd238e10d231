"""Is what a result of a staffing claims true? Recomputed from the problem's columns alone, without a solver.

Every constraint is checked, the value added up, every condition asked again of every pair, and the bound rebuilt from
the recorded prices, all in code that screening, solver and proof do not use. What search closed beyond the prices is
the solver's word; it is said, not re-checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from menara.engines.matching.check import Violation
from menara.engines.matching.verify import Claim
from menara.engines.outcome import Status
from menara.engines.staffing.check import Chosen, check, value_of
from menara.engines.staffing.infeasible import is_smallest_conflict
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
    """That nothing fits: there is no plan, and the requirements named are a smallest set that cannot hold together."""
    none = Prices.zero(posts=len(staffing.posts), missions=staffing.missions, countries=staffing.countries)
    numbers = (result.value, result.bound, result.price_bound, result.quality, result.penalties)
    priced = any(getattr(result.prices, name).any() for name in Prices.__dataclass_fields__)
    yield Claim(name="infeasible", ok=not (len(chosen) or any(numbers) or result.proven_by or priced))
    yield _same("eligible_pairs", result.pairs, second_bound(staffing=staffing, prices=none)[0])
    claimed = [f"{c.constraint} {dict(c.about)}" for c in result.conflicts]
    yield Claim(name="conflict", ok=is_smallest_conflict(staffing, result.conflicts), claimed=claimed)


def _violated(violation: Violation) -> Claim:
    return Claim(name="feasible", ok=False, about=violation.constraint, recomputed=dict(violation.about))


def _same(name: str, claimed: Any, recomputed: Any) -> Claim:
    return Claim(name=name, ok=bool(claimed == recomputed), claimed=claimed, recomputed=recomputed)
