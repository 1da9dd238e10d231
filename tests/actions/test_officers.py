"""Officers are entered, corrected and imported whole or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from menara.actions.officers import (
    Imported,
    NumberTaken,
    PromisedTwice,
    SourceMissing,
    correct_officer,
    enter_officer,
    import_officers,
)
from menara.engines.eligibility.officer import Assignment, Language, Skill
from menara.models import HistoryEntry, Officer, OfficerDocument, RecordChanged
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord, as_engine_officers, officer_record
from menara.terms import Provenance
from office import Office, at_work, found, officer

TRAINED = officer(
    "A-1",
    languages=(Language(code="fr", ams_score=70), Language(code="ar")),
    skills=(Skill(code="patrol", level=2),),
    assignments=(Assignment(name="course", starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 1)),),
    passport_until=date(2030, 1, 1),
)


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("editor", True), ("planner", True), ("approver", False)])
def test_who_may(office: Office, role: str, may: bool) -> None:
    actor = getattr(office, role)
    if may:
        assert import_officers(officers=[TRAINED], actor=actor) == Imported(entered=1, corrected=0, unchanged=0)
        return
    own = enter_officer(officer=officer("B-1"), actor=office.editor)
    for act in (
        lambda: enter_officer(officer=TRAINED, actor=actor),
        lambda: correct_officer(officer_id=own, version=1, officer=TRAINED, actor=actor),
        lambda: import_officers(officers=[TRAINED], actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [o.number for o in as_engine_officers()] == ["B-1"]


def test_a_number_is_one_officers(office: Office) -> None:
    enter_officer(officer=TRAINED, actor=office.editor)
    other = enter_officer(officer=officer("A-2"), actor=office.editor)
    for act in (
        lambda: enter_officer(officer=officer("A-1"), actor=office.editor),
        lambda: correct_officer(officer_id=other, version=1, officer=officer("A-1"), actor=office.editor),
        lambda: import_officers(officers=[officer("C"), officer("C")], actor=office.editor),
    ):
        with pytest.raises(NumberTaken):
            act()
    assert Officer.objects.count() == 2


def test_a_correction_replaces_what_is_known_and_keeps_the_papers_that_did_not_change(office: Office) -> None:
    own = enter_officer(officer=TRAINED, actor=office.editor)
    OfficerDocument.objects.update(reference="AB123456")
    corrected = replace(
        TRAINED,
        home_unit="Fès",
        languages=(Language(code="ar"), Language(code="fr", ams_score=75)),
        skills=None,
        assignments=(),
        licensed_on=date(2010, 1, 1),
    )
    correct_officer(officer_id=own, version=1, officer=corrected, actor=office.editor)
    record = officer_record(officer_id=own, sensitive=True)
    assert (record.officer, record.version) == (corrected, 2)
    assert [(d.kind, d.reference) for d in record.documents] == [("driving_licence", ""), ("passport", "AB123456")]


def test_the_history_says_no_more_than_what_changed(office: Office) -> None:
    own = enter_officer(officer=TRAINED, actor=office.editor)
    before = HistoryEntry.objects.count()
    changed = replace(TRAINED, languages=(Language(code="fr", ams_score=75), Language(code="ar")))
    correct_officer(officer_id=own, version=1, officer=changed, actor=office.editor)
    told = HistoryEntry.objects.order_by("number")[before:]
    assert [(entry.table, entry.verb) for entry in told] == [
        ("menara_officer", "update"),
        ("menara_officerlanguage", "delete"),
        ("menara_officerlanguage", "insert"),
    ]


def test_the_second_of_two_corrections_is_refused(office: Office) -> None:
    own = enter_officer(officer=TRAINED, actor=office.editor)
    correct_officer(officer_id=own, version=1, officer=replace(TRAINED, home_unit="Fès"), actor=office.editor)
    with pytest.raises(RecordChanged):
        correct_officer(officer_id=own, version=1, officer=replace(TRAINED, grade="x"), actor=office.planner)
    kept = officer_record(officer_id=own, sensitive=True).officer
    assert (kept.home_unit, kept.grade) == ("Fès", "")
    with pytest.raises(NoSuchRecord):
        correct_officer(officer_id=0, version=1, officer=TRAINED, actor=office.editor)


@pytest.mark.parametrize(
    "periods",
    [
        [("2026-05-01", "2026-06-01"), ("2026-05-31", "2026-07-01")],
        [("2026-05-01", "2026-05-01")],
        [("2026-06-01", "2026-05-01")],
    ],
)
def test_an_officer_is_not_promised_twice(office: Office, periods: list[tuple[str, str]]) -> None:
    promised = tuple(
        Assignment(name="course", starts_on=date.fromisoformat(a), ends_on=date.fromisoformat(b)) for a, b in periods
    )
    with pytest.raises(PromisedTwice) as refusal:
        import_officers(officers=[officer("A-1"), officer("A-2", assignments=promised)], actor=office.editor)
    assert refusal.value.facts == {"numbers": "A-2"}
    assert Officer.objects.count() == 0


def test_a_real_officer_needs_a_source(office: Office) -> None:
    real = officer("A-1", provenance=Provenance.REAL)
    with pytest.raises(SourceMissing):
        import_officers(officers=[real], actor=office.editor)
    import_officers(officers=[real], actor=office.editor, source_key="roster of 1 March")
    assert officer_record(officer_id=Officer.objects.get().pk, sensitive=True).origin.source_key == "roster of 1 March"


def test_an_import_brings_the_roster_in_line_and_repeats_without_effect(office: Office) -> None:
    enter_officer(officer=TRAINED, actor=office.editor)
    enter_officer(officer=officer("A-9"), actor=office.editor)
    brought = [replace(TRAINED, grade="commissaire", skills=()), officer("A-2"), officer("A-9")]
    assert import_officers(officers=brought, actor=office.editor) == Imported(entered=1, corrected=1, unchanged=1)
    assert list(as_engine_officers()) == [
        replace(brought[0], languages=(Language(code="ar"), Language(code="fr", ams_score=70))),
        brought[1],
        brought[2],
    ]
    versions, entries = list(Officer.objects.order_by("number").values_list("version")), HistoryEntry.objects.count()
    assert versions == [(2,), (1,), (1,)]
    assert import_officers(officers=brought, actor=office.editor) == Imported(entered=0, corrected=0, unchanged=3)
    assert HistoryEntry.objects.count() == entries


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_enter_one_number_at_once_one_succeeds() -> None:
    founded = found("racing")
    start, ended = threading.Barrier(10), []

    def enter() -> None:
        try:
            start.wait()
            with at_work(founded, "editor") as editor:
                enter_officer(officer=officer("A-1"), actor=editor)
            ended.append("entered")
        except NumberTaken:
            ended.append("taken")
        finally:
            connection.close()

    racers = [threading.Thread(target=enter) for _ in range(10)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(ended) == ["entered"] + ["taken"] * 9
