"""Gaps of a composed text and faults of an edited one, as sentences beside the language they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from menara.communique.check import Overclaim
from menara.communique.parts import GAPS
from menara.communique.record import LANGUAGES
from menara.queries.newsroom.communiques import CommuniqueRecord
from menara.web.languages import isolated, spoken
from menara.web.newsroom.words import TONGUES
from menara.web.refusals import told_fault


def gaps_of(held: CommuniqueRecord) -> list[dict[str, Any]]:
    """What the record lacks, each gap once, with the languages it leaves shorter."""
    if held.composed is None:
        return []
    by_gap: dict[tuple[str, str], list[str]] = {}
    for gap in held.composed.gaps:
        by_gap.setdefault((gap.code, gap.about), []).append(gap.language)
    return [
        {
            "sentence": _(GAPS[code])
            % {"about": isolated(spoken(held.composed.called.get(about, {}), fallback=about))},
            "languages": [] if len(told) == len(LANGUAGES) else [TONGUES[one] for one in told],
        }
        for (code, about), told in by_gap.items()
    ]


def faults_by_language(faults: Iterable[Overclaim]) -> list[dict[str, Any]]:
    """What a text claims beyond its record, language by language."""
    told: dict[str, list[str]] = {}
    for fault in faults:
        told.setdefault(fault.language, []).append(sentence_of(fault))
    return [{"name": TONGUES[code], "code": code, "sentences": sentences} for code, sentences in told.items()]


def sentence_of(fault: Overclaim) -> str:
    """The fault with its place in words."""
    said = told_fault(fault.as_fault())
    if fault.paragraph == 0:
        return _("Title: %(fault)s") % {"fault": said}
    return _("Paragraph %(number)s: %(fault)s") % {"number": isolated(fault.paragraph), "fault": said}
