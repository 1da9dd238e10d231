"""The demonstration world: what is real names its source, what is invented says so, and nothing is said to be signed
that was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from menara import facts
from menara.intake import demonstration
from menara.models import (
    Account,
    Call,
    Delegation,
    DelegationMember,
    FocalPoint,
    Interpreter,
    MeetingRequest,
    Membership,
    Officer,
    Outcome,
    Person,
    Post,
    Programme,
    Room,
    acting_for,
)
from menara.models.records import Recorded
from menara.queries.accounts import broken_links
from office import NOW


@pytest.fixture
def world(
    as_application: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[tuple[list[str], Membership]]:
    """The whole world with a roster of fifty, open to its administrator; and what was printed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(demonstration, "OFFICERS", 50)
    monkeypatch.setattr(demonstration, "OFFICERS_OF_SECOND", 5)
    with as_application():
        printed = list(demonstration.build(now=NOW))
        account = Account.objects.get_by_natural_key("administrator@example.org")
        with acting_for(None, account_id=account.pk):
            membership = Membership.objects.select_related("organisation").get()
        with acting_for(membership.organisation_id, account_id=account.pk):
            yield printed, membership


def test_whoever_is_printed_signs_in(world: tuple[list[str], Membership]) -> None:
    printed, _ = world
    assert "Demonstration only" in printed[0]
    assert demonstration.PASSWORD in printed[0]
    names = [*demonstration.MEMBERS, "focal.norway", "focal.unpol", "second"]
    addresses = [f"{name}@example.org" for name in names]
    assert [line.split()[2] for line in printed[1:]] == addresses
    assert Account.objects.get_by_natural_key("planner@example.org").check_password(demonstration.PASSWORD)


def test_every_record_says_where_it_comes_from(world: tuple[list[str], Membership]) -> None:
    recorded = [m for m in apps.get_app_config("menara").get_models() if issubclass(m, Recorded)]
    for model in recorded:
        for row in model.objects.all():
            assert row.provenance != "real" or row.source_key or row.source_url
            assert row.provenance != "synthetic" or row.source_key in ("synthesis", "openings_synthetic")
    assert set(Officer.objects.values_list("provenance", flat=True)) == {"synthetic"}
    assert all(number.startswith("SYN-") for number in Officer.objects.values_list("number", flat=True))


def test_the_openings_seen_are_real_and_keep_their_marks(world: tuple[list[str], Membership]) -> None:
    seen = facts.seen_openings()
    real = Post.objects.filter(provenance="real")
    assert {row.ref: (row.mark, row.source_key) for row in real} == {
        ref: (opening.mark.value, ";".join(opening.sources)) for ref, opening in seen.items()
    }
    assert Post.objects.filter(provenance="synthetic").count() == len(facts.openings_synthetic())


def test_the_meeting_with_the_un_produced_wishes_and_no_number(world: tuple[list[str], Membership]) -> None:
    of_the_meeting = Outcome.objects.filter(meeting__isnull=False)
    assert set(of_the_meeting.values_list("kind", "quantity", "note_verbale")) == {("expressed_interest", None, "")}
    assert of_the_meeting.filter(commitments__isnull=False).count() == 0


def test_only_invented_calls_are_said_to_come_of_the_meeting(world: tuple[list[str], Membership]) -> None:
    assert set(Call.objects.filter(outcome__isnull=False).values_list("provenance", flat=True)) == {"synthetic"}
    assert Call.objects.filter(provenance="real", outcome__isnull=False).count() == 0


def test_the_second_office_is_out_of_sight_and_both_histories_are_whole(world: tuple[list[str], Membership]) -> None:
    _, membership = world
    assert (Officer.objects.count(), broken_links()) == (50, ())
    stranger = Account.objects.get_by_natural_key("second@example.org")
    with acting_for(None, account_id=stranger.pk):
        other = Membership.objects.get()
    assert other.organisation_id != membership.organisation_id
    with acting_for(other.organisation_id, account_id=stranger.pk):
        assert (Officer.objects.count(), Outcome.objects.count(), broken_links()) == (5, 0, ())


def test_the_desk_is_invented_and_says_so(world: tuple[list[str], Membership]) -> None:
    desk = (Delegation, DelegationMember, MeetingRequest, Room, Interpreter)
    assert {row.provenance for model in desk for row in model.objects.all()} == {"synthetic"}
    # Nobody is given a name that was not published.
    assert {tuple(person.names) for person in Person.objects.filter(provenance="synthetic")} <= {()}
    assert MeetingRequest.objects.filter(summit__provenance="real", asked__is_host=True).count() == 43
    assert Programme.objects.count() == 0


def test_two_focal_points_act_for_their_delegations_alone(world: tuple[list[str], Membership]) -> None:
    named = FocalPoint.objects.select_related("membership__account", "delegation__institution")
    found = {(row.membership.account.email, row.delegation.institution.name["en"]) for row in named}
    assert found == {
        ("focal.norway@example.org", "Norwegian National Police"),
        ("focal.unpol@example.org", "UN Police"),
    }
    assert {row.membership.role for row in named} == {"focal_point"}
