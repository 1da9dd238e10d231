"""Drafts of a programme: made from the version in force, changed by one at a time, discarded or published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from menara.errors import Refusal
from menara.models import (
    Membership,
    Placement,
    PlacementInterpreter,
    PlacementPerson,
    Programme,
    ProgrammeStatus,
    Summit,
)
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.clashes import Conflict
from menara.queries.summits.programme import draft_of, published_of
from menara.queries.summits.solved import UNDER_WAY
from menara.wording import gettext_noop

SILENCE = timedelta(minutes=2)  # a search that has said nothing for so long holds nobody up


class ProgrammeChanged(Refusal):
    """Somebody else changed the draft since it was read."""

    def __init__(self, *, programme_id: int) -> None:
        super().__init__(
            "programme_changed",
            gettext_noop("Someone else changed the programme while you had it open. Look at it again."),
            {"programme": programme_id},
        )


class ProgrammeIsPublished(Refusal):
    """A published version is not changed; a draft follows it."""

    def __init__(self, *, number: int | None) -> None:
        super().__init__(
            "programme_is_published",
            gettext_noop("Version %(number)s is published and stays as it is. Make a draft from it."),
            {"number": number},
        )


class BeingSolved(Refusal):
    """A search is at work on the draft."""

    def __init__(self, *, programme_id: int) -> None:
        super().__init__(
            "being_solved",
            gettext_noop("A search is at work on this programme. Wait for it, or stop it."),
            {"programme": programme_id},
        )


class ProgrammeClashes(Refusal):
    """Constraints that nobody may decide against; all of them, by record."""

    def __init__(self, *, conflicts: Sequence[Conflict], code: str = "programme_clashes", sentence: str = "") -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(
            code,
            sentence or gettext_noop("This cannot stand in the programme. Nothing was saved."),
            {"conflicts": tuple(conflict.sentence for conflict in conflicts)},
        )

    def __str__(self) -> str:
        return " ".join((self.sentence, *(conflict.sentence.english() for conflict in self.conflicts)))


class ProgrammeWarns(ProgrammeClashes):
    """Constraints that a person may decide against, by asking again."""

    def __init__(self, *, conflicts: Sequence[Conflict]) -> None:
        sentence = gettext_noop("This goes against what was asked. Confirm it if it is to stand all the same.")
        super().__init__(conflicts=conflicts, code="programme_warns", sentence=sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a change of a draft left: the count to name next time, and what a person should know."""

    changed: int
    placement_id: int | None = None
    warnings: tuple[Conflict, ...] = ()


def draft_programme(*, summit_id: int, actor: Membership, now: datetime) -> int:
    """The open draft of a summit; where there is none, a new one that begins as the version in force, or empty.
    Raises ``NotAllowed``, ``NoSuchRecord``."""
    require(actor, may_edit)
    with transaction.atomic():
        if Summit.objects.select_for_update(no_key=True).filter(pk=summit_id).first() is None:
            raise NoSuchRecord(kind="summit", record_id=summit_id)
        found = draft_of(summit_id=summit_id)
        if found is not None:
            return found
        return copy_of(published_of(summit_id=summit_id), summit_id=summit_id, actor=actor, now=now).pk


def copy_of(programme_id: int | None, *, summit_id: int, actor: Membership, now: datetime) -> Programme:
    """A new draft with the places of a version; empty after none. The caller has the summit's row."""
    own = {"organisation_id": actor.organisation_id}
    draft = Programme.objects.create(
        **own, summit_id=summit_id, based_on_id=programme_id, made_at=now, made_by_id=actor.account_id
    )
    rows = list(
        Placement.objects.filter(programme__in=[] if programme_id is None else [programme_id])
        .prefetch_related("people", "interpreters")
        .order_by("pk")
    )
    columns = ("request_id", "room_id", "during", "occupies", "is_pinned", "state", "sequence")
    copies = Placement.objects.bulk_create(
        [Placement(**own, programme=draft, **{name: getattr(row, name) for name in columns}) for row in rows]
    )
    people, team = [], []
    for row, copy in zip(rows, copies, strict=True):
        follows = {**own, "programme": draft, "placement": copy, "during": copy.during, "state": copy.state}
        people += [PlacementPerson(**follows, person_id=own_row.person_id) for own_row in row.people.all()]
        team += [
            PlacementInterpreter(**follows, interpreter_id=own_row.interpreter_id, pairs=own_row.pairs)
            for own_row in row.interpreters.all()
        ]
    PlacementPerson.objects.bulk_create(people)
    PlacementInterpreter.objects.bulk_create(team)
    return draft


def discard_draft(*, programme_id: int, actor: Membership) -> None:
    """Throw a draft away; a search at work on it finds it gone. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``ProgrammeIsPublished``."""
    require(actor, may_edit)
    with transaction.atomic():
        row = Programme.objects.select_for_update().filter(pk=programme_id).first()
        if row is None:
            raise NoSuchRecord(kind="programme", record_id=programme_id)
        if row.status != ProgrammeStatus.DRAFT:
            raise ProgrammeIsPublished(number=row.number)
        row.delete()


def open_draft(*, programme_id: int, changed: int | None, now: datetime) -> Programme:
    """The draft's row, held until the transaction ends, so that one at a time changes it. Raises ``NoSuchRecord``,
    ``ProgrammeIsPublished``, ``ProgrammeChanged``, ``BeingSolved``."""
    row = Programme.objects.select_for_update(no_key=True).filter(pk=programme_id).first()
    if row is None:
        raise NoSuchRecord(kind="programme", record_id=programme_id)
    if row.status != ProgrammeStatus.DRAFT:
        raise ProgrammeIsPublished(number=row.number)
    if changed is not None and row.changed != changed:
        raise ProgrammeChanged(programme_id=programme_id)
    if is_being_solved(row, now=now):
        raise BeingSolved(programme_id=programme_id)
    return row


def is_being_solved(row: Programme, *, now: datetime) -> bool:
    """Whether a search is queued or at work, and not long silent."""
    alive = row.heartbeat_at is not None and row.heartbeat_at > now - SILENCE
    return alive and row.progress.get("state") in UNDER_WAY


def count_change(row: Programme) -> int:
    """Count one change of a draft that ``open_draft`` holds, and return the count."""
    Programme.objects.filter(pk=row.pk).update(changed=F("changed") + 1)
    row.changed += 1
    return int(row.changed)
