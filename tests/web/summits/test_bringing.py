"""Lists of a summit in the browser: the file is shown as what it would change, and taken as what was shown."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.summits.desk_office import Desk, laid
from menara.actions.summits.setting import RoomFacts, correct_room, enter_room
from menara.intake.summits.headings import ARABIC
from menara.models import Account, Delegation, MeetingRequest, Room
from menara.queries.summits.lists import COLUMNS
from office import Office

pytestmark = pytest.mark.django_db
Pages = Callable[[str], Client]


@pytest.fixture
def desk(office: Office, settings: Any) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return laid(office)


@pytest.fixture
def pages(office: Office) -> Pages:
    """A client signed in as the one who has a role."""

    def signed_in(role: str) -> Client:
        client = Client()
        account = Account.objects.get(pk=getattr(office, role).account_id)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def bring(
    client: Client, desk: Desk, what: str, content: bytes, *, name: str = "list.csv", language: str = "en"
) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(_address(desk, what), {"file": file}, headers={"Accept-Language": language})


def take(client: Client, desk: Desk, what: str, shown: Any) -> Any:
    seen = re.search(r'name="seen" value="([^"]+)"', shown.content.decode())
    assert seen
    return client.post(_address(desk, what), {"seen": seen[1]})


def _address(desk: Desk, what: str) -> str:
    return reverse("list_bring", args=[desk.summit, what])


def figures(page: Any) -> list[int]:
    """new, changed, as on record, not in the file"""
    return [one["value"] for one in page.context["figures"]]


ROOMS = b"code,name_en,capacity,hours\nA,Atlas,8,none\nB,Board,6,none\n"


def test_a_file_is_shown_then_taken_and_the_second_time_changes_nothing(desk: Desk, pages: Pages) -> None:
    client = pages("editor")
    shown = bring(client, desk, "rooms", ROOMS)
    assert (shown.status_code, figures(shown), Room.objects.count()) == (200, [2, 0, 0, 0], 0)
    done = take(client, desk, "rooms", shown)
    assert (done.status_code, done["Location"]) == (302, f"{reverse('setting', args=[desk.summit])}#rooms")
    assert sorted(Room.objects.values_list("code", flat=True)) == ["A", "B"]
    again = bring(client, desk, "rooms", ROOMS)
    assert (figures(again), again.context["has_changes"]) == ([0, 0, 2, 0], False)
    assert b'name="seen"' not in again.content
    wider = bring(client, desk, "rooms", ROOMS.replace(b"8,none", b"12,09:00-12:00"))
    (row,) = wider.context["rows"]
    assert [(one["label"], one["before"], one["after"]) for one in row["changes"]] == [
        ("seats", "8", "12"), ("hours", "none", "09:00-12:00"),
    ]  # fmt: skip


def test_a_whole_desk_comes_from_files(desk: Desk, pages: Pages) -> None:
    client = pages("editor")
    delegations = b"code,name_en,head_latn,languages\nTCD,Police of Chad,C. Head,fr;ar\n"
    requests = b"who asks,who is asked,subject,priority\nTCD,Host,Training,1\n"
    for what, content in (("delegations", delegations), ("requests", requests)):
        assert take(client, desk, what, bring(client, desk, what, content)).status_code == 302
    row = MeetingRequest.objects.get()
    assert (row.asking.institution.code, row.asked_id, row.priority) == ("TCD", desk.host, 1)


def test_faults_of_cells_and_of_rows_are_told_together_and_nothing_is_saved(desk: Desk, pages: Pages) -> None:
    content = b"name_en,host,precedence,most_in_row\nKenya,yes,3,\nGhana,yes,many,x\n"
    refused = bring(pages("editor"), desk, "delegations", content)
    assert refused.status_code == 422
    assert [(one["row"], one["column"]) for one in refused.context["faults"]] == [
        (2, "host"), (3, "host"), (3, "most_in_row"), (3, "precedence"),
    ]  # fmt: skip
    assert refused.context["fault_total"] == 4
    assert Delegation.objects.filter(precedence=3).count() == 0


def test_faults_stand_under_the_headings_of_the_file_in_the_words_of_the_reader(desk: Desk, pages: Pages) -> None:
    content = "الرمز,المقاعد\nA,كثيرة\nB,8\n".encode()
    refused = bring(pages("editor"), desk, "rooms", content, language="ar")
    found = [(one["row"], one["column"]) for one in refused.context["faults"]]
    # Both rows lack a name, whose column the file has not: it is called as an Arabic template calls it.
    name = ARABIC["rooms"]["name_en"][0]
    assert found == [(2, name), (2, "المقاعد"), (3, name)]
    assert "ليس" in refused.context["faults"][1]["sentence"]


def test_what_changed_meanwhile_is_shown_again(desk: Desk, pages: Pages) -> None:
    client = pages("editor")
    held = RoomFacts(code="A", name={"en": "Atlas"}, capacity=5)
    room_id = enter_room(summit_id=desk.summit, room=held, actor=desk.office.editor)
    shown = bring(client, desk, "rooms", ROOMS)
    other = RoomFacts(code="A", name={"en": "Atlas"}, capacity=5, area="West")
    correct_room(room_id=room_id, version=1, room=other, actor=desk.office.editor)
    answer = take(client, desk, "rooms", shown)
    assert (answer.status_code, answer.context["moved_on"], figures(answer)) == (409, True, [1, 1, 0, 0])
    assert Room.objects.count() == 1
    assert take(client, desk, "rooms", answer).status_code == 302
    assert sorted(Room.objects.values_list("code", "capacity", "area")) == [("A", 8, "West"), ("B", 6, "")]


def test_what_was_sealed_for_another_list_or_person_or_tampered_with_is_not_taken(desk: Desk, pages: Pages) -> None:
    client = pages("editor")
    shown = bring(client, desk, "rooms", ROOMS)
    assert take(pages("planner"), desk, "rooms", shown)["Location"] == _address(desk, "rooms")
    assert take(client, desk, "interpreters", shown)["Location"] == _address(desk, "interpreters")
    for seen in ("", "x", "eyJ:x:y"):
        assert client.post(_address(desk, "rooms"), {"seen": seen})["Location"] == _address(desk, "rooms")
    assert Room.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", b"", "empty"),
        ("list.xlsx", b"code,capacity\nA,8\n", "ending"),
        ("list.csv", b"x" * ((1 << 20) + 1), "larger than"),
    ],
)
def test_files_that_are_no_list(desk: Desk, pages: Pages, name: str, content: bytes, said: str) -> None:
    refused = bring(pages("editor"), desk, "rooms", content, name=name)
    assert refused.status_code == 422
    assert said in refused.content.decode()


@pytest.mark.parametrize("role", ["viewer", "approver", "focal_point"])
def test_who_may_not_edit_brings_nothing(desk: Desk, pages: Pages, role: str) -> None:
    client = pages(role)
    assert client.get(_address(desk, "rooms")).status_code == 403
    assert bring(client, desk, "rooms", ROOMS).status_code == 403
    assert client.post(_address(desk, "rooms"), {"seen": "x"}).status_code == 403
    listed = client.get(reverse("summit_lists", args=[desk.summit]))
    assert listed.status_code == (403 if role == "focal_point" else 200)
    if role != "focal_point":
        assert [one["bring_url"] for one in listed.context["lists"]] == [None] * len(COLUMNS)


@pytest.mark.parametrize("what", COLUMNS)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_empty_file_can_be_filled_in_with_its_own_examples(
    desk: Desk, pages: Pages, what: str, language: str
) -> None:
    client = pages("editor")
    address = reverse("list_empty", args=[desk.summit, what, "xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(client.get(address, headers={"Accept-Language": language}).content))
    sheet, guide = book.worksheets
    told = list(guide.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in told] == [cell.value for cell in sheet[1]]
    sheet.append([row[3] for row in told])
    filled = io.BytesIO()
    book.save(filled)
    answer = bring(client, desk, what, filled.getvalue(), name="list.xlsx", language=language)
    # Every cell can be read; only the delegations that the examples name are not at this summit.
    strangers = (
        {sheet[1][COLUMNS[what].index(name)].value for name in ("asking", "asked")} if what == "requests" else set()
    )
    assert {one["column"] for one in answer.context.get("faults", [])} == strangers
    assert (answer.status_code, answer.context.get("remarks", [])) == (422 if strangers else 200, [])
    csv = client.get(reverse("list_empty", args=[desk.summit, what, "csv"]), headers={"Accept-Language": language})
    assert csv.content.decode("utf-8-sig").strip().split(",") == [cell.value for cell in sheet[1]]


def test_the_list_on_record_is_corrected_in_a_spreadsheet(desk: Desk, pages: Pages) -> None:
    client = pages("editor")
    address = reverse("list_current", args=[desk.summit, "delegations", "xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[head.index("name_en")].value == "Kenya":
            row[head.index("precedence")].value = 9
    corrected = io.BytesIO()
    book.save(corrected)
    shown = bring(client, desk, "delegations", corrected.getvalue(), name="delegations.xlsx")
    assert figures(shown) == [0, 1, 3, 0]
    take(client, desk, "delegations", shown)
    assert Delegation.objects.get(pk=desk.kenya).precedence == 9


def test_the_pages_of_the_desk_lead_to_the_files(desk: Desk, pages: Pages) -> None:
    editor, viewer = pages("editor"), pages("viewer")
    for page, lists in (
        ("delegations", ["delegations"]),
        ("setting", ["rooms", "interpreters"]),
        ("requests", ["requests"]),
    ):
        address = reverse(page, args=[desk.summit])
        for what in lists:
            assert _address(desk, what) in editor.get(address).content.decode()
            assert _address(desk, what) not in viewer.get(address).content.decode()
    assert (
        reverse("summit_lists", args=[desk.summit])
        in viewer.get(reverse("summit", args=[desk.summit])).content.decode()
    )
