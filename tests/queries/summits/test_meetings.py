"""The golden thread, on the demonstration world's own story."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from menara import facts
from menara.actions.officers import enter_officer
from menara.actions.plans import start_plan
from menara.actions.posts import enter_post
from menara.intake.demonstration import _story
from menara.models import Call, Commitment, Meeting, Nomination, Outcome, PlanPost, Post, Summit
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.meetings import meeting_record, meetings, outcomes, reached, summits
from menara.queries.thread import LEVELS, Thread, golden_thread
from office import NOW, TODAY, Office, officer, opening


@pytest.fixture
def story(office: Office) -> dict[str, Outcome]:
    return _story(facts.marrakech_2025(), office.editor, TODAY)


def follow(office: Office, outcome: Outcome, ref: str) -> Nomination:
    """A call that came of an outcome, a plan of its post, a nomination."""
    post_id = enter_post(opening=opening(ref, call=f"C-{ref}"), actor=office.editor)
    Call.objects.filter(posts=post_id).update(outcome=outcome)
    plan_id = start_plan(name=ref, post_ids=[post_id], on=TODAY, actor=office.planner, now=NOW)
    return Nomination.objects.create(
        organisation_id=office.id,
        officer_id=enter_officer(officer=officer(ref), actor=office.editor),
        post_id=post_id,
        plan_id=plan_id,
        made_at=NOW,
        made_by=office.approver.account,
    )


def totals(thread: Thread) -> list[int]:
    return [thread.totals[level] for level in LEVELS]


def test_the_thread_runs_from_the_summit_to_a_nomination_and_back(office: Office, story: dict[str, Outcome]) -> None:
    wish = story["draw-on-moroccan-officers"]
    first, _ = follow(office, wish, "R-1"), follow(office, wish, "R-2")
    assert totals(golden_thread(level="summit", record_id=Summit.objects.get().pk)) == [1, 1, 4, 1, 2, 2, 2]
    assert totals(golden_thread(level="meeting", record_id=Meeting.objects.get().pk)) == [1, 1, 2, 0, 2, 2, 2]
    assert totals(golden_thread(level="outcome", record_id=wish.pk)) == [1, 1, 1, 0, 2, 2, 2]
    # What else came of the wish is not on this nomination's thread.
    thread = golden_thread(level="nomination", record_id=first.pk)
    assert totals(thread) == [1, 1, 1, 0, 1, 1, 1]
    assert [thread.links[level][0].id for level in ("outcome", "plan")] == [wish.pk, first.plan_id]
    assert thread.links["nomination"][0].ref == "R-1 → R-1"
    # The other wish led nowhere.
    assert totals(golden_thread(level="outcome", record_id=story["strengthen-partnership"].pk)) == [1, 1, 1, 0, 0, 0, 0]


def test_a_commitment_stands_on_the_instrument_and_not_on_the_meeting_with_the_un(
    office: Office, story: dict[str, Outcome]
) -> None:
    thread = golden_thread(level="commitment", record_id=Commitment.objects.get().pk)
    assert totals(thread) == [1, 0, 1, 1, 0, 0, 0]
    assert (thread.links["outcome"][0].state, thread.links["commitment"][0].state) == ("instrument", "open")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(
    office: Office, story: dict[str, Outcome], rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        follow(office, story["draw-on-moroccan-officers"], f"R-{number}")
    own = Summit.objects.get().pk
    with django_assert_num_queries(16):
        assert golden_thread(level="summit", record_id=own).totals["nomination"] == rows
    with django_assert_num_queries(3):
        assert len(summits()) == 1


def test_a_plan_of_several_calls_ties_no_call_to_the_nominations_of_another(
    office: Office, story: dict[str, Outcome]
) -> None:
    mine = follow(office, story["draw-on-moroccan-officers"], "R-1")
    other = follow(office, story["draw-on-moroccan-officers"], "R-2")
    PlanPost.objects.create(organisation_id=office.id, plan_id=mine.plan_id, post_id=other.post_id)
    thread = golden_thread(level="nomination", record_id=mine.pk)
    assert [link.id for link in thread.links["call"]] == [mine.post.call_id]
    thread = golden_thread(level="call", record_id=other.post.call_id)
    assert [link.id for link in thread.links["nomination"]] == [other.pk]


def test_a_call_without_a_title_is_called_as_its_post(office: Office, story: dict[str, Outcome]) -> None:
    nomination = follow(office, story["draw-on-moroccan-officers"], "R-1")
    thread = golden_thread(level="nomination", record_id=nomination.pk)
    assert [dict(link.text) for link in thread.links["call"]] == [nomination.post.title]


def test_how_far_the_whole_thread_has_come(office: Office, story: dict[str, Outcome]) -> None:
    nomination = follow(office, story["draw-on-moroccan-officers"], "R-1")
    found = {stage.stage: (stage.total, stage.only_id) for stage in reached()}
    assert (found["outcome"], found["selection"], found["deployment"]) == ((4, None), (0, None), (0, None))
    assert found["nomination"] == (1, nomination.pk)
    Nomination.objects.filter(pk=nomination.pk).update(stage="selected")
    assert {s.stage: s.total for s in reached()}["selection"] == 1


def test_meetings_say_how_far_they_led(office: Office, story: dict[str, Outcome]) -> None:
    (line,) = meetings()
    assert (line.outcomes, line.furthest, line.requested_by["en"]) == (2, "expressed_interest", "UN Police")


@pytest.mark.parametrize("level", [*LEVELS, "no such level"])
def test_what_is_not_there_is_refused(office: Office, level: str) -> None:
    with pytest.raises(NoSuchRecord):
        golden_thread(level=level, record_id=0)


def test_the_meeting_says_who_said_what_with_which_verb(office: Office, story: dict[str, Outcome]) -> None:
    record = meeting_record(meeting_id=Meeting.objects.get().pk)
    assert (record.held_on.isoformat(), record.part_of_day, record.begins_at) == ("2025-11-25", "morning", None)
    assert [(p.names, p.side, p.role) for p in record.people] == [
        ({"Latn": "Faisal Shahkar"}, "guest", "head"),
        ({"Latn": "Abdellatif Hammouchi"}, "host", "head"),
    ]
    assert [(s.verb, s.on_behalf_of.get("en", "")) for s in record.statements] == [
        ("conveyed_wish", "Secretary-General of the United Nations"),
        ("stressed_importance", ""),
    ]
    assert {o.kind for o in record.outcomes} == {"expressed_interest"}
    assert {o.quantity for o in record.outcomes} == {None}
    assert record.origin.source_key == "S3;S4;S5"


def test_two_instruments_were_signed_at_the_summit_and_none_with_the_un(
    office: Office, story: dict[str, Outcome]
) -> None:
    (line,) = summits()
    assert (line.outcomes, line.last_day.isoformat()) == ({"expressed_interest": 2, "instrument": 2}, "2025-11-27")
    signed = [o for o in outcomes(summit_id=line.id) if o.kind == "instrument"]
    assert {(o.counterpart["en"], o.signed_on and o.signed_on.isoformat()) for o in signed} == {
        ("Norwegian National Police", None),
        ("Ethiopian Federal Police", "2025-11-24"),
    }


def test_a_call_without_a_past_begins_its_own_thread(office: Office) -> None:
    own = Post.objects.get(pk=enter_post(opening=opening("R-1"), actor=office.editor)).call_id
    assert totals(golden_thread(level="call", record_id=own)) == [0, 0, 0, 0, 1, 0, 0]
