"""Faults of what was given by hand, each at the field it stands in; told all at once, and then nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from menara import facts
from menara.errors import BadInput, Fault
from menara.wording import gettext_noop

Span = tuple[datetime, datetime]


def fault(field: str, code: str, sentence: str, *, found: object = "", allowed: object = "") -> Fault:
    """One fault at a field. ``sentence`` is a template with ``%(found)s`` and ``%(allowed)s``."""
    return Fault(file="", row=0, column=field, code=code, sentence=sentence, found=str(found), allowed=str(allowed))


def refuse(faults: Sequence[Fault]) -> None:
    """Raise ``BadInput`` with all of them, if there is any."""
    if faults:
        raise BadInput(faults)


def blank(field: str) -> Fault:
    return fault(field, "blank", gettext_noop("This must not stay blank."))


def words_missing(field: str, words: Mapping[str, str]) -> list[Fault]:
    """A name is needed in at least one language."""
    return [] if any(text.strip() for text in words.values()) else [blank(field)]


def out_of_range(field: str, value: int | None, *, least: int, most: int) -> list[Fault]:
    """A number between two, both allowed; None is no fault."""
    if value is None or least <= value <= most:
        return []
    said = gettext_noop("%(found)s is not possible; allowed is %(allowed)s.")
    return [fault(field, "out_of_range", said, found=value, allowed=f"{least}–{most}")]


def languages_unknown(field: str, codes: Sequence[str]) -> list[Fault]:
    """Languages are named by their codes in ``facts/languages.csv``."""
    said = gettext_noop("The language “%(found)s” is not known here.")
    return [fault(field, "language_unknown", said, found=c) for c in codes if c not in facts.languages()]


def span_turned(field: str, span: Span | None) -> list[Fault]:
    """A span ends after it begins."""
    if span is None or span[0] < span[1]:
        return []
    return [
        fault(
            field, "ends_before", gettext_noop("The end (%(found)s) is not after the beginning."), found=hour(span[1])
        )
    ]


def spans_overlap(field: str, spans: Sequence[Span]) -> list[Fault]:
    """Spans of one thing do not overlap, and each ends after it begins."""
    turned = [one for span in spans for one in span_turned(field, span)]
    if turned:
        return turned
    said = gettext_noop("%(found)s and %(allowed)s overlap.")
    ordered = sorted(spans)
    return [
        fault(field, "overlap", said, found=in_words(before), allowed=in_words(after))
        for before, after in pairwise(ordered)
        if before[1] > after[0]
    ]


def outside(field: str, span: Span | None, frame: Span) -> list[Fault]:
    """A span lies within another."""
    if span is None or (frame[0] <= span[0] and span[1] <= frame[1]):
        return []
    said = gettext_noop("%(found)s lies outside %(allowed)s.")
    return [fault(field, "outside", said, found=in_words(span), allowed=in_words(frame))]


def in_words(span: Span) -> str:
    """``2025-11-24 09:00–12:30``, in the zone of its beginning."""
    begin, end = span[0], span[1].astimezone(span[0].tzinfo)
    same_day = begin.date() == (end - timedelta(microseconds=1)).date()
    return f"{hour(begin)}–{end:%H:%M}" if same_day else f"{hour(begin)}–{hour(end)}"


def hour(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
