"""Secret addresses for calendar programs, and busy times from a calendar file."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from menara.actions.summits.sides import delegation_of, require_keeper
from menara.models import Absence, CalendarFeed, Delegation, DelegationMember, Membership, Person
from menara.queries.officers import NoSuchRecord

SECRET_BYTES = 32
REASON = 200  # characters of an absence's reason that are kept


class BusyTime(Protocol):
    """A time a person cannot meet, as a calendar file tells it; ``key`` is of the time, ``uid`` of its event."""

    @property
    def key(self) -> str: ...
    @property
    def uid(self) -> str: ...
    @property
    def begins_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFeed:
    """A new secret address. ``secret`` is known here and nowhere again."""

    feed_id: int
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a calendar file did to a person's absences."""

    entered: int
    changed: int
    unchanged: int
    removed: int


def hashed(secret: str) -> str:
    """What is kept of a secret. It is as long as chance, so that a plain hash cannot be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_feed(
    *, delegation_id: int, person_id: int | None, language: str, actor: Membership, now: datetime
) -> MadeFeed:
    """Open a secret address for a delegation's published meetings, or one person's; the one before it ends. Raises
    ``NotAllowed``, ``NotYourDelegation``, ``NoSuchRecord``."""
    require_keeper(actor, delegation_of(delegation_id))
    if person_id is not None:
        _check_person(delegation_id, person_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        # One at a time for each delegation, so that never two addresses are in force.
        Delegation.objects.select_for_update().get(pk=delegation_id)
        CalendarFeed.objects.filter(delegation=delegation_id, person=person_id, ended_at__isnull=True).update(
            ended_at=now
        )
        feed = CalendarFeed.objects.create(
            organisation_id=actor.organisation_id,
            delegation_id=delegation_id,
            person_id=person_id,
            secret_hash=hashed(secret),
            language=language,
            made_at=now,
        )
    return MadeFeed(feed_id=feed.pk, secret=secret)


def end_feed(*, feed_id: int, actor: Membership, now: datetime) -> None:
    """Close a secret address; calendar programs that ask it find nothing from now on. Raises ``NotAllowed``,
    ``NotYourDelegation``, ``NoSuchRecord``."""
    row = CalendarFeed.objects.filter(pk=feed_id).first()
    if row is None:
        raise NoSuchRecord(kind="calendar feed", record_id=feed_id)
    require_keeper(actor, delegation_of(row.delegation_id))
    CalendarFeed.objects.filter(pk=feed_id, ended_at__isnull=True).update(ended_at=now)


def close_addresses(*, delegation_ids: Collection[int], now: datetime) -> int:
    """Close every secret address of these delegations, as somebody leaves who knows them; how many. Whoever calls this
    has seen to it that the leaving is allowed."""
    return CalendarFeed.objects.filter(delegation_id__in=delegation_ids, ended_at__isnull=True).update(ended_at=now)


def take_busy_times(
    *,
    delegation_id: int,
    person_id: int,
    busy: Sequence[BusyTime],
    uids: Iterable[str],
    with_titles: bool,
    actor: Membership,
) -> Taken:
    """Bring a person's absences in line with a calendar file: enter what is new, change what moved, remove what its
    events no longer say. Events the file does not speak of, and absences entered by hand, stay. The same file again
    changes nothing. Titles are kept only ``with_titles``: what a person does is not the host's business.

    ``uids`` are all events the file speaks of. Raises ``NotAllowed``, ``NotYourDelegation``, ``NoSuchRecord``.
    """
    require_keeper(actor, delegation_of(delegation_id))
    _check_person(delegation_id, person_id)
    with transaction.atomic():
        # One file at a time for each person: what is new to two of them would be entered twice.
        Person.objects.select_for_update().get(pk=person_id)
        rows = Absence.objects.filter(person=person_id).exclude(calendar_uid="")
        held = {row.calendar_uid: row for row in rows}
        entered = changed = 0
        for time in busy:
            during = DateTimeTZRange(time.begins_at, time.ends_at)
            reason = time.title[:REASON] if with_titles else ""
            row = held.get(time.key)
            if row is None:
                Absence.objects.create(
                    organisation_id=actor.organisation_id,
                    person_id=person_id,
                    during=during,
                    reason=reason,
                    calendar_uid=time.key,
                )
                entered += 1
            elif (row.during.lower, row.during.upper, row.reason) != (time.begins_at, time.ends_at, reason):
                Absence.objects.filter(pk=row.pk).update(during=during, reason=reason)
                changed += 1
        over = [held[key].pk for key in no_longer(held, keys={time.key for time in busy}, uids=frozenset(uids))]
        Absence.objects.filter(pk__in=over).delete()
    return Taken(entered=entered, changed=changed, unchanged=len(busy) - entered - changed, removed=len(over))


def no_longer(held: Iterable[str], *, keys: set[str], uids: frozenset[str]) -> list[str]:
    """Of the keys held, those whose event the file speaks of without saying this time any more."""
    return [key for key in held if key not in keys and (key in uids or key.rpartition("#")[0] in uids)]


def _check_person(delegation_id: int, person_id: int) -> None:
    if not DelegationMember.objects.filter(delegation=delegation_id, person=person_id).exists():
        raise NoSuchRecord(kind="person", record_id=person_id)
