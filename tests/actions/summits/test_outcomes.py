"""Outcomes stand on the rung their papers carry, and only what was agreed becomes a commitment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from menara.actions.deployments import DocumentMissing
from menara.actions.officers import SourceMissing
from menara.actions.summits.commitments import WishIsNoCommitment, make_commitment, report_done
from menara.actions.summits.outcomes import (
    InstrumentIncomplete,
    NoSuchClimb,
    OutcomeFacts,
    PledgeIncomplete,
    climb_ladder,
    record_outcome,
)
from menara.models import Commitment, OutcomeStep, RecordChanged, Summit
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.partnerships import commitments
from menara.queries.summits.meetings import outcomes
from menara.terms import OutcomeKind, Provenance
from office import NOW, Office

WISH, AGREED, PLEDGE, INSTRUMENT = OutcomeKind


@pytest.fixture
def summit_id(office: Office) -> int:
    period = DateRange(date(2025, 11, 24), date(2025, 11, 28))
    return Summit.objects.create(organisation_id=office.id, period=period, time_zone="Africa/Casablanca").pk


def record(office: Office, summit_id: int, kind: OutcomeKind, **known: Any) -> int:
    facts = OutcomeFacts(kind=kind, text={"en": "what was said"}, summit_id=summit_id, **known)
    return record_outcome(outcome=facts, actor=office.editor)


@pytest.mark.parametrize(
    ("kind", "known", "refused"),
    [
        (WISH, {}, None),
        (AGREED, {}, None),
        (PLEDGE, {"quantity": 5, "note_verbale": "NV 1"}, None),
        (PLEDGE, {"note_verbale": "NV 1"}, PledgeIncomplete),
        (PLEDGE, {"quantity": 5, "note_verbale": " "}, PledgeIncomplete),
        (INSTRUMENT, {"title": {"en": "MoU"}, "signed_on": date(2025, 11, 24)}, None),
        (INSTRUMENT, {"title": {"en": ""}, "signed_on": date(2025, 11, 24)}, InstrumentIncomplete),
        (INSTRUMENT, {"title": {"en": "MoU"}}, InstrumentIncomplete),
        (INSTRUMENT, {"title": {"en": "MoU"}, "provenance": Provenance.REAL, "source_key": "S10"}, None),
        (WISH, {"provenance": Provenance.REAL}, SourceMissing),
        (WISH, {"meeting_id": 0}, NoSuchRecord),
        (WISH, {"summit_id": 0}, NoSuchRecord),
    ],
)
def test_each_rung_asks_for_its_own(
    office: Office, summit_id: int, kind: OutcomeKind, known: dict[str, Any], refused: type[Exception] | None
) -> None:
    told = {"summit_id": summit_id, **known}
    if refused is None:
        record(office, kind=kind, **told)
        assert [line.kind for line in outcomes()] == [kind]
    else:
        with pytest.raises(refused):
            record(office, kind=kind, **told)
        assert outcomes() == ()


def climb(office: Office, own: int, to_kind: OutcomeKind, **told: Any) -> None:
    climb_ladder(
        **{
            "outcome_id": own,
            "version": 1,
            "to_kind": to_kind,
            "document": "minutes of 1 March",
            "actor": office.editor,
            "now": NOW,
            **told,
        }
    )


def test_an_outcome_climbs_by_a_document_and_what_rests_on_it_with_it(office: Office, summit_id: int) -> None:
    own = record(office, summit_id, WISH)
    climb(office, own, AGREED)
    make_commitment(outcome_id=own, text={"en": "send a list"}, due_on=date(2026, 4, 1), actor=office.editor)
    climb(office, own, PLEDGE, version=2, document="NV 12", quantity=5, note_verbale="NV 12")
    (line,) = outcomes(summit_id=summit_id)
    assert (line.kind, line.quantity, line.note_verbale, line.version) == (PLEDGE, 5, "NV 12", 3)
    assert [c.outcome_kind for c in commitments(outcome_id=own)] == [PLEDGE]
    steps = OutcomeStep.objects.order_by("pk").values_list("from_kind", "to_kind", "document")
    assert list(steps) == [(WISH, AGREED, "minutes of 1 March"), (AGREED, PLEDGE, "NV 12")]


@pytest.mark.parametrize(
    ("kind", "to_kind", "told", "refused"),
    [
        (WISH, AGREED, {"document": " "}, DocumentMissing),
        (AGREED, WISH, {}, NoSuchClimb),
        (AGREED, AGREED, {}, NoSuchClimb),
        (WISH, PLEDGE, {}, PledgeIncomplete),
        (WISH, PLEDGE, {"quantity": 3}, PledgeIncomplete),
        (WISH, INSTRUMENT, {"title": {"en": "MoU"}}, InstrumentIncomplete),
        (WISH, AGREED, {"version": 7}, RecordChanged),
        (WISH, AGREED, {"outcome_id": 0}, NoSuchRecord),
    ],
)
def test_an_outcome_does_not_climb_by_itself(
    office: Office,
    summit_id: int,
    kind: OutcomeKind,
    to_kind: OutcomeKind,
    told: dict[str, Any],
    refused: type[Exception],
) -> None:
    own = record(office, summit_id, kind)
    with pytest.raises(refused):
        climb(office, own, to_kind, **told)
    assert [line.kind for line in outcomes()] == [kind]
    assert OutcomeStep.objects.count() == 0


def test_a_wish_never_becomes_a_commitment(office: Office, summit_id: int) -> None:
    own = record(office, summit_id, WISH)
    with pytest.raises(WishIsNoCommitment):
        make_commitment(outcome_id=own, text={"en": "x"}, due_on=date(2026, 4, 1), actor=office.editor)
    assert Commitment.objects.count() == 0


def test_a_commitment_is_finished_once(office: Office, summit_id: int) -> None:
    own = record(office, summit_id, AGREED)
    made = make_commitment(outcome_id=own, text={"en": "x"}, due_on=date(2026, 4, 1), actor=office.editor)
    report_done(commitment_id=made, version=1, done_on=date(2026, 3, 5), actor=office.editor, on=date(2026, 4, 1))
    assert commitments(is_open=True) == ()
    with pytest.raises(RecordChanged):
        report_done(commitment_id=made, version=1, done_on=date(2026, 3, 6), actor=office.editor, on=date(2026, 4, 1))


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_who_may_not(office: Office, summit_id: int, role: str) -> None:
    own, actor = record(office, summit_id, AGREED), getattr(office, role)
    for act in (
        lambda: record_outcome(outcome=OutcomeFacts(kind=WISH, text={}, summit_id=summit_id), actor=actor),
        lambda: climb(office, own, PLEDGE, actor=actor, quantity=1, note_verbale="NV"),
        lambda: make_commitment(outcome_id=own, text={}, due_on=date(2026, 4, 1), actor=actor),
        lambda: report_done(commitment_id=0, version=1, done_on=date(2026, 4, 1), actor=actor, on=date(2026, 4, 1)),
    ):
        with pytest.raises(NotAllowed):
            act()
