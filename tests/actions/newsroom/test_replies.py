"""Replies of readers: taken in as plain text within limits, read by someone first; an address is never read back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from menara.actions.newsroom import replies
from menara.actions.newsroom.replies import (
    AlreadyDecided,
    NoReplies,
    NotOfficial,
    TooManyReplies,
    answer_officially,
    pin_answer,
    publish_reply,
    refuse_reply,
    remove_reply,
    send_reply,
    sender_hash,
)
from menara.errors import BadInput
from menara.models import Communique, HistoryEntry, Reply, ReplyContact, ReplyReason, ReplySender
from menara.permissions import NotAllowed
from menara.queries.newsroom.public import news_item, newsroom, shown_replies
from menara.queries.officers import NoSuchRecord
from newsroom_desk import SLUG, as_reader, drafted, released, sent
from office import NOW, Office, found

ADDRESS = "reader@example.net"


def test_a_reply_waits_and_its_address_is_kept_apart(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    kept = Reply.objects.get(pk=own)
    assert (kept.name, kept.text, kept.status, kept.is_official, kept.received_at) == (
        "A reader",
        "A reader's words.",
        "waiting",
        False,
        NOW,
    )
    assert ReplyContact.objects.get(reply=own).email == ADDRESS


def test_a_reader_sees_no_waiting_reply_and_no_address(office: Office) -> None:
    row = released(office)
    sent(office, row)
    with as_reader(office):
        assert (Reply.objects.count(), ReplyContact.objects.count(), shown_replies(communique_id=row.pk)) == (0, 0, ())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM menara_replycontact WHERE email LIKE '%%@%%'")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "values",
    [
        "'published', false, false",
        "'waiting', true, false",
        "'waiting', false, true",
    ],
)
def test_the_database_lets_a_reader_add_nothing_but_a_waiting_reply(office: Office, values: str) -> None:
    row = released(office)
    columns = "communique_id, name, language, text, received_at, reason, status, is_official, is_pinned"
    insert = (
        f"INSERT INTO menara_reply (organisation_id, {columns}) VALUES (%s, %s, 'n', 'en', 't', now(), '', {values})"  # noqa: S608
    )
    with as_reader(office), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [office.id, row.pk])


def test_a_reader_changes_and_deletes_nothing(office: Office) -> None:
    row = released(office)
    publish_reply(reply_id=sent(office, row), actor=office.editor, now=NOW)
    with as_reader(office):
        assert Reply.objects.update(text="changed") == 0
        assert Reply.objects.all().delete()[0] == 0
        assert Communique.objects.update(takes_replies=False) == 0
        assert ReplySender.objects.all().delete()[0] == 0


def test_the_address_stands_in_no_history(office: Office) -> None:
    row = released(office)
    publish_reply(reply_id=sent(office, row), actor=office.editor, now=NOW)
    told = list(HistoryEntry.objects.filter(table="menara_replycontact").values_list("after", flat=True))
    assert [entry["email"] for entry in told] == ["…"]
    everything = str(list(HistoryEntry.objects.values_list("before", "after")))
    assert (ADDRESS in everything, "A reader's words." in everything) == (False, True)


# --- what is refused --------------------------------------------------------------------------------------------------


def attempt(office: Office, row: Communique, **given: Any) -> list[tuple[str, str]]:
    told = {"name": "N", "email": ADDRESS, "text": "Text.", **given}
    try:
        with as_reader(office):
            send_reply(communique_id=row.pk, language="en", sender="192.0.2.9", now=NOW, **told)
    except BadInput as refusal:
        return [(fault.column, fault.code) for fault in refusal.faults]
    return []


def test_every_fault_is_told_at_once_and_nothing_saved(office: Office) -> None:
    row = released(office)
    table = {
        "plain": ({}, []),
        "arabic": ({"name": "قارئ", "text": "نص عادي."}, []),
        "empty": ({"name": " ", "text": ""}, [("name", "too_short"), ("text", "too_short")]),
        "long": ({"text": "x" * 4001, "name": "n" * 81}, [("name", "too_long"), ("text", "too_long")]),
        "no address": ({"email": "nobody"}, [("email", "not_an_address")]),
        "blank address": ({"email": ""}, [("email", "not_an_address")]),
        "turned": ({"text": "a\u202eb", "name": "x\u2066y"}, [("name", "direction"), ("text", "direction")]),
        "control": ({"text": "a\x00b"}, [("text", "control")]),
        "script": ({"text": "<script>x"}, [("text", "markup")]),
        "hidden in a name": ({"name": "a\u200bb"}, [("name", "invisible")]),
        "two lines": ({"name": "a\nb"}, [("name", "too_many_lines")]),
    }
    found = {}
    for name, (given, _expected) in table.items():
        point = transaction.savepoint()
        found[name] = sorted(attempt(office, row, **given))
        assert Reply.objects.count() == (0 if found[name] else 1)
        transaction.savepoint_rollback(point)
    assert found == {name: expected for name, (_given, expected) in table.items()}


def test_a_fault_names_the_character_and_its_place(office: Office) -> None:
    row = released(office)
    with pytest.raises(BadInput) as refusal, as_reader(office):
        send_reply(
            communique_id=row.pk, name="N", email=ADDRESS, text="one\ntwo \u202e", language="en", sender="x", now=NOW
        )
    (fault,) = refusal.value.faults
    assert str(fault).startswith("Line 2, character 5: U+202E RIGHT-TO-LEFT OVERRIDE turns the direction")


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_no_reply_to_what_takes_none(office: Office, state: str) -> None:
    row = drafted(office) if state == "draft" else released(office)
    if state == "closed":
        Communique.objects.filter(pk=row.pk).update(takes_replies=False)
    with pytest.raises(NoReplies):
        sent(office, row)


def test_a_reply_to_another_office_is_none(office: Office) -> None:
    row = released(office)
    other = found("other")
    with pytest.raises(NoReplies):
        sent(other, row)


# --- limits -----------------------------------------------------------------------------------------------------------


def test_one_sender_sends_three_in_ten_minutes_and_ten_a_day(office: Office) -> None:
    row = released(office)
    for minute in (0, 1, 2):
        sent(office, row, minutes=minute)
    with pytest.raises(TooManyReplies, match="3"):
        sent(office, row, minutes=9)
    sent(office, row, minutes=9, sender="192.0.2.2")
    for minute in range(11, 74, 9):
        sent(office, row, minutes=minute)
    with pytest.raises(TooManyReplies, match="10"):
        sent(office, row, minutes=300)
    sent(office, row, minutes=24 * 60)
    assert Reply.objects.count() == 12


def test_waiting_replies_of_one_text_are_limited(office: Office, monkeypatch: Any) -> None:
    monkeypatch.setattr(replies, "MOST_WAITING", 2)
    row = released(office)
    first = sent(office, row)
    sent(office, row, sender="192.0.2.2")
    with pytest.raises(TooManyReplies):
        sent(office, row, sender="192.0.2.3")
    publish_reply(reply_id=first, actor=office.editor, now=NOW)
    sent(office, row, sender="192.0.2.3")


def test_a_sender_is_kept_as_a_keyed_hash_that_changes_each_day(office: Office) -> None:
    row = released(office)
    sent(office, row)
    (kept,) = ReplySender.objects.values_list("sender_hash", flat=True)
    today, tomorrow = NOW.date(), NOW.date() + timedelta(days=1)
    assert kept == sender_hash("192.0.2.1", today) != sender_hash("192.0.2.1", tomorrow)
    assert "192.0.2" not in kept
    same = {sender_hash(f"2001:db8:1:2::{n}", today) for n in range(3)}
    assert (len(same), sender_hash("2001:db8:1:3::1", today) in same) == (1, False)


def test_senders_are_forgotten(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    publish_reply(reply_id=own, actor=office.editor, now=NOW + timedelta(days=3))
    assert ReplySender.objects.count() == 0


# --- what the office decides ------------------------------------------------------------------------------------------


def test_a_published_reply_is_shown_and_a_removed_one_leaves_its_day_and_reason(office: Office) -> None:
    row = released(office)
    first, second, third = (sent(office, row, text=f"Reply {n}.", sender=f"192.0.2.{n}", minutes=n) for n in (1, 2, 3))
    publish_reply(reply_id=first, actor=office.editor, now=NOW)
    publish_reply(reply_id=second, actor=office.editor, now=NOW)
    refuse_reply(reply_id=third, reason=ReplyReason.INSULT, actor=office.editor, now=NOW)
    remove_reply(reply_id=second, reason=ReplyReason.PERSONAL_DATA, actor=office.approver, now=NOW)
    with as_reader(office):
        shown = shown_replies(communique_id=row.pk)
    assert [(one.text, one.name, one.is_removed, one.reason) for one in shown] == [
        ("Reply 1.", "A reader", False, ""),
        ("", "", True, "personal_data"),
    ]
    assert shown[1].decided_at == NOW


def test_an_official_answer_stands_below_its_reply_and_one_is_pinned(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    publish_reply(reply_id=own, actor=office.editor, now=NOW)
    answer: dict[str, Any] = {"communique_id": row.pk, "language": "en", "actor": office.editor}
    below = answer_officially(text="Thank you.", answers_id=own, now=NOW + timedelta(hours=1), **answer)
    first = answer_officially(text="To all.", now=NOW + timedelta(hours=2), **answer)
    pin_answer(reply_id=first, actor=office.editor)
    pin_answer(reply_id=below, actor=office.editor)
    assert list(Reply.objects.filter(is_pinned=True).values_list("pk", flat=True)) == [below]
    pin_answer(reply_id=first, actor=office.editor)
    with as_reader(office):
        shown = shown_replies(communique_id=row.pk)
    assert [(one.text, one.is_pinned, [a.text for a in one.answers]) for one in shown] == [
        ("To all.", True, []),
        ("A reader's words.", False, ["Thank you."]),
    ]
    assert shown[0].name == "office"


def test_only_one_answer_is_pinned_in_the_schema_too(office: Office) -> None:
    row = released(office)
    made = [
        answer_officially(communique_id=row.pk, text=f"Answer {n}.", language="en", actor=office.editor, now=NOW)
        for n in (1, 2)
    ]
    with pytest.raises(IntegrityError, match="reply_one_pinned"), transaction.atomic():
        Reply.objects.filter(pk__in=made).update(is_pinned=True)


def test_a_readers_reply_is_not_pinned(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    publish_reply(reply_id=own, actor=office.editor, now=NOW)
    with pytest.raises(NotOfficial):
        pin_answer(reply_id=own, actor=office.editor)


def test_a_reply_is_decided_once(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    refuse_reply(reply_id=own, reason=ReplyReason.OFF_TOPIC, actor=office.editor, now=NOW)
    with pytest.raises(AlreadyDecided):
        publish_reply(reply_id=own, actor=office.editor, now=NOW)
    with pytest.raises(AlreadyDecided):
        remove_reply(reply_id=own, reason=ReplyReason.OFF_TOPIC, actor=office.editor, now=NOW)


@pytest.mark.parametrize("role", ["viewer", "planner", "focal_point"])
def test_who_may_not_moderate_decides_nothing(office: Office, role: str) -> None:
    own = sent(office, released(office))
    actor = getattr(office, role)
    with pytest.raises(NotAllowed):
        publish_reply(reply_id=own, actor=actor, now=NOW)
    assert Reply.objects.get(pk=own).status == "waiting"


# --- the public address -----------------------------------------------------------------------------------------------


def test_the_address_leads_to_its_office_and_to_no_other(office: Office) -> None:
    row = released(office)
    room = newsroom(slug=SLUG)
    assert (room.organisation_id, room.slug) == (office.id, SLUG)
    with as_reader(office):
        assert news_item(slug=row.slug).text_hash == row.text_hash
    for slug in ("", "nobody", "demonstration'--"):
        with pytest.raises(NoSuchRecord):
            newsroom(slug=slug)


def test_a_draft_stands_at_no_address(office: Office) -> None:
    row = drafted(office)
    with as_reader(office), pytest.raises(NoSuchRecord):
        news_item(slug=row.slug)
