"""The summit desk in the browser: figures that lead to their rows, forms that tell every fault, guests kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menara.models import (
    Absence,
    CalendarFeed,
    Delegation,
    DelegationMember,
    FocalPoint,
    MeetingRequest,
    Room,
    Slot,
    Summit,
)
from office import NOW
from web.world import address_of, desk_records

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class World:
    """Row ids of the rehearsal in the demonstration, as ``desk_records`` names them."""

    organisation: int
    summit: int
    delegation: int
    other_delegation: int
    delegate: int
    absence: int
    focal_point: int
    request: int
    others_request: int
    room: int
    interpreter: int


@pytest.fixture
def world(
    as_application: Callable[[], AbstractContextManager[None]], monkeypatch: Any, settings: Any
) -> Iterator[World]:
    from menara.intake import demonstration
    from menara.models import Account, Membership, acting_for

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(demonstration, "OFFICERS", 5)
    monkeypatch.setattr(demonstration, "OFFICERS_OF_SECOND", 3)
    with as_application():
        list(demonstration.build(now=NOW))
        account = Account.objects.get_by_natural_key(address_of("administrator"))
        with acting_for(None, account_id=account.pk):
            member = Membership.objects.get(account=account)
        with acting_for(member.organisation_id, account_id=account.pk):
            known = {field.name for field in fields(World)}
            records = {name: own for name, own in desk_records().items() if name in known}
            yield World(organisation=member.organisation_id, **records)


def signed_in(role: str, language: str = "en") -> Client:
    from menara.models import Account, acting_for

    client, email = Client(), address_of(role)
    with acting_for(None, email=email):
        client.force_login(Account.objects.get(email=email), "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def html(answer: Any) -> str:
    return str(answer.content.decode())


def inside(world: World) -> AbstractContextManager[Any]:
    from menara.models import MEMBER, acting_for

    return acting_for(world.organisation, guest=MEMBER)


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_every_figure_of_the_desk_counts_the_rows_it_leads_to(world: World) -> None:
    client = signed_in("editor")
    page = html(client.get(reverse("summit", args=[world.summit])))
    listed = reverse("requests", args=[world.summit])
    led = dict(re.findall(rf'<a[^>]*href="({listed}[^"]*)"[^>]*><bdi>(\d+)</bdi>', page))
    counted = {}
    for address in led:
        found = re.search(r"Requests: <bdi>(\d+)</bdi>", html(client.get(address.replace("&amp;", "&"))))
        counted[address] = found[1] if found else "?"
    assert len(led) > 8
    assert counted == led


def test_the_files_hold_exactly_the_rows_asked_for(world: World) -> None:
    client = signed_in("viewer")
    asked = f"?status=accepted&delegation={world.delegation}"
    rows = html(client.get(reverse("requests_export", args=[world.summit, "csv"]) + asked)).strip().splitlines()
    with inside(world):
        expected = MeetingRequest.objects.filter(summit_id=world.summit, status="accepted", asking_id=world.delegation)
        assert len(rows) - 1 == expected.count() == 2
    assert all("Norwegian National Police" in row for row in rows[1:])


def test_the_matrix_leads_from_every_pair_to_its_request(world: World) -> None:
    page = html(signed_in("viewer").get(reverse("matrix", args=[world.summit])))
    with inside(world):
        ids = set(MeetingRequest.objects.filter(summit_id=world.summit).values_list("pk", flat=True))
    assert {int(own) for own in re.findall(r"/requests/(\d+)/", page)} == ids


# --- forms ------------------------------------------------------------------------------------------------------------


def test_asking_tells_every_fault_at_its_field_and_then_saves(world: World) -> None:
    client = signed_in("editor")
    address = reverse("request_ask", args=[world.summit])
    both = {"asking": world.delegation, "asked": world.delegation}
    usual = {"minutes": 30, "persons": 4, "priority": 2, "clearance": 0, "receiving": "asked"}
    bad = {**usual, **both, "persons": 99, "window_from": "2027-10-12T10:00", "window_until": "2027-10-12T09:00"}
    answer = client.post(address, bad)
    faulty = re.findall(r'<div class="field field-faulty">\s*<label for="id_(\w+)"', html(answer))
    assert (answer.status_code, sorted(faulty)) == (422, ["asked", "persons", "subject_en", "window_until"])
    with inside(world):
        germany = Delegation.objects.get(summit_id=world.summit, institution__country="DEU").pk
    good = {**usual, "asking": world.delegation, "asked": germany, "subject_fr": "Formation"}
    answer = client.post(address, good)
    with inside(world):
        made = MeetingRequest.objects.latest("pk")
        assert (made.asking_id, made.asked_id, made.subject) == (world.delegation, germany, {"fr": "Formation"})
    assert answer.headers["Location"] == reverse("request", args=[made.pk])
    again = client.post(address, good)
    assert again.status_code == 409
    assert "still open" in html(again)


def test_half_a_span_is_a_fault(world: World) -> None:
    answer = signed_in("editor").post(
        reverse("request_correct", args=[world.request]),
        {"subject_en": "S", "minutes": 30, "persons": 4, "priority": 2, "clearance": 0, "receiving": "asked",
         "preferred_from": "2027-10-12T09:00"},
    )  # fmt: skip
    assert (answer.status_code, "Give both ends" in html(answer)) == (422, True)


def test_a_room_is_open_as_it_is_written_in_the_zone_of_the_summit(world: World) -> None:
    client = signed_in("planner")
    written = {"name_en": "New", "code": "new", "capacity": 9, "clearance": 0, "turnover_minutes": 0}
    address = reverse("room_enter", args=[world.summit])
    wrong = client.post(address, {**written, "hours": "2027-10-12 9 to 12\n2027-10-12 09:00-10:00"})
    assert (wrong.status_code, "2027-10-12 9 to 12" in html(wrong)) == (422, True)
    answer = client.post(address, {**written, "hours": "2027-10-12 09:00-10:00", "equipment": "screen; booth"})
    assert answer.status_code == 302
    with inside(world):
        room = Room.objects.get(code="new")
        (hours,) = room.hours.values_list("during", flat=True)
        assert (f"{hours.lower:%H:%M%z}", room.equipment) == ("08:00+0000", ["screen", "booth"])
    page = html(client.get(reverse("room_correct", args=[room.pk])))
    assert "2027-10-12 09:00-10:00" in page


def test_an_older_form_saves_nothing(world: World) -> None:
    client = signed_in("editor")
    address = reverse("summit_correct", args=[world.summit])
    typed = {"name_en": "Renamed", "first_day": "2027-10-12", "last_day": "2027-10-14",
             "time_zone": "Africa/Casablanca", "version": 1}  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed | {"name_en": "Renamed again"}).status_code == 409
    with inside(world):
        assert Summit.objects.get(pk=world.summit).name == {"en": "Renamed"}


def test_slots_are_laid_from_the_page(world: World) -> None:
    client = signed_in("editor")
    grid = {"days": ["2027-10-13"], "hours": "09:00-10:00\n11:00-11:30", "minutes": 30, "pause": 0}
    assert client.post(reverse("slots_lay", args=[world.summit]), grid).status_code == 302
    with inside(world):
        assert Slot.objects.filter(summit_id=world.summit).count() == 3


def test_a_focal_point_is_named_on_the_page_and_let_go(world: World) -> None:
    client = signed_in("administrator")
    typed = {"email": "new@example.org", "name": "New", "language": "fr", "password": "jardin clos et menara"}
    answer = client.post(reverse("focal_point_name", args=[world.other_delegation]), typed)
    assert answer.status_code == 302
    with inside(world):
        own = FocalPoint.objects.get(delegation_id=world.other_delegation)
    assert "new@example.org" in html(client.get(reverse("focal_points", args=[world.summit])))
    client.post(reverse("focal_point_end", args=[own.pk]))
    with inside(world):
        assert FocalPoint.objects.get(pk=own.pk).ended_at is not None


def test_who_leaves_takes_no_secret_address_and_the_page_says_so(world: World) -> None:
    with inside(world):
        told = {"organisation_id": world.organisation, "delegation_id": world.delegation, "made_at": NOW}
        feed = CalendarFeed.objects.create(**told, secret_hash="x")
    client = signed_in("administrator")
    answer = client.post(reverse("focal_point_end", args=[world.focal_point]), follow=True)
    assert answer.redirect_chain == [(reverse("delegation_calendars", args=[world.delegation]), 302)]
    assert "1 secret calendar address of the delegation is closed, because the focal point knew it." in html(answer)
    with inside(world):
        assert CalendarFeed.objects.get(pk=feed.pk).ended_at is not None


# --- focal points -----------------------------------------------------------------------------------------------------


def test_a_focal_point_sees_its_places_only_and_each_of_them_opens(world: World) -> None:
    client = signed_in("focal_point")
    page = html(client.get(reverse("desk")))
    places = set(re.findall(r'href="(/[^"#]*)"', page.split("<main")[0])) - {"/sign-out/"}
    assert {address: client.get(address).status_code for address in places} == dict.fromkeys(places, 200)
    links = {a for a in re.findall(r'href="(/[^"#]*)"', page.split("<main")[1]) if not a.startswith("/static/")}
    opened = {address: client.get(address.replace("&amp;", "&")).status_code for address in links}
    assert opened == dict.fromkeys(links, 200)


def test_a_focal_point_answers_from_its_desk(world: World) -> None:
    client = signed_in("focal_point")
    page = html(client.get(reverse("desk")))
    ((address, version),) = re.findall(r'action="(/requests/\d+/answer/)".*?name="version" value="(\d+)"', page, re.S)
    client.post(address, {"answer": "propose", "minutes": "20", "version": version, "note": "Shorter"})
    with inside(world):
        row = MeetingRequest.objects.get(pk=int(address.split("/")[2]))
        assert (row.status, row.proposed_minutes, row.answer_note) == ("countered", 20, "Shorter")
    assert client.post(address, {"answer": "accept", "version": version}).status_code == 409


def test_another_delegations_pages_are_told_like_pages_that_are_not(world: World) -> None:
    client = signed_in("focal_point")
    with inside(world):
        theirs = DelegationMember.objects.filter(delegation_id=world.other_delegation).order_by("pk")
        head, adviser = theirs[0].pk, theirs[1].pk
    closed = {
        reverse("delegation", args=[world.other_delegation]): 404,
        reverse("delegation_correct", args=[world.other_delegation]): 404,
        reverse("delegate_enter", args=[world.other_delegation]): 404,
        reverse("absence_enter", args=[world.other_delegation]): 404,
        reverse("delegate_correct", args=[head]): 404,
        reverse("delegate_correct", args=[adviser]): 404,
        reverse("request", args=[world.others_request]): 404,
        reverse("request_correct", args=[world.others_request]): 404,
        reverse("requests", args=[987_654_321]): 404,
    }
    assert {address: client.get(address).status_code for address in closed} == closed
    posted = {
        reverse("delegate_remove", args=[head]): 404,
        reverse("request_answer", args=[world.others_request]): 404,
        reverse("absence_remove", args=[world.absence]): 404,
        reverse("focal_point_end", args=[world.focal_point]): 403,
        reverse("room_remove", args=[world.room]): 403,
    }
    sent = {"answer": "withdraw", "delegation": world.other_delegation}
    assert {address: client.post(address, sent).status_code for address in posted} == posted
    with inside(world):
        assert (Absence.objects.filter(pk=world.absence).count(), theirs.count()) == (1, 2)
        assert MeetingRequest.objects.get(pk=world.others_request).status == "accepted"


def test_one_who_acts_for_two_chooses_which(world: World) -> None:
    client = signed_in("focal_point")
    assert "2027" in html(client.get(reverse("desk")))
    with inside(world):
        earlier = FocalPoint.objects.filter(membership__account__email=address_of("focal_point")).order_by("pk")[0]
    client.post(reverse("desk_choose"), {"delegation": earlier.delegation_id})
    assert client.get(reverse("delegation", args=[earlier.delegation_id])).status_code == 200
    assert client.get(reverse("delegation", args=[world.delegation])).status_code == 404
    client.post(reverse("desk_choose"), {"delegation": world.other_delegation})
    assert client.get(reverse("delegation", args=[world.other_delegation])).status_code == 404


def test_one_who_acts_for_none_any_more_is_told_so(world: World) -> None:
    client = signed_in("focal_point")
    with inside(world):
        FocalPoint.objects.all().update(ended_at=NOW)
    answer = client.get(reverse("desk"))
    assert (answer.status_code, "You act for no delegation" in html(answer)) == (200, True)
    assert client.get(reverse("delegation", args=[world.delegation])).status_code == 404
