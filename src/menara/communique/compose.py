"""The door: a record in, the texts in three languages out, with what was left out."""

from __future__ import annotations

from menara.communique import arabic, english, french
from menara.communique.parts import Missing
from menara.communique.record import Draft, Record

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
    return Draft(texts=texts, gaps=tuple(dict.fromkeys(gaps)))
