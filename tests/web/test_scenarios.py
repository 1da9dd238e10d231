"""Scenarios, two plans side by side, how groups came out and the course of the work, in the browser's words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from menara.actions.decisions import exclude_officer
from menara.actions.officers import correct_officer
from menara.actions.planning import carry_out_plan
from menara.actions.plans import plan_again, start_plan
from menara.actions.scenarios import keep_scenario
from menara.engines.outcome import Progress
from menara.models import Officer, Plan, Proposal, Scenario
from menara.queries.fairness import fairness_in, standings_in
from menara.queries.officers import as_engine_officers
from menara.queries.plans import plan_file
from menara.snapshots import from_json
from menara.terms import Conduct
from office import NOW, TODAY, Office, at_work, found
from planning_world import fill
from web.doors import signed_in


def solve(office: Office, plan_id: int) -> int:
    carry_out_plan(organisation_id=office.id, plan_id=plan_id, clock=lambda: NOW)
    return plan_id


@pytest.fixture
def first(office: Office) -> int:
    return solve(office, start_plan(name="spring", post_ids=fill(office), on=TODAY, actor=office.planner, now=NOW))


@pytest.fixture
def second(office: Office, first: int) -> int:
    """The same posts, with one nominee excluded and another under investigation."""
    nominees = Proposal.objects.filter(plan_id=first, kind="nominee").select_related("officer").order_by("-odds", "pk")
    exclude_officer(
        officer_id=nominees[0].officer_id, post_id=None, reason="Needed at home.", actor=office.planner, now=NOW
    )
    other = nominees[1].officer
    (held,) = as_engine_officers([other.number])
    correct_officer(
        officer_id=other.pk,
        version=other.version,
        officer=replace(held, conduct=Conduct.UNDER_INVESTIGATION),
        actor=office.editor,
    )
    return solve(office, plan_again(plan_id=first, actor=office.planner, now=NOW))


def plain(answer: Any) -> str:
    """The words of a page without its marks."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"[\u2066-\u2069]", "", re.sub(r"<[^>]+>", " ", text)))


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_plan_is_kept_renamed_and_dropped(office: Office, first: int) -> None:
    client = signed_in(office, "planner")
    assert reverse("scenario_keep", args=[first]) in client.get(reverse("plan", args=[first])).content.decode()
    kept = client.post(reverse("scenario_keep", args=[first]), {"name": "As asked", "note": "nobody pinned"})
    assert kept.headers["Location"] == reverse("scenarios")
    own = Scenario.objects.get()
    assert (own.name, own.note, own.plan_id) == ("As asked", "nobody pinned", first)
    page = plain(client.get(reverse("plan", args=[first])))
    assert "Kept as As asked" in page
    assert "Keep as a scenario" not in page
    rename = reverse("scenario_rename", args=[own.pk])
    assert client.post(rename, {"name": "As wished", "note": "", "version": "1"}).status_code == 302
    stale = client.post(rename, {"name": "Too late", "note": "", "version": "1"})
    assert (stale.status_code, "Someone else changed this record" in plain(stale)) == (409, True)
    listed = plain(client.get(reverse("scenarios")))
    assert "As wished" in listed
    assert "Too late" not in listed
    assert client.post(reverse("scenario_drop", args=[own.pk])).status_code == 302
    assert "No scenario" in plain(client.get(reverse("scenarios")))
    assert Plan.objects.filter(pk=first).exists()


def test_a_name_that_is_taken_is_said_at_the_form(office: Office, first: int, second: int) -> None:
    client = signed_in(office, "planner")
    client.post(reverse("scenario_keep", args=[first]), {"name": "One", "note": ""})
    taken = client.post(reverse("scenario_keep", args=[second]), {"name": "one", "note": ""})
    assert (taken.status_code, "There is a scenario named One already." in plain(taken)) == (409, True)


def test_a_reader_sees_scenarios_and_no_button(office: Office, first: int) -> None:
    keep_scenario(plan_id=first, name="One", note="", actor=office.planner, now=NOW)
    page = plain(signed_in(office, "viewer").get(reverse("scenarios")))
    assert "One" in page
    assert [word for word in ("Rename", "Drop") if word in page] == []


def test_the_list_is_a_file_too(office: Office, first: int, second: int) -> None:
    for own, name in ((first, "One"), (second, "=two")):
        keep_scenario(plan_id=own, name=name, note="", actor=office.planner, now=NOW)
    client = signed_in(office, "viewer")
    rows = rows_of(client.get(reverse("scenarios_export", args=["csv"])))
    assert [row[0] for row in rows] == ["Scenario", "'=two", "One"]
    narrowed = rows_of(client.get(reverse("scenarios_export", args=["csv"]) + "?q=ONE"))
    assert [row[0] for row in narrowed] == ["Scenario", "One"]


def test_two_plans_side_by_side(office: Office, first: int, second: int) -> None:
    asked = f"?before={first}&after={second}"
    client = signed_in(office, "planner")
    page = plain(client.get(reverse("compare") + asked))
    excluded, investigated = _the_two(first)
    assert re.search(r"They first differ in: [A-Z][a-z ]+, by −\d", page)
    assert f"Exclusion {excluded} · every post – Planner of office · Needed at home." in page
    assert f"Officer: Changed {investigated} · Conduct" in page
    rows = rows_of(client.get(reverse("compare_export", args=["csv"]) + asked))
    assert rows[0] == ["Part", "What", "About", "spring", "spring", "Difference"]
    dropped = {row[2] for row in rows if row[:2] == ["Officers who moved", "Dropped"]}
    assert dropped == set(_numbers(first)) - set(_numbers(second))
    assert [row[2] for row in rows if row[0] == "Levels"] == [
        "Critical positions filled",
        "Positions filled",
        "Expected success",
        "Quality",
    ]
    moves = rows_of(client.get(reverse("compare_export", args=["csv"]) + asked + "&part=moves"))
    assert moves[1:] == [row for row in rows if row[0] == "Officers who moved"]
    shown = plain(client.get(reverse("compare") + asked + "&part=moves"))
    assert [row[2] for row in moves[1:51] if row[2] not in shown] == []


def test_health_and_conduct_stay_with_those_who_read_them(office: Office, first: int, second: int) -> None:
    asked = f"?before={first}&after={second}"
    _excluded, investigated = _the_two(first)
    told = {}
    for role in ("viewer", "planner"):
        client = signed_in(office, role)
        page = plain(client.get(reverse("compare") + asked))
        rows = rows_of(client.get(reverse("compare_export", args=["csv"]) + asked))
        told[role] = (
            "Conduct" in page,
            "under investigation" in page,
            any("Conduct" in cell for row in rows for cell in row),
            "which your role does not read: 1" in page,
        )
    assert told == {"viewer": (False, False, False, True), "planner": (True, True, True, False)}
    assert Officer.objects.get(number=investigated).pk


@pytest.mark.parametrize("asked", ["", "?before=1", "?before=x&after=y", "?before={own}&after={own}"])
def test_without_two_plans_there_is_a_choice(office: Office, first: int, asked: str) -> None:
    answer = signed_in(office, "viewer").get(reverse("compare") + asked.format(own=first))
    assert (answer.status_code, "Choose a plan" in plain(answer)) == (200, True)


def test_a_plan_without_a_result_cannot_be_compared_nor_one_out_of_reach(office: Office, first: int) -> None:
    queued = plan_again(plan_id=first, actor=office.planner, now=NOW)
    theirs = found("theirs")
    with at_work(theirs):
        foreign = solve(
            theirs, start_plan(name="theirs", post_ids=fill(theirs)[:1], on=TODAY, actor=theirs.planner, now=NOW)
        )
    client = signed_in(office, "viewer")
    asked = {after: f"?before={first}&after={after}" for after in (queued, foreign, 987_654_321)}
    answers = {after: client.get(reverse("compare") + query).status_code for after, query in asked.items()}
    files = {
        after: client.get(reverse("compare_export", args=["csv"]) + query).status_code for after, query in asked.items()
    }
    assert answers == files == dict.fromkeys(asked, 404)


# --- how groups came out ----------------------------------------------------------------------------------------------


def test_every_number_links_to_its_rows(office: Office, first: int) -> None:
    client = signed_in(office, "viewer")
    html = client.get(reverse("fairness", args=[first])).content.decode()
    links = re.findall(r'<a href="([^"]*fairness/officers/[^"]*)">(?:<b>)?<bdi>(\d+)</bdi>', html)
    found = fairness_in(plan_id=first)
    assert len(links) == 3 * sum(len(groups) for groups in found.groups.values())
    for address, number in links[:12]:
        rows = rows_of(client.get(address.replace("&amp;", "&").replace("fairness/officers/", "fairness/officers.csv")))
        assert len(rows) - 1 == int(number), address


def test_the_officers_behind_a_number(office: Office, first: int) -> None:
    client = signed_in(office, "viewer")
    page = plain(client.get(reverse("fairness_officers", args=[first]) + "?of=sex:f&count=proposed"))
    women = [s.officer for s in standings_in(plan_id=first) if s.groups["sex"] == "f" and s.proposed_for]
    assert women
    assert [number for number in women if number not in page] == []
    assert f"Officers: {len(women)} " in page
    nobody = client.get(reverse("fairness_officers", args=[first]) + "?of=home_unit:nowhere")
    assert "No officer matches" in plain(nobody)


def test_beside_the_slate(office: Office, first: int) -> None:
    page = plain(signed_in(office, "viewer").get(reverse("plan", args=[first])))
    assert "How groups came out" in page
    assert "within the range" in page


def test_a_plan_made_before_groups_were_counted_is_counted_when_asked(office: Office, first: int) -> None:
    counted = fairness_in(plan_id=first)
    Plan.objects.filter(pk=first).update(fairness={}, course=[])
    assert fairness_in(plan_id=first) == counted
    client = signed_in(office, "viewer")
    assert "How groups came out" not in plain(client.get(reverse("plan", args=[first])))
    assert client.get(reverse("fairness", args=[first])).status_code == 200


def test_a_few_are_told_without_per_cent(office: Office, first: int) -> None:
    html = signed_in(office, "viewer").get(reverse("fairness", args=[first])).content.decode()
    nominees = len(from_json(plan_file(plan_id=first)).result.nominees)
    assert nominees < 20
    proposed = re.findall(r"<b><bdi>\d+</bdi></b></a>(.*?)</span>", html, flags=re.S)
    assert {bool(re.search(r"\d %", cell)) for cell in proposed} == {False}


# --- the course of the work -------------------------------------------------------------------------------------------


def test_the_page_of_a_plan_at_work_shows_value_bound_and_gap_of_each_level(office: Office, first: int) -> None:
    own = plan_again(plan_id=first, actor=office.planner, now=NOW)
    seen = []

    def engine(problem: Any, *, limits: Any, listener: Any) -> Any:
        from menara.engines.matching.solve import solve as search

        listener(Progress(step="pricing", level="filled", value=3, bound=5, done=1, total=4))
        listener(Progress(step="searching", level="expected_success", value=12_345, bound=23_456, unit=10_000))
        for role in ("viewer", "planner"):
            seen.append(signed_in(office, role).get(reverse("plan_progress", args=[own])))
        return search(problem, limits=limits, listener=listener)

    carry_out_plan(organisation_id=office.id, plan_id=own, clock=lambda: NOW, solve=engine)
    for answer in seen:
        page = plain(answer)
        assert "2 Positions filled Value 3 Bound 5 Gap 40.00 %" in page
        assert "3 Expected success Value 1.23 Bound 2.35 Gap 47.37 %" in page
        assert "1 Critical positions filled Not begun yet." in page
        assert '<polyline class="course-value"' in answer.content.decode()
    stop = f'action="{reverse("plan_stop", args=[own])}"'
    assert [stop in answer.content.decode() for answer in seen] == [False, True]
    assert "None" not in seen[0].content.decode()
    ended = plain(signed_in(office, "viewer").get(reverse("plan", args=[own])))
    assert "How the gap closed" in ended


def test_queries_do_not_grow_with_the_rows(
    office: Office, first: int, second: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from menara.queries.scenarios import comparable, scenarios, two_plans

    for own, name in ((first, "One"), (second, "Two")):
        keep_scenario(plan_id=own, name=name, note="", actor=office.planner, now=NOW)
    with django_assert_num_queries(1):
        assert len(scenarios()) == 2
    with django_assert_num_queries(1):
        assert len(comparable()) == 2
    with django_assert_num_queries(2):
        two_plans(before_id=first, after_id=second)


def _numbers(plan_id: int) -> list[str]:
    return list(Proposal.objects.filter(plan_id=plan_id, kind="nominee").values_list("officer__number", flat=True))


def _the_two(plan_id: int) -> list[str]:
    """The nominees whom the second plan may not have: the excluded one, and the one under investigation."""
    rows = Proposal.objects.filter(plan_id=plan_id, kind="nominee").order_by("-odds", "pk")
    return list(rows.values_list("officer__number", flat=True)[:2])
