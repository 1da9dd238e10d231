"""A plan to a file and back, and what is no plan file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.eligibility import chance, example
from engines.matching.smallworld import crowded_problem, odds, officer, opening, pins, problem, random_problem
from engines.matching.wholeplan import Body, whole_body
from menara import snapshots
from menara.engines.eligibility.officer import Language
from menara.engines.matching.problem import Prices, Problem, Result, Waiver
from menara.engines.matching.solve import solve
from menara.engines.outcome import Status
from menara.errors import BadInput
from menara.terms import LanguageLevel, Provenance


def faults(text: str) -> list[str]:
    """What is refused, as ``place: found``; an empty list where the file can be read."""
    try:
        snapshots.from_json(text)
    except BadInput as refused:
        return [f"{fault.column}: {fault.found}" for fault in refused.faults if fault.code == "plan_file"]
    return []


# --- there and back ---------------------------------------------------------------------------------------------------


def same_again(asked: Problem, result: Result) -> None:
    text = snapshots.to_json(problem=asked, result=result)
    plan = snapshots.from_json(text)
    assert (plan.problem, plan.result) == (asked, result)
    assert plan.problem_sha256 == snapshots.problem_hash(asked)
    assert snapshots.to_json(problem=plan.problem, result=plan.result) == text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_a_plan_comes_back_as_it_went(seed: int, crowded: bool) -> None:
    asked = crowded_problem(seed) if crowded else random_problem(seed, most_pins=3)
    same_again(asked, solve(asked))


@settings(max_examples=150, deadline=None)
@given(st.lists(chance.officers, max_size=2), chance.openings, chance.nations)
def test_every_fact_comes_back(officers: list[Any], asked: Any, nation: Any) -> None:
    numbered = tuple(replace(o, number=f"N{i}") for i, o in enumerate(officers))
    whole = Problem(officers=numbered, openings=(asked,), norms=chance.norms_of(nation), on=example.ON)
    same_again(whole, Result(status=Status.FEASIBLE))


def test_letters_of_every_script_and_every_kind_of_value_come_back() -> None:
    one = officer(
        "م-١",
        unit='"quoted"\n\u2028\x00',
        provenance=Provenance.SYNTHETIC,
        languages=(Language(code="ar", level=LanguageLevel.NATIVE, ams_on=date(2026, 2, 28), ams_score=0),),
        assignments=None,
    )
    asked = opening(
        "P",
        title={"ar": "ضابط شرطة", "fr": "Officier de police"},
        deadline=datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        female_target=Fraction(7, 40),
    )
    whole = problem([one], [asked], home_unit_share=Fraction(1, 3))
    result = solve(replace(whole, pins=pins("م-١>P")))
    assert result.status is Status.INFEASIBLE
    same_again(whole, result)
    priced = Prices(pins={("م-١", "P"): -(10**25)}, officers={"م-١": 10**25}, levels={"filled": 1})
    best = solve(whole)
    same_again(whole, replace(best, levels=(replace(best.levels[0], prices=priced), *best.levels[1:])))


KNOWN = "aacc0b3ced34d7cd22e6859c1a84921c3a5fcdb21d57fa917c725a4f88123481"

# --- the hash ---------------------------------------------------------------------------------------------------------


def shuffled(value: Any, draw: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        draw.shuffle(names)
        return {name: shuffled(value[name], draw) for name in names}
    return [shuffled(v, draw) for v in value] if isinstance(value, list) else value


def test_the_order_of_names_and_the_spelling_of_letters_do_not_matter() -> None:
    for seed in range(10):
        asked = crowded_problem(seed)
        body = json.loads(snapshots.to_json(problem=asked, result=solve(asked)))
        text = json.dumps(shuffled(body, random.Random(seed)), indent=3, ensure_ascii=True)
        assert snapshots.verify(text).ok
        assert snapshots.from_json(text).problem == asked


def test_a_default_that_is_written_out_does_not_matter() -> None:
    asked = problem([officer("A")], [opening("P")])
    body = json.loads(snapshots.to_json(problem=asked, result=solve(asked)))
    body["problem"]["openings"][0].update(critical=False, skills=[], level="")
    body["result"]["nominees"][0]["pinned"] = False
    assert snapshots.verify(json.dumps(body)).ok


def test_the_hash_is_of_the_problem_alone() -> None:
    asked = crowded_problem(3)
    assert snapshots.problem_hash(asked) == snapshots.problem_hash(replace(asked))
    others = [
        replace(asked, on=date(2026, 12, 2)),
        replace(asked, officers=asked.officers[::-1]),
        replace(asked, home_unit_share=Fraction(1, 7)),
        replace(asked, waivers=(Waiver(call="X", by="t", reason="r"),)),
    ]
    assert len({snapshots.problem_hash(p) for p in [asked, *others]}) == 5


def test_the_hash_of_a_known_problem_stays_what_it_is() -> None:
    """Hashes stand in the archive. Where this fails, the meaning of a plan file has changed: raise its version."""
    asked = problem([officer("A")], [opening("P")], home_unit_share=Fraction(1, 4))
    assert snapshots.problem_hash(asked) == KNOWN


# --- what is no plan file ---------------------------------------------------------------------------------------------

GARBAGE = {
    "nothing": "",
    "no JSON": "a plan",
    "half a file": '{"format": "menara-plan", ',
    "a list": "[]",
    "a number": "17",
    "no number": '{"format": NaN}',
    "no end": '{"format": -Infinity}',
    "a name twice": '{"format": "menara-plan", "format": "menara-plan"}',
    "depth without end": "[" * 100_000,
    "digits without end": "1" * 10_000,
    "a mark before the first letter": "\ufeff{}",
    "half a letter": '{"format": "\\ud800"}',
    "half a letter, unescaped": '{"format": "\ud800"}',
    "half a letter in a name": '{"\\udfff": 1}',
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused(name: str) -> None:
    assert len(faults(GARBAGE[name])) >= 1
    with pytest.raises(BadInput):
        snapshots.verify(GARBAGE[name])


def test_names_of_a_file_are_asked_for_all_at_once() -> None:
    assert faults('{"formt": 1, "version": true}') == [
        "format: nothing",
        "formt: this name",
        "problem: nothing",
        "problem_sha256: nothing",
        "result: nothing",
        "version: true",
    ]


@pytest.mark.parametrize("version", ["2", "1.0", "true", '"1"', "null"])
def test_another_version_is_refused(version: str) -> None:
    asked = problem([], [])
    text = snapshots.to_json(problem=asked, result=solve(asked)).replace('"version": 1', f'"version": {version}')
    assert faults(text) == ["version: " + version.strip('"')]


def spoilt(change: Callable[[Body], None]) -> str:
    body = whole_body()
    change(body)
    return json.dumps(body)


def test_values_of_a_wrong_kind_are_named_all_at_once() -> None:
    def change(body: Body) -> None:
        first, second = body["problem"]["officers"][:2]
        first.update(number=5, woman=1, unit_strength="8", licensed_on="2010/01/01", languages={}, extra=1)
        del second["service"]
        body["problem"]["openings"][0].update(modality="POLICE", female_target="0.25", title=[], start="20270601")
        body["problem"].update(home_unit_share=0.25, norms="")
        body["result"]["levels"][0].update(value=1.0, prices=[], seconds="0")
        body["result"].update(status="best", unit=True)
        body["problem_sha256"] = None

    assert faults(spoilt(change)) == [
        "problem.home_unit_share: 0.25",
        "problem.norms: ",
        "problem.officers[0]: extra",
        "problem.officers[0].languages: {}",
        "problem.officers[0].licensed_on: 2010/01/01",
        "problem.officers[0].number: 5",
        "problem.officers[0].unit_strength: 8",
        "problem.officers[0].woman: 1",
        "problem.officers[1].service: nothing",
        "problem.openings[0].female_target: 0.25",
        "problem.openings[0].modality: POLICE",
        "problem.openings[0].start: 20270601",
        "problem.openings[0].title: []",
        "problem_sha256: null",
        "result.levels[0].prices: []",
        "result.levels[0].seconds: 0",
        "result.levels[0].value: 1.0",
        "result.status: best",
        "result.unit: true",
    ]


def _set(place: str, value: Any) -> Callable[[Body], None]:
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]

    def change(body: Body) -> None:
        for step in way:
            body = body[step]
        body[last] = value

    return change


# Each was read as something else, or stopped the program.
COERCED = {
    "a text is not a list of its letters": ("problem.officers.0.excluded_missions", "ABC"),
    "a blank text is not an empty list": ("problem.officers.0.skills", ""),
    "an object is not a list": ("result.reserves", {}),
    "a blank list is not an empty record": ("result.levels.0.prices", []),
    "a blank text is not an empty record": ("problem.odds", ""),
    "a list is not a table": ("problem.norms.ranks", []),
    "a day without dashes": ("problem.on", "20261201"),
    "a day as a week": ("problem.on", "2026-W49-2"),
    "a day with an hour": ("problem.on", "2026-12-01T00:00:00"),
    "a day that is none": ("problem.on", "2026-02-29"),
    "digits of another script": ("problem.on", "٢٠٢٦-١٢-٠١"),
    "a share not in lowest terms": ("problem.home_unit_share", "2/4"),
    "a share of nothing": ("problem.home_unit_share", "1/0"),
    "a share with blanks": ("problem.home_unit_share", " 1/2"),
    "a share with digits without end": ("problem.home_unit_share", "1" * 5_000),
    "a number beyond all numbers": ("result.seconds_solve", 10**400),
    "a truth as a number": ("result.seconds_solve", True),
    "a whole number as a float": ("result.pairs", 40.0),
    "a float as an enum": ("problem.officers.0.medical", 2.0),
    "a truth as an enum": ("problem.officers.0.education", True),
    "a pin without a price": ("result.levels.0.prices", {"pins": [["A", "B"]]}),
    "pins as a table": ("result.levels.0.prices", {"pins": {}}),
    "a pin priced twice": ("result.levels.0.prices", {"pins": [["A", "B", 1], ["A", "B", 2]]}),
    "a price that is no whole number": ("result.levels.0.prices", {"officers": {"A": 0.5}}),
    "half a letter": ("problem.officers.0.home_unit", "\ud800"),
    "half a letter in a name": ("result.levels.0.prices", {"officers": {"\udc00": 1}}),
}


@pytest.mark.parametrize("name", COERCED)
def test_nothing_is_coerced(name: str) -> None:
    place, value = COERCED[name]
    assert len(faults(spoilt(_set(place, value)))) == 1


def test_a_number_too_large_for_a_float_is_refused() -> None:
    text = json.dumps(whole_body())
    seconds = json.dumps(whole_body()["result"]["seconds_solve"])
    assert text.count(f'"seconds_solve": {seconds}') == 1
    assert faults(text.replace(f'"seconds_solve": {seconds}', '"seconds_solve": 1e999')) == [
        "result.seconds_solve: Infinity"
    ]


# Each is a problem that cannot be planned, though every value is of the right kind.
UNPLANNABLE = {
    "a share beyond one": ("problem.home_unit_share", "5/2"),
    "an officer twice": ("problem.officers.1.number", "S-00"),
    "an opening twice": ("problem.openings.1.ref", "P0"),
    "a pin on nobody": ("problem.pins.0.officer", "Z"),
    "an estimate beyond certainty": ("problem.estimates.0.per_cent", 101),
    "a number beyond its column": ("problem.officers.0.missions_served", 40_000),
    "a tour beyond all calendars": ("problem.openings.0.tour_months", 10**9),
    "two overlays of one nation": (
        "problem.norms.overlays",
        [{"nationality": "MAR", "mark": "C", "source": "S1"}] * 2,
    ),
}


@pytest.mark.parametrize("name", UNPLANNABLE)
def test_a_problem_that_cannot_be_planned_is_no_plan(name: str) -> None:
    place, value = UNPLANNABLE[name]
    with pytest.raises(BadInput) as refused:
        snapshots.verify(spoilt(_set(place, value)))
    assert [fault.column for fault in refused.value.faults] in (["problem"], ["problem.norms"])


def test_a_problem_too_large_to_weigh_is_no_plan() -> None:
    """Forty different odds for four nominees of one position make more teams than fit; no plan can come of it."""
    officers = [officer(f"O{i}") for i in range(40)]
    by_hand = odds({"P": {o.number: 20 + i for i, o in enumerate(officers)}})
    weighed = problem(officers, [opening("P", limit=2)], estimates=by_hand)
    asked = replace(weighed, openings=(opening("P", limit=4),))
    with pytest.raises(BadInput) as refused:
        snapshots.verify(snapshots.to_json(problem=asked, result=solve(weighed)))
    assert [fault.column for fault in refused.value.faults] == ["problem"]
    assert refused.value.faults[0].found.startswith("Opening P asks for up to 4 nominees")


def test_only_so_many_faults_are_listed_and_all_are_counted() -> None:
    def change(body: Body) -> None:
        body["problem"]["officers"] = [{"x": 1}] * 100

    with pytest.raises(BadInput) as refused:
        snapshots.from_json(spoilt(change))
    assert (len(refused.value.faults), refused.value.total) == (snapshots.MOST_FAULTS, 500)
