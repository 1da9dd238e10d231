"""Meetings and outcomes in the browser: a wish stays a wish until a document says more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from menara import facts
from menara.intake.demonstration import _story
from menara.models import Commitment, Meeting, Outcome
from office import TODAY, Office
from web.doors import signed_in


@pytest.fixture
def wish(office: Office) -> Outcome:
    return _story(facts.marrakech_2025(), office.editor, TODAY)["draw-on-moroccan-officers"]


def test_the_meeting_says_who_said_what_with_which_verb_and_from_which_source(office: Office, wish: Outcome) -> None:
    page = signed_in(office, "viewer").get(reverse("meeting", args=[Meeting.objects.get().pk]))
    points = [(str(p["side"]), p["verb"], p["mark"]) for p in page.context["points"]]
    assert points == [
        ("Faisal Shahkar", "conveyed the wish", "S"),
        ("Faisal Shahkar", "stressed the importance", "S"),
    ]
    assert {str(o["title"]) for o in page.context["outcomes"]} == {"Expressed interest"}


def test_a_wish_offers_no_commitment_and_takes_none(office: Office, wish: Outcome) -> None:
    client = signed_in(office, "editor")
    page = client.get(reverse("outcome", args=[wish.pk]))
    assert page.context["outcome"]["commit_url"] is None
    before = Commitment.objects.count()
    answer = client.post(reverse("outcome_commit", args=[wish.pk]), {"text": "Send ten.", "due_on": "2027-01-01"})
    assert (answer.status_code, Commitment.objects.count()) == (422, before)


def test_a_wish_climbs_by_a_document_and_then_binds(office: Office, wish: Outcome) -> None:
    client, url = signed_in(office, "editor"), reverse("outcome_climb", args=[wish.pk])
    sent = {"to_kind": "pledge", "document": "Minutes 4", "version": wish.version}
    refused = client.post(url, sent)
    assert (refused.status_code, "A pledge needs a quantity" in refused.content.decode()) == (422, True)
    assert client.post(url, sent | {"quantity": "10", "note_verbale": "NV/9"}).status_code == 302
    held = Outcome.objects.get(pk=wish.pk)
    assert (held.kind, held.quantity, held.note_verbale) == ("pledge", 10, "NV/9")
    assert (
        client.post(url, sent | {"to_kind": "instrument", "title": "MoU", "signed_on": "2027-01-01"}).status_code == 409
    )
    answer = client.post(
        reverse("outcome_commit", args=[wish.pk]), {"text": "Send ten.", "due_on": "2027-01-01", "owner_side": "host"}
    )
    assert answer.status_code == 302
    assert Commitment.objects.filter(outcome=wish).count() == 1


def test_a_commitment_is_done_once(office: Office, wish: Outcome) -> None:
    one = Commitment.objects.get()
    client, url = signed_in(office, "editor"), reverse("commitment_done", args=[one.pk])
    told = [client.post(url, {"version": one.version}).status_code for _ in range(2)]
    assert told == [302, 409]
    assert Commitment.objects.get().done_on is not None


def test_home_leads_to_each_knot_of_the_thread(office: Office, wish: Outcome) -> None:
    client = signed_in(office, "viewer")
    journey = {str(step["stage"]): step for step in client.get(reverse("home")).context["journey"]}
    assert (journey["Meeting"]["count"], journey["Outcome"]["count"], journey["Call"]["state"]) == (1, 4, "ahead")
    assert journey["Meeting"]["url"] == reverse("meeting", args=[Meeting.objects.get().pk])
    assert {client.get(step["url"]).status_code for step in journey.values()} == {200}


def test_what_is_due_is_told_in_the_zone_of_the_office(office: Office, wish: Outcome) -> None:
    page = signed_in(office, "viewer").get(reverse("home")).content.decode()
    assert "Coordinated Universal Time (UTC)" in page
