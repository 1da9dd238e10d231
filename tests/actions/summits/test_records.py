"""A meeting written down: from its request or by hand, with what each side means to say kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import connection, transaction

from menara.actions.summits.records import (
    BodyFacts,
    MeetingFacts,
    MeetingRecordedAlready,
    MeetingUnlikely,
    ParticipantFacts,
    SpeakerAbsent,
    StatementFacts,
    correct_meeting,
    drop_statement,
    record_meeting,
    record_statement,
    set_agenda,
    set_talking_points,
)
from menara.models import DelegationRole, Institution, Meeting, Person, RecordChanged, Side, TalkingPoint, Verb
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.meetings import meeting_record
from menara.queries.summits.records import draft_of_meeting, draft_of_request, preparation
from office import Office
from two_sides import DAY, Table, lay


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


def facts(table: Table, **known: object) -> MeetingFacts:
    told = {
        "summit_id": table.summit,
        "held_on": DAY,
        "subject": {"en": "By hand"},
        "time_zone": "Africa/Casablanca",
    }
    return MeetingFacts(**{**told, **known})  # type: ignore[arg-type]


def test_by_hand_people_and_bodies_that_are_new_are_put_on_record(table: Table) -> None:
    people = (
        ParticipantFacts(person_id=table.host_head, side=Side.HOST, role=DelegationRole.HEAD),
        ParticipantFacts(
            side=Side.GUEST,
            role=DelegationRole.HEAD,
            names={"Latn": "New Head", "Arab": ""},
            title={"en": "Director"},
            body=BodyFacts(name={"en": "New body"}),
        ),
    )
    with table.as_host("editor") as actor:
        told = facts(table, people=people, requested_by=BodyFacts(name={"en": "New body"}))
        made = record_meeting(meeting=told, actor=actor)
    held = meeting_record(meeting_id=made)
    assert [(one.names, one.side) for one in held.people] == [
        ({"Latn": "New Head"}, "guest"),
        ({"Latn": "Host head"}, "host"),
    ]
    assert held.requested_by == {"en": "New body"}
    assert held.received_by == {"Latn": "Host head"}
    assert Institution.objects.filter(name={"en": "New body"}).count() == 1
    assert [title.text for title in held.people[0].titles] == [{"en": "Director"}]


def test_a_request_tells_who_would_sit_where(table: Table) -> None:
    draft = draft_of_request(request_id=table.request)
    assert [(seat.names["Latn"], seat.side, seat.title["en"]) for seat in draft.seats] == [
        ("Host head", Side.HOST, "Director of Host"),
        ("Guest head", Side.GUEST, "Director of Guest"),
    ]
    assert (draft.received_by_id, draft.languages, draft.held_on) == (table.host_head, ("en", "fr"), None)


def test_a_request_leads_to_one_meeting(table: Table) -> None:
    with table.as_host("editor") as actor, pytest.raises(MeetingRecordedAlready):
        record_meeting(meeting=facts(table, request_id=table.request), actor=actor)


@pytest.mark.parametrize(
    ("known", "refused"),
    [
        ({"held_on": date(2026, 3, 6)}, MeetingUnlikely),
        ({"begins_at": time(10), "ends_at": time(10)}, MeetingUnlikely),
        ({"time_zone": "Mars/Base"}, MeetingUnlikely),
        ({"subject": {"en": " "}}, MeetingUnlikely),
        ({"people": (ParticipantFacts(side=Side.HOST, names={"Latn": " "}),)}, MeetingUnlikely),
        ({"people": (ParticipantFacts(side=Side.HOST, person_id=0),)}, NoSuchRecord),
        ({"summit_id": 0}, NoSuchRecord),
        ({"request_id": 987654}, NoSuchRecord),
        ({"hosted_by": BodyFacts(id=987654)}, NoSuchRecord),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_saved(
    table: Table, known: dict[str, object], refused: type[Exception]
) -> None:
    before = (Meeting.objects.count(), Person.objects.count())
    with table.as_host("editor") as actor, pytest.raises(refused), transaction.atomic():
        record_meeting(meeting=facts(table, **known), actor=actor)
    assert (Meeting.objects.count(), Person.objects.count()) == before


def test_one_person_sits_once(table: Table) -> None:
    twice = (ParticipantFacts(person_id=table.host_head, side=Side.HOST),) * 2
    with table.as_host("editor") as actor, pytest.raises(MeetingUnlikely):
        record_meeting(meeting=facts(table, people=twice), actor=actor)


def test_a_correction_names_the_version_it_read(table: Table) -> None:
    draft = draft_of_meeting(meeting_id=table.meeting)
    people = tuple(ParticipantFacts(person_id=s.person_id, side=s.side, role=s.role) for s in draft.seats)
    told = facts(table, gifts="A book", photo_released=False, people=people[:1])
    with table.as_host("editor") as actor:
        correct_meeting(meeting_id=table.meeting, version=draft.version, meeting=told, actor=actor)
        with pytest.raises(RecordChanged):
            correct_meeting(meeting_id=table.meeting, version=draft.version, meeting=told, actor=actor)
    held = meeting_record(meeting_id=table.meeting)
    assert (held.gifts, held.photo_released, len(held.people)) == ("A book", False, 1)
    assert Meeting.objects.get(pk=table.meeting).request_id == table.request


def test_what_one_side_means_to_say_the_other_never_reads(table: Table) -> None:
    with table.as_host("editor") as actor:
        set_talking_points(meeting_id=table.meeting, lines=["ours", "", "ours too"], language="en", actor=actor)
        set_talking_points(meeting_id=table.meeting, lines=["ours too"], language="en", actor=actor)
    with table.as_guest() as actor:
        set_talking_points(meeting_id=table.meeting, lines=["theirs"], language="en", actor=actor)
        assert preparation(meeting_id=table.meeting).talking_points == ({"en": "theirs"},)
        assert [row.text for row in TalkingPoint.objects.all()] == [{"en": "theirs"}]
    assert preparation(meeting_id=table.meeting).talking_points == ({"en": "ours too"},)
    with table.as_host(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM menara_talkingpoint")
        assert cursor.fetchone() == (1,)


def test_lines_of_the_agenda_that_stay_keep_their_other_languages(table: Table) -> None:
    with table.as_guest() as actor:
        set_agenda(meeting_id=table.meeting, lines=["Training"], language="en", actor=actor)
    with table.as_host("editor") as actor:
        set_agenda(meeting_id=table.meeting, lines=["Visit", "Training"], language="en", actor=actor)
    assert preparation(meeting_id=table.meeting).agenda == ({"en": "Visit"}, {"en": "Training"})


def test_only_who_took_part_has_spoken(table: Table) -> None:
    told = StatementFacts(speaker_id=table.guest_head, verb=Verb.PROPOSED, text={"en": "A visit."})
    with table.as_host("editor") as actor:
        made = record_statement(meeting_id=table.meeting, statement=told, actor=actor)
        stranger = Person.objects.create(organisation_id=table.office.id, names={"Latn": "Stranger"})
        with pytest.raises(SpeakerAbsent):
            record_statement(meeting_id=table.meeting, statement=replace(told, speaker_id=stranger.pk), actor=actor)
        with pytest.raises(RecordChanged):
            drop_statement(statement_id=made, version=9, actor=actor)
        drop_statement(statement_id=made, version=1, actor=actor)
    assert meeting_record(meeting_id=table.meeting).statements == ()


def test_a_guest_keeps_no_record_of_the_office(table: Table) -> None:
    told = StatementFacts(speaker_id=table.guest_head, verb=Verb.AGREED, text={"en": "All."})
    with table.as_guest() as actor:
        for act in (
            lambda: record_meeting(meeting=facts(table), actor=actor),
            lambda: correct_meeting(meeting_id=table.meeting, version=1, meeting=facts(table), actor=actor),
            lambda: record_statement(meeting_id=table.meeting, statement=told, actor=actor),
        ):
            with pytest.raises(NotAllowed):
                act()
