"""What a person does at the summit desk, as tasks to be measured. Imported once Django is set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from bench.desk_world import FIRST_DAY, NOW, Loaded, load
from bench.summits import Size, languages, summit
from menara.actions.accounts import found_membership, found_organisation
from menara.actions.summits import placing
from menara.actions.summits.programme import draft_programme
from menara.actions.summits.publishing import publish_programme
from menara.actions.summits.replanning import (
    Change,
    InterpreterOut,
    LateRequest,
    MeetingCancelled,
    PersonAway,
    RoomClosed,
    accept_replan,
    replan_preview,
)
from menara.actions.summits.solving import write_programme
from menara.engines.meetings.first import first_programme
from menara.engines.meetings.grid import Grid
from menara.models import Account, Membership, OrganisationKind, Programme, Role, acting_for
from menara.queries.summits.deciding import for_solving
from menara.queries.summits.moving import free_cells, where_to
from menara.queries.summits.programme import differences, programme_lines, unplaced
from menara.queries.summits.publishing import before_publishing
from menara.queries.summits.scheduling import ProgrammeCase, problem_of

PASSWORD = "correct horse battery"  # noqa: S105 (of a made-up account in a database that is thrown away)
MOVED = 12  # meetings that the draft places elsewhere than the version in force


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A summit in the database: its rows, the version in force and the draft on it."""

    loaded: Loaded
    published: int
    draft: int


@dataclass(frozen=True, kw_only=True)
class Task:
    """``work`` is done in a transaction that is taken back; ``target`` in seconds of the processor. ``counts``: whether
    it must ask the database as often at every size."""

    name: str
    target: float
    work: Callable[[], object]
    counts: bool = True


def office() -> Membership:
    """An organisation with one member who may do everything."""
    organisation = found_organisation(kind=OrganisationKind.NATIONAL_POLICE, name={"en": "Desk"}, country="MAR")
    account = Account(email="desk@example.org", name="Desk", password=make_password(PASSWORD))
    account.save()
    found_membership(organisation_id=organisation, account_id=account.pk, role=Role.ADMINISTRATOR)
    with acting_for(organisation, account_id=account.pk):
        return Membership.objects.select_related("account", "organisation").get(account_id=account.pk)


def desk_of(size: Size, seed: int, member: Membership) -> Desk:
    """A summit with its first programme published and a draft in which a few meetings stand elsewhere. The caller acts
    for the organisation."""
    loaded = load(summit(size, seed=seed), organisation_id=member.organisation_id, languages=languages(size, seed=seed))
    own = {"actor": member, "now": NOW}
    first = draft_programme(summit_id=loaded.summit, **own)
    case = problem_of(programme_id=first, now=NOW)
    grid = Grid(for_solving(case))
    placings = grid.programme(first_programme(grid, seed=seed, going=lambda: True).placed)
    write_programme(Programme.objects.get(pk=first), case, placings)
    publish_programme(programme_id=first, release_note={}, changed=None, **own)
    draft = draft_programme(summit_id=loaded.summit, **own)
    for placing_of in placings[:: max(1, len(placings) // MOVED)][:MOVED]:
        _elsewhere(draft, int(placing_of.meeting), member)
    return Desk(loaded=loaded, published=first, draft=draft)


def _elsewhere(draft: int, request: int, member: Membership) -> None:
    """Move a meeting to the last cell that is free for it."""
    free = free_cells(programme_id=draft, request_id=request, now=NOW)
    if free:
        place = {"slot_id": free[-1].slot_id, "room_id": free[-1].room_id}
        placing.place(programme_id=draft, request_id=request, **place, changed=None, actor=member, now=NOW)


def tasks(desk: Desk, member: Membership) -> list[Task]:
    """In the order in which they are told. The caller acts for the organisation."""
    case = problem_of(programme_id=desk.draft, now=NOW)
    return [
        *_moving(desk, case, member),
        *_again(desk, case, member),
        *_publishing(desk, member),
        *_pages(desk, case, member),
    ]


def _moving(desk: Desk, case: ProgrammeCase, member: Membership) -> list[Task]:
    """One meeting in the hand: one with interpreters where there is one, and a cell that is free for it."""
    draft = {"programme_id": desk.draft}
    own = {"changed": None, "actor": member, "now": NOW}
    request, slot, room = _one_to_move(desk, case)
    here = next(p for p in case.programme if p.meeting == str(request))
    other = next(p for p in case.programme if p.meeting != here.meeting)
    place = {"request_id": request, "slot_id": slot, "room_id": room}
    taken = {"request_id": request, "slot_id": int(other.slot), "room_id": int(other.room)}
    day = case.clock.spans[here.slot][0].date()
    return [
        Task(name="move a meeting", target=0.3, work=lambda: placing.place(**draft, **place, **own)),
        Task(
            name="move a meeting where it clashes",
            target=0.3,
            work=lambda: _refused(lambda: placing.place(**draft, **taken, **own)),
        ),
        Task(name="take a meeting out", target=0.3, work=lambda: placing.take_out(**draft, request_id=request, **own)),
        Task(name="pin a meeting", target=0.3, work=lambda: placing.pin(**draft, request_id=request, **own)),
        Task(name="where to, a day", target=0.5, work=lambda: where_to(**draft, request_id=request, now=NOW, day=day)),
        Task(name="where to, all days", target=2.0, work=lambda: where_to(**draft, request_id=request, now=NOW)),
    ]


def _one_to_move(desk: Desk, case: ProgrammeCase) -> tuple[int, int, int]:
    for p in sorted(case.programme, key=lambda p: (not p.interpreters, int(p.meeting))):
        cells = free_cells(programme_id=desk.draft, request_id=int(p.meeting), now=NOW)
        free = [c for c in cells if (str(c.slot_id), str(c.room_id)) != (p.slot, p.room)]
        if free:
            return int(p.meeting), free[0].slot_id, free[0].room_id
    raise LookupError("nothing can move")


def _refused(work: Callable[[], object]) -> object:
    from menara.errors import Refusal

    try:
        return work()
    except Refusal as refusal:
        return str(refusal)


def _again(desk: Desk, case: ProgrammeCase, member: Membership) -> list[Task]:
    """Planning again after one change each; the list, and taking it."""
    here = case.programme[len(case.programme) // 2]
    helped = next(p for p in case.programme if p.interpreters)
    begin = case.clock.spans[here.slot][0]
    noon = begin.replace(hour=13, minute=0)
    half = (
        {"begins_at": begin.replace(hour=8), "ends_at": noon}
        if begin < noon
        else {"begins_at": noon, "ends_at": begin.replace(hour=20)}
    )
    day = {"begins_at": begin.replace(hour=7), "ends_at": begin.replace(hour=21)}
    of_helped = case.clock.spans[helped.slot][0]
    that_day = {"begins_at": of_helped.replace(hour=7), "ends_at": of_helped.replace(hour=21)}
    person = next(m.participants[0] for m in case.problem.meetings if m.key == here.meeting)
    without = [m.key for m in case.problem.meetings if m.key not in {p.meeting for p in case.programme}]
    changes: dict[str, Change] = {
        "a principal half a day": PersonAway(person_id=int(person), **half),
        "a room a day": RoomClosed(room_id=int(here.room), **day),
        "an interpreter a day": InterpreterOut(interpreter_id=int(helped.interpreters[0]), **that_day),
        "a cancelled meeting": MeetingCancelled(request_id=int(here.meeting)),
    }
    if without:
        changes["a late request"] = LateRequest(request_id=int(without[0]))
    own: dict[str, Any] = {"programme_id": desk.draft, "changed": None, "actor": member, "now": NOW}
    listed = [
        Task(name=f"again after {name}", target=3.0, work=lambda change=change: replan_preview(change=change, **own))  # type: ignore[misc]
        for name, change in changes.items()
    ]

    def both() -> None:
        replan_preview(change=changes["a principal half a day"], **own)
        accept_replan(**own)

    return [*listed, Task(name="again, listed and taken", target=4.0, work=both)]


def _publishing(desk: Desk, member: Membership) -> list[Task]:
    draft = {"programme_id": desk.draft}
    return [
        Task(name="review before publishing", target=1.0, work=lambda: before_publishing(**draft, now=NOW)),
        Task(
            name="publish",
            target=1.0,
            work=lambda: publish_programme(**draft, release_note={}, changed=None, actor=member, now=NOW),
        ),
        Task(name="lines of a version", target=0.5, work=lambda: programme_lines(**draft)),
        Task(name="what differs", target=0.5, work=lambda: differences(**draft)),
        Task(name="what has no place", target=0.5, work=lambda: unplaced(**draft, now=NOW)),
    ]


def _pages(desk: Desk, case: ProgrammeCase, member: Membership) -> list[Task]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(pk=member.account_id), "django.contrib.auth.backends.ModelBackend")
    request, _slot, _room = _one_to_move(desk, case)
    at = {"summit_id": desk.loaded.summit}
    one = {"programme_id": desk.draft, "request_id": request}
    day = (FIRST_DAY + timedelta(days=0)).isoformat()
    addresses = {
        "board of a day": (reverse("board", kwargs=at) + f"?day={day}", 0.5),
        "list": (reverse("programme", kwargs=at), 1.0),
        "move to": (reverse("place", kwargs=one), 1.0),
        "pick up": (reverse("place_free", kwargs=one) + f"?day={day}", 0.5),
        "publish, page": (reverse("programme_publish", kwargs={"programme_id": desk.draft}), 1.0),
        "version": (reverse("programme_version", kwargs={"programme_id": desk.published}), 1.0),
    }

    def opened(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return [
        Task(name=f"page: {name}", target=target, work=lambda address=address: opened(address))  # type: ignore[misc]
        for name, (address, target) in addresses.items()
    ]
