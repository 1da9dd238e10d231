"""A plan's page, in a fixed number of queries, and what it asks of the engine."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from menara import facts
from menara.actions.accounts import change_settings
from menara.actions.decisions import exclude_officer
from menara.actions.officers import enter_officer, import_officers
from menara.actions.plans import start_plan
from menara.actions.posts import import_openings
from menara.engines.matching.problem import Exclusion, Problem
from menara.models import Organisation, Plan, PlanStatus, Proposal
from menara.queries.officers import NoSuchRecord
from menara.queries.plans import difference, nominees_of, norms_of, plan_file, plan_record, plans, problem_of
from menara.queries.posts import post_ids
from menara.terms import Mark
from office import NOW, TODAY, Office, officer, opening


def start(office: Office, refs: list[str]) -> int:
    ids = list(post_ids(refs).values())
    return start_plan(name="spring", post_ids=ids, on=TODAY, actor=office.planner, now=NOW)


def propose(office: Office, plan_id: int, pairs: list[tuple[str, str]], kind: str = "nominee") -> None:
    from menara.queries.officers import officer_ids

    posts, officers = post_ids(), officer_ids()
    Proposal.objects.bulk_create(
        Proposal(
            organisation_id=office.id,
            plan_id=plan_id,
            post_id=posts[ref],
            officer_id=officers[number],
            kind=kind,
            odds=50,
            quality=100,
        )
        for ref, number in pairs
    )


@pytest.fixture
def three(office: Office) -> Office:
    import_officers(officers=[officer(f"A-{n}") for n in (1, 2, 3)], actor=office.editor)
    import_openings(openings=[opening(f"R-{n}", positions=n) for n in (1, 2, 3)], actor=office.editor)
    return office


def test_the_problem_is_the_records_as_they_stand(three: Office) -> None:
    own = start(three, ["R-1", "R-3"])
    change_settings(actor=three.administrator, home_unit_share=Fraction(1, 3), time_zone="UTC")
    excluded = enter_officer(officer=officer("A-9"), actor=three.editor)
    exclude_officer(officer_id=excluded, post_id=None, reason="ill", actor=three.planner, now=NOW)
    assert problem_of(plan_id=own) == Problem(
        officers=(officer("A-1"), officer("A-2"), officer("A-3"), officer("A-9")),
        openings=(opening("R-1", positions=1), opening("R-3", positions=3)),
        norms=facts.norms(),
        on=TODAY,
        odds=facts.odds_model(),
        home_unit_share=Fraction(1, 3),
        exclusions=(Exclusion(officer="A-9", opening="", by="Planner of office", reason="ill"),),
    )


def test_an_organisations_own_overlay_is_a_setting_not_a_rule_of_the_un(office: Office) -> None:
    own = Organisation.objects.get()
    own.overlay = {"min_service_years": 8}
    (overlay,) = (o for o in norms_of(own).overlays if o.nationality == "MAR")
    assert (overlay.min_service_years, overlay.mark) == (8, Mark.UNCONFIRMED)
    own.overlay = {}
    assert norms_of(own) == facts.norms()


def test_a_plan_holds_its_slate_and_those_behind_it(three: Office) -> None:
    own = start(three, ["R-1", "R-2"])
    propose(three, own, [("R-1", "A-1"), ("R-2", "A-2")])
    propose(three, own, [("R-2", "A-3")], kind="reserve")
    record = plan_record(plan_id=own)
    assert [
        (p.ref, p.positions, p.filled, [n.number for n in p.nominees], [r.number for r in p.reserves])
        for p in record.posts
    ] == [("R-1", 1, 1, ["A-1"], []), ("R-2", 2, 1, ["A-2"], ["A-3"])]
    assert (record.line.name, record.line.status, record.line.posts, record.line.nominees) == (
        "spring",
        PlanStatus.QUEUED,
        2,
        2,
    )
    assert [(n.officer, n.opening) for n in nominees_of(plan_id=own)] == [("A-1", "R-1"), ("A-2", "R-2")]


def test_what_one_plan_changed_of_another(three: Office) -> None:
    before, after = start(three, ["R-1", "R-2"]), start(three, ["R-1", "R-2"])
    propose(three, before, [("R-1", "A-1"), ("R-2", "A-2")])
    propose(three, after, [("R-2", "A-1"), ("R-1", "A-3")])
    for own, value in ((before, 5), (after, 4)):
        Plan.objects.filter(pk=own).update(outcome={"levels": [{"goal": "filled", "value": value}]})
    found = difference(before_id=before, after_id=after)
    assert [(p.number, p.post_ref) for p in found.joined] == [("A-3", "R-1")]
    assert [(p.number, p.post_ref) for p in found.left] == [("A-2", "R-2")]
    assert [(m.number, m.from_ref, m.to_ref) for m in found.moved] == [("A-1", "R-1", "R-2")]
    assert found.levels == {"filled": (5, 4)}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(three: Office, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    refs, numbers = [f"R-{n + 1}" for n in range(rows)], [f"A-{n + 1}" for n in range(rows)]
    own = start(three, refs)
    propose(three, own, list(zip(refs, numbers, strict=True)))
    with django_assert_num_queries(4):
        assert len(plan_record(plan_id=own).posts) == rows
    with django_assert_num_queries(1):
        assert len(plans()) == 1
    with django_assert_num_queries(1):
        assert len(nominees_of(plan_id=own)) == rows
    with django_assert_num_queries(13):
        problem_of(plan_id=own)


def test_a_plan_that_is_not_there_is_refused(office: Office) -> None:
    for read in (
        lambda: plan_record(plan_id=0),
        lambda: problem_of(plan_id=0),
        lambda: plan_file(plan_id=0),
        lambda: difference(before_id=0, after_id=0),
    ):
        with pytest.raises(NoSuchRecord):
            read()


def test_the_newest_plan_comes_first(three: Office) -> None:
    first, second = start(three, ["R-1"]), start(three, ["R-2"])
    Plan.objects.filter(pk=first).update(on_day=date(2026, 1, 1))
    assert [plan.id for plan in plans()] == [second, first]
