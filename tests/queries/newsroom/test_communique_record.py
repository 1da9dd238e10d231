"""The record of a meeting as a text for the public rests on it: who led, who spoke, and what is not known of them."""

from __future__ import annotations

from menara.communique.compose import compose
from menara.models import Meeting, Participant, Person, PersonTitle, Side
from menara.queries.newsroom.record import communique_record
from newsroom_desk import met
from office import Office

HEAD = {"en": "Head of delegation", "fr": "Chef de délégation", "ar": "رئيس الوفد"}


def head_of(meeting: Meeting, side: Side) -> Person:
    return Participant.objects.get(meeting=meeting, side=side, role="head").person


def opening(meeting: Meeting) -> dict[str, str]:
    texts = compose(communique_record(meeting_id=meeting.pk)).texts
    return {code: texts[code].paragraphs[0] for code in ("en", "fr", "ar")}


def test_a_head_without_a_name_is_told_by_the_delegation_of_the_country(office: Office) -> None:
    meeting = met(office)
    guest = head_of(meeting, Side.GUEST)
    Person.objects.filter(pk=guest.pk).update(names={})
    guest.titles.all().delete()
    PersonTitle.objects.create(organisation_id=office.id, person=guest, text=HEAD)
    institution = guest.institution
    assert institution is not None
    type(institution).objects.filter(pk=institution.pk).update(country="NOR", name={"en": "Norwegian National Police"})
    record = communique_record(meeting_id=meeting.pk)
    assert [statement.is_head for statement in record.statements] == [True, True]
    told = opening(meeting)
    assert told["en"].endswith("received the head of the delegation of Norway.")
    assert told["fr"].endswith(", le chef de la délégation de la Norvège.")
    assert told["ar"].endswith("، رئيس وفد النرويج.")
    said = compose(record).texts["en"].paragraphs[2]
    assert said.startswith("During the meeting, the head of the delegation of Norway conveyed the wish")


def test_where_no_head_is_on_record_the_bodies_met(office: Office) -> None:
    meeting = met(office)
    Participant.objects.filter(meeting=meeting, side=Side.HOST).delete()
    Meeting.objects.filter(pk=meeting.pk).update(received_by=None)
    told = opening(meeting)["en"]
    assert "a bilateral meeting was held between the General Directorate of National Security" in told
    assert "received" not in told
