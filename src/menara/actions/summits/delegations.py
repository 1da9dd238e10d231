"""Enter and correct delegations, their members and when those cannot meet.

The office keeps every delegation; a focal point the own one, and of it what concerns its own people and times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Q
from django.db.models.functions import Now

from menara.actions.summits.faults import (
    Span,
    blank,
    fault,
    languages_unknown,
    out_of_range,
    refuse,
    span_turned,
    words_missing,
)
from menara.actions.summits.sides import delegation_of, require_keeper
from menara.errors import Fault, Refusal
from menara.models import (
    Absence,
    CalendarFeed,
    Delegation,
    DelegationMember,
    DelegationRole,
    Institution,
    Meeting,
    Membership,
    Person,
    PersonTitle,
    RequestPerson,
    RequestStatus,
    Summit,
)
from menara.permissions import may_edit, require
from menara.queries.officers import NoSuchRecord
from menara.terms import Provenance
from menara.wording import gettext_noop

OPEN = (RequestStatus.ASKED.value, RequestStatus.COUNTERED.value, RequestStatus.ACCEPTED.value)


class NeededInMeeting(Refusal):
    """Someone whom a meeting needs does not leave the delegation."""

    def __init__(self, *, meetings: int) -> None:
        super().__init__(
            "needed_in_meeting",
            gettext_noop(
                "This person is needed in meetings (%(meetings)s). Take the person out of those requests first."
            ),
            {"meetings": meetings},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """What is known of a delegation. Either ``institution_id``, or a new body by its name and country."""

    institution_id: int | None = None
    name: Mapping[str, str] = field(default_factory=dict)
    country: str = ""  # ISO 3166 alpha-3; blank: international
    is_host: bool = False
    languages: tuple[str, ...] = ()  # the preferred one first
    precedence: int | None = None
    present: Span | None = None
    most_in_row: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFacts:
    """A title held from its first day until, and without, ``until``; an open end is None."""

    text: Mapping[str, str]
    acting: bool | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateFacts:
    """One person of a delegation. ``names`` is by script, as the person's own office writes it."""

    names: Mapping[str, str]
    role: DelegationRole = DelegationRole.MEMBER
    precedence: int | None = None
    titles: tuple[TitleFacts, ...] = ()


def enter_delegation(*, summit_id: int, delegation: DelegationFacts, actor: Membership) -> int:
    """Put a delegation on record, with its body where that is new, and return the row's id. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``BadInput``."""
    require(actor, may_edit)
    if not Summit.objects.filter(pk=summit_id).exists():
        raise NoSuchRecord(kind="summit", record_id=summit_id)
    refuse(_delegation_faults(delegation, summit_id=summit_id))
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        institution_id = delegation.institution_id
        if institution_id is None:
            name = {code: text.strip() for code, text in delegation.name.items() if text.strip()}
            institution_id = Institution.objects.create(**own, name=name, country=delegation.country).pk
        row = Delegation.objects.create(
            **own, summit_id=summit_id, institution_id=institution_id, **delegation_columns(delegation)
        )
    return row.pk


def correct_delegation(*, delegation_id: int, version: int, delegation: DelegationFacts, actor: Membership) -> None:
    """Correct a delegation; its body stays. Of a focal point's correction only languages, presence and pauses count,
    the rest is the office's to say. Raises ``NotAllowed``, ``NotYourDelegation``, ``NoSuchRecord``, ``RecordChanged``,
    ``BadInput``."""
    row = delegation_of(delegation_id)
    require_keeper(actor, row)
    refuse(_delegation_faults(delegation, summit_id=row.summit_id, corrected=row))
    changes = delegation_columns(delegation)
    if not may_edit(actor):
        changes = {name: changes[name] for name in ("languages", "present", "most_in_row")}
    row.correct(version=version, **changes)


def add_delegate(*, delegation_id: int, delegate: DelegateFacts, actor: Membership) -> int:
    """Put a person on record in a delegation and return the membership's id. Raises ``NotAllowed``,
    ``NotYourDelegation``, ``NoSuchRecord``, ``BadInput``."""
    row = delegation_of(delegation_id)
    require_keeper(actor, row)
    refuse(_delegate_faults(delegate, row))
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        person_id = _enter_person(delegate, row.institution_id, own)
        member = DelegationMember.objects.create(
            **own,
            delegation=row,
            person_id=person_id,
            role=delegate.role.value,
            precedence=delegate.precedence,
            provenance=Provenance.ENTERED.value,
        )
        _enter_titles(delegate, person_id, own)
    return member.pk


def correct_delegate(*, delegate_id: int, version: int, delegate: DelegateFacts, actor: Membership) -> None:
    """Correct a person of a delegation: names, role and titles, which are replaced by those given. Raises
    ``NotAllowed``, ``NotYourDelegation``, ``NoSuchRecord``, ``RecordChanged``, ``BadInput``."""
    member = _delegate(delegate_id)
    require_keeper(actor, member.delegation)
    refuse(_delegate_faults(delegate, member.delegation, corrected=member))
    own = {"organisation_id": actor.organisation_id}
    with transaction.atomic():
        member.correct(version=version, role=delegate.role.value, precedence=delegate.precedence)
        person = member.person
        names = _names(delegate)
        if person.names != names:
            person.correct(version=person.version, names=names)
        if _titles_of(person) != _filled(delegate.titles):
            person.titles.all().delete()
            _enter_titles(delegate, person.pk, own)


def remove_delegate(*, delegate_id: int, actor: Membership) -> None:
    """Take a person out of a delegation; what the person said and signed stays on record. Raises ``NotAllowed``,
    ``NotYourDelegation``, ``NoSuchRecord``, ``NeededInMeeting``."""
    member = _delegate(delegate_id)
    require_keeper(actor, member.delegation)
    needed = RequestPerson.objects.filter(
        person=member.person, request__summit_id=member.delegation.summit_id, request__status__in=OPEN
    ).count()
    if needed:
        raise NeededInMeeting(meetings=needed)
    # Who has left reads no more of its meetings by an address made before.
    feeds = CalendarFeed.objects.filter(delegation=member.delegation, person=member.person)
    with transaction.atomic():
        feeds.filter(ended_at__isnull=True).update(ended_at=Now())
        member.delete()


def record_absence(*, delegation_id: int, person_id: int, during: Span, reason: str, actor: Membership) -> int:
    """Record when a person of a delegation cannot meet and return the row's id. Raises ``NotAllowed``,
    ``NotYourDelegation``, ``NoSuchRecord``, ``BadInput``."""
    row = delegation_of(delegation_id)
    require_keeper(actor, row)
    found = span_turned("until", during)
    if not DelegationMember.objects.filter(delegation=row, person_id=person_id).exists():
        found.append(fault("person", "not_of_delegation", gettext_noop("This person is not of the delegation.")))
    if len(reason) > 200:
        found += out_of_range("reason", len(reason), least=0, most=200)
    refuse(found)
    absence = Absence.objects.create(
        organisation_id=actor.organisation_id,
        person_id=person_id,
        during=DateTimeTZRange(*during),
        reason=reason.strip(),
    )
    return absence.pk


def remove_absence(*, absence_id: int, delegation_id: int, actor: Membership) -> None:
    """Take an absence of one of the delegation's people back. Raises ``NotAllowed``, ``NotYourDelegation``,
    ``NoSuchRecord``."""
    row = delegation_of(delegation_id)
    require_keeper(actor, row)
    of_its_people = Absence.objects.filter(pk=absence_id, person__delegations__delegation=row)
    found = of_its_people.first()
    if found is None:
        raise NoSuchRecord(kind="absence", record_id=absence_id)
    found.delete()


# --- faults -----------------------------------------------------------------------------------------------------------


def _delegation_faults(given: DelegationFacts, *, summit_id: int, corrected: Delegation | None = None) -> list[Fault]:
    others = Delegation.objects.filter(summit_id=summit_id).exclude(pk=corrected.pk if corrected else 0)
    host = others.filter(is_host=True).select_related("institution").first() if given.is_host else None
    is_new = corrected is None
    if is_new and given.institution_id and not Institution.objects.filter(pk=given.institution_id).exists():
        raise NoSuchRecord(kind="institution", record_id=given.institution_id)
    return delegation_faults(
        given,
        host=host.institution.name if host else None,
        is_new=is_new,
        is_taken=is_new and others.filter(institution_id=given.institution_id or 0).exists(),
        turns_host=corrected is not None and given.is_host != corrected.is_host and _has_met(corrected),
    )


def delegation_faults(
    given: DelegationFacts, *, host: Mapping[str, str] | None, is_new: bool, is_taken: bool, turns_host: bool
) -> list[Fault]:
    """Every fault of a delegation. ``host``: what another delegation that hosts the summit is called; ``is_taken``: its
    body has one already; ``turns_host``: it begins or ceases to host, and a meeting of it is on record."""
    found = [
        *languages_unknown("languages", given.languages),
        *out_of_range("precedence", given.precedence, least=0, most=999),
        *out_of_range("most_in_row", given.most_in_row, least=1, most=20),
        *span_turned("present_until", given.present),
    ]
    if given.is_host and host is not None:
        said = gettext_noop("%(found)s is the host already; a summit has one.")
        found.append(fault("is_host", "host_taken", said, found=_any_name(host)))
    if turns_host:
        said = gettext_noop("A meeting of this delegation is on record; whether it hosts the summit stays.")
        found.append(fault("is_host", "meeting_on_record", said))
    if is_new and given.institution_id is None:
        found += words_missing("name", given.name)
    if is_taken:
        said = gettext_noop("This body has a delegation at this summit already.")
        found.append(fault("institution", "delegation_taken", said))
    return found


def _has_met(delegation: Delegation) -> bool:
    of_it = Q(request__asking=delegation) | Q(request__asked=delegation)
    return Meeting.objects.filter(of_it).exists()


def _delegate_faults(
    given: DelegateFacts, delegation: Delegation, *, corrected: DelegationMember | None = None
) -> list[Fault]:
    found = out_of_range("precedence", given.precedence, least=1, most=999)
    titles = _filled(given.titles)
    if not _names(given) and not titles:
        found.append(blank("names_Latn"))
    for number, title in enumerate(titles):
        if title.since and title.until and title.since >= title.until:
            said = gettext_noop("The title ends on %(found)s, which is not after its first day.")
            found.append(fault(f"title_{number}_until", "ends_before", said, found=title.until))
    others = DelegationMember.objects.filter(delegation=delegation).exclude(pk=corrected.pk if corrected else 0)
    if given.role is DelegationRole.HEAD and others.filter(role=DelegationRole.HEAD.value).exists():
        said = gettext_noop("The delegation has a head already. Give that person another role first.")
        found.append(fault("role", "head_taken", said))
    return found


# --- saving -----------------------------------------------------------------------------------------------------------


def delegation_columns(given: DelegationFacts) -> dict[str, Any]:
    """The row's columns but summit and body."""
    return {
        "is_host": given.is_host,
        "languages": list(dict.fromkeys(given.languages)),
        "precedence": given.precedence,
        "present": DateTimeTZRange(*given.present) if given.present else None,
        "most_in_row": given.most_in_row,
        "note": given.note.strip(),
    }


def _delegate(delegate_id: int) -> DelegationMember:
    rows = DelegationMember.objects.select_related("delegation__institution", "person")
    member = rows.filter(pk=delegate_id).first()
    if member is None:
        raise NoSuchRecord(kind="delegate", record_id=delegate_id)
    return member


def _enter_person(given: DelegateFacts, institution_id: int, own: Mapping[str, int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('menara_person', 'id'))")
        (person_id,) = cursor.fetchone()
    # A focal point reads a person only once he or she is of the delegation, so the row must not be asked back.
    row = Person(pk=person_id, **own, names=_names(given), institution_id=institution_id)
    Person.objects.bulk_create([row], ignore_conflicts=True)
    return int(person_id)


def _enter_titles(given: DelegateFacts, person_id: int, own: Mapping[str, int]) -> None:
    for title in _filled(given.titles):
        PersonTitle.objects.create(
            **own,
            person_id=person_id,
            text=dict(title.text),
            acting=title.acting,
            validity=DateRange(title.since, title.until) if title.since or title.until else None,
        )


def _titles_of(person: Person) -> tuple[TitleFacts, ...]:
    return tuple(
        TitleFacts(
            text=row.text,
            acting=row.acting,
            since=row.validity.lower if row.validity else None,
            until=row.validity.upper if row.validity else None,
        )
        for row in person.titles.order_by("pk")
    )


def _filled(titles: tuple[TitleFacts, ...]) -> tuple[TitleFacts, ...]:
    """Those that say something, without blank languages."""
    stripped = (
        TitleFacts(
            text={code: text.strip() for code, text in title.text.items() if text.strip()},
            acting=title.acting,
            since=title.since,
            until=title.until,
        )
        for title in titles
    )
    return tuple(title for title in stripped if title.text)


def _names(given: DelegateFacts) -> dict[str, str]:
    return {script: name.strip() for script, name in given.names.items() if name.strip()}


def _any_name(words: Mapping[str, str]) -> str:
    return words.get("en") or next(iter(words.values()), "")
