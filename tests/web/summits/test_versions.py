"""Versions in the web: what publishing would change and for whom, the history, and a focal point's own side of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from office import Office
from summit_world import BEFORE, World, build
from web.doors import signed_in
from web.summits.test_board import changed, draft, request_of


@pytest.fixture
def world(office: Office, monkeypatch: pytest.MonkeyPatch) -> World:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return build(office)


def publish(world: World, own: int, **note: str) -> Any:
    sent = {"changed": changed(own), **{f"note_{code}": text for code, text in note.items()}}
    return signed_in(world.office, "approver").post(reverse("programme_publish", args=[own]), sent)


def focal_point(world: World, code: str) -> None:
    """The office's focal point acts for this delegation."""
    from menara.models import FocalPoint

    FocalPoint.objects.create(
        **world.own,
        membership=world.office.focal_point,
        delegation=world.delegations[code],
        named_at=BEFORE,
    )


def next_draft(world: World) -> int:
    from menara.actions.summits.programme import draft_programme

    return draft_programme(summit_id=world.summit.pk, actor=world.office.planner, now=BEFORE)


def move(world: World, own: int, code: str, room: str, hour: float) -> None:
    from menara.actions.summits.placing import place

    place(
        programme_id=own,
        request_id=request_of(world, code),
        **world.where(room, hour),
        changed=None,
        actor=world.office.planner,
        now=BEFORE,
    )


def test_before_publishing_the_page_says_what_changes_and_who_is_told(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    publish(world, own)
    own = next_draft(world)
    move(world, own, "norway", "Atlas 2", 11)
    html = signed_in(world.office, "approver").get(reverse("programme_publish", args=[own])).content.decode()
    assert re.findall(r'<span class="what (\w+)">', html) == ["moved"]
    told = {code for code in ("norway", "kenya", "host") if f">Police of {code}<" in html.split("</form>")[-1]}
    assert told == {"norway"}  # the host's office knows what it publishes


def test_publishing_gives_the_next_number_and_keeps_the_note_in_its_languages(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    answer = publish(world, own, en="The first.", ar="الأولى.")
    assert answer.headers["Location"] == reverse("programme_version", args=[own])
    html = signed_in(world.office, "viewer").get(answer.headers["Location"]).content.decode()
    assert re.findall(r'<p lang="(\w+)" dir="auto">(.*?)</p>', html) == [("ar", "الأولى."), ("en", "The first.")]
    assert "Approver of office" in html


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_one_who_may_not_publish_does_not(world: World, role: str) -> None:
    from menara.queries.summits.programme import published_of

    own = draft(world, norway=("Atlas 1", 9))
    address = reverse("programme_publish", args=[own])
    client = signed_in(world.office, role)
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    assert published_of(summit_id=world.summit.pk) is None


def test_a_draft_that_somebody_changed_meanwhile_is_not_published(world: World) -> None:
    from menara.queries.summits.programme import published_of

    own = draft(world, norway=("Atlas 1", 9))
    seen = changed(own)
    move(world, own, "norway", "Atlas 2", 11)
    answer = signed_in(world.office, "approver").post(reverse("programme_publish", args=[own]), {"changed": seen})
    assert answer.status_code == 409
    assert published_of(summit_id=world.summit.pk) is None


def test_the_board_of_a_draft_marks_what_differs_from_the_version_in_force(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10), ghana=("Atlas 1", 11))
    publish(world, own)
    own = next_draft(world)
    move(world, own, "norway", "Atlas 2", 9)
    move(world, own, "kenya", "Atlas 2", 10.5)
    signed_in(world.office, "editor").post(reverse("place_take_out", args=[own, request_of(world, "ghana")]))
    html = signed_in(world.office).get(reverse("board", args=[world.summit.pk])).content.decode()
    marks = {
        int(own): re.findall(r'aria-label="([\w ]+): from', block)
        for own, block in re.findall(r'id="meeting-(\d+)"(.*?)</a>', html, flags=re.DOTALL)
    }
    assert marks == {
        request_of(world, "norway"): ["Another room"],
        request_of(world, "kenya"): ["Another time"],
        request_of(world, "ghana"): [],
    }
    assert "Taken out since the version in force" in html


def test_the_history_lists_every_version_the_newest_first(world: World) -> None:
    publish(world, draft(world, norway=("Atlas 1", 9)))
    own = next_draft(world)
    move(world, own, "norway", "Atlas 2", 9)
    publish(world, own)
    next_draft(world)
    html = signed_in(world.office, "viewer").get(reverse("programme_versions", args=[world.summit.pk])).content.decode()
    names = re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', html)
    assert [re.sub("[\u2068\u2069]", "", name) for name in names] == ["Draft", "Version 2", "Version 1"]


# --- the focal point --------------------------------------------------------------------------------------------------


def test_a_focal_point_reads_the_own_published_meetings_and_no_draft(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    focal_point(world, "norway")
    client = signed_in(world.office, "focal_point")
    assert "not published yet" in client.get(reverse("my_programme")).content.decode()
    publish(world, own)
    html = client.get(reverse("my_programme")).content.decode()
    assert ("Atlas 1" in html, "Atlas 2" in html, "kenya" in html) == (True, False, False)


@pytest.mark.parametrize(
    ("name", "of"),
    [("board", "summit"), ("programme", "summit"), ("programme_versions", "summit"), ("waiting", "summit"),
     ("programme_version", "programme"), ("programme_solve", "programme"), ("programme_publish", "programme")],
)  # fmt: skip
def test_a_focal_point_does_not_see_the_desk(world: World, name: str, of: str) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    publish(world, own)
    focal_point(world, "norway")
    key = {"summit": world.summit.pk, "programme": own}[of]
    assert signed_in(world.office, "focal_point").get(reverse(name, args=[key])).status_code == 403


def test_notices_of_the_own_delegation_are_read_one_by_one_or_all(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10))
    publish(world, own)
    own = next_draft(world)
    move(world, own, "norway", "Atlas 2", 11)
    move(world, own, "kenya", "Atlas 1", 11.5)
    publish(world, own)
    focal_point(world, "norway")
    client = signed_in(world.office, "focal_point")
    html = client.get(reverse("notices")).content.decode()
    ids = re.findall(r'name="notice" value="(\d+)"', html)
    assert (len(ids), "kenya" in html) == (2, False)  # placed, then moved
    client.post(reverse("notices_read"), {"notice": ids[0]})
    left = re.findall(r'name="notice" value="(\d+)"', client.get(reverse("notices")).content.decode())
    assert left == ids[1:]
    client.post(reverse("notices_read"))
    assert 'name="notice"' not in client.get(reverse("notices")).content.decode()


def test_a_focal_point_marks_no_notice_of_another_delegation(world: World) -> None:
    from menara.models import Notice

    publish(world, draft(world, norway=("Atlas 1", 9), kenya=("Atlas 2", 10)))
    foreign = Notice.objects.get(delegation=world.delegations["kenya"]).pk
    focal_point(world, "norway")
    signed_in(world.office, "focal_point").post(reverse("notices_read"), {"notice": foreign})
    assert Notice.objects.get(pk=foreign).read_at is None


# --- on the day -------------------------------------------------------------------------------------------------------


def test_a_meeting_nobody_came_to_frees_its_room_for_the_first_who_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from menara.models import Placement
    from summit_world import at

    own = draft(world, norway=("Atlas 1", 9))
    publish(world, own)
    monkeypatch.setattr(timezone, "now", lambda: at(9, 20))
    address = reverse("place_report", args=[own, request_of(world, "norway")])
    client = signed_in(world.office, "editor")
    assert client.post(address, {"report": "no_show"}).status_code == 302
    assert Placement.objects.get(programme_id=own).state == "no_show"
    html = client.get(reverse("board", args=[world.summit.pk]) + f"?version={own}").content.decode()
    assert "Released and cancelled" in html
    client.post(address, {"report": "planned"})
    assert Placement.objects.get(programme_id=own).state == "planned"
    assert client.post(address, {"report": "nonsense"}).status_code == 404


def test_a_meeting_that_has_not_begun_is_not_reported_missed(world: World) -> None:
    own = draft(world, norway=("Atlas 1", 9))
    publish(world, own)
    answer = signed_in(world.office, "editor").post(
        reverse("place_report", args=[own, request_of(world, "norway")]), {"report": "no_show"}
    )
    assert answer.status_code == 422


def test_the_waiting_list_is_joined_left_and_served_in_order_of_asking(world: World) -> None:
    publish(world, draft(world, norway=("Atlas 1", 9)))
    first, second = world.ask("kenya"), world.ask("ghana")
    client = signed_in(world.office, "administrator")
    address = reverse("waiting", args=[world.summit.pk])
    for request in (first, second):
        assert client.post(address, {"request": request, "room": "", "day": ""}).status_code == 302
    html = client.get(address).content.decode()
    rows = re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', html)
    assert [re.sub("[\u2068\u2069]", "", row) for row in rows] == [
        "Police of kenya and Police of host",
        "Police of ghana and Police of host",
    ]
    give, leave = (re.findall(rf'action="([^"]+/{verb}/)"', html) for verb in ("give", "leave"))
    cell = re.findall(r'<option value="(\d+:\d+)"', html)[0]
    client.post(give[0], {"cell": cell})
    client.post(leave[1])
    assert "Nobody waits" in client.get(address).content.decode()
    assert client.post(address, {"request": request_of(world, "norway")}).status_code == 422  # it has a place
