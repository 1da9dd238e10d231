"""An outcome on the ladder: expressed interest, agreed action, pledge, instrument."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from menara.queries.summits.meetings import (
    OutcomeLine,
)
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.days import day_in_words, isolated
from menara.web.labels import label


def outcome_title(told_of: OutcomeLine) -> str:
    """The rung, in words: what kind of thing this is comes before what it says."""
    return label(labels.OUTCOMES, told_of.kind) or ""


def ladder_of(told_of: OutcomeLine, on: Any) -> list[dict[str, Any]]:
    """The context of ``parts/ladder.html``: where an outcome stands, and what each rung above it would need."""
    here = OutcomeKind(told_of.kind).rung
    missing = {
        OutcomeKind.AGREED_ACTION: _("needs a document that says what was agreed"),
        OutcomeKind.PLEDGE: _("needs a note verbale with a number"),
        OutcomeKind.INSTRUMENT: _("needs a signed text with its title and day"),
    }
    found = []
    for kind in OutcomeKind:
        state = "here" if kind.rung == here else "reached" if kind.rung < here else "ahead"
        note = missing.get(kind, "") if state == "ahead" else ""
        if state == "here":
            day = told_of.signed_on or on
            note = _("%(day)s, as recorded") % {"day": isolated(day_in_words(day))} if day else ""
        found.append({"rung": label(labels.OUTCOMES, kind), "note": note, "state": state})
    return found


def next_step(told_of: OutcomeLine) -> str:
    if told_of.kind == OutcomeKind.EXPRESSED_INTEREST:
        return _("A wish binds nobody: it becomes more only with a document.")
    return ""
