"""What the field's own terms are called where they stand alone on a page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from menara import sentences
from menara.models import DecisionKind, DelegationRole, PlanStatus, RequestStatus, Role, Side, Verb
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    MedicalClass,
    Modality,
    Need,
    OutcomeKind,
    Provenance,
    ServiceStatus,
    Stage,
    VacancyState,
)

Label: TypeAlias = Any  # str, or a promise of one in the reader's language


def _capital(word: str) -> str:
    return capfirst(gettext(word))


def _of(terms: type[Enum], *, begin_large: bool = True) -> dict[Any, Label]:
    """The words of ``sentences.labels``, as they stand alone on a page."""
    speak = lazy(_capital if begin_large else gettext, str)
    return {term: speak(sentences.label(term)) for term in terms}


MODALITIES: Mapping[str, Label] = _of(Modality)
VACANCIES: Mapping[str, Label] = _of(VacancyState)
TESTS: Mapping[str, Label] = _of(LanguageTest)
LEVELS: Mapping[int, Label] = {
    **{level.value: level.name for level in LanguageLevel},
    LanguageLevel.NATIVE: pgettext_lazy("a level of language, short", "native"),
}
NEEDS: Mapping[str, Label] = _of(Need, begin_large=False)
EDUCATION: Mapping[int, Label] = _of(Education)
CONDUCT: Mapping[str, Label] = _of(Conduct)
MEDICAL: Mapping[int, Label] = _of(MedicalClass)
SERVICE: Mapping[str, Label] = _of(ServiceStatus)
OUTCOMES: Mapping[str, Label] = _of(OutcomeKind)
STAGES: Mapping[str, Label] = _of(Stage)
ROLES: Mapping[str, Label] = {
    Role.VIEWER: pgettext_lazy("a role", "Reader"),
    Role.EDITOR: pgettext_lazy("a role", "Editor of records"),
    Role.PLANNER: pgettext_lazy("a role", "Planner"),
    Role.APPROVER: pgettext_lazy("a role", "Approver"),
    Role.ADMINISTRATOR: pgettext_lazy("a role", "Administrator"),
    Role.FOCAL_POINT: pgettext_lazy("a role", "Focal point of a delegation"),
}
PLAN_STATES: Mapping[str, Label] = {
    PlanStatus.DRAFT: pgettext_lazy("a plan", "Draft"),
    PlanStatus.QUEUED: pgettext_lazy("a plan", "Queued"),
    PlanStatus.RUNNING: pgettext_lazy("a plan", "Working"),
    PlanStatus.SOLVED: pgettext_lazy("a plan", "Proposed"),
    PlanStatus.INFEASIBLE: pgettext_lazy("a plan", "Impossible as asked"),
    PlanStatus.STOPPED: pgettext_lazy("a plan", "Stopped"),
    PlanStatus.FAILED: pgettext_lazy("a plan", "Failed"),
    PlanStatus.ACCEPTED: pgettext_lazy("a plan", "Accepted"),
}
DECISIONS: Mapping[str, Label] = {
    DecisionKind.PIN: pgettext_lazy("a decision", "pinned"),
    DecisionKind.EXCLUDE: pgettext_lazy("a decision", "excluded"),
    DecisionKind.WAIVE: pgettext_lazy("a decision", "share of women waived"),
    DecisionKind.ESTIMATE: pgettext_lazy("a decision", "own estimate"),
}
PROVENANCE: Mapping[str, Label] = _of(Provenance)
MISSING: Mapping[str, Label] = {
    "passport": _("Passport"),
    "driving_licence": _("Driving licence"),
    "state_certificate": _("State certificate"),
    "self_attestation": _("Self-attestation"),
    "medical": _("Medical clearance"),
    "conduct": _("Conduct record"),
    "language_test": _("Language test"),
    "born_on": _("Date of birth"),
}
SIDES: Mapping[str, Label] = {Side.HOST: _("Host side"), Side.GUEST: _("Guest side")}
DELEGATES: Mapping[str, Label] = {
    DelegationRole.HEAD: _("Head of delegation"),
    DelegationRole.MEMBER: pgettext_lazy("of a delegation", "Member"),
    DelegationRole.NOTE_TAKER: _("Note-taker"),
    DelegationRole.INTERPRETER: _("Interpreter"),
    DelegationRole.SECURITY: pgettext_lazy("of a delegation", "Security"),
    DelegationRole.PRESS: pgettext_lazy("of a delegation", "Press"),
}
REQUESTS: Mapping[str, Label] = {
    RequestStatus.ASKED: pgettext_lazy("a request", "Asked"),
    RequestStatus.COUNTERED: pgettext_lazy("a request", "Other length proposed"),
    RequestStatus.ACCEPTED: pgettext_lazy("a request", "Accepted"),
    RequestStatus.DECLINED: pgettext_lazy("a request", "Declined"),
    RequestStatus.WITHDRAWN: pgettext_lazy("a request", "Withdrawn"),
    RequestStatus.EXPIRED: pgettext_lazy("a request", "Expired"),
}
PRIORITIES: Mapping[int, Label] = {
    1: pgettext_lazy("a priority", "High"),
    2: pgettext_lazy("a priority", "Usual"),
    3: pgettext_lazy("a priority", "If there is room"),
}
VERBS: Mapping[str, Label] = {
    Verb.CONVEYED_WISH: pgettext_lazy("the verb of a report", "conveyed the wish"),
    Verb.STRESSED_IMPORTANCE: pgettext_lazy("the verb of a report", "stressed the importance"),
    Verb.EXPRESSED: pgettext_lazy("the verb of a report", "expressed"),
    Verb.PROPOSED: pgettext_lazy("the verb of a report", "proposed"),
    Verb.AGREED: pgettext_lazy("the verb of a report", "agreed"),
    Verb.SIGNED: pgettext_lazy("the verb of a report", "signed"),
}
PARTS_OF_DAY: Mapping[str, Label] = {
    "morning": _("in the morning"),
    "afternoon": _("in the afternoon"),
    "evening": _("in the evening"),
}
GOALS: Mapping[str, Label] = {
    "critical_filled": _("Critical positions filled"),
    "filled": _("Positions filled"),
    "expected_success": _("Expected success"),
    "quality": _("Quality"),
}
CONSTRAINTS: Mapping[str, Label] = {
    "known_records": _("Every nominee and every post is on record"),
    "one_post_each": _("One post for each officer"),
    "nominee_limit": _("The number of nominees a post allows"),
    "share_of_women": _("The share of women asked of a call"),
    "home_unit_cap": _("The largest share taken from one home unit"),
    "pinned": _("A pin set by a person"),
    "excluded": _("An exclusion set by a person"),
    "eligible": _("Only eligible officers"),
}
ZONES: Mapping[str, Label] = {
    "UTC": _("Coordinated Universal Time (UTC)"),
    "Africa/Casablanca": _("Rabat time"),
    "America/New_York": _("New York time"),
    "Europe/Paris": _("Paris time"),
    "Europe/Brussels": _("Brussels time"),
    "Europe/Vienna": _("Vienna time"),
    "Africa/Addis_Ababa": _("Addis Ababa time"),
}
STREAMS: Mapping[str, Label] = {
    "command": pgettext_lazy("a stream of police posts", "Command"),
    "operations": pgettext_lazy("a stream of police posts", "Operations"),
    "capacity_building": pgettext_lazy("a stream of police posts", "Capacity-building"),
    "administration": pgettext_lazy("a stream of police posts", "Administration"),
}
SEXES: Mapping[str, Label] = {"f": pgettext_lazy("sex", "Woman"), "m": pgettext_lazy("sex", "Man")}
UNKNOWN: Label = _("not known")
YES_NO: Mapping[bool, Label] = {True: pgettext_lazy("an answer", "Yes"), False: pgettext_lazy("an answer", "No")}


def label(labels: Mapping[Any, Label], value: Any) -> str | None:
    """The word for a value, the value itself where it has none, None for a blank."""
    if value is None or value == "":
        return None
    return str(labels.get(value, value))


def choices(labels: Mapping[Any, Label], *, blank: Label | None = None) -> list[tuple[Any, Label]]:
    """The labels as choices of a form; ``blank`` names the choice of none."""
    head: list[tuple[Any, Label]] = [] if blank is None else [("", blank)]
    return head + [(getattr(value, "value", value), word) for value, word in labels.items()]
