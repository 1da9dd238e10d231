"""What is due by the clock: each thing once, whoever else is at it, and one failure stops nothing else."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, connection

from menara.actions import duties
from menara.actions.duties import do_duties
from menara.actions.newsroom.communiques import approve_communique, hash_of, submit_communique
from menara.actions.newsroom.due import order_release
from menara.ground import roles
from menara.models import HistoryEntry, MeetingRequest, Outcome, Reminder, ReplySender
from menara.models.partnerships import Commitment
from menara.queries.accounts import broken_links, organisation_ids
from menara.queries.newsroom.public import news_item
from newsroom_desk import as_reader, drafted, with_address
from office import NOW, TODAY, Office, at_work, found
from two_sides import Table, lay

LATER = NOW + timedelta(hours=3)
RACERS = 6


def owe(office: Office) -> Table:
    """One thing of each kind that is due three hours from now; the caller is at work in the office."""
    table, own = lay(office), {"organisation_id": office.id}
    MeetingRequest.objects.create(
        **own,
        summit_id=table.summit,
        asking_id=table.other,
        asked_id=table.host,
        receiving_id=table.host,
        asked_at=NOW,
        expires_at=NOW + timedelta(hours=2),
    )
    outcome = Outcome.objects.create(**own, summit_id=table.summit, kind="agreed_action", text={"en": "Train ten."})
    Commitment.objects.create(
        **own, outcome=outcome, outcome_kind=outcome.kind, text={"en": "Train"}, due_on=TODAY + timedelta(days=7)
    )
    ReplySender.objects.create(**own, sender_hash="x" * 64, received_at=NOW - timedelta(hours=46))
    return table


DUE = {"requests expired": 1, "reminders made": 1, "senders of replies forgotten": 1}


def test_each_thing_is_done_when_its_moment_has_come_and_once(office: Office) -> None:
    owe(office)
    Commitment.objects.update(due_on=TODAY + timedelta(days=31))
    moments = {
        "before": NOW + timedelta(minutes=119),
        "the request expires": NOW + timedelta(minutes=120),
        "the sender is forgotten": NOW + timedelta(hours=2, minutes=1),
        "a day later": NOW + timedelta(days=1),
        "the same again": NOW + timedelta(days=1),
    }
    assert {name: do_duties(now=now).done for name, now in moments.items()} == {
        "before": {},
        "the request expires": {"requests expired": 1},
        "the sender is forgotten": {"senders of replies forgotten": 1},
        "a day later": {"reminders made": 1},
        "the same again": {},
    }
    assert list(MeetingRequest.objects.filter(expires_at__isnull=False).values_list("status", flat=True)) == ["expired"]


def test_an_ordered_release_is_made_at_its_minute_in_the_name_of_who_ordered(office: Office) -> None:
    with_address(office)
    row = drafted(office)
    told = {"communique_id": row.pk, "actor": office.approver, "now": NOW}
    submit_communique(communique_id=row.pk, version=1, actor=office.editor)
    approve_communique(version=2, read_hash=hash_of(row), embargo_until=LATER, **told)
    order_release(version=3, **told)
    minute = timedelta(minutes=1)
    passes = [do_duties(now=now).done for now in (LATER - minute, LATER, LATER + minute)]
    assert [done.get("communiques released", 0) for done in passes] == [0, 1, 0]
    with as_reader(office):
        assert news_item(slug=row.slug).released_at == LATER
    entry = HistoryEntry.objects.filter(table="menara_communique").order_by("-number")[0]
    assert (entry.account_id, entry.after["status"]) == (office.approver.account_id, "released")


def test_every_organisation_has_its_own_and_nobody_did_it(
    as_application: Callable[[], AbstractContextManager[None]],
) -> None:
    with as_application():
        offices = [found("one"), found("two")]
        for office in offices:
            with at_work(office):
                owe(office)
        told = do_duties(now=LATER)
        assert told.done == {what: 2 * count for what, count in DUE.items()}
        assert str(told) == (
            f"Upkeep of {len(organisation_ids())} organisations: 2 requests expired, 2 reminders made, "
            "2 senders of replies forgotten."
        )
        for office in offices:
            with at_work(office):
                assert Reminder.objects.count() == 1
                entries = HistoryEntry.objects.filter(table__in=["menara_reminder", "menara_replysender"])
                assert set(entries.filter(verb="delete").values_list("account_id", flat=True)) == {None}
                assert broken_links() == ()


def test_organisations_are_those_founded_and_no_number_between(
    as_application: Callable[[], AbstractContextManager[None]],
) -> None:
    with as_application():
        one = found("one")
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('menara_organisation_id_seq')")
        two = found("two")
        assert [one.id + 2, [own for own in organisation_ids() if own >= one.id]] == [two.id, [one.id, two.id]]


def test_a_duty_that_fails_is_said_in_a_line_and_stops_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    owe(office)

    def fail(organisation_id: int, now: datetime) -> duties.Counts:
        MeetingRequest.objects.update(subject={"en": "half done"})
        raise RuntimeError("out of\npaper")

    monkeypatch.setattr(duties, "DUTIES", {"print": fail, **duties.DUTIES})
    with caplog.at_level(logging.ERROR, logger="menara"):
        told = do_duties(now=LATER)
    assert told.done == DUE
    assert [(failure.duty, failure.organisation_id) for failure in told.failures] == [("print", office.id)]
    (line,) = caplog.messages
    assert line.startswith(
        f"The duty “print” of organisation {office.id} failed: RuntimeError: out of paper (duties.py, line"
    )
    assert "\n" not in line
    assert str(told).endswith(", 1 duties failed.")
    assert not MeetingRequest.objects.filter(subject={"en": "half done"}).exists()


def test_a_database_that_is_gone_is_no_failure_of_each_duty(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(organisation_id: int, now: datetime) -> duties.Counts:
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr(duties, "DUTIES", {"print": fail})
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(InterfaceError):
        do_duties(now=LATER)


def test_ended_sessions_are_forgotten(office: Office) -> None:
    for name, ends in (("over", NOW), ("open", LATER + timedelta(minutes=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    assert do_duties(now=LATER).done == {"ended sessions forgotten": 1}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


# --- several at once --------------------------------------------------------------------------------------------------


@pytest.fixture
def owing(transactional_db: None) -> Iterator[Table]:
    office = found("clock")
    with at_work(office):
        table = owe(office)
    yield table
    connection.close()


def beside(work: Callable[[], None]) -> threading.Thread:
    """Somebody else, on a connection of its own as the application's role."""

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {roles.APPLICATION}")
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_of_several_at_once_each_thing_is_done_by_one(owing: Table) -> None:
    start, done, failed = threading.Barrier(RACERS), Counter[str](), []

    def work() -> None:
        start.wait()
        told = do_duties(now=LATER)
        done.update(told.done)
        failed.extend(told.failures)

    for thread in [beside(work) for _racer in range(RACERS)]:
        thread.join()
    assert (dict(done), failed) == (DUE, [])


def test_while_another_is_at_a_duty_it_is_left_alone(owing: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    at_it, go_on, times = threading.Event(), threading.Event(), []

    def slow(organisation_id: int, now: datetime) -> duties.Counts:
        times.append(organisation_id)
        at_it.set()
        go_on.wait(30)
        return {"slow ones": 1}

    monkeypatch.setattr(duties, "DUTIES", {"slow": slow})
    other = beside(lambda: do_duties(now=LATER) and None)
    assert at_it.wait(30)
    assert do_duties(now=LATER).done == {}
    go_on.set()
    other.join()
    assert times == [owing.office.id]


def test_a_row_that_somebody_holds_is_left_for_the_next_time(owing: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "WAIT", "100ms")
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with at_work(owing.office, "editor"):
            list(MeetingRequest.objects.select_for_update().filter(status="asked"))
            held.set()
            let_go.wait(30)

    other = beside(hold)
    assert held.wait(30)
    told = do_duties(now=LATER)
    assert told.done == {what: count for what, count in DUE.items() if what != "requests expired"}
    assert [failure.duty for failure in told.failures] == ["let requests expire"]
    assert told.failures[0].reason.startswith("OperationalError: canceling statement due to lock timeout (requests.py,")
    let_go.set()
    other.join()
    assert do_duties(now=LATER).done == {"requests expired": 1}
