"""Lists of a whole summit: 180 delegations and 600 requests, in as many queries as for ten; and many hands at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from menara.actions.summits.bringing.comparison import Given, ListMovedOn
from menara.actions.summits.bringing.door import bring_list, look_at_list
from menara.actions.summits.days import SummitFacts, enter_summit
from menara.actions.summits.setting import RoomFacts, enter_room
from menara.errors import BadInput
from menara.ground import roles
from menara.models import Delegation, Institution, MeetingRequest, Person, Room
from office import NOW, Office, at_work, found

CLIENTS = 12
SECONDS = 5.0  # of processor time to look and to bring; under two are usual


def summit_of(office: Office) -> int:
    facts = SummitFacts(
        name={"en": "Summit"},
        first_day=date(2026, 6, 1),
        last_day=date(2026, 6, 4),
        venue={"en": "Hall"},
        time_zone="Africa/Casablanca",
    )
    return enter_summit(summit=facts, actor=office.editor)


def rows(cells: list[dict[str, Any]]) -> list[Given]:
    return [Given(row=number, cells=one) for number, one in enumerate(cells, start=2)]


def delegations(total: int, *, precedence: int = 0) -> list[Given]:
    return rows(
        [
            {
                "code": f"D{n:03}",
                "name_en": f"Police of {n}",
                "name_ar": f"شرطة {n}",
                "host": n == 0,
                "precedence": n + precedence,
                "head_latn": f"Head {n}",
                "title_en": "Director",
                "languages": ("en", "fr"),
            }
            for n in range(total)
        ]
    )


def requests(total: int, of: int, *, minutes: int = 30) -> list[Given]:
    pairs = list(combinations(range(of), 2))[:: max(1, of * (of - 1) // 2 // total)][:total]
    return rows(
        [
            {"asking": f"D{a:03}", "asked": f"Police of {b}", "subject_en": f"Matter {a}-{b}", "minutes": minutes}
            for a, b in pairs
        ]
    )


@dataclass(frozen=True, kw_only=True)
class Cost:
    queries: int
    seconds: float
    done: tuple[int, int, int]


def cost(run: Callable[[], Any]) -> Cost:
    before = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        done = run()
    seconds = time.process_time() - before
    return Cost(
        queries=len([q for q in queries if "SAVEPOINT" not in q["sql"]]),
        seconds=seconds,
        done=(done.entered, done.corrected, done.unchanged),
    )


def brought(office: Office, summit: int, what: str, given: list[Given]) -> Cost:
    """Look at a list and bring it in."""
    known: dict[str, Any] = {
        "what": what, "summit_id": summit, "given": given, "actor": office.editor, "now": NOW,
    }  # fmt: skip
    return cost(lambda: bring_list(**known, seen=look_at_list(**known).mark))


@pytest.mark.django_db
def test_a_whole_summit_comes_in_within_seconds_and_in_as_many_queries_as_a_small_one(office: Office) -> None:
    costs: dict[tuple[str, str, int], Cost] = {}
    for size, wanted in ((10, 20), (180, 600)):
        summit = summit_of(office)
        lists = {
            "delegations": (delegations(size), delegations(size, precedence=1)),
            "requests": (requests(wanted, size), requests(wanted, size, minutes=45)),
        }
        for what, (first, other) in lists.items():
            total = len(first)
            for step, given, done in (
                ("new", first, (total, 0, 0)),
                ("same", first, (0, 0, total)),
                ("changed", other, (0, total, 0)),
            ):
                costs[what, step, size] = found_cost = brought(office, summit, what, given)
                assert found_cost.done == done
        assert Delegation.objects.filter(summit=summit).count() == size
        assert MeetingRequest.objects.filter(summit=summit).count() == wanted
    # The bodies are the same at both summits: only their number grows.
    assert (Institution.objects.count(), Person.objects.count()) == (180, 190)
    small, large = ({key[:2]: one.queries for key, one in costs.items() if key[2] == size} for size in (10, 180))
    assert large == small
    assert {key: one.seconds for key, one in costs.items() if one.seconds > SECONDS} == {}


# --- many hands at once -----------------------------------------------------------------------------------------------


@pytest.fixture
def races(transactional_db: None) -> Iterator[tuple[Office, int]]:
    founded = found("lists at once")
    with at_work(founded):
        summit = summit_of(founded)
    yield founded, summit
    connection.close()


def race(office: Office, run: Callable[[int], Any]) -> Counter[str]:
    """Let all clients run at one moment, each on its own connection as the application's role."""
    start, ended = threading.Barrier(CLIENTS), Counter[str]()

    def client(n: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {roles.APPLICATION}")
            start.wait()
            with at_work(office, "editor"):
                done = run(n)
            ended[str((done.entered, done.corrected, done.unchanged)) if hasattr(done, "entered") else "by hand"] += 1
        except ListMovedOn:
            ended["moved on"] += 1
        except BadInput as refusal:
            ended[refusal.faults[0].code] += 1
        finally:
            connection.close()

    clients = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return ended


def test_of_many_who_bring_one_list_one_enters_it(races: tuple[Office, int]) -> None:
    office, summit = races
    given = delegations(5)
    known: dict[str, Any] = {"what": "delegations", "summit_id": summit, "given": given, "actor": office.editor}
    with at_work(office):
        seen = look_at_list(**known, now=NOW).mark
    ended = race(office, lambda n: bring_list(**known, now=NOW, seen=seen if n % 2 else ""))
    with at_work(office):
        assert (Delegation.objects.count(), Institution.objects.count(), Person.objects.count()) == (5, 5, 5)
    # Who had seen that all are new is told otherwise; who brought it blindly changes nothing.
    assert ended["(5, 0, 0)"] == 1
    assert ended["moved on"] + ended["(0, 0, 5)"] == CLIENTS - 1


def test_a_list_and_forms_at_once_leave_one_room_of_a_code(races: tuple[Office, int]) -> None:
    office, summit = races
    room = RoomFacts(code="R7", name={"en": "R"}, capacity=4)
    given = rows([{"code": f"R{n}", "name_en": "R", "capacity": 4, "hours": ()} for n in range(9)])

    def run(n: int) -> Any:
        if n % 3:
            return bring_list(what="rooms", summit_id=summit, given=given, actor=office.editor, now=NOW)
        try:
            return enter_room(summit_id=summit, room=room, actor=office.editor)
        except IntegrityError:
            raise ListMovedOn from None  # a second form of that code, at the same moment

    race(office, run)
    with at_work(office):
        assert Counter(Room.objects.values_list("code", flat=True)) == Counter(f"R{n}" for n in range(9))
