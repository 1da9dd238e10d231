"""``menara verify``: true plans pass, false ones do not, other files are no plans."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import World, run


def test_a_plan_as_written_is_true(planned: World) -> None:
    done = run("verify", planned.plan_file)
    assert done.code == 0
    assert "FALSE" not in done.out
    assert "claims that can be re-checked are true." in done.out


def _richer(body: dict[str, Any]) -> None:
    body["result"]["levels"][1]["value"] += 1


def _other_officer(body: dict[str, Any]) -> None:
    body["result"]["nominees"][0]["officer"] = body["result"]["nominees"][1]["officer"]


def _tighter(body: dict[str, Any]) -> None:
    body["result"]["levels"][3]["bound"] -= 1


def _older(body: dict[str, Any]) -> None:
    body["problem"]["on"] = "2020-01-01"


def _likelier(body: dict[str, Any]) -> None:
    body["result"]["nominees"][0]["odds"] = 99


@pytest.mark.parametrize("tamper", [_richer, _other_officer, _tighter, _older, _likelier])
def test_a_changed_plan_is_found_out(planned: World, tamper: Callable[[dict[str, Any]], None]) -> None:
    body = json.loads(planned.plan_file.read_text())
    tamper(body)
    planned.plan_file.write_text(json.dumps(body, ensure_ascii=False))
    done = run("verify", planned.plan_file)
    assert done.code == 1
    assert "FALSE" in done.out
    assert "do not rely on this plan" in done.out
    told = run("verify", planned.plan_file, "--json").told
    assert told["ok"] is False
    assert any(claim["ok"] is False for claim in told["claims"])


def test_what_search_closed_is_said_not_rechecked(planned: World) -> None:
    body = json.loads(planned.plan_file.read_text())
    level = body["result"]["levels"][3]
    level["prices"] = {"levels": {}}
    assert run("verify", planned.plan_file).code == 0
    from menara import snapshots
    from menara.engines.matching.instance import instance_of
    from menara.engines.matching.problem import Prices
    from menara.engines.matching.proof import price_bound

    plan = snapshots.from_json(planned.plan_file.read_text())
    kept = [claimed.value for claimed in plan.result.levels[:3]]
    loose = price_bound(instance=instance_of(plan.problem), goal=3, prices=Prices(), kept=kept)
    level.update(price_bound=loose, proven_by="search")
    planned.plan_file.write_text(json.dumps(body, ensure_ascii=False))
    done = run("verify", planned.plan_file)
    assert done.code == 0
    assert "solver's claim, not re-checked" in done.out


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"not json", b"\xff\xfe", b'{"format": "menara-plan", "version": 1}']
)
def test_what_is_no_plan_file(world: World, content: bytes) -> None:
    world.plan_file.write_bytes(content)
    done = run("verify", world.plan_file)
    assert done.code == 2
    assert "plan.json" in done.err
    assert run("verify", world.plan_file, "--json").told["total"] >= 1


def test_a_plan_that_is_not_there(world: World) -> None:
    assert run("verify", world.plan_file).code == 2
