"""The public's side: anyone reads what was released, in three languages, without a script; nobody's address leaves."""

from __future__ import annotations

from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from menara.actions.newsroom.communiques import withdraw_communique
from menara.actions.newsroom.replies import answer_officially, pin_answer, publish_reply, remove_reply
from menara.models import Communique, Reply, ReplyReason, acting_for
from newsroom_desk import SLUG, drafted, released, sent, with_address
from office import NOW, Office, found
from web.doors import signed_in

ADDRESS = "reader@example.net"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def at(row: Communique, language: str = "en") -> str:
    return reverse("news_item_in", args=[SLUG, language, row.slug])


def reader(language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    return client


def outside(office: Office) -> Any:
    """No organisation is acted for, as in a request of someone unknown."""
    return acting_for(None)


def send(client: Client, row: Communique, **given: str) -> Any:
    told = {"name": "A reader", "email": ADDRESS, "text": "Well said.", "website": "", **given}
    return client.post(reverse("news_reply", args=[SLUG, "en", row.slug]), told)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_text_stands_at_an_address_of_each_language(office: Office, language: str, direction: str) -> None:
    row = released(office)
    with outside(office):
        answer = Client().get(at(row, language))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert (row.titles[language] in page, row.text_hash in page) == (True, True)
    alternates = {
        code: f'hreflang="{code}" href="http://testserver{at(row, code)}"' in page for code in ("ar", "fr", "en")
    }
    assert alternates == dict.fromkeys(alternates, True)
    assert "<script" not in page
    assert answer.headers["Content-Language"] == language


def test_an_address_without_a_language_answers_in_the_readers(office: Office) -> None:
    row = released(office)
    address = reverse("news_item", args=[SLUG, row.slug])
    with outside(office):
        french, arabic = (reader(code).get(address) for code in ("fr", "ar"))
    assert (row.titles["fr"] in french.content.decode(), row.titles["ar"] in arabic.content.decode()) == (True, True)
    assert "Accept-Language" in french.headers["Vary"]


def test_a_language_the_text_lacks_has_no_address(office: Office) -> None:
    row = released(office)
    Communique.objects.filter(pk=row.pk)  # a released text stays; so another one is made short
    short = Communique.objects.create(
        organisation_id=office.id,
        slug="short",
        titles={"en": "Short"},
        bodies={"en": "Text."},
        dated_on=row.dated_on,
        drafted_at=NOW,
        drafted_by_id=office.editor.account_id,
        edited_by_id=office.editor.account_id,
        status="released",
        approved_by_id=office.approver.account_id,
        approved_at=NOW,
        released_at=NOW,
        released_by_id=office.approver.account_id,
        text_hash="x" * 64,
    )
    with outside(office):
        codes = {code: Client().get(at(short, code)).status_code for code in ("en", "ar")}
        bare = reader("ar").get(reverse("news_item", args=[SLUG, "short"]))
    assert codes == {"en": 200, "ar": 404}
    assert (bare.status_code, "Text." in bare.content.decode()) == (200, True)


def test_what_is_not_released_is_like_what_is_not(office: Office) -> None:
    row = drafted(office)
    with_address(office)
    with outside(office):
        draft, absent = (Client().get(reverse("news_item", args=[SLUG, slug])) for slug in (row.slug, "nothing"))
        elsewhere = Client().get(reverse("newsroom", args=["nowhere"]))
        front = Client().get(reverse("newsroom", args=[SLUG]))
    assert (draft.status_code, absent.status_code, elsewhere.status_code) == (404, 404, 404)
    assert draft.content == absent.content
    assert (front.status_code, row.titles["en"] in front.content.decode()) == (200, False)


@pytest.mark.parametrize("role", ["administrator", "focal_point"])
def test_whoever_is_signed_in_sees_what_anyone_sees(office: Office, role: str) -> None:
    row = released(office)
    sent(office, row, text="Waits to be read.")
    answer = signed_in(office, role).get(at(row))
    assert (answer.status_code, "Waits to be read." in answer.content.decode()) == (200, False)


def test_the_newsroom_of_one_office_shows_nothing_of_another(office: Office) -> None:
    row = released(office)
    other = found("other")
    with acting_for(other.id):
        with_address(other, "other")
    with outside(office):
        answers = [
            Client().get(reverse("news_item", args=["other", row.slug])),
            Client().get(reverse("newsroom", args=["other"])),
        ]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert row.titles["en"] not in answers[1].content.decode()


def test_a_withdrawn_text_keeps_its_address_and_says_so(office: Office) -> None:
    row = released(office)
    withdraw_communique(
        communique_id=row.pk,
        version=row.version,
        reason={"en": "The day was wrong.", "ar": "اليوم غير صحيح."},
        actor=office.approver,
        now=NOW,
    )
    words = row.bodies["en"].split("\n\n")[0]
    with outside(office):
        page = Client().get(at(row)).content.decode()
        feed = Client().get(reverse("newsroom_feed", args=[SLUG, "en"])).content.decode()
    for told in (page, feed):
        assert ("was withdrawn" in told, "The day was wrong." in told, words in told) == (True, True, False)
    assert "<form" not in page


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_feed_is_atom_with_stable_addresses(office: Office, language: str) -> None:
    row = released(office)
    with outside(office):
        answer = Client().get(reverse("newsroom_feed", args=[SLUG, language]))
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = (root := ElementTree.fromstring(answer.content)).findall("a:entry", ATOM)
    address = f"http://testserver{at(row, language)}"
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert [entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "id", "published")] == [
        row.titles[language],
        address,
        "2026-03-02T09:00:00+00:00",
    ]
    assert (entry.findtext("a:summary", namespaces=ATOM) or "").startswith("<p>")


# --- replies ----------------------------------------------------------------------------------------------------------


def test_a_reply_is_thanked_for_and_waits(office: Office) -> None:
    row = released(office)
    with outside(office):
        answer = send(Client(), row)
        page = Client().get(answer.headers["Location"]).content.decode()
    assert answer.headers["Location"] == f"{at(row)}?sent=1#replies"
    assert ("Thank you." in page, "Well said." in page) == (True, False)
    assert Reply.objects.get().status == "waiting"


def test_a_bad_reply_is_told_everything_and_keeps_the_words(office: Office) -> None:
    row = released(office)
    with outside(office):
        answer = send(Client(), row, name="", email="x", text="one\u202etwo")
    page = answer.content.decode()
    assert answer.status_code == 422
    told = (
        "Write something here.",
        "This is no e-mail address.",
        "U+202E RIGHT-TO-LEFT OVERRIDE",
        "Nothing was saved.",
    )
    assert {words: words in page for words in told} == dict.fromkeys(told, True)
    assert Reply.objects.count() == 0


def test_too_many_replies_are_answered_429_with_a_sentence(office: Office) -> None:
    row = released(office)
    with outside(office):
        answers = [send(Client(), row).status_code for _ in range(4)]
        last = send(Client(), row)
    assert answers == [302, 302, 302, 429]
    assert "3 replies within ten minutes" in last.content.decode().replace("\u2068", "").replace("\u2069", "")
    assert Reply.objects.count() == 3


def test_whoever_fills_in_the_hidden_field_is_thanked_and_forgotten(office: Office) -> None:
    row = released(office)
    with outside(office):
        answer = send(Client(), row, website="https://spam.example")
    assert (answer.status_code, Reply.objects.count()) == (302, 0)


def test_a_reply_needs_the_token_of_its_form(office: Office) -> None:
    row = released(office)
    with outside(office):
        assert send(Client(enforce_csrf_checks=True), row).status_code == 403


def test_what_a_reader_wrote_stands_as_text(office: Office) -> None:
    row = released(office)
    words = "<b>bold</b> https://example.org/ & “quoted”"
    publish_reply(reply_id=sent(office, row, text=words), actor=office.editor, now=NOW)
    with outside(office):
        page = Client().get(at(row)).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; https://example.org/ &amp; “quoted”" in page
    assert 'href="https://example.org' not in page


def test_a_removed_reply_leaves_a_dated_notice_and_the_pinned_answer_stands_first(office: Office) -> None:
    row = released(office)
    kept, gone = sent(office, row, text="Kept."), sent(office, row, text="Gone.", sender="192.0.2.7", minutes=1)
    for own in (kept, gone):
        publish_reply(reply_id=own, actor=office.editor, now=NOW)
    remove_reply(reply_id=gone, reason=ReplyReason.INSULT, actor=office.editor, now=NOW)
    own = answer_officially(communique_id=row.pk, text="To all.", language="en", actor=office.editor, now=NOW)
    pin_answer(reply_id=own, actor=office.editor)
    with outside(office):
        page = Client().get(at(row)).content.decode()
    assert ("Gone." in page, "It was removed: an insult." in page) == (False, True)
    assert page.index("To all.") < page.index("Kept.")


def test_no_public_output_holds_an_address_of_a_reader(office: Office) -> None:
    row = released(office)
    own = sent(office, row)
    publish_reply(reply_id=own, actor=office.editor, now=NOW)
    answer_officially(communique_id=row.pk, text="Thanks.", language="en", actor=office.editor, now=NOW, answers_id=own)
    public = [reverse("newsroom", args=[SLUG]), reverse("news_item", args=[SLUG, row.slug])]
    for code in ("ar", "fr", "en"):
        public += [reverse(name, args=[SLUG, code]) for name in ("newsroom_in", "newsroom_feed")] + [at(row, code)]
    with outside(office):
        told = {address: Client().get(address).content.decode() for address in public}
    # That a reply is shown proves that there was something to leak.
    assert any("A reader&#x27;s words." in page for page in told.values())
    assert [address for address, page in told.items() if ADDRESS in page or "example.net" in page] == []
    members = [reverse("replies"), reverse("replies") + "?status=published", reverse("communique", args=[row.pk])]
    shown = [signed_in(office, "administrator").get(address).content.decode() for address in members]
    assert [ADDRESS in page for page in shown] == [False, False, False]
