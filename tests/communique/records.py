"""Records to write of: the meeting of 25 November 2025 as reported, and smaller ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from menara import facts
from menara.communique.record import Principal, Record, Result, Said, Statement
from menara.intake.demonstration import NAMES, ON_BEHALF_OF, VERBS
from menara.terms import OutcomeKind


def marrakech() -> Record:
    """The meeting as the fact files tell it."""
    story = facts.marrakech_2025()
    people = {person.code: person for person in story.persons}

    def principal(code: str) -> Principal:
        told = people[code]
        names = {script: name for script, name in (("Latn", told.latin), ("Arab", told.arabic)) if name}
        titles = tuple(dict(title.words) for title in told.titles)
        body = dict(NAMES[told.organisation])
        return Principal(names=names, titles=titles, is_acting=(None,) * len(titles), institution=body)

    return Record(
        held_on=story.meeting.day,
        part_of_day=story.meeting.part_of_day,
        venue=dict(story.meeting.place),
        city=dict(story.summit.city),
        event=dict(story.summit.names),
        first_day=story.summit.first_day,
        last_day=story.summit.last_day,
        host=principal("hammouchi"),
        guest=principal("shahkar"),
        requested_by=dict(NAMES["UN Police"]),
        statements=tuple(
            Statement(
                side=point.side,
                speaker={"Latn": people[point.person].latin},
                verb=Said(VERBS[point.verb].value),
                matter=dict(point.matter),
                reasons=dict(point.reasons),
                on_behalf_of=dict(ON_BEHALF_OF.get(point.on_behalf_of, {})),
                text=dict(point.text),
            )
            for point in story.meeting.points
        ),
        results=tuple(Result(kind=told.kind, text=dict(told.text)) for told in story.meeting.outcomes),
    )


def small(**known: Any) -> Record:
    """Two bodies met on a day; nothing else is known but what is told here."""
    host = Principal(
        names={"Latn": "Ada Lind"}, institution={"en": "Norwegian National Police", "fr": "Police nationale"}
    )
    guest = Principal(names={"Latn": "Per Bakke"}, institution={"en": "Federal Police", "fr": "Police fédérale"})
    return replace(Record(held_on=date(2027, 4, 5), host=host, guest=guest), **known)


AGREED = Result(
    kind=OutcomeKind.AGREED_ACTION,
    text={"en": "Train instructors together.", "fr": "Former ensemble des instructeurs.", "ar": "تدريب المدربين معا."},
    document="Minutes 7, clause 2",
)
PLEDGE = Result(
    kind=OutcomeKind.PLEDGE,
    text={"en": "Officers for missions.", "fr": "Des policiers pour les missions.", "ar": "ضباط للبعثات."},
    quantity=12,
    unit={"en": "officers", "fr": "policiers", "ar": "ضابطا"},
    note_verbale="NV/9",
)
INSTRUMENT = Result(
    kind=OutcomeKind.INSTRUMENT,
    text={
        "en": "Training and technical support.",
        "fr": "Formation et appui technique.",
        "ar": "التدريب والدعم التقني.",
    },
    title={"en": "Memorandum of understanding", "fr": "Mémorandum d’entente", "ar": "مذكرة تفاهم"},
    signed_on=date(2027, 4, 6),
)
