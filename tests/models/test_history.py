"""What was changed is on record, and cannot be rewritten unseen, not even by the owner of the tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction

from menara.actions.officers import correct_officer, enter_officer
from menara.models import HistoryEntry, HistoryHead, Officer
from menara.queries.accounts import BrokenLink, broken_links, history_of
from menara.terms import Conduct
from office import Office, at_work, found, officer


def run(statement: str, *arguments: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def test_raw_sql_is_recorded_like_everything_else(office: Office) -> None:
    own = enter_officer(officer=officer("A-1"), actor=office.editor)
    run("UPDATE menara_officer SET grade = 'commissaire' WHERE id = %s", own)
    run("DELETE FROM menara_officer WHERE id = %s", own)
    changes = history_of(table="menara_officer", row_id=own)
    assert [(c.verb, c.by) for c in changes] == [
        ("delete", "Administrator of office"),
        ("update", "Administrator of office"),
        ("insert", "Administrator of office"),
    ]
    assert (changes[1].before, changes[1].after) == ({"grade": ""}, {"grade": "commissaire"})


def test_a_change_of_nothing_is_not_recorded(office: Office) -> None:
    own = enter_officer(officer=officer("A-1"), actor=office.editor)
    before = HistoryEntry.objects.count()
    run("UPDATE menara_officer SET grade = grade WHERE id = %s", own)
    assert HistoryEntry.objects.count() == before


def test_what_an_investigator_said_is_recorded_as_changed_but_not_repeated(office: Office) -> None:
    own = enter_officer(officer=officer("A-1", conduct=Conduct.CLEAR), actor=office.editor)
    correct_officer(officer_id=own, version=1, officer=officer("A-1", conduct=Conduct.PROSECUTED), actor=office.editor)
    told = HistoryEntry.objects.filter(table="menara_officervetting").values_list("after", flat=True)
    assert told.filter(verb="insert").count() == 2
    assert {after["conduct"] for after in told if after} == {"…"}
    assert "prosecuted" not in str(list(HistoryEntry.objects.values_list("before", "after")))


def test_the_serving_role_cannot_write_history(office: Office) -> None:
    enter_officer(officer=officer("A-1"), actor=office.editor)
    for statement in (
        "UPDATE menara_historyentry SET account_id = 1",
        "DELETE FROM menara_historyentry",
        "UPDATE menara_historyhead SET number = 0",
    ):
        with pytest.raises(Error), transaction.atomic():
            run(statement)


def test_organisations_have_chains_of_their_own(as_application: Callable[[], object]) -> None:
    with as_application():  # type: ignore[attr-defined]
        for name in ("ours", "theirs"):
            office = found(name)
            with at_work(office, "editor") as editor:
                enter_officer(officer=officer("A-1"), actor=editor)
                numbers = list(HistoryEntry.objects.order_by("number").values_list("number", flat=True))
                assert numbers == list(range(1, len(numbers) + 1))
                assert HistoryHead.objects.get().number == numbers[-1]
                assert broken_links() == ()


@pytest.mark.parametrize(
    ("tampering", "found_out"),
    [
        ('UPDATE menara_historyentry SET after = \'{"grade": "x"}\' WHERE number = 7', [(7, "altered")]),
        ("UPDATE menara_historyentry SET account_id = NULL WHERE number = 8", [(8, "altered")]),
        ("UPDATE menara_historyentry SET at = at + interval '1 s' WHERE number = 7", [(7, "altered")]),
        ("DELETE FROM menara_historyentry WHERE number = 7", [(8, "missing")]),
        ("DELETE FROM menara_historyentry WHERE number >= 7", [(7, "cut")]),
        ("DELETE FROM menara_historyentry", [(1, "cut")]),
        # Re-hashing an altered link breaks the one after it.
        (
            (
                "UPDATE menara_historyentry SET after = '{}', "
                "hash = menara_link(previous, organisation_id, number, at, "
                "account_id, \"table\", row_id, verb, before, '{}') WHERE number = 7"
            ),
            [(8, "unchained")],
        ),
    ],
)
def test_tampering_by_the_owner_is_found_out(office: Office, tampering: str, found_out: list[tuple[int, str]]) -> None:
    for number in range(4):
        enter_officer(officer=officer(f"A-{number}"), actor=office.editor)
    assert (Officer.objects.count(), broken_links()) == (4, ())
    run("RESET ROLE")
    run(tampering)
    run("SET LOCAL ROLE menara_app")
    assert broken_links() == tuple(BrokenLink(number=number, fault=fault) for number, fault in found_out)
