"""What hostile readers send to the newsroom: refused with its reason, never an error of ours, never markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menara.actions.newsroom.replies import publish_reply
from menara.models import Reply, ReplyContact, acting_for
from newsroom_desk import SLUG, released
from office import NOW, Office

TOLD = {"name": "A reader", "email": "reader@example.net", "text": "Well said.", "website": ""}


def send(office: Office, body: Any = None, client: Client | None = None, **headers: Any) -> Any:
    row = released(office)
    with acting_for(None):
        return (client or Client()).post(reverse("news_reply", args=[SLUG, "en", row.slug]), body, **headers)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\x00b"),
        ("name", "a\x00b"),
        ("email", "a\x00b@example.net"),
        ("website", "\x00"),
        ("text", "right\u202eleft"),
        ("name", "a\u2066b"),
        ("text", "zero\u200bwidth"),
        ("name", "two\nlines"),
        ("text", "x" * 4001),
        ("email", "a@b\r\nBcc: c@example.net"),
        ("email", "a" * 250 + "@example.net"),
        ("text", "Z" + "\u0335" * 40),
    ],
)
def test_what_is_sent_to_deceive_is_not_taken(office: Office, field: str, value: str) -> None:
    answer = send(office, {**TOLD, field: value})
    assert answer.status_code == (302 if field == "website" else 422)
    assert Reply.objects.count() == 0


@pytest.mark.parametrize(
    ("charset", "status"),
    [("utf-7", 400), ("utf-16", 400), ("unicode_escape", 400), ("UTF8", 302), ("nonsense", 302)],
)
def test_other_encodings_bring_no_error(office: Office, charset: str, status: int) -> None:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**TOLD, "text": "+2AA- \\ud800 \\x00 abc-"}.items()
    )
    whole = f"multipart/form-data; boundary=b; charset={charset}"
    row = released(office)
    with acting_for(None):  # as bytes: the client would encode a text itself
        address = reverse("news_reply", args=[SLUG, "en", row.slug])
        answer = Client().generic("POST", address, f"{parts}--b--\r\n".encode(), content_type=whole)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"name=" + b"x" * (11 << 20), "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded", 400),
        (b'{"name": "x"}', "application/json", 422),
        (b"", "", 422),
        (b"name=%ED%A0%80&text=%ED%A0%80%FF&email=%FF", "application/x-www-form-urlencoded", 422),
    ],
)
def test_bodies_of_other_kinds_and_sizes_bring_no_error(
    office: Office, body: bytes, content_type: str, status: int
) -> None:
    assert send(office, body, content_type=content_type).status_code == status


def test_a_reply_from_another_site_is_not_taken(office: Office) -> None:
    assert send(office, TOLD, client=Client(enforce_csrf_checks=True)).status_code == 403
    assert Reply.objects.count() == 0


def test_markup_stays_text_and_the_address_stays_with_the_office(office: Office) -> None:
    hostile = "5 > 3 & \"quoted\" 'so' {{ settings.SECRET_KEY }} {% csrf_token %}"
    answer = send(office, {**TOLD, "name": 'O\'Hara & "sons"', "text": hostile})
    assert answer.status_code == 302
    row = Reply.objects.get()
    publish_reply(reply_id=row.pk, actor=office.approver, now=NOW)
    address = reverse("news_item_in", args=[SLUG, "en", row.communique.slug])
    with acting_for(None):
        page = Client().get(address).content.decode()
    assert "5 &gt; 3 &amp; &quot;quoted&quot; &#x27;so&#x27; {{ settings.SECRET_KEY }}" in page
    assert ReplyContact.objects.get().email not in page
