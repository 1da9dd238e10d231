"""Minutes of an invented meeting in the rehearsal, as two sides have left them: some words agreed, some not.

Written through the actions, each side for itself, so that the demonstration shows what the product does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from menara.actions.summits.clauses import add_clause, agree_words, propose_words
from menara.actions.summits.minutes import open_minutes
from menara.actions.summits.records import (
    BodyFacts,
    MeetingFacts,
    ParticipantFacts,
    record_meeting,
    set_agenda,
    set_talking_points,
)
from menara.models import FocalPoint, Guest, Meeting, MeetingRequest, Membership, Person, acting_for
from menara.queries.summits.minutes import minutes_record
from menara.queries.summits.records import draft_of_request
from menara.terms import Provenance

GUEST, HOST = "NOR", "DGSN-DGST"
CLAUSES: tuple[Mapping[str, str], ...] = (
    {
        "fr": "Les deux services ont procédé à un échange de vues sur la formation des policiers avant leur"
        " déploiement.",
        "en": "The two services exchanged views on the training of police officers before their deployment.",
    },
    {
        "fr": "Les deux services conviennent d'organiser ensemble une session de formation de dix officiers.",
        "en": "The two services agree to hold together one training session for ten officers.",
    },
    {
        "fr": "Le service invité a exprimé le souhait d'accueillir une visite d'étude.",
        "en": "The visiting service expressed the wish to receive a study visit.",
    },
)
# What the guest answers: agreement to the first clause, other words for the second.
COUNTER: Mapping[str, str] = {
    "fr": "Les deux services conviennent d'organiser ensemble deux sessions de formation de dix officiers chacune,"
    " avant la fin de l'année.",
    "en": "The two services agree to hold together one training session for ten officers.",
}


def lay(*, actor: Membership, now: datetime) -> None:
    """Record the meeting and open its minutes. The desk must be there already."""
    asked = MeetingRequest.objects.filter(
        asking__institution__country=GUEST, asked__institution__code=HOST, summit__provenance=Provenance.SYNTHETIC.value
    ).first()
    if asked is None:
        return
    draft = draft_of_request(request_id=asked.pk)
    # Nobody real sat at an invented table.
    invented = set(Person.objects.filter(provenance=Provenance.SYNTHETIC.value).values_list("pk", flat=True))
    meeting = record_meeting(
        meeting=MeetingFacts(
            summit_id=asked.summit_id,
            request_id=asked.pk,
            held_on=asked.summit.period.lower + timedelta(days=1),
            begins_at=time(10, 0),
            ends_at=time(10, 30),
            time_zone=draft.time_zone,
            venue=draft.venue,
            subject=draft.subject,
            hosted_by=BodyFacts(id=draft.hosted_by_id),
            requested_by=BodyFacts(id=draft.requested_by_id),
            languages=("fr", "en"),
            people=tuple(
                ParticipantFacts(person_id=seat.person_id, side=seat.side, role=seat.role)
                for seat in draft.seats
                if seat.person_id in invented
            ),
        ),
        actor=actor,
    )
    Meeting.objects.filter(pk=meeting).update(provenance=Provenance.SYNTHETIC.value, source_key="synthesis")
    set_agenda(meeting_id=meeting, lines=["Training before deployment", "Study visit"], language="en", actor=actor)
    set_talking_points(meeting_id=meeting, lines=["Offer one session, not more."], language="en", actor=actor)
    minutes = open_minutes(meeting_id=meeting, authoritative="fr", second="en", actor=actor, now=now)
    for words in CLAUSES:
        add_clause(minutes_id=minutes, words=words, actor=actor, now=now)
    _answer(meeting, asked, actor, now)


def _answer(meeting: int, asked: MeetingRequest, actor: Membership, now: datetime) -> None:
    """The guest's side speaks through its own focal point."""
    named = FocalPoint.objects.filter(delegation_id=asked.asking_id).select_related("membership__account").first()
    if named is None:
        return
    guest = Guest(asked.asking_id, asked.summit_id)
    with acting_for(actor.organisation_id, account_id=named.membership.account_id, guest=guest):
        first, second, _third = minutes_record(meeting_id=meeting).clauses
        agree_words(version_id=first.top.id, actor=named.membership, now=now)
        propose_words(clause_id=second.id, words=COUNTER, actor=named.membership, now=now)
