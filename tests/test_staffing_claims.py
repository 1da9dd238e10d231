"""The files of a staffing: out and in the same, a hash for each thing said, every fault by its place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.staffing.plain_door import solve
from engines.staffing.tiny import officer, post, sides, staffing
from engines.staffing.wholestaffing import whole, whole_body, whole_staffing, write_problem
from menara.engines.outcome import Limits, Status
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Sides, Staffing, Worth
from menara.errors import BadInput
from menara.staffing_claims import plan_hash, read_claims, read_plan, result_files, staffing_hash, verify
from menara.staffing_files import write_npz

SRC = Path(__file__).resolve().parents[1] / "src"


def nudged(column: Any) -> Any:
    found = np.array(column)
    found.flat[-1] += 1
    return found


def every_change() -> list[tuple[str, Staffing]]:
    """The problem with each single thing in it changed."""
    whole, found = whole_staffing(), []
    assert whole.sides is not None
    for name in OFFICER_COLUMNS:
        changed = replace(whole.officers, **{name: nudged(getattr(whole.officers, name))})
        found.append((f"officers.{name}", replace(whole, officers=changed)))
    for name in POST_COLUMNS:
        changed_posts = replace(whole.posts, **{name: nudged(getattr(whole.posts, name))})
        found.append((f"posts.{name}", replace(whole, posts=changed_posts)))
    for name in (field.name for field in fields(Sides)):
        value = getattr(whole.sides, name)
        other = (
            tuple(nudged(value)) if name == "women_share" else value + 1 if isinstance(value, int) else nudged(value)
        )
        found.append((f"sides.{name}", replace(whole, sides=replace(whole.sides, **{name: other}))))
    for name in (field.name for field in fields(Worth)):
        found.append(
            (f"worth.{name}", replace(whole, worth=replace(whole.worth, **{name: 7 + getattr(whole.worth, name)})))
        )
    found += [(name, replace(whole, **{name: ()})) for name in ("withdrawn", "frozen", "pins")]
    found += [("excluded", replace(whole, excluded=nudged(whole.excluded))), ("sides", replace(whole, sides=None))]
    return [*found, ("first", replace(whole, first=1))]


def test_every_single_change_changes_the_hash() -> None:
    changes = every_change()
    assert {name.partition(".")[0] for name, _ in changes} == {field.name for field in fields(Staffing)}
    hashes = {staffing_hash(problem) for _, problem in changes}
    assert len(hashes | {staffing_hash(whole_staffing())}) == len(changes) + 1


def test_types_and_order_of_decisions_do_not() -> None:
    problem = replace(whole_staffing(), withdrawn=(5, 6), pins=((1, 3), (2, 0)))
    small = {name: getattr(problem.officers, name).astype(np.int16) for name in OFFICER_COLUMNS}
    same = replace(
        problem,
        officers=replace(problem.officers, **small),
        excluded=problem.excluded.astype(np.uint8),
        withdrawn=(6, 5, 5),
        pins=((2, 0), (1, 3)),
    )
    assert staffing_hash(same) == staffing_hash(problem)


def test_a_plan_has_one_hash() -> None:
    assert plan_hash(np.array([1, -1], dtype=np.int32)) == plan_hash(np.array([1, -1], dtype=np.int64))
    assert plan_hash(np.array([1, -1])) != plan_hash(np.array([-1, 1]))


def _drop_value(body: dict[str, Any]) -> None:
    del body["result"]["value"]


def _name_added(body: dict[str, Any]) -> None:
    body["result"]["faith"] = 1


def _price_of_words(body: dict[str, Any]) -> None:
    body["prices"]["post"][1] = "80"


def _long_price(body: dict[str, Any]) -> None:
    body["prices"]["pledge"][2] = 2**63


def _ragged(body: dict[str, Any]) -> None:
    body["prices"]["country_cap"][1].append(0)


def _other_scale(body: dict[str, Any]) -> None:
    body["prices"]["scale"] = 1


def _path(body: dict[str, Any]) -> None:
    body["problem"]["file"] = "../whole.npz"


def _newer(body: dict[str, Any]) -> None:
    body["version"] = 2


FAULTS = {
    "result.value": _drop_value,
    "result": _name_added,
    "prices.post[1]": _price_of_words,
    "prices.pledge": _long_price,
    "prices.country_cap": _ragged,
    "prices.scale": _other_scale,
    "problem.file": _path,
    "version": _newer,
}


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_is_named_by_its_place(place: str) -> None:
    body = whole_body(optimal=True)
    FAULTS[place](body)
    with pytest.raises(BadInput) as refused:
        read_claims(json.dumps(body))
    assert [fault.column.replace("'", "") for fault in refused.value.faults] == [place]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("post,officer\n", []),
        ("post,officer\n1,2\n0,0\n", [(1, 2), (0, 0)]),
        ("post,officer\r\n1,2\r\n", [(1, 2)]),
    ],
)
def test_a_plan_is_read(text: str, rows: list[tuple[int, int]]) -> None:
    chosen = read_plan(text)
    assert list(zip(chosen.post.tolist(), chosen.officer.tolist(), strict=True)) == rows


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", [0, 1]),
        ("post,officer", [0]),
        ("officer,post\n1,2\n", [1]),
        ("post,officer\n1,2", [0]),
        ("post,officer\n1\n1,2,3\n-1,0\n+1,0\n1.0,2\n01,2\n1, 2\n\n1234567890,1\n٣,1\n", list(range(2, 12))),
    ],
)
def test_rows_that_are_none_are_named(text: str, wrong: list[int]) -> None:
    with pytest.raises(BadInput) as refused:
        read_plan(text)
    assert sorted(fault.row for fault in refused.value.faults) == wrong


def written(problem: Staffing, folder: Path, spoil: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
    """Solve, write and verify a problem with decisions; each claim by its name."""
    bare = replace(problem, withdrawn=(), frozen=(), pins=(), sides=None)
    assert problem.sides is not None
    write_npz(folder / "p.npz", bare, sides={"std": problem.sides, "tight": problem.sides})
    result = solve(problem, limits=Limits())
    files = result_files(result=result, staffing=problem, folder=folder, source="p.npz", constraints="std")
    for path, content in files.items():
        path.write_bytes(content)
    if spoil is not None:
        body = json.loads((folder / "claims.json").read_text())
        spoil(body)
        (folder / "claims.json").write_text(json.dumps(body))
    told = verify(folder)
    return {"ok": told.ok, "status": result.status} | {claim.name: claim.ok for claim in told.claims}


def contradictory() -> Staffing:
    problem = staffing([officer(), officer(woman=1)], [post()], worth=Worth())
    problem = sides(problem, women_share=(1, 2), speaker_penalty=4_000)
    return replace(problem, pins=((0, 0),))


def test_that_nothing_fits_is_verified(tmp_path: Path) -> None:
    told = written(contradictory(), tmp_path)
    assert told["status"] is Status.INFEASIBLE
    assert told["ok"]
    assert told["conflict"] is True


def _spare(body: dict[str, Any]) -> None:
    body["result"]["conflicts"].append({"constraint": "pledge", "about": {"country": 0, "allowed": 99}})


def _fewer(body: dict[str, Any]) -> None:
    del body["result"]["conflicts"][1]


def _none(body: dict[str, Any]) -> None:
    body["result"]["conflicts"] = []


def _worth_something(body: dict[str, Any]) -> None:
    body["result"]["bound"] = 1


def _priced(body: dict[str, Any]) -> None:
    body["prices"]["post"][0] = 1


def _more_pairs(body: dict[str, Any]) -> None:
    body["result"]["pairs"] += 1


@pytest.mark.parametrize(
    ("spoil", "false"),
    [
        (_spare, "conflict"),
        (_fewer, "conflict"),
        (_none, "conflict"),
        (_worth_something, "infeasible"),
        (_priced, "infeasible"),
        (_more_pairs, "eligible_pairs"),
    ],
)
def test_a_false_word_about_it_is_refused(spoil: Callable[[dict[str, Any]], None], false: str, tmp_path: Path) -> None:
    told = written(contradictory(), tmp_path, spoil)
    assert not told["ok"]
    assert told[false] is False


def test_that_nothing_fits_is_not_believed_where_something_does(tmp_path: Path) -> None:
    """The claims of the contradiction, told of a problem with a second vacancy."""
    problem = contradictory()
    wider = replace(problem, posts=replace(problem.posts, capacity=np.array([2], dtype=np.int32)))

    def spoil(body: dict[str, Any]) -> None:
        told = {"status": "infeasible", "value": 0, "bound": 0, "price_bound": 0, "quality": 0, "filled": 0}
        body["result"] |= told | {"gap": 0, "quality_gap": 0, "proven_by": ""}
        body["result"]["conflicts"] = [
            {"constraint": "pinned", "about": {"post": 0, "officer": 0}},
            {"constraint": "capacity", "about": {"post": 0, "allowed": 2}},
            {"constraint": "share_of_women", "about": {"mission": 0, "share": "1/2"}},
        ]
        body["prices"] = {n: [0] if n != "country_cap" else [[0, 0]] for n in body["prices"]} | {
            "scale": body["prices"]["scale"],
            "pledge": [0, 0],
        }
        body["plan_sha256"] = plan_hash(np.array([-1, -1]))
        (tmp_path / "plan.csv").write_text("post,officer\n")

    told = written(wider, tmp_path, spoil)
    assert told["infeasible"] is True
    assert told["conflict"] is False


def test_verification_needs_neither_solver_nor_machine_code(tmp_path: Path) -> None:
    write_problem(tmp_path)
    files = whole(optimal=True)
    (tmp_path / "claims.json").write_text(files.claims)
    (tmp_path / "plan.csv").write_text(files.plan)
    code = (
        "import sys; from pathlib import Path; from menara.staffing_claims import verify\n"
        f"assert verify(Path({str(tmp_path)!r})).ok\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'numba', 'highspy', 'ortools', 'scipy', 'django'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": str(SRC)}, check=True
    )
    assert done.stdout == "[]\n"
