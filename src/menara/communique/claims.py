"""Whether a text says agreed, pledged, signed or undertaken where the record does not bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from menara.communique.folded import folded
from menara.communique.lexicon import BREAKS, CLOSE, DENIALS, LEXICON, LISTED, NO_DENIALS, REVERSALS, Claim
from menara.communique.record import Record, Said
from menara.terms import OutcomeKind

Span = tuple[int, int]

_BORNE_OUT_BY = {
    Claim.AGREED: (OutcomeKind.AGREED_ACTION, OutcomeKind.PLEDGE, OutcomeKind.INSTRUMENT),
    Claim.COMMITTED: (OutcomeKind.AGREED_ACTION, OutcomeKind.PLEDGE, OutcomeKind.INSTRUMENT),
    Claim.PLEDGED: (OutcomeKind.PLEDGE,),
    Claim.SIGNED: (OutcomeKind.INSTRUMENT,),
}
# A recorded wish may name what it wishes for; it is no claim while the text still calls it a wish.
_WISHED = {
    "en": re.compile(r"\b(?:wish|stress|express|propos|interest|hope|importance)"),
    "fr": re.compile(r"\b(?:souhait|soulign|exprim|propos|interet|importance)"),
    "ar": re.compile(r"رغب|اكد|عبر|اقترح|اهتمام|اهميه"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A claim and where it stands in the folded text."""

    claim: Claim
    start: int
    end: int


def claims_in(text: str, language: str) -> Iterator[Found]:
    """Every claim of a folded text that it does not itself deny; each place once."""
    taken: list[Span] = []
    denied_until: Span | None = None
    for found in sorted(_matches(text, language), key=lambda one: (one.start, -one.end)):
        if any(start < found.end and found.start < end for start, end in taken):
            continue
        taken.append((found.start, found.end))
        if _is_denied(text, found, language) or (denied_until and _is_listed(text, denied_until[1], found, language)):
            denied_until = (found.start, found.end)
            continue
        denied_until = None
        yield found


def _matches(text: str, language: str) -> Iterator[Found]:
    for pattern in LEXICON[language]:
        for match in pattern.regex.finditer(text):
            yield Found(pattern.claim, match.start(), match.end())


def _is_denied(text: str, found: Found, language: str) -> bool:
    if language == "ar" and re.match(
        r"[وف](?=وقع|وافق|وعد|[اي]تفق|التزم|تعهد|قرر|[يت]وقع)", text[found.start : found.end]
    ):
        return False  # a verb joined by "and" begins a clause of its own
    start = max((m.end() for m in BREAKS[language].finditer(text, 0, found.start)), default=0)
    before = text[start : found.start]
    sentence = max((text.rfind(mark, 0, found.start) for mark in (". ", "\n", "؟", "!", "?")), default=-1) + 1
    if REVERSALS[language].search(text, sentence, found.start):
        return False
    if _denial_close(before, language):
        return True
    return _denied_behind(text, before, found, language)


def _denial_close(before: str, language: str) -> bool:
    """Whether the last words before the claim, in its own clause, deny it."""
    if NO_DENIALS[language].search(before):
        return False
    last = None
    for match in DENIALS[language].finditer(before):
        last = match
    return last is not None and len(before[last.end() :].split()) <= CLOSE


def _denied_behind(text: str, before: str, found: Found, language: str) -> bool:
    """``signed nothing``, ``n'ont signé aucun accord``: the denial follows its verb."""
    after = text[found.end : found.end + 60]
    if NO_DENIALS[language].search(after) or language == "ar":
        return False
    words = (
        r"(?:\s+(?:on|to|upon))?\s+(?:nothing|no|none)\b"
        if language == "en"
        else r"\s+(?:pas|rien|aucune?|ni|nulle?)\b"
    )
    if not re.match(words, after):
        return False
    return language == "en" or bool(re.search(r"(?:\bne |\bn')", before[-20:]))


def _is_listed(text: str, previous_end: int, found: Found, language: str) -> bool:
    """Whether it is the next member of a list that was denied at its head."""
    between = text[previous_end : found.start]
    own = text[found.start : found.end]
    if language == "ar" and own.startswith(("و", "ف")) and not own.startswith(("وال", "ولل")):
        return False
    return bool(LISTED[language].fullmatch(between))


def not_borne_out(record: Record, text: str, language: str, free: tuple[str, ...]) -> Iterator[Found]:
    """The claims of a folded text that the record does not bear out. ``free`` are folded proper names that may hold
    such a word: a conference on an agreement is no agreement."""
    borne_out = {claim for claim, kinds in _BORNE_OUT_BY.items() if record.borne_out(*kinds)}
    if len(borne_out) == len(Claim):
        return
    exempt = [*_occurrences(text, free), *_wished(record, text, language)]
    for found in claims_in(text, language):
        if found.claim in borne_out or any(start <= found.start and found.end <= end for start, end in exempt):
            continue
        yield found


def _occurrences(text: str, phrases: tuple[str, ...]) -> Iterator[Span]:
    for phrase in phrases:
        start = text.find(phrase) if phrase else -1
        while start >= 0:
            yield start, start + len(phrase)
            start = text.find(phrase, start + 1)


def _wished(record: Record, text: str, language: str) -> Iterator[Span]:
    """The recorded words of a wish or an interest, where the sentence around them still says that it is one."""
    phrases = [
        folded(words.get(language, "")).rstrip(".")
        for statement in record.statements
        if statement.verb not in (Said.AGREED, Said.SIGNED)
        for words in (statement.matter, statement.reasons)
    ]
    phrases += [
        folded(result.text.get(language, "")).rstrip(".")
        for result in record.results
        if result.kind is OutcomeKind.EXPRESSED_INTEREST
    ]
    for start, end in _occurrences(text, tuple(phrases)):
        sentence = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "؟", "!")) + 1
        if _WISHED[language].search(text, sentence, start):
            yield start, end
