"""Enter, correct and import calls and the posts they offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Count

from menara.actions.officers import Imported, SourceMissing, take_turn
from menara.engines.eligibility.opening import Opening
from menara.errors import Refusal
from menara.models import Call, DutyStation, Membership, Mission, Post, RecordChanged
from menara.models.zones import zone_name
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.queries.posts import as_openings, post_ids, requirements_of
from menara.terms import Provenance
from menara.wording import gettext_noop


class RefTaken(Refusal):
    """Another record has this reference."""

    def __init__(self, *, ref: str) -> None:
        super().__init__("ref_taken", gettext_noop("The reference %(ref)s is in use already."), {"ref": ref})


class CallContradicts(Refusal):
    """Posts of one call give it two deadlines, two shares of women or two callers."""

    def __init__(self, *, calls: Sequence[str]) -> None:
        super().__init__(
            "call_contradicts",
            gettext_noop("A call has one deadline, one share of women and one caller; these have two: %(calls)s."),
            {"calls": ", ".join(calls)},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What a call says for all its posts. ``deadline`` has its zone."""

    ref: str = ""
    title: Mapping[str, str] | None = None
    caller: str = ""
    deadline: datetime | None = None
    female_target: Fraction | None = None
    note_verbale: str = ""
    as_posted: str = ""
    source_key: str = ""
    source_url: str = ""
    mark: str = ""
    provenance: Provenance = Provenance.ENTERED
    outcome_id: int | None = None
    commitment_id: int | None = None


def enter_call(*, call: CallFacts, actor: Membership) -> int:
    """Put a call on record and return the row's id. Raises ``NotAllowed``, ``RefTaken``, ``SourceMissing``."""
    require(actor, may_edit)
    _require_source(call.provenance, [call.ref], source=call.source_key or call.source_url)
    take_turn(actor)
    if call.ref and Call.objects.filter(ref=call.ref).exists():
        raise RefTaken(ref=call.ref)
    return Call.objects.create(organisation_id=actor.organisation_id, **_call_columns(call)).pk


def correct_call(*, call_id: int, version: int, call: CallFacts, actor: Membership) -> None:
    """Replace what a call says, if the record still has this version. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``RecordChanged``, ``RefTaken``, ``SourceMissing``."""
    require(actor, may_edit)
    row = Call.objects.filter(pk=call_id).first()
    if row is None:
        raise NoSuchRecord(kind="call", record_id=call_id)
    if call.ref and Call.objects.filter(ref=call.ref).exclude(pk=call_id).exists():
        raise RefTaken(ref=call.ref)
    _require_source(call.provenance, [call.ref], source=call.source_key or call.source_url)
    row.correct(version=version, **_call_columns(call))


def enter_post(*, opening: Opening, actor: Membership, source_key: str = "", mark: str = "") -> int:
    """Put one post on record, with its call where that is not there yet, and return the row's id. Raises
    ``NotAllowed``, ``RefTaken``, ``CallContradicts``, ``SourceMissing``."""
    require(actor, may_edit)
    with transaction.atomic():
        take_turn(actor)
        if opening.ref in post_ids([opening.ref]):
            raise RefTaken(ref=opening.ref)
        _save([opening], actor.organisation_id, {}, source_key=source_key, mark=mark)
    return post_ids([opening.ref])[opening.ref]


def correct_post(*, post_id: int, version: int, opening: Opening, actor: Membership) -> None:
    """Replace a post's requirements, and what its call says, if the record still has this version. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``RecordChanged``, ``RefTaken``, ``CallContradicts``, ``SourceMissing``."""
    require(actor, may_edit)
    with transaction.atomic():
        row = Post.objects.select_for_update().filter(pk=post_id).first()
        if row is None:
            raise NoSuchRecord(kind="post", record_id=post_id)
        if row.version != version:
            raise RecordChanged(row, version=version)
        if opening.ref != row.ref and opening.ref in post_ids([opening.ref]):
            raise RefTaken(ref=opening.ref)
        _require_source(opening.provenance, [opening.ref], source=row.source_key or opening.source_url)
        places = _places([opening], actor.organisation_id)
        call_id = _calls_of([opening], actor.organisation_id, {opening.ref: row.call_id}, row.source_key)[opening.ref]
        row.correct(version=version, call_id=call_id, **places[opening.ref], **requirements_of(opening))


def import_openings(
    *, openings: Sequence[Opening], actor: Membership, source_key: str = "", mark: str = ""
) -> Imported:
    """Bring the posts in line with a list: enter the new, correct those that differ, leave the rest alone. All or
    nothing; the same list twice changes nothing. Raises ``NotAllowed``, ``RefTaken`` for a reference that stands twice,
    ``CallContradicts``, ``SourceMissing``."""
    require(actor, may_edit)
    seen: set[str] = set()
    for opening in openings:
        if opening.ref in seen:
            raise RefTaken(ref=opening.ref)
        seen.add(opening.ref)
    with transaction.atomic():
        take_turn(actor)
        rows = Post.objects.select_for_update().filter(ref__in=seen).order_by("ref")
        versions = dict(rows.values_list("ref", "version"))
        ids = post_ids(versions)
        held = {opening.ref: opening for opening in as_openings(post_ids=list(ids.values()))}
        new = [opening for opening in openings if opening.ref not in held]
        changed = [opening for opening in openings if opening.ref in held and opening != held[opening.ref]]
        _save([*new, *changed], actor.organisation_id, versions, source_key=source_key, mark=mark)
    return Imported(entered=len(new), corrected=len(changed), unchanged=len(openings) - len(new) - len(changed))


# --- saving -----------------------------------------------------------------------------------------------------------


def _require_source(provenance: Provenance, records: Sequence[str], *, source: str) -> None:
    if provenance is Provenance.REAL and not source:
        raise SourceMissing(records=records)


def _call_columns(call: CallFacts) -> dict[str, Any]:
    return {
        "ref": call.ref,
        "title": dict(call.title or {}),
        "caller": call.caller,
        "deadline_at": call.deadline,
        "deadline_zone": zone_name(call.deadline) if call.deadline else "",
        "female_target": call.female_target,
        "note_verbale": call.note_verbale,
        "as_posted": call.as_posted,
        "source_key": call.source_key,
        "source_url": call.source_url,
        "mark": call.mark,
        "provenance": call.provenance,
        "outcome_id": call.outcome_id,
        "commitment_id": call.commitment_id,
    }


def _save(
    openings: Sequence[Opening], organisation_id: int, versions: Mapping[str, int], *, source_key: str, mark: str
) -> None:
    if not openings:
        return
    for opening in openings:
        _require_source(opening.provenance, [opening.ref], source=source_key or opening.source_url)
    held = dict(Post.objects.filter(ref__in=[o.ref for o in openings]).values_list("ref", "call_id"))
    places = _places(openings, organisation_id)
    calls = _calls_of(openings, organisation_id, held, source_key)
    rows = [
        Post(
            organisation_id=organisation_id,
            call_id=calls[opening.ref],
            version=versions.get(opening.ref, 0) + 1,
            source_key=source_key,
            mark=mark,
            **places[opening.ref],
            **requirements_of(opening),
        )
        for opening in openings
    ]
    columns = [f.name for f in Post._meta.concrete_fields if f.name not in ("id", "organisation", "ref")]
    Post.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["organisation", "ref"], update_fields=columns, batch_size=500
    )
    # A call of its own that no post hangs on any longer was only its post's shadow.
    Call.objects.filter(ref="").annotate(left=Count("posts")).filter(left=0, decisions__isnull=True).delete()


def _places(openings: Sequence[Opening], organisation_id: int) -> dict[str, dict[str, int | None]]:
    """Mission and duty station of each opening; one not met before is entered with its code and no more."""
    codes = {opening.mission for opening in openings if opening.mission}
    _enter_missing(Mission, [{"code": code} for code in sorted(codes)], organisation_id)
    missions = dict(Mission.objects.filter(code__in=codes).values_list("code", "pk"))
    towns = {(missions[o.mission], o.duty_station) for o in openings if o.mission and o.duty_station}
    _enter_missing(
        DutyStation,
        [{"mission_id": mission, "code": code, "name": {"en": code}} for mission, code in sorted(towns)],
        organisation_id,
    )
    found = DutyStation.objects.filter(mission_id__in=missions.values()).values_list("mission_id", "code", "pk")
    stations = {(mission, code): own for mission, code, own in found}
    return {
        o.ref: {
            "mission_id": missions.get(o.mission),
            "duty_station_id": stations.get((missions[o.mission], o.duty_station)) if o.mission else None,
        }
        for o in openings
    }


def _enter_missing(model: Any, wanted: list[dict[str, Any]], organisation_id: int) -> None:
    rows = [model(organisation_id=organisation_id, **values) for values in wanted]
    model.objects.bulk_create(rows, ignore_conflicts=True)


def _calls_of(
    openings: Sequence[Opening], organisation_id: int, held: Mapping[str, int], source_key: str
) -> dict[str, int]:
    """The call of each opening, entered or brought in line. An opening without one has a call of its own."""
    facts: dict[str, set[tuple[Any, ...]]] = {}
    for opening in openings:
        if opening.call:
            facts.setdefault(opening.call, set()).add((opening.deadline, opening.female_target, opening.org))
    contradicting = sorted(ref for ref, said in facts.items() if len(said) > 1)
    if contradicting:
        raise CallContradicts(calls=contradicting)
    known = {call.ref: call for call in Call.objects.filter(ref__in=facts)}
    own = {call.pk: call for call in Call.objects.filter(pk__in=held.values(), ref="")}
    found: dict[str, int] = {}
    for opening in openings:
        said: dict[str, Any] = {
            "deadline_at": opening.deadline,
            "deadline_zone": zone_name(opening.deadline) if opening.deadline else "",
            "female_target": opening.female_target,
            "caller": opening.org,
        }
        if not opening.call:
            said["title"] = dict(opening.title)  # the call of one post goes by the post's own title
        call = known.get(opening.call) if opening.call else own.get(held.get(opening.ref, 0))
        if call is None:
            origin = {"provenance": opening.provenance, "source_key": source_key, "source_url": opening.source_url}
            call = Call.objects.create(organisation_id=organisation_id, ref=opening.call, **said, **origin)
            if opening.call:
                known[opening.call] = call
        elif any(getattr(call, name) != value for name, value in said.items()):
            call.correct(version=call.version, **said)
        found[opening.ref] = call.pk
    return found
