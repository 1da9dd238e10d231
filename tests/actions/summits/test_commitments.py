"""Commitments: reported by the side that undertook them, verified by the other one, called to mind once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from menara.actions.summits.clauses import add_clause, agree_words
from menara.actions.summits.commitments import (
    REMINDED,
    DoneTooEarly,
    NoteMissing,
    NothingToVerify,
    NotTheOwner,
    OwnVerification,
    ReferenceMissing,
    give_evidence,
    make_commitment,
    make_reminders,
    remind,
    report_done,
    return_commitment,
    verify_commitment,
)
from menara.actions.summits.minutes import open_minutes, sign_minutes
from menara.actions.summits.outcomes import ClauseNotAgreed, ClauseOnRecord, WordsOnlyWish, record_clause_outcome
from menara.models import Commitment, Organisation, Outcome, Reminder, Side
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.commitments import CommitmentState, commitment_lines, conversion
from menara.queries.summits.minutes import minutes_record
from menara.terms import OutcomeKind
from office import NOW, TODAY, Office
from two_sides import Table, lay

WISH, AGREED, PLEDGE, INSTRUMENT = OutcomeKind
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def outcome(table: Table) -> int:
    row = Outcome.objects.create(
        organisation_id=table.office.id,
        summit_id=table.summit,
        meeting_id=table.meeting,
        counterpart_id=table.partner,
        kind="agreed_action",
        text={"en": "Train ten."},
    )
    return row.pk


def undertake(table: Table, outcome: int, side: Side, **known: Any) -> int:
    with table.as_host("editor") as actor:
        told = {"text": {"en": "Send a list."}, "due_on": DUE, "owner_side": side, **known}
        return make_commitment(outcome_id=outcome, actor=actor, **told)


def state(commitment: int, on: date = TODAY) -> CommitmentState:
    (found,) = [line.state for line in commitment_lines(on=on) if line.id == commitment]
    return found


@pytest.mark.parametrize("owner", [Side.HOST, Side.GUEST])
def test_the_other_side_verifies_and_nobody_else(table: Table, outcome: int, owner: Side) -> None:
    one = undertake(table, outcome, owner)
    acting = {Side.HOST: table.as_host, Side.GUEST: table.as_guest}
    other = acting[Side.GUEST if owner is Side.HOST else Side.HOST]
    with other() as actor, pytest.raises(NothingToVerify):
        verify_commitment(commitment_id=one, version=1, actor=actor, now=NOW)
    with acting[owner]() as actor:
        with pytest.raises(DoneTooEarly):
            report_done(commitment_id=one, version=1, done_on=TODAY + timedelta(days=1), actor=actor, on=TODAY)
        report_done(commitment_id=one, version=1, done_on=TODAY, actor=actor, on=TODAY)
        with pytest.raises(OwnVerification):
            verify_commitment(commitment_id=one, version=2, actor=actor, now=NOW)
    assert state(one) is CommitmentState.DONE
    with other() as actor:
        with pytest.raises(NoteMissing):
            return_commitment(commitment_id=one, version=2, note=" ", actor=actor)
        return_commitment(commitment_id=one, version=2, note="Nine only.", actor=actor)
    assert state(one) is CommitmentState.RETURNED
    with acting[owner]() as actor:
        report_done(commitment_id=one, version=3, done_on=TODAY, actor=actor, on=TODAY)
    with other() as actor:
        verify_commitment(commitment_id=one, version=4, actor=actor, now=NOW)
    assert state(one) is CommitmentState.VERIFIED
    assert Commitment.objects.get().verified_side != owner


def test_a_guest_undertakes_and_reports_for_its_own_side_alone(table: Table, outcome: int) -> None:
    ours = undertake(table, outcome, Side.HOST)
    with table.as_guest() as actor:
        told = {"outcome_id": outcome, "text": {"en": "x"}, "due_on": DUE, "actor": actor}
        with pytest.raises(NotTheOwner):
            make_commitment(owner_side=Side.HOST, **told)
        assert make_commitment(owner_side=Side.GUEST, **told)
        with pytest.raises(NotTheOwner):
            report_done(commitment_id=ours, version=1, done_on=TODAY, actor=actor, on=TODAY)


def test_evidence_names_a_document_and_stays(table: Table, outcome: int) -> None:
    one = undertake(table, outcome, Side.GUEST)
    for acting in (table.as_host, table.as_guest):
        with acting() as actor:
            with pytest.raises(ReferenceMissing):
                give_evidence(commitment_id=one, reference=" ", actor=actor, now=NOW)
            give_evidence(commitment_id=one, reference="List of 1 May", actor=actor, now=NOW)
            for statement in (
                "UPDATE menara_commitmentevidence SET note = 'x'",
                "DELETE FROM menara_commitmentevidence",
            ):
                if acting == table.as_host:
                    with pytest.raises(IntegrityError):
                        run(statement)
                else:
                    assert run_or_refused(statement) == 0


def run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def run_or_refused(statement: str) -> int:
    try:
        return run(statement)
    except IntegrityError:
        return 0


VERIFIED_BY = (
    "UPDATE menara_commitment SET done_on = '2026-01-01', verified_at = now(), verified_side = '{}',"
    " verified_by_id = nullif(current_setting('menara.account'), '')::bigint"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE menara_commitment SET done_on = current_date",
        "UPDATE menara_commitment SET due_on = '2030-01-01'",
        "UPDATE menara_commitment SET text = '{}'",
        "UPDATE menara_commitment SET owner_side = 'guest'",
        VERIFIED_BY.format("host"),
    ],
)
def test_a_guest_changes_nothing_of_the_hosts_commitments_by_raw_sql(
    table: Table, outcome: int, statement: str
) -> None:
    undertake(table, outcome, Side.HOST)
    with table.as_guest(), pytest.raises(IntegrityError):
        run(statement)


def test_the_office_does_not_verify_for_its_guest_by_raw_sql(table: Table, outcome: int) -> None:
    undertake(table, outcome, Side.HOST)
    with table.as_host(), pytest.raises(IntegrityError):
        run(VERIFIED_BY.format("guest"))


def test_a_guest_of_another_delegation_finds_no_commitment(table: Table, outcome: int) -> None:
    one = undertake(table, outcome, Side.GUEST)
    with table.as_guest(table.other) as actor:
        assert commitment_lines(on=TODAY) == ()
        for act in (
            lambda: report_done(commitment_id=one, version=1, done_on=TODAY, actor=actor, on=TODAY),
            lambda: give_evidence(commitment_id=one, reference="x", actor=actor, now=NOW),
            lambda: make_commitment(outcome_id=outcome, text={}, due_on=DUE, actor=actor),
        ):
            with pytest.raises(NoSuchRecord):
                act()


@pytest.mark.parametrize(
    ("days", "made"),
    [
        (31, []),
        (30, [30]),
        (8, [30]),
        (7, [7]),
        (2, [7]),
        (1, [1]),
        (0, [1]),
        (-1, [-1]),
        (-6, [-1]),
        (-7, [-7]),
        (-90, [-30]),
    ],
)
def test_a_reminder_is_made_when_it_comes_due(table: Table, outcome: int, days: int, made: list[int]) -> None:
    undertake(table, outcome, Side.HOST, due_on=TODAY + timedelta(days=days))
    for _again in range(2):
        make_reminders(organisation_id=table.office.id, on=TODAY, now=NOW)
    assert list(Reminder.objects.values_list("days_before", flat=True)) == made


def test_each_reminder_is_made_once_and_none_for_what_is_done(table: Table, outcome: int) -> None:
    one = undertake(table, outcome, Side.HOST)
    days = [DUE - timedelta(days=n) for n in range(40, -41, -1)]
    told = [make_reminders(organisation_id=table.office.id, on=on, now=NOW) for on in days]
    assert sum(told) == len(REMINDED)
    with table.as_host() as actor:
        report_done(commitment_id=one, version=1, done_on=TODAY, actor=actor, on=TODAY)
    Reminder.objects.all().delete()
    assert make_reminders(organisation_id=table.office.id, on=DUE, now=NOW) == 0


def test_the_clock_reminds_on_the_day_of_the_organisation(table: Table, outcome: int) -> None:
    """In Auckland a day begins at eleven in the morning UTC: one minute earlier nothing has come due."""
    Organisation.objects.filter(pk=table.office.id).update(time_zone="Pacific/Auckland")
    undertake(table, outcome, Side.HOST, due_on=date(2026, 4, 2))
    midnight = datetime(2026, 3, 2, 11, tzinfo=UTC)
    moments = [midnight - timedelta(minutes=1), midnight, midnight + timedelta(hours=5)]
    assert [remind(now=now) for now in moments] == [0, 1, 0]
    assert list(Reminder.objects.values_list("days_before", "made_at")) == [(30, midnight)]


def test_the_ladder_counts_each_outcome_on_its_rung_and_below(table: Table, outcome: int) -> None:
    one = undertake(table, outcome, Side.GUEST, due_on=TODAY - timedelta(days=1))
    Outcome.objects.create(organisation_id=table.office.id, summit_id=table.summit, kind="expressed_interest")
    whole, each = conversion(on=TODAY)
    assert (whole.summit_id, each.summit_id) == (None, table.summit)
    for line in (whole, each):
        assert dict(line.outcomes) == {WISH: 2, AGREED: 1, PLEDGE: 0, INSTRUMENT: 0}
        assert (line.meetings, line.with_commitment, line.commitments, line.overdue, line.done) == (1, 1, 1, 1, 0)
    with table.as_guest() as actor:
        report_done(commitment_id=one, version=1, done_on=TODAY, actor=actor, on=TODAY)
    with table.as_host() as actor:
        verify_commitment(commitment_id=one, version=2, actor=actor, now=NOW)
    whole = conversion(on=TODAY)[0]
    assert (whole.done, whole.verified, whole.overdue) == (1, 1, 0)


# --- from a clause ----------------------------------------------------------------------------------------------------


@pytest.fixture
def clause(table: Table) -> Callable[[str], int]:
    """Puts a clause in minutes, proposed by the host, and returns its version."""

    def put(words: str) -> int:
        with table.as_host() as actor:
            minutes = open_minutes(meeting_id=table.meeting, authoritative="en", second="", actor=actor, now=NOW)
            add_clause(minutes_id=minutes, words={"en": words}, actor=actor, now=NOW)
        return minutes_record(meeting_id=table.meeting).clauses[0].top.id

    return put


def test_only_words_of_both_bring_an_outcome_and_no_more_than_they_say(
    table: Table, clause: Callable[[str], int]
) -> None:
    version = clause("The guest expressed the wish to agree on training.")
    with table.as_host("editor") as actor, pytest.raises(ClauseNotAgreed):
        record_clause_outcome(version_id=version, kind=WISH, actor=actor, now=NOW)
    with table.as_guest() as actor:
        agree_words(version_id=version, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            record_clause_outcome(version_id=version, kind=WISH, actor=actor, now=NOW)
    with table.as_host("editor") as actor:
        with pytest.raises(WordsOnlyWish):
            record_clause_outcome(version_id=version, kind=AGREED, actor=actor, now=NOW)
        made = record_clause_outcome(version_id=version, kind=WISH, actor=actor, now=NOW)
        with pytest.raises(ClauseOnRecord) as refused:
            record_clause_outcome(version_id=version, kind=WISH, actor=actor, now=NOW)
        assert refused.value.facts == {"outcome": made}
    row = Outcome.objects.get()
    assert (row.pk, row.kind, row.clause_id, row.steps.count()) == (made, "expressed_interest", version, 0)


def test_the_document_of_a_rung_is_the_locked_text_and_the_clause(table: Table, clause: Callable[[str], int]) -> None:
    version = clause("The two services agree to train ten officers.")
    with table.as_guest() as actor:
        agree_words(version_id=version, actor=actor, now=NOW)
    record = minutes_record(meeting_id=table.meeting)
    for acting in (table.as_host, table.as_guest):
        with acting() as actor:
            told = {"minutes_id": record.id, "text_hash": record.current_hash, "signed_as": "", "now": NOW}
            sign_minutes(actor=actor, **told)
    with table.as_host("editor") as actor:
        record_clause_outcome(version_id=version, kind=AGREED, actor=actor, now=NOW)
    row = Outcome.objects.get()
    assert (row.kind, row.counterpart_id, row.text) == ("agreed_action", table.partner, {"en": _WORDS})
    assert row.steps.get().document == f"minutes {record.current_hash}, clause 1"


_WORDS = "The two services agree to train ten officers."
