"""A worker may be stopped, killed or woken late: a plan ends once, with one slate, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from menara.actions.planning import ATTEMPTS, carry_out_plan
from menara.actions.plans import start_plan, stop_plan
from menara.actions.posts import enter_post
from menara.engines.course import MOST
from menara.engines.matching.fairness import fairness
from menara.engines.matching.problem import Nominee, Problem, Result
from menara.engines.matching.solve import solve
from menara.engines.outcome import Listener, Progress, Status
from menara.errors import Refusal
from menara.models import HistoryEntry, Plan, PlanFile, PlanStatus, Proposal
from menara.queries.plans import PlanRecord, plan_file, plan_record
from menara.snapshots import from_json, problem_hash
from office import NOW, TODAY, Office, opening
from planning_world import fill

EMPTY = Result(status=Status.OPTIMAL)


@pytest.fixture
def plan_id(office: Office) -> int:
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    return start_plan(name="spring", post_ids=[post_id], on=TODAY, actor=office.planner, now=NOW)


def carry_out(office: Office, plan_id: int, solver: Callable[..., Result] | None = None) -> PlanStatus | None:
    return carry_out_plan(organisation_id=office.id, plan_id=plan_id, clock=lambda: NOW, solve=solver)


def answering(result: Result, *, say: Callable[[Listener], None] = lambda _: None) -> Callable[..., Result]:
    def engine(problem: Problem, *, limits: Any, listener: Listener) -> Result:
        say(listener)
        return result

    return engine


def raising(error: BaseException) -> Callable[..., Result]:
    def engine(problem: Problem, *, limits: Any, listener: Listener) -> Result:
        raise error

    return engine


def test_a_solved_plan_holds_slate_reserves_proof_and_file(office: Office) -> None:
    posts = fill(office)
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW, seconds=30)
    assert carry_out(office, own) is PlanStatus.SOLVED
    record = plan_record(plan_id=own)
    read = from_json(plan_file(plan_id=own))
    assert read.problem_sha256 == record.input_hash == problem_hash(read.problem)
    again = solve(read.problem)
    assert {(n.officer, n.opening, n.position) for n in again.nominees} == {
        (line.number, post.ref, line.position) for post in record.posts for line in post.nominees
    }
    assert {(r.officer, r.opening, r.rank) for r in again.reserves} == {
        (line.number, post.ref, line.order) for post in record.posts for line in post.reserves
    }
    assert [level["goal"] for level in record.outcome["levels"]] == [level.goal for level in again.levels]
    assert {level["gap"] for level in record.outcome["levels"]} == {0.0}
    assert record.fairness == fairness(problem=read.problem, result=read.result)
    ends = {point.level: (point.value, point.bound, point.gap) for point in record.course}
    assert ends == {level.goal: (level.value, level.bound, 0.0) for level in again.levels}
    assert [point.seconds for point in record.course] == sorted(point.seconds for point in record.course)


@pytest.mark.parametrize(
    ("status", "ends"),
    [
        (Status.OPTIMAL, PlanStatus.SOLVED),
        (Status.FEASIBLE, PlanStatus.SOLVED),
        (Status.STOPPED, PlanStatus.STOPPED),
        (Status.INFEASIBLE, PlanStatus.INFEASIBLE),
    ],
)
def test_how_a_plan_ends(office: Office, plan_id: int, status: Status, ends: PlanStatus) -> None:
    assert carry_out(office, plan_id, answering(Result(status=status))) is ends
    record = plan_record(plan_id=plan_id)
    assert (record.line.status, record.outcome["status"], record.finished_at) == (ends, status, NOW)


def test_progress_is_written_and_a_stop_reaches_the_engine(office: Office, plan_id: int) -> None:
    seen: list[tuple[bool, dict[str, Any]]] = []

    def work(listener: Listener) -> None:
        for step in ("screening", "solving"):
            wanted = listener(Progress(step=step, done=1, total=4, level="filled", value=3, bound=5))
            seen.append((wanted, dict(plan_record(plan_id=plan_id).progress)))
            stop_plan(plan_id=plan_id, actor=office.planner, now=NOW)

    carry_out(office, plan_id, answering(Result(status=Status.STOPPED), say=work))
    told = {"done": 1, "total": 4, "level": "filled", "value": 3, "bound": 5, "unit": 1}
    assert seen == [(True, {"step": "screening", **told}), (False, {"step": "solving", **told})]


def test_the_course_of_the_work_is_kept_though_not_every_word_is_written(office: Office, plan_id: int) -> None:
    def work(listener: Listener) -> None:
        for value in range(500):
            listener(Progress(step="searching", level="filled", value=value, bound=1_000))

    carry_out(office, plan_id, answering(Result(status=Status.STOPPED), say=work))
    course = plan_record(plan_id=plan_id).course
    assert 50 < len(course) <= MOST
    assert (course[0].value, course[-1].value) == (0, 499)
    told = HistoryEntry.objects.filter(table="menara_plan", row_id=plan_id, after__has_key="course")
    assert [entry.after["course"] for entry in told] == ["…", "…"]  # when it was made, and when it ended


@pytest.mark.parametrize(
    ("error", "failure"),
    [(Refusal("bad_problem", "No: %(why)s.", {"why": "x"}), "bad_problem"), (MemoryError(), "memory")],
)
def test_what_cannot_be_planned_says_why(office: Office, plan_id: int, error: Exception, failure: str) -> None:
    assert carry_out(office, plan_id, raising(error)) is PlanStatus.FAILED
    assert plan_record(plan_id=plan_id).failure == failure


def test_what_nobody_foresaw_is_told_and_raised(office: Office, plan_id: int) -> None:
    with pytest.raises(ZeroDivisionError):
        carry_out(office, plan_id, raising(ZeroDivisionError()))
    record = plan_record(plan_id=plan_id)
    assert (record.line.status, record.failure) == (PlanStatus.FAILED, "crashed")


def test_a_slate_that_fails_the_check_is_never_shown(office: Office, plan_id: int) -> None:
    nobody = Nominee(officer="nobody", opening="R-1", position=0, odds=50, quality=0)
    assert carry_out(office, plan_id, answering(Result(status=Status.OPTIMAL, nominees=(nobody,)))) is PlanStatus.FAILED
    record = plan_record(plan_id=plan_id)
    assert (record.failure, Proposal.objects.count()) == ("check_failed", 0)


def test_a_worker_that_lost_its_plan_writes_nothing(office: Office, plan_id: int) -> None:
    ended: list[PlanStatus | None] = []

    def overtaken(listener: Listener) -> None:
        # While this worker works, the plan is taken up by another, who finishes it.
        ended.append(carry_out(office, plan_id, answering(EMPTY)))

    late = answering(Result(status=Status.INFEASIBLE), say=overtaken)
    assert carry_out(office, plan_id, late) is None
    assert ended == [PlanStatus.SOLVED]
    record = plan_record(plan_id=plan_id)
    assert (record.line.status, record.outcome["status"]) == (PlanStatus.SOLVED, "optimal")
    assert (Plan.objects.get().attempt, PlanFile.objects.count()) == (2, 1)


def test_a_worker_that_lost_its_plan_stops_at_its_next_word(office: Office, plan_id: int) -> None:
    words: list[str] = []

    def speak(listener: Listener) -> None:
        Plan.objects.update(attempt=7)
        listener(Progress(step="solving"))
        words.append("went on")

    assert carry_out(office, plan_id, answering(EMPTY, say=speak)) is None
    assert words == []
    assert plan_record(plan_id=plan_id).progress == {}


def test_a_plan_that_kills_its_workers_is_given_up(office: Office, plan_id: int) -> None:
    for _ in range(ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            carry_out(office, plan_id, raising(KeyboardInterrupt()))
        assert plan_record(plan_id=plan_id).line.status is PlanStatus.RUNNING
    assert carry_out(office, plan_id, answering(EMPTY)) is None
    record = plan_record(plan_id=plan_id)
    assert (record.line.status, record.failure) == (PlanStatus.FAILED, "gave_up")


def test_a_plan_taken_up_again_has_one_slate(office: Office) -> None:
    posts = fill(office)
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    with pytest.raises(KeyboardInterrupt):
        carry_out(office, own, raising(KeyboardInterrupt()))
    carry_out(office, own)
    first = _rows(plan_record(plan_id=own))
    # As if the first worker had died after writing and before its job was marked done.
    Plan.objects.update(status=PlanStatus.RUNNING.value)
    carry_out(office, own)
    assert _rows(plan_record(plan_id=own)) == first != []


def _rows(record: PlanRecord) -> list[tuple[str, str]]:
    return [(post.ref, line.number) for post in record.posts for line in (*post.nominees, *post.reserves)]
