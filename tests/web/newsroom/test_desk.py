"""The office's side: draft, edit, approve, release, moderate, each by a page."""

from __future__ import annotations

import re

from django.urls import reverse

from menara.models import Communique, Organisation, Reply
from newsroom_desk import approved, drafted, met, released, sent, with_address
from office import Office, found
from web.doors import signed_in


def words(row: Communique, **given: str) -> dict[str, str]:
    told = {f"title_{code}": text for code, text in row.titles.items()}
    told |= {f"body_{code}": text for code, text in row.bodies.items()}
    return {**told, "version": str(row.version), "takes_replies": "on", **given}


def test_a_meeting_is_drafted_once_and_then_led_to(office: Office) -> None:
    meeting = met(office)
    client = signed_in(office, "editor")
    address = reverse("communique_draft", args=[meeting.pk])
    first, second = (client.post(address) for _ in range(2))
    row = Communique.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == reverse("communique", args=[row.pk])
    page = client.get(first.headers["Location"]).content.decode()
    assert "several titles are on record for that day" in page
    assert row.titles["ar"] in page


def test_an_edit_that_claims_too_much_is_shown_beside_its_language_and_kept_in_the_field(office: Office) -> None:
    row = drafted(office)
    client, address = signed_in(office, "editor"), reverse("communique_edit", args=[row.pk])
    answer = client.post(address, words(row, body_ar="اتفق الجانبان على التعاون."))
    page = answer.content.decode()
    assert answer.status_code == 422
    faults = {tongue["code"]: len(tongue["faults"]) for tongue in answer.context["tongues"]}
    assert faults == {"ar": 1, "fr": 0, "en": 0}
    assert ("اتفق الجانبان على التعاون." in page, "says that something was agreed" in page) == (True, True)
    assert Communique.objects.get().bodies == row.bodies


def test_a_preview_saves_nothing(office: Office) -> None:
    row = drafted(office)
    client, address = signed_in(office, "editor"), reverse("communique_edit", args=[row.pk])
    answer = client.post(address, words(row, body_en="Nothing was signed.", preview="1"))
    assert (answer.status_code, answer.context["is_preview"]) == (200, True)
    assert Communique.objects.get().bodies == row.bodies
    assert client.post(address, words(row, body_en="Nothing was signed.")).status_code == 302
    assert Communique.objects.get().bodies["en"] == "Nothing was signed."
    assert client.post(address, words(row, body_en="Something else.")).status_code == 409


def test_from_draft_to_release_by_two_persons(office: Office) -> None:
    with_address(office)
    row = drafted(office)
    editor, approver = signed_in(office, "editor"), signed_in(office, "approver")
    assert editor.post(reverse("communique_submit", args=[row.pk]), {"version": row.version}).status_code == 302
    page = approver.get(reverse("communique_approve", args=[row.pk]))
    form = {name: page.context["form"][name].value() for name in ("version", "read_hash")}
    assert (
        approver.post(reverse("communique_approve", args=[row.pk]), {**form, "embargo": "2099-01-01T10:00"}).status_code
        == 302
    )
    row.refresh_from_db()
    refused = approver.post(reverse("communique_release", args=[row.pk]), {"version": row.version})
    assert (refused.status_code, "under embargo until" in refused.content.decode()) == (422, True)
    assert (
        approver.post(reverse("communique_embargo", args=[row.pk]), {"version": row.version, "embargo": ""}).status_code
        == 302
    )
    row.refresh_from_db()
    assert approver.post(reverse("communique_release", args=[row.pk]), {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.status == "released"
    gone = approver.post(reverse("communique_withdraw", args=[row.pk]), {"version": row.version, "en": "Wrong."})
    assert gone.status_code == 302


def test_the_approval_shows_what_differs_from_the_composed_text(office: Office) -> None:
    row = drafted(office)
    more = f"{row.bodies['en']}\n\nNothing was signed."
    signed_in(office, "editor").post(reverse("communique_edit", args=[row.pk]), words(row, body_en=more))
    page = signed_in(office, "approver").get(reverse("communique_approve", args=[row.pk]))
    marked = {
        text["code"]: [(str(piece.change), piece.text) for piece in text["pieces"] if piece.change != "same"]
        for text in page.context["texts"]
    }
    assert marked == {"ar": [], "fr": [], "en": [("added", "\n\nNothing was signed.")]}
    assert re.search(r"<ins>.*?Nothing was signed\.", page.content.decode(), re.DOTALL)


def test_who_wrote_sees_no_way_to_approve(office: Office) -> None:
    row = drafted(office)
    client = signed_in(office, "administrator")
    client.post(reverse("communique_edit", args=[row.pk]), words(row, body_en="Nothing was signed."))
    row.refresh_from_db()
    client.post(reverse("communique_submit", args=[row.pk]), {"version": row.version})
    page = client.get(reverse("communique_approve", args=[row.pk]))
    assert (page.context["can_approve"], "A second person" in page.content.decode()) == (False, True)


def test_replies_are_published_and_refused_with_a_reason(office: Office) -> None:
    row = released(office)
    first, second = sent(office, row), sent(office, row, sender="192.0.2.8")
    client = signed_in(office, "approver")

    def decide(own: int, **given: str) -> int:
        return client.post(reverse("reply_decide", args=[own]), {"next": reverse("replies"), **given}).status_code

    assert [decide(first, what="publish"), decide(second, what="refuse")] == [302, 302]
    assert Reply.objects.get(pk=second).status == "waiting"
    decide(second, what="refuse", reason="insult")
    assert list(Reply.objects.order_by("pk").values_list("status", "reason")) == [
        ("published", ""),
        ("refused", "insult"),
    ]
    assert decide(second, what="publish") == 409
    answer = client.post(
        f"{reverse('reply_answer', args=[row.pk])}?reply={first}",
        {"text": "Thank you.", "language": "en", "pinned": "on"},
    )
    assert answer.status_code == 302
    assert Reply.objects.filter(is_official=True, is_pinned=True, answers=first).count() == 1


def test_the_newsroom_gets_its_address_in_the_settings(office: Office) -> None:
    client = signed_in(office, "administrator")
    other = found("other")
    from menara.models import acting_for

    with acting_for(other.id):
        with_address(other, "taken")

    def save(address: str) -> int:
        return client.post(reverse("settings"), {"time_zone": "UTC", "newsroom": address}).status_code

    assert [save("Police Cooperation"), save("taken"), save("police-cooperation")] == [422, 422, 302]
    assert Organisation.objects.get(pk=office.id).newsroom == "police-cooperation"


def test_a_list_costs_as_many_queries_with_three_texts_as_with_one(office: Office) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    approved(office)
    client, counted = signed_in(office, "administrator"), []
    for _round in range(2):
        for name in ("communiques", "replies"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name)).status_code == 200
            counted.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
        row = Communique.objects.order_by("pk")[0]
        Communique.objects.filter(pk=row.pk).update(status="draft", approved_by=None, approved_at=None, text_hash="")
        for number in (1, 2):
            if _round == 0:
                Communique.objects.create(
                    organisation_id=office.id,
                    slug=f"more-{number}",
                    titles={"en": "More"},
                    bodies={"en": "More."},
                    dated_on=row.dated_on,
                    drafted_at=row.drafted_at,
                    drafted_by_id=row.drafted_by_id,
                    edited_by_id=row.edited_by_id,
                )
    assert counted[:2] == counted[2:]
