"""Every address, asked and sent to with the ids of rows that are not one's own: nothing is told, nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import URLResolver, get_resolver

from menara.actions.summits.focal_points import end_focal_point
from menara.models import (
    Absence,
    CalendarFeed,
    Clause,
    ClauseVersion,
    Commitment,
    Communique,
    DelegationMember,
    FocalPoint,
    HistoryEntry,
    Meeting,
    MeetingRequest,
    Minutes,
    Organisation,
    Outcome,
    Programme,
    Side,
    acting_for,
)
from newsroom_desk import SLUG
from office import NOW, TODAY, Office, found
from two_sides import Table, lay
from web.doors import signed_in

pytestmark = pytest.mark.django_db

SECRET = "What nobody outside may read"
ONES_OWN = ("sign-in/", "sign-out/", "language/", "desk/choose/")
SENT = {
    "version": "1", "status": "accepted", "answer": "accept", "text": "x", "text_en": "x", "words_en": "x",
    "subject_en": "x", "minutes": "30", "persons": "4", "role": "head", "names_Latn": "x", "name": "x",
    "email": "x@example.org", "password": "correct horse battery", "note": "x", "reference": "x", "kind": "pledge",
    "done_on": "2026-03-01", "due_on": "2026-04-01", "authoritative": "en", "cell": "1:1", "changed": "0", "seen": "1",
}  # fmt: skip


def routes(within: URLResolver, before: str = "") -> Iterator[str]:
    for one in within.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def address(route: str, ids: dict[str, int]) -> str:
    """The route with these ids; words are such as may be there."""
    words = {"table": "csv", "list": "requests", "tongue": "en", "slug": SLUG, "str": "x"}

    def filled(place: re.Match[str]) -> str:
        kind, name = place.groups()
        return str(ids.get(name, 1)) if kind == "int" else words.get(kind, "x")

    return "/" + re.sub(r"<(\w+):(\w+)>", filled, route)


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def ids(table: Table) -> dict[str, int]:
    """Rows of the office and of a delegation that the focal point does not act for."""
    own, told = {"organisation_id": table.office.id}, {"en": SECRET}
    editor = table.office.editor.account_id
    request = MeetingRequest.objects.create(
        **own, summit_id=table.summit, asking_id=table.other, asked_id=table.host, receiving_id=table.host,
        subject=told, asked_at=NOW,
    )  # fmt: skip
    meeting = Meeting.objects.create(
        **own, summit_id=table.summit, request=request, held_on=TODAY, time_zone="UTC", subject=told
    )
    minutes = Minutes.objects.create(
        **own, meeting=meeting, authoritative="en", second="", opened_at=NOW, opened_by_id=editor
    )
    clause = Clause.objects.create(**own, minutes=minutes, position=1)
    words = ClauseVersion.objects.create(
        **own, clause=clause, number=1, text=told, side=Side.HOST, proposed_at=NOW, proposed_by_id=editor,
        host_agreed_at=NOW, host_agreed_by_id=editor,
    )  # fmt: skip
    outcome = Outcome.objects.create(**own, summit_id=table.summit, meeting=meeting, kind="agreed_action", text=told)
    commitment = Commitment.objects.create(
        **own, outcome=outcome, outcome_kind=outcome.kind, text=told, due_on=TODAY, owner_side=Side.HOST
    )
    programme = Programme.objects.create(**own, summit_id=table.summit, made_at=NOW, made_by_id=editor)
    delegate = DelegationMember.objects.get(delegation_id=table.other)
    absence = Absence.objects.create(
        **own, person_id=delegate.person_id, during=(NOW, NOW.replace(hour=12)), reason=SECRET
    )
    feed = CalendarFeed.objects.create(**own, delegation_id=table.other, secret_hash="0" * 64, made_at=NOW)
    communique = Communique.objects.create(
        **own, slug=SLUG, titles=told, bodies=told, dated_on=TODAY, drafted_at=NOW, drafted_by_id=editor,
        edited_by_id=editor,
    )  # fmt: skip
    Organisation.objects.filter(pk=table.office.id).update(newsroom=SLUG)
    return {
        "organisation_id": table.office.id,
        "summit_id": table.summit,
        "delegation_id": table.other,
        "delegate_id": delegate.pk,
        "absence_id": absence.pk,
        "focal_point_id": FocalPoint.objects.get().pk,
        "request_id": request.pk,
        "meeting_id": meeting.pk,
        "outcome_id": outcome.pk,
        "clause_id": clause.pk,
        "version_id": words.pk,
        "commitment_id": commitment.pk,
        "programme_id": programme.pk,
        "feed_id": feed.pk,
        "communique_id": communique.pk,
    }


def changes() -> QuerySet[HistoryEntry]:
    """What was written, but for reminders, which come due as someone looks."""
    return HistoryEntry.objects.exclude(table="menara_reminder")


def client_of(who: str, office: Office) -> Client:
    if who == "nobody":
        return Client()
    if who == "stranger":
        other = found("other")
        with acting_for(other.id):
            return signed_in(other)
    client = signed_in(office, "viewer" if who == "viewer" else "focal_point")
    if who == "ended":
        end_focal_point(focal_point_id=FocalPoint.objects.get().pk, actor=office.administrator, now=NOW)
    return client


@pytest.mark.parametrize("who", ["focal_point", "ended", "stranger", "viewer", "nobody"])
def test_rows_of_others_are_neither_told_nor_written(table: Table, ids: dict[str, int], who: str) -> None:
    client = client_of(who, table.office)
    sent = {**SENT, "asking": table.other, "asked": table.host, "delegation": table.other, "person": table.host_head}
    before = changes().count()
    told, failed, wrote = [], [], []
    for route in routes(get_resolver()):
        if route in ONES_OWN:
            continue
        url = address(route, ids)
        for method in ("GET", "POST"):
            with acting_for(None):
                answer = client.get(url) if method == "GET" else client.post(url, sent)
            body = answer.getvalue() if answer.streaming else answer.content
            if SECRET.encode() in body and who != "viewer":
                told.append((method, url))
            if answer.status_code >= 500:
                failed.append((method, url))
            if (count := changes().count()) != before:
                new = changes().order_by("-number").values_list("table", "verb", "after")[: count - before]
                wrote.append((method, url, answer.status_code, *new))
                before = count
    # A focal point asks for its own delegation, whatever it names as the one that asks.
    own = [one for one in wrote if one[1].endswith("/requests/ask/") and one[3][2]["asking_id"] == table.guest]
    assert (told, failed) == ([], [])
    assert wrote == (own if who == "focal_point" else [])
