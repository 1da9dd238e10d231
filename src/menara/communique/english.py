"""The text in English."""

from __future__ import annotations

import re

from menara.communique import parts
from menara.communique.countries import english_article, is_country
from menara.communique.days import day, full_day, span
from menara.communique.heads import delegation_of, is_led
from menara.communique.parts import Missing
from menara.communique.record import Principal, Record, Result, Said, Statement, Text
from menara.terms import OutcomeKind

EN = "en"
_PARTS_OF_DAY = {"morning": "On the morning of", "afternoon": "On the afternoon of", "evening": "On the evening of"}


def compose(record: Record, missing: Missing) -> Text:
    """Title and paragraphs; what was left out is noted."""
    told = (
        _received(record, missing),
        _event(record, missing),
        _statements(record, missing),
        _framework(record),
        *_results(record, missing),
    )
    return Text(title=_title(record), paragraphs=tuple(part for part in told if part))


def _title(record: Record) -> str:
    city = f" in {record.city[EN]}" if record.city.get(EN) else ""
    if bodies := _bodies(record):
        return f"Bilateral meeting{city} {bodies}"
    return f"Bilateral meeting{city}, {day(record.held_on, EN)}"


def _bodies(record: Record) -> str:
    """``between the one and the other``, blank where one is not on record."""
    host, guest = (with_article(side.institution.get(EN, "")) for side in (record.host, record.guest))
    return f"between {host} and {guest}" if host and guest else ""


def _received(record: Record, missing: Missing) -> str:
    host, guest = (designation(side, missing) for side in (record.host, record.guest))
    when = f"{_PARTS_OF_DAY.get(record.part_of_day, 'On')} {full_day(record.held_on, EN)}"
    if not (host and guest):
        bodies = _bodies(record)
        missing.note("heads_missing" if bodies else "who_missing")
        return f"{when}{_where(record, missing)}, a bilateral meeting was held {bodies}." if bodies else ""
    return f"{when}{_where(record, missing)}, {parts.enclosed(host)} received {guest}."


def _where(record: Record, missing: Missing) -> str:
    venue, city = parts.place(record, EN, missing), record.city.get(EN, "")
    if venue and city:
        return f", in {city} ({venue})"
    return f", in {city or venue}" if city or venue else ""


def designation(side: Principal, missing: Missing) -> str:
    """``Name, Title, head of the delegation of the body``: as much of it as is on record."""
    if not is_led(side):
        return ""
    name, title = parts.name_of(side, EN), parts.title_of(side, EN, missing)
    body = delegation_of(side, EN)
    if title and parts.is_acting(side, title, EN):
        title = f"acting {title}"
    if not name:
        missing.note("name_missing", parts.called(side))
    told = [name, title]
    if body and not (title and parts.tells_of(title, body)):
        told.append(f"head of the delegation of {with_article(body)}")
    told = [part for part in told if part]
    if not name and told:
        told[0] = f"the {told[0]}"
    return ", ".join(told)


def _event(record: Record, missing: Missing) -> str:
    event = parts.event(record, EN, missing)
    asked = record.requested_by.get(EN, "")
    if not asked:
        missing.note("request_missing")
    request = f", at the request of {with_article(asked)}" if asked else ""
    if not event:
        return f"The meeting was held{request}." if request else ""
    known = [parts.city_beside(record, event, EN)]
    if days := parts.span_of(record):
        known.append(span(*days, EN))
    aside = f" ({', '.join(filter(None, known))})" if any(known) else ""
    return f"The meeting was held on the margins of {with_article(event)}{aside}{request}."


def _statements(record: Record, missing: Missing) -> str:
    told: list[str] = []
    spoken: list[object] = []
    for statement in parts.sayable(record, EN, missing):
        who = _who(record, statement)
        also = " also" if who in spoken else ""
        sentence = f"{who}{also} {_said(statement)}{_reasons(statement)}."
        told.append(f"{sentence[0].upper()}{sentence[1:]}" if told else f"During the meeting, {sentence}")
        spoken.append(who)
    return " ".join(told)


def _who(record: Record, statement: Statement) -> str:
    name = statement.speaker.get("Latn", "")
    if name:
        return name
    side = record.host if statement.side == "host" else record.guest
    head = parts.speaker(record, statement)
    if head and (title := parts.title_of(head, EN, Missing(EN))):
        return f"the {title}"
    body = delegation_of(side, EN)
    role = "the head" if head else "a member"
    return f"{role} of the delegation of {with_article(body)}" if body else f"the {statement.side} side"


def _said(statement: Statement) -> str:
    matter, behalf = statement.matter[EN], statement.on_behalf_of.get(EN, "")
    of = f" of {with_article(behalf)}" if behalf else ""
    on = f", on behalf of {with_article(behalf)}," if behalf else ""
    match statement.verb:
        case Said.CONVEYED_WISH:
            return f"conveyed the wish{of} {matter}"
        case Said.STRESSED_IMPORTANCE:
            return f"stressed{on} the importance of {matter}"
        case Said.EXPRESSED:
            return f"expressed{on} {matter}"
        case Said.PROPOSED:
            return f"proposed{on} {matter}"
        case Said.AGREED:
            return f"agreed{on} {matter}"
        case Said.SIGNED:
            return f"signed{on} {matter}"


def _reasons(statement: Statement) -> str:
    reasons = statement.reasons.get(EN, "")
    return f", citing {reasons}" if reasons else ""


def _framework(record: Record) -> str:
    if not record.event.get(EN):
        return ""
    return "The meeting is one of the bilateral meetings held on the margins of this event."


def _results(record: Record, missing: Missing) -> list[str]:
    if not record.results:
        missing.note("results_missing")
    told = []
    said = parts.sayable(record, EN, Missing(EN))
    if interests := parts.interests(record, said, EN, missing):
        told.append(f"The interest expressed at the meeting is recorded as follows: {_quoted(interests)}.")
    told += _agreed(record, missing)
    for pledge in parts.tellable(record, OutcomeKind.PLEDGE, EN, missing):
        unit = f" {pledge.unit[EN]}" if pledge.unit.get(EN) else ""
        told.append(
            f"By note verbale {pledge.note_verbale}, a contribution of {pledge.quantity}{unit} was pledged: "
            f"{_quoted([pledge])}.{_follow([pledge])}"
        )
    for instrument in parts.tellable(record, OutcomeKind.INSTRUMENT, EN, missing):
        when = f", on {day(instrument.signed_on, EN)}," if instrument.signed_on else ""
        scope = instrument.text.get(EN, "")
        told.append(
            f"The two sides signed{when} the instrument entitled “{instrument.title[EN]}”."
            + (f" It covers: {_quoted([instrument])}." if scope and scope != instrument.title[EN] else "")
            + _follow([instrument])
        )
    return told


def _agreed(record: Record, missing: Missing) -> list[str]:
    """Clauses that say themselves who agreed stand as they were written; the others are quoted."""
    stated, named = parts.agreed(record, EN, missing)
    told = [parts.sentence(result.text[EN]) for result in stated]
    if named:
        also = " also" if stated else ""
        told.append(f"The two sides{also} agreed on the following: {_quoted(named)}.")
    return [f"{' '.join(told)}{_follow([*stated, *named])}"] if told else []


def _quoted(results: tuple[Result, ...] | list[Result]) -> str:
    return parts.quoted((result.text[EN] for result in results), opening="“", closing="”", between="; ")


def _follow(results: tuple[Result, ...] | list[Result]) -> str:
    steps = [step for result in results for step in result.followups if step.text.get(EN)]
    told = "; ".join(
        f"{parts.quoted([s.text[EN]], opening='“', closing='”', between='')}, by {day(s.due_on, EN)}" for s in steps
    )
    return f" To follow: {told}." if told else ""


def with_article(name: str) -> str:
    """``the`` before a name that takes it; names of letters (UN Police, INTERPOL) and most countries take none."""
    if not name or re.match(r"the\b", name, re.IGNORECASE):
        return name
    if is_country(name, EN):
        return f"{english_article(name)} {name}".strip()
    head = name.split(maxsplit=1)[0]
    bare = (head.isupper() and len(head) > 1) or head.casefold().endswith("pol")
    return name if bare else f"the {name}"
