"""Keep a plan under a name, rename it, drop the name again. The plan itself stays as it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from menara.actions.officers import take_turn
from menara.errors import Refusal
from menara.models import Membership, Plan, PlanFile, RecordChanged, Scenario
from menara.permissions import may_plan, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop

LONGEST = 120  # characters of a name


class NameMissing(Refusal):
    """A scenario without a name is not kept."""

    def __init__(self) -> None:
        super().__init__("scenario_name_missing", gettext_noop("Give the scenario a name."))


class NameTooLong(Refusal):
    """Names stand in lists and at the head of columns."""

    def __init__(self) -> None:
        super().__init__(
            "scenario_name_too_long",
            gettext_noop("A name has at most %(most)s characters."),
            {"most": LONGEST},
        )


class NameTaken(Refusal):
    """Two scenarios of one organisation differ in their names, and in more than capitals."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            "scenario_name_taken", gettext_noop("There is a scenario named %(name)s already."), {"name": name}
        )


class PlanKeptAlready(Refusal):
    """A plan is kept under one name."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            "plan_kept_already", gettext_noop("This plan is kept already, under the name %(name)s."), {"name": name}
        )


class PlanHasNoResult(Refusal):
    """A plan at work, or one that failed, has nothing to compare."""

    def __init__(self) -> None:
        super().__init__("plan_has_no_result", gettext_noop("This plan has no result to keep."))


@transaction.atomic
def keep_scenario(*, plan_id: int, name: str, note: str, actor: Membership, now: datetime) -> int:
    """Keep a plan with a result under a name of its own, and return the scenario's id. Raises ``NotAllowed``,
    ``NameMissing``, ``NameTooLong``, ``NoSuchRecord``, ``PlanHasNoResult``, ``PlanKeptAlready``, ``NameTaken``."""
    require(actor, may_plan)
    wanted = _said(name)
    take_turn(actor)  # two of one name at once: the second must see the first
    if not PlanFile.objects.filter(plan_id=plan_id).exists():
        _refuse_without_result(plan_id)
    for kept in Scenario.objects.filter(plan_id=plan_id):
        raise PlanKeptAlready(name=kept.name)
    _refuse_taken(wanted)
    return Scenario.objects.create(
        organisation_id=actor.organisation_id,
        plan_id=plan_id,
        name=wanted,
        note=note.strip(),
        kept_at=now,
        kept_by_id=actor.account_id,
    ).pk


@transaction.atomic
def rename_scenario(*, scenario_id: int, version: int, name: str, note: str, actor: Membership) -> None:
    """Give a scenario another name or note. Raises ``NotAllowed``, ``NameMissing``, ``NameTooLong``, ``NoSuchRecord``,
    ``NameTaken``, and ``RecordChanged`` where somebody else did so meanwhile."""
    require(actor, may_plan)
    wanted = _said(name)
    take_turn(actor)
    scenario = _scenario(scenario_id)
    if scenario.version != version:
        raise RecordChanged(scenario, version=version)
    _refuse_taken(wanted, but=scenario_id)
    scenario.name, scenario.note, scenario.version = wanted, note.strip(), version + 1
    scenario.save(update_fields=["name", "note", "version"])


@transaction.atomic
def drop_scenario(*, scenario_id: int, actor: Membership) -> None:
    """Forget the name; the plan stays. Raises ``NotAllowed`` and ``NoSuchRecord``."""
    require(actor, may_plan)
    take_turn(actor)
    _scenario(scenario_id).delete()


def _said(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise NameMissing
    if len(wanted) > LONGEST:
        raise NameTooLong
    return wanted


def _scenario(scenario_id: int) -> Scenario:
    found = Scenario.objects.filter(pk=scenario_id).first()
    if found is None:
        raise NoSuchRecord(kind="scenario", record_id=scenario_id)
    return found


def _refuse_taken(name: str, *, but: int = 0) -> None:
    same = Scenario.objects.annotate(plain=Lower("name")).filter(plain=Lower(Value(name)))  # as the database compares
    for held in same.exclude(pk=but):
        raise NameTaken(name=held.name)


def _refuse_without_result(plan_id: int) -> None:
    if not Plan.objects.filter(pk=plan_id).exists():
        raise NoSuchRecord(kind="plan", record_id=plan_id)
    raise PlanHasNoResult
