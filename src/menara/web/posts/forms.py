"""The forms of a post and of a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from menara import facts
from menara.engines.eligibility.opening import Opening
from menara.exports.records import OPENING_COLUMNS, opening_row
from menara.facts.officers import STREAMS
from menara.intake.openings import COLUMNS, GRADES, read_openings
from menara.web import labels
from menara.web.fields import POST, POST_GROUPS
from menara.web.record_forms import Shape, spelled

SHAPE: Shape[Opening] = Shape(
    kind="openings",
    labels=POST,
    groups=POST_GROUPS,
    choices={
        "modality": spelled(labels.MODALITIES),
        "vacancy_state": spelled(labels.VACANCIES),
        "education": spelled(labels.EDUCATION),
        "provenance": spelled(labels.PROVENANCE)[1:],
        "level": [("", labels.UNKNOWN), *((grade, grade) for grade in GRADES)],
        "stream": [("", labels.UNKNOWN), *((stream, labels.STREAMS[stream]) for stream in STREAMS)],
        "mission": [("", labels.UNKNOWN), *((code, code) for code in facts.missions())],
    },
    days=frozenset({"start", "seen_on"}),
    truths=frozenset({"armed", "driving", "extendable", "critical"}),
    texts=frozenset({"as_posted"}),
    several=frozenset(),
    needed=frozenset(column.name for column in COLUMNS if column.required),
    read=read_openings,
    row=opening_row,
    columns=OPENING_COLUMNS,
)


class CallForm(forms.Form):
    """What a call says for all its posts, and where it came from."""

    ref = forms.CharField(label=_("Reference"), required=False)
    title_en = forms.CharField(label=_("Title in English"), required=False)
    title_fr = forms.CharField(label=_("Title in French"), required=False)
    title_ar = forms.CharField(label=_("Title in Arabic"), required=False, widget=forms.TextInput(attrs={"dir": "rtl"}))
    caller = forms.CharField(label=_("Who calls"), required=False)
    deadline_on = forms.DateTimeField(
        label=_("Deadline"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    deadline_zone = forms.ChoiceField(
        label=_("Time zone of the deadline"),
        required=False,
        choices=[("", "—"), *labels.ZONES.items()],
    )
    women = forms.IntegerField(label=_("Share of women, in per cent"), required=False, min_value=0, max_value=100)
    note_verbale = forms.CharField(label=_("Note verbale"), required=False)
    as_posted = forms.CharField(
        label=_("As posted"), required=False, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    )
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("deadline_on") and not found.get("deadline_zone"):
            self.add_error("deadline_zone", _("A deadline needs its time zone."))
        return found
