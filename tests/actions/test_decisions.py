"""People decide with a reason and their name, and can take it back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from menara.actions.decisions import (
    AlreadyDecided,
    NotPerCent,
    ReasonMissing,
    estimate_odds,
    exclude_officer,
    pin_officer,
    waive_share,
    withdraw_decision,
)
from menara.actions.officers import enter_officer
from menara.actions.posts import enter_post
from menara.engines.matching.problem import Estimate, Exclusion, Pin, Waiver
from menara.models import Decision, Post
from menara.permissions import NotAllowed
from menara.queries.decisions import decided, decisions_standing
from menara.queries.officers import NoSuchRecord
from office import NOW, Office, at_work, found, officer, opening

BY, WHY = "Planner of office", "knows the mission"


@pytest.fixture
def about(office: Office) -> dict[str, int]:
    post_id = enter_post(opening=opening("R-1", call="C-1"), actor=office.editor)
    return {
        "officer_id": enter_officer(officer=officer("A-1"), actor=office.editor),
        "post_id": post_id,
        "call_id": Post.objects.get(pk=post_id).call_id,
    }


def every_kind(
    office: Office, about: dict[str, int], *, role: str = "planner", reason: str = WHY
) -> dict[str, Callable[[], int]]:
    told = {"reason": reason, "actor": getattr(office, role), "now": NOW}
    pair = {"officer_id": about["officer_id"], "post_id": about["post_id"]}
    return {
        "pin": lambda: pin_officer(**pair, **told),
        "exclude": lambda: exclude_officer(**pair, **told),
        "waive": lambda: waive_share(call_id=about["call_id"], **told),
        "estimate": lambda: estimate_odds(**pair, per_cent=80, **told),
    }


@pytest.mark.parametrize("kind", ["pin", "exclude", "waive", "estimate"])
@pytest.mark.parametrize("role", ["viewer", "editor", "approver"])
def test_only_a_planner_decides(office: Office, about: dict[str, int], kind: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        every_kind(office, about, role=role)[kind]()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("kind", ["pin", "exclude", "waive", "estimate"])
def test_a_decision_has_a_reason(office: Office, about: dict[str, int], kind: str) -> None:
    with pytest.raises(ReasonMissing):
        every_kind(office, about, reason="  ")[kind]()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("pin", {"pins": (Pin(officer="A-1", opening="R-1", by=BY, reason=WHY),)}),
        ("exclude", {"exclusions": (Exclusion(officer="A-1", opening="R-1", by=BY, reason=WHY),)}),
        ("waive", {"waivers": (Waiver(call="C-1", by=BY, reason=WHY),)}),
        ("estimate", {"estimates": (Estimate(officer="A-1", opening="R-1", per_cent=80, by=BY, reason=WHY),)}),
    ],
)
def test_the_engine_reads_what_was_decided_until_it_is_withdrawn(
    office: Office, about: dict[str, int], kind: str, read: dict[str, object]
) -> None:
    own = every_kind(office, about)[kind]()
    says = decided(post_ids=[about["post_id"]])
    assert {name: getattr(says, name) for name in ("pins", "exclusions", "waivers", "estimates")} == {
        "pins": (), "exclusions": (), "waivers": (), "estimates": (), **read
    }  # fmt: skip
    withdraw_decision(decision_id=own, actor=office.planner, now=NOW)
    assert decisions_standing() == ()
    kept = Decision.objects.get()
    assert (kept.reason, kept.withdrawn_at, kept.withdrawn_by_id) == (WHY, NOW, office.planner.account_id)
    with pytest.raises(NoSuchRecord):
        withdraw_decision(decision_id=own, actor=office.planner, now=NOW)


@pytest.mark.parametrize("first", ["pin", "exclude"])
@pytest.mark.parametrize("second", ["pin", "exclude"])
def test_nobody_is_pinned_and_excluded_at_once(office: Office, about: dict[str, int], first: str, second: str) -> None:
    every_kind(office, about)[first]()
    with pytest.raises(AlreadyDecided) as refusal:
        every_kind(office, about)[second]()
    assert refusal.value.facts == {"kind": first, "by": BY}


def test_an_exclusion_at_large_is_from_every_post(office: Office, about: dict[str, int]) -> None:
    exclude_officer(officer_id=about["officer_id"], post_id=None, reason=WHY, actor=office.planner, now=NOW)
    assert decided(post_ids=[]).exclusions == (Exclusion(officer="A-1", opening="", by=BY, reason=WHY),)


def test_decisions_about_other_posts_do_not_bear_on_a_plan(office: Office, about: dict[str, int]) -> None:
    other = enter_post(opening=opening("R-2"), actor=office.editor)
    for decide in (every_kind(office, about)[kind] for kind in ("pin", "waive", "estimate")):
        decide()
    assert decisions_standing(post_ids=[other]) == ()
    assert len(decisions_standing(post_ids=[about["post_id"]])) == 3


def test_a_newer_estimate_takes_the_place_of_an_older_one(office: Office, about: dict[str, int]) -> None:
    every_kind(office, about)["estimate"]()
    every_kind(office, about)["estimate"]()
    assert [d.per_cent for d in decisions_standing()] == [80]
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("per_cent", [-1, 101])
def test_odds_are_per_cent(office: Office, about: dict[str, int], per_cent: int) -> None:
    with pytest.raises(NotPerCent):
        estimate_odds(
            officer_id=about["officer_id"],
            post_id=about["post_id"],
            per_cent=per_cent,
            reason=WHY,
            actor=office.planner,
            now=NOW,
        )


def test_a_waiver_of_a_call_without_reference_names_its_post(office: Office) -> None:
    own = enter_post(opening=opening("R-9"), actor=office.editor)
    waive_share(call_id=Post.objects.get(pk=own).call_id, reason=WHY, actor=office.planner, now=NOW)
    assert decided(post_ids=[own]).waivers == (Waiver(call="R-9", by=BY, reason=WHY),)


@pytest.mark.parametrize("missing", ["officer_id", "post_id"])
def test_a_decision_is_about_something(office: Office, about: dict[str, int], missing: str) -> None:
    with pytest.raises(NoSuchRecord):
        every_kind(office, {**about, missing: 0})["pin"]()


@pytest.mark.django_db(transaction=True)
def test_of_five_who_pin_one_officer_at_once_one_succeeds() -> None:
    """Who came second used to meet the constraint of the table instead of a sentence."""
    founded = found("pinning")
    with at_work(founded, "editor") as editor:
        officer_id = enter_officer(officer=officer("A-1"), actor=editor)
        post_id = enter_post(opening=opening("P-1"), actor=editor)
    start, ended = threading.Barrier(5), []

    def pin() -> None:
        try:
            start.wait()
            with at_work(founded, "planner") as planner:
                pin_officer(officer_id=officer_id, post_id=post_id, reason="knows the region", actor=planner, now=NOW)
            ended.append("pinned")
        except AlreadyDecided:
            ended.append("decided")
        finally:
            connection.close()

    racers = [threading.Thread(target=pin) for _ in range(5)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(ended) == ["decided"] * 4 + ["pinned"]
