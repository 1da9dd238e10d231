"""An officer is promised once at a time, whoever writes it and however many at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from menara.actions.officers import enter_officer
from menara.models import OfficerAssignment, acting_for
from office import Office, at_work, found, officer

JAN, JUN, DEC = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1)


def promise(office: Office, officer_id: int, period: DateRange) -> None:
    with transaction.atomic():
        OfficerAssignment.objects.create(organisation_id=office.id, officer_id=officer_id, name="course", period=period)


@pytest.mark.parametrize(
    ("second", "is_kept"),
    [
        (DateRange(JUN, DEC), True),  # half-open: the first ends on the day the second begins
        (DateRange(date(2025, 1, 1), JAN), True),
        (DateRange(date(2026, 5, 31), DEC), False),
        (DateRange(JAN, JUN), False),
        (DateRange(JAN, JAN), False),  # empty: overlaps nothing, promises nothing
        (DateRange(JUN, None), False),
        (DateRange(None, JAN), False),
    ],
)
def test_a_second_promise(office: Office, second: DateRange, is_kept: bool) -> None:
    own = enter_officer(officer=officer("A-1"), actor=office.editor)
    promise(office, own, DateRange(JAN, JUN))
    if is_kept:
        promise(office, own, second)
        assert OfficerAssignment.objects.count() == 2
    else:
        with pytest.raises(IntegrityError):
            promise(office, own, second)


def test_infinity_is_no_end(office: Office) -> None:
    own = enter_officer(officer=officer("A-1"), actor=office.editor)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO menara_officerassignment (organisation_id, officer_id, name, period) "
            "VALUES (%s, %s, 'for ever', '[2026-01-01,infinity)')",
            [office.id, own],
        )


def test_another_officer_may_be_promised_the_same_days(office: Office) -> None:
    for number in ("A-1", "A-2"):
        promise(office, enter_officer(officer=officer(number), actor=office.editor), DateRange(JAN, JUN))
    assert OfficerAssignment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_promise_one_officer_at_once_one_succeeds() -> None:
    office = found("racing")
    with at_work(office, "editor") as editor:
        own = enter_officer(officer=officer("A-1"), actor=editor)
    start, kept, refused = threading.Barrier(20), [], []

    def book(racer: int) -> None:
        try:
            with acting_for(office.id), connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE menara_app")
                start.wait()
                promise(office, own, DateRange(JAN, date(2026, 2, 1 + racer)))
            kept.append(racer)
        except DatabaseError:
            refused.append(racer)
        finally:
            connection.close()

    racers = [threading.Thread(target=book, args=(number,)) for number in range(20)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (len(kept), len(refused)) == (1, 19)
    with acting_for(office.id):
        assert OfficerAssignment.objects.count() == 1
