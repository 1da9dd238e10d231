"""What a whole plan would lose with one officer more, in words: exactly, at least, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from menara.engines.matching.goals import GOALS
from menara.engines.matching.problem import Conflict
from menara.engines.matching.standings import EXCLUDED, UNKNOWN, Alternative, Cost, WhyNot
from menara.web import labels
from menara.web.labels import label
from menara.web.languages import isolated
from menara.web.plans import words


def whole_plan(line: Alternative, *, unit: int) -> dict[str, Any]:
    """The context of ``plans/whole_plan.html``: how sure, and what changes at which goal."""
    if line.conflicts:
        return _said("bad", _("cannot be"), note=_why_impossible(line))
    if line.is_tie:
        return _said("good", _("exactly"), note=_("Nothing: just as good. Only the fixed order chose."))
    if line.cost is not None:
        return _said("good", _("exactly"), changes=changes_of(line.cost, unit=unit))
    return at_least(line.least, unit=unit)


def _why_impossible(line: Alternative) -> str:
    """What stands in the way, the wish itself left out."""
    wish = {"officer": line.officer, "opening": line.opening}
    others = [one for one in line.conflicts if dict(one.about) != wish]
    return " ".join(words.conflict({"constraint": one.constraint, "about": dict(one.about)}) for one in others)


def at_least(least: Cost | None, *, unit: int) -> dict[str, Any]:
    """The same for what prices alone prove."""
    if least is None:
        return _said("bad", _("cannot be"), note=_("Pins hold the place, or the officer."))
    if not any(least):
        return _said("wait", _("at least"), note=_("Nothing is proven to be lost."))
    if least[-1] < 0:
        return _said("wait", _("perhaps a gain"), changes=changes_of(least, unit=unit), note=_("at most"))
    return _said("wait", _("at least"), changes=changes_of(least, unit=unit))


def _said(tone: str, word: str, *, changes: Sequence[dict[str, str]] = (), note: str = "") -> dict[str, Any]:
    return {"state": {"tone": tone, "label": word}, "changes": changes, "note": note}


def changes_of(cost: Cost, *, unit: int) -> list[dict[str, str]]:
    """The goals that change, with sign: what is lost is less."""
    return [
        {"goal": label(labels.GOALS, goal) or goal, "change": _signed(goal, -loss, unit)}
        for goal, loss in zip(GOALS, cost, strict=False)
        if loss
    ]


def _signed(goal: str, change: int, unit: int) -> str:
    """Expected success in officers, fine enough that the smallest change shows."""
    places = 4 if goal == "expected_success" else 0
    amount = abs(change) / unit if goal == "expected_success" else abs(change)
    return f"{'−' if change < 0 else '+'}{number_format(amount, decimal_pos=places)}"


def verdict_of(found: WhyNot) -> dict[str, str]:
    """Proposed, equally good, beaten, without room, or kept from every post; with a sentence."""
    if found.proposed_for:
        return {"answer": "met", "word": _("Proposed"), "sentence": _("The plan proposes this officer.")}
    return _kept_out(found) if found.best is None else _beaten(found.best)


def _beaten(best: Alternative) -> dict[str, str]:
    if best.conflicts or (best.cost is None and best.least is None):
        answer, word = "quiet", _("No room")
        said = _("Eligible, but what people decided and the posts ask leaves no room for this officer.")
    elif best.is_tie:
        answer, word = "met", _("Equally good")
        said = _("The plan would be just as good with this officer. Only the fixed order chose.")
    elif best.cost is not None and best.cost < (0,) * len(GOALS):
        answer, word = "unknown", _("A better plan exists")
        said = _("A slate with this officer is better: the plan was ended before it was proven. Plan again.")
    elif best.cost is None and not (best.least or (0,))[-1] > 0:
        answer, word = "unknown", _("Not settled")
        said = _("Eligible, and prices prove no loss: whether the plan would be as good has to be settled.")
    else:
        answer, word = "quiet", _("Beaten")
        said = _("Eligible, but the whole plan is better without this officer.")
    return {"answer": answer, "word": word, "sentence": said}


def _kept_out(found: WhyNot) -> dict[str, str]:
    kinds = {one.kind for one in found.standings}
    if EXCLUDED in kinds:
        word, said = _("Kept out"), _("A person keeps this officer from posts he or she might stand for.")
        return {"answer": "not_met", "word": word, "sentence": said}
    if UNKNOWN in kinds:
        word, said = (
            _("Papers are missing"),
            _("Nobody with an unknown answer is on a slate, unless pinned by a person."),
        )
        return {"answer": "unknown", "word": word, "sentence": said}
    word, said = _("Not eligible"), _("Every post of the plan has a rule that is not met.")
    return {"answer": "not_met", "word": word, "sentence": said}


def cap_in_words(cap: Conflict) -> str:
    """What has no room for one more such officer."""
    about = {name: isolated(value) for name, value in cap.about.items()}
    if cap.constraint == "home_unit_cap":
        return _("The home unit %(unit)s gives %(found)s officers already, and at most %(allowed)s.") % about
    return (
        _(
            "With one man more among its nominees, now %(nominees)s, the call %(call)s would ask for %(asked)s women; "
            "it has %(found)s."
        )
        % about
    )
