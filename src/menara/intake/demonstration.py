"""The demonstration world: the meeting of Marrakech as reported, the openings seen, and a synthetic roster.

What was published is marked real and names its source; all else is marked synthetic. A second office with a small
roster of its own is there to show that the two see nothing of one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from menara import facts
from menara.actions.accounts import found_membership, found_organisation
from menara.actions.officers import import_officers
from menara.actions.posts import import_openings
from menara.engines.eligibility.opening import Opening
from menara.facts import synthesis
from menara.facts.reading import Words
from menara.facts.summits import Scenario, Stated
from menara.intake import demonstration_desk, demonstration_minutes
from menara.models import (
    Account,
    Call,
    Commitment,
    DutyStation,
    Institution,
    Meeting,
    Membership,
    Mission,
    OrganisationKind,
    Outcome,
    Participant,
    Partnership,
    Person,
    PersonTitle,
    Post,
    Role,
    Statement,
    Summit,
    Verb,
    acting_for,
)
from menara.terms import OutcomeKind, Provenance

PASSWORD = "jardins-de-la-menara-2025"  # noqa: S105 (told to everyone who starts the demonstration)
OFFICERS, OFFICERS_OF_SECOND = 3000, 60
MEMBERS = tuple(role for role in Role if role is not Role.FOCAL_POINT)

NAMES: Mapping[str, Words] = {
    "first": {
        "en": "Police cooperation office (demonstration)",
        "fr": "Bureau de coopération policière (démonstration)",
        "ar": "مكتب التعاون الشرطي (عرض توضيحي)",
    },
    "second": {
        "en": "Second office (demonstration)",
        "fr": "Second bureau (démonstration)",
        "ar": "المكتب الثاني (عرض توضيحي)",
    },
    "DGSN-DGST": {
        "en": "General Directorate of National Security and of Territorial Surveillance (DGSN-DGST)",
        "fr": "Direction générale de la sûreté nationale et de la surveillance du territoire (DGSN-DGST)",
        "ar": "المديرية العامة للأمن الوطني ولمراقبة التراب الوطني",
    },
    "UN Police": {"en": "UN Police", "fr": "Police des Nations Unies", "ar": "شرطة الأمم المتحدة"},
    "meeting": {
        "en": "DGSN-DGST and UN Police",
        "fr": "DGSN-DGST et Police des Nations Unies",
        "ar": "المديرية العامة للأمن الوطني ولمراقبة التراب الوطني وشرطة الأمم المتحدة",
    },
    "memorandum of understanding": {
        "en": "Memorandum of understanding: %(partner)s",
        "fr": "Mémorandum d'entente : %(partner)s",
        "ar": "مذكرة تفاهم: %(partner)s",
    },
    "follow-up": {
        "en": "Propose the first joint training session under the memorandum (invented for the demonstration)",
        "fr": "Proposer la première session de formation commune au titre du mémorandum (inventé pour l’occasion)",
        "ar": "اقتراح أول دورة تدريب مشتركة في إطار المذكرة (مختلق لأغراض العرض)",
    },
}

VERBS = {"conveyed the wish": Verb.CONVEYED_WISH, "stressed the importance": Verb.STRESSED_IMPORTANCE}
ON_BEHALF_OF: Mapping[str, Words] = {
    "Secretary-General of the United Nations": {
        "en": "Secretary-General of the United Nations",
        "fr": "Secrétaire général de l'Organisation des Nations Unies",
        "ar": "الأمين العام للأمم المتحدة",
    }
}
INVENTED = {"provenance": Provenance.SYNTHETIC.value, "source_key": "synthesis"}


def build(*, now: datetime) -> Iterator[str]:
    """Build the world in an empty database, all or nothing, and say who can sign in to it."""
    # Hashed once: the hash is slow on purpose, and the password of all is told to everyone anyway.
    password_hash = make_password(PASSWORD)
    with transaction.atomic():
        first = found_organisation(
            kind=OrganisationKind.NATIONAL_POLICE,
            name=NAMES["first"],
            country="MAR",
            time_zone="Africa/Casablanca",
            home_unit_share=Fraction(1, 10),
            is_demonstration=True,
            newsroom="demonstration",
        )
        second = found_organisation(
            kind=OrganisationKind.NATIONAL_POLICE,
            name=NAMES["second"],
            country="MAR",
            time_zone="Africa/Casablanca",
            is_demonstration=True,
        )
        members = {role: _member(first, f"{role}@example.org", role, password_hash) for role in MEMBERS}
        stranger = _member(second, "second@example.org", Role.ADMINISTRATOR, password_hash)
        with acting_for(first, account_id=members[Role.ADMINISTRATOR].account_id):
            _fill_first(members[Role.ADMINISTRATOR], now, password_hash)
        with acting_for(second, account_id=stranger.account_id):
            _fill_second(stranger, now)
    yield "Demonstration only: anyone who can read this can sign in. The password of every account is " + PASSWORD
    for role in MEMBERS:
        yield f"Sign in     {role}@example.org"
    for name in demonstration_desk.FOCAL_POINTS:
        yield f"Sign in     {name}@example.org      (a focal point, who sees the own delegation only)"
    yield "Sign in     second@example.org      (another office, which sees nothing of the first)"


def _member(organisation_id: int, email: str, role: Role, password_hash: str) -> Membership:
    name = f"{email.split('@', maxsplit=1)[0].capitalize()} (demonstration)"
    account = Account(email=email, name=name, password=password_hash)
    account.save()
    membership_id = found_membership(organisation_id=organisation_id, account_id=account.pk, role=role)
    with acting_for(organisation_id):
        return Membership.objects.get(pk=membership_id)


def _fill_first(actor: Membership, now: datetime, password_hash: str) -> None:
    _missions(actor.organisation_id)
    outcomes = _story(facts.marrakech_2025(), actor, now.date())
    demonstration_desk.lay(actor=actor, now=now, password_hash=password_hash)
    demonstration_minutes.lay(actor=actor, now=now)
    import_openings(openings=facts.openings_real(), actor=actor)
    _mark_real_openings(facts.openings_real())
    import_openings(openings=facts.openings_synthetic(), actor=actor, source_key="openings_synthetic")
    # The calls are invented, and so is that they came of the meeting; each says so.
    invented = Call.objects.filter(provenance=Provenance.SYNTHETIC.value)
    invented.update(outcome=outcomes["draw-on-moroccan-officers"])
    roster = synthesis.roster(size=OFFICERS, on=now.date())
    import_officers(officers=roster, actor=actor, source_key="synthesis")


def _fill_second(actor: Membership, now: datetime) -> None:
    import_openings(openings=facts.openings_synthetic()[:3], actor=actor, source_key="openings_synthetic")
    roster = synthesis.roster(size=OFFICERS_OF_SECOND, seed=2, on=now.date())
    import_officers(officers=roster, actor=actor, source_key="synthesis")


# --- what was published -----------------------------------------------------------------------------------------------


def _origin(stated: Stated) -> dict[str, Any]:
    return _said(stated.mark.value, stated.sources)


def _said(mark: str, sources: Sequence[str]) -> dict[str, Any]:
    # A fact nobody published a source for is entered by us, and its mark says how little it is worth.
    provenance = Provenance.REAL if sources else Provenance.ENTERED
    return {"provenance": provenance.value, "source_key": ";".join(sources), "mark": mark}


def _missions(organisation_id: int) -> None:
    own = {"organisation_id": organisation_id}
    for mission in facts.missions().values():
        told = _said(mission.mark.value, mission.sources)
        row = Mission.objects.create(
            **own,
            **told,
            code=mission.code,
            name=dict(mission.names),
            working_languages=list(mission.working_languages),
            armed={"yes": True, "no": False}.get(mission.armed),
            period=DateRange(None, date(int(mission.closed) + 1, 1, 1)) if mission.closed else None,
            note=mission.note,
        )
        DutyStation.objects.bulk_create(
            DutyStation(**own, **told, mission=row, code=station["en"], name=dict(station))
            for station in mission.stations
        )


def _story(scenario: Scenario, actor: Membership, today: date) -> dict[str, Outcome]:
    """The summit, the meeting and what came of it; the outcomes by their codes."""
    own = {"organisation_id": actor.organisation_id}
    summit = Summit.objects.create(
        **own,
        **_origin(scenario.summit.stated),
        name=dict(scenario.summit.names),
        period=DateRange(scenario.summit.first_day, scenario.summit.last_day + timedelta(days=1)),
        venue=dict(scenario.summit.city),
        time_zone=scenario.summit.zone,
        country=scenario.summit.country,
    )
    people = _people(scenario, own)
    meeting = _meeting(scenario, summit, people, own)
    outcomes = {
        told.code: Outcome.objects.create(
            **own,
            **_origin(told.stated),
            summit=summit,
            meeting=meeting,
            counterpart=people["shahkar"].institution,
            kind=told.kind.value,
            text=dict(told.text),
        )
        for told in scenario.meeting.outcomes
    }
    for instrument in scenario.instruments:
        _instrument(instrument, summit, own, today)
    return outcomes


def _people(scenario: Scenario, own: Mapping[str, int]) -> dict[str, Person]:
    people = {}
    for told in scenario.persons:
        institution = Institution.objects.create(
            **own,
            **_origin(told.stated),
            code=told.organisation,
            name=dict(NAMES[told.organisation]),
            country=told.country,
        )
        scripts = {"Latn": told.latin, "Arab": told.arabic}
        people[told.code] = Person.objects.create(
            **own,
            **_origin(told.stated),
            names={script: name for script, name in scripts.items() if name},
            institution=institution,
        )
        for title in told.titles:
            PersonTitle.objects.create(**own, **_origin(title.stated), person=people[told.code], text=dict(title.words))
    return people


def _meeting(scenario: Scenario, summit: Summit, people: Mapping[str, Person], own: Mapping[str, int]) -> Meeting:
    told = scenario.meeting
    meeting = Meeting.objects.create(
        **own,
        **_origin(told.stated),
        summit=summit,
        held_on=told.day,
        part_of_day=told.part_of_day,
        time_zone=told.zone,
        venue=dict(told.place),
        subject=dict(NAMES["meeting"]),
        requested_by=people["shahkar"].institution,
        hosted_by=people[told.received_by].institution,
        received_by=people[told.received_by],
        source_note=told.stated.note,
    )
    for present in told.participants:
        Participant.objects.create(
            **own, meeting=meeting, person=people[present.person], side=present.side, role=present.role
        )
    for order, point in enumerate(told.points):
        Statement.objects.create(
            **own,
            **_origin(point.stated),
            meeting=meeting,
            speaker=people[point.person],
            on_behalf_of=dict(ON_BEHALF_OF.get(point.on_behalf_of, {})),
            verb=VERBS[point.verb].value,
            text=dict(point.text),
            matter=dict(point.matter),
            reasons=dict(point.reasons),
            order=order,
        )
    return meeting


def _instrument(told: Any, summit: Summit, own: Mapping[str, int], today: date) -> None:
    origin = _origin(told.stated)
    partner = Institution.objects.create(**own, **origin, name=dict(told.partner), country=told.country)
    partnership = Partnership.objects.create(**own, **origin, partner=partner, since_on=told.signed_on)
    title = {code: form % {"partner": told.partner[code]} for code, form in NAMES[told.kind].items()}
    outcome = Outcome.objects.create(
        **own,
        **origin,
        summit=summit,
        counterpart=partner,
        kind=OutcomeKind.INSTRUMENT.value,
        text=title,
        title=title,
        signed_on=told.signed_on,
    )
    if "training" in told.scope:
        Commitment.objects.create(
            **own,
            **INVENTED,
            outcome=outcome,
            outcome_kind=outcome.kind,
            partnership=partnership,
            text=dict(NAMES["follow-up"]),
            due_on=today + timedelta(days=4 - today.weekday() if today.weekday() < 5 else 7),
        )


def _mark_real_openings(openings: Sequence[Opening]) -> None:
    seen = facts.seen_openings()
    rows = list(Post.objects.filter(ref__in=[opening.ref for opening in openings]).select_related("call"))
    for row in rows:
        row.mark = row.call.mark = seen[row.ref].mark.value
        row.source_key = row.call.source_key = ";".join(seen[row.ref].sources)
    Post.objects.bulk_update(rows, ["mark", "source_key"])
    Call.objects.bulk_update({row.call_id: row.call for row in rows}.values(), ["mark", "source_key"])
