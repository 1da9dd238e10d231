"""The nomination package of an accepted plan: what goes to the Permanent Mission, document by document."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.core import get_global
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from menara import exports
from menara.exports.package import Document, Nominee, NoteReference, Package, Sender, as_zip, build, committed
from menara.exports.package.assembly import file_stem
from menara.models import Membership, PlanStatus
from menara.permissions import may_see_sensitive
from menara.queries.deployments import NominationLine, nominations
from menara.queries.officers import as_engine_officers
from menara.queries.plans import PlanRecord, norms_of, plan_record
from menara.queries.posts import as_openings
from menara.web import labels
from menara.web.days import day_in_words
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import isolated, reading, spoken
from menara.web.lists import as_day, attachment
from menara.web.origins import badge
from menara.web.plans import words
from menara.web.tenancy import membership

FONTS = Path(exports.__file__).parent / "fonts"
FIELDS = ("state", "mission", "ours", "ours_on", "theirs", "theirs_on")


class LetterForm(forms.Form):
    """In which language the documents are written, and what stands in their heads."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the documents"),
        choices=[("en", "English"), ("fr", "Français"), ("ar", "العربية")],
    )
    state = forms.CharField(label=pgettext_lazy("a country", "State"), required=False)
    mission = forms.CharField(label=gettext_lazy("Permanent Mission"), required=False)
    ours = forms.CharField(label=gettext_lazy("Our note verbale"), required=False)
    ours_on = forms.CharField(
        label=gettext_lazy("Day of our note"), required=False, widget=forms.TextInput(attrs={"type": "date"})
    )
    theirs = forms.CharField(label=gettext_lazy("Note verbale we answer"), required=False)
    theirs_on = forms.CharField(
        label=gettext_lazy("Day of that note"), required=False, widget=forms.TextInput(attrs={"type": "date"})
    )


@behind_door()
def package(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The documents of the package, each to be read and downloaded."""
    member = membership(request)
    record, nominated = _accepted(plan_id)
    given = _given(request, member, nominated)
    address = "?" + urlencode({name: value for name, value in given.items() if value})
    page: dict[str, Any] = {
        "package": {
            "name": record.line.name,
            "standfirst": _("%(count)s nominees, accepted by %(by)s")
            % {"count": isolated(len(nominated)), "by": isolated(record.accepted_by)},
            "state": words.state(record.line),
            "plan_url": reverse("plan", args=[plan_id]),
            "all_url": reverse("package_file", args=[plan_id, "nomination-package.zip"]) + address
            if may_see_sensitive(member)
            else None,
            "reference": given["ours"],
        },
        "form": LetterForm(initial=given),
        "may_download": may_see_sensitive(member),
        "common": _common(plan_id, address),
        "officers": [_officer(plan_id, row, line, address) for row, line in enumerate(_in_order(nominated), start=1)],
    }
    if not may_see_sensitive(member):
        for document in (*page["common"], *(d for officer in page["officers"] for d in officer["documents"])):
            document["files"] = []
    return render(request, "plans/package.html", page)


@behind_door(may=may_see_sensitive)
def package_file(request: HttpRequest, plan_id: int, name: str) -> HttpResponse:
    """One document of the package, or all of them in one file."""
    member = membership(request)
    record, nominated = _accepted(plan_id)
    wanted = _package(record, nominated, member, _given(request, member, nominated))
    found: Document | None = next((one for one in _built(wanted) if one.name == name), None)
    if found is None:
        raise Http404
    stem, _dot, kind = name.rpartition("/")[2].rpartition(".")
    return attachment(found.content, name=stem, kind=kind)


_kept: list[tuple[Package, tuple[Document, ...]]] = []  # the last one built by this process


def _built(package: Package) -> tuple[Document, ...]:
    """The documents and their ZIP. One who reads a package asks for its documents one after the other, and the same
    package gives the same bytes, so the last one is kept."""
    for held, documents in _kept:
        if held == package:
            return documents
    made = build(package=package, fonts=FONTS)
    documents = (*made, as_zip(made))
    _kept[:] = [(package, documents)]  # not read again here: another thread may keep another office's by now
    return documents


# --- what goes in -----------------------------------------------------------------------------------------------------


def _accepted(plan_id: int) -> tuple[PlanRecord, tuple[NominationLine, ...]]:
    record = plan_record(plan_id=plan_id)
    if record.line.status is not PlanStatus.ACCEPTED:
        raise Http404
    return record, nominations(plan_id=plan_id)


def _in_order(nominated: tuple[NominationLine, ...]) -> list[NominationLine]:
    return sorted(nominated, key=lambda line: (line.post_ref, line.position, line.id))


def _given(request: HttpRequest, member: Membership, nominated: tuple[NominationLine, ...]) -> dict[str, str]:
    """What the address says of the letter, else what is usual: the reader's language, the state's plain name."""
    language = request.GET.get("language", "")
    language = language if language in ("en", "fr", "ar") else reading()
    with override(language):
        state = _territory(member, language)
        mission = _("Permanent Mission to the United Nations (%(state)s)") % {"state": state}
    usual = {"state": state, "mission": mission, "ours": next((n.note_verbale for n in nominated), "")}
    return {
        "language": language,
        **{name: request.GET.get(name, usual.get(name, ""))[:300] for name in FIELDS},
    }


def _territory(member: Membership, language: str) -> str:
    country = member.organisation.country
    (two_letters,) = get_global("territory_aliases").get(country, [country])[:1]
    return str(Locale(language).territories.get(two_letters, country))


def _package(
    record: PlanRecord, nominated: tuple[NominationLine, ...], member: Membership, given: dict[str, str]
) -> Package:
    language = given["language"]
    lines = _in_order(nominated)
    officers = {o.number: o for o in as_engine_officers([line.number for line in lines])}
    openings = {o.ref: o for o in as_openings(post_ids=[line.post_id for line in lines])}
    placed: dict[str, int] = {}
    nominees = []
    for line in lines:
        placed[line.post_ref] = placed.get(line.post_ref, 0) + 1
        nominees.append(
            Nominee(officer=officers[line.number], opening=openings[line.post_ref], order=placed[line.post_ref])
        )
    calls = {line.call_ref for line in lines}
    return Package(
        language=language,
        sender=Sender(
            state={language: given["state"]},
            organisation={language: str(member.organisation.name.get(language) or spoken(member.organisation.name))},
            permanent_mission={language: given["mission"]},
        ),
        nominees=tuple(nominees),
        norms=norms_of(member.organisation),
        prepared_on=today(member),
        call=calls.pop() if len(calls) == 1 else "",
        ours=NoteReference(number=given["ours"], dated=as_day(given["ours_on"])),
        theirs=NoteReference(number=given["theirs"], dated=as_day(given["theirs_on"])),
        glossary=committed(),
    )


# --- what is shown ----------------------------------------------------------------------------------------------------


def _common(plan_id: int, address: str) -> list[dict[str, Any]]:
    draft = {"tone": "wait", "label": _("draft")}
    sign = {"tone": "wait", "label": _("to sign")}
    ready = {"tone": "good", "label": _("ready")}
    documents = [
        ("00-nomination-package.pdf", _("The whole package, to print"), _("every document in one file"), ready),
        ("01-note-verbale-DRAFT.pdf", _("Note verbale"), _("with its table of candidates"), draft),
        ("02-checklist.pdf", _("Checklist of enclosures"), _("what is on file and what is still to do"), ready),
        (
            "03-state-certificate.pdf",
            _("Certificate of the state"),
            _("no conviction, investigation or prosecution"),
            sign,
        ),
        ("candidates.xlsx", _("Table of candidates"), _("as a workbook"), ready),
    ]
    return [
        {
            "title": title,
            "note": note,
            "state": state,
            "files": [{"label": name.rpartition(".")[2].upper(), "url": _file(plan_id, name, address)}],
        }
        for name, title, note, state in documents
    ]


def _officer(plan_id: int, row: int, line: NominationLine, address: str) -> dict[str, Any]:
    stem = f"officers/{row:02d}-{file_stem(line.number)}"
    return {
        "service_number": line.number,
        "url": reverse("nomination", args=[line.id]),
        "post": spoken(line.post_title, fallback=line.post_ref),
        "state": {"tone": "going", "label": label(labels.STAGES, line.stage)},
        "nominated_on": day_in_words(line.made_at.date()),
        "provenance": badge(line.provenance),
        "documents": [
            {
                "title": _("Data sheet"),
                "note": _("the fields of the form the modality asks"),
                "state": {"tone": "good", "label": _("ready")},
                "files": [{"label": "PDF", "url": _file(plan_id, f"{stem}-data-sheet.pdf", address)}],
            },
            {
                "title": _("The officer's own attestation"),
                "note": _("to be signed by the officer"),
                "state": {"tone": "wait", "label": _("to sign")},
                "files": [{"label": "PDF", "url": _file(plan_id, f"{stem}-attestation.pdf", address)}],
            },
        ],
    }


def _file(plan_id: int, name: str, address: str) -> str:
    return reverse("package_file", args=[plan_id, name]) + address
