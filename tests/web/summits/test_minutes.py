"""Minutes in the browser: both sides use the same pages, and what is refused keeps what was typed."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from menara.models import ClauseVersion, Commitment, Outcome
from office import Office
from two_sides import Table, lay
from web.doors import signed_in

FR, EN = "Les deux services conviennent de former dix officiers.", "The two services agree to train ten officers."


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def host(table: Table) -> Client:
    return signed_in(table.office, "administrator")


@pytest.fixture
def guest(table: Table) -> Client:
    return signed_in(table.office, "focal_point")


def at(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments)


def opened(host: Client, table: Table, **draft: str) -> None:
    told = {"authoritative": "fr", "second": "en", "draft": draft.get("fr", FR), "draft_second": draft.get("en", EN)}
    answer = host.post(at("minutes_open", table.meeting), told)
    assert (answer.status_code, answer.headers.get("Location")) == (302, at("minutes", table.meeting))


def clauses(client: Client, table: Table) -> list[dict]:
    answer = client.get(at("minutes", table.meeting))
    assert answer.status_code == 200
    return answer.context["clauses"]


def test_a_text_goes_from_draft_to_both_signatures(host: Client, guest: Client, table: Table) -> None:
    opened(host, table)
    (seen,) = clauses(guest, table)
    assert (seen["waits_for_reader"], seen["words_url"] is not None) == (True, True)
    changed = {"words_fr": FR.replace("dix", "douze"), "words_en": EN.replace("ten", "twelve"), "seen": "1"}
    assert guest.post(seen["words_url"], changed).status_code == 302
    (seen,) = clauses(host, table)
    pieces = [(p["change"], p["text"]) for p in seen["columns"][0]["pieces"] if p["change"] != "same"]
    assert pieces == [("removed", "dix"), ("added", "douze")]
    assert "Compared with your own last words" in seen["compared"]
    assert host.post(seen["agree_url"]).status_code == 302
    page = host.get(at("minutes", table.meeting))
    signing = page.context["signing"]
    assert signing["obstacles"] == []
    sent = {"text_hash": signing["text_hash"], "signed_as": "The head"}
    assert host.post(at("minutes_sign", table.meeting), sent).status_code == 302
    assert guest.post(at("minutes_sign", table.meeting), sent).status_code == 302
    file = guest.get(at("minutes_text", table.meeting)).content
    page = guest.get(at("minutes", table.meeting))
    assert page.context["check"]["is_whole"]
    assert page.context["check"]["locked"] == hashlib.sha256(file).hexdigest()
    assert page.context["minutes"]["add_url"] is None
    assert "sha256sum" in page.content.decode()


def test_refused_words_are_kept_in_their_form(host: Client, guest: Client, table: Table) -> None:
    opened(host, table)
    (seen,) = clauses(guest, table)
    answer = guest.post(seen["words_url"], {"words_fr": " ", "words_en": "Kept as typed."})
    assert answer.status_code == 422
    (shown,) = answer.context["clauses"]
    assert (shown["form"]["is_open"], shown["form"]["fields"][1]["text"]) == (True, "Kept as typed.")
    assert "authoritative language" in shown["form"]["fault"]
    assert ClauseVersion.objects.count() == 1


def test_whoever_wrote_last_reads_that_others_wrote_meanwhile(host: Client, guest: Client, table: Table) -> None:
    opened(host, table)
    (seen,) = clauses(guest, table)
    host.post(seen["words_url"], {"words_fr": "A", "words_en": "a", "seen": "1"})
    answer = guest.post(seen["words_url"], {"words_fr": "B", "words_en": "b", "seen": "1"}, follow=True)
    assert "Both are kept" in answer.content.decode()


def test_agreeing_to_old_words_shows_the_newer_ones(host: Client, guest: Client, table: Table) -> None:
    opened(host, table)
    (old,) = clauses(guest, table)
    host.post(old["words_url"], {"words_fr": "A", "words_en": "a"})
    assert guest.post(old["agree_url"]).status_code == 409


def test_an_agreed_clause_becomes_an_outcome_and_a_commitment_that_the_other_side_verifies(
    host: Client, guest: Client, table: Table
) -> None:
    opened(host, table)
    guest.post(clauses(guest, table)[0]["agree_url"])
    (seen,) = clauses(host, table)
    page = host.get(seen["outcome_url"])
    assert page.context["form"]["kind"].value() == "agreed_action"
    answer = host.post(seen["outcome_url"], {"kind": "agreed_action"})
    made = Outcome.objects.get()
    assert answer.headers["Location"] == at("outcome", made.pk)
    assert (made.kind, made.text, made.counterpart_id) == ("agreed_action", {"fr": FR, "en": EN}, table.partner)
    assert made.steps.get().document.startswith("clause 1, version 1, ")
    sent = {"text": "Train ten.", "due_on": "2026-05-01", "owner_side": "host", "measure": "Ten certificates."}
    answer = host.post(at("outcome_commit", made.pk), sent)
    one = Commitment.objects.get()
    assert answer.headers["Location"] == at("commitment", one.pk)
    assert host.post(at("commitment_done", one.pk), {"version": one.version}).status_code == 302
    assert host.post(at("commitment_verify", one.pk), {"version": one.version + 1}).status_code == 422
    page = guest.get(at("commitment", one.pk))
    assert page.context["commitment"]["verify_url"] is not None
    assert guest.post(at("commitment_return", one.pk), {"version": 2, "note": "Nine only."}).status_code == 302
    assert "Nine only." in host.get(at("commitment", one.pk)).content.decode()
    host.post(at("commitment_evidence", one.pk), {"reference": "Certificates 1-10"})
    host.post(at("commitment_done", one.pk), {"version": 3})
    assert guest.post(at("commitment_verify", one.pk), {"version": 4}).status_code == 302
    one.refresh_from_db()
    assert (one.verified_side, one.returned_note) == ("guest", "")


def test_a_wish_bears_the_lowest_rung_only(host: Client, guest: Client, table: Table) -> None:
    opened(host, table, fr="L'invité a exprimé le souhait de signer un accord.", en="The guest wished to sign.")
    guest.post(clauses(guest, table)[0]["agree_url"])
    url = clauses(host, table)[0]["outcome_url"]
    assert [value for value, _ in host.get(url).context["form"].fields["kind"].choices] == ["expressed_interest"]
    assert host.post(url, {"kind": "agreed_action"}).status_code == 422
    assert not Outcome.objects.exists()


def test_a_guest_of_another_delegation_finds_no_minutes(host: Client, guest: Client, table: Table) -> None:
    from menara.models import FocalPoint

    opened(host, table)
    with table.as_host():
        FocalPoint.objects.update(delegation_id=table.other)
    for name in ("meeting", "minutes", "briefing", "minutes_text", "briefing_pdf"):
        assert guest.get(at(name, table.meeting)).status_code == 404, name


def test_the_briefing_tells_the_past_and_keeps_each_sides_points_apart(
    host: Client, guest: Client, table: Table
) -> None:
    host.post(at("agenda_set", table.meeting), {"lines": "Training\n\nDeployment"})
    host.post(at("talking_points_set", table.meeting), {"lines": "HOST-SECRET"})
    guest.post(at("talking_points_set", table.meeting), {"lines": "GUEST-SECRET"})
    ours, theirs = (c.get(at("briefing", table.meeting)).content.decode() for c in (host, guest))
    assert ("HOST-SECRET" in ours, "GUEST-SECRET" in ours) == (True, False)
    assert ("HOST-SECRET" in theirs, "GUEST-SECRET" in theirs) == (False, True)
    assert "Deployment" in theirs
    pdf = host.get(at("briefing_pdf", table.meeting))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_of_both_sides_speak_the_readers_language(
    host: Client, guest: Client, table: Table, language: str
) -> None:
    opened(host, table)
    for client in (host, guest):
        client.cookies["django_language"] = language
        for name in ("meeting", "minutes", "briefing", "briefing_pdf"):
            assert client.get(at(name, table.meeting)).status_code == 200, name
        for name in ("commitments",):
            assert client.get(at(name)).status_code == 200, name
    for name in ("conversion", "outcomes", "meeting_enter"):
        assert host.get(at(name)).status_code == 200, name
        assert guest.get(at(name)).status_code == 403, name
    assert host.get(at("meeting_correct", table.meeting)).status_code == 200
    assert host.get(at("statement_enter", table.meeting)).status_code == 200


def test_the_focal_points_desk_leads_to_the_minutes_that_wait(host: Client, guest: Client, table: Table) -> None:
    """From no minutes to both signatures, as the guest's desk tells it."""

    def told() -> tuple[str, str]:
        (row,) = guest.get(at("desk")).context["meetings"]
        return row["url"], str(row["state"]["label"]) if row["state"] else ""

    assert told() == (at("meeting", table.meeting), "")
    opened(host, table)
    assert told() == (at("minutes", table.meeting), "\u20681\u2069 clause waits for you")
    guest.post(clauses(guest, table)[0]["agree_url"])
    assert told()[1] == "waits for your signature"
    sent = {
        "text_hash": host.get(at("minutes", table.meeting)).context["signing"]["text_hash"],
        "signed_as": "The head",
    }
    guest.post(at("minutes_sign", table.meeting), sent)
    assert told()[1] == "waits for the other signature"
    host.post(at("minutes_sign", table.meeting), sent)
    assert told()[1] == "signed by both sides"
