"""The door: a record in, the texts in three languages out, with what was left out."""

from __future__ import annotations

from menara.communique import arabic, english, french
from menara.communique.parts import Missing, first
from menara.communique.record import Draft, Record, Words

_WRITERS = {"ar": arabic.compose, "fr": french.compose, "en": english.compose}


def compose(record: Record) -> Draft:
    """A title and paragraphs in Arabic, French and English, each from the record alone, and every gap.

    What is missing is left out, never invented. The same record gives the same texts.
    """
    texts, gaps = {}, []
    for language, write in _WRITERS.items():
        missing = Missing(language)
        texts[language] = write(record, missing)
        gaps += missing.gaps
    return Draft(texts=texts, gaps=tuple(dict.fromkeys(gaps)), called=_called(record))


def _called(record: Record) -> dict[str, Words]:
    """Everything a gap may name by its words in one language, in all of them."""
    told: list[Words] = [record.host.institution, record.guest.institution]
    told += [statement.text for statement in record.statements]
    told += [words for result in record.results for words in (result.title, result.text)]
    return {first(words): words for words in told if first(words)}
