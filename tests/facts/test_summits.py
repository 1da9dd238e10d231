"""The meeting of Marrakech is told as it was reported, and no better."""

from __future__ import annotations

from datetime import date

from menara import facts
from menara.terms import OutcomeKind

STORY = facts.marrakech_2025()


def test_forty_three_meetings_led_to_two_instruments() -> None:
    assert (STORY.summit.tally("bilateral_meetings"), len(STORY.instruments)) == (43, 2)
    assert [i.partner["en"] for i in STORY.instruments] == ["Norwegian National Police", "Ethiopian Federal Police"]
    assert [i.signed_on for i in STORY.instruments] == [None, date(2025, 11, 24)]


def test_delegations_are_those_of_the_annual_review() -> None:
    assert (STORY.summit.tally("delegations"), STORY.summit.tally("interpol_members")) == (181, 196)


def test_a_wish_is_not_a_pledge() -> None:
    assert [outcome.kind for outcome in STORY.meeting.outcomes] == [OutcomeKind.EXPRESSED_INTEREST] * 2
    assert [point.verb for point in STORY.meeting.points] == ["conveyed the wish", "stressed the importance"]
    assert {outcome.point for outcome in STORY.meeting.outcomes} == {point.code for point in STORY.meeting.points}


def test_nothing_signed_with_the_united_nations_is_an_inference() -> None:
    stated = STORY.meeting.nothing_signed_stated
    assert (str(stated.mark), stated.sources) == ("I", ("S3", "S4", "S5", "S6", "S7"))
    assert not any("United Nations" in i.partner["en"] for i in STORY.instruments)


def test_the_day_agrees_with_its_weekday_and_the_hour_is_blank() -> None:
    meeting = STORY.meeting
    assert f"{meeting.day:%A %d %B %Y}" == "Tuesday 25 November 2025"
    assert meeting.weekday == "Tuesday"
    assert STORY.summit.first_day <= meeting.day <= STORY.summit.last_day
    assert (meeting.part_of_day, meeting.begins_at, meeting.ends_at, meeting.zone) == (
        "morning",
        "",
        "",
        "Africa/Casablanca",
    )


def test_the_dinner_was_on_wednesday_evening() -> None:
    (dinner,) = STORY.summit.events
    assert (f"{dinner.day:%A}", dinner.part_of_day) == ("Wednesday", "evening")


def test_the_place_stands_in_the_languages_of_the_communique() -> None:
    assert STORY.meeting.place == {"fr": "Jardins de la Ménara", "ar": "فضاء حدائق المنارة"}


def test_names_are_as_given_and_never_transliterated() -> None:
    assert [(p.latin, p.arabic) for p in STORY.persons] == [("Abdellatif Hammouchi", ""), ("Faisal Shahkar", "")]
    assert all("left blank" in p.names_note for p in STORY.persons)


def test_the_guest_keeps_every_title_he_was_given_in_the_language_it_was_given() -> None:
    guest = next(p for p in STORY.persons if p.code == "shahkar")
    assert [dict(title.words) for title in guest.titles] == [
        {"en": "Head of UN Police"},
        {"fr": "Sous-secrétaire général à l'État de droit", "ar": "وكيل الأمين العام لشؤون سيادة القانون"},
        {"en": "Police Adviser"},
    ]


def test_who_received_whom_at_whose_request() -> None:
    meeting = STORY.meeting
    assert (meeting.hosted_by, meeting.received_by, meeting.requested_by) == (
        "DGSN-DGST",
        "hammouchi",
        "visiting delegation",
    )
    assert {(p.person, p.side) for p in meeting.participants} == {("hammouchi", "host"), ("shahkar", "guest")}


def test_what_is_said_of_the_meeting_carries_no_number() -> None:
    said = [t for p in (*STORY.meeting.points, *STORY.meeting.outcomes) for t in p.text.values()]
    assert len(said) == 12
    assert not any(character.isdigit() for text in said for character in text)
