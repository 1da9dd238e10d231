"""The roster in the browser: filters in the address, files of exactly those rows, entering and correcting."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from menara.actions.officers import enter_officer
from menara.actions.posts import enter_post
from menara.engines.eligibility.officer import Language, Skill
from menara.exports.records import OFFICER_COLUMNS, officers_file
from menara.models import Officer
from menara.queries.officers import as_engine_officers
from menara.terms import Conduct
from menara.web.doors import today
from office import Office, officer, opening
from web.doors import signed_in


@pytest.fixture
def roster(office: Office) -> dict[str, Any]:
    on = today(office.administrator)
    tested = Language(code="fr", ams_on=on.replace(year=on.year - 1), ams_score=80)
    told = {
        "B-2": officer("B-2", home_unit="Fès", woman=True, languages=(tested,)),
        "A-1": officer("A-1", home_unit="Rabat", woman=False, skills=(Skill(code="investigations", level=3),)),
        "C-3": officer("C-3", home_unit="Fès", woman=None, available_from=on.replace(year=on.year + 5)),
    }
    for one in told.values():
        enter_officer(officer=one, actor=office.editor)
    return told


def numbers(client: Client, question: str) -> list[str]:
    """Service numbers of the file that a question gives, in its order."""
    answer = client.get(reverse("officers_export", args=["csv"]) + question)
    return [row["number"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", ["A-1", "B-2", "C-3"]),
        ("?order=-number", ["C-3", "B-2", "A-1"]),
        ("?q=fes", ["B-2", "C-3"]),
        ("?unit=Rabat", ["A-1"]),
        ("?woman=yes", ["B-2"]),
        ("?woman=no", ["A-1"]),
        ("?language=fr", ["B-2"]),
        ("?language=fr&tested_on=2001-01-01", ["B-2"]),
        ("?language=fr&tested_on=2999-01-01", []),
        ("?skill=investigations", ["A-1"]),
        ("?skill=investigations&skill_level=4", []),
        ("?missing=born_on&unit=Rabat", ["A-1"]),
        ("?free_on=2001-01-01", ["A-1", "B-2"]),
        ("?provenance=real", []),
        ("?order=nonsense&page=-7&woman=perhaps&tested_on=yesterday", ["A-1", "B-2", "C-3"]),
        ("?q=%00", ["A-1", "B-2", "C-3"]),
    ],
)
def test_the_page_and_its_file_hold_the_rows_asked_for(
    office: Office, roster: Any, question: str, expected: list[str]
) -> None:
    client = signed_in(office)
    assert numbers(client, question) == expected
    page = client.get(reverse("officers") + question).content.decode()
    assert sorted(number for number in roster if f'<bdi class="code">{number}</bdi>' in page) == sorted(expected)
    assert f"/officers/officers.csv{_kept(question)}" in page.replace("&amp;", "&")


def _kept(question: str) -> str:
    return question if "page" not in question and "%00" not in question else ""


def test_officers_against_a_post_are_narrowed_to_one_answer(office: Office) -> None:
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    enter_officer(officer=officer("1", release_consent=False), actor=office.editor)
    enter_officer(officer=officer("2"), actor=office.editor)
    client = signed_in(office)
    found = {answer: numbers(client, f"?post={post_id}&answer={answer}") for answer in ("met", "unknown", "not_met")}
    assert found == {"met": [], "unknown": ["2"], "not_met": ["1"]}


def test_medical_and_conduct_are_kept_from_readers(office: Office) -> None:
    on = today(office.administrator)
    officer_id = enter_officer(officer=officer("1", conduct=Conduct.CONVICTED, medical_until=on), actor=office.editor)
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    shown = {}
    for role in ("viewer", "editor"):
        client = signed_in(office, role)
        pages = [
            client.get(reverse("officer", args=[officer_id])),
            client.get(reverse("against", args=[officer_id, post_id])),
            client.get(reverse("officers_export", args=["csv"])),
        ]
        shown[role] = ["convicted" in page.content.decode().lower() for page in pages]
    assert shown == {"viewer": [False, False, False], "editor": [True, True, True]}


# --- entering ---------------------------------------------------------------------------------------------------------


def form_of(**given: str) -> dict[str, str]:
    blank = dict.fromkeys(OFFICER_COLUMNS, "") | {"provenance": "entered"}
    del blank["modalities"]  # boxes to tick: none is sent
    return blank | given


def test_a_form_enters_what_a_file_would(office: Office) -> None:
    client = signed_in(office, "editor")
    spoken = "ar:native\r\nfr:B2:78:2026-01-10"
    sent = form_of(number="7", nationality="MAR", sex="f", born_on="1990-05-04", languages=spoken)
    answer = client.post(reverse("officer_enter"), sent)
    assert answer.context is None or answer.context["form"].errors == {}
    held = as_engine_officers(["7"])[0]
    assert answer.headers["Location"] == reverse("officer", args=[Officer.objects.get().pk])
    assert (held.woman, str(held.born_on)) == (True, "1990-05-04")
    assert [(one.code, one.ams_score) for one in held.languages or ()] == [("ar", None), ("fr", 78)]


def test_all_faults_of_a_form_stand_at_the_top_and_nothing_is_saved(office: Office) -> None:
    answer = signed_in(office, "editor").post(
        reverse("officer_enter"), form_of(number="=1+1", nationality="XX", born_on="05/04/90", languages="zz")
    )
    page = answer.content.decode()
    top = page[page.index('class="faults"') : page.index("</ul>", page.index('class="faults"'))]
    named = {name: f'href="#id_{name}"' in top for name in ("number", "nationality", "born_on", "languages")}
    assert (answer.status_code, named) == (422, dict.fromkeys(named, True))
    assert Officer.objects.count() == 0
    assert 'value="=1+1"' in page  # what was typed is still there


def test_a_correction_of_what_somebody_else_corrected_meanwhile_is_refused(office: Office) -> None:
    officer_id = enter_officer(officer=officer("1"), actor=office.editor)
    client, url = signed_in(office, "editor"), reverse("officer_correct", args=[officer_id])
    read = form_of(number="1", nationality="MAR", service="DGSN", home_unit="Fès", version="1")
    assert client.post(url, read).status_code == 302
    late = client.post(url, read | {"home_unit": "Oujda"})
    assert (late.status_code, "Someone else changed this record" in late.content.decode()) == (409, True)
    assert Officer.objects.get().home_unit == "Fès"


def test_a_form_opened_and_sent_back_changes_nothing(office: Office, roster: dict[str, Any]) -> None:
    client = signed_in(office, "editor")
    before = as_engine_officers()
    for row in Officer.objects.all():
        url = reverse("officer_correct", args=[row.pk])
        form = client.get(url).context["form"]
        sent = {name: form[name].value() for name in form.fields}
        assert (
            client.post(url, {k: "" if v is None else v for k, v in sent.items()} | {"version": "1"}).status_code == 302
        )
    assert as_engine_officers() == before


# --- files ------------------------------------------------------------------------------------------------------------


def upload(client: Client, content: bytes, name: str = "officers.csv") -> Any:
    return client.post(reverse("officers_import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_is_taken_and_the_same_file_again_changes_nothing(office: Office) -> None:
    content = officers_file([officer("1"), officer("2")], kind="csv")
    client = signed_in(office, "editor")
    told = [str(next(iter(upload(client, content).context["messages"]))) for _ in range(2)]
    assert told == ["Entered: 2. Corrected: 0. Unchanged: 0.", "Entered: 0. Corrected: 0. Unchanged: 2."]
    assert Officer.objects.count() == 2


def test_a_spoilt_file_is_told_fault_by_fault_and_nothing_is_saved(office: Office) -> None:
    lines = officers_file([officer("1"), officer("2")], kind="csv").decode("utf-8-sig").splitlines()
    lines[2] = lines[2].replace("MAR", "MAROC")
    answer = upload(signed_in(office, "editor"), "\r\n".join(lines).encode())
    told = answer.context["faults"]
    assert answer.status_code == 422
    assert [(f["file"], f["row"], f["column"], f["found"]) for f in told] == [
        ("officers.csv", 3, "nationality", "MAROC")
    ]
    assert Officer.objects.count() == 0


def test_a_file_of_another_kind_is_refused_with_a_sentence(office: Office) -> None:
    answer = upload(signed_in(office, "editor"), b"%PDF-1.7", "officers.csv")
    assert (answer.status_code, len(answer.context["file_faults"])) == (422, 1)


def test_the_empty_file_is_what_an_import_wants(office: Office) -> None:
    client = signed_in(office, "viewer")
    empty = client.get(reverse("officers_template", args=["csv"])).content.decode("utf-8-sig")
    assert empty.strip().split(",") == list(OFFICER_COLUMNS)
