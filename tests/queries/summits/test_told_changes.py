"""The life of one meeting through the actions people take, as calendar programs are told of it."""

from __future__ import annotations

from collections.abc import Callable

from menara.actions.summits.placing import place, take_out
from menara.actions.summits.programme import draft_programme
from menara.actions.summits.publishing import publish_programme
from menara.actions.summits.waiting import cancel_place, restore_place
from menara.models import Placement
from menara.queries.summits.calendars import calendar_entries
from menara.queries.summits.programme import published_of
from office import Office
from summit_world import BEFORE, build


def test_each_change_is_told_with_a_higher_sequence_and_nothing_else_is(office: Office) -> None:
    world = build(office)
    request = world.ask("norway")
    world.ask("kenya")

    def draft() -> int:
        return draft_programme(summit_id=world.summit.pk, actor=office.editor, now=BEFORE)

    def put(room: str, hour: float, whose: int = request) -> None:
        place(
            programme_id=draft(), request_id=whose, **world.where(room, hour), changed=None,
            actor=office.editor, now=BEFORE, anyway=True,
        )  # fmt: skip

    def out() -> None:
        take_out(programme_id=draft(), request_id=request, changed=None, actor=office.editor, now=BEFORE)

    def publish() -> None:
        publish_programme(
            programme_id=draft(), release_note={"en": "x"}, changed=None, actor=office.approver, now=BEFORE
        )

    def published(change: Callable[[], None]) -> Callable[[], None]:
        return lambda: (change(), publish())[0]

    def placement() -> int:
        return Placement.objects.get(programme=published_of(summit_id=world.summit.pk), request=request).pk

    other = world.ask("ghana")
    steps: list[tuple[str, Callable[[], None], bool]] = [
        ("placed", published(lambda: put("Atlas 1", 9)), True),
        ("another meeting placed", published(lambda: put("Atlas 2", 10, other)), False),
        ("moved", published(lambda: put("Atlas 1", 9.5)), True),
        ("another room", published(lambda: put("Atlas 2", 9.5)), True),
        ("taken out", published(out), True),
        ("another meeting moved", published(lambda: put("Atlas 2", 11, other)), False),
        ("back at its place", published(lambda: put("Atlas 2", 9.5)), True),
        ("cancelled", lambda: cancel_place(placement_id=placement(), actor=office.planner, now=BEFORE), True),
        ("restored", lambda: restore_place(placement_id=placement(), actor=office.planner, now=BEFORE), True),
    ]
    told: list[tuple[str, int, object]] = []
    for name, act, is_told in steps:
        act()
        (entry,) = calendar_entries(delegation_id=world.delegations["norway"].pk)
        said = (entry.begins_at, entry.room_code, entry.is_cancelled)
        if told:
            assert (name, entry.sequence > told[-1][1], said != told[-1][2]) == (name, is_told, is_told)
        told.append((name, entry.sequence, said))
    assert [said[2] for _name, _sequence, said in told] == [  # type: ignore[index]
        False, False, False, False, True, True, False, True, False,
    ]  # fmt: skip
