"""What becomes of a nomination: the answer that comes back, and every step after it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from menara.errors import Refusal
from menara.models import Membership, Nomination, NominationStep
from menara.models.records import RecordChanged
from menara.permissions import may_record_answer, require
from menara.queries.officers import NoSuchRecord
from menara.terms import NEXT_STAGES, Stage
from menara.wording import gettext_noop

ANSWERS = (Stage.SELECTED, Stage.RESERVE, Stage.NOT_SELECTED)


class StepNotAllowed(Refusal):
    """That stage does not follow this one."""

    def __init__(self, *, from_stage: Stage, to_stage: Stage) -> None:
        super().__init__(
            "step_not_allowed",
            gettext_noop("From the stage “%(from_stage)s” one does not go to “%(to_stage)s”."),
            {"from_stage": from_stage.value, "to_stage": to_stage.value},
        )


class RefusalReasonMissing(Refusal):
    """An officer was not selected, and why is not said."""

    def __init__(self) -> None:
        super().__init__(
            "refusal_reason_missing",
            gettext_noop("Record the reason given for not selecting the officer; “none given” is one."),
        )


class DocumentMissing(Refusal):
    """The step needs a document to refer to."""

    def __init__(self) -> None:
        super().__init__("document_missing", gettext_noop("Name the document this rests on, by its reference."))


def record_answer(
    *,
    nomination_id: int,
    version: int,
    stage: Stage,
    happened_on: date,
    document: str,
    actor: Membership,
    now: datetime,
    reason: str = "",
) -> None:
    """Record the answer to a nomination: selected, reserve or not selected, by which document. Raises as
    ``record_step``, and ``DocumentMissing``."""
    if stage not in ANSWERS:
        raise StepNotAllowed(from_stage=Stage.NOMINATED, to_stage=stage)
    if not document.strip():
        raise DocumentMissing
    record_step(
        nomination_id=nomination_id,
        version=version,
        stage=stage,
        happened_on=happened_on,
        actor=actor,
        now=now,
        document=document,
        reason=reason,
    )


def record_step(
    *,
    nomination_id: int,
    version: int,
    stage: Stage,
    happened_on: date,
    actor: Membership,
    now: datetime,
    document: str = "",
    reason: str = "",
) -> None:
    """Move a nomination to its next stage, if it still has this version. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``RecordChanged``, ``StepNotAllowed``, ``RefusalReasonMissing``."""
    require(actor, may_record_answer)
    with transaction.atomic():
        nomination = Nomination.objects.select_for_update().filter(pk=nomination_id).first()
        if nomination is None:
            raise NoSuchRecord(kind="nomination", record_id=nomination_id)
        if nomination.version != version:
            raise RecordChanged(nomination, version=version)
        before = Stage(nomination.stage)
        if stage not in NEXT_STAGES[before]:
            raise StepNotAllowed(from_stage=before, to_stage=stage)
        if stage is Stage.NOT_SELECTED and not reason.strip():
            raise RefusalReasonMissing
        last = nomination.steps.aggregate(last=Max("order"))["last"] or 0
        _keep(nomination, last + 1, before.value, stage, happened_on, document, reason, actor, now)
        nomination.stage, nomination.version = stage.value, version + 1
        nomination.save(update_fields=["stage", "version"])


def first_step(*, nomination: Nomination, document: str, actor: Membership, now: datetime) -> None:
    """Record that the officer was nominated. The caller has asked whether the actor may."""
    _keep(nomination, 1, "", Stage.NOMINATED, now.date(), document, "", actor, now)


def _keep(  # noqa: PLR0913, PLR0917 (a step has that many parts)
    nomination: Nomination,
    order: int,
    before: str,
    stage: Stage,
    happened_on: date,
    document: str,
    reason: str,
    actor: Membership,
    now: datetime,
) -> None:
    NominationStep.objects.create(
        organisation_id=nomination.organisation_id,
        nomination=nomination,
        order=order,
        from_stage=before,
        to_stage=stage.value,
        happened_on=happened_on,
        document=document.strip(),
        reason=reason.strip(),
        made_at=now,
        made_by_id=actor.account_id,
    )
