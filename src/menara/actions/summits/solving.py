"""Search for the best programme of a draft: start, stop, and carry it out as a worker's job.

Each taking-up draws a new ``attempt``, kept in the draft's progress; every write asks for it, so that a worker that was
thought dead, and wakes, writes nothing. No transaction is open while the engine works. What people changed meanwhile is
never overwritten: a search whose draft changed under it ends as failed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from procrastinate.contrib.django import app

from menara.actions.plans import QUEUE
from menara.actions.summits.booking import book, bookings
from menara.actions.summits.programme import count_change, open_draft
from menara.engines.course import Course
from menara.engines.meetings.check import check
from menara.engines.meetings.problem import Problem, Reason, Result
from menara.engines.meetings.problem import Programme as Placings
from menara.engines.outcome import Limits, Listener, Progress, Status
from menara.errors import Refusal
from menara.models import LIVE, Membership, Placement, Programme, ProgrammeStatus, acting_for
from menara.permissions import may_plan, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.contradictions import contradictions
from menara.queries.summits.deciding import for_solving
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.queries.summits.solved import UNDER_WAY
from menara.sentences import Sentence
from menara.wording import gettext_noop

SOLVE = "menara.solve_programme"  # the job's name, see ``jobs.py``
ATTEMPTS = 3
BETWEEN_WORDS = 0.5  # seconds


class NothingToPlan(Refusal):
    """A search needs meetings, rooms and a clock."""

    def __init__(self, *, meetings: int, rooms: int, slots: int) -> None:
        super().__init__(
            "nothing_to_plan",
            gettext_noop(
                "There is nothing to search for: accepted meetings %(meetings)s, rooms %(rooms)s, steps of the clock "
                "%(slots)s. Each is needed."
            ),
            {"meetings": meetings, "rooms": rooms, "slots": slots},
        )


class RequestsContradict(Refusal):
    """What was asked contradicts itself, so that no programme can be searched for."""

    def __init__(self, wrong: Sequence[Sentence]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(
            "requests_contradict",
            gettext_noop("The search cannot begin. %(wrong)s"),
            {"wrong": Sentence(template="%(these)s", facts={"these": self.wrong})},
        )


class Solve(Protocol):
    def __call__(
        self, *, problem: Problem, limits: Limits, listener: Listener | None, start: Placings | None
    ) -> Result: ...


class _SupersededError(Exception):
    """Another worker took the search up, or the draft is gone: this one has nothing more to say."""


def start_solving(*, programme_id: int, seconds: float, actor: Membership, now: datetime) -> None:
    """Queue a search for the best programme of a draft, its pins kept. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``ProgrammeIsPublished``, ``BeingSolved``, ``NothingToPlan``, and ``RequestsContradict``, by the names of
    the records."""
    require(actor, may_plan)
    with transaction.atomic():
        draft = open_draft(programme_id=programme_id, changed=None, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        problem = case.problem
        if not (problem.meetings and problem.rooms and problem.slots):
            raise NothingToPlan(meetings=len(problem.meetings), rooms=len(problem.rooms), slots=len(problem.slots))
        if wrong := contradictions(problem=for_solving(case), names=case.names):
            raise RequestsContradict(wrong)
        draft.progress = {"state": "queued", "seconds_allowed": seconds, "attempt": 0}
        draft.stop_asked, draft.heartbeat_at = False, now
        draft.save(update_fields=["progress", "stop_asked", "heartbeat_at"])
        app.configure_task(SOLVE, queue=QUEUE).defer(organisation_id=actor.organisation_id, programme_id=programme_id)


def stop_solving(*, programme_id: int, actor: Membership) -> None:
    """Ask the search to stop; the best programme so far is kept. One that nobody has taken up stops at once. Raises
    ``NotAllowed``, ``NoSuchRecord``, also where no search is under way."""
    require(actor, may_plan)
    with transaction.atomic():
        row = Programme.objects.select_for_update(no_key=True).filter(pk=programme_id).first()
        if row is None or row.progress.get("state") not in UNDER_WAY:
            raise NoSuchRecord(kind="programme", record_id=programme_id)
        if row.progress["state"] == "queued":
            row.progress = {**row.progress, "state": "stopped"}
        row.stop_asked = True
        row.save(update_fields=["progress", "stop_asked"])


# --- the worker's part ------------------------------------------------------------------------------------------------


def carry_out_solving(
    *, organisation_id: int, programme_id: int, clock: Callable[[], datetime], solve: Solve | None = None
) -> str | None:
    """Search and write down what was found; the state it ended in, None where there was nothing to do."""
    attempt = _take_up(organisation_id, programme_id, clock)
    if attempt is None:
        return None
    try:
        with acting_for(organisation_id):
            case = problem_of(programme_id=programme_id, now=clock())
        problem, reporter = for_solving(case), _Reporter(attempt)
        keys = {m.key for m in problem.meetings}
        start = tuple(p for p in case.programme if p.meeting in keys)
        result = (solve or _solve)(
            problem=problem, limits=Limits(seconds=attempt.seconds), listener=reporter, start=start
        )
        return _keep(attempt, case, problem, result, reporter)
    except _SupersededError:
        return None
    except Refusal as refusal:
        return _fail(attempt, refusal.code)
    except MemoryError:
        return _fail(attempt, "memory")
    except Exception:
        _fail(attempt, "crashed")
        raise


def _solve(*, problem: Problem, limits: Limits, listener: Listener | None, start: Placings | None) -> Result:
    from menara.engines.meetings.solve import solve  # heavy, and only the worker needs it

    return solve(problem=problem, limits=limits, listener=listener, start=start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    organisation_id: int
    programme_id: int
    number: int
    seconds: float
    changed: int
    clock: Callable[[], datetime]

    def own(self) -> Programme:
        """The draft's row, held, if it is still this worker's. The caller has the transaction open."""
        row = Programme.objects.select_for_update(no_key=True).filter(pk=self.programme_id).first()
        if row is None or row.progress.get("attempt") != self.number or row.progress.get("state") != "running":
            raise _SupersededError
        return row

    def write(self, **told: Any) -> Programme:
        """Change what is told of the search."""
        row = self.own()
        row.progress = {**row.progress, **told}
        row.heartbeat_at = self.clock()
        row.save(update_fields=["progress", "heartbeat_at"])
        return row


def _take_up(organisation_id: int, programme_id: int, clock: Callable[[], datetime]) -> _Attempt | None:
    with acting_for(organisation_id):
        rows = Programme.objects.select_for_update(no_key=True)
        row = rows.filter(pk=programme_id, status=ProgrammeStatus.DRAFT.value).first()
        if row is None or row.progress.get("state") not in UNDER_WAY:
            return None
        number = row.progress.get("attempt", 0) + 1
        seconds = row.progress["seconds_allowed"]
        if number > ATTEMPTS:
            row.progress = {"state": "failed", "failure": "gave_up"}
        else:
            row.progress = {"state": "running", "attempt": number, "seconds_allowed": seconds, "seconds": 0.0}
        row.heartbeat_at = clock()
        row.save(update_fields=["progress", "heartbeat_at"])
        if number > ATTEMPTS:
            return None
        return _Attempt(
            organisation_id=organisation_id,
            programme_id=programme_id,
            number=number,
            seconds=seconds,
            changed=row.changed,
            clock=clock,
        )


@dataclass(slots=True)
class _Reporter:
    """Writes the engine's word to the draft, at most twice a second, and passes on that a person wants it to stop."""

    attempt: _Attempt
    last: float = float("-inf")
    step: str = ""
    began: float = field(default_factory=time.monotonic)
    course: Course = field(default_factory=Course)

    def __call__(self, word: Progress) -> bool:
        self.course.note(word, seconds=self.seconds())
        if word.step == self.step and time.monotonic() - self.last < BETWEEN_WORDS:
            return True
        self.last, self.step = time.monotonic(), word.step
        with acting_for(self.attempt.organisation_id):
            row = self.attempt.write(
                step=word.step,
                level=word.level,
                value=word.value,
                bound=word.bound,
                seconds=self.seconds(),
                course=self.points(),
            )
            return not row.stop_asked

    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 2)

    def points(self) -> list[dict[str, Any]]:
        return [
            {"seconds": p.seconds, "level": p.level, "value": p.value, "bound": p.bound, "unit": p.unit}
            for p in self.course.points
        ]


def _keep(attempt: _Attempt, case: ProgrammeCase, problem: Problem, result: Result, reporter: _Reporter) -> str:
    """Check what came out without the solver's help and write it down, all at once."""
    for level in result.levels:
        reporter.course.note(
            Progress(step="done", level=level.goal, value=level.value, bound=level.bound), seconds=reporter.seconds()
        )
    is_answer = result.status is Status.INFEASIBLE
    if not is_answer and not result.levels:
        return _fail(attempt, "none_in_time")
    if not is_answer and check(problem=problem, programme=result.programme):
        return _fail(attempt, "check_failed")
    with acting_for(attempt.organisation_id):
        row = attempt.own()
        if row.changed != attempt.changed:
            return _fail(attempt, "changed_meanwhile")
        if not is_answer:
            write_programme(row, case, result.programme)
        of_change = count_change(row)
        row.proof = proof_as_json(result, solved_at=attempt.clock(), of_change=of_change)
        row.save(update_fields=["proof"])
        state = "stopped" if result.status is Status.STOPPED else "done"
        attempt.write(state=state, course=reporter.points(), seconds=reporter.seconds())
    return state


def write_programme(draft: Programme, case: ProgrammeCase, placings: Placings) -> None:
    """Make these the places of a draft; what has begun stays as it is, what has no place any more goes."""
    kept = {p.meeting for p in placings}
    own = Placement.objects.filter(programme=draft, state__in=LIVE).values_list("request_id", flat=True)
    drop = [key for key in own if str(key) not in kept and str(key) not in case.begun]
    new = [p for p in placings if p.meeting not in case.begun]
    book(programme=draft, case=case, booked=bookings(case, new), drop=drop)


def proof_as_json(result: Result, *, solved_at: datetime, of_change: int) -> dict[str, Any]:
    """What a search proved, without the places."""
    return {
        "status": result.status.value,
        "levels": [
            {
                "goal": level.goal,
                "value": level.value,
                "bound": level.bound,
                "gap": min(level.gap, 1.0),  # JSON has no infinity
                "proven": level.proven,
                "bound_by": level.bound_by,
            }
            for level in result.levels
        ],
        "not_held": [
            {"meeting": one.meeting, "scope": one.scope, "reasons": reasons_as_json(one.reasons)}
            for one in result.not_held
        ],
        "conflicts": reasons_as_json(result.conflicts),
        "seconds": result.seconds,
        "solved_at": solved_at.isoformat(),
        "of_change": of_change,
    }


def reasons_as_json(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [
        {
            "constraint": reason.constraint,
            "about": {k: list(v) if isinstance(v, tuple | frozenset) else v for k, v in reason.about.items()},
        }
        for reason in reasons
    ]


def _fail(attempt: _Attempt, code: str) -> str:
    try:
        with acting_for(attempt.organisation_id):
            attempt.write(state="failed", failure=code)
    except _SupersededError:
        pass
    return "failed"
