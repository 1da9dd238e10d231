"""What a modality or a nation asks of everyone: values with a source, a mark and a period of effect.

Rules hold no numbers. A number lives on the post, on its modality (here) or on a national overlay (here), and each
says where it comes from. An unconfirmed value is configuration: ``Norm.is_setting`` is true and faces must not call it
a rule of the United Nations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from menara.terms import Mark, Modality

Value = int | bool | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One value, in force from ``since`` (first day) until ``until`` (first day no longer); blank ends are open.

    ``level`` narrows it to a grade (``P-4``); blank holds for all.
    """

    name: str
    modality: Modality
    value: Value
    mark: Mark
    source: str
    level: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""

    @property
    def is_setting(self) -> bool:
        return self.mark is Mark.UNCONFIRMED

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What a nation asks of its own officers on top of the norms. It may only tighten: it is a rule of its own and
    never replaces one."""

    nationality: str
    mark: Mark
    source: str
    min_service_years: int | None = None
    max_tour_months: int | None = None
    min_gap_months: int | None = None
    min_language_level: Mapping[str, int] | None = None
    licence_asked: bool = False
    min_available_months: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """All norms and overlays, looked up by name, modality, level and day.

    ``ranks`` maps ``service/corps/grade`` to its order in its own ladder, from 1. ``ams_languages`` are those the
    Assessment for Mission Service tests (S46).
    """

    norms: tuple[Norm, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    ams_languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        nations = [overlay.nationality for overlay in self.overlays]
        twice = sorted({nation for nation in nations if nations.count(nation) > 1})
        if twice:
            raise ValueError(f"more than one overlay for {', '.join(twice)}: one would hide the other")

    def find(self, name: str, *, modality: Modality, level: str = "", on: date) -> Norm | None:
        """The norm in force, the one for the very level before the one for all; None where there is none."""
        held = [n for n in self.norms if n.name == name and n.modality is modality and n.holds(on)]
        return next((n for n in held if n.level and n.level == level), next((n for n in held if not n.level), None))

    def value(self, name: str, *, modality: Modality, level: str = "", on: date) -> Value | None:
        norm = self.find(name, modality=modality, level=level, on=on)
        return None if norm is None else norm.value

    def with_overlays(self, overlays: Iterable[Overlay]) -> Norms:
        """These norms with one organisation's overlays in place of those of the same nationalities."""
        new = tuple(overlays)
        replaced = {o.nationality for o in new}
        return replace(self, overlays=tuple(o for o in self.overlays if o.nationality not in replaced) + new)
