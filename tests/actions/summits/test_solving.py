"""A search may be stopped, killed, overtaken or edited under: a draft holds what was proven, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django import app

from menara.actions import jobs
from menara.actions.summits import solving
from menara.actions.summits.placing import pin, place, take_out
from menara.actions.summits.programme import BeingSolved, draft_programme
from menara.actions.summits.solving import (
    ATTEMPTS,
    SOLVE,
    NothingToPlan,
    RequestsContradict,
    carry_out_solving,
    start_solving,
    stop_solving,
)
from menara.engines.meetings.problem import Level, NotHeld, Placing, Problem, Reason, Result
from menara.engines.outcome import Progress, Status
from menara.models import Absence, MeetingRequest, Placement, Programme, RequestPerson, Room
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.programme import programme_lines, unplaced
from menara.queries.summits.scheduling import problem_of
from menara.queries.summits.solved import progress_of, proof_of
from office import Office
from summit_world import BEFORE, World, at, build, span

LEVELS = (Level(goal="held", value=3, bound=3, bound_by="counting"),)


@pytest.fixture
def world(office: Office) -> World:
    return build(office)


@pytest.fixture
def draft(world: World) -> int:
    return draft_programme(summit_id=world.summit.pk, actor=world.office.editor, now=BEFORE)


def start(world: World, draft: int, **told: Any) -> None:
    common = {"seconds": 10, "actor": world.office.planner, "now": BEFORE}
    start_solving(**{"programme_id": draft, **common, **told})


def carry_out(world: World, draft: int, solve: Any = None) -> str | None:
    return carry_out_solving(organisation_id=world.office.id, programme_id=draft, clock=lambda: BEFORE, solve=solve)


def answering(result: Callable[[Problem], Result], *, say: Callable[[Any], None] = lambda _: None) -> Any:
    def engine(*, problem: Problem, limits: Any, listener: Any, start: Any) -> Result:
        say(listener)
        return result(problem)

    return engine


def nothing(_problem: Problem) -> Result:
    return Result(status=Status.OPTIMAL, levels=LEVELS)


def put(world: World, draft: int, request: int, room: str, hour: float) -> None:
    place(
        programme_id=draft, request_id=request, **world.where(room, hour), changed=None, actor=world.office.editor,
        now=BEFORE,
    )  # fmt: skip


def test_a_search_places_all_it_can_and_proves_it(world: World, draft: int) -> None:
    """Seven meetings of the host and six steps: the one of least weight finds no place, and is told why."""
    world.add_delegation("chile", "en")
    requests = [world.ask(code) for code in ("norway", "kenya", "ghana", "spain", "chile")]
    pinned = world.ask("norway", "kenya", minutes=60)
    put(world, draft, pinned, "Atlas 2", 10)
    pin(programme_id=draft, request_id=pinned, changed=None, actor=world.office.editor, now=BEFORE)
    requests += [
        world.ask("ghana", "kenya", priority=1),
        world.ask("ghana", minutes=30),
        world.ask("norway", priority=3),
    ]
    start(world, draft)
    assert progress_of(programme_id=draft).state == "queued"
    assert carry_out(world, draft) == "done"
    lines = programme_lines(programme_id=draft)
    case = problem_of(programme_id=draft, now=BEFORE)
    proof = proof_of(programme_id=draft, case=case)
    assert proof is not None
    assert (proof.status, proof.stands, proof.solved_at, proof.conflicts) == ("optimal", True, BEFORE, ())
    assert proof.levels[0].goal == "held"
    assert {level.proven for level in proof.levels} == {True}
    assert {(p.request_id, p.begins_at, p.room_code) for p in lines if p.is_pinned} == {(pinned, at(10), "Atlas 2")}
    (left,) = unplaced(programme_id=draft, now=BEFORE)
    assert (left.request_id, len(lines)) == (requests[-1], len(requests))
    assert left.reasons != ()
    progress = progress_of(programme_id=draft)
    assert (progress.state, progress.course != ()) == ("done", True)
    take_out(programme_id=draft, request_id=requests[0], changed=None, actor=world.office.editor, now=BEFORE)
    after = proof_of(programme_id=draft, case=case)
    assert after is not None
    assert not after.stands


def test_what_cannot_stand_together_is_named_and_the_draft_stays(world: World, draft: int) -> None:
    """Two meetings of one principal are pinned to one step: put there before the person was needed in both."""
    one, other = world.ask("norway", "kenya"), world.ask("spain", "ghana")
    world.add_interpreter("I-2", ("en", "es"), ("es", "en"))
    put(world, draft, one, "Atlas 1", 9)
    put(world, draft, other, "Atlas 2", 9)
    for request in (one, other):
        pin(programme_id=draft, request_id=request, changed=None, actor=world.office.editor, now=BEFORE)
    RequestPerson.objects.create(**world.own, request_id=other, person=world.heads["norway"])
    start(world, draft)
    assert carry_out(world, draft) == "done"
    proof = proof_of(programme_id=draft, case=problem_of(programme_id=draft, now=BEFORE))
    assert proof is not None
    assert proof.status == "infeasible"
    told = " ".join(conflict.english() for conflict in proof.conflicts)
    for name in ("Police of norway and Police of kenya", "Police of spain and Police of ghana"):
        assert name in told
    assert len(programme_lines(programme_id=draft)) == 2


def test_what_nobody_interprets_and_what_is_closed_is_told(world: World, draft: int) -> None:
    world.add_delegation("korea", "ko")
    korea, norway = world.ask("korea"), world.ask("norway", persons=8)
    Room.objects.filter(code="Atlas 2").update(capacity=2)
    Room.objects.get(code="Atlas 1").hours.all().delete()
    start(world, draft)
    assert carry_out(world, draft) == "done"
    told = {
        one.request_id: (one.scope, " ".join(reason.english() for reason in one.reasons))
        for one in unplaced(programme_id=draft, now=BEFORE)
    }
    assert told.keys() == {korea, norway}
    assert {scope for scope, _words in told.values()} == {"alone"}
    assert {"ko", "ar"} & set(told[korea][1].replace(".", "").split()) or "interpret" in told[korea][1]
    assert "Atlas" in told[norway][1] or "room" in told[norway][1]


def test_people_wait_while_a_search_is_at_work(world: World, draft: int) -> None:
    request = world.ask("norway")
    start(world, draft)
    with pytest.raises(BeingSolved):
        put(world, draft, request, "Atlas 1", 9)
    with pytest.raises(BeingSolved):
        start(world, draft)
    # A worker that has said nothing for minutes holds nobody up.
    place(
        programme_id=draft, request_id=request, **world.where("Atlas 1", 9), changed=None, actor=world.office.editor,
        now=BEFORE + timedelta(minutes=3),
    )  # fmt: skip


def test_a_stop_reaches_the_engine_and_the_best_is_kept(world: World, draft: int) -> None:
    request = world.ask("norway")
    seen = []

    def say(listener: Any) -> None:
        for step in ("first", "better"):
            seen.append(listener(Progress(step=step, level="held", value=1, bound=3)))
            if step == "first":
                now = progress_of(programme_id=draft)
                assert (now.state, now.step, now.level, now.value, now.bound) == ("running", "first", "held", 1, 3)
                stop_solving(programme_id=draft, actor=world.office.planner)

    def best(problem: Problem) -> Result:
        placing = Placing(meeting=str(request), slot=str(world.slots[9].pk), room=str(world.rooms["Atlas 1"].pk))
        return Result(status=Status.STOPPED, levels=LEVELS, programme=(placing,))

    start(world, draft)
    assert carry_out(world, draft, answering(best, say=say)) == "stopped"
    assert seen == [True, False]
    assert [line.request_id for line in programme_lines(programme_id=draft)] == [request]


def test_one_that_nobody_took_up_stops_at_once(world: World, draft: int) -> None:
    world.ask("norway")
    start(world, draft)
    stop_solving(programme_id=draft, actor=world.office.planner)
    assert progress_of(programme_id=draft).state == "stopped"
    assert carry_out(world, draft, answering(nothing)) is None
    with pytest.raises(NoSuchRecord):
        stop_solving(programme_id=draft, actor=world.office.planner)


def test_a_result_that_fails_the_check_is_not_kept(world: World, draft: int) -> None:
    kept, request = world.ask("kenya"), world.ask("norway")
    put(world, draft, kept, "Atlas 2", 11)
    start(world, draft)

    def wrong(problem: Problem) -> Result:
        slot, room = str(world.slots[9].pk), str(world.rooms["Atlas 1"].pk)
        both = tuple(Placing(meeting=str(key), slot=slot, room=room) for key in (kept, request))
        return Result(status=Status.OPTIMAL, levels=LEVELS, programme=both)

    assert carry_out(world, draft, answering(wrong)) == "failed"
    assert progress_of(programme_id=draft).failure == "check_failed"
    assert [(p.request_id, p.begins_at) for p in programme_lines(programme_id=draft)] == [(kept, at(11))]


def test_nothing_found_changes_nothing(world: World, draft: int) -> None:
    request = world.ask("norway")
    put(world, draft, request, "Atlas 1", 9)
    start(world, draft)
    assert carry_out(world, draft, answering(lambda _: Result(status=Status.FEASIBLE))) == "failed"
    assert (progress_of(programme_id=draft).failure, Placement.objects.count()) == ("none_in_time", 1)


def test_what_was_edited_meanwhile_is_not_overwritten(world: World, draft: int) -> None:
    request = world.ask("norway")
    start(world, draft)

    def edit(_listener: Any) -> None:
        place(
            programme_id=draft, request_id=request, **world.where("Atlas 1", 9), changed=None,
            actor=world.office.editor, now=BEFORE + timedelta(minutes=9),
        )  # fmt: skip

    assert carry_out(world, draft, answering(nothing, say=edit)) == "failed"
    assert progress_of(programme_id=draft).failure == "changed_meanwhile"
    assert len(programme_lines(programme_id=draft)) == 1


def test_a_worker_that_lost_its_draft_writes_nothing(world: World, draft: int) -> None:
    request = world.ask("norway")
    put(world, draft, request, "Atlas 1", 9)
    start(world, draft)
    ended: list[str | None] = []

    def overtaken(_listener: Any) -> None:
        keep = Placing(meeting=str(request), slot=str(world.slots[10].pk), room=str(world.rooms["Atlas 1"].pk))
        found = Result(status=Status.OPTIMAL, levels=LEVELS, programme=(keep,))
        ended.append(carry_out(world, draft, answering(lambda _: found)))

    assert carry_out(world, draft, answering(nothing, say=overtaken)) is None
    assert ended == ["done"]
    assert [line.begins_at for line in programme_lines(programme_id=draft)] == [at(10)]


def test_a_search_that_takes_workers_down_is_given_up(world: World, draft: int) -> None:
    world.ask("norway")
    start(world, draft)

    def crash(_problem: Problem) -> Result:
        raise ZeroDivisionError

    Programme.objects.update(progress={"state": "running", "attempt": ATTEMPTS, "seconds_allowed": 1})
    assert carry_out(world, draft, answering(nothing)) is None
    assert progress_of(programme_id=draft).failure == "gave_up"
    start(world, draft)
    with pytest.raises(ZeroDivisionError):
        carry_out(world, draft, answering(crash))
    assert progress_of(programme_id=draft).failure == "crashed"


def test_what_cannot_be_searched_is_refused(world: World, draft: int) -> None:
    with pytest.raises(NothingToPlan):
        start(world, draft)
    one = world.ask("norway")
    with pytest.raises(NotAllowed):
        start(world, draft, actor=world.office.editor)
    other = world.ask("kenya", after_id=one)
    MeetingRequest.objects.filter(pk=one).update(after_id=other)
    with pytest.raises(RequestsContradict) as circle:
        start(world, draft)
    (said,) = circle.value.wrong
    assert said.template == "These come before each other in a circle: %(found)s."
    named = {one.english() for one in said.facts["found"]}
    assert named == {"Police of norway and Police of host", "Police of kenya and Police of host"}
    assert progress_of(programme_id=draft).state == "none"


def test_the_job_that_is_queued_is_one_the_worker_knows(
    world: World, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(solving, "carry_out_solving", lambda **told: asked.append(told))
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    app.tasks[SOLVE].func(organisation_id=world.office.id, programme_id=draft)
    assert [(told["organisation_id"], told["programme_id"]) for told in asked] == [(world.office.id, draft)]


def test_reasons_name_their_records(world: World, draft: int) -> None:
    request = world.ask("norway")
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(at(8), at(20)))
    about = {"participant": str(world.heads["norway"].pk), "meeting": str(request)}
    why = NotHeld(
        meeting=str(request), reasons=(Reason(constraint="participant_is_available", about=about),), scope="alone"
    )
    start(world, draft)
    carry_out(world, draft, answering(lambda _: Result(status=Status.OPTIMAL, levels=LEVELS, not_held=(why,))))
    (left,) = unplaced(programme_id=draft, now=BEFORE)
    assert (left.scope, [r.english() for r in left.reasons]) == (
        "alone",
        ["At the times that are left, the head of the delegation of Police of norway cannot meet."],
    )
