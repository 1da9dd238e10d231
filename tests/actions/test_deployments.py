"""A nomination goes its way step by step, each with who, when and by which document."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from menara.actions.deployments import (
    DocumentMissing,
    RefusalReasonMissing,
    StepNotAllowed,
    first_step,
    record_answer,
    record_step,
)
from menara.actions.officers import enter_officer
from menara.actions.posts import enter_post
from menara.models import Nomination, NominationStep, RecordChanged
from menara.permissions import NotAllowed
from menara.queries.deployments import nomination_record, nominations
from menara.queries.officers import NoSuchRecord, officer_record
from menara.terms import NEXT_STAGES, Stage
from office import NOW, TODAY, Office, officer, opening


@pytest.fixture
def nominated(office: Office) -> Nomination:
    made = Nomination.objects.create(
        organisation_id=office.id,
        officer_id=enter_officer(officer=officer("A-1"), actor=office.editor),
        post_id=enter_post(opening=opening("R-1", call="C-1"), actor=office.editor),
        made_at=NOW,
        made_by=office.approver.account,
    )
    first_step(nomination=made, document="NV 1", actor=office.approver, now=NOW)
    return made


def answer(office: Office, nominated: Nomination, stage: Stage, **told: Any) -> None:
    record_answer(
        **{
            "nomination_id": nominated.pk,
            "version": 1,
            "stage": stage,
            "happened_on": TODAY,
            "document": "NV 77",
            "actor": office.planner,
            "now": NOW,
            **told,
        }
    )


@pytest.mark.parametrize(
    ("stage", "reason"), [(Stage.SELECTED, ""), (Stage.RESERVE, ""), (Stage.NOT_SELECTED, "written test")]
)
def test_the_answer_that_comes_back(office: Office, nominated: Nomination, stage: Stage, reason: str) -> None:
    answer(office, nominated, stage, reason=reason)
    record = nomination_record(nomination_id=nominated.pk)
    assert [(s.from_stage, s.to_stage, s.document, s.reason, s.by) for s in record.steps] == [
        ("", "nominated", "NV 1", "", "Approver of office"),
        ("nominated", stage, "NV 77", reason, "Planner of office"),
    ]
    assert (record.line.stage, record.line.version) == (stage, 2)
    assert set(record.next_stages) == NEXT_STAGES[stage]
    own = officer_record(officer_id=nominated.officer_id, sensitive=False)
    assert [(n.post_ref, n.stage) for n in own.nominations] == [("R-1", stage)]


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"stage": Stage.NOT_SELECTED}, RefusalReasonMissing),
        ({"stage": Stage.DEPLOYED}, StepNotAllowed),
        ({"stage": Stage.SELECTED, "document": " "}, DocumentMissing),
        ({"stage": Stage.SELECTED, "version": 3}, RecordChanged),
        ({"stage": Stage.SELECTED, "nomination_id": 0}, NoSuchRecord),
    ],
)
def test_what_is_no_answer(
    office: Office, nominated: Nomination, told: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        answer(office, nominated, **told)
    assert (Nomination.objects.get().stage, NominationStep.objects.count()) == (Stage.NOMINATED, 1)


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("editor", False), ("planner", True), ("approver", True)])
def test_who_records_answers(office: Office, nominated: Nomination, role: str, may: bool) -> None:
    if may:
        answer(office, nominated, Stage.SELECTED, actor=getattr(office, role))
    else:
        with pytest.raises(NotAllowed):
            answer(office, nominated, Stage.SELECTED, actor=getattr(office, role))
    assert (Nomination.objects.get().stage == Stage.SELECTED) is may


def test_the_whole_way_home(office: Office, nominated: Nomination) -> None:
    way = (
        *(Stage.REGISTERED, Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.RESERVE, Stage.SELECTED, Stage.VETTING),
        *(Stage.MEDICAL, Stage.TRAVEL, Stage.INDUCTED, Stage.DEPLOYED, Stage.END_OF_TOUR, Stage.REPATRIATED),
        *(Stage.DEBRIEFED, Stage.HOME),
    )
    for version, stage in enumerate(way, start=1):
        record_step(
            nomination_id=nominated.pk, version=version, stage=stage, happened_on=TODAY, actor=office.planner, now=NOW
        )
    record = nomination_record(nomination_id=nominated.pk)
    assert tuple(step.to_stage for step in record.steps) == (Stage.NOMINATED, *way)
    assert record.next_stages == ()


def test_selected_is_not_deployed_and_passing_over_selection_is_impossible(
    office: Office, nominated: Nomination
) -> None:
    for stage in set(Stage) - NEXT_STAGES[Stage.NOMINATED]:
        with pytest.raises(StepNotAllowed):
            record_step(
                nomination_id=nominated.pk, version=1, stage=stage, happened_on=TODAY, actor=office.planner, now=NOW
            )


@pytest.mark.parametrize(
    ("from_stage", "to_stage", "is_kept"),
    [
        ("nominated", "selected", True),
        ("nominated", "deployed", False),
        ("", "selected", False),
        ("home", "deployed", False),
    ],
)
def test_the_database_keeps_no_other_step(
    office: Office, nominated: Nomination, from_stage: str, to_stage: str, is_kept: bool
) -> None:
    def keep() -> None:
        with transaction.atomic():
            NominationStep.objects.create(
                organisation_id=office.id,
                nomination=nominated,
                order=2,
                from_stage=from_stage,
                to_stage=to_stage,
                happened_on=TODAY,
                made_by=office.planner.account,
            )

    if is_kept:
        keep()
    else:
        with pytest.raises(IntegrityError):
            keep()
    assert NominationStep.objects.count() == 1 + is_kept


def test_every_stage_says_what_may_follow() -> None:
    assert set(NEXT_STAGES) == set(Stage)
    reached = {Stage.NOMINATED}.union(*NEXT_STAGES.values())
    assert reached == set(Stage)


@pytest.mark.parametrize(
    ("asked", "count"), [({}, 1), ({"post_id": 0}, 0), ({"stage": "selected"}, 0), ({"stage": "nominated"}, 1)]
)
def test_lists(office: Office, nominated: Nomination, asked: dict[str, Any], count: int) -> None:
    assert len(nominations(**asked)) == count
    assert len(nominations(call_id=nominated.post.call_id, post_id=nominated.post_id)) == 1
