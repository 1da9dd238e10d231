"""Figures and number words of a text: each must be on record as a quantity, not only as a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from menara.communique.folded import folded
from menara.communique.record import Record

Span = tuple[int, int]
NONE = "–"  # what stands in a sentence where nothing is on record

_FIGURE = re.compile(r"(?<![\w])\d{1,3}(?:[ .,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_ENGLISH = (
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen "
    "twenty"
)
_ENGLISH_TENS = "thirty forty fifty sixty seventy eighty ninety"
_FRENCH = "trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FRENCH_TENS = "vingt trente quarante cinquante soixante septante huitante nonante"
_ARABIC = {
    3: "ثلاث ثلاثه",
    4: "اربع اربعه",
    5: "خمس خمسه",
    6: "ست سته",
    7: "سبع سبعه",
    8: "ثمان ثماني ثمانيه",
    9: "تسع تسعه",
    10: "عشر عشره",
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "اربعون اربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}
_VALUES: dict[str, dict[str, int]] = {
    "en": {word: value for value, word in enumerate(_ENGLISH.split(), start=3)}
    | {word: value for value, word in zip(range(30, 100, 10), _ENGLISH_TENS.split(), strict=True)},
    "fr": {word: value for value, word in enumerate(_FRENCH.split(), start=3)}
    | {word: value for value, word in zip(range(20, 100, 10), _FRENCH_TENS.split(), strict=True)},
    "ar": {stem: value for value, stems in _ARABIC.items() for stem in stems.split()},
}
_LARGE = {
    "en": r"dozens?|hundreds?|thousands?|millions?|scores of",
    "fr": r"dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|quarantaines?|cinquantaines?|soixantaines?|"
    r"centaines?|cents?|mille|milliers?|millions?",
    "ar": r"ميه|مايه|ميتا[نه]?|ميتين|مايت(?:ان|ين)|ميات|عشرات|الف|الفان|الفين|الاف|مليون|ملايين|"
    r"ثلاثماي?ه|خمسماي?ه|اربعماي?ه",
}


def _word_pattern(language: str) -> re.Pattern[str]:
    stems = "|".join(sorted(_VALUES[language], key=len, reverse=True))
    prefix = r"[وف]?(?:ب|ل|ك)?(?:ال)?" if language == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}(?:(?P<word>{stems})|(?P<large>{_LARGE[language]}))(?!\w)")


_WORD = {language: _word_pattern(language) for language in _VALUES}


def unrecorded(record: Record, text: str, language: str, passed: list[Span]) -> Iterator[Span]:
    """Where a folded text names a quantity that is not on record. ``passed`` are dates and names, told elsewhere."""
    figures, told = _on_record(record)

    def is_passed(start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in passed)

    for match in _FIGURE.finditer(text):
        if not is_passed(*match.span()) and _value(match.group()) not in figures:
            yield match.span()
    for match in _WORD[language].finditer(text):
        word = match["word"] or match["large"]
        if is_passed(*match.span()) or word in told:
            continue
        if match["word"] and str(_VALUES[language][word]) in figures:
            continue
        yield match.span()


def allowed(record: Record) -> str:
    """The figures on record, for a person."""
    return " · ".join(sorted(_on_record(record)[0], key=lambda figure: (len(figure), figure))) or NONE


def _on_record(record: Record) -> tuple[set[str], set[str]]:
    """The figures and the words of everything that was said or came out; a day is no quantity."""
    texts = [
        words
        for statement in record.statements
        for words in (statement.matter, statement.reasons, statement.on_behalf_of)
    ]
    borne_out = [result for result in record.results if result.is_borne_out]
    texts += [words for result in borne_out for words in (result.text, result.title, result.unit)]
    texts += [step.text for result in borne_out for step in result.followups]
    all_told = folded(" ".join(value for words in texts for value in words.values()))
    references = folded(" ".join(result.note_verbale for result in borne_out))
    figures = {_value(one) for one in _FIGURE.findall(f"{all_told} {references}")}
    figures |= {str(result.quantity) for result in borne_out if result.quantity}
    return figures, set(re.findall(r"[^\W\d_]+", all_told))


def _value(figure: str) -> str:
    return re.sub(r"[ .,](?=\d{3}(?!\d))", "", figure).replace(",", ".").lstrip("0") or "0"
