"""Forms of the summit desk: words in three languages, hours in the summit's zone, faults at their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.errors import BadInput, Refusal
from menara.models.zones import zone_of
from menara.web.codes import language_name
from menara.web.labels import Label
from menara.web.languages import isolated, reading
from menara.web.refusals import status_of, told, told_fault
from menara.web.summits.people import own_script

Made = TypeVar("Made")
Span = tuple[datetime, datetime]
TONGUES: Mapping[str, Label] = {
    "en": gettext_lazy("in English"),
    "fr": gettext_lazy("in French"),
    "ar": gettext_lazy("in Arabic"),
}
SCRIPTS: Mapping[str, Label] = {
    "Latn": gettext_lazy("Name in Latin script"),
    "Arab": gettext_lazy("Name in Arabic script"),
}


class MomentField(forms.CharField):
    """A day and an hour as a clock at the summit shows them."""

    def __init__(self, *, zone: str, **options: Any) -> None:
        self.zone: tzinfo = zone_of(zone)
        options.setdefault("required", False)
        super().__init__(widget=forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.astimezone(self.zone):%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone)
        except ValueError as error:
            raise forms.ValidationError(_("Write day and hour as in 2025-11-24T09:00.")) from error


class SpansField(forms.CharField):
    """Hours, one span in each line: ``2025-11-24 09:00-12:30``."""

    def __init__(self, *, zone: str, **options: Any) -> None:
        self.zone: tzinfo = zone_of(zone)
        options.setdefault("required", False)
        widget = forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"})
        super().__init__(
            widget=widget, help_text=gettext_lazy("One span a line, as in 2025-11-24 09:00-12:30."), **options
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}" for begin, end in value)

    def clean(self, value: Any) -> Any:
        found, wrong = [], []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            try:
                found.append(self._span(line))
            except ValueError:
                wrong.append(line.strip()[:60])
        if wrong:
            said = _("No span of hours: %(lines)s")
            raise forms.ValidationError(said % {"lines": isolated(" · ".join(wrong))})
        return tuple(found)

    def _span(self, line: str) -> Span:
        day, _space, hours = line.strip().partition(" ")
        begin, _dash, end = hours.replace("–", "-").partition("-")
        return tuple(  # type: ignore[return-value]
            datetime.fromisoformat(f"{day}T{hour.strip()}").replace(tzinfo=self.zone) for hour in (begin, end)
        )


class ItemsField(forms.CharField):
    """Several short texts, one in each line or apart by semicolons."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace(";", "\n")
        return tuple(item.strip() for item in text.splitlines() if item.strip())


def words_fields(stem: str, name: Label, *, required: bool = False, widget: Any = None) -> dict[str, forms.Field]:
    """One field a language: ``<stem>_en`` and so on, with the name of the language in the label."""
    made: dict[str, forms.Field] = {}
    for code, tongue in sorted(TONGUES.items(), key=lambda one: one[0] != reading()):
        attributes = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        field = forms.CharField(
            label=f"{name} {tongue}",
            required=False,
            max_length=500,
            widget=(widget or forms.TextInput)(attrs=attributes),
        )
        field.is_needed = required and code == reading()  # type: ignore[attr-defined]
        made[f"{stem}_{code}"] = field
    return made


def words_in(given: Mapping[str, Any], stem: str) -> dict[str, str]:
    """The words typed into ``words_fields``."""
    return {code: given[f"{stem}_{code}"] for code in TONGUES if given.get(f"{stem}_{code}")}


def words_for(stem: str, words: Mapping[str, str]) -> dict[str, str]:
    """What ``words_fields`` show at first."""
    return {f"{stem}_{code}": words.get(code, "") for code in TONGUES}


def span_in(given: Mapping[str, Any], stem: str) -> Span | None:
    """The span between ``<stem>_from`` and ``<stem>_until``; None where both are blank. One alone is a fault that
    ``both_or_none`` tells."""
    begin, end = given.get(f"{stem}_from"), given.get(f"{stem}_until")
    return (begin, end) if begin and end else None


def both_or_none(form: forms.Form, *stems: str) -> None:
    """A span has two ends, or there is none."""
    for stem in stems:
        begin, end = (form.cleaned_data.get(f"{stem}_{end}") for end in ("from", "until"))
        if bool(begin) != bool(end):
            form.add_error(f"{stem}_{'until' if begin else 'from'}", _("Give both ends, or none."))


def language_choices(codes: Sequence[str], *, blank: Label | None = None) -> list[tuple[str, Label]]:
    """Languages to choose from, by their names."""
    head: list[tuple[str, Label]] = [] if blank is None else [("", blank)]
    return head + [(code, str(language_name(code))) for code in codes]


def reader_first(names: Iterable[str]) -> list[str]:
    """Fields in their order, but of one thing in several languages or scripts the reader's own first."""
    own = (reading(), own_script())
    found: list[str] = []
    for _stem, several in groupby(names, key=_stem_of):
        found += sorted(several, key=lambda name: name.rpartition("_")[2] not in own)
    return found


def grouped(form: forms.Form, groups: Sequence[tuple[Label, Sequence[str]]]) -> list[dict[str, Any]]:
    """The fields in groups, for ``form.html``; a field the form has not is left out, and so is an empty group."""
    for field in form.fields.values():
        field.is_needed = getattr(field, "is_needed", False) or field.required  # type: ignore[attr-defined]
    found = [
        {"title": title, "fields": [form[name] for name in reader_first(names) if name in form.fields]}
        for title, names in groups
    ]
    return [group for group in found if group["fields"]]


def saved(request: HttpRequest, form: forms.Form, do: Callable[[], Made]) -> tuple[int | None, Made | None]:
    """Do what a form asks for. (None, what was made) once it is done; else the status of the page that shows the form
    (again), and None."""
    if request.method != "POST":
        return 200, None
    if not form.is_valid():
        return 422, None
    try:
        return None, do()
    except BadInput as refusal:
        for fault in refusal.faults:
            form.add_error(_place_of(fault.column, form), told_fault(fault))
        return 422, None
    except Refusal as refusal:
        status = status_of(refusal)
        if status in (403, 404):
            raise
        form.add_error(None, told(refusal))
        return status, None


def form_page(  # noqa: PLR0913 (what a page with a form shows)
    request: HttpRequest,
    form: forms.Form,
    *,
    status: int,
    title: str,
    save: str,
    back: str,
    kicker: Any = "",
    standfirst: str = "",
    groups: Sequence[tuple[Label, Sequence[str]]] = (),
    version: int | None = None,
    provenance: Any = None,
) -> HttpResponse:
    """The page of a form: ``form.html`` with its context."""
    page: dict[str, Any] = {
        "title": title,
        "kicker": kicker,
        "standfirst": standfirst,
        "provenance": provenance,
        "form": form,
        "groups": grouped(form, groups) if groups else None,
        "version": version,
        "save_label": save,
        "cancel_url": back,
    }
    return render(request, "form.html", page, status=status)


def _stem_of(name: str) -> str:
    stem, _line, tongue = name.rpartition("_")
    return stem if tongue in TONGUES or tongue in SCRIPTS else name


def _place_of(column: str, form: forms.Form) -> str | None:
    """The field a fault stands in; of words in several languages the one in the reader's."""
    names = (column, f"{column}_{reading()}", f"{column}_en", f"{column}_from")
    return next((name for name in names if name in form.fields), None)
