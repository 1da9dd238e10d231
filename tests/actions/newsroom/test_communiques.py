"""A communique goes from draft to release by two persons' hands, and never past the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from menara.actions.newsroom.communiques import (
    CommuniqueOpen,
    NoNewsroom,
    NotAtThisStage,
    NoText,
    OwnText,
    ReasonMissing,
    TextChanged,
    UnderEmbargo,
    approve_communique,
    draft_communique,
    edit_communique,
    hash_of,
    release_communique,
    send_back_communique,
    set_embargo,
    submit_communique,
    withdraw_communique,
)
from menara.errors import BadInput, Refusal
from menara.models import Communique, Membership, Outcome, RecordChanged
from menara.permissions import NotAllowed
from newsroom_desk import approved, drafted, met, released, with_address
from office import NOW, Office


def edit(row: Communique, actor: Membership, **words: str) -> None:
    edit_communique(
        communique_id=row.pk, version=row.version, titles=row.titles, bodies={**row.bodies, **words}, actor=actor
    )
    row.refresh_from_db()


def submit(row: Communique, actor: Membership) -> None:
    submit_communique(communique_id=row.pk, version=row.version, actor=actor)
    row.refresh_from_db()


def approve(row: Communique, actor: Membership) -> None:
    approve_communique(communique_id=row.pk, version=row.version, read_hash=hash_of(row), actor=actor, now=NOW)
    row.refresh_from_db()


def test_a_draft_is_composed_in_three_languages_with_an_address_of_its_own(office: Office) -> None:
    row = drafted(office)
    assert (row.slug, row.status, sorted(row.titles), sorted(row.bodies)) == (
        "2025-11-25-un-police",
        "draft",
        ["ar", "en", "fr"],
        ["ar", "en", "fr"],
    )
    assert (row.dated_on, row.drafted_by_id, row.editors) == (row.meeting.held_on, office.editor.account_id, [])


def test_one_text_of_a_meeting_is_worked_on_at_a_time_and_the_next_gets_another_address(office: Office) -> None:
    row = released(office)
    second = drafted(office, row.meeting)
    assert second.slug == "2025-11-25-un-police-2"
    with pytest.raises(CommuniqueOpen) as refusal:
        draft_communique(meeting_id=row.meeting_id, actor=office.editor, now=NOW)
    assert refusal.value.facts == {"communique_id": second.pk}


@pytest.mark.parametrize(
    ("language", "claim"),
    [("en", "The two sides agreed."), ("fr", "Les deux parties sont convenues de coopérer."), ("ar", "اتفق الجانبان.")],
)
def test_an_edit_that_says_agreed_is_refused_and_nothing_saved(office: Office, language: str, claim: str) -> None:
    row = drafted(office)
    before = dict(row.bodies)
    with pytest.raises(BadInput) as refusal:
        edit(row, office.planner, **{language: f"{row.bodies[language]}\n\n{claim}"})
    assert [(fault.file, fault.row, fault.code) for fault in refusal.value.faults] == [(language, 5, "agreed")]
    assert Communique.objects.get(pk=row.pk).bodies == before


def test_an_edit_within_the_record_stands_and_a_language_may_be_left_out(office: Office) -> None:
    row = drafted(office)
    edit_communique(
        communique_id=row.pk,
        version=row.version,
        titles={"en": row.titles["en"], "fr": "", "ar": " "},
        bodies={"en": " Nothing was signed.\r\n\r\nMore. "},
        actor=office.editor,
    )
    row.refresh_from_db()
    assert (row.titles.keys(), row.bodies) == ({"en"}, {"en": "Nothing was signed.\n\nMore."})


def test_what_an_agreed_outcome_bears_out_may_be_said(office: Office) -> None:
    from menara.actions.summits.outcomes import climb_ladder
    from menara.terms import OutcomeKind

    row = drafted(office)
    wish = Outcome.objects.filter(meeting=row.meeting).order_by("pk")[0]
    said = f"{row.bodies['en']}\n\nThe two sides agreed."
    climb_ladder(
        outcome_id=wish.pk,
        version=1,
        to_kind=OutcomeKind.AGREED_ACTION,
        document="Minutes 4",
        actor=office.editor,
        now=NOW,
    )
    edit(row, office.editor, en=said)
    assert row.bodies["en"] == said


# --- a second person --------------------------------------------------------------------------------------------------


def test_neither_drafter_nor_any_editor_approves(office: Office) -> None:
    row = drafted(office)
    edit(row, office.administrator, en="Nothing was signed.")
    edit(row, office.planner, en="Nothing was signed here.")
    submit(row, office.editor)
    assert sorted(row.editors) == sorted([office.administrator.account_id, office.planner.account_id])
    with pytest.raises(OwnText):
        approve(row, office.administrator)
    with pytest.raises(NotAllowed):
        approve(row, office.editor)
    approve(row, office.approver)
    assert (row.status, row.text_hash) == ("approved", hash_of(row))


@pytest.mark.parametrize("hand", ["drafted_by", "edited_by", "an earlier editor"])
def test_the_database_refuses_an_approval_by_a_hand_in_the_text(office: Office, hand: str) -> None:
    row = drafted(office)
    edit(row, office.administrator, en="Nothing was signed.")
    edit(row, office.planner, en="Nothing was signed here.")
    own = {"drafted_by": office.editor, "edited_by": office.planner, "an earlier editor": office.administrator}[hand]
    with pytest.raises(IntegrityError, match="approved_by"), transaction.atomic():
        Communique.objects.filter(pk=row.pk).update(
            status="approved", approved_by_id=own.account_id, approved_at=NOW, text_hash="x", editors=[]
        )


def test_new_words_drop_the_approval(office: Office) -> None:
    row = approved(office)
    edit(row, office.editor, en="Nothing was signed.")
    assert (row.status, row.approved_by_id, row.approved_at, row.text_hash) == ("draft", None, None, "")


def test_saving_without_a_change_keeps_the_approval(office: Office) -> None:
    row = approved(office)
    edit(row, office.editor)
    assert (row.status, row.editors) == ("approved", [])


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"bodies": {"en": "The sides agreed."}}, "new words are approved anew"),
        ({"titles": {"en": "Agreement"}}, "new words are approved anew"),
        ({"text_hash": ""}, "communique_beyond_draft_is_approved"),
    ],
)
def test_the_database_keeps_an_approved_text_as_it_is(office: Office, changes: dict[str, Any], constraint: str) -> None:
    row = approved(office)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Communique.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"bodies": {"en": "Other."}}, "a released text stays as it is"),
        ({"status": "draft"}, "what was released can only be withdrawn"),
        ({"status": "approved"}, "what was released can only be withdrawn"),
    ],
)
def test_the_database_keeps_a_released_text_as_it_is(office: Office, changes: dict[str, Any], constraint: str) -> None:
    row = released(office)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Communique.objects.filter(pk=row.pk).update(**changes)


def test_the_database_releases_no_draft(office: Office) -> None:
    row = drafted(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Communique.objects.filter(pk=row.pk).update(
            status="released",
            approved_by_id=office.approver.account_id,
            approved_at=NOW,
            text_hash="x",
            released_at=NOW,
            released_by_id=office.approver.account_id,
        )


def test_only_the_text_that_was_read_is_approved(office: Office) -> None:
    row = drafted(office)
    submit(row, office.editor)
    with pytest.raises(TextChanged):
        approve_communique(
            communique_id=row.pk, version=row.version, read_hash="0" * 64, actor=office.approver, now=NOW
        )


def test_an_approver_sends_a_text_back(office: Office) -> None:
    row = approved(office)
    send_back_communique(communique_id=row.pk, version=row.version, actor=office.approver)
    row.refresh_from_db()
    assert (row.status, row.approved_by_id) == ("draft", None)


# --- release ----------------------------------------------------------------------------------------------------------


def test_a_text_is_released_at_its_embargo_and_not_before(office: Office) -> None:
    with_address(office)
    row = approved(office)
    until = NOW + timedelta(hours=2)
    set_embargo(communique_id=row.pk, version=row.version, until=until, actor=office.approver, now=NOW)
    row.refresh_from_db()
    told: Callable[[Any], None] = lambda now: release_communique(  # noqa: E731
        communique_id=row.pk, version=row.version, actor=office.approver, now=now
    )
    with pytest.raises(UnderEmbargo) as refusal:
        told(until - timedelta(seconds=1))
    assert refusal.value.facts == {"until": until}
    with pytest.raises(IntegrityError, match="after_embargo"), transaction.atomic():
        Communique.objects.filter(pk=row.pk).update(
            status="released", released_at=NOW, released_by_id=office.approver.account_id
        )
    told(until)
    row.refresh_from_db()
    assert (row.status, row.released_at, row.embargo_until) == ("released", until, until)


def test_a_record_that_changed_since_stops_the_release(office: Office) -> None:
    with_address(office)
    row = approved(office)
    type(row.meeting).objects.filter(pk=row.meeting_id).update(held_on="2025-11-26")
    with pytest.raises(BadInput) as refusal:
        release_communique(communique_id=row.pk, version=row.version, actor=office.approver, now=NOW)
    assert {fault.code for fault in refusal.value.faults} == {"day_not_on_record"}


def test_without_an_address_nothing_is_released(office: Office) -> None:
    row = approved(office)
    with pytest.raises(NoNewsroom):
        release_communique(communique_id=row.pk, version=row.version, actor=office.approver, now=NOW)


def test_a_withdrawal_says_why(office: Office) -> None:
    row = released(office)
    with pytest.raises(ReasonMissing):
        withdraw_communique(
            communique_id=row.pk, version=row.version, reason={"en": " "}, actor=office.approver, now=NOW
        )
    withdraw_communique(
        communique_id=row.pk, version=row.version, reason={"en": "A wrong day."}, actor=office.approver, now=NOW
    )
    row.refresh_from_db()
    assert (row.status, row.withdrawn_at, row.withdrawn_reason) == ("withdrawn", NOW, {"en": "A wrong day."})


# --- who may, and when ------------------------------------------------------------------------------------------------


def _draft(row: Communique, actor: Membership) -> None:
    draft_communique(meeting_id=row.meeting_id, actor=actor, now=NOW)


STEPS: dict[str, tuple[Callable[[Communique, Membership], None], set[str], str]] = {
    "draft": (_draft, {"editor", "planner", "administrator"}, ""),
    "edit": (lambda r, a: edit(r, a, en="Nothing was signed."), {"editor", "planner", "administrator"}, "drafted"),
    "submit": (submit, {"editor", "planner", "administrator"}, "drafted"),
    "embargo": (
        lambda r, a: set_embargo(communique_id=r.pk, version=r.version, until=NOW, actor=a, now=NOW),
        {"approver", "administrator"},
        "drafted",
    ),
    "send back": (
        lambda r, a: send_back_communique(communique_id=r.pk, version=r.version, actor=a),
        {"approver", "administrator"},
        "approved",
    ),
    "release": (
        lambda r, a: release_communique(communique_id=r.pk, version=r.version, actor=a, now=NOW),
        {"approver", "administrator"},
        "approved",
    ),
    "withdraw": (
        lambda r, a: withdraw_communique(communique_id=r.pk, version=r.version, reason={"en": "X"}, actor=a, now=NOW),
        {"approver", "administrator"},
        "released",
    ),
}
MADE = {"drafted": drafted, "approved": approved, "released": released}


@pytest.mark.parametrize("step", STEPS)
def test_each_role_may_what_it_may(office: Office, step: str) -> None:
    do, allowed, stage = STEPS[step]
    with_address(office)
    row = MADE[stage](office) if stage else Communique(meeting=met(office))
    answers = {}
    for role in ("viewer", "editor", "planner", "approver", "administrator", "focal_point"):
        point = transaction.savepoint()
        try:
            do(row, getattr(office, role))
            answers[role] = True
        except NotAllowed:
            answers[role] = False
        transaction.savepoint_rollback(point)
        if stage:
            row.refresh_from_db()
    assert {role for role, may in answers.items() if may} == allowed


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        ("drafted", "release"),
        ("drafted", "withdraw"),
        ("approved", "submit"),
        ("released", "edit"),
        ("released", "embargo"),
    ],
)
def test_a_step_out_of_turn_is_refused(office: Office, stage: str, step: str) -> None:
    with_address(office)
    row = MADE[stage](office)
    with pytest.raises(NotAtThisStage):
        STEPS[step][0](row, office.administrator)


def test_someone_else_was_there_before(office: Office) -> None:
    row = drafted(office)
    stale = Communique.objects.get(pk=row.pk)
    edit(row, office.editor, en="Nothing was signed.")
    refusals: list[type[Refusal]] = []
    for step in ("edit", "submit", "embargo"):
        with pytest.raises(RecordChanged):
            STEPS[step][0](stale, office.administrator)
        refusals.append(RecordChanged)
    assert len(refusals) == 3


def test_a_communique_without_any_text_is_none(office: Office) -> None:
    row = drafted(office)
    with pytest.raises(NoText):
        edit_communique(communique_id=row.pk, version=row.version, titles={}, bodies={}, actor=office.editor)
