"""The record of a meeting as a communique needs it: rows in, one frozen record out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from babel import Locale
from babel.core import get_global

from menara.communique.record import LANGUAGES, Followup, Principal, Record, Result, Said, Statement, Words
from menara.models import (
    Commitment,
    DelegationRole,
    Institution,
    Meeting,
    Organisation,
    Outcome,
    Participant,
    Person,
    Side,
)
from menara.models import Statement as StatementRow
from menara.queries.officers import NoSuchRecord
from menara.terms import OutcomeKind, Provenance


def communique_record(*, meeting_id: int) -> Record:
    """Everything on record of one meeting that a text for the public may rest on. Raises ``NoSuchRecord``."""
    rows = Meeting.objects.select_related("summit", "requested_by", "hosted_by", "received_by__institution")
    row = rows.filter(pk=meeting_id).first()
    if row is None:
        raise NoSuchRecord(kind="meeting", record_id=meeting_id)
    present = list(row.participants.select_related("person__institution").order_by("precedence", "pk"))
    host, guest = _head(present, Side.HOST), _head(present, Side.GUEST)
    host = row.received_by or host
    sides = {one.person_id: one.side for one in present}
    heads = {one.pk for one in (host, guest) if one}
    institutions = [one.institution for one in (host, guest) if one and one.institution]
    return Record(
        held_on=row.held_on,
        part_of_day=row.part_of_day,
        venue=row.venue,
        city=row.summit.venue,
        event=row.summit.name,
        first_day=row.summit.period.lower,
        last_day=row.summit.period.upper - timedelta(days=1),
        host=_principal(host, row) or _unled(row.hosted_by or _body(present, Side.HOST)),
        guest=_principal(guest, row) or _unled(_body(present, Side.GUEST)),
        requested_by=row.requested_by.name if row.requested_by else {},
        statements=tuple(
            Statement(
                side=sides.get(said.speaker_id, Side.GUEST.value),
                speaker=said.speaker.names,
                verb=Said(said.verb),
                matter=said.matter,
                reasons=said.reasons,
                on_behalf_of=said.on_behalf_of,
                text=said.text,
                is_head=said.speaker_id in heads,
            )
            for said in StatementRow.objects.filter(meeting=row).select_related("speaker").order_by("order", "pk")
        ),
        results=_results(row),
        known=_known(row, institutions),
    )


def _head(present: Iterable[Participant], side: Side) -> Person | None:
    """The head of a side."""
    heads = [one.person for one in present if one.side == side and one.role == DelegationRole.HEAD]
    return heads[0] if heads else None


def _body(present: Iterable[Participant], side: Side) -> Institution | None:
    """The body of those who took part on a side."""
    return next((one.person.institution for one in present if one.side == side and one.person.institution), None)


def _unled(body: Institution | None) -> Principal:
    """A side of which the body alone is on record, if that."""
    return Principal(institution=body.name if body else {}, is_recorded=False)


def _principal(person: Person | None, meeting: Meeting) -> Principal | None:
    if person is None:
        return None
    # Only what was held on the day; a title without dates is taken as reported.
    held = [
        title for title in person.titles.order_by("pk") if title.validity is None or meeting.held_on in title.validity
    ]
    return Principal(
        names={script: name for script, name in person.names.items() if name},
        titles=tuple(title.text for title in held),
        is_acting=tuple(title.acting for title in held),
        institution=person.institution.name if person.institution else {},
        country=country_name(person.institution.country) if person.institution else {},
    )


def _results(meeting: Meeting) -> tuple[Result, ...]:
    rows = list(Outcome.objects.filter(meeting=meeting).prefetch_related("steps").order_by("pk"))
    followups: dict[int, list[Followup]] = defaultdict(list)
    for made in Commitment.objects.filter(outcome__in=rows).order_by("due_on", "pk"):
        followups[made.outcome_id].append(Followup(text=made.text, due_on=made.due_on))
    told = []
    for row in rows:
        documents = [step.document for step in row.steps.all() if step.to_kind != OutcomeKind.EXPRESSED_INTEREST]
        agreed_words = f"clause {row.clause_id}" if row.clause_id else ""
        told.append(
            Result(
                kind=OutcomeKind(row.kind),
                text=row.text,
                document=next(iter(documents), agreed_words),
                quantity=row.quantity,
                unit=row.unit,
                note_verbale=row.note_verbale,
                title=row.title,
                signed_on=row.signed_on,
                source=(row.source_key or row.source_url) if row.provenance == Provenance.REAL else "",
                followups=tuple(followups[row.pk]),
            )
        )
    return tuple(sorted(told, key=lambda result: result.kind.rung))


def _known(meeting: Meeting, institutions: Iterable[Institution]) -> tuple[Words, ...]:
    """Other proper names that may stand in the text: the office itself, the bodies, their countries."""
    codes = {meeting.summit.country, *(one.country for one in institutions)}
    known: list[Words] = [country_name(code) for code in sorted(codes) if code]
    known += [one.name for one in institutions]
    known += [one.name for one in (meeting.hosted_by,) if one]
    own = Organisation.objects.filter(pk=meeting.organisation_id).first()
    known += [own.name] if own else []
    return tuple(known)


def country_name(code: str) -> Words:
    """A country's name by language, by its ISO 3166 alpha-3 code; nothing for a code that is none."""
    short = get_global("territory_aliases").get(code, [code])[0]
    names = {language: Locale(language).territories.get(short, "") for language in LANGUAGES}
    return {language: name for language, name in names.items() if name}
