"""Lists brought into a summit: what is new, what changes, what stays; all or nothing, and the same list twice changes
nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from actions.summits.desk_office import Desk, as_guest, laid, local, title
from menara.actions.summits.bringing.comparison import Comparison, Given, ListMovedOn
from menara.actions.summits.bringing.door import bring_list, look_at_list
from menara.actions.summits.days import Grid, lay_slots
from menara.actions.summits.delegations import DelegateFacts, add_delegate
from menara.actions.summits.requests import (
    RequestFacts,
    accept_request,
    ask_meeting,
    decline_request,
    withdraw_request,
)
from menara.actions.summits.setting import RoomFacts, correct_room
from menara.errors import BadInput
from menara.models import (
    Delegation,
    DelegationMember,
    Institution,
    Interpreter,
    Meeting,
    MeetingRequest,
    Person,
    PersonTitle,
    RecordChanged,
    Room,
    RoomHours,
)
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.lists import held_list
from office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return laid(office)


def rows(*cells: dict[str, Any]) -> list[Given]:
    return [Given(row=number, cells=one) for number, one in enumerate(cells, start=2)]


def look(desk: Desk, what: str, *cells: dict[str, Any]) -> Comparison:
    return look_at_list(what=what, summit_id=desk.summit, given=rows(*cells), actor=desk.office.editor, now=NOW)


def bring(desk: Desk, what: str, *cells: dict[str, Any], **known: Any) -> tuple[int, int, int]:
    """How many were entered, corrected and left as they are."""
    known = {"actor": desk.office.editor, "now": NOW, **known}
    done = bring_list(what=what, summit_id=desk.summit, given=rows(*cells), **known)
    return done.entered, done.corrected, done.unchanged


def faults(desk: Desk, what: str, *cells: dict[str, Any]) -> list[tuple[int, str, str]]:
    with pytest.raises(BadInput) as refused:
        look(desk, what, *cells)
    return [(fault.row, fault.column, fault.code) for fault in refused.value.faults]


def told(comparison: Comparison) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    return [(line.standing.value, {c.column: (c.before, c.after) for c in line.changes}) for line in comparison.lines]


def held(desk: Desk, what: str) -> dict[str, dict[str, Any]]:
    """The list on record by its code, or for requests by its subject."""
    key = "subject_en" if what == "requests" else "code"
    return {one.cells[key]: dict(one.cells) for one in held_list(what=what, summit_id=desk.summit).held}


# --- rooms and interpreters -------------------------------------------------------------------------------------------

MORNING = ((local(1, 9), local(1, 12)),)
ROOM = {"code": "A1", "name_en": "Atlas", "capacity": 8, "hours": MORNING}


def test_rooms_are_entered_corrected_and_left_alone(desk: Desk) -> None:
    assert bring(desk, "rooms", ROOM, ROOM | {"code": "A2"}) == (2, 0, 0)
    longer = ((local(1, 8), local(1, 12)),)
    wider = ROOM | {"capacity": 9, "hours": longer}
    assert told(look(desk, "rooms", wider, ROOM | {"code": "A2"})) == [
        ("changed", {"capacity": (8, 9), "hours": (MORNING, longer)}),
        ("same", {}),
    ]
    assert bring(desk, "rooms", wider) == (0, 1, 0)
    assert bring(desk, "rooms", wider) == (0, 0, 1)
    room = Room.objects.get(code="A1")
    assert (room.capacity, room.version, Room.objects.get(code="A2").version) == (9, 2, 1)
    hours = RoomHours.objects.filter(room=room).values_list("during", flat=True)
    assert [(span.lower, span.upper) for span in hours] == list(longer)


def test_a_corrected_name_is_found_and_sorted_anew(desk: Desk) -> None:
    bring(desk, "rooms", ROOM)
    bring(desk, "rooms", {"code": "A1", "name_en": "Ménara"})
    room = Room.objects.get()
    assert (room.name, room.search, room.sort_en) == ({"en": "Ménara"}, "menara", "menara")


def test_what_the_file_does_not_speak_of_stays_and_a_blank_cell_clears(desk: Desk) -> None:
    bring(desk, "rooms", ROOM | {"area": "West", "equipment": ("screen",)})
    assert bring(desk, "rooms", {"code": "a1", "capacity": 10}) == (0, 1, 0)  # the code in other letters
    assert held(desk, "rooms")["A1"] | {"hours": MORNING} == {
        "code": "A1", "name_en": "Atlas", "name_fr": "", "name_ar": "", "area": "West", "capacity": 10,
        "equipment": ("screen",), "clearance": 0, "turnover_minutes": 0, "hours": MORNING,
    }  # fmt: skip
    assert bring(desk, "rooms", {"code": "A1", "area": "", "equipment": ()}) == (0, 1, 0)
    assert (held(desk, "rooms")["A1"]["area"], held(desk, "rooms")["A1"]["equipment"]) == ("", ())


def test_blank_hours_are_those_of_the_slots_and_none_is_closed(desk: Desk) -> None:
    from datetime import date, time

    days = (date(2026, 6, 1), date(2026, 6, 2))
    grid = Grid(days=days, hours=((time(9), time(10)), (time(14), time(15))), minutes=30)
    lay_slots(summit_id=desk.summit, grid=grid, actor=desk.office.editor)
    plain = {"code": "A1", "name_en": "Atlas", "capacity": 8}
    bring(desk, "rooms", plain | {"hours": None}, plain | {"code": "A2", "hours": ()}, plain | {"code": "A3"})
    bring(desk, "interpreters", {"code": "I", "pairs": (("ar", "fr"),)})
    usual = tuple((local(d, h), local(d, h + 1)) for d in (1, 2) for h in (9, 14))
    found = held(desk, "rooms")
    assert [found[code]["hours"] for code in ("A1", "A2", "A3")] == [usual, (), usual]
    assert held(desk, "interpreters")["I"]["shifts"] == usual
    assert bring(desk, "rooms", plain | {"hours": None}) == (0, 0, 1)


def test_interpreters_with_their_pairs_and_shifts(desk: Desk) -> None:
    one = {"code": "I-1", "name_latn": "A.", "pairs": (("ar", "fr"), ("fr", "ar")), "shifts": MORNING}
    assert bring(desk, "interpreters", one) == (1, 0, 0)
    onward = one | {"pairs": (("ar", "en"), ("ar", "fr")), "rest_minutes": 45}
    assert bring(desk, "interpreters", onward) == (0, 1, 0)
    assert bring(desk, "interpreters", onward) == (0, 0, 1)
    row = Interpreter.objects.get()
    assert sorted(row.pairs.values_list("source", "target")) == [("ar", "en"), ("ar", "fr")]
    assert (row.names, row.rest_minutes, row.most_minutes_in_row, row.version) == ({"Latn": "A."}, 45, 120, 2)


@pytest.mark.parametrize(
    ("what", "cells", "found"),
    [
        ("rooms", {"code": "A1", "name_en": "Atlas"}, [("capacity", "blank")]),
        ("rooms", {"code": "A1", "capacity": 8}, [("name_en", "blank")]),
        ("rooms", ROOM | {"name_en": "", "name_ar": ""}, [("name_en", "blank")]),
        ("rooms", ROOM | {"capacity": 1}, [("capacity", "out_of_range")]),
        ("rooms", ROOM | {"hours": (*MORNING, (local(1, 11), local(1, 13)))}, [("hours", "overlap")]),
        ("rooms", ROOM | {"hours": ((local(1, 12), local(1, 9)),)}, [("hours", "ends_before")]),
        ("interpreters", {"code": "I"}, [("pairs", "blank")]),
        ("interpreters", {"code": "I", "pairs": (("ar", "ar"),)}, [("pairs", "same_language")]),
        ("interpreters", {"code": "I", "pairs": (("ar", "xx"),)}, [("pairs", "language_unknown")]),
    ],
)
def test_the_rules_of_the_forms_hold_for_files(desk: Desk, what: str, cells: Any, found: Any) -> None:
    assert faults(desk, what, {**ROOM, "code": "sound"} if what == "rooms" else cells, cells)[-1:] == [(3, *found[0])]
    assert (Room.objects.count(), Interpreter.objects.count()) == (0, 0)


def test_a_record_that_stays_as_it_is_is_not_held_to_the_rules_again(desk: Desk) -> None:
    bring(desk, "rooms", ROOM)
    Room.objects.update(capacity=1)
    assert bring(desk, "rooms", ROOM | {"capacity": 1}) == (0, 0, 1)


# --- delegations ------------------------------------------------------------------------------------------------------

CHAD = {
    "code": "TCD", "name_en": "Police of Chad", "name_fr": "Police du Tchad", "country": "TCD", "host": False,
    "precedence": 7, "head_latn": "C. Head", "title_en": "Director", "languages": ("fr", "ar"),
    "present_from": local(1, 9), "present_until": local(2, 18), "most_in_row": 3, "note": "by air",
}  # fmt: skip


def test_a_delegation_comes_with_its_body_and_its_head(desk: Desk) -> None:
    assert bring(desk, "delegations", CHAD) == (1, 0, 0)
    assert bring(desk, "delegations", CHAD) == (0, 0, 1)
    row = Delegation.objects.get(institution__code="TCD")
    assert (row.precedence, row.languages, row.most_in_row, row.note) == (7, ["fr", "ar"], 3, "by air")
    assert (row.present.lower, row.present.upper) == (local(1, 9), local(2, 18))
    (member,) = row.members.all()
    assert (member.role, member.person.names, member.person.institution_id) == (
        "head", {"Latn": "C. Head"}, row.institution_id,
    )  # fmt: skip
    assert [one.text for one in member.person.titles.all()] == [{"en": "Director"}]
    assert row.institution.sort_fr == "police du tchad"


@pytest.mark.parametrize(
    "name", [{"name_en": "Kenya"}, {"name_fr": "KENYA"}, {"code": "KEN", "name_en": "Kenya"}, {"name_ar": "kénya"}]
)
def test_a_body_is_found_by_its_name_however_it_is_typed(desk: Desk, name: dict[str, str]) -> None:
    assert told(look(desk, "delegations", name | {"precedence": 3}))[0][1]["precedence"] == (None, 3)
    assert bring(desk, "delegations", name | {"precedence": 3}) == (0, 1, 0)
    assert (Delegation.objects.count(), Institution.objects.count()) == (4, 4)
    assert Institution.objects.get(name__en="Kenya").code == name.get("code", "")


def test_a_code_finds_the_body_and_its_names_stay(desk: Desk) -> None:
    bring(desk, "delegations", CHAD)
    compared = look(desk, "delegations", CHAD | {"name_en": "Chad Police", "country": "TUN"})
    assert [line.standing.value for line in compared.lines] == ["same"]
    assert sorted((one.row, one.column, one.code, one.found) for one in compared.remarks) == [
        (2, "country", "body_keeps_name", "TUN"),
        (2, "name_en", "body_keeps_name", "Chad Police"),
    ]


def test_a_body_of_the_same_name_elsewhere_is_another(desk: Desk) -> None:
    bring(desk, "delegations", CHAD)
    other = {"code": "TUN", "name_en": "Police of Chad", "country": "TUN"}
    assert bring(desk, "delegations", other) == (1, 0, 0)
    # Now the name alone does not tell which of the two is meant.
    assert faults(desk, "delegations", {"name_en": "Police of Chad"}) == [(2, "code", "body_ambiguous")]
    assert bring(desk, "delegations", {"name_en": "Police of Chad", "country": "TUN"}) == (0, 0, 1)


@pytest.mark.parametrize(
    ("cells", "names", "titles", "heads"),
    [
        # one more script, or other words of the same person
        ({"head_arab": "رئيس"}, {"Latn": "Head of Kenya", "Arab": "رئيس"}, [{"en": "Chief"}], 1),
        ({"head_latn": "HEAD OF KÉNYA"}, {"Latn": "HEAD OF KÉNYA"}, [{"en": "Chief"}], 1),
        ({"title_fr": "Chef"}, {"Latn": "Head of Kenya"}, [{"en": "Chief", "fr": "Chef"}], 1),
        # somebody else: who led stays as a member
        ({"head_latn": "Another", "title_en": "Deputy"}, {"Latn": "Another"}, [{"en": "Deputy"}], 2),
    ],
)
def test_the_head_is_the_same_person_or_another(
    desk: Desk, cells: dict[str, str], names: Any, titles: Any, heads: int
) -> None:
    told_twice = {"name_en": "Kenya", **cells}
    assert bring(desk, "delegations", told_twice) == (0, 1, 0)
    assert bring(desk, "delegations", told_twice) == (0, 0, 1)
    members = DelegationMember.objects.filter(delegation=desk.kenya)
    head = members.get(role="head").person
    assert (head.names, [one.text for one in head.titles.order_by("pk")]) == (names, titles)
    assert sorted(members.values_list("role", flat=True)) == ["head", "member"][:heads]


def test_a_member_of_that_name_rises_to_head(desk: Desk) -> None:
    deputy = DelegateFacts(names={"Latn": "Deputy"}, titles=(title("Deputy Chief"),))
    member = add_delegate(delegation_id=desk.kenya, delegate=deputy, actor=desk.office.editor)
    people = Person.objects.count()
    compared = look(desk, "delegations", {"name_en": "Kenya", "head_latn": "Deputy"})
    assert [(one.code, one.found) for one in compared.remarks] == [("head_replaced", "Head of Kenya")]
    assert bring(desk, "delegations", {"name_en": "Kenya", "head_latn": "Deputy"}) == (0, 1, 0)
    assert DelegationMember.objects.get(pk=member).role == "head"
    assert (Person.objects.count(), PersonTitle.objects.filter(person__delegations=member).count()) == (people, 1)


def test_who_rises_to_head_keeps_what_the_file_does_not_say(desk: Desk) -> None:
    deputy = DelegateFacts(names={"Latn": "Deputy"}, titles=(title("Deputy Chief"),))
    member = add_delegate(delegation_id=desk.kenya, delegate=deputy, actor=desk.office.editor)
    told = {"name_en": "Kenya", "head_latn": "Deputy", "head_arab": "نائب", "title_fr": "Chef adjoint"}
    assert bring(desk, "delegations", told) == (0, 1, 0)
    assert bring(desk, "delegations", told) == (0, 0, 1)
    person = DelegationMember.objects.get(pk=member).person
    assert person.names == {"Latn": "Deputy", "Arab": "نائب"}
    assert [one.text for one in person.titles.all()] == [{"en": "Deputy Chief", "fr": "Chef adjoint"}]


def test_a_title_of_the_past_stays_as_it_was_held(desk: Desk) -> None:
    head = DelegationMember.objects.get(delegation=desk.kenya, role="head").person
    head.titles.update(validity=DateRange(date(2001, 1, 1), date(2002, 1, 1)))
    assert bring(desk, "delegations", {"name_en": "Kenya", "title_en": "Inspector General"}) == (0, 1, 0)
    held = [(one.text, one.validity is None) for one in head.titles.order_by("pk")]
    assert held == [({"en": "Chief"}, False), ({"en": "Inspector General"}, True)]


def test_a_blank_head_leaves_the_head(desk: Desk) -> None:
    blank = dict.fromkeys(("head_latn", "head_arab", "title_en", "title_fr", "title_ar"), "")
    assert bring(desk, "delegations", {"name_en": "Kenya", **blank}) == (0, 0, 1)


def test_the_summit_keeps_one_host_and_may_change_it(desk: Desk) -> None:
    assert faults(desk, "delegations", {"name_en": "Kenya", "host": True}) == [(2, "host", "host_taken")]
    two = ({"name_en": "Host", "host": False}, {"name_en": "Kenya", "host": True})
    assert faults(desk, "delegations", *two, {"name_en": "Ghana", "host": True}) == [(4, "host", "host_taken")]
    # In either order: the schema knows one host at every moment.
    assert bring(desk, "delegations", *reversed(two)) == (0, 2, 0)
    assert Delegation.objects.get(is_host=True).pk == desk.kenya


def test_who_met_as_host_stays_it(desk: Desk) -> None:
    asked = RequestFacts(asking_id=desk.kenya, asked_id=desk.host, subject={"en": "S"})
    request_id = ask_meeting(request=asked, actor=desk.office.editor, now=NOW)
    own = {"organisation_id": desk.office.id, "summit_id": desk.summit}
    Meeting.objects.create(**own, request_id=request_id, held_on="2026-06-01", time_zone="UTC")
    assert faults(desk, "delegations", {"name_en": "Host", "host": False}) == [(2, "host", "meeting_on_record")]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([{"precedence": 4}], [(2, "code", "blank")]),
        ([{"name_en": "Kenya"}, {"name_fr": "kenya"}], [(3, "code", "duplicate")]),
        ([CHAD, CHAD | {"name_en": "Other"}], [(3, "code", "duplicate")]),
        ([CHAD | {"languages": ("xx",)}], [(2, "languages", "language_unknown")]),
        ([CHAD | {"precedence": 1000}], [(2, "precedence", "out_of_range")]),
        ([CHAD | {"present_from": local(2, 9), "present_until": local(1, 9)}], [(2, "present_until", "ends_before")]),
        # all at once
        ([CHAD | {"precedence": -1, "most_in_row": 0}, {}],
         [(2, "most_in_row", "out_of_range"), (2, "precedence", "out_of_range"), (3, "code", "blank")]),
    ],
)  # fmt: skip
def test_bad_delegations(desk: Desk, cells: list[dict[str, Any]], found: Any) -> None:
    assert faults(desk, "delegations", *cells) == found
    assert (Delegation.objects.count(), Institution.objects.count()) == (4, 4)


# --- requests ---------------------------------------------------------------------------------------------------------

ASK = {"asking": "Kenya", "asked": "Host", "subject_en": "Training"}


def test_requests_are_asked_corrected_and_left_alone(desk: Desk) -> None:
    other = {"asking": "Ghana", "asked": "host", "subject_en": "Liaison", "priority": 1}
    assert bring(desk, "requests", ASK, other) == (2, 0, 0)
    changed = ASK | {"minutes": 45, "window_from": local(1, 9), "window_until": local(1, 12), "equipment": ("screen",)}
    assert bring(desk, "requests", changed, other) == (0, 1, 1)
    assert bring(desk, "requests", changed, other) == (0, 0, 2)
    row = MeetingRequest.objects.get(asking=desk.kenya)
    assert (row.minutes, row.equipment, row.version, row.status) == (45, ["screen"], 2, "asked")
    assert (row.receiving_id, row.asked_at, row.window.lower) == (desk.host, NOW, local(1, 9))
    assert held(desk, "requests")["Liaison"]["priority"] == 1


def test_a_number_finds_the_request_and_its_subject_may_change(desk: Desk) -> None:
    bring(desk, "requests", ASK)
    number = MeetingRequest.objects.get().pk
    told_anew = ASK | {"number": number, "subject_en": "Another", "receiving": "asking"}
    assert bring(desk, "requests", told_anew) == (0, 1, 0)
    row = MeetingRequest.objects.get()
    assert (row.subject, row.receiving_id) == ({"en": "Another"}, desk.kenya)
    assert faults(desk, "requests", told_anew | {"asking": "Ghana"}) == [(2, "asking", "other_delegation")]
    assert faults(desk, "requests", told_anew | {"number": number + 1}) == [(2, "number", "no_such_request")]
    assert faults(desk, "requests", told_anew, told_anew) == [(3, "number", "duplicate")]


def test_host_order_and_people_that_the_file_does_not_know_stay(desk: Desk) -> None:
    person = Person.objects.get(names__Latn="Head of Host")
    asked = RequestFacts(
        asking_id=desk.kenya, asked_id=desk.host, subject={"en": "Training"}, host_id=desk.ghana, people=(person.pk,)
    )
    ask_meeting(request=asked, actor=desk.office.editor, now=NOW)
    assert bring(desk, "requests", ASK | {"minutes": 60}) == (0, 1, 0)
    row = MeetingRequest.objects.get()
    assert (row.minutes, row.host_id, row.people.count()) == (60, desk.ghana, 1)


def test_accepted_is_taken_where_the_office_answers(desk: Desk) -> None:
    bring(desk, "requests", ASK)
    assert bring(desk, "requests", ASK | {"status": "accepted"}) == (0, 1, 0)
    row = MeetingRequest.objects.get()
    assert (row.status, row.answered_at, row.answered_by_id) == ("accepted", NOW, desk.office.editor.account_id)
    assert bring(desk, "requests", ASK | {"status": "asked"}) == (0, 0, 1)  # no file takes an answer back
    new = {"asking": "Ghana", "asked": "Kenya", "subject_en": "S", "status": "accepted"}
    assert bring(desk, "requests", new) == (1, 0, 0)
    assert MeetingRequest.objects.get(asking=desk.ghana).status == "accepted"
    for_itself = {"asking": "Kenya", "asked": "Norway", "subject_en": "S", "status": "accepted"}
    assert faults(desk, "requests", for_itself) == [(2, "status", "answers_for_itself")]


def test_between_two_one_request_is_open_whoever_asks(desk: Desk) -> None:
    back = {"asking": "Host", "asked": "Kenya", "subject_en": "Back"}
    assert faults(desk, "requests", ASK, back) == [(3, "asked", "request_open_already")]
    bring(desk, "requests", ASK)
    assert faults(desk, "requests", back) == [(2, "asked", "request_open_already")]
    bring(desk, "requests", ASK | {"status": "accepted"})
    assert bring(desk, "requests", back) == (1, 0, 0)


def test_several_between_two_are_told_apart_by_subject_or_number(desk: Desk) -> None:
    second = ASK | {"subject_en": "Liaison", "status": "accepted"}
    first = ASK | {"status": "accepted"}
    assert bring(desk, "requests", first, second) == (2, 0, 0)
    assert bring(desk, "requests", second | {"minutes": 60}, first) == (0, 1, 1)
    assert faults(desk, "requests", ASK | {"subject_en": "Third"}) == [(2, "number", "which_request")]


def test_what_was_answered_is_not_asked_again(desk: Desk) -> None:
    bring(desk, "requests", ASK)
    row = MeetingRequest.objects.get()
    decline_request(request_id=row.pk, version=row.version, actor=desk.office.editor, now=NOW)
    compared = look(desk, "requests", ASK | {"minutes": 60})
    assert ([line.standing.value for line in compared.lines], [one.code for one in compared.remarks]) == (
        ["same"], ["asked_before"],
    )  # fmt: skip
    assert bring(desk, "requests", ASK) == (0, 0, 1)
    assert bring(desk, "requests", ASK | {"subject_en": "Something else"}) == (1, 0, 0)
    assert faults(desk, "requests", ASK | {"number": row.pk}) == [(2, "number", "request_not_open")]
    assert [one.status for one in MeetingRequest.objects.order_by("pk")] == ["declined", "asked"]


def test_an_expired_request_stands_in_nobodys_way(desk: Desk) -> None:
    bring(desk, "requests", ASK | {"expires_at": local(1, 9)})
    late = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    back = {"asking": "Host", "asked": "Kenya", "subject_en": "Back"}
    assert bring(desk, "requests", back, now=late) == (1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"asking": "Kenia"}, [("asking", "delegation_unknown")]),
        ({"asking": "Host"}, [("asked", "asks_itself")]),
        ({"subject_en": ""}, [("subject_en", "blank")]),
        ({"asking_language": "fr"}, [("asking_language", "language_not_spoken")]),
        ({"minutes": 4, "priority": 4}, [("minutes", "out_of_range"), ("priority", "out_of_range")]),
        ({"window_from": local(9, 9), "window_until": local(9, 10)}, [("window_from", "outside")]),
        ({"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}, [("expires_at", "is_over")]),
        ({"persons": 9, "equipment": ("piano",)}, [("equipment", "no_room_has"), ("persons", "no_room_so_large")]),
    ],
)
def test_bad_requests(desk: Desk, cells: dict[str, Any], found: Any) -> None:
    bring(desk, "rooms", ROOM)
    sound = {"asking": "Ghana", "asked": "Host", "subject_en": "Sound"}
    assert faults(desk, "requests", sound, ASK | cells) == [(3, *one) for one in found]
    assert MeetingRequest.objects.count() == 0


# --- who, and when ----------------------------------------------------------------------------------------------------


def test_who_may(desk: Desk) -> None:
    for role in ("viewer", "approver", "focal_point"):
        with pytest.raises(NotAllowed):
            bring(desk, "rooms", ROOM, actor=getattr(desk.office, role))
    with as_guest(desk, desk.norway, desk.of_norway), pytest.raises(NotAllowed):
        bring(desk, "requests", actor=desk.of_norway)
    with pytest.raises(NoSuchRecord):
        bring_list(what="rooms", summit_id=desk.summit + 999, given=[], actor=desk.office.editor, now=NOW)
    assert Room.objects.count() == 0


def test_what_was_seen_is_taken_and_nothing_else(desk: Desk) -> None:
    bring(desk, "rooms", ROOM, ROOM | {"code": "A2"})
    wider = ROOM | {"capacity": 9}
    seen = look(desk, "rooms", wider, ROOM | {"code": "A2"}).mark
    room = Room.objects.get(code="A1")
    by_hand = RoomFacts(code="A1", name={"en": "Atlas"}, capacity=8, clearance=2, hours=MORNING)
    correct_room(room_id=room.pk, version=1, room=by_hand, actor=desk.office.editor)
    with pytest.raises(ListMovedOn):
        bring(desk, "rooms", wider, ROOM | {"code": "A2"}, seen=seen)
    assert Room.objects.get(code="A1").capacity == 8
    assert bring(desk, "rooms", wider, seen=look(desk, "rooms", wider).mark) == (0, 1, 0)
    with pytest.raises(RecordChanged):  # and who had the form open reads again
        correct_room(room_id=room.pk, version=2, room=by_hand, actor=desk.office.editor)


def test_a_request_answered_meanwhile_is_seen_again(desk: Desk) -> None:
    bring(desk, "requests", ASK)
    row = MeetingRequest.objects.get()
    seen = look(desk, "requests", ASK | {"minutes": 60}).mark
    accept_request(request_id=row.pk, version=1, actor=desk.office.editor, now=NOW)
    with pytest.raises(ListMovedOn):
        bring(desk, "requests", ASK | {"minutes": 60}, seen=seen)
    seen = look(desk, "requests", ASK | {"minutes": 60}).mark
    withdraw_request(request_id=row.pk, version=2, actor=desk.office.editor, now=NOW)
    with pytest.raises(ListMovedOn):
        bring(desk, "requests", ASK | {"minutes": 60}, seen=seen)
