"""What all three languages ask of a record before they write: who, where, what may be told; and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from menara.communique.heads import says_only_head
from menara.communique.record import Gap, Principal, Record, Result, Said, Statement, Words
from menara.communique.stated import is_retold, states_agreement
from menara.terms import OutcomeKind
from menara.wording import gettext_noop as _

GAPS: Mapping[str, str] = {
    "name_missing": _("%(about)s: no name in the script of this language is on record; the title stands alone."),
    "title_missing": _("%(about)s: no title in this language is on record."),
    "several_titles": _("%(about)s: several titles are on record for that day; the first stands. "
        "Check which one the office used."),
    "acting_unknown": _("%(about)s: whether the title was held as acting is not on record."),
    "who_missing": _("Who received whom is not on record in this language; the sentence is left out."),
    "heads_missing": _("Who led each side is not on record in this language; the bodies alone are named."),
    "place_borrowed": _("The place has no name in this language on record; its name in another one stands."),
    "place_missing": _("The place is not on record in this language; it is left out."),
    "event_missing": _("The event is not on record in this language; the sentence is left out."),
    "request_missing": _("At whose request the meeting was held is not on record; it is left out."),
    "statements_missing": _("No statement is on record; what was said is left out."),
    "matter_missing": _("A statement of %(about)s has no words after its verb in this language; it is left out."),
    "behalf_missing": _("A statement of %(about)s was made on behalf of someone not named in this language."),
    "not_borne_out": _("“%(about)s” is recorded above expressed interest without the document this asks for; "
        "it is left out."),
    "verb_not_borne_out": _("A statement of %(about)s says agreed or signed, but no outcome with its document stands; "
        "it is left out."),
    "result_missing": _("“%(about)s” has no text in this language; it is left out."),
    "interest_retold": _("“%(about)s” is on record as an interest; what was said tells it already, so it is not "
        "told twice."),
    "results_missing": _("No outcome is on record; none is told."),
}  # fmt: skip
"""The sentence of each gap, an English template."""

SCRIPTS = {"ar": "Arab", "fr": "Latn", "en": "Latn"}
_BORROWED = {"en": ("fr",), "fr": ("en",), "ar": ()}  # whose names of places can be read in the same script
_LONG = 4  # letters of a word that says what a body is


@dataclass(slots=True)
class Missing:
    """Collects gaps while one language is written."""

    language: str
    gaps: list[Gap] = field(default_factory=list)

    def note(self, code: str, about: str = "") -> None:
        self.gaps.append(Gap(code=code, about=about, language=self.language))


def name_of(principal: Principal, language: str) -> str:
    """The name as the person's own office writes it in the script of the language, or blank."""
    return principal.names.get(SCRIPTS[language], "")


def called(principal: Principal) -> str:
    """What to call someone in a gap: the name in any script, else the body."""
    return first(principal.names) or first(principal.institution)


def first(words: Words) -> str:
    """The text in any language, English first."""
    return next((words[code] for code in ("en", "fr", "ar", *words) if words.get(code)), "")


def title_of(principal: Principal, language: str, missing: Missing) -> str:
    """The first title held on the day that is known in this language and says more than head of delegation, or
    blank."""
    known = [(title[language], index) for index, title in enumerate(principal.titles) if title.get(language)]
    held = [(title, index) for title, index in known if not says_only_head(title, language)]
    if not held:
        if not known:
            missing.note("title_missing", called(principal))
        return ""
    if len(held) > 1:
        missing.note("several_titles", called(principal))
    title, index = held[0]
    acting = principal.is_acting[index] if index < len(principal.is_acting) else None
    if acting is None:
        missing.note("acting_unknown", called(principal))
    return title


def is_acting(principal: Principal, title: str, language: str) -> bool:
    """Whether this title was held as acting; what is not known is not said."""
    pairs = zip(principal.titles, principal.is_acting, strict=False)
    return any(acting and held.get(language) == title for held, acting in pairs)


def tells_of(title: str, institution: str) -> bool:
    """Whether a title already says of which body it is, by a word they share."""
    return bool(_words(title) & _words(institution))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > _LONG}


def place(record: Record, language: str, missing: Missing) -> str:
    """The venue, in this language or in one of the same script; blank where it is not on record or is the city."""
    if venue := record.venue.get(language):
        return "" if venue == record.city.get(language) else venue
    for other in _BORROWED[language]:
        if record.venue.get(other):
            missing.note("place_borrowed")
            return record.venue[other]
    missing.note("place_missing")
    return ""


def event(record: Record, language: str, missing: Missing) -> str:
    """The event without the city that follows its name."""
    name, city = record.event.get(language, ""), record.city.get(language, "")
    if not name:
        missing.note("event_missing")
        return ""
    return re.sub(rf"\s*[,،(–-]\s*{re.escape(city)}\)?\s*$", "", name) if city else name


def city_beside(record: Record, event: str, language: str) -> str:
    """The city, to be named beside an event whose name does not hold it."""
    city = record.city.get(language, "")
    return "" if city in event else city


def span_of(record: Record) -> tuple[date, date] | None:
    """The first and last day of the event, where both are known."""
    return (record.first_day, record.last_day) if record.first_day and record.last_day else None


def sayable(record: Record, language: str, missing: Missing) -> tuple[Statement, ...]:
    """The statements that can be told in this language with the verb they are recorded with."""
    if not record.statements:
        missing.note("statements_missing")
    told = []
    for statement in record.statements:
        about = first(statement.speaker) or first(statement.text)
        if not _may_say(record, statement.verb):
            missing.note("verb_not_borne_out", about)
        elif not statement.matter.get(language):
            missing.note("matter_missing", about)
        else:
            if statement.on_behalf_of and not statement.on_behalf_of.get(language):
                missing.note("behalf_missing", about)
            told.append(statement)
    return tuple(told)


def _may_say(record: Record, verb: Said) -> bool:
    binding = (OutcomeKind.AGREED_ACTION, OutcomeKind.PLEDGE, OutcomeKind.INSTRUMENT)
    if verb is Said.AGREED:
        return bool(record.borne_out(*binding))
    if verb is Said.SIGNED:
        return bool(record.borne_out(OutcomeKind.INSTRUMENT))
    return True


def tellable(record: Record, kind: OutcomeKind, language: str, missing: Missing) -> tuple[Result, ...]:
    """The results on this rung that have what it asks for and words in this language."""
    told = []
    for result in record.results:
        if result.kind is not kind:
            continue
        if not result.is_borne_out:
            missing.note("not_borne_out", first(result.text) or first(result.title))
        elif not (result.title if kind is OutcomeKind.INSTRUMENT else result.text).get(language):
            missing.note("result_missing", first(result.text) or first(result.title))
        else:
            told.append(result)
    return tuple(told)


def interests(record: Record, said: tuple[Statement, ...], language: str, missing: Missing) -> tuple[Result, ...]:
    """The interests on record that what was said does not tell already."""
    told = []
    for result in tellable(record, OutcomeKind.EXPRESSED_INTEREST, language, missing):
        if is_retold(result, said):
            missing.note("interest_retold", first(result.text))
        else:
            told.append(result)
    return tuple(told)


def agreed(record: Record, language: str, missing: Missing) -> tuple[tuple[Result, ...], tuple[Result, ...]]:
    """The agreed actions: those whose own words begin with who agreed, and those that name the matter alone."""
    told = tellable(record, OutcomeKind.AGREED_ACTION, language, missing)
    stated = tuple(result for result in told if states_agreement(result.text[language], language))
    return stated, tuple(result for result in told if result not in stated)


def enclosed(designation: str) -> str:
    """A subject before its verb: what stands in apposition is closed by a comma."""
    return f"{designation}," if ", " in designation else designation


def sentence(text: str) -> str:
    """Recorded words as a sentence of the text: a capital at the beginning, a full stop at the end."""
    plain = " ".join(text.split())
    told = plain[:1].upper() + plain[1:]
    return told if told.endswith((".", "!", "?", "؟", "…")) else f"{told}."


def quoted(texts: Iterable[str], *, opening: str, closing: str, between: str) -> str:
    """Recorded words as they stand, each in quotation marks, without the full stop at their end."""
    return between.join(f"{opening}{_without_stop(text.strip())}{closing}" for text in texts)


def _without_stop(text: str) -> str:
    return text if text.endswith("..") else text.removesuffix(".").rstrip()


def speaker(record: Record, statement: Statement) -> Principal | None:
    """The head of a side where it was a head who spoke."""
    if statement.is_head:
        return record.host if statement.side == "host" else record.guest
    for principal in (record.guest, record.host):
        if statement.speaker and dict(statement.speaker) == dict(principal.names):
            return principal
    return None
