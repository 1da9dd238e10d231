"""The programme board in the web: a day of rooms by time, its list twin, moving in all its ways, refusals in place."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office
from summit_world import BEFORE, DAY, World, build
from web.doors import signed_in


@pytest.fixture
def world(office: Office, monkeypatch: pytest.MonkeyPatch) -> World:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return build(office)


def draft(world: World, **places: tuple[str, float]) -> int:
    """A draft in which the named delegations meet the host at these places; its id."""
    from menara.actions.summits.placing import place
    from menara.actions.summits.programme import draft_programme

    actor = world.office.planner
    own = draft_programme(summit_id=world.summit.pk, actor=actor, now=BEFORE)
    for code, (room, hour) in places.items():
        place(
            programme_id=own,
            request_id=world.ask(code),
            **world.where(room, hour),
            changed=None,
            actor=actor,
            now=BEFORE,
        )
    return own


def request_of(world: World, code: str) -> int:
    from menara.models import MeetingRequest

    return MeetingRequest.objects.values_list("pk", flat=True).get(asking=world.delegations[code])


def changed(programme_id: int) -> int:
    from menara.queries.summits.programme import version

    return version(programme_id=programme_id).changed


def at(world: World, room: str, hour: float) -> str:
    place = world.where(room, hour)
    return f"{place['slot_id']}:{place['room_id']}"


def places(programme_id: int) -> dict[str, tuple[str, str]]:
    """Room and hour of each meeting by who asked."""
    from menara.queries.summits.programme import programme_lines
    from menara.web.summits.words import clock

    return {
        line.asking.name["en"]: (line.room_code, clock(line.begins_at, "Africa/Casablanca"))
        for line in programme_lines(programme_id=programme_id)
    }


def board_of(client: Client, world: World, **asked: Any) -> str:
    answer = client.get(reverse("board", args=[world.summit.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def cells(html: str) -> list[list[str]]:
    """The board as text: of each row the room cells, a meeting by its first name."""
    rows = re.findall(r'<tr data-step="\d+".*?</tr>', html, flags=re.DOTALL)
    return [
        [
            name.group(1) if (name := re.search(r"<b>(?:<bdi[^>]*>)?(.*?)<", cell)) else ""
            for cell in re.findall(r"<td.*?</td>", row, flags=re.DOTALL)
        ]
        for row in rows
    ]


# --- the board --------------------------------------------------------------------------------------------------------


def test_a_summit_without_a_programme_offers_to_open_a_draft_to_those_who_may(world: World) -> None:
    address = reverse("programme_draft", args=[world.summit.pk])
    assert address in board_of(signed_in(world.office, "editor"), world)
    assert address not in board_of(signed_in(world.office, "viewer"), world)
    client = signed_in(world.office, "editor")
    assert client.post(address).headers["Location"] == reverse("board", args=[world.summit.pk])
    assert "Without a place" in board_of(client, world)


def test_a_meeting_stands_in_its_room_over_the_steps_it_lasts(world: World) -> None:
    from menara.models import MeetingRequest

    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    long = world.ask("ghana", minutes=60)
    assert MeetingRequest.objects.get(pk=long).minutes == 60
    client = signed_in(world.office, "planner")
    client.post(reverse("place", args=[own, long]), {"cell": at(world, "Atlas 2", 11)})
    html = board_of(client, world)
    assert cells(html) == [
        ["Police of norway", ""],
        ["", ""],
        ["", "Police of kenya"],
        ["", ""],
        ["", "Police of ghana"],
        [""],  # the second hour of Ghana's lies over this row
    ]
    assert html.count('rowspan="2"') == 1


def test_the_tray_holds_what_has_no_place_the_most_important_first(world: World) -> None:
    draft(world)
    world.ask("norway", priority=3)
    world.ask("kenya", priority=1)
    html = board_of(signed_in(world.office, "editor"), world)
    tray = html[html.index('id="tray"') :]
    assert re.findall(r"<b>(?:<bdi[^>]*>)?(.*?)<", tray) == ["Police of kenya", "Police of norway"]


def test_one_who_may_not_edit_gets_nothing_to_drag_and_no_script(world: World) -> None:
    draft(world, norway=("Atlas 1", 9))
    seen = {role: board_of(signed_in(world.office, role), world) for role in ("viewer", "approver", "editor")}
    assert {role: ("data-meeting" in html, "board.js" in html) for role, html in seen.items()} == {
        "viewer": (False, False),
        "approver": (False, False),
        "editor": (True, True),
    }


def test_a_filter_dims_the_meetings_of_others_and_leaves_them_in_their_cells(world: World) -> None:
    draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    html = board_of(signed_in(world.office), world, delegation=world.delegations["norway"].pk)
    dim = re.findall(r'class="meeting([^"]*)" id="meeting-(\d+)"', html)
    assert {int(own): "is-dim" in names for names, own in dim} == {
        request_of(world, "norway"): False,
        request_of(world, "kenya"): True,
    }


# --- where it could go ------------------------------------------------------------------------------------------------


def test_at_pick_up_the_server_says_of_each_cell_whether_it_is_free_and_why_not(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client = signed_in(world.office, "editor")
    answer = client.get(reverse("place_free", args=[own, request_of(world, "norway")]), {"day": DAY.isoformat()})
    found = {key: (state, told) for key, state, told, _other in answer.json()["cells"]}
    assert len(found) == 12  # six steps, two rooms
    assert found[at(world, "Atlas 2", 9)] == ("free", [])
    for room in ("Atlas 1", "Atlas 2"):  # the host sits with Kenya at ten, in either room
        state, told = found[at(world, room, 10)]
        assert state == "clashes"
        assert any("Police of kenya" in sentence for sentence in told)


def test_the_page_of_a_meeting_lists_free_places_and_what_would_clash_without_a_script(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    html = signed_in(world.office, "editor").get(reverse("place", args=[own, request_of(world, "norway")])).content
    offered = re.findall(r'name="cell" value="(\d+:\d+)"', html.decode())
    busy = {at(world, room, 10) for room in ("Atlas 1", "Atlas 2")}
    assert busy.isdisjoint(offered)
    assert at(world, "Atlas 2", 11) in offered
    assert "Police of kenya" in html.decode()


# --- moving -----------------------------------------------------------------------------------------------------------


def test_a_form_moves_a_meeting_and_leads_back_to_it_on_the_board(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    request = request_of(world, "norway")
    client = signed_in(world.office, "editor")
    answer = client.post(
        reverse("place", args=[own, request]), {"cell": at(world, "Atlas 2", 11), "changed": changed(own)}
    )
    assert answer.headers["Location"] == (
        f"{reverse('board', args=[world.summit.pk])}?version={own}&day={DAY}#meeting-{request}"
    )
    assert places(own) == {"Police of norway": ("Atlas 2", "11:00")}


def test_the_script_of_the_board_hears_what_was_done_as_data(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    address = reverse("place", args=[own, request_of(world, "norway")])
    sent = {"cell": at(world, "Atlas 2", 11), "changed": changed(own)}
    answer = signed_in(world.office, "editor").post(address, sent, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert re.sub("[\u2068\u2069]", "", answer.json()["told"]) == (
        "Police of norway and Police of host · Mon 14 September · 11:00–11:30 · Atlas 2"
    )


@pytest.mark.parametrize("wants_data", [True, False])
def test_a_clash_is_refused_naming_the_meeting_in_the_way_and_nothing_moves(world: World, wants_data: bool) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    address = reverse("place", args=[own, request_of(world, "norway")])
    sent = {"cell": at(world, "Atlas 1", 10), "changed": changed(own)}
    headers = {"accept": "application/json"} if wants_data else {}
    before = places(own)
    answer = signed_in(world.office, "editor").post(address, sent, headers=headers)
    assert answer.status_code == 422
    told = " ".join(answer.json()["conflicts"]) if wants_data else answer.content.decode()
    assert "Police of kenya" in told
    assert places(own) == before


def test_two_editors_notice_each_other(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    seen = changed(own)
    address = reverse("place", args=[own, request_of(world, "norway")])
    first, second = signed_in(world.office, "editor"), signed_in(world.office, "planner")
    assert first.post(address, {"cell": at(world, "Atlas 2", 10), "changed": seen}).status_code == 302
    assert second.post(address, {"cell": at(world, "Atlas 1", 11), "changed": seen}).status_code == 409
    assert places(own) == {"Police of norway": ("Atlas 2", "10:00")}


@pytest.mark.parametrize("cell", ["", "x:y", "0:0", "99999999:1", "1:²"])
def test_a_cell_that_is_none_is_refused(world: World, cell: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    answer = signed_in(world.office, "editor").post(
        reverse("place", args=[own, request_of(world, "norway")]), {"cell": cell}
    )
    assert answer.status_code in (404, 422)
    assert places(own) == {"Police of norway": ("Atlas 1", "09:00")}


def test_the_last_move_can_be_taken_back_until_something_else_changes(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    client = signed_in(world.office, "editor")
    norway, kenya = (reverse("place", args=[own, request_of(world, code)]) for code in ("norway", "kenya"))
    undo = reverse("place_undo", args=[own])
    client.post(norway, {"cell": at(world, "Atlas 2", 11)})
    assert undo in board_of(client, world)
    client.post(undo)
    assert places(own)["Police of norway"] == ("Atlas 1", "09:00")
    assert undo not in board_of(client, world)
    client.post(norway, {"cell": at(world, "Atlas 2", 11)})
    signed_in(world.office, "planner").post(kenya, {"cell": at(world, "Atlas 1", 10)})
    assert undo not in board_of(client, world)
    assert client.post(undo).status_code == 422


def test_a_meeting_taken_out_waits_in_the_tray_and_comes_back_by_undo(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    client = signed_in(world.office, "editor")
    client.post(reverse("place_take_out", args=[own, request_of(world, "norway")]))
    assert places(own) == {}
    assert "Police of norway" in board_of(client, world).split('id="tray"')[1]
    client.post(reverse("place_undo", args=[own]))
    assert places(own) == {"Police of norway": ("Atlas 1", "09:00")}


def test_a_pin_is_set_and_let_go(world: World) -> None:
    from menara.models import Placement

    own = draft(world, norway=("Atlas 1", 9))
    address = reverse("place_pin", args=[own, request_of(world, "norway")])
    client = signed_in(world.office, "editor")
    client.post(address)
    assert Placement.objects.get(programme_id=own).is_pinned
    client.post(address, {"pinned": "no"})
    assert not Placement.objects.get(programme_id=own).is_pinned


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_one_who_may_not_edit_moves_nothing(world: World, role: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    request, client = request_of(world, "norway"), signed_in(world.office, role)
    answers = [
        client.post(reverse("place", args=[own, request]), {"cell": at(world, "Atlas 2", 11)}),
        client.post(reverse("place_take_out", args=[own, request])),
        client.post(reverse("place_pin", args=[own, request])),
        client.post(reverse("place_undo", args=[own])),
        client.get(reverse("place_free", args=[own, request])),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert places(own) == {"Police of norway": ("Atlas 1", "09:00")}


# --- the list twin ----------------------------------------------------------------------------------------------------

ASKED = [
    ({}, ["Police of norway", "Police of kenya"]),
    ({"q": "kenya"}, ["Police of kenya"]),
    ({"day": "2026-09-14"}, ["Police of norway", "Police of kenya"]),
    ({"day": "2026-09-15"}, []),
    ({"only": "pinned"}, []),
    ({"state": "held"}, []),
    ({"room": "Atlas 2"}, ["Police of kenya"]),
    ({"delegation": "norway"}, ["Police of norway"]),
]


@pytest.mark.parametrize(("asked", "names"), ASKED, ids=str)
def test_the_list_and_its_files_hold_exactly_the_rows_asked_for(
    world: World, asked: dict[str, str], names: list[str]
) -> None:
    draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    keys = {"room": world.rooms, "delegation": world.delegations}
    asked = {name: str(keys[name][value].pk) if name in keys else value for name, value in asked.items()}  # type: ignore[attr-defined]
    client = signed_in(world.office)
    html = client.get(reverse("programme", args=[world.summit.pk]), asked).content.decode()
    found = re.findall(r'<th scope="row"><a href="[^"]+">(?:<bdi[^>]*>)?(.*?)<', html)
    text = client.get(reverse("programme_export", args=[world.summit.pk, "csv"]), asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (found, [row["Who asked"] for row in rows]) == (names, names)
