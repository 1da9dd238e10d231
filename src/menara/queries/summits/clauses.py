"""Where a clause, words or an addendum belong."""

from __future__ import annotations

from dataclasses import dataclass

from menara.models import Addendum, Clause, ClauseVersion
from menara.queries.listing import Words
from menara.queries.officers import NoSuchRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsAt:
    """Words of one version, the clause and the meeting they belong to."""

    version_id: int
    clause_id: int
    meeting_id: int
    authoritative: str
    words: Words


def words_at(*, version_id: int) -> WordsAt:
    """Words with their place. Raises ``NoSuchRecord``."""
    row = ClauseVersion.objects.select_related("clause__minutes").filter(pk=version_id).first()
    if row is None:
        raise NoSuchRecord(kind="clauseversion", record_id=version_id)
    minutes = row.clause.minutes
    return WordsAt(
        version_id=row.pk,
        clause_id=row.clause_id,
        meeting_id=minutes.meeting_id,
        authoritative=minutes.authoritative,
        words=row.text,
    )


def meeting_of_clause(*, clause_id: int) -> int:
    """The meeting whose minutes a clause is of. Raises ``NoSuchRecord``."""
    found = Clause.objects.filter(pk=clause_id).values_list("minutes__meeting_id", flat=True).first()
    if found is None:
        raise NoSuchRecord(kind="clause", record_id=clause_id)
    return int(found)


def meeting_of_addendum(*, addendum_id: int) -> int:
    """The meeting whose minutes an addendum is of. Raises ``NoSuchRecord``."""
    found = Addendum.objects.filter(pk=addendum_id).values_list("minutes__meeting_id", flat=True).first()
    if found is None:
        raise NoSuchRecord(kind="addendum", record_id=addendum_id)
    return int(found)
