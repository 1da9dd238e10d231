"""Plans in the browser: start, watch, stop, decide, accept, refuse what is stale, record the answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from menara.actions.planning import carry_out_plan
from menara.actions.plans import start_plan
from menara.models import Decision, Nomination, Plan, PlanStatus, Proposal
from office import NOW, TODAY, Office
from planning_world import fill
from web.doors import signed_in


@pytest.fixture
def posts(office: Office) -> list[int]:
    return fill(office)


def solved(office: Office, posts: list[int]) -> Plan:
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW)
    return Plan.objects.get(pk=own)


def proposed(plan: Plan, kind: str = "nominee") -> Proposal:
    found = Proposal.objects.filter(plan=plan, kind=kind).select_related("officer", "post").first()
    assert found is not None
    return found


def test_a_plan_is_started_with_the_posts_chosen(office: Office, posts: list[int]) -> None:
    client = signed_in(office, "planner")
    answer = client.post(
        reverse("plan_new"), {"name": "spring", "on": TODAY.isoformat(), "seconds": "30", "post": posts[:2]}
    )
    plan = Plan.objects.get()
    assert answer.headers["Location"] == reverse("plan_progress", args=[plan.pk])
    assert (plan.status, plan.on_day, plan.seconds) == (PlanStatus.QUEUED, TODAY, 30.0)
    assert sorted(plan.posts.values_list("post_id", flat=True)) == sorted(posts[:2])


def test_a_plan_of_nothing_is_refused_at_the_form(office: Office, posts: list[int]) -> None:
    answer = signed_in(office, "planner").post(reverse("plan_new"), {"on": TODAY.isoformat(), "seconds": "30"})
    assert (answer.status_code, "Choose at least one post to fill." in answer.content.decode()) == (422, True)
    assert Plan.objects.count() == 0


def test_the_page_of_a_plan_at_work_asks_again_without_a_script_too(office: Office, posts: list[int]) -> None:
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    client = signed_in(office, "planner")
    assert client.get(reverse("plan", args=[own])).headers["Location"] == reverse("plan_progress", args=[own])
    page = client.get(reverse("plan_progress", args=[own])).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert f'hx-get="{reverse("plan_progress", args=[own])}"' in page
    client.post(reverse("plan_stop", args=[own]))
    assert Plan.objects.get().status == PlanStatus.STOPPED
    ended = client.get(reverse("plan_progress", args=[own]))
    asked = client.get(reverse("plan_progress", args=[own]), headers={"HX-Request": "true"})
    led = reverse("plan", args=[own])
    assert (ended.headers["Location"], asked.headers["HX-Redirect"]) == (led, led)
    assert "stopped before it had a slate" in client.get(led).content.decode()


def test_the_slate_shows_every_nominee_once_with_reason_odds_and_proof(office: Office, posts: list[int]) -> None:
    plan = solved(office, posts)
    page = signed_in(office, "planner").get(reverse("plan", args=[plan.pk])).content.decode()
    nominees = Proposal.objects.filter(plan=plan, kind="nominee").values_list("officer__number", flat=True)
    assert {number: page.count(f'<bdi class="code">{number}</bdi></a>') for number in nominees} == dict.fromkeys(
        nominees, 1
    )
    assert page.count('class="number gap-none"') == 4
    assert "menara verify plan.json" in page


def test_a_decision_wants_a_reason_and_keeps_it_with_the_name(office: Office, posts: list[int]) -> None:
    reserve = proposed(solved(office, posts), "reserve")
    client = signed_in(office, "planner")
    url = f"{reverse('decide')}?kind=pin&officer={reserve.officer_id}&post={reserve.post_id}"
    assert client.post(url, {"reason": " "}).status_code == 422
    back = reverse("plan", args=[reserve.plan_id])
    assert client.post(url, {"reason": "Knows the mission.", "next": back}).headers["Location"] == back
    held = Decision.objects.get()
    assert (held.kind, held.reason, held.made_by_id) == ("pin", "Knows the mission.", office.planner.account_id)
    again = client.post(url, {"reason": "Once more."})
    assert (again.status_code, Decision.objects.count()) == (409, 1)
    assert "Knows the mission." in client.get(back).content.decode()
    client.post(reverse("withdraw", args=[held.pk]))
    assert Decision.objects.get().withdrawn_at is not None


def test_nobody_is_led_elsewhere_after_a_decision(office: Office, posts: list[int]) -> None:
    one = proposed(solved(office, posts))
    url = f"{reverse('decide')}?kind=exclude&officer={one.officer_id}&post={one.post_id}"
    answer = signed_in(office, "planner").post(url, {"reason": "At home.", "next": "https://elsewhere.example.org/"})
    assert answer.headers["Location"] == reverse("plans")


def test_planned_again_the_page_says_what_changed(office: Office, posts: list[int]) -> None:
    plan = solved(office, posts)
    one = proposed(plan)
    client = signed_in(office, "planner")
    client.post(
        f"{reverse('decide')}?kind=exclude&officer={one.officer_id}&post={one.post_id}",
        {"reason": "Needed at home.", "everywhere": "on"},
    )
    client.post(reverse("plan_again", args=[plan.pk]))
    later = Plan.objects.latest("pk")
    carry_out_plan(organisation_id=office.id, plan_id=later.pk, clock=lambda: NOW)
    changes = client.get(reverse("plan", args=[later.pk])).context["changes"]
    removed = [change["subject"] for change in changes if change["kind"] == "removed"]
    assert one.officer.number in removed


def accept(office: Office, plan: Plan, role: str = "approver", **given: Any) -> Any:
    version = Plan.objects.values_list("version", flat=True).get(pk=plan.pk)
    sent = {"version": version, "note_verbale": "NV/1", **given}
    return signed_in(office, role).post(reverse("plan_accept", args=[plan.pk]), sent)


def test_acceptance_nominates_and_leads_to_the_package(office: Office, posts: list[int]) -> None:
    plan = solved(office, posts)
    assert accept(office, plan, "planner").status_code == 403
    assert accept(office, plan).headers["Location"] == reverse("package", args=[plan.pk])
    assert Nomination.objects.count() == Proposal.objects.filter(plan=plan, kind="nominee").count()
    assert accept(office, plan).status_code in (409, 422)


def test_a_stale_slate_is_refused_with_a_page_that_says_so(office: Office, posts: list[int]) -> None:
    from menara.actions.officers import enter_officer
    from office import officer

    plan = solved(office, posts)
    enter_officer(officer=officer("NEW"), actor=office.editor)
    answer = accept(office, plan)
    page = answer.content.decode()
    assert (answer.status_code, "Plan again before you accept" in page) == (409, True)
    assert (Nomination.objects.count(), Plan.objects.get().status) == (0, PlanStatus.SOLVED)
    assert "Accept and nominate" not in page


def test_what_cannot_hold_together_is_named_and_can_be_released(office: Office, posts: list[int]) -> None:
    plan = solved(office, posts)
    one = proposed(plan)
    other = next(post for post in posts if post != one.post_id)
    client = signed_in(office, "planner")
    for post_id in (one.post_id, other):
        client.post(f"{reverse('decide')}?kind=pin&officer={one.officer_id}&post={post_id}", {"reason": "Wanted."})
    client.post(reverse("plan_again", args=[plan.pk]))
    later = Plan.objects.latest("pk")
    carry_out_plan(organisation_id=office.id, plan_id=later.pk, clock=lambda: NOW)
    page = client.get(reverse("plan", args=[later.pk]))
    if later.status == PlanStatus.INFEASIBLE:
        assert len([c for c in page.context["conflicts"] if c["release_url"]]) >= 1
    assert Plan.objects.get(pk=later.pk).status in (PlanStatus.INFEASIBLE, PlanStatus.FAILED)
    assert page.context["sentence"] != ""


def test_an_answer_needs_its_document_and_a_refusal_its_reason(office: Office, posts: list[int]) -> None:
    accept(office, solved(office, posts))
    one = Nomination.objects.order_by("pk").first()
    assert one is not None
    client, url = signed_in(office, "planner"), reverse("nomination", args=[one.pk])
    sent = {"happened_on": TODAY.isoformat(), "version": one.version}
    assert client.post(url, sent | {"stage": "selected"}).status_code == 422
    assert client.post(url, sent | {"stage": "not_selected", "document": "UN/7"}).status_code == 422
    assert (
        client.post(url, sent | {"stage": "not_selected", "document": "UN/7", "reason": "none given"}).status_code
        == 302
    )
    assert Nomination.objects.get(pk=one.pk).stage == "not_selected"
    assert client.post(url, sent | {"stage": "selected", "document": "UN/8"}).status_code in (409, 422)


def test_the_files_of_a_plan_are_whole(office: Office, posts: list[int]) -> None:
    from menara.snapshots import verify

    plan = solved(office, posts)
    client = signed_in(office, "editor")
    text = client.get(reverse("plan_file", args=[plan.pk])).content.decode()
    assert verify(text).ok
    assert client.get(reverse("plan_workbook", args=[plan.pk])).content.startswith(b"PK")


def test_who_may_not_read_health_and_conduct_is_neither_given_nor_offered_the_files(
    office: Office, posts: list[int]
) -> None:
    """``plan.json`` holds every officer's medical class and conduct record; it was once open to every member."""
    plan = solved(office, posts)
    files = [reverse(name, args=[plan.pk]) for name in ("plan_file", "plan_workbook")]
    for role, told, offered in (("viewer", 403, False), ("approver", 403, False), ("editor", 200, True)):
        client = signed_in(office, role)
        assert [client.get(file).status_code for file in files] == [told, told]
        page = client.get(reverse("plan", args=[plan.pk])).content.decode()
        assert [file in page for file in files] == [offered, offered]
        assert (files[1] in client.get(reverse("plan_refusals", args=[plan.pk])).content.decode()) is offered


@pytest.mark.parametrize("given", ["²", "9" * 5000, "-1", "none"])
def test_what_is_no_number_chooses_no_post(office: Office, posts: list[int], given: str) -> None:
    sent = {"on": TODAY.isoformat(), "seconds": "30", "post": given}
    assert signed_in(office, "planner").post(reverse("plan_new"), sent).status_code == 422
    assert Plan.objects.count() == 0


def test_after_a_decision_one_goes_to_an_address_never_to_a_bare_word(office: Office, posts: list[int]) -> None:
    one = proposed(solved(office, posts))
    url = f"{reverse('decide')}?kind=exclude&officer={one.officer_id}&post={one.post_id}"
    answer = signed_in(office, "planner").post(url, {"reason": "Needed at home.", "next": "²"})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("plans"))
