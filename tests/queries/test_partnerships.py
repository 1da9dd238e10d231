"""What is due this week depends on where the reader is; a deadline keeps its own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from menara.actions.posts import CallFacts, enter_call
from menara.actions.summits.commitments import make_commitment
from menara.actions.summits.outcomes import OutcomeFacts, record_outcome
from menara.models import Summit
from menara.queries.partnerships import due_this_week
from menara.terms import OutcomeKind
from office import Office

NEW_YORK = ZoneInfo("America/New_York")
SUNDAY_EVENING = datetime(2026, 3, 8, 20, 0, tzinfo=NEW_YORK)  # Monday 04:00 in Dubai


@pytest.fixture
def busy(office: Office) -> Office:
    enter_call(call=CallFacts(ref="C-1", deadline=SUNDAY_EVENING), actor=office.editor)
    enter_call(call=CallFacts(ref="no deadline"), actor=office.editor)
    summit = Summit.objects.create(
        organisation_id=office.id, period=DateRange(date(2025, 1, 1), date(2025, 1, 2)), time_zone="UTC"
    )
    agreed = OutcomeFacts(kind=OutcomeKind.AGREED_ACTION, text={}, summit_id=summit.pk)
    outcome_id = record_outcome(outcome=agreed, actor=office.editor)
    for day in (date(2026, 2, 27), date(2026, 3, 6), date(2026, 3, 9)):
        make_commitment(outcome_id=outcome_id, text={"en": day.isoformat()}, due_on=day, actor=office.editor)
    return office


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        # In New York it is still Sunday: the call closes this week, and one commitment is late.
        (
            "America/New_York",
            datetime(2026, 3, 4, 12, 0, tzinfo=UTC),
            [("commitment", "2026-02-27", True), ("commitment", "2026-03-06", False), ("call", "2026-03-08", False)],
        ),
        # Sunday evening in New York is Monday further east: there the call belongs to the next week.
        (
            "Asia/Dubai",
            datetime(2026, 3, 4, 12, 0, tzinfo=UTC),
            [("commitment", "2026-02-27", True), ("commitment", "2026-03-06", False)],
        ),
        (
            "Asia/Dubai",
            datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
            [
                ("commitment", "2026-02-27", True),
                ("commitment", "2026-03-06", True),
                ("call", "2026-03-09", True),
                ("commitment", "2026-03-09", False),
            ],
        ),
    ],
)
def test_due_this_week(busy: Office, zone: str, now: datetime, due: list[tuple[str, str, bool]]) -> None:
    week = due_this_week(now=now, zone=zone)
    found = [(d.kind, d.day.isoformat(), d.is_late) for d in week.due]
    assert found == due
    assert (week.monday.isoweekday(), week.sunday.isoweekday(), week.zone) == (1, 7, zone)


def test_a_deadline_is_shown_as_it_was_given(busy: Office) -> None:
    week = due_this_week(now=datetime(2026, 3, 9, 12, 0, tzinfo=UTC), zone="Asia/Dubai")
    (call,) = (d for d in week.due if d.kind == "call")
    assert call.moment is not None
    assert (call.moment.isoformat(), call.zone) == ("2026-03-08T20:00:00-04:00", "America/New_York")
