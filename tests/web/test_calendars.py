"""Addresses for calendar programs, files of calendars brought in, and the programme on paper, through the browser."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from calendar_desk import FIRST, Desk, lay, name_focal_point
from menara.actions.summits.calendars import end_feed, make_feed
from menara.models import Absence
from menara.web.pace import Pace
from menara.web.summits import calendars as pages
from office import NOW, Office, at_work, found
from web.doors import signed_in

MONDAY = datetime(2025, 11, 17, 12, tzinfo=UTC)


@pytest.fixture
def desk(office: Office) -> Desk:
    laid = lay(office)
    name_focal_point(laid, "norway")
    return laid


def address(desk: Desk, delegation: str = "norway", *, person: int | None = None, language: str = "en") -> str:
    made = make_feed(
        delegation_id=desk.delegations[delegation],
        person_id=person,
        language=language,
        actor=desk.office.editor,
        now=NOW,
    )
    return reverse("calendar_feed", args=[desk.office.id, desk.delegations[delegation], made.secret])


def entries(answer: Any) -> list[tuple[str, str, int]]:
    """Begin in the zone, status and sequence of each entry."""
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(f"{e.decoded('DTSTART'):%d %H:%M}", str(e["STATUS"]), int(e["SEQUENCE"])) for e in events]


# --- the feed ---------------------------------------------------------------------------------------------------------


def test_a_program_reads_the_delegations_meetings_without_signing_in(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + timedelta(days=1), 0))
    answer = Client().get(address(desk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert entries(answer) == [("25 10:00", "CONFIRMED", 0)]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ghana" not in answer.content.decode()


def test_uids_stay_and_sequences_grow_from_version_to_version(desk: Desk) -> None:
    where = address(desk)
    uids, told = set(), []
    for day, places in enumerate([{"norway": ("A1", FIRST, 0)}, {"norway": ("A1", FIRST + timedelta(hours=2), 1)}, {}]):
        desk.publish(at=MONDAY + timedelta(days=day), **places)  # type: ignore[arg-type]
        answer = Client().get(where)
        told += entries(answer)
        uids |= {str(event["UID"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert told == [("25 10:00", "CONFIRMED", 0), ("25 12:00", "CONFIRMED", 1), ("25 12:00", "CANCELLED", 2)]
    assert len(uids) == 1


def test_a_persons_address_tells_that_persons_meetings(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + timedelta(days=1), 0))
    answer = Client().get(address(desk, "host", person=desk.heads["host"]))
    assert [line[0] for line in entries(answer)] == ["25 10:00", "26 10:00"]


def test_an_address_speaks_its_own_language_whoever_asks(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    client = signed_in(desk.office, "viewer", "fr")
    answer = client.get(address(desk, language="ar"))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["SUMMARY"].params["LANGUAGE"], answer["Content-Language"]) == ("ar", "ar")
    assert "الإنجليزية" in str(event["DESCRIPTION"])


@pytest.mark.parametrize("signed", [False, True])
def test_wrong_closed_and_foreign_addresses_are_answered_alike(desk: Desk, signed: bool) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    good = address(desk)
    secret = good.rpartition("/")[2].removesuffix(".ics")
    closed = address(desk, "ghana")
    end_feed(feed_id=pages.feeds_of(delegation_id=desk.delegations["ghana"])[0].id, actor=desk.office.editor, now=NOW)
    own, organisation = desk.delegations["norway"], desk.office.id
    wrong = [
        closed,
        reverse("calendar_feed", args=[organisation, own, secret[:-1] + ("A" if secret[-1] != "A" else "B")]),
        reverse("calendar_feed", args=[organisation, desk.delegations["host"], secret]),
        reverse("calendar_feed", args=[organisation + 1, own, secret]),
        reverse("calendar_feed", args=[organisation, own + 1000, secret]),
        reverse("calendar_feed", args=[2**70, own, secret]),
        reverse("calendar_feed", args=[organisation, 2**70, secret]),
    ]
    client = signed_in(desk.office) if signed else Client()
    answers = {(client.get(one).status_code, client.get(one).content) for one in wrong}
    assert answers == {(404, b"There is no calendar at this address.")}
    assert client.get(good).status_code == 200


def test_nothing_of_the_guest_is_left_for_what_comes_after(desk: Desk) -> None:
    """One who is signed in and follows an address stays who he or she is."""
    client = signed_in(desk.office, "viewer")
    assert client.get(address(desk)).status_code == 200
    assert client.get(reverse("officers")).status_code == 200


def test_what_did_not_change_is_not_sent_again(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    where = address(desk)
    first = Client().get(where)
    again = Client().get(where, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    desk.publish(at=MONDAY + timedelta(days=1), norway=("B1", FIRST, 1))
    assert Client().get(where, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_is_only_read(desk: Desk) -> None:
    assert Client().post(address(desk)).status_code == 405


def test_whoever_asks_too_often_waits(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(pages, "PACE", Pace(most=2, seconds=10**9))
    answers = [Client().get(address(desk)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


# --- the page of addresses --------------------------------------------------------------------------------------------


def page(desk: Desk, delegation: str = "norway") -> str:
    return reverse("delegation_calendars", args=[desk.delegations[delegation]])


def test_an_address_is_shown_once_and_works(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    client = signed_in(desk.office, "editor")
    make = reverse("calendar_feed_make", args=[desk.delegations["norway"]])
    shown = client.post(make, {"language": "fr"}).content.decode()
    (told,) = re.findall(r'id="new-address">(http://[^<]+)<', shown)
    assert f'href="webcal:{told.partition(":")[2]}"' in shown
    assert Client().get(told.removeprefix("http://testserver")).status_code == 200
    assert told not in client.get(page(desk)).content.decode()


@pytest.mark.parametrize(
    ("role", "delegation", "status", "may_change"),
    [
        ("viewer", "norway", 200, False),
        ("editor", "norway", 200, True),
        ("focal_point", "norway", 200, True),
        ("focal_point", "ghana", 403, False),
    ],
)
def test_who_sees_the_addresses(desk: Desk, role: str, delegation: str, status: int, may_change: bool) -> None:
    answer = signed_in(desk.office, role).get(page(desk, delegation))
    assert answer.status_code == status
    assert ("/calendars/make/" in answer.content.decode()) == may_change


def test_a_focal_point_opens_and_closes_an_address(desk: Desk) -> None:
    client = signed_in(desk.office, "focal_point")
    own = desk.delegations["norway"]
    assert client.post(reverse("calendar_feed_make", args=[own]), {"person": desk.heads["norway"]}).status_code == 200
    (line,) = pages.feeds_of(delegation_id=own)
    answer = client.post(reverse("calendar_feed_end", args=[own, line.id]))
    assert (answer.status_code, pages.feeds_of(delegation_id=own)) == (302, ())
    other = reverse("calendar_feed_make", args=[desk.delegations["ghana"]])
    assert client.post(other).status_code == 403


def test_one_meeting_as_a_file_from_ones_own_side(desk: Desk) -> None:
    desk.publish(at=MONDAY, norway=("A1", FIRST, 0))
    for role, said in (("viewer", "Meeting with Police of norway"), ("focal_point", "Meeting with Police of host")):
        answer = signed_in(desk.office, role).get(reverse("request_calendar", args=[desk.requests["norway"]]))
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert str(event["SUMMARY"]) == said
    assert signed_in(desk.office).get(reverse("request_calendar", args=[desk.requests["ghana"]])).status_code == 404
    hidden = signed_in(desk.office, "focal_point").get(reverse("request_calendar", args=[desk.requests["ghana"]]))
    assert hidden.status_code == 404


# --- calendar files in ------------------------------------------------------------------------------------------------

LUNCH = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:lunch\r\nSUMMARY:Lunch\r\n"
    "DTSTART;TZID=Africa/Casablanca:20251125T123000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def bring(client: Client, desk: Desk, text: str = LUNCH, **options: str) -> Any:
    file = io.BytesIO(text.encode())
    file.name = "diary.ics"
    where = reverse("busy_times", args=[desk.delegations["norway"]])
    return client.post(where, {"person": desk.heads["norway"], "file": file, **options})


def sealed(answer: Any) -> str:
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', answer.content.decode())
    return str(seen)


@pytest.mark.parametrize("role", ["editor", "focal_point"])
def test_a_file_is_shown_first_and_taken_then(desk: Desk, role: str) -> None:
    client = signed_in(desk.office, role)
    where = reverse("busy_times", args=[desk.delegations["norway"]])
    shown = bring(client, desk)
    assert ("Lunch" in shown.content.decode(), Absence.objects.count()) == (True, 0)
    answer = client.post(where, {"seen": sealed(shown)}, follow=True)
    assert "Entered: \u20681\u2069" in answer.content.decode()
    (row,) = Absence.objects.all()
    assert (row.person_id, row.calendar_uid, row.reason) == (desk.heads["norway"], "lunch", "")
    assert row.during.lower == datetime(2025, 11, 25, 11, 30, tzinfo=UTC)
    again = bring(client, desk).content.decode()
    assert "The file changes nothing." in again
    assert 'name="seen"' not in again


def test_what_was_seen_serves_its_reader_and_delegation_only(desk: Desk) -> None:
    seen = sealed(bring(signed_in(desk.office, "editor"), desk))
    where = reverse("busy_times", args=[desk.delegations["norway"]])
    for client, address, told in (
        (signed_in(desk.office, "planner"), where, seen),
        (signed_in(desk.office, "editor"), reverse("busy_times", args=[desk.delegations["ghana"]]), seen),
        (signed_in(desk.office, "editor"), where, seen[:-1] + "x"),
    ):
        answer = client.post(address, {"seen": told}, follow=True)
        assert "too old to be taken" in answer.content.decode()
    assert Absence.objects.count() == 0


FAULTY = {
    "no zone": (LUNCH.replace(";TZID=Africa/Casablanca", ""), ["Lunch", "20251125T123000", "no time zone"]),
    "no calendar": ("Dear all,", ["This is no calendar file"]),
    "nothing": ("", ["This is no calendar file"]),
    "hostile": (LUNCH.replace("UID:lunch\r\n", "").replace("Lunch", "<script>x"), ["&lt;script&gt;x", "has no UID"]),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_file_says_why_and_saves_nothing(desk: Desk, case: str) -> None:
    text, said = FAULTY[case]
    answer = bring(signed_in(desk.office, "editor"), desk, text)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert [part for part in said if part not in shown] == []
    assert Absence.objects.count() == 0


def test_times_without_a_zone_are_taken_where_a_person_says_so(desk: Desk) -> None:
    client = signed_in(desk.office, "editor")
    answer = bring(client, desk, LUNCH.replace(";TZID=Africa/Casablanca", ""), is_home="on")
    assert answer.status_code == 200
    assert "12:30" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "delegation", "status"),
    [
        ("viewer", "norway", 403),
        ("approver", "norway", 403),
        ("focal_point", "norway", 200),
        ("focal_point", "ghana", 403),
    ],
)
def test_who_may_bring_a_calendar(desk: Desk, role: str, delegation: str, status: int) -> None:
    where = reverse("busy_times", args=[desk.delegations[delegation]])
    assert signed_in(desk.office, role).get(where).status_code == status


# --- paper ------------------------------------------------------------------------------------------------------------


def text_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_programme_on_paper(desk: Desk) -> None:
    version = desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + timedelta(days=1), 0))
    client = signed_in(desk.office, "viewer")
    whole = text_of(client.get(reverse("programme_pdf", args=[version])))
    assert all(part in whole for part in ("Police of norway", "Police of ghana", "Matters of norway", "Version"))
    assert "Matters of ghana" not in whole  # needs a clearance
    one = text_of(client.get(reverse("programme_pdf", args=[version]) + f"?delegation={desk.delegations['ghana']}"))
    assert "Police of norway" not in one
    doors = text_of(client.get(reverse("door_cards_pdf", args=[version]) + f"?room={desk.rooms['A1']}"))
    assert ("Atlas A1" in doors, "Atlas B1" in doors, "Matters" in doors) == (True, False, False)


def test_a_focal_points_paper_holds_the_own_meetings_of_published_versions(desk: Desk) -> None:
    version = desk.publish(at=MONDAY, norway=("A1", FIRST, 0), ghana=("B1", FIRST + timedelta(days=1), 0))
    client = signed_in(desk.office, "focal_point")
    for query in ("", "?by=day", f"?delegation={desk.delegations['ghana']}"):
        own = text_of(client.get(reverse("programme_pdf", args=[version]) + query))
        assert ("Police of host" in own, "Police of ghana" in own) == (True, False)
    assert client.get(reverse("door_cards_pdf", args=[version])).status_code == 403
    from menara.models import Programme

    draft = Programme.objects.create(
        organisation_id=desk.office.id, summit_id=desk.summit, made_at=NOW, made_by=desk.office.planner.account
    )
    assert client.get(reverse("programme_pdf", args=[draft.pk])).status_code == 404
    assert "DRAFT" in text_of(signed_in(desk.office).get(reverse("programme_pdf", args=[draft.pk])))


def test_another_offices_programme_is_not_there(desk: Desk) -> None:
    theirs = found("theirs")
    with at_work(theirs):
        other = lay(theirs)
        version = other.publish(at=MONDAY, norway=("A1", FIRST, 0))
    client = signed_in(desk.office)
    for name, own in (
        ("programme_pdf", version),
        ("door_cards_pdf", version),
        ("delegation_calendars", other.delegations["norway"]),
        ("busy_times", other.delegations["norway"]),
        ("request_calendar", other.requests["norway"]),
    ):
        assert client.get(reverse(name, args=[own])).status_code == 404
