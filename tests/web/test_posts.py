"""Calls and posts in the browser."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from menara import facts
from menara.actions.posts import enter_post, import_openings
from menara.exports.records import OPENING_COLUMNS, openings_file
from menara.models import Call, Post
from menara.queries.posts import as_openings
from office import Office, opening
from web.doors import signed_in


def form_of(**given: str) -> dict[str, str]:
    return dict.fromkeys(OPENING_COLUMNS, "") | {"provenance": "entered"} | given


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", ["R-1", "R-2", "R-3"]),
        ("?order=-deadline", ["R-1", "R-2", "R-3"]),
        ("?q=adviser", ["R-2"]),
        ("?mission=MINUSCA", ["R-3"]),
        ("?critical=yes", ["R-1"]),
        ("?modality=IPO", []),
        ("?open=yes", ["R-1", "R-2", "R-3"]),
    ],
)
def test_the_list_and_its_file_hold_the_posts_asked_for(office: Office, question: str, expected: list[str]) -> None:
    for one in (
        opening("R-1", critical=True),
        opening("R-2", title={"fr": "Conseiller", "en": "Adviser"}),
        opening("R-3", mission="MINUSCA"),
    ):
        enter_post(opening=one, actor=office.editor)
    client = signed_in(office)
    text = client.get(reverse("posts_export", args=["csv"]) + question).content.decode("utf-8-sig")
    assert [row["ref"] for row in csv.DictReader(io.StringIO(text))] == expected
    assert [post["reference"] for post in client.get(reverse("posts") + question).context["posts"]] == expected


def test_a_form_enters_a_post_with_its_call(office: Office) -> None:
    sent = form_of(
        ref="R-7", title_en="Adviser", call="NV-1", modality="P", level="P-4", female_target="25%",
        languages="fr:word:fluency:must\r\nen:word:working:want", deadline="2027-01-15 17:00 America/New_York",
    )  # fmt: skip
    answer = signed_in(office, "editor").post(reverse("post_enter"), sent)
    (held,) = as_openings()
    assert answer.headers["Location"] == reverse("post", args=[Post.objects.get().pk])
    assert (held.call, held.level, str(held.female_target), len(held.languages)) == ("NV-1", "P-4", "1/4", 2)
    assert Call.objects.get().deadline_zone == "America/New_York"


def test_faults_of_a_form_and_refusals_of_an_action_both_stand_at_the_top(office: Office) -> None:
    client = signed_in(office, "editor")
    faulty = client.post(reverse("post_enter"), form_of(ref="R-1", deadline="03/04/2027", level="P-9"))
    assert (faulty.status_code, sorted(faulty.context["form"].errors)) == (422, ["deadline", "level"])
    enter_post(opening=opening("R-1"), actor=office.editor)
    taken = client.post(reverse("post_enter"), form_of(ref="R-1"))
    assert (taken.status_code, "is in use already" in taken.content.decode()) == (409, True)
    assert Post.objects.count() == 1


def test_a_record_said_to_be_real_must_name_its_source(office: Office) -> None:
    answer = signed_in(office, "editor").post(reverse("post_enter"), form_of(ref="R-1", provenance="real"))
    assert (answer.status_code, Post.objects.count()) == (422, 0)


def test_real_posts_opened_and_sent_back_stay_as_they_are(office: Office) -> None:
    import_openings(openings=facts.openings_synthetic(), actor=office.editor, source_key="openings_synthetic")
    client, before = signed_in(office, "editor"), as_openings()
    for row in Post.objects.order_by("pk")[:12]:
        url = reverse("post_correct", args=[row.pk])
        form = client.get(url).context["form"]
        sent = {name: form[name].value() for name in form.fields} | {"version": row.version}
        answer = client.post(url, {name: "" if value is None else value for name, value in sent.items()})
        assert (row.ref, answer.status_code) == (row.ref, 302)
    assert as_openings() == before


def test_a_call_is_corrected_with_its_zone(office: Office) -> None:
    enter_post(opening=opening("R-1", call="NV-1"), actor=office.editor)
    call = Call.objects.get()
    client, url = signed_in(office, "editor"), reverse("call_correct", args=[call.pk])
    sent = {"ref": "NV-1", "title_en": "Spring", "deadline_on": "2027-01-15T17:00", "version": "1", "women": "25"}
    assert client.post(url, sent).status_code == 422  # a deadline needs its zone
    assert client.post(url, sent | {"deadline_zone": "America/New_York"}).status_code == 302
    held = Call.objects.get()
    assert (held.deadline_at.isoformat(), held.deadline_zone) == ("2027-01-15T22:00:00+00:00", "America/New_York")
    assert (held.title, str(held.female_target)) == ({"en": "Spring"}, "1/4")
    assert client.post(url, sent | {"deadline_zone": "UTC"}).status_code == 409


def test_a_file_of_posts_is_taken_whole_or_not_at_all(office: Office) -> None:
    client = signed_in(office, "editor")
    sound = openings_file([opening("R-1"), opening("R-2")], kind="xlsx")
    spoilt = openings_file([opening("R-3"), opening("R-4")], kind="csv").replace(b"R-4", b"=R4")
    told = []
    for name, content in (("posts.csv", spoilt), ("posts.xlsx", sound)):
        answer = client.post(reverse("posts_import"), {"file": SimpleUploadedFile(name, content)})
        told.append((answer.status_code, Post.objects.count()))
    assert told == [(422, 0), (302, 2)]


def test_every_number_of_a_post_leads_to_its_rows(office: Office) -> None:
    from menara.actions.officers import enter_officer
    from office import officer

    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    enter_officer(officer=officer("1", release_consent=False), actor=office.editor)
    client = signed_in(office)
    figures = client.get(reverse("post", args=[post_id])).context["figures"][:3]
    rows = [client.get(figure["url"]).context["total"] for figure in figures]
    assert rows == [figure["value"] for figure in figures] == [0, 0, 1]
