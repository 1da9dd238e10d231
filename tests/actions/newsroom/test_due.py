"""A release that was ordered is made at the minute the embargo ends, by the clock, and never past the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from menara.actions.newsroom.communiques import (
    NoNewsroom,
    NotAtThisStage,
    edit_communique,
    release_communique,
    send_back_communique,
    set_embargo,
)
from menara.actions.newsroom.due import (
    DueReleases,
    NoEmbargoAhead,
    NotOrdered,
    call_off_release,
    order_release,
    release_due,
)
from menara.models import Communique, Membership, Organisation, acting_for
from menara.permissions import NotAllowed
from newsroom_desk import SLUG, approved, drafted, with_address
from office import NOW, Office

UNTIL = NOW + timedelta(hours=2)
NOTHING = DueReleases(released=(), held_back=())


def embargo(row: Communique, office: Office, *, hours: float | None = 2) -> None:
    until = None if hours is None else NOW + timedelta(hours=hours)
    set_embargo(communique_id=row.pk, version=row.version, until=until, actor=office.approver, now=NOW)
    row.refresh_from_db()


def order(row: Communique, actor: Membership) -> None:
    order_release(communique_id=row.pk, version=row.version, actor=actor, now=NOW)
    row.refresh_from_db()


def ordered(office: Office) -> Communique:
    with_address(office)
    row = approved(office)
    embargo(row, office)
    order(row, office.approver)
    return row


def state(row: Communique) -> tuple[str, int | None]:
    row.refresh_from_db()
    return row.status, row.released_by_id


def test_an_ordered_text_is_released_at_its_minute_and_once(office: Office) -> None:
    row = ordered(office)
    assert release_due(now=UNTIL - timedelta(seconds=1)) == NOTHING
    assert release_due(now=UNTIL) == DueReleases(released=(row.pk,), held_back=())
    assert release_due(now=UNTIL) == NOTHING
    assert state(row) == ("released", office.approver.account_id)
    assert row.released_at == UNTIL


def test_pages_and_feed_tell_it_from_that_minute_on(office: Office) -> None:
    row = ordered(office)
    addresses = [
        reverse("newsroom_in", args=[SLUG, "en"]),
        reverse("newsroom_feed", args=[SLUG, "en"]),
        reverse("news_item_in", args=[SLUG, "en", row.slug]),
    ]

    def told() -> list[tuple[int, bool, bool]]:
        with acting_for(None):
            answers = [Client().get(address) for address in addresses]
        title = row.titles["en"]
        return [(a.status_code, title in a.content.decode(), "no-cache" in a["Cache-Control"]) for a in answers[:2]] + [
            (answers[2].status_code, title in answers[2].content.decode(), True)
        ]

    release_due(now=UNTIL - timedelta(seconds=1))
    assert told() == [(200, False, True), (200, False, True), (404, False, True)]
    release_due(now=UNTIL)
    assert told() == [(200, True, True), (200, True, True), (200, True, True)]


def test_a_late_clock_releases_what_is_due_and_says_when_that_was(office: Office) -> None:
    row = ordered(office)
    late = UNTIL + timedelta(hours=5)
    assert release_due(now=late).released == (row.pk,)
    row.refresh_from_db()
    assert row.released_at == late


def test_without_an_order_the_end_of_an_embargo_releases_nothing(office: Office) -> None:
    with_address(office)
    row = approved(office)
    embargo(row, office)
    assert release_due(now=UNTIL + timedelta(days=1)) == NOTHING
    assert state(row) == ("approved", None)


def _record_changed(row: Communique, office: Office) -> None:
    type(row.meeting).objects.filter(pk=row.meeting_id).update(held_on="2025-11-26")


def _left(row: Communique, office: Office) -> None:
    Membership.objects.filter(account_id=office.approver.account_id).update(ended_at=NOW)


def _another_role(row: Communique, office: Office) -> None:
    Membership.objects.filter(account_id=office.approver.account_id).update(role="viewer")


def _no_address(row: Communique, office: Office) -> None:
    Organisation.objects.filter(pk=office.id).update(newsroom="")


@pytest.mark.parametrize("happened", [_record_changed, _left, _another_role, _no_address])
def test_what_may_no_longer_be_released_is_held_back_and_the_order_falls(
    office: Office, happened: Callable[[Communique, Office], None]
) -> None:
    row = ordered(office)
    happened(row, office)
    assert release_due(now=UNTIL) == DueReleases(released=(), held_back=(row.pk,))
    assert state(row) == ("approved", None)
    assert release_due(now=UNTIL) == NOTHING


def test_one_that_is_held_back_stops_no_other(office: Office) -> None:
    first = ordered(office)
    second = drafted(office, _second_meeting(first))
    Communique.objects.filter(pk=second.pk).update(
        status="approved", approved_by_id=office.approver.account_id, approved_at=NOW, text_hash="0" * 64
    )
    Communique.objects.filter(pk=second.pk).update(
        embargo_until=UNTIL - timedelta(minutes=1), released_by_id=office.approver.account_id
    )
    assert release_due(now=UNTIL) == DueReleases(released=(first.pk,), held_back=(second.pk,))


def _second_meeting(row: Communique):  # type: ignore[no-untyped-def]
    meeting = row.meeting
    meeting.pk = None
    meeting._state.adding = True
    meeting.save()
    return meeting


@pytest.mark.parametrize("step", ["edit", "send back", "no embargo", "an embargo that is over", "call off"])
def test_an_order_falls_with_what_it_was_given_for(office: Office, step: str) -> None:
    row = ordered(office)
    steps: dict[str, Callable[[], None]] = {
        "edit": lambda: edit_communique(
            communique_id=row.pk,
            version=row.version,
            titles=row.titles,
            bodies={**row.bodies, "en": "Nothing was signed."},
            actor=office.editor,
        ),
        "send back": lambda: send_back_communique(communique_id=row.pk, version=row.version, actor=office.approver),
        "no embargo": lambda: embargo(row, office, hours=None),
        "an embargo that is over": lambda: embargo(row, office, hours=-1),
        "call off": lambda: call_off_release(communique_id=row.pk, version=row.version, actor=office.approver),
    }
    steps[step]()
    assert state(row)[1] is None
    assert release_due(now=UNTIL + timedelta(days=1)) == NOTHING


def test_an_order_moves_with_its_embargo(office: Office) -> None:
    row = ordered(office)
    embargo(row, office, hours=3)
    assert (release_due(now=UNTIL), release_due(now=UNTIL + timedelta(hours=1)).released) == (NOTHING, (row.pk,))


def test_a_person_may_still_release_it_by_hand(office: Office) -> None:
    row = ordered(office)
    release_communique(communique_id=row.pk, version=row.version, actor=office.administrator, now=UNTIL)
    assert state(row) == ("released", office.administrator.account_id)
    assert release_due(now=UNTIL) == NOTHING


# --- who may, and when ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", False),
        ("editor", False),
        ("planner", False),
        ("approver", True),
        ("administrator", True),
        ("focal_point", False),
    ],
)
def test_who_may_release_may_order_and_call_off(office: Office, role: str, may: bool) -> None:
    with_address(office)
    row = approved(office)
    embargo(row, office)
    actor: Membership = getattr(office, role)
    if may:
        order(row, actor)
        call_off_release(communique_id=row.pk, version=row.version, actor=actor)
        assert state(row) == ("approved", None)
        return
    with pytest.raises(NotAllowed):
        order(row, actor)
    with pytest.raises(NotAllowed):
        call_off_release(communique_id=row.pk, version=row.version, actor=actor)


def test_only_an_approved_text_whose_embargo_lies_ahead_is_ordered(office: Office) -> None:
    draft = drafted(office)
    with pytest.raises(NotAtThisStage):
        order(draft, office.approver)
    Communique.objects.all().delete()
    row = approved(office, draft.meeting)
    with pytest.raises(NoEmbargoAhead):
        order(row, office.approver)
    embargo(row, office)
    with pytest.raises(NoNewsroom):
        order(row, office.approver)
    with pytest.raises(NotOrdered):
        call_off_release(communique_id=row.pk, version=row.version, actor=office.approver)
