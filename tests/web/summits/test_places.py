"""One meeting's place in the web: which places are offered first, changing places with another, choosing who
interprets, putting it back where it was; each with what would come of it before it is done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from office import Office
from summit_world import BEFORE, World, build
from summit_world import at as moment
from web.doors import signed_in
from web.summits.test_board import at, board_of, changed, draft, places, request_of
from web.summits.test_versions import next_draft, publish


@pytest.fixture
def world(office: Office, monkeypatch: pytest.MonkeyPatch) -> World:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return build(office)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u2068\u2069]|<[^>]+>", " ", html))


def address(world: World, name: str, own: int, code: str) -> str:
    return reverse(name, args=[own, request_of(world, code)])


def teams(own: int) -> dict[str, list[str]]:
    """Who interprets each meeting, by who asked."""
    from menara.queries.summits.programme import programme_lines

    lines = programme_lines(programme_id=own)
    return {line.asking.name["en"]: [person.code for person in line.interpreters] for line in lines}


# --- what is offered first --------------------------------------------------------------------------------------------


def best(client: Client, world: World, own: int, code: str, **asked: Any) -> list[str]:
    html = client.get(address(world, "place", own, code), asked).content.decode()
    found = re.search(r'<ul class="best">(.*?)</ul>', html, flags=re.DOTALL)
    return re.findall(r'value="(\d+:\d+)"', found[1]) if found else []


def test_the_best_places_are_near_where_it_is_and_as_wished(world: World) -> None:
    from menara.models import MeetingRequest
    from summit_world import span

    own = draft(world, norway=("Atlas 1", 9))
    client = signed_in(world.office, "editor")
    expected = [
        ("Atlas 2", 9),
        ("Atlas 1", 9.5),
        ("Atlas 1", 10),
        ("Atlas 1", 10.5),
        ("Atlas 1", 11),
        ("Atlas 1", 11.5),
    ]
    assert best(client, world, own, "norway") == [at(world, *place) for place in expected]
    in_the_other_room = [at(world, "Atlas 2", hour) for hour in (9, 9.5, 10, 10.5, 11, 11.5)]
    assert best(client, world, own, "norway", room=world.rooms["Atlas 2"].pk) == in_the_other_room
    MeetingRequest.objects.filter(asking=world.delegations["norway"]).update(preferred=span(moment(11), moment(11, 30)))
    assert best(client, world, own, "norway")[0] == at(world, "Atlas 1", 11)


def test_what_has_no_place_is_offered_one_beside_its_delegations_other_meetings(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 10))
    world.ask("kenya")
    found = best(signed_in(world.office, "editor"), world, own, "kenya")
    assert found[:2] == [at(world, "Atlas 1", 9.5), at(world, "Atlas 1", 10.5)]  # the host sits with Norway at ten


def test_steps_without_a_free_room_are_one_line(world: World) -> None:
    from menara.models import Absence
    from summit_world import span

    own = draft(world, norway=("Atlas 1", 11))
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(moment(9), moment(10, 30)))
    html = signed_in(world.office, "editor").get(address(world, "place", own, "norway")).content.decode()
    assert re.findall(r'class="held"><bdi>(.*?)</bdi>', html) == [
        "09:00–10:30", "10:30–11:00", "11:00–11:30", "11:30–12:00",
    ]  # fmt: skip


# --- changing places --------------------------------------------------------------------------------------------------


def test_two_meetings_change_places_after_a_look_at_what_comes_of_it_and_back(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), spain=("Atlas 2", 10))
    client = signed_in(world.office, "editor")
    page, before, team = address(world, "place_swap", own, "norway"), places(own), teams(own)
    seen = client.get(page, {"with": request_of(world, "spain")}).content.decode()
    assert "nothing clashes" in plain(seen)
    assert plain(seen).count("I-1") == 1  # who would interpret for Spain then
    assert (places(own), teams(own)) == (before, team)
    sent = {"with": request_of(world, "spain"), "changed": changed(own)}
    assert client.post(page, sent).status_code == 302
    assert places(own) == {"Police of norway": ("Atlas 2", "10:00"), "Police of spain": ("Atlas 1", "09:00")}
    client.post(reverse("place_undo", args=[own]))
    assert (places(own), teams(own)) == (before, team)


def test_what_forbids_changing_places_is_told_and_nothing_moves(world: World) -> None:
    from menara.models import Absence
    from summit_world import span

    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    Absence.objects.create(**world.own, person=world.heads["norway"], during=span(moment(10), moment(11)))
    client, before = signed_in(world.office, "editor"), places(own)
    page = address(world, "place_swap", own, "norway")
    told = plain(client.get(page, {"with": request_of(world, "kenya")}).content.decode())
    assert ("cannot change places" in told, "delegation of Police of norway cannot meet" in told) == (True, True)
    data = client.get(page, {"with": request_of(world, "kenya")}, headers={"accept": "application/json"}).json()
    assert (data["state"], len(data["told"])) == ("clashes", 1)
    assert client.post(page, {"with": request_of(world, "kenya")}).status_code == 422
    assert places(own) == before


def test_at_pick_up_the_server_names_the_meeting_in_each_taken_cell(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    world.ask("ghana")
    client = signed_in(world.office, "editor")

    def others(code: str) -> dict[str, int]:
        found = client.get(address(world, "place_free", own, code), {"day": "2026-09-14"}).json()["cells"]
        return {key: other for key, _state, _told, other in found if other}

    assert others("norway") == {at(world, "Atlas 2", 10): request_of(world, "kenya")}
    assert others("ghana") == {}  # it has no place to give


@pytest.mark.parametrize("name", ["place_swap", "place_team"])
def test_neither_is_for_a_published_version_or_a_meeting_without_a_place(world: World, name: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    world.ask("ghana")
    client = signed_in(world.office, "editor")
    assert client.get(address(world, name, own, "ghana")).status_code == 404
    publish(world, own)
    assert client.get(address(world, name, own, "norway")).status_code == 404


# --- who interprets ---------------------------------------------------------------------------------------------------


@pytest.fixture
def interpreters(world: World) -> dict[str, int]:
    """I-1 and I-2 work between Arabic and Spanish, I-3 into Spanish only, I-4 in other languages."""
    world.add_interpreter("I-2", ("ar", "es"), ("es", "ar"))
    world.add_interpreter("I-3", ("ar", "es"))
    world.add_interpreter("I-4", ("en", "fr"))
    return {code: row.pk for code, row in world.interpreters.items()}


def test_interpreters_are_chosen_after_a_look_at_what_it_brings(world: World, interpreters: dict[str, int]) -> None:
    own = draft(world, spain=("Atlas 1", 9))
    client, page = signed_in(world.office, "editor"), address(world, "place_team", own, "spain")
    html = client.get(page).content.decode()
    first, others = html.split('<details class="more">')
    codes = [re.findall(r'<bdi dir="ltr">(I-\d)</bdi>', part) for part in (first, others)]
    assert codes == [["I-1", "I-2", "I-3"], ["I-4"]]
    seen = client.get(page, {"show": "yes", "interpreter": interpreters["I-2"]}).content.decode()
    assert ("nothing clashes" in plain(seen), teams(own)) == (True, {"Police of spain": ["I-1"]})
    client.post(page, {"interpreter": interpreters["I-2"], "changed": changed(own)})
    assert teams(own) == {"Police of spain": ["I-2"]}
    assert "I-2" in plain(board_of(client, world))
    client.post(reverse("place_undo", args=[own]))
    assert teams(own) == {"Police of spain": ["I-1"]}


@pytest.mark.parametrize(("chosen", "why"), [(["I-3"], "from Spanish into Arabic"), ([], "from Arabic into Spanish")])
def test_a_team_that_leaves_words_without_an_interpreter_is_refused(
    world: World, interpreters: dict[str, int], chosen: list[str], why: str
) -> None:
    own = draft(world, spain=("Atlas 1", 9))
    client, page = signed_in(world.office, "editor"), address(world, "place_team", own, "spain")
    named = {"show": "yes", "interpreter": [interpreters[code] for code in chosen]}
    seen = plain(client.get(page, named).content.decode())
    assert ("not possible" in seen, why in seen) == (True, True)
    assert client.post(page, named).status_code == 422
    assert teams(own) == {"Police of spain": ["I-1"]}


def test_who_is_busy_is_shown_with_the_meeting_that_has_him(world: World, interpreters: dict[str, int]) -> None:
    own = draft(world, spain=("Atlas 1", 9))
    world.add_delegation("peru", "es")
    world.add_delegation("egypt", "ar")
    from menara.actions.summits.placing import place

    other = world.ask("peru", "egypt")
    place(
        programme_id=own,
        request_id=other,
        **world.where("Atlas 2", 9),
        changed=None,
        actor=world.office.planner,
        now=BEFORE,
    )
    html = signed_in(world.office, "editor").get(address(world, "place_team", own, "spain")).content.decode()
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, flags=re.DOTALL) if "I-2" in row)
    assert "Police of peru and Police of egypt" in plain(row)


# --- back where it was ------------------------------------------------------------------------------------------------


def test_a_meeting_is_put_back_where_the_version_in_force_has_it(world: World) -> None:
    publish(world, draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10)))
    own = next_draft(world)
    client, page = signed_in(world.office, "editor"), address(world, "place", own, "norway")
    assert "Put it back there" not in client.get(page).content.decode()
    client.post(page, {"cell": at(world, "Atlas 2", 11)})
    html = client.get(page).content.decode()
    cell = re.search(r'name="warned" value="(\d+:\d+)">Put it back there', html)
    assert cell is not None
    client.post(page, {"warned": cell[1], "changed": changed(own)})
    assert places(own)["Police of norway"] == ("Atlas 1", "09:00")


def test_what_has_taken_its_old_place_is_named(world: World) -> None:
    publish(world, draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10)))
    own = next_draft(world)
    client, page = signed_in(world.office, "editor"), address(world, "place", own, "norway")
    client.post(page, {"cell": at(world, "Atlas 2", 11)})
    client.post(address(world, "place", own, "kenya"), {"cell": at(world, "Atlas 1", 9)})
    told = plain(client.get(page).content.decode())
    assert ("cannot be put back there" in told, "Police of kenya" in told) == (True, True)


def test_a_meeting_called_off_is_put_back_and_what_is_in_the_way_is_told_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    publish(world, own)
    client = signed_in(world.office, "editor")
    report, page = address(world, "place_report", own, "norway"), address(world, "place", own, "norway")
    client.post(report, {"report": "cancelled"})
    assert "In the way" not in client.get(page).content.decode()
    world.rooms["Atlas 1"].hours.all().delete()
    told = plain(client.get(page).content.decode())
    assert ("In the way" in told, "Put it back where it was" in told) == (True, True)
    client.post(report, {"report": "planned"})
    assert "nobody" not in plain(client.get(page).content.decode())
    assert places(own) == {"Police of norway": ("Atlas 1", "09:00")}
