"""A withdrawn text is gone from whatever the public can read, by any statement; the office keeps it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import IntegrityError, connection

from menara.actions.newsroom.communiques import withdraw_communique
from menara.models import MEMBER, NOBODY, PUBLIC, Communique, Guest, SealedText, acting_for
from menara.queries.newsroom.communiques import communique_record_of, communiques
from menara.queries.newsroom.public import news_item
from newsroom_desk import drafted, released
from office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(office: Office) -> Communique:
    row = released(office)
    withdraw_communique(
        communique_id=row.pk, version=row.version, reason={"en": "A wrong day."}, actor=office.approver, now=NOW
    )
    return row  # as it was before


def found(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [str(row[0]) for row in cursor.fetchall()]


@pytest.mark.parametrize("guest", [PUBLIC, Guest(7, 7)])
def test_no_statement_of_the_public_finds_a_word_of_it(office: Office, text: Communique, guest: Guest) -> None:
    tables = found("SELECT relname FROM pg_class WHERE relname LIKE 'menara\\_%' AND relkind = 'r'")
    with acting_for(office.id, guest=guest):
        readable = {table: " ".join(found(f"SELECT to_jsonb(t)::text FROM {table} t")) for table in tables}  # noqa: S608
    words = [part for body in text.bodies.values() for part in body.split("\n\n")]
    assert len(words) > 3
    telling = [(table, word) for table, told in readable.items() for word in words if word in told]
    assert telling == []
    assert all(title in readable["menara_communique"] for title in text.titles.values())


def test_its_address_says_that_it_was_there(office: Office, text: Communique) -> None:
    with acting_for(office.id, guest=PUBLIC):
        item = news_item(slug=text.slug)
    assert (item.titles, item.bodies, item.is_withdrawn) == (text.titles, {}, True)
    assert (item.withdrawn_reason, item.text_hash) == ({"en": "A wrong day."}, text.text_hash)


def test_the_office_reads_what_it_withdrew(office: Office, text: Communique) -> None:
    held = communique_record_of(communique_id=text.pk)
    assert (held.titles, held.bodies, held.hash_now) == (text.titles, text.bodies, text.text_hash)
    assert [set(line.languages) for line in communiques()] == [set(text.bodies)]


def test_a_language_without_a_text_leaves_no_title(office: Office) -> None:
    row, told = drafted(office), Communique.objects.all()
    told.update(bodies={code: body for code, body in row.bodies.items() if code != "fr"})
    told.update(status="approved", approved_at=NOW, approved_by=office.approver.account_id, text_hash="x")
    told.update(status="released", released_at=NOW, released_by=office.approver.account_id)
    withdraw_communique(communique_id=row.pk, version=1, reason={"en": "Late."}, actor=office.approver, now=NOW)
    row.refresh_from_db()
    assert (set(row.titles), row.bodies) == ({"ar", "en"}, {})
    assert set(SealedText.objects.get().titles) == {"ar", "fr", "en"}


@pytest.mark.parametrize("guest", [MEMBER, PUBLIC, NOBODY])
@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE menara_sealedtext SET bodies = \'{"en": "Other words."}\'',
        "DELETE FROM menara_sealedtext",
        'UPDATE menara_communique SET bodies = \'{"en": "Other words."}\'',
        "UPDATE menara_communique SET status = 'released'",
    ],
)
def test_what_is_sealed_stays(office: Office, text: Communique, guest: Guest | None, statement: str) -> None:
    with suppress(IntegrityError), acting_for(office.id, guest=guest), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0
    sealed = SealedText.objects.get()
    assert (sealed.titles, sealed.bodies) == (text.titles, text.bodies)
    assert Communique.objects.get().bodies == {}
