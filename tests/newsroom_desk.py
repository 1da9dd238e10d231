"""A newsroom at work: an office with an address, a meeting on record, and people who write, approve and moderate."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING

from office import NOW, TODAY, Office

if TYPE_CHECKING:
    from menara.models import Communique, Meeting

SLUG = "demonstration"


def met(office: Office) -> Meeting:
    """The meeting of Marrakech, on record."""
    from menara import facts
    from menara.intake.demonstration import _story
    from menara.models import Meeting

    _story(facts.marrakech_2025(), office.editor, TODAY)
    return Meeting.objects.get()


def with_address(office: Office, slug: str = SLUG) -> None:
    from menara.models import Organisation

    Organisation.objects.filter(pk=office.id).update(newsroom=slug)


def drafted(office: Office, meeting: Meeting | None = None) -> Communique:
    from menara.actions.newsroom.communiques import draft_communique
    from menara.models import Communique

    own = draft_communique(meeting_id=(meeting or met(office)).pk, actor=office.editor, now=NOW)
    return Communique.objects.get(pk=own)


def approved(office: Office, meeting: Meeting | None = None) -> Communique:
    from menara.actions.newsroom.communiques import approve_communique, hash_of, submit_communique

    row = drafted(office, meeting)
    submit_communique(communique_id=row.pk, version=row.version, actor=office.editor)
    row.refresh_from_db()
    approve_communique(
        communique_id=row.pk, version=row.version, read_hash=hash_of(row), actor=office.approver, now=NOW
    )
    row.refresh_from_db()
    return row


def released(office: Office, meeting: Meeting | None = None) -> Communique:
    from menara.actions.newsroom.communiques import release_communique

    with_address(office)
    row = approved(office, meeting)
    release_communique(communique_id=row.pk, version=row.version, actor=office.approver, now=NOW)
    row.refresh_from_db()
    return row


def as_reader(office: Office) -> AbstractContextManager[None]:
    """As anyone who reads the newsroom, as the requests of the public act."""
    from menara.models import PUBLIC, acting_for

    return acting_for(office.id, guest=PUBLIC)


def sent(
    office: Office, row: Communique, *, text: str = "A reader's words.", minutes: int = 0, sender: str = "192.0.2.1"
) -> int:
    """A reply from the public, so many minutes after now."""
    from menara.actions.newsroom.replies import send_reply

    with as_reader(office):
        return send_reply(
            communique_id=row.pk,
            name="A reader",
            email="reader@example.net",
            text=text,
            language="en",
            sender=sender,
            now=NOW + timedelta(minutes=minutes),
        )
