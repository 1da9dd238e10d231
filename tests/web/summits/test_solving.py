"""Solving and planning again in the web: started, watched, stopped, read; what a change would move before it moves."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from office import Office
from summit_world import BEFORE, World, build
from web.doors import signed_in
from web.summits.test_board import changed as changed_of
from web.summits.test_board import draft, places, request_of


@pytest.fixture
def world(office: Office, monkeypatch: pytest.MonkeyPatch) -> World:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return build(office)


def solve(world: World, own: int) -> None:
    from menara.actions.summits.solving import carry_out_solving

    signed_in(world.office, "planner").post(reverse("programme_solve", args=[own]), {"seconds": "10"})
    assert carry_out_solving(organisation_id=world.office.id, programme_id=own, clock=lambda: BEFORE) == "done"


def text_of(html: str) -> str:
    """What a reader sees, without marks of direction."""
    return re.sub(r"\s+", " ", re.sub("[\u2068\u2069]|<[^>]+>", " ", html))


# --- solving ----------------------------------------------------------------------------------------------------------


def test_a_search_is_started_watched_and_stopped(world: World) -> None:
    own = draft(world)
    world.ask("norway")
    client = signed_in(world.office, "planner")
    address = reverse("programme_solve", args=[own])
    assert client.post(address, {"seconds": "10"}).headers["Location"] == address
    html = client.get(address).content.decode()
    assert ('id="progress"' in html, reverse("programme_stop", args=[own]) in html) == (True, True)
    assert client.post(reverse("programme_stop", args=[own])).status_code == 302
    assert 'id="progress"' not in client.get(address).content.decode()  # nobody had taken it up


def test_a_page_that_watches_is_sent_to_the_result_once_it_is_there(world: World) -> None:
    own = draft(world)
    world.ask("norway")
    solve(world, own)
    address = reverse("programme_solve", args=[own])
    answer = signed_in(world.office, "viewer").get(address, headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == address


def test_the_result_says_what_is_held_what_is_not_and_why_and_what_is_proven(world: World) -> None:
    own = draft(world)
    for code in ("norway", "kenya"):
        world.ask(code)
    japan = world.add_delegation("japan", "ja")
    unheard = world.ask("japan")  # nobody interprets between Japanese and what the host works in
    assert japan.pk
    solve(world, own)
    html = signed_in(world.office, "viewer").get(reverse("programme_solve", args=[own])).content.decode()
    told = text_of(html)
    assert "2 meetings have a place" in told
    assert re.findall(r'<a href="([^"]+)"><b>', html) == [reverse("place", args=[own, unheard])]
    assert "Nobody interprets from Arabic into ja" in told[told.index("Not held, and why") :]
    assert html.count('class="number gap-none"') == 6


@pytest.mark.parametrize("role", ["viewer", "editor", "approver"])
def test_one_who_may_not_plan_starts_and_stops_nothing(world: World, role: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    client = signed_in(world.office, role)
    answers = [
        client.post(reverse("programme_solve", args=[own]), {"seconds": "10"}),
        client.post(reverse("programme_stop", args=[own])),
        client.get(reverse("programme_change", args=[own])),
        client.post(reverse("programme_change_accept", args=[own])),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4


def test_nothing_to_search_for_is_said_on_the_page(world: World) -> None:
    own = draft(world)
    client = signed_in(world.office, "planner")
    answer = client.post(reverse("programme_solve", args=[own]), {"seconds": "10"}, follow=True)
    assert "There is nothing to search for" in answer.content.decode()


# --- planning again ---------------------------------------------------------------------------------------------------


def closed(world: World, room: str, *, hours: tuple[str, str] = ("09:00", "10:00")) -> dict[str, str]:
    begin, end = (f"2026-09-14T{hour}" for hour in hours)
    return {"record": str(world.rooms[room].pk), "begins_at": begin, "ends_at": end}


def test_a_closed_room_is_listed_before_anything_moves_and_moves_once_accepted(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client = signed_in(world.office, "planner")
    before = places(own)
    html = client.post(reverse("programme_change", args=[own]) + "?kind=room", closed(world, "Atlas 1"), follow=True)
    told = text_of(html.content.decode())
    assert ("Police of norway" in told, "Accept these changes" in told) == (True, True)
    assert places(own) == before
    changed = re.search(r'name="changed" value="(\d+)"', html.content.decode())
    assert changed is not None
    client.post(reverse("programme_change_accept", args=[own]), {"changed": changed[1]})
    after = places(own)
    assert after["Police of kenya"] == before["Police of kenya"]
    assert after["Police of norway"] == ("Atlas 2", "09:00")  # the least that can change is the room


def test_what_was_not_accepted_is_left(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    client = signed_in(world.office, "planner")
    client.post(reverse("programme_change", args=[own]) + "?kind=room", closed(world, "Atlas 1"))
    client.post(reverse("programme_change_drop", args=[own]))
    assert places(own) == {"Police of norway": ("Atlas 1", "09:00")}
    assert client.post(reverse("programme_change_accept", args=[own])).status_code == 422


def test_the_list_of_a_change_has_an_address_and_is_read_again_until_the_draft_moves_on(world: World) -> None:
    from menara.actions.summits.placing import pin

    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client = signed_in(world.office, "planner")
    sent = client.post(reverse("programme_change", args=[own]) + "?kind=room", closed(world, "Atlas 1"))
    address = sent.headers["Location"]
    first, second = (text_of(client.get(address).content.decode()) for _time in range(2))
    assert (first, "Atlas 1" in first, "Accept these changes" in first) == (second, True, True)
    pin(
        programme_id=own, request_id=request_of(world, "kenya"), changed=None, actor=world.office.planner, now=BEFORE
    )  # fmt: skip
    html = client.get(address).content.decode()
    assert ("no longer holds" in html, "Accept these changes" in html) == (True, False)
    again = re.search(r'href="([^"]*kind=room[^"]*)"', html)
    assert again is not None
    form = client.get(again[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r'type="datetime-local" name="\w+" value="([^"]+)"', form) == [
        "2026-09-14T09:00", "2026-09-14T10:00",
    ]  # fmt: skip
    assert re.search(rf'<option value="{world.rooms["Atlas 1"].pk}" selected>', form)


def test_a_list_that_another_has_replaced_is_not_accepted(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client, before = signed_in(world.office, "planner"), places(own)
    lists = [
        client.post(reverse("programme_change", args=[own]) + "?kind=room", closed(world, room)).headers["Location"]
        for room in ("Atlas 1", "Atlas 2")
    ]
    assert "no longer there" in client.get(lists[0]).content.decode()
    key = lists[0].rstrip("/").rpartition("/")[2]
    answer = client.post(reverse("programme_change_accept", args=[own]), {"changed": changed_of(own), "key": key})
    assert (answer.status_code, places(own)) == (422, before)


@pytest.mark.parametrize("kind", ["person", "room", "interpreter", "cancelled", "late"])
def test_every_kind_of_change_has_its_form(world: World, kind: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    world.ask("ghana")
    html = signed_in(world.office, "planner").get(reverse("programme_change", args=[own]), {"kind": kind})
    text = html.content.decode()
    assert len(re.findall(r'<option value="\d+">', text)) >= 1
    assert ('name="begins_at"' in text) == (kind in ("person", "room", "interpreter"))


def test_a_change_that_ends_before_it_begins_is_refused_at_its_field(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    answer = signed_in(world.office, "planner").post(
        reverse("programme_change", args=[own]) + "?kind=room", closed(world, "Atlas 1", hours=("10:00", "09:00"))
    )
    assert answer.status_code == 422
    assert "The end must lie after the beginning." in answer.content.decode()


def test_a_cancelled_meeting_leaves_its_place(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client = signed_in(world.office, "planner")
    address = reverse("programme_change", args=[own]) + "?kind=cancelled"
    html = client.post(address, {"record": request_of(world, "norway")}, follow=True).content.decode()
    assert "No longer held" in html
    changed = re.search(r'name="changed" value="(\d+)"', html)
    assert changed is not None
    client.post(reverse("programme_change_accept", args=[own]), {"changed": changed[1]})
    assert places(own) == {"Police of kenya": ("Atlas 2", "10:00")}
