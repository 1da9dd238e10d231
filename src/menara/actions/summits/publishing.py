"""Publish a draft: check it again, give it the next number, count the calendar entries on, tell whom it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from menara.actions.summits.booking import book, bookings
from menara.actions.summits.programme import ProgrammeClashes, open_draft
from menara.errors import Refusal
from menara.models import Membership, Notice, NoticeKind, Placement, Programme, ProgrammeStatus, Summit
from menara.permissions import may_publish, may_take_part, require
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.deciding import conflicts_in
from menara.queries.summits.programme import Difference, Place, differences
from menara.queries.summits.publishing import own_delegations
from menara.queries.summits.scheduling import ProgrammeCase, problem_of
from menara.wording import gettext_noop


class NothingToPublish(Refusal):
    """The draft says nothing that the version in force does not say."""

    def __init__(self) -> None:
        super().__init__(
            "nothing_to_publish",
            gettext_noop("There is nothing to publish: the draft is empty, or says what is in force already."),
        )


def publish_programme(
    *, programme_id: int, release_note: Words, changed: int | None, actor: Membership, now: datetime
) -> int:
    """Put a draft in force as the next version, and return its number. The version before becomes superseded, and each
    delegation of a meeting that changed gets a notice; all of it or nothing.

    Raises ``NotAllowed``, ``NoSuchRecord``, ``ProgrammeIsPublished``, ``ProgrammeChanged``, ``BeingSolved``,
    ``ProgrammeClashes``, ``BookedMeanwhile``, ``NothingToPublish``.
    """
    require(actor, may_publish)
    with transaction.atomic():
        hold_summit(Programme.objects.filter(pk=programme_id).values_list("summit_id", flat=True).first())
        draft = open_draft(programme_id=programme_id, changed=changed, now=now)
        case = problem_of(programme_id=programme_id, now=now)
        # Heads that changed since, and new turn-over times, are taken up; the database checks them once more.
        refused = [conflict for conflict in conflicts_in(case) if conflict.is_hard]
        if refused:
            raise ProgrammeClashes(conflicts=refused)
        book(
            programme=draft,
            case=case,
            booked=bookings(case, [p for p in case.programme if p.meeting not in case.begun]),
        )
        return put_in_force(draft, case, release_note=release_note, actor=actor, now=now)


def hold_summit(summit_id: int | None) -> None:
    """Wait until nobody else publishes for this summit. Raises ``NoSuchRecord``."""
    if Summit.objects.select_for_update(no_key=True).filter(pk=summit_id or 0).first() is None:
        raise NoSuchRecord(kind="summit", record_id=summit_id or 0)


def put_in_force(
    draft: Programme, case: ProgrammeCase, *, release_note: Words, actor: Membership, now: datetime
) -> int:
    """Number a draft that was checked, and tell whom it changes. The caller holds the summit."""
    changes = differences(programme_id=draft.pk)
    released = Programme.objects.filter(summit_id=draft.summit_id).exclude(status=ProgrammeStatus.DRAFT.value)
    if not changes and (released.exists() or not case.programme):
        raise NothingToPublish
    _count_on(draft)
    number = (released.aggregate(last=Max("number"))["last"] or 0) + 1
    released.filter(status=ProgrammeStatus.PUBLISHED.value).update(status=ProgrammeStatus.SUPERSEDED.value)
    draft.status, draft.number = ProgrammeStatus.PUBLISHED.value, number
    draft.published_at, draft.published_by_id = now, actor.account_id
    draft.release_note, draft.progress = dict(release_note), {}
    draft.save(update_fields=["status", "number", "published_at", "published_by", "release_note", "progress"])
    silent = own_delegations(summit_id=draft.summit_id)
    Notice.objects.bulk_create(
        [
            notice(draft, change.kind, request_id=change.request_id, delegation_id=own, now=now, facts=facts_of(change))
            for change in changes
            for own in (change.asking.delegation_id, change.asked.delegation_id)
            if own not in silent
        ]
    )
    return number


def notice(
    programme: Programme,
    kind: NoticeKind,
    *,
    request_id: int,
    delegation_id: int,
    now: datetime,
    facts: Mapping[str, Any],
) -> Notice:
    """One notice, not saved yet."""
    return Notice(
        organisation_id=programme.organisation_id,
        programme=programme,
        delegation_id=delegation_id,
        request_id=request_id,
        kind=kind.value,
        facts=dict(facts),
        made_at=now,
    )


def facts_of(change: Difference) -> dict[str, Any]:
    """Time and room before and after, as JSON."""
    return {"before": place_as_json(change.before), "after": place_as_json(change.after)}


def place_as_json(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "room_id": place.room_id,
        "room": dict(place.room),
        "begins_at": place.begins_at.isoformat(),
        "ends_at": place.ends_at.isoformat(),
        "state": place.state,
    }


def _count_on(draft: Programme) -> None:
    """The sequence of each calendar entry: what it was where nothing changed, else one more than it ever was. One that
    comes back counts two on, because one was told when it was gone."""
    released = Programme.objects.filter(summit_id=draft.summit_id, number__isnull=False).order_by("number")
    keys = list(released.values_list("pk", flat=True))
    told = Placement.objects.filter(programme_id__in=keys).values_list("request_id")
    highest = dict(told.annotate(highest=Max("sequence")).order_by())
    former = {row.request_id: row for row in Placement.objects.filter(programme_id__in=keys[-1:])}
    changed = []
    for row in Placement.objects.filter(programme=draft):
        sequence = _next(row, former.get(row.request_id), highest.get(row.request_id))
        if sequence != row.sequence:
            row.sequence = sequence
            changed.append(row)
    Placement.objects.bulk_update(changed, ["sequence"])


def _next(row: Placement, was: Placement | None, highest: int | None) -> int:
    if highest is None:
        return 0
    if was is None:
        return highest + 2
    same = (was.during, was.room_id, was.state) == (row.during, row.room_id, row.state)
    return highest if same else highest + 1


def mark_notices_read(*, delegation_id: int, notice_ids: Iterable[int], actor: Membership, now: datetime) -> int:
    """Note that a delegation has read these notices; how many were new to it. Raises ``NotAllowed``."""
    require(actor, may_take_part)
    rows = Notice.objects.filter(delegation_id=delegation_id, pk__in=list(notice_ids), read_at__isnull=True)
    return int(rows.update(read_at=now))
