"""The roster as a list: filters as they stand in an address, a page of lines, and what one can filter by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from menara import facts
from menara.models import (
    Officer,
    OfficerAssignment,
    OfficerDocument,
    OfficerLanguage,
    OfficerMedical,
    OfficerSkill,
    OfficerVetting,
)
from menara.models.officers import DocumentKind
from menara.models.sorting import search_key
from menara.queries.listing import PER_PAGE, Page, within
from menara.terms import Modality

# Papers and facts whose absence is a clerk's task, in the order in which a page lists them.
MISSING = (
    "passport",
    "driving_licence",
    "state_certificate",
    "self_attestation",
    "medical",
    "conduct",
    "language_test",
    "born_on",
)

ORDERS: Mapping[str, tuple[str, ...]] = {
    "number": ("number",),
    "-number": ("-number",),
    "unit": ("home_unit", "number"),
    "-unit": ("-home_unit", "number"),
    "grade": ("service", "corps", "grade", "number"),
    "born": (F("born_on").asc(nulls_last=True), "number"),  # type: ignore[dict-item]
    "-born": (F("born_on").desc(nulls_last=True), "number"),  # type: ignore[dict-item]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFilter:
    """What an address may ask of the roster; blank asks nothing.

    ``language`` with ``tested_on`` asks for an AMS pass that still counts on that day; without, that it is held at all.
    ``missing`` is a name of ``MISSING`` or ``any``. ``free_on`` asks for officers available and promised to nothing.
    ``among`` leaves only these rows: those who gave one answer to a post, see ``screening.officers_answering``.
    """

    text: str = ""
    unit: str = ""
    service: str = ""
    corps: str = ""
    grade: str = ""
    woman: bool | None = None
    language: str = ""
    tested_on: date | None = None
    skill: str = ""
    skill_level: int = 1
    modality: str = ""
    missing: str = ""
    free_on: date | None = None
    provenance: str = ""
    among: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageHeld:
    """``tested_until`` is the first day the AMS pass no longer counts; None where there is no pass."""

    code: str
    level: int | None
    tested_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    id: int
    number: str
    service: str
    corps: str
    grade: str
    home_unit: str
    woman: bool | None
    born_on: date | None
    nationality: str
    languages: tuple[LanguageHeld, ...]
    missing: tuple[str, ...]
    promised_until: date | None  # the end of the assignment that covers the day asked about
    missions_served: int
    provenance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSummary:
    """Figures of the whole roster, each of which leads to its rows by a filter."""

    officers: int
    women: int
    tested: Mapping[str, int]  # officers with a valid AMS pass, by language
    missing: int
    synthetic: int


def roster(
    *, asked: RosterFilter, on: date, page: int = 1, per_page: int = PER_PAGE, order: str = "number"
) -> Page[RosterLine]:
    """The officers that the filter leaves, one page of them, as things stand on the day ``on``."""
    rows = _filtered(asked)
    total = rows.count()
    number = within(page, total=total, per_page=per_page)
    start = (number - 1) * per_page
    ordered = rows.order_by(*ORDERS.get(order, ORDERS["number"]))[start : start + per_page]
    return Page(lines=_lines(list(ordered), on), total=total, number=number, per_page=per_page)


def roster_numbers(*, asked: RosterFilter, order: str = "number") -> tuple[str, ...]:
    """The service numbers of exactly the rows that the filter leaves, in order: for an export."""
    rows = _filtered(asked).order_by(*ORDERS.get(order, ORDERS["number"]))
    return tuple(rows.values_list("number", flat=True))


def roster_choices() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """What one can filter by, with how many officers each leaves: unit, service, corps, grade, language, skill."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for name, column in (("unit", "home_unit"), ("service", "service"), ("corps", "corps"), ("grade", "grade")):
        counted = Officer.objects.exclude(**{column: ""}).values_list(column).annotate(Count("pk")).order_by(column)
        found[name] = tuple(counted)
    for name, model in (("language", OfficerLanguage), ("skill", OfficerSkill)):
        found[name] = tuple(model.objects.values_list("code").annotate(Count("pk")).order_by("code"))
    return found


def roster_summary(*, on: date) -> RosterSummary:
    """The figures of the whole roster on a day."""
    counted = Officer.objects.aggregate(
        officers=Count("pk"),
        women=Count("pk", filter=Q(woman=True)),
        synthetic=Count("pk", filter=Q(provenance="synthetic")),
        missing=Count("pk", filter=_lacks("any")),
    )
    tested = _passed(on).values_list("code").annotate(Count("pk")).order_by("code")
    return RosterSummary(tested=dict(tested), **counted)


# --- filters ----------------------------------------------------------------------------------------------------------


def _filtered(asked: RosterFilter) -> QuerySet[Officer]:
    rows = Officer.objects.all() if asked.among is None else Officer.objects.filter(pk__in=asked.among)
    for word in search_key(asked.text).split():
        rows = rows.filter(search__contains=word)
    for column, value in (
        ("home_unit", asked.unit),
        ("service", asked.service),
        ("corps", asked.corps),
        ("grade", asked.grade),
        ("provenance", asked.provenance),
        ("woman", asked.woman),
    ):
        if value not in ("", None):
            rows = rows.filter(**{column: value})
    if asked.language:
        held = _passed(asked.tested_on) if asked.tested_on else OfficerLanguage.objects.all()
        rows = rows.filter(Exists(held.filter(officer=OuterRef("pk"), code=asked.language)))
    if asked.skill:
        skills = OfficerSkill.objects.filter(officer=OuterRef("pk"), code=asked.skill, level__gte=asked.skill_level)
        rows = rows.filter(Exists(skills))
    if asked.modality:
        rows = rows.filter(Q(modalities=[]) | Q(modalities__contains=[asked.modality]))
    if asked.missing:
        rows = rows.filter(_lacks(asked.missing))
    if asked.free_on:
        rows = rows.filter(_free(asked.free_on))
    return rows


def _passed(on: date) -> Any:
    """AMS passes that count on the day, as the norms of that day have it; ``tested_until`` is annotated."""
    mark = facts.norms().value("pass_mark", modality=Modality.IPO, on=on)
    return _dated(on).filter(ams_score__gte=int(mark or 0), tested_until__gt=on)


def _dated(on: date) -> Any:
    """Languages with the first day their AMS result no longer counts: as written, or so many months after the test."""
    months = facts.norms().value("ams_valid_months", modality=Modality.IPO, on=on)
    if months is None:
        return OfficerLanguage.objects.annotate(tested_until=F("ams_until"))
    interval = Func(Value(int(months)), template="make_interval(months => %(expressions)s)")
    later = Func(F("ams_on"), interval, template="(%(expressions)s)::date", arg_joiner=" + ", output_field=DateField())
    return OfficerLanguage.objects.annotate(tested_until=Coalesce(F("ams_until"), later))


def _lacks(what: str) -> Q:
    conditions = {
        "passport": ~_has_document(DocumentKind.PASSPORT, valid_until__isnull=False),
        "driving_licence": ~_has_document(DocumentKind.DRIVING_LICENCE, issued_on__isnull=False),
        "state_certificate": ~_has_document(DocumentKind.STATE_CERTIFICATE, issued_on__isnull=False),
        "self_attestation": ~_has_document(DocumentKind.SELF_ATTESTATION, issued_on__isnull=False),
        "medical": ~Exists(OfficerMedical.objects.filter(officer=OuterRef("pk"), medical__isnull=False)),
        "conduct": ~Exists(OfficerVetting.objects.filter(officer=OuterRef("pk")).exclude(conduct="")),
        "language_test": ~Exists(OfficerLanguage.objects.filter(officer=OuterRef("pk"), ams_score__isnull=False)),
        "born_on": Q(born_on__isnull=True),
    }
    if what == "any":
        lacking = Q()
        for condition in conditions.values():
            lacking |= Q(condition)
        return lacking
    return Q(conditions.get(what, Q(pk__in=[])))


def _has_document(kind: DocumentKind, **having: bool) -> Exists:
    return Exists(OfficerDocument.objects.filter(officer=OuterRef("pk"), kind=kind.value, **having))


def _free(on: date) -> Q:
    promised = OfficerAssignment.objects.filter(officer=OuterRef("pk"), period__contains=on)
    return (
        (Q(available_from__isnull=True) | Q(available_from__lte=on))
        & (Q(available_until__isnull=True) | Q(available_until__gt=on))
        & ~Q(release_consent=False)
        & Q(~Exists(promised))
    )


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(officers: list[Officer], on: date) -> tuple[RosterLine, ...]:
    ids = [officer.pk for officer in officers]
    languages, missing = _languages_of(ids, on), _missing_of(ids)
    promised = dict(
        OfficerAssignment.objects.filter(officer_id__in=ids, period__contains=on).values_list("officer_id", "period")
    )
    return tuple(
        RosterLine(
            id=o.pk,
            number=o.number,
            service=o.service,
            corps=o.corps,
            grade=o.grade,
            home_unit=o.home_unit,
            woman=o.woman,
            born_on=o.born_on,
            nationality=o.nationality,
            languages=tuple(languages.get(o.pk, ())),
            missing=missing.get(o.pk, ()),
            promised_until=promised[o.pk].upper if o.pk in promised else None,
            missions_served=o.missions_served,
            provenance=o.provenance,
        )
        for o in officers
    )


def _languages_of(ids: list[int], on: date) -> Mapping[int, list[LanguageHeld]]:
    held: dict[int, list[LanguageHeld]] = defaultdict(list)
    rows = _dated(on).filter(officer_id__in=ids).order_by("officer_id", "code")
    mark = int(facts.norms().value("pass_mark", modality=Modality.IPO, on=on) or 0)
    for own, code, level, score, ends in rows.values_list("officer_id", "code", "level", "ams_score", "tested_until"):
        passed = score is not None and score >= mark
        held[own].append(LanguageHeld(code=code, level=level, tested_until=ends if passed else None))
    return held


def _missing_of(ids: list[int]) -> Mapping[int, tuple[str, ...]]:
    rows = Officer.objects.filter(pk__in=ids).annotate(
        **{f"lacks_{name}": ExpressionWrapper(_lacks(name), BooleanField()) for name in MISSING}
    )
    return {
        row[0]: tuple(name for name, lacking in zip(MISSING, row[1:], strict=True) if lacking)
        for row in rows.values_list("pk", *(f"lacks_{name}" for name in MISSING))
    }
