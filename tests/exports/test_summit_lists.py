"""The lists of a summit out and in again: whatever stands on record, the file of it changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from actions.summits.desk_office import Desk, laid, local
from menara.actions.summits.bringing.comparison import Comparison
from menara.actions.summits.bringing.door import look_at_list
from menara.actions.summits.delegations import (
    DelegateFacts,
    DelegationFacts,
    TitleFacts,
    add_delegate,
    enter_delegation,
)
from menara.actions.summits.requests import RequestFacts, accept_request, ask_meeting, decline_request
from menara.actions.summits.setting import InterpreterFacts, RoomFacts, enter_interpreter, enter_room
from menara.exports.summit_lists import cell_of, list_file
from menara.intake.summits.headings import heading
from menara.intake.summits.lists import ListRead, read_list
from menara.models import DelegationRole, MeetingRequest
from menara.queries.summits.lists import COLUMNS, held_list
from office import NOW, Office

pytestmark = pytest.mark.django_db
DAYS = (date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3))


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    """A summit with one of everything that a file could spoil."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made, actor = laid(office), office.administrator
    for code, hours in (
        ("-1", tuple((local(d, 9), local(d, 12)) for d in (1, 2, 3))),
        ("'=A", ((local(1, 9), local(1, 12)), (local(2, 22), local(3, 2)))),
        ("closed", ()),
    ):
        facts = RoomFacts(
            code=code, name={"en": "+1;2", "ar": "قاعة"}, capacity=8, area="@west", equipment=("a;b", "none", "c:d\\e"),
            hours=hours,
        )  # fmt: skip
        enter_room(summit_id=made.summit, room=facts, actor=actor)
    lone = RoomFacts(code="lone", name={"fr": "S"}, capacity=2, equipment=("none",), turnover_minutes=5)
    enter_room(summit_id=made.summit, room=lone, actor=actor)
    pairs = (("ar", "en"), ("en", "ar"), ("fr", "en"))
    one = InterpreterFacts(
        code="I", names={"Arab": "ت", "Latn": "-T"}, pairs=pairs, shifts=((local(2, 9), local(2, 13)),)
    )
    enter_interpreter(summit_id=made.summit, interpreter=one, actor=actor)
    _add_delegations(made, actor)
    _add_requests(made, actor)
    return made


def _add_delegations(made: Desk, actor: Any) -> None:
    facts = DelegationFacts(
        name={"en": "=Body", "es": "Cuerpo"}, country="ESP", languages=("es", "en"), precedence=0,
        present=(local(1, 9), local(3, 18)), most_in_row=2, note="first line\r\nsecond; line",
    )  # fmt: skip
    spain = enter_delegation(summit_id=made.summit, delegation=facts, actor=actor)
    titles = tuple(
        TitleFacts(text={"en": text}, since=since, until=until)
        for text, since, until in (
            ("Deputy", None, date(2026, 1, 1)), ("Director", date(2026, 1, 1), None),
        )
    )  # fmt: skip
    head = DelegateFacts(names={"Arab": "م", "Latn": "A  B"}, role=DelegationRole.HEAD, titles=titles)
    add_delegate(delegation_id=spain, delegate=head, actor=actor)


def _add_requests(made: Desk, actor: Any) -> None:
    first = RequestFacts(
        asking_id=made.kenya, asked_id=made.host, subject={"en": "=1+1", "ar": "موضوع"}, priority=1, minutes=45,
        is_tentative=True, receiving_id=made.kenya, persons=8, equipment=("a;b",), asking_language="en",
        window=(local(1, 9), local(2, 9)), preferred=(local(1, 10), local(1, 12)), host_id=made.ghana,
        expires_at=datetime(2026, 5, 1, 12, 30, 15, tzinfo=UTC),
    )  # fmt: skip
    request_id = ask_meeting(request=first, actor=actor, now=NOW)
    accept_request(request_id=request_id, version=1, actor=actor, now=NOW)
    again = RequestFacts(asking_id=made.kenya, asked_id=made.host, subject={"fr": "Encore"}, after_id=request_id)
    ask_meeting(request=again, actor=actor, now=NOW)
    over = ask_meeting(
        request=RequestFacts(asking_id=made.ghana, asked_id=made.host, subject={"en": "Over"}), actor=actor, now=NOW
    )
    decline_request(request_id=over, version=1, actor=actor, now=NOW)


def out_and_in(desk: Desk, what: str, kind: str, language: str) -> tuple[ListRead, Comparison]:
    lists = held_list(what=what, summit_id=desk.summit)
    header = [heading(what, name, language) for name in COLUMNS[what]]
    content = list_file(lists, what=what, header=header, kind=kind)
    read = read_list(what, content, name=f"{what}.{kind}", zone=lists.summit.time_zone, days=lists.summit.days)
    assert read.refusal is None, [str(fault) for fault in read.refusal.faults]
    compared = look_at_list(what=what, summit_id=desk.summit, given=read.given, actor=desk.office.editor, now=NOW)
    return read, compared


@pytest.mark.parametrize(("kind", "language"), [("csv", "en"), ("xlsx", "fr"), ("csv", "ar"), ("xlsx", "ar")])
def test_the_file_of_a_list_changes_nothing(desk: Desk, kind: str, language: str) -> None:
    totals = {"delegations": 5, "rooms": 4, "interpreters": 1, "requests": 2}
    for what, total in totals.items():
        read, compared = out_and_in(desk, what, kind, language)
        assert [(line.standing.value, line.changes) for line in compared.lines] == [("same", ())] * total
        assert (read.remarks, compared.remarks, compared.elsewhere) == ((), (), 0)


def test_what_is_read_back_is_what_is_on_record(desk: Desk) -> None:
    for what in COLUMNS:
        read, _compared = out_and_in(desk, what, "xlsx", "en")
        assert [dict(one.cells) for one in read.given] == [
            dict(held.cells) for held in held_list(what=what, summit_id=desk.summit).held
        ]


def test_no_cell_is_a_formula(desk: Desk) -> None:
    import io

    import openpyxl

    for what in COLUMNS:
        lists = held_list(what=what, summit_id=desk.summit)
        header = list(COLUMNS[what])
        book = openpyxl.load_workbook(io.BytesIO(list_file(lists, what=what, header=header, kind="xlsx")))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert [c.value for c in cells if isinstance(c.value, str) and c.value[:1] in "=+-@"] == []


def test_a_list_names_only_what_can_still_be_planned(desk: Desk) -> None:
    found = held_list(what="requests", summit_id=desk.summit).held
    assert [one.cells["status"] for one in found] == ["accepted", "asked"]
    assert MeetingRequest.objects.filter(status="declined").count() == 1


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((), "none"),
        ([(1, 9, 12), (2, 9, 12), (3, 9, 12)], "09:00-12:00"),
        ([(1, 9, 12), (1, 14, 18), (2, 9, 12), (2, 14, 18), (3, 9, 12), (3, 14, 18)], "09:00-12:00;14:00-18:00"),
        ([(1, 9, 12), (2, 9, 12)], "2026-06-01 09:00-12:00;2026-06-02 09:00-12:00"),
    ],
)
def test_hours_of_every_day_stand_once(spans: Any, written: str) -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Africa/Casablanca")
    hours = tuple((local(d, a).astimezone(zone), local(d, b).astimezone(zone)) for d, a, b in spans)
    assert cell_of("hours", hours, days=DAYS) == written
