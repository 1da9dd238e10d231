"""Calls and posts: as lists, one at a time, and as the engines read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.models import Call, Post
from menara.models.records import sort_column
from menara.models.sorting import search_key
from menara.models.zones import in_zone
from menara.queries.listing import PER_PAGE, Origin, Page, Words, origin_of, within
from menara.queries.officers import NoSuchRecord
from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState

_SAME = (
    "ref",
    "title",
    "level",
    "positions",
    "rank_min",
    "years_total",
    "years_specific",
    "specific_skill",
    "stream",
    "armed",
    "driving",
    "tour_months",
    "extendable",
    "max_nominations",
    "critical",
    "as_posted",
    "source_url",
    "seen_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """``deadline`` is in the zone it was given in. A call without a title and with one post is called as its post."""

    id: int
    ref: str
    title: Words
    caller: str
    deadline: datetime | None
    deadline_zone: str
    female_target: Fraction | None
    posts: int
    positions: int
    nominations: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    id: int
    ref: str
    title: Words
    call_id: int
    call_ref: str
    mission: str
    duty_station: str
    modality: str
    level: str
    positions: int | None
    vacancy_state: str
    starts_on: date | None
    deadline: datetime | None
    deadline_zone: str
    critical: bool
    nominations: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    line: CallLine
    version: int
    note_verbale: str
    as_posted: str
    outcome_id: int | None
    commitment_id: int | None
    posts: tuple[PostLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    line: PostLine
    version: int
    opening: Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """What an address may ask of the posts; blank asks nothing. ``open_at`` leaves those
    whose deadline has not passed."""

    text: str = ""
    call_id: int | None = None
    mission: str = ""
    modality: str = ""
    level: str = ""
    critical: bool | None = None
    open_at: datetime | None = None
    provenance: str = ""


def calls(*, open_at: datetime | None = None) -> tuple[CallLine, ...]:
    """All calls, the next deadline first; with ``open_at`` those whose deadline has not passed or is not known."""
    rows = _calls()
    if open_at is not None:
        rows = rows.filter(Q(deadline_at__isnull=True) | Q(deadline_at__gte=open_at))
    return tuple(_call_line(row) for row in rows.order_by(F("deadline_at").asc(nulls_last=True), "pk"))


def call_record(*, call_id: int) -> CallRecord:
    """One call with its posts. Raises ``NoSuchRecord``."""
    row = _calls().filter(pk=call_id).first()
    if row is None:
        raise NoSuchRecord(kind="call", record_id=call_id)
    return CallRecord(
        line=_call_line(row),
        version=row.version,
        note_verbale=row.note_verbale,
        as_posted=row.as_posted,
        outcome_id=row.outcome_id,
        commitment_id=row.commitment_id,
        posts=tuple(_post_line(post) for post in _posts().filter(call_id=call_id).order_by("ref")),
    )


def posts(
    *, asked: PostFilter, language: str = "en", page: int = 1, per_page: int = PER_PAGE, order: str = "deadline"
) -> Page[PostLine]:
    """The posts that the filter leaves, one page of them, by deadline, title or reference."""
    rows = _filtered(asked)
    total = rows.count()
    number = within(page, total=total, per_page=per_page)
    orders: dict[str, tuple[Any, ...]] = {
        "deadline": (F("call__deadline_at").asc(nulls_last=True), "ref"),
        "title": (sort_column(language), "ref"),
        "ref": ("ref",),
        "start": (F("starts_on").asc(nulls_last=True), "ref"),
    }
    start = (number - 1) * per_page
    found = rows.order_by(*orders.get(order, orders["deadline"]))[start : start + per_page]
    return Page(lines=tuple(_post_line(row) for row in found), total=total, number=number, per_page=per_page)


def post_record(*, post_id: int) -> PostRecord:
    """One post with its requirements as the engines read them. Raises ``NoSuchRecord``."""
    row = _posts().filter(pk=post_id).first()
    if row is None:
        raise NoSuchRecord(kind="post", record_id=post_id)
    return PostRecord(line=_post_line(row), version=row.version, opening=opening_of(row))


def as_openings(*, post_ids: Collection[int] | None = None) -> tuple[Opening, ...]:
    """The posts, or all of them, as the engines read them, in the order of their references, in one query."""
    rows = Post.objects.select_related("call", "mission", "duty_station").order_by("ref")
    return tuple(opening_of(row) for row in (rows if post_ids is None else rows.filter(pk__in=list(post_ids))))


def post_ids(refs: Iterable[str] | None = None) -> dict[str, int]:
    """Reference to row id."""
    rows = Post.objects.all() if refs is None else Post.objects.filter(ref__in=list(refs))
    return dict(rows.values_list("ref", "pk"))


def opening_of(row: Post) -> Opening:
    """A row with its call, mission and station as the engine's opening."""
    return Opening(
        **{name: getattr(row, name) for name in _SAME},
        call=row.call.ref,
        org=row.call.caller,
        mission=row.mission.code if row.mission else "",
        duty_station=row.duty_station.code if row.duty_station else "",
        modality=Modality(row.modality) if row.modality else None,
        vacancy_state=VacancyState(row.vacancy_state) if row.vacancy_state else None,
        education=None if row.education is None else Education(row.education),
        skills=tuple(
            SkillAsked(code=asked["code"], level=asked["level"], need=Need(asked["need"])) for asked in row.skills
        ),
        languages=tuple(_language_asked(asked) for asked in row.languages),
        nationality_exclusions=tuple(NationalityExclusion(**excluded) for excluded in row.nationality_exclusions),
        start=row.starts_on,
        deadline=in_zone(row.call.deadline_at, row.call.deadline_zone),
        female_target=row.call.female_target,
        provenance=Provenance(row.provenance),
    )


def requirements_of(opening: Opening) -> dict[str, Any]:
    """The opening's own columns of a ``Post`` row: the other way of ``opening_of``, but for call, mission, station."""
    return {
        **{name: getattr(opening, name) for name in _SAME},
        "title": dict(opening.title),
        "rank_min": dict(opening.rank_min),
        "modality": opening.modality or "",
        "vacancy_state": opening.vacancy_state or "",
        "education": opening.education,
        "skills": [asdict(asked) for asked in opening.skills],
        "languages": [asdict(asked) for asked in opening.languages],
        "nationality_exclusions": [asdict(excluded) for excluded in opening.nationality_exclusions],
        "starts_on": opening.start,
        "provenance": opening.provenance,
    }


def _language_asked(asked: dict[str, Any]) -> LanguageAsked:
    return LanguageAsked(
        code=asked["code"],
        test=LanguageTest(asked["test"]),
        need=Need(asked["need"]),
        level=None if asked["level"] is None else LanguageLevel(asked["level"]),
        score=asked["score"],
    )


# --- lists ------------------------------------------------------------------------------------------------------------


def _calls() -> QuerySet[Call]:
    return (
        with_first_title(Call.objects.all())
        .annotate(post_count=Count("posts", distinct=True), nomination_count=Count("posts__nominations", distinct=True))
        .annotate(
            position_count=Coalesce(
                # Summed apart: joined to nominations a post would count once for each.
                Subquery(
                    Post.objects.filter(call=OuterRef("pk"))
                    .order_by()
                    .values("call")
                    .annotate(total=Sum(Coalesce("positions", 1)))
                    .values("total")
                ),
                0,
            )
        )
    )


def with_first_title(rows: QuerySet[Call]) -> QuerySet[Call]:
    """Calls with ``first_title``: the title of the first of their posts."""
    first = Post.objects.filter(call=OuterRef("pk")).order_by("ref").values("title")[:1]
    return rows.annotate(first_title=Subquery(first))


def _posts() -> QuerySet[Post]:
    return Post.objects.select_related("call", "mission", "duty_station").annotate(
        nomination_count=Count("nominations")
    )


def _filtered(asked: PostFilter) -> QuerySet[Post]:
    rows = _posts()
    for word in search_key(asked.text).split():
        rows = rows.filter(Q(search__contains=word) | Q(call__search__contains=word))
    for column, value in (
        ("call_id", asked.call_id),
        ("mission__code", asked.mission),
        ("modality", asked.modality),
        ("level", asked.level),
        ("critical", asked.critical),
        ("provenance", asked.provenance),
    ):
        if value not in ("", None):
            rows = rows.filter(**{column: value})
    if asked.open_at is not None:
        rows = rows.filter(Q(call__deadline_at__isnull=True) | Q(call__deadline_at__gte=asked.open_at))
    return rows


def _call_line(row: Any) -> CallLine:
    return CallLine(
        id=row.pk,
        ref=row.ref,
        title=row.title if any(row.title.values()) or row.post_count != 1 else row.first_title,
        caller=row.caller,
        deadline=in_zone(row.deadline_at, row.deadline_zone),
        deadline_zone=row.deadline_zone,
        female_target=row.female_target,
        posts=row.post_count,
        positions=row.position_count,
        nominations=row.nomination_count,
        origin=origin_of(row),
    )


def _post_line(row: Any) -> PostLine:
    return PostLine(
        id=row.pk,
        ref=row.ref,
        title=row.title,
        call_id=row.call_id,
        call_ref=row.call.ref,
        mission=row.mission.code if row.mission else "",
        duty_station=row.duty_station.code if row.duty_station else "",
        modality=row.modality,
        level=row.level,
        positions=row.positions,
        vacancy_state=row.vacancy_state,
        starts_on=row.starts_on,
        deadline=in_zone(row.call.deadline_at, row.call.deadline_zone),
        deadline_zone=row.call.deadline_zone,
        critical=row.critical,
        nominations=row.nomination_count,
        origin=origin_of(row),
    )


def mission_codes() -> tuple[str, ...]:
    """Missions that have a post on record, by code."""
    return tuple(
        Post.objects.filter(mission__isnull=False)
        .order_by("mission__code")
        .values_list("mission__code", flat=True)
        .distinct()
    )
