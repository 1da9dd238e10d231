"""The what-if of steps in the browser: what fills more posts, for what money, and that nothing is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from menara.actions.planning import carry_out_plan
from menara.actions.plans import start_plan
from menara.engines.eligibility.steps import StepKind
from menara.models import Officer, Plan
from menara.queries.officers import as_engine_officers
from menara.queries.unlock import SENSITIVE_KINDS, unlocked
from office import NOW, TODAY, Office, at_work
from planning_world import SIZE, fill
from web.doors import signed_in


@pytest.fixture
def plan(office: Office) -> Plan:
    """Planned a year ahead of the records, so that many an officer lacks something."""
    own = start_plan(name="spring", post_ids=fill(office), on=TODAY, actor=office.planner, now=NOW)
    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW)
    return Plan.objects.get(pk=own)


def page(office: Office, plan: Plan, role: str = "planner", **asked: Any) -> str:
    answer = signed_in(office, role).get(reverse("plan_unlock", args=[plan.pk]), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def words(text: str) -> str:
    """What a reader sees, without marks of direction."""
    return " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", " ", text).split())


def test_the_best_programme_is_shown_with_officers_and_posts(office: Office, plan: Plan) -> None:
    with at_work(office):
        seen = unlocked(plan_id=plan.pk, kinds=[StepKind.SKILL_COURSE], costs={}, budget=None, seconds=20)
    best = seen.found.programmes[0]
    text = page(office, plan, kind="skill_course", seconds=20)
    assert best.exact
    for taken in best.taken:
        own = Officer.objects.get(number=taken.officer)
        assert reverse("officer", args=[own.pk]) in text
    assert "exactly" in words(text)
    assert "A what-if: the records stay as they are." in text


def test_nothing_is_kept(office: Office, plan: Plan) -> None:
    def kept() -> tuple[Any, ...]:
        with at_work(office):
            return as_engine_officers(), Plan.objects.values_list("outcome", "version", "status").get(pk=plan.pk)

    before = kept()
    page(office, plan)
    assert before == kept()
    assert len(before[0]) == SIZE


def test_a_budget_shows_one_set_and_what_it_costs(office: Office, plan: Plan) -> None:
    asked = {"kind": ["skill_course", "language_course"], "cost_skill_course": 500, "cost_language_course": 2000}
    text = words(page(office, plan, **asked, budget=1100, seconds=20))
    assert "The best set of steps" in text
    cost = int(re.search(r"It costs ([0-9,]+)", text)[1].replace(",", ""))  # type: ignore[index]
    assert cost in (500, 1000)
    assert text.count("Reach level") == cost // 500
    poor = words(page(office, plan, **asked, budget=499, seconds=20))
    assert "No set of steps within the budget gains anything." in poor


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"cost_passport": "dear"}, "Enter a whole number."),
        ({"cost_passport": "-4"}, "Ensure this value is greater than or equal to 0."),
        ({"budget": "100"}, "A budget needs the cost of at least one kind of step."),
        ({"cost_passport": str(10**10)}, "Ensure this value is less than or equal to"),
    ],
)
def test_what_is_no_money_is_told_at_the_field(office: Office, plan: Plan, asked: dict[str, str], says: str) -> None:
    answer = signed_in(office, "planner").get(reverse("plan_unlock", args=[plan.pk]), asked)
    assert (answer.status_code, says in words(answer.content.decode())) == (422, True)


def test_steps_that_tell_of_health_are_kept_from_some_roles(office: Office, plan: Plan) -> None:
    assert {kind.value for kind in SENSITIVE_KINDS} == {"medical", "vaccination"}
    for role, sees in (("viewer", False), ("approver", False), ("planner", True), ("administrator", True)):
        text = page(office, plan, role, kind=["medical", "vaccination", "passport"])
        assert ('value="medical"' in text, "medical class" in words(text)) in ((sees, sees), (sees, False)), role
        assert ("kept from your role" in text) is not sees, role


def test_a_plan_at_work_has_no_what_if(office: Office, plan: Plan) -> None:
    own = start_plan(
        name="later",
        post_ids=list(plan.posts.values_list("post_id", flat=True)),
        on=TODAY + timedelta(days=1),
        actor=office.planner,
        now=NOW,
    )
    answer = signed_in(office, "planner").get(reverse("plan_unlock", args=[own]))
    assert answer.headers["Location"] == reverse("plan", args=[own])


def test_the_page_of_the_plan_leads_there(office: Office, plan: Plan) -> None:
    text = signed_in(office, "viewer").get(reverse("plan", args=[plan.pk])).content.decode()
    assert reverse("plan_unlock", args=[plan.pk]) in text
