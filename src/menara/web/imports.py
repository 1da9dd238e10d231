"""A file of records brought in through the browser: the same reading as on the command line, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.officers import Imported
from menara.errors import BadInput, Refusal
from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.intake.columns import Reading
from menara.intake.faults import Remark
from menara.intake.guide import help_for
from menara.web.lists import attachment
from menara.web.refusals import status_of, told, told_fault

LIMIT = 64 << 20  # bytes taken through the browser; the command line takes more


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, XLSX or JSON."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Divide it, or use the command line."),
                params={"limit": LIMIT >> 20},
            )
        return file


def import_page(
    request: HttpRequest,
    *,
    kind: str,
    title: str,
    standfirst: str,
    read: Callable[..., Reading[Any]],
    bring_in: Callable[[Sequence[Any]], Imported],
    back_to: str,
    templates: Sequence[dict[str, str]],
) -> HttpResponse:
    """Show the form, or read the file and bring it in; every fault at once, and then nothing is saved."""
    form = FileForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {
        "title": title,
        "standfirst": standfirst,
        "form": form,
        "templates": templates,
        "columns": _columns(kind),
    }
    if request.method != "POST":
        return render(request, "import.html", page)
    if not form.is_valid():
        return render(request, "import.html", page, status=422)
    file = form.cleaned_data["file"]
    try:
        reading = read(file.read(), name=file.name)
        done = bring_in(reading.records)
    except BadInput as refusal:
        return render(request, "import.html", page | faults_in(refusal), status=422)
    except Refusal as refusal:
        page["file_faults"] = [{"sentence": told(refusal)}]
        return render(request, "import.html", page, status=status_of(refusal))
    said = _("Entered: %(entered)s. Corrected: %(corrected)s. Unchanged: %(unchanged)s.")
    messages.success(
        request, said % {"entered": done.entered, "corrected": done.corrected, "unchanged": done.unchanged}
    )
    _remark(request, reading.remarks)
    return redirect(back_to)


def empty_file(*, kind: str, name: str, form: str) -> HttpResponse:
    """The empty file to fill in, as CSV, or as XLSX with the guide in a second sheet."""
    columns = help_for(kind)
    header = [one.column for one in columns]
    if form == "csv":
        return attachment(to_csv(header=header, rows=()), name=name, kind=form)
    guide = Sheet(
        name=_("Guide")[:31],
        header=(_("Column"), _("Meaning"), _("Allowed"), _("Example")),
        rows=[(one.column, _(one.sentence), _(one.allowed) if one.allowed else "", one.example) for one in columns],
        widths={0: 24, 1: 60, 2: 50, 3: 40},
    )
    return attachment(to_xlsx([Sheet(name=name, header=header, rows=()), guide]), name=name, kind=form)


def _columns(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "name": one.column,
            "meaning": _(one.sentence),
            "allowed": _(one.allowed) if one.allowed else "",
            "is_required": one.must_be_there,
            "example": one.example,
        }
        for one in help_for(kind)
    ]


def faults_in(refusal: BadInput) -> dict[str, Any]:
    """The faults of a file, for ``import.html``."""
    whole = [fault for fault in refusal.faults if fault.row == 0]
    return {
        "file_faults": [{"sentence": told_fault(fault)} for fault in whole],
        "faults": [
            {
                "file": fault.file,
                "row": fault.row,
                "column": fault.column,
                "sentence": told_fault(fault),
                "found": fault.found,
                "allowed": fault.allowed,
            }
            for fault in refusal.faults
            if fault.row
        ],
        "fault_total": refusal.total,
    }


def _remark(request: HttpRequest, remarks: Sequence[Remark]) -> None:
    for remark in remarks[:20]:
        messages.warning(request, told_fault(remark))
