"""Forms that enter one record through the same reading as a file: one field a column, one list of rules for both.

A face holds no rule, so a form checks nothing itself. What was typed becomes a table of one row; the intake reads it
and names every fault at once, and each fault is shown at its field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.errors import BadInput
from menara.exports.tables import as_text
from menara.intake.columns import Reading
from menara.intake.guide import Help, help_for
from menara.web.labels import Label
from menara.web.languages import isolated
from menara.web.refusals import told_fault

RecordT = TypeVar("RecordT")
Choices = Sequence[tuple[str, Label]]

LISTS = frozenset({"languages", "skills", "assignments", "rank_min", "nationality_exclusions", "excluded_missions"})
TRUTHS: Choices = (("", gettext_lazy("not known")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Generic[RecordT]):
    """What a form of one kind of record is made of. ``kind`` is the intake's; ``choices`` are by column."""

    kind: str
    labels: Mapping[str, Label]
    groups: Sequence[tuple[Label, Sequence[str]]]
    choices: Mapping[str, Choices]
    days: frozenset[str]
    truths: frozenset[str]
    texts: frozenset[str]
    several: frozenset[str]
    needed: frozenset[str]
    read: Callable[..., Reading[RecordT]]
    row: Callable[[RecordT], list[Any]]
    columns: Sequence[str]


def spelled(labels: Mapping[Any, Label]) -> Choices:
    """An enumeration as files spell it, with its words, behind a blank."""
    return [
        ("", gettext_lazy("not known")),
        *((_spelling(value), word) for value, word in labels.items()),
    ]


def _spelling(value: Any) -> str:
    if isinstance(value, Enum) and not isinstance(value.value, str):
        return value.name.lower() if len(value.name) > 3 else value.name
    return str(getattr(value, "value", value))


class RecordForm(forms.Form, Generic[RecordT]):
    """A form of one record. ``record`` holds what was read once ``is_valid``."""

    def __init__(self, shape: Shape[RecordT], data: Any = None, *, record: RecordT | None = None) -> None:
        self.shape = shape
        self.record: RecordT | None = None
        initial = {}
        if record is not None:
            cells = dict(zip(shape.columns, shape.row(record), strict=True))
            initial = {name: self._shown(name, cell) for name, cell in cells.items()}
        super().__init__(data, initial=initial)
        help_texts = {one.column: one for one in help_for(shape.kind)}
        for _title, names in shape.groups:
            for name in names:
                self.fields[name] = self._field(name, help_texts[name])
                # The intake refuses a blank here; Django is not to say so a second time.
                self.fields[name].is_needed = name in shape.needed  # type: ignore[attr-defined]

    def groups(self) -> list[dict[str, Any]]:
        """The fields in their groups, for the template."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.shape.groups]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        cells = {name: self._cell(name, found.get(name)) for name in self.fields}
        table = json.dumps([cells], ensure_ascii=False).encode()
        try:
            (self.record,) = self.shape.read(table, name=str(_("form"))).records
        except BadInput as refusal:
            for fault in refusal.faults:
                where = fault.column if fault.column in self.fields else None
                self.add_error(where, told_fault(fault))
        return found

    def _field(self, name: str, said: Help) -> forms.Field:
        shape, label = self.shape, self.shape.labels[name]
        if name in shape.several:
            options = shape.choices[name][1:]
            return forms.MultipleChoiceField(
                label=label, required=False, choices=options, widget=forms.CheckboxSelectMultiple
            )
        if name in shape.truths or name in shape.choices:
            return forms.ChoiceField(label=label, required=False, choices=shape.choices.get(name, TRUTHS))
        widget: forms.Widget = forms.TextInput(attrs={"dir": "auto"})
        help_text = "" if name in shape.days else _(said.sentence)
        if name in shape.days:
            widget = forms.TextInput(attrs={"type": "date"})
        elif name in LISTS:
            widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr"})
            help_text = _("%(meaning)s One in each line. Example: %(example)s") % {
                "meaning": help_text,
                "example": isolated(said.example.split(";")[0]),
            }
        elif name in shape.texts:
            widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
        return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)

    def _cell(self, name: str, value: Any) -> str:
        if name in self.shape.several:
            return ";".join(value or ())
        if name in LISTS:
            return ";".join(line.strip() for line in (value or "").splitlines() if line.strip())
        return value or ""

    def _shown(self, name: str, cell: Any) -> Any:
        text = as_text(cell)
        if name in self.shape.several:
            return [part for part in text.split(";") if part]
        # A semicolon behind a backslash belongs to the item.
        return re.sub(r"(?<!\\);", "\n", text) if name in LISTS else text
