"""Who comes next for a post, and why an officer is not proposed, in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from menara.actions.decisions import exclude_officer
from menara.actions.officers import enter_officer
from menara.actions.planning import carry_out_plan
from menara.actions.plans import start_plan
from menara.actions.posts import enter_post
from menara.models import Plan, Proposal
from menara.queries.officers import officer_ids
from menara.terms import MedicalClass, Modality
from menara.web.findings import why_not
from office import NOW, TODAY, Office, officer, opening
from planning_world import fill
from web.doors import signed_in


@pytest.fixture
def plan(office: Office) -> Plan:
    return solve(office, fill(office))


def solve(office: Office, posts: list[int]) -> Plan:
    own = start_plan(name="spring", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW)
    return Plan.objects.get(pk=own)


def reserve_of(plan: Plan) -> Proposal:
    found = Proposal.objects.filter(plan=plan, kind="reserve").select_related("officer").first()
    assert found is not None
    return found


def ask_why(office: Office, plan: Plan, number: str, role: str = "viewer") -> Any:
    return signed_in(office, role).get(reverse("plan_why", args=[plan.pk]), {"officer": number})


def test_every_post_of_a_plan_leads_to_those_who_come_next(office: Office, plan: Plan) -> None:
    page = signed_in(office, "viewer").get(reverse("plan", args=[plan.pk])).content.decode()
    posts = plan.posts.values_list("post_id", flat=True)
    urls = [reverse("plan_alternatives", args=[plan.pk, post]) for post in posts]
    assert [page.count(f'href="{url}"') for url in urls] == [1] * len(urls)
    assert page.count(f'href="{reverse("plan_why", args=[plan.pk])}"') == 1


def test_those_who_come_next_are_shown_with_exact_costs_cheapest_first(office: Office, plan: Plan) -> None:
    reserve = reserve_of(plan)
    url = reverse("plan_alternatives", args=[plan.pk, reserve.post_id])
    seen = signed_in(office, "viewer").get(url)
    lines = seen.context["alternatives"]
    on_slate = set(
        Proposal.objects.filter(plan=plan, kind="nominee", post=reserve.post_id).values_list("officer__number")
    )
    assert seen.context["is_settled"] is True
    assert reserve.officer.number in {line["number"] for line in lines}
    assert not {(line["number"],) for line in lines} & on_slate
    assert {line["whole"]["state"]["label"] for line in lines} == {"exactly"}
    assert [line["pin_url"] for line in lines] == [None] * len(lines)
    pins = signed_in(office, "planner").get(url).context["alternatives"]
    assert all(line["pin_url"].startswith(reverse("decide")) for line in pins)


def test_the_beaten_one_is_told_what_it_would_cost_and_who_would_give_way(office: Office, plan: Plan) -> None:
    seen = ask_why(office, plan, reserve_of(plan).officer.number)
    assert seen.status_code == 200
    assert seen.context["verdict"]["word"] in ("Beaten", "Equally good")
    assert seen.context["cheapest"]["whole"]["state"]["label"] == "exactly"
    assert seen.context["moves"]
    assert seen.context["eligible"][0]["post"] == seen.context["cheapest"]["post"]


def test_a_nominee_is_told_to_be_one(office: Office, plan: Plan) -> None:
    one = Proposal.objects.filter(plan=plan, kind="nominee").select_related("officer", "post").first()
    assert one is not None
    seen = ask_why(office, plan, one.officer.number)
    assert (seen.context["verdict"]["word"], seen.context["proposed_for"]["ref"]) == ("Proposed", one.post.ref)


def test_an_unknown_number_and_none_at_all(office: Office, plan: Plan) -> None:
    refused = ask_why(office, plan, "nobody")
    assert (refused.status_code, "knows no officer" in refused.content.decode()) == (422, True)
    empty = ask_why(office, plan, "")
    assert (empty.status_code, "Enter a service number" in empty.content.decode()) == (200, True)


def test_a_post_that_is_not_in_the_plan_is_not_found(office: Office, plan: Plan) -> None:
    other = enter_post(opening=opening("ELSEWHERE", start=TODAY), actor=office.editor)
    client = signed_in(office, "viewer")
    assert client.get(reverse("plan_alternatives", args=[plan.pk, other])).status_code == 404


def test_a_plan_without_a_slate_leads_back_to_itself(office: Office) -> None:
    posts = fill(office)
    own = start_plan(name="waits", post_ids=posts, on=TODAY, actor=office.planner, now=NOW)
    client = signed_in(office, "viewer")
    for url in (reverse("plan_why", args=[own]), reverse("plan_alternatives", args=[own, posts[0]])):
        assert client.get(url).headers["Location"] == reverse("plan", args=[own])


def test_rules_on_health_are_told_to_those_only_who_may_read_of_health(office: Office) -> None:
    enter_officer(officer=officer("WELL"), actor=office.editor)
    enter_officer(officer=officer("ILL", medical=MedicalClass.UNFIT), actor=office.editor)
    post = enter_post(opening=opening("P", start=TODAY, modality=Modality.IPO, armed=False), actor=office.editor)
    plan = solve(office, [post])
    told = {
        role: [(rule["answer"], rule["why"]) for rule in ask_why(office, plan, "ILL", role).context["rules"]]
        for role in ("viewer", "approver", "editor")
    }
    hidden = ("hidden", "A rule on health or conduct: kept from your role.")
    withheld = [line for line in told["editor"] if line not in told["viewer"]]
    assert told["viewer"] == told["approver"]
    assert sorted(told["viewer"]) == sorted([line for line in told["editor"] if line not in withheld] + [hidden])
    assert ("not_met", why_not("is_medically_cleared")) in withheld


def test_who_is_kept_out_is_told_by_whom_and_why(office: Office) -> None:
    posts = fill(office)
    number, own = next(iter(officer_ids().items()))
    exclude_officer(officer_id=own, post_id=None, reason="Needed at home.", actor=office.planner, now=NOW)
    seen = ask_why(office, solve(office, posts), number)
    (kept,) = seen.context["exclusions"]
    assert (kept["post"], kept["reason"], bool(kept["by"])) == (None, "Needed at home.", True)
    assert "Every post" in seen.content.decode()
