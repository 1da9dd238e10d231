"""Twenty clients at once, each on its own connection as the application's role: one books, nineteen are refused, and
nothing is half saved. The schema alone is raced, too, by a path of writing that waits for nobody."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, OperationalError, connection

from menara.actions.summits.booking import BookedMeanwhile, book, bookings
from menara.actions.summits.placing import place
from menara.actions.summits.programme import ProgrammeClashes, draft_programme
from menara.engines.meetings.problem import Placing
from menara.ground import roles
from menara.models import Placement, PlacementInterpreter, PlacementPerson, Programme
from menara.queries.summits.scheduling import problem_of
from office import at_work, found
from summit_world import BEFORE, World, build

CLIENTS = 20


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    founded = found("races")
    with at_work(founded):
        world = build(founded, hours=(9, 9.5))
        for n in range(CLIENTS):
            world.add_delegation(f"guest {n}", "en")
            world.add_delegation(f"other {n}", "en")
            world.add_delegation(f"arab {n}", "ar")
            world.add_delegation(f"spanish {n}", "es")
            world.add_room(f"Room {n}")
        draft_programme(summit_id=world.summit.pk, actor=founded.editor, now=BEFORE)
    yield world
    connection.close()


def room(world: World) -> list[tuple[int, str]]:
    """Meetings that share nothing but the room they want."""
    return [(world.ask(f"guest {n}", f"other {n}"), "Atlas 1") for n in range(CLIENTS)]


def person(world: World) -> list[tuple[int, str]]:
    """Meetings of one head with twenty others, each in a room of its own."""
    return [(world.ask(f"guest {n}"), f"Room {n}") for n in range(CLIENTS)]


def interpreter(world: World) -> list[tuple[int, str]]:
    """Meetings of different people in different rooms that need the one interpreter there is."""
    return [(world.ask(f"spanish {n}", f"arab {n}"), f"Room {n}") for n in range(CLIENTS)]


SCENES = {
    "room": (room, "one_meeting_in_a_room", {"one_meeting_in_a_room"}),
    "person": (person, "one_meeting_at_a_time", {"one_meeting_at_a_time"}),
    "interpreter": (interpreter, "one_meeting_an_interpreter", {"interpreters_are_busy"}),
}


def race(world: World, run: Callable[[int], None]) -> Counter[str]:
    """Let all clients run at one moment; how many ended in which way."""
    start, ended = threading.Barrier(CLIENTS), Counter[str]()

    def client(n: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {roles.APPLICATION}")
            start.wait()
            with at_work(world.office, "editor"):
                run(n)
            ended["booked"] += 1
        except (ProgrammeClashes, BookedMeanwhile) as refusal:
            for constraint in {conflict.constraint for conflict in refusal.conflicts}:
                ended[constraint] += 1
        except (IntegrityError, OperationalError) as error:
            ended[type(error.__cause__).__name__] += 1
        finally:
            connection.close()

    clients = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return ended


def saved(world: World) -> tuple[int, int, int]:
    """Places, and what is missing beside them or left without one."""
    with at_work(world.office):
        places = Placement.objects.count()
        people = PlacementPerson.objects.count() - 2 * places
        strays = PlacementInterpreter.objects.exclude(placement__in=Placement.objects.all()).count()
    return places, people, strays


@pytest.mark.parametrize("scene", list(SCENES))
def test_twenty_clients_place_and_one_wins(world: World, scene: str) -> None:
    arrange, _wall, told = SCENES[scene]
    with at_work(world.office):
        wanted = arrange(world)
        draft = Programme.objects.get().pk

    def run(n: int) -> None:
        request, code = wanted[n]
        place(
            programme_id=draft, request_id=request, **world.where(code, 9), changed=None, actor=world.office.editor,
            now=BEFORE,
        )  # fmt: skip

    assert race(world, run) == {"booked": 1, **dict.fromkeys(told, CLIENTS - 1)}
    assert saved(world) == (1, 0, 0)
    with at_work(world.office):
        assert Programme.objects.get().changed == 1


@pytest.mark.parametrize("scene", list(SCENES))
def test_the_schema_alone_lets_one_win(world: World, scene: str) -> None:
    """No row of the programme is held and nobody looks before: what the database says is all there is. Where two of
    its writers wait for each other it ends one of them, which is no booking either."""
    arrange, wall, _told = SCENES[scene]
    with at_work(world.office):
        wanted = arrange(world)
        draft = Programme.objects.get()
        case = problem_of(programme_id=draft.pk, now=BEFORE)
        team = (str(world.interpreters["I-1"].pk),) if scene == "interpreter" else ()
        slot = str(world.slots[9].pk)
        ready = [
            bookings(case, [Placing(meeting=str(r), slot=slot, room=str(world.rooms[code].pk), interpreters=team)])
            for r, code in wanted
        ]
    ended = race(world, lambda n: book(programme=draft, case=case, booked=ready[n]))
    assert (ended["booked"], sum(ended.values())) == (1, CLIENTS)
    assert ended.keys() <= {"booked", wall, "DeadlockDetected"}
    assert saved(world) == (1, 0, 0)
