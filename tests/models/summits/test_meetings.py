"""The ladder holds in the schema: raw SQL cannot make a commitment of a wish either."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from menara.models import Commitment, Outcome, OutcomeStep, Summit
from office import NOW, Office


def run(statement: str, *arguments: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def outcome(office: Office, kind: str, **known: object) -> Outcome:
    summit = Summit.objects.create(
        organisation_id=office.id, period=DateRange(date(2025, 11, 24), date(2025, 11, 28)), time_zone="UTC"
    )
    with transaction.atomic():
        return Outcome.objects.create(organisation_id=office.id, summit=summit, kind=kind, **known)


def commit(office: Office, of: Outcome, kind: str) -> Commitment:
    with transaction.atomic():
        return Commitment.objects.create(
            organisation_id=office.id, outcome=of, outcome_kind=kind, due_on=date(2026, 1, 1)
        )


@pytest.mark.parametrize("claimed", ["expressed_interest", "agreed_action", "pledge"])
def test_a_wish_can_never_be_a_commitment(office: Office, claimed: str) -> None:
    wish = outcome(office, "expressed_interest")
    with pytest.raises(IntegrityError):
        commit(office, wish, claimed)


def test_a_commitment_keeps_its_outcome_from_sinking_to_a_wish(office: Office) -> None:
    agreed = outcome(office, "agreed_action")
    commit(office, agreed, "agreed_action")
    # Even with a step that says so: what rests on the outcome holds it up.
    OutcomeStep.objects.create(
        organisation_id=office.id,
        outcome=agreed,
        from_kind="agreed_action",
        to_kind="expressed_interest",
        document="x",
        made_at=NOW,
        made_by=office.editor.account,
    )
    with pytest.raises(IntegrityError):
        run("UPDATE menara_outcome SET kind = 'expressed_interest' WHERE id = %s", agreed.pk)


def test_an_outcome_does_not_climb_without_a_document(office: Office) -> None:
    wish = outcome(office, "expressed_interest")
    with pytest.raises(IntegrityError, match="only by a step with a document"):
        run("UPDATE menara_outcome SET kind = 'agreed_action' WHERE id = %s", wish.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeStep.objects.create(
            organisation_id=office.id,
            outcome=wish,
            from_kind="expressed_interest",
            to_kind="agreed_action",
            document="",
            made_at=NOW,
            made_by=office.editor.account,
        )


def test_what_rests_on_an_outcome_climbs_with_it(office: Office) -> None:
    agreed = outcome(office, "agreed_action", quantity=5, note_verbale="NV 12/2026")
    rests = commit(office, agreed, "agreed_action")
    OutcomeStep.objects.create(
        organisation_id=office.id,
        outcome=agreed,
        from_kind="agreed_action",
        to_kind="pledge",
        document="NV 12/2026",
        made_at=NOW,
        made_by=office.editor.account,
    )
    run("UPDATE menara_outcome SET kind = 'pledge' WHERE id = %s", agreed.pk)
    assert Commitment.objects.get(pk=rests.pk).outcome_kind == "pledge"


@pytest.mark.parametrize(
    ("kind", "known", "is_kept"),
    [
        ("expressed_interest", {}, True),
        ("pledge", {"quantity": 5, "note_verbale": "NV 1"}, True),
        ("pledge", {"quantity": 5}, False),
        ("pledge", {"note_verbale": "NV 1"}, False),
        ("pledge", {"quantity": 0, "note_verbale": "NV 1"}, False),
        ("instrument", {"title": {"en": "MoU"}, "signed_on": date(2025, 11, 24)}, True),
        ("instrument", {"title": {"en": "MoU"}}, False),
        ("instrument", {"title": {"en": "MoU"}, "provenance": "real", "source_key": "S10"}, True),
        ("instrument", {"signed_on": date(2025, 11, 24)}, False),
        ("promise", {}, False),
    ],
)
def test_each_rung_asks_for_its_own(office: Office, kind: str, known: dict[str, object], is_kept: bool) -> None:
    if is_kept:
        outcome(office, kind, **known)
    else:
        with pytest.raises(IntegrityError):
            outcome(office, kind, **known)
