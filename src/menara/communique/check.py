"""The checker of edited texts: what claims more than the record is refused, with place, found and allowed.

It finds claims of agreement, signature, pledge and undertaking above the rungs on record; quantities, days, weekdays,
months, names and titles that are not on record; and characters that hide. It reads words, not meaning: a second person
approves every text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from menara.communique import claims, dates, names, quantities
from menara.communique.characters import character_name, hidden_in
from menara.communique.days import MONTHS
from menara.communique.folded import Folded, fold
from menara.communique.lexicon import LEXICON, Claim
from menara.communique.record import LANGUAGES, Record, Said, paragraphs
from menara.errors import Fault
from menara.wording import gettext_noop as _

SENTENCES: Mapping[str, str] = {
    Claim.AGREED: _("“%(found)s” says that something was agreed; no agreed action stands on record with its "
    "document. On record: %(allowed)s."),
    Claim.SIGNED: _("“%(found)s” says that something was signed; no instrument stands on record. On record: "
    "%(allowed)s."),
    Claim.PLEDGED: _("“%(found)s” says that something was pledged; no pledge stands on record with its note "
    "verbale. On record: %(allowed)s."),
    Claim.COMMITTED: _("“%(found)s” says that someone undertook something; nothing on record binds anyone. On "
    "record: %(allowed)s."),
    "quantity": _("The figure “%(found)s” is not on record. Figures on record: %(allowed)s."),
    "day_not_on_record": _("The day “%(found)s” is not on record. Days on record: %(allowed)s."),
    "weekday_wrong": _("“%(found)s”: that day was %(allowed)s."),
    "weekday_not_on_record": _("No day on record is a “%(found)s”. Days on record: %(allowed)s."),
    "month_not_maghrebi": _("The month “%(found)s” is called %(allowed)s here."),
    "name": _("“%(found)s” is not on record, neither as a name nor as part of one."),
    "title": _("Nobody on record holds the title “%(found)s” that day in this language."),
    "control": _("The character %(found)s is a control; write plain text."),
    "direction": _("The character %(found)s turns the direction of the text round; write plain text."),
    "invisible": _("The character %(found)s cannot be seen; write plain text."),
    "marks": _("More marks than a letter bears stand on one: %(found)s."),
    "markup": _("“%(found)s” is markup; write plain text."),
    "foreign_letter": _("The letter %(found)s is of another script and only looks alike."),
    "half": _("A title without a text, or a text without a title."),
}  # fmt: skip
"""The sentence of each fault, an English template."""

_VERBS: Mapping[str, Mapping[Said, str]] = {
    "en": {
        Said.CONVEYED_WISH: "conveyed the wish",
        Said.STRESSED_IMPORTANCE: "stressed the importance",
        Said.EXPRESSED: "expressed",
        Said.PROPOSED: "proposed",
    },
    "fr": {
        Said.CONVEYED_WISH: "a transmis le souhait",
        Said.STRESSED_IMPORTANCE: "a souligné l’importance",
        Said.EXPRESSED: "a exprimé",
        Said.PROPOSED: "a proposé",
    },
    "ar": {
        Said.CONVEYED_WISH: "نقل رغبة",
        Said.STRESSED_IMPORTANCE: "أكد أهمية",
        Said.EXPRESSED: "عبر عن",
        Said.PROPOSED: "اقترح",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Overclaim:
    """One thing a text says and the record does not. ``paragraph`` 0 is the title, 1 the first paragraph; ``start`` and
    ``end`` are characters of it, from 0; ``code`` has its sentence in ``SENTENCES``."""

    language: str
    paragraph: int
    start: int
    end: int
    code: str
    found: str
    allowed: str

    def as_fault(self) -> Fault:
        """The same as the fault of an input, whose rows are paragraphs."""
        return Fault(
            file=self.language,
            row=self.paragraph,
            column=str(self.start + 1),
            code=self.code,
            sentence=SENTENCES[self.code],
            found=self.found,
            allowed=self.allowed,
        )


def check_text(*, record: Record, language: str, title: str, body: str) -> tuple[Overclaim, ...]:
    """Everything in a text of one language that the record does not bear out, in order of place; none where it stands.

    A text that only denies ("nothing was signed") claims nothing. ``language`` is ar, fr or en.
    """
    if not title.strip() and not body.strip():
        return ()
    parts = enumerate((title, *paragraphs(body)))
    found = set(chain.from_iterable(_check(record, language, number, part) for number, part in parts))
    if not (title.strip() and body.strip()):
        found.add(Overclaim(language=language, paragraph=0, start=0, end=0, code="half", found="", allowed=""))
    return tuple(sorted(found))


def check_texts(*, record: Record, titles: Mapping[str, str], bodies: Mapping[str, str]) -> tuple[Overclaim, ...]:
    """The same for all languages at once."""
    return tuple(
        chain.from_iterable(
            check_text(record=record, language=code, title=titles.get(code, ""), body=bodies.get(code, ""))
            for code in LANGUAGES
        )
    )


def _check(record: Record, language: str, number: int, source: str) -> Iterator[Overclaim]:
    seen = fold(source)

    def told(code: str, start: int, end: int, allowed: str = "") -> Overclaim:
        begin, stop = seen.places[start], seen.places[end - 1] + 1
        while stop < len(source) and unicodedata.combining(source[stop]):
            stop += 1
        found = source[begin:stop]
        return Overclaim(
            language=language, paragraph=number, start=begin, end=stop, code=code, found=found, allowed=allowed
        )

    yield from _characters(language, number, source)
    proper = names.proper_names(record, language)
    own = list(_stretches(seen, proper))
    said = _sayable(record, language)
    tongues = [language, *_other_script(language, source)]
    places: set[tuple[int, int]] = set()
    claimed: list[tuple[int, int]] = []  # in the original
    for tongue in tongues:
        for claim in claims.not_borne_out(record, seen.text, tongue, proper):
            if (claim.start, claim.end) not in places:
                places.add((claim.start, claim.end))
                fault = told(claim.claim, claim.start, claim.end, said)
                claimed.append((fault.start, fault.end))
                yield fault
    for bad in dates.bad_days(record, seen.text, language):
        yield told(bad.code, bad.start, bad.end, bad.allowed)
    passed = own + dates.spans(seen.text, language)
    for start, end in quantities.unrecorded(record, seen.text, language, passed):
        yield told("quantity", start, end, quantities.allowed(record))
    for start, end in names.unknown_titles(record, seen.text, language, own):
        yield told("title", start, end)
    for start, end in names.unknown_people(record, seen.text, language):
        yield told("name", start, end)
    for start, end in names.unknown_names(record, source, language, is_title=number == 0):
        if any(first < end and start < last for first, last in claimed):
            continue  # a claim in capitals is no name
        yield Overclaim(
            language=language, paragraph=number, start=start, end=end, code="name", found=source[start:end], allowed=""
        )


def _characters(language: str, number: int, source: str) -> Iterator[Overclaim]:
    lines = source.split("\n")
    for hidden in hidden_in(source):
        start = sum(len(line) + 1 for line in lines[: hidden.line - 1]) + hidden.column - 1
        length = len(hidden.name) if hidden.kind == "markup" else 1
        yield Overclaim(
            language=language,
            paragraph=number,
            start=start,
            end=start + length,
            code=hidden.kind,
            found=hidden.name,
            allowed="",
        )
    for index, character in enumerate(source):
        if character.isalpha() and not unicodedata.name(character, "").startswith(
            ("LATIN", "ARABIC", "FEMININE", "MASCULINE", "MODIFIER LETTER APOSTROPHE", "FULLWIDTH LATIN")
        ):
            yield Overclaim(
                language=language,
                paragraph=number,
                start=index,
                end=index + 1,
                code="foreign_letter",
                found=character_name(character),
                allowed="",
            )


def _stretches(seen: Folded, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        for match in re.finditer(re.escape(phrase), seen.text):
            yield match.span()


def _other_script(language: str, source: str) -> list[str]:
    """The languages of the other script, where the text holds letters of it."""
    if language == "ar":
        return ["en", "fr"] if re.search(r"[A-Za-z]", source) else []
    return ["ar"] if re.search(r"[\u0620-\u064a]", source) else []


def _sayable(record: Record, language: str) -> str:
    """The verbs the record bears out, as this language says them."""
    verbs = dict.fromkeys(_VERBS[language].get(one.verb, "") for one in record.statements)
    return " · ".join(verb for verb in verbs if verb) or quantities.NONE


assert set(MONTHS) == set(LEXICON) == set(LANGUAGES) == set(_VERBS)  # noqa: S101 (a language is added everywhere)
