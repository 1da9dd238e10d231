"""The text in Arabic: verb before subject, months of the Maghreb, clauses joined as Arabic joins them."""

from __future__ import annotations

import re

from menara.communique import parts
from menara.communique.days import day, full_day, span
from menara.communique.heads import delegation_of, is_led, is_woman
from menara.communique.parts import Missing
from menara.communique.record import Principal, Record, Result, Said, Statement, Text
from menara.terms import OutcomeKind

AR = "ar"
_PARTS_OF_DAY = {"morning": "صباح يوم", "afternoon": "بعد زوال يوم", "evening": "مساء يوم"}
_TENS = re.compile(r"\b((?:و|ال|وال)*(?:عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|اربع))ون\b")


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
    city = f" ب{record.city[AR]}" if record.city.get(AR) else ""
    if bodies := _bodies(record):
        return f"لقاء ثنائي{city} {bodies}"
    return f"لقاء ثنائي{city} يوم {day(record.held_on, AR)}"


def _bodies(record: Record) -> str:
    """``بين … و…``, blank where one is not on record."""
    host, guest = (genitive(side.institution.get(AR, "")) for side in (record.host, record.guest))
    return f"بين {host} و{guest}" if host and guest else ""


def _received(record: Record, missing: Missing) -> str:
    host, guest = (designation(side, missing) for side in (record.host, record.guest))
    when = f"{_PARTS_OF_DAY.get(record.part_of_day, 'يوم')} {full_day(record.held_on, AR)}"
    if not (host and guest):
        bodies = _bodies(record)
        missing.note("heads_missing" if bodies else "who_missing")
        return f"انعقد {when}{_where(record, missing)}، لقاء ثنائي {bodies}." if bodies else ""
    received = verb("استقبل", host, is_woman=is_woman(record.host))
    return f"{received} {host}، {when}{_where(record, missing)}، {guest}."


def _where(record: Record, missing: Missing) -> str:
    venue, city = parts.place(record, AR, missing), record.city.get(AR, "")
    told = [f"ب{name}" for name in (venue, city) if name]
    return f"، {' '.join(told)}" if told else ""


def designation(side: Principal, missing: Missing) -> str:
    """Title, name and body in apposition: as much of it as is on record. A name is never written over from another
    script."""
    if not is_led(side):
        return ""
    name, title = parts.name_of(side, AR), parts.title_of(side, AR, missing)
    body = delegation_of(side, AR)
    if title and parts.is_acting(side, title, AR):
        title = f"{title} بالنيابة"
    if not name:
        missing.note("name_missing", parts.called(side))
    told = [f"{title} {name}".strip()]
    if body and not (title and parts.tells_of(title, body)):
        told.append(f"{_head(side)} وفد {genitive(body)}")
    return "، ".join(part for part in told if part)


def _head(side: Principal) -> str:
    return "رئيسة" if is_woman(side) else "رئيس"


def _event(record: Record, missing: Missing) -> str:
    event = parts.event(record, AR, missing)
    asked = record.requested_by.get(AR, "")
    if not asked:
        missing.note("request_missing")
    request = f"، بطلب من {genitive(asked)}" if asked else ""
    if not event:
        return f"وجرى هذا اللقاء{request.replace('،', '', 1)}." if request else ""
    known = [parts.city_beside(record, event, AR)]
    if days := parts.span_of(record):
        known.append(f"من {span(*days, AR)}")
    aside = f" ({'، '.join(filter(None, known))})" if any(known) else ""
    return f"وجرى هذا اللقاء على هامش {genitive(event)}{aside}{request}."


def _statements(record: Record, missing: Missing) -> str:
    told: list[str] = []
    spoken: list[str] = []
    for statement in parts.sayable(record, AR, missing):
        who = _who(record, statement)
        head = parts.speaker(record, statement)
        sentence = f"{_said(statement, who, is_hers=bool(head and is_woman(head)))}{_reasons(statement)}."
        begin = "كما " if who in spoken else "و" if told else "وخلال هذا اللقاء، "
        told.append(f"{begin}{sentence}")
        spoken.append(who)
    return " ".join(told)


def _who(record: Record, statement: Statement) -> str:
    name = statement.speaker.get("Arab", "")
    if name:
        return name
    head = parts.speaker(record, statement)
    if head and (title := parts.title_of(head, AR, Missing(AR))):
        return title
    side = record.host if statement.side == "host" else record.guest
    body = genitive(delegation_of(side, AR))
    if body:
        return f"{_head(head)} وفد {body}" if head else f"أحد أعضاء وفد {body}"
    return "الجانب المضيف" if statement.side == "host" else "الجانب الضيف"


def _said(statement: Statement, who: str, *, is_hers: bool) -> str:
    def did(masculine: str) -> str:
        return f"{verb(masculine, who, is_woman=is_hers)} {who}"

    matter, behalf = statement.matter[AR], genitive(statement.on_behalf_of.get(AR, ""))
    on = f"، باسم {behalf}،" if behalf else ""
    match statement.verb:
        case Said.CONVEYED_WISH:
            wish = f"رغبة {behalf}" if behalf else "الرغبة"
            return f"{did('نقل')} {wish} في {matter}"
        case Said.STRESSED_IMPORTANCE:
            return f"{did('أكد')}{on} أهمية {matter}"
        case Said.EXPRESSED:
            return f"{did('عبر')}{on} عن {matter}"
        case Said.PROPOSED:
            return f"{did('اقترح')}{on} {matter}"
        case Said.AGREED:
            return f"{did('اتفق')}{on} على {matter}"
        case Said.SIGNED:
            return f"{did('وقع')}{on} {matter}"


def _reasons(statement: Statement) -> str:
    reasons = statement.reasons.get(AR, "")
    return f"، وذلك بالنظر إلى {reasons}" if reasons else ""


def _framework(record: Record) -> str:
    if not record.event.get(AR):
        return ""
    return "ويندرج هذا اللقاء في إطار اللقاءات الثنائية المنعقدة على هامش هذا الحدث."


def _results(record: Record, missing: Missing) -> list[str]:
    if not record.results:
        missing.note("results_missing")
    told = []
    said = parts.sayable(record, AR, Missing(AR))
    if interests := parts.interests(record, said, AR, missing):
        told.append(f"ويشمل الاهتمام المعبر عنه خلال اللقاء ما يلي: {_quoted(interests)}.")
    told += _agreed(record, missing)
    for pledge in parts.tellable(record, OutcomeKind.PLEDGE, AR, missing):
        unit = f" ({pledge.unit[AR]})" if pledge.unit.get(AR) else ""
        told.append(
            f"وبموجب المذكرة الشفوية {pledge.note_verbale}، جرى التعهد بمساهمة عددها {pledge.quantity}{unit}: "
            f"{_quoted([pledge])}.{_follow([pledge])}"
        )
    for instrument in parts.tellable(record, OutcomeKind.INSTRUMENT, AR, missing):
        when = f"، بتاريخ {day(instrument.signed_on, AR)}،" if instrument.signed_on else ""
        scope = instrument.text.get(AR, "")
        told.append(
            f"ووقع الجانبان{when} الوثيقة المعنونة «{instrument.title[AR]}»."
            + (f" وتشمل: {_quoted([instrument])}." if scope and scope != instrument.title[AR] else "")
            + _follow([instrument])
        )
    return told


def _agreed(record: Record, missing: Missing) -> list[str]:
    """Clauses that say themselves who agreed stand as they were written; the others are quoted."""
    stated, named = parts.agreed(record, AR, missing)
    told = [parts.sentence(result.text[AR]) for result in stated]
    if named:
        begin = "كما اتفق" if stated else "واتفق"
        told.append(f"{begin} الجانبان على ما يلي: {_quoted(named)}.")
    return [f"{' '.join(told)}{_follow([*stated, *named])}"] if told else []


def _quoted(results: tuple[Result, ...] | list[Result]) -> str:
    return parts.quoted((result.text[AR] for result in results), opening="«", closing="»", between="؛ ")


def _follow(results: tuple[Result, ...] | list[Result]) -> str:
    steps = [step for result in results for step in result.followups if step.text.get(AR)]
    told = "؛ ".join(
        f"{parts.quoted([s.text[AR]], opening='«', closing='»', between='')}، في أجل أقصاه {day(s.due_on, AR)}"
        for s in steps
    )
    return f" وفي إطار المتابعة: {told}." if told else ""


# --- grammar ----------------------------------------------------------------------------------------------------------


def verb(masculine: str, subject: str, *, is_woman: bool = False) -> str:
    """The verb agrees with the first word of its subject, and with a woman who is called by her name."""
    return f"{masculine}ت" if is_woman or re.match(r"\w+ة\b", subject) else masculine


def genitive(phrase: str) -> str:
    """``الثالثة والتسعون`` becomes ``الثالثة والتسعين``: the tens are the one place where a name shows its case."""
    return _TENS.sub(r"\1ين", phrase)
