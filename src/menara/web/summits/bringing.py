"""Lists of a summit from files: read, shown as what they would change, taken when a person has seen it; and the same
lists as files to fill in or to correct."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.bringing.comparison import Comparison, ListMovedOn
from menara.actions.summits.bringing.door import bring_list, look_at_list
from menara.errors import BadInput, Fault
from menara.exports.summit_lists import list_file
from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.intake.faults import together
from menara.intake.summits.guide import help_for_list
from menara.intake.summits.headings import heading
from menara.intake.summits.lists import ListRead, read_list
from menara.permissions import may_edit
from menara.queries.summits.lists import COLUMNS, held_list
from menara.queries.summits.setting import SummitRecord, summit_record
from menara.web.days import zone_in_words
from menara.web.doors import behind_door
from menara.web.imports import faults_in
from menara.web.languages import isolated, reading, spoken
from menara.web.lists import attachment
from menara.web.summits.bringing_rows import LISTS, preview
from menara.web.tenancy import membership

LIMIT = 1 << 20  # bytes: five thousand rows; what is seen goes through the browser and back
SALT = "list-of-a-summit"
HOUR = 3600


class ListForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, or XLSX. Nothing is saved before you have seen what it changes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Divide it."), params={"limit": LIMIT >> 20}
            )
        return file


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file as it was given, and the mark of what a person saw that it changes."""

    name: str
    content: bytes
    mark: str = ""


@behind_door()
def lists(request: HttpRequest, summit_id: int) -> HttpResponse:
    """The four lists of a summit, each with its files."""
    summit = summit_record(summit_id=summit_id)
    may = may_edit(membership(request))
    page = {
        "summit": {"name": spoken(summit.name), "url": reverse("summit", args=[summit_id])},
        "lists": [
            {
                "name": one.name,
                "note": one.note,
                "url": reverse(*one.at(summit_id)),
                "bring_url": reverse("list_bring", args=[summit_id, what]) if may else None,
                "empty": _files("list_empty", summit_id, what),
                "current": _files("list_current", summit_id, what),
                "total": len(held_list(what=what, summit_id=summit_id).held),
            }
            for what, one in LISTS.items()
        ],
    }
    return render(request, "summits/desk/lists.html", page)


@behind_door("GET", "POST", may=may_edit)
def bring_in(request: HttpRequest, summit_id: int, what: str) -> HttpResponse:
    """Bring a file; see what it would change; take it."""
    summit = summit_record(summit_id=summit_id)
    if "seen" in request.POST:
        return _take(request, summit, what)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _form(request, summit, what, form, status=200)
    if not form.is_valid():
        return _form(request, summit, what, form, status=422)
    given = form.cleaned_data["file"]
    return _look(request, summit, what, _File(name=given.name, content=given.read()), form)


@behind_door()
def empty(request: HttpRequest, summit_id: int, what: str, kind: str) -> HttpResponse:
    """The empty file to fill in, as CSV, or as XLSX with the guide in a second sheet."""
    summit_record(summit_id=summit_id)
    header, columns = _header(what), help_for_list(what)
    if kind == "csv":
        return attachment(to_csv(header=header, rows=()), name=what, kind=kind)
    guide = Sheet(
        name=_("Guide")[:31],
        header=(_("Column"), _("Meaning"), _("Allowed"), _("Example")),
        rows=[
            (heading(what, one.column, reading()), _(one.sentence), _(one.allowed) if one.allowed else "", one.example)
            for one in columns
        ],
        widths={0: 28, 1: 60, 2: 44, 3: 32},
        leads_right=reading() == "ar",
    )
    sheet = Sheet(name=what, header=header, rows=(), leads_right=reading() == "ar")
    return attachment(to_xlsx([sheet, guide]), name=what, kind=kind)


@behind_door()
def current(request: HttpRequest, summit_id: int, what: str, kind: str) -> HttpResponse:
    """The list as it is on record, to be corrected and brought in again."""
    held = held_list(what=what, summit_id=summit_id)
    return attachment(list_file(held, what=what, header=_header(what), kind=kind), name=what, kind=kind)


# --- reading, showing, taking -----------------------------------------------------------------------------------------


def _look(
    request: HttpRequest, summit: SummitRecord, what: str, file: _File, form: ListForm, *, moved_on: bool = False
) -> HttpResponse:
    try:
        read = _read(summit, what, file)
        comparison = _compared(request, summit, what, read, file)
    except BadInput as refusal:
        return _form(request, summit, what, form, status=422, more=faults_in(refusal))
    page = {
        **_head(summit, what),
        **preview(
            what,
            comparison,
            days=summit.days,
            remarks=(*read.remarks, *_placed(comparison.remarks, what, read, file=file.name)),
        ),
        "file": file.name,
        "moved_on": moved_on,
        "seen": _sealed(request, summit, what, replace(file, mark=comparison.mark)),
        "back_url": reverse("list_bring", args=[summit.id, what]),
    }
    return render(request, "summits/desk/list_preview.html", page, status=409 if moved_on else 200)


def _take(request: HttpRequest, summit: SummitRecord, what: str) -> HttpResponse:
    file = _opened(request, summit, what)
    if file is None:
        messages.error(request, _("What you saw is too old to be taken. Bring the file again."))
        return redirect("list_bring", summit_id=summit.id, what=what)
    try:
        read = _read(summit, what, file)
        if read.refusal is not None:
            raise read.refusal
        done = bring_list(
            what=what,
            summit_id=summit.id,
            given=read.given,
            actor=membership(request),
            now=timezone.now(),
            seen=file.mark,
        )
    except (ListMovedOn, BadInput):
        return _look(request, summit, what, file, ListForm(), moved_on=True)
    said = _("Entered: %(entered)s. Corrected: %(corrected)s. Unchanged: %(unchanged)s.")
    counts = {name: isolated(getattr(done, name)) for name in ("entered", "corrected", "unchanged")}
    messages.success(request, said % counts)
    one = LISTS[what]
    return redirect(f"{reverse(*one.at(summit.id))}{one.anchor}")


def _read(summit: SummitRecord, what: str, file: _File) -> ListRead:
    return read_list(what, file.content, name=file.name, zone=summit.time_zone, days=summit.days)


def _compared(request: HttpRequest, summit: SummitRecord, what: str, read: ListRead, file: _File) -> Comparison:
    """What the file would change. Raises ``BadInput`` with the faults of its cells and those of its rows together."""
    member, now = membership(request), timezone.now()
    try:
        # Rows with faults are looked at too, for what else is wrong with them.
        found = look_at_list(what=what, summit_id=summit.id, given=(*read.given, *read.in_part), actor=member, now=now)
    except BadInput as refusal:
        told_of = {(fault.row, fault.column) for fault in read.refusal.faults} if read.refusal else set()
        more = [fault for fault in refusal.faults if (fault.row, fault.column) not in told_of]
        refusals = [*filter(None, [read.refusal]), *([BadInput(more)] if more else [])]
    else:
        refusals = [read.refusal] if read.refusal else []
        if not refusals:
            return found
    told = together(refusals)
    raise BadInput(_placed(told.faults, what, read, file=file.name), total=told.total)


def _placed(faults: Sequence[Fault], what: str, read: ListRead, *, file: str) -> list[Fault]:
    """Faults by the headings of the file; a column it has not, by the reader's own word."""
    known = {name: heading(what, name, reading()) for name in COLUMNS[what]} | dict(read.headings)
    return [replace(fault, column=known.get(fault.column, fault.column), file=file) for fault in faults]


# --- what a person has seen, sealed -----------------------------------------------------------------------------------


def _sealed(request: HttpRequest, summit: SummitRecord, what: str, file: _File) -> str:
    told = {
        "of": _bound_to(request, summit, what),
        "name": file.name,
        "mark": file.mark,
        "content": base64.b64encode(file.content).decode(),
    }
    return signing.dumps(told, salt=SALT, compress=True)


def _opened(request: HttpRequest, summit: SummitRecord, what: str) -> _File | None:
    try:
        told = signing.loads(request.POST["seen"], salt=SALT, max_age=HOUR)
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    if told["of"] != _bound_to(request, summit, what):
        return None
    return _File(name=told["name"], content=base64.b64decode(told["content"]), mark=told["mark"])


def _bound_to(request: HttpRequest, summit: SummitRecord, what: str) -> list[Any]:
    member = membership(request)
    return [member.organisation_id, member.account_id, summit.id, what]


# --- pages ------------------------------------------------------------------------------------------------------------


def _form(
    request: HttpRequest,
    summit: SummitRecord,
    what: str,
    form: ListForm,
    *,
    status: int,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    page: dict[str, Any] = {
        **_head(summit, what),
        "standfirst": _(
            "New rows are entered, those that differ are corrected; nothing is taken away. What changes is shown first."
        ),
        "form": form,
        "submit_label": _("Look at what it changes"),
        "templates": _files("list_empty", summit.id, what),
        "current": _files("list_current", summit.id, what),
        "hours_of": zone_in_words(summit.time_zone),
        "columns": [
            {
                "name": heading(what, one.column, reading()),
                "meaning": _(one.sentence),
                "allowed": _(one.allowed) if one.allowed else "",
                "is_required": one.must_be_there,
                "example": one.example,
            }
            for one in help_for_list(what)
        ],
    }
    return render(request, "import.html", page | (more or {}), status=status)


def _head(summit: SummitRecord, what: str) -> dict[str, Any]:
    return {
        "title": LISTS[what].title,
        "kicker": spoken(summit.name),
        "kicker_url": reverse("summit_lists", args=[summit.id]),
    }


def _header(what: str) -> list[str]:
    return [heading(what, name, reading()) for name in COLUMNS[what]]


def _files(name: str, summit_id: int, what: str) -> list[dict[str, str]]:
    return [{"label": kind.upper(), "url": reverse(name, args=[summit_id, what, kind])} for kind in ("csv", "xlsx")]
