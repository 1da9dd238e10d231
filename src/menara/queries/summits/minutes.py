"""Two-sided minutes as both sides read them: the words of each clause, who agreed to which, and what may be signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from menara.engines.minutes.text import (
    AddendumText,
    ClauseText,
    MinutesText,
    canonical,
    canonical_addendum,
    hash_of,
    hash_of_words,
)
from menara.models import (
    Addendum,
    AddendumStatus,
    Clause,
    ClauseVersion,
    Meeting,
    Minutes,
    Participant,
    Side,
    Signature,
)
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord


class ClauseState(StrEnum):
    """Where a clause stands: what its newest words wait for."""

    AGREED = "agreed"
    REMOVED = "removed"  # both sides took it out
    WAITS_HOST = "waits_host"
    WAITS_GUEST = "waits_guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Words as one side proposed them. ``stale`` names the languages whose words were made from other authoritative
    words than these."""

    id: int
    number: int
    words: Words
    is_removal: bool
    side: Side
    proposed_at: datetime
    agreed_at: Mapping[Side, datetime]
    stale: tuple[str, ...]
    made_from: Mapping[str, str]

    @property
    def is_agreed(self) -> bool:
        return len(self.agreed_at) == len(Side)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRecord:
    """A clause with all its words, the newest last. ``number`` counts the clauses that stand in the text."""

    id: int
    number: int | None
    position: int
    versions: tuple[Version, ...]

    @property
    def top(self) -> Version:
        return self.versions[-1]

    @property
    def agreed(self) -> Version | None:
        """The newest words that both sides agreed to."""
        return next((version for version in reversed(self.versions) if version.is_agreed), None)

    @property
    def state(self) -> ClauseState:
        top = self.top
        if top.is_agreed:
            return ClauseState.REMOVED if top.is_removal else ClauseState.AGREED
        return ClauseState.WAITS_HOST if Side.HOST not in top.agreed_at else ClauseState.WAITS_GUEST

    def last_of(self, side: Side) -> Version | None:
        """The newest words of one side, below the top."""
        return next((version for version in reversed(self.versions[:-1]) if version.side is side), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    side: Side
    text_hash: str
    at: datetime
    signed_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An addendum. ``hash`` is blank until both sides agreed; ``recomputed`` is what its words give now."""

    id: int
    number: int
    words: Words
    status: AddendumStatus
    side: Side
    proposed_at: datetime
    agreed_at: datetime | None
    hash: str
    recomputed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRecord:
    """Minutes as they stand. ``side`` is the one that reads them, None for a reader of neither. ``current_hash`` is the
    hash of ``content``, the text as agreed so far; ``chain_end`` is what the next addendum follows."""

    id: int
    organisation_id: int
    meeting_id: int
    languages: tuple[str, ...]
    opened_at: datetime
    locked_at: datetime | None
    text_hash: str
    changed: int
    side: Side | None
    parties: Mapping[Side, Words]
    clauses: tuple[ClauseRecord, ...]
    signatures: Mapping[Side, Signed]
    addenda: tuple[Added, ...]
    chain_end: str
    content: bytes
    current_hash: str

    @property
    def authoritative(self) -> str:
        return self.languages[0]

    @property
    def waiting(self) -> tuple[ClauseRecord, ...]:
        """Clauses that one side has not agreed to."""
        return tuple(c for c in self.clauses if c.state in (ClauseState.WAITS_HOST, ClauseState.WAITS_GUEST))

    @property
    def stale(self) -> tuple[ClauseRecord, ...]:
        """Clauses with a translation that was made from other words."""
        return tuple(c for c in self.clauses if c.state is not ClauseState.REMOVED and c.top.stale)

    @property
    def stands(self) -> tuple[ClauseRecord, ...]:
        """The clauses of the text."""
        return tuple(c for c in self.clauses if c.state is not ClauseState.REMOVED)

    @property
    def is_ready(self) -> bool:
        return not self.waiting and not self.stale and bool(self.stands) and self.locked_at is None


def own_side(*, meeting_id: int) -> Side | None:
    """Which side of a meeting speaks in this transaction; None where it is neither's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT menara_side(%s)", [meeting_id])
        (found,) = cursor.fetchone()
    return Side(found) if found else None


def parties(meeting: Meeting) -> dict[Side, Words]:
    """The names of both sides' bodies; blank where the record does not tell."""
    if meeting.request is not None:
        asked = meeting.request
        receiving = asked.receiving
        other = asked.asked if receiving.pk == asked.asking_id else asked.asking
        return {Side.HOST: receiving.institution.name, Side.GUEST: other.institution.name}
    host, asked_by = meeting.hosted_by, meeting.requested_by
    is_guest = asked_by is not None and (host is None or asked_by.pk != host.pk)
    return {
        Side.HOST: host.name if host else {},
        Side.GUEST: asked_by.name if asked_by and is_guest else {},
    }


def parties_present(meeting: Meeting) -> dict[Side, Words]:
    """The same; what the record itself does not tell, by those who took part."""
    found = parties(meeting)
    if all(found.values()):
        return found
    rows = Participant.objects.filter(meeting=meeting).select_related("person__institution")
    for row in rows.order_by("precedence", "pk"):
        side = Side(row.side)
        if not found[side] and row.person.institution:
            found[side] = row.person.institution.name
    return found


def has_minutes(*, meeting_id: int) -> bool:
    """Whether minutes of the meeting were opened."""
    return Minutes.objects.filter(meeting_id=meeting_id).exists()


def minutes_record(*, meeting_id: int) -> MinutesRecord:
    """The minutes of a meeting, in a fixed number of queries. Raises ``NoSuchRecord``."""
    rows = Minutes.objects.select_related(
        "meeting__request__receiving__institution",
        "meeting__request__asking__institution",
        "meeting__request__asked__institution",
        "meeting__hosted_by",
        "meeting__requested_by",
    )
    row = rows.filter(meeting_id=meeting_id).first()
    if row is None:
        raise NoSuchRecord(kind="minutes", record_id=meeting_id)
    languages = tuple(code for code in (row.authoritative, row.second) if code)
    clauses = _clauses(row, languages)
    addenda, chain_end = _addenda(row, languages)
    content = canonical(
        MinutesText(
            organisation=row.organisation_id, meeting=row.meeting_id, languages=languages, clauses=_agreed(clauses)
        )
    )
    return MinutesRecord(
        id=row.pk,
        organisation_id=row.organisation_id,
        meeting_id=row.meeting_id,
        languages=languages,
        opened_at=row.opened_at,
        locked_at=row.locked_at,
        text_hash=row.text_hash,
        changed=row.changed,
        side=own_side(meeting_id=row.meeting_id),
        parties=parties_present(row.meeting),
        clauses=clauses,
        signatures={
            Side(s.side): Signed(side=Side(s.side), text_hash=s.text_hash, at=s.signed_at, signed_as=s.signed_as)
            for s in Signature.objects.filter(minutes=row).order_by("signed_at", "pk")
        },
        addenda=addenda,
        chain_end=chain_end,
        content=content,
        current_hash=hash_of(content),
    )


def _agreed(clauses: Sequence[ClauseRecord]) -> tuple[ClauseText, ...]:
    standing = [found for c in clauses if (found := c.agreed) is not None and not found.is_removal]
    return tuple(ClauseText(number=n, words=version.words) for n, version in enumerate(standing, start=1))


def _clauses(minutes: Minutes, languages: tuple[str, ...]) -> tuple[ClauseRecord, ...]:
    versions: dict[int, list[Version]] = defaultdict(list)
    for row in ClauseVersion.objects.filter(clause__minutes=minutes).order_by("clause_id", "number"):
        versions[row.clause_id].append(_version(row, languages))
    found: list[ClauseRecord] = []
    number = 0
    for clause in Clause.objects.filter(minutes=minutes).order_by("position", "pk"):
        own = versions.get(clause.pk)
        if not own:
            continue
        is_out = own[-1].is_agreed and own[-1].is_removal
        number += not is_out
        found.append(
            ClauseRecord(id=clause.pk, position=clause.position, number=None if is_out else number, versions=tuple(own))
        )
    return tuple(found)


def _version(row: ClauseVersion, languages: tuple[str, ...]) -> Version:
    counts = hash_of_words(row.text.get(languages[0], ""))
    agreed = {Side.HOST: row.host_agreed_at, Side.GUEST: row.guest_agreed_at}
    return Version(
        id=row.pk,
        number=row.number,
        words=row.text,
        is_removal=row.is_removal,
        side=Side(row.side),
        proposed_at=row.proposed_at,
        agreed_at={side: at for side, at in agreed.items() if at is not None},
        # A translation that is not there is as stale as one of other words.
        stale=tuple(code for code in languages[1:] if not row.text.get(code) or row.made_from.get(code, "") != counts),
        made_from=row.made_from,
    )


def _addenda(minutes: Minutes, languages: tuple[str, ...]) -> tuple[tuple[Added, ...], str]:
    """Addenda by number, and the hash that the next one agreed will follow. Those agreed hang on one another by their
    hashes, in the order in which they were agreed."""
    rows = list(Addendum.objects.filter(minutes=minutes).order_by("number"))
    end, recomputed = minutes.text_hash, {}
    left = [row for row in rows if row.status == AddendumStatus.AGREED]
    while left:
        now = {row.pk: _hash_of_addendum(row, end, languages) for row in left}
        link = next((row for row in left if row.hash == now[row.pk]), left[0])
        recomputed[link.pk] = end = now[link.pk]
        left.remove(link)
    found = tuple(
        Added(
            id=row.pk,
            number=row.number,
            words=row.text,
            status=AddendumStatus(row.status),
            side=Side(row.side),
            proposed_at=row.proposed_at,
            agreed_at=row.agreed_at,
            hash=row.hash,
            recomputed=recomputed.get(row.pk, ""),
        )
        for row in rows
    )
    return found, end


def _hash_of_addendum(row: Addendum, follows: str, languages: tuple[str, ...]) -> str:
    text = AddendumText(follows=follows, number=row.number, languages=languages, words=row.text)
    return hash_of(canonical_addendum(text))
