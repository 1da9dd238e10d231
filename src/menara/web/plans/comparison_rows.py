"""What two plans differ in, as rows of words: the same for the page and for its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from menara.engines.matching.compare import DecisionChange, LevelChange, Move, OpeningChange, OpeningStanding, Place
from menara.engines.matching.compare import RecordChange as Record
from menara.engines.matching.goals import GOALS
from menara.engines.matching.paid import Paid, Room
from menara.engines.matching.proof import SCALE
from menara.exports.shown import BLANKS, NOT_KNOWN, shown
from menara.queries.scenarios import TwoPlans
from menara.sentences import label as term_label
from menara.web import labels
from menara.web.days import day_in_words, instant_in_words
from menara.web.fields import OFFICER, POST
from menara.web.labels import Label, label
from menara.web.languages import isolated
from menara.web.plans import words
from menara.web.templatetags.menara import share

SENSITIVE = frozenset({"medical", "medical_until", "vaccinated", "conduct", "repatriated"})
NOTHING = "–"
PARTS: Mapping[str, Label] = {
    "moves": gettext_lazy("Officers who moved"),
    "openings": gettext_lazy("Posts"),
    "paid": gettext_lazy("Constraints that paid"),
    "decisions": gettext_lazy("Decisions of people"),
    "records": gettext_lazy("Records and settings"),
}
KINDS: Mapping[str, tuple[str, Label]] = {  # what happened: the shape that is drawn, and the word
    "added": ("added", pgettext_lazy("in one plan beside another", "Added")),
    "dropped": ("removed", pgettext_lazy("in one plan beside another", "Dropped")),
    "removed": ("removed", pgettext_lazy("in one plan beside another", "Removed")),
    "moved": ("moved", pgettext_lazy("in one plan beside another", "Moved")),
    "regrouped": ("moved", pgettext_lazy("in one plan beside another", "Stands with others")),
    "reweighed": ("changed", pgettext_lazy("in one plan beside another", "Other odds")),
    "changed": ("changed", pgettext_lazy("in one plan beside another", "Changed")),
}
CONSTRAINTS: Mapping[str, Label] = {
    **labels.CONSTRAINTS,
    "pin": labels.CONSTRAINTS["pinned"],
    "exclusion": labels.CONSTRAINTS["excluded"],
}
DECISIONS: Mapping[str, Label] = {
    "pin": gettext_lazy("Pin"),
    "exclusion": gettext_lazy("Exclusion"),
    "waiver": gettext_lazy("Share of women waived"),
    "estimate": gettext_lazy("Own estimate of the odds"),
}
SETTINGS: Mapping[str, Label] = {
    "on": gettext_lazy("Day of planning"),
    "home_unit_share": gettext_lazy("Largest share taken from one home unit"),
    "odds": gettext_lazy("The model of the odds"),
    "ranks": gettext_lazy("Ladders of rank"),
    "ams_languages": gettext_lazy("Languages of the assessment"),
}
RECORDS: Mapping[str, Label] = {
    "officer": gettext_lazy("Officer"),
    "opening": gettext_lazy("Post"),
    "norm": gettext_lazy("Norm"),
    "overlay": gettext_lazy("National rule"),
    "setting": gettext_lazy("Setting"),
}
POST_FIELDS: Mapping[str, Label] = {**POST, "title": gettext_lazy("Title")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One difference in words. ``shape`` is drawn beside ``what``; ``officer`` and ``post`` name the records meant."""

    part: str
    shape: str
    what: str
    about: str
    before: str
    after: str
    difference: str = ""
    officer: str = ""
    post: str = ""


def rows_of(two: TwoPlans, *, part: str, sensitive: bool) -> list[Row]:
    """The rows of one part; changes of health and conduct only where ``sensitive``."""
    found, unit = two.found, two.found.unit
    make: Mapping[str, Callable[[], Iterator[Row]]] = {
        "moves": lambda: map(_move, found.moves),
        "openings": lambda: (_opening(one, unit) for one in found.openings),
        "paid": lambda: (_paid(one, unit) for one in two.paid),
        "decisions": lambda: map(_decision, found.decisions),
        "records": lambda: (_record(one) for one in found.records if sensitive or one.field not in SENSITIVE),
    }
    return list(make[part]())


def withheld(two: TwoPlans) -> int:
    """How many changes are of health and conduct."""
    return sum(one.kind == "officer" and one.field in SENSITIVE for one in two.found.records)


# --- levels -----------------------------------------------------------------------------------------------------------


def level_row(one: LevelChange, unit: int) -> dict[str, Any]:
    """One level of the objective: both values, the difference, and how far that of the best slates may lie off."""
    goal = one.goal

    def value(standing: Any) -> str:
        return words.goal_value(goal, None if standing is None else standing.value, unit)

    return {
        "name": label(labels.GOALS, goal),
        "before": value(one.before),
        "after": value(one.after),
        "difference": NOTHING if one.difference is None else signed(goal, one.difference, unit),
        "sign": 0 if not one.difference else 1 if one.difference > 0 else -1,
        "optima": optima(one, unit),
    }


def optima(one: LevelChange, unit: int) -> str:
    """How the best slates of both plans differ at a level, as far as it is proven."""
    if one.least is None or one.most is None:
        return _("not settled: a level before is not, or there is no slate")
    if one.is_exact:
        return _("exact: both plans are proven")
    return _("between %(least)s and %(most)s: a gap is left") % {
        "least": signed(one.goal, one.least, unit),
        "most": signed(one.goal, one.most, unit),
    }


def signed(goal: str, number: int, unit: int) -> str:
    """A difference with its sign, expected success in officers."""
    size = abs(number)
    shown_size = words.goal_value(goal, size, unit)
    return isolated(f"{'+' if number > 0 else '−' if number < 0 else '±'}{shown_size}")


# --- rows -------------------------------------------------------------------------------------------------------------


def _move(one: Move) -> Row:
    shape, word = KINDS[one.kind]
    place = one.after or one.before
    return Row(
        part="moves",
        shape=shape,
        what=str(word),
        about=one.officer,
        before=_place(one.before),
        after=_place(one.after),
        officer=one.officer,
        post=place.opening if place else "",
    )


def _place(place: Place | None) -> str:
    if place is None:
        return NOTHING
    parts = [isolated(place.opening), isolated(f"{place.odds} %")]
    if place.beside:
        parts.append(_("beside %(officers)s") % {"officers": " · ".join(isolated(number) for number in place.beside)})
    if place.pinned:
        parts.append(_("Pinned"))
    return " · ".join(parts)


def _opening(one: OpeningChange, unit: int) -> Row:
    kind = "added" if one.before is None else "removed" if one.after is None else "changed"
    shape, word = KINDS[kind]
    return Row(
        part="openings",
        shape=shape,
        what=str(word),
        about=one.opening,
        before=_standing(one.before, unit),
        after=_standing(one.after, unit),
        difference=_first(_parts(one, unit)),
        post=one.opening,
    )


def _standing(one: OpeningStanding | None, unit: int) -> str:
    if one is None:
        return NOTHING
    return _("%(filled)s of %(positions)s filled, success %(success)s, quality %(quality)s") % {
        "filled": isolated(one.filled),
        "positions": isolated(one.positions),
        "success": isolated(words.decimals(one.success / unit)),
        "quality": isolated(one.quality),
    }


def _parts(one: OpeningChange, unit: int) -> Iterator[tuple[str, int, int]]:
    a, b = one.before, one.after
    for goal, get in (
        ("filled", lambda s: s.filled),
        ("expected_success", lambda s: s.success),
        ("quality", lambda s: s.quality),
    ):
        yield goal, (get(b) if b else 0) - (get(a) if a else 0), unit


def _first(parts: Iterator[tuple[str, int, int]]) -> str:
    """The first level that differs, by how much."""
    for goal, number, unit in parts:
        if number:
            return f"{label(labels.GOALS, goal)} {signed(goal, number, unit)}"
    return ""


def _paid(one: Paid, unit: int) -> Row:
    about = one.about
    return Row(
        part="paid",
        shape="changed" if not one.binds_in_one else "added" if one.after and one.after.binds else "removed",
        what=str(CONSTRAINTS.get(one.constraint, one.constraint)),
        about=" · ".join(isolated(name) for name in about.values() if name),
        before=_room(one.constraint, one.before, unit),
        after=_room(one.constraint, one.after, unit),
        difference=_priced(one.difference, unit, with_sign=True),
        officer=about.get("officer", ""),
        post=about.get("opening", ""),
    )


def _room(constraint: str, room: Room | None, unit: int) -> str:
    by_person = constraint in ("pin", "exclusion")
    if room is None and constraint == "one_post_each":  # it is asked of every officer, and charged for few
        return _("charged nothing")
    if room is None:
        return _("does not stand") if by_person else _("not asked")
    use = ""
    if by_person:
        use = pgettext("a decision", "stands")
    elif constraint == "share_of_women":
        use = _("%(used)s women, %(allowed)s asked") % {"used": room.used, "allowed": room.allowed}
    elif constraint != "one_post_each":
        use = _("%(used)s of %(allowed)s") % {"used": isolated(room.used), "allowed": isolated(room.allowed)}
    worth = _("the prices cannot tell") if room.worth is None else _priced(room.worth, unit) or _("charged nothing")
    return " · ".join(filter(None, [use, worth]))


def _priced(worth: tuple[int, ...], unit: int, *, with_sign: bool = False) -> str:
    """The first level at which a price stands; nothing where none does."""
    for goal, number in zip(GOALS, worth, strict=True):
        if number:
            size = abs(number) / SCALE / (unit if goal == "expected_success" else 1)
            # Prices are finer than what two places show: nothing that is charged reads 0.
            text = words.decimals(size) if size >= 0.005 else f"< {words.decimals(0.01)}"
            name = label(labels.GOALS, goal)
            if with_sign:
                sign = "+" if number > 0 else "−"
                return f"{name} {isolated(sign + text)}"
            return _("%(goal)s: at most %(value)s") % {"goal": name, "value": isolated(text)}
    return ""


def _decision(one: DecisionChange) -> Row:
    kind = "added" if one.before is None else "removed" if one.after is None else "changed"
    about = [isolated(name) for name in one.about.values() if name]
    if one.kind == "exclusion" and not one.about["opening"]:
        about.append(_("every post"))
    return Row(
        part="decisions",
        shape=KINDS[kind][0],
        what=str(DECISIONS[one.kind]),
        about=" · ".join(about),
        before=_said(one.before),
        after=_said(one.after),
        officer=one.about.get("officer", ""),
        post=one.about.get("opening", ""),
    )


def _said(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return NOTHING
    told = said.get("per_cent")
    parts = [] if told is None else [isolated(f"{told} %")]
    return " · ".join([*parts, isolated(said["by"]), isolated(said["reason"])])


def _record(one: Record) -> Row:
    shape, word = KINDS[one.how]
    about = str(SETTINGS.get(one.about, one.about)) if one.kind == "setting" else isolated(one.about)
    kind = str(RECORDS[one.kind])
    named = (OFFICER if one.kind == "officer" else POST_FIELDS).get(one.field, one.field.replace("_", " "))
    if one.kind == "officer" and one.field == "woman":
        named = OFFICER["sex"]
    is_told = one.how == "changed" and (one.field or one.before is not None or one.after is not None)
    name = one.field or one.about
    return Row(
        part="records",
        shape=shape,
        what=f"{kind}: {word}",
        about=f"{about} · {named}" if one.field else about,
        before=_value(name, one.before) if is_told else NOTHING,
        after=_value(name, one.after) if is_told else NOTHING,
        officer=one.about if one.kind == "officer" else "",
        post=one.about if one.kind == "opening" else "",
    )


def _value(name: str, value: Any) -> str:  # noqa: PLR0911 (one line for each kind of fact)
    """A fact of a record in the reader's language."""
    match value:
        case None | "":
            return _("no cap") if name == "home_unit_share" else _(BLANKS.get(name, NOT_KNOWN))
        case bool():
            return str(labels.YES_NO[value])
        case Enum():
            return isolated(_(term_label(value)))
        case datetime():
            return isolated(instant_in_words(value))
        case date():
            return isolated(day_in_words(value))
        case Fraction():
            return isolated(share(value))
        case dict():
            return " · ".join(isolated(f"{key} {one}") for key, one in value.items()) or NOTHING
    return isolated(shown(value, name=name))
