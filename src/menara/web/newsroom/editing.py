"""The editor: three languages side by side, gaps below, and everything that claims too much beside its language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from menara.actions.newsroom.communiques import NotAtThisStage, edit_communique
from menara.communique.record import LANGUAGES, paragraphs
from menara.errors import BadInput, Refusal
from menara.models import CommuniqueStatus
from menara.permissions import may_edit
from menara.queries.newsroom.communiques import CommuniqueRecord, communique_record_of, faults_of
from menara.web.doors import behind_door
from menara.web.languages import spoken
from menara.web.newsroom.gaps import gaps_of, sentence_of
from menara.web.newsroom.words import DIRECTIONS, TONGUES
from menara.web.refusals import status_of, told
from menara.web.tenancy import membership


class TextForm(forms.Form):
    """A title and a text in each language."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    takes_replies = forms.BooleanField(label=gettext_lazy("Readers may reply"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in LANGUAGES:
            written: dict[str, Any] = {"lang": code, "dir": DIRECTIONS[code], "spellcheck": "true"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=pgettext_lazy("of a text", "Title"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={**written, "rows": 3}),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=gettext_lazy("Text"),
                required=False,
                max_length=20_000,
                help_text=gettext_lazy("A blank line begins a new paragraph."),
                widget=forms.Textarea(attrs={**written, "rows": 24}),
            )

    def words(self, kind: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{kind}_{code}", "") for code in LANGUAGES}


@behind_door("GET", "POST", may=may_edit)
def edit(request: HttpRequest, communique_id: int) -> HttpResponse:
    """Put other words in the text, or look at them first."""
    held = communique_record_of(communique_id=communique_id)
    if held.status in (CommuniqueStatus.RELEASED, CommuniqueStatus.WITHDRAWN):
        raise NotAtThisStage(status=held.status)
    form = TextForm(request.POST or None, initial=_initial(held))
    status, faults = 200, dict[str, list[str]]()
    preview = request.method == "POST" and "preview" in request.POST
    if request.method == "POST" and form.is_valid():
        titles, bodies = form.words("title"), form.words("body")
        found = faults_of(communique_id=communique_id, titles=titles, bodies=bodies)
        for fault in found:
            faults.setdefault(fault.language, []).append(sentence_of(fault))
        status = 422 if found else 200
        if not found and not preview:
            try:
                edit_communique(
                    communique_id=communique_id,
                    version=form.cleaned_data["version"],
                    titles=titles,
                    bodies=bodies,
                    takes_replies=form.cleaned_data["takes_replies"],
                    actor=membership(request),
                )
            except BadInput:
                raise
            except Refusal as refusal:
                form.add_error(None, told(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("The text is saved."))
                return redirect("communique", communique_id=communique_id)
    elif request.method == "POST":
        status = 422
    page: dict[str, Any] = {
        "communique": {"title": spoken(held.titles), "url": reverse("communique", args=[held.id])},
        "is_approved": held.status == "approved",
        "form": form,
        "tongues": [_tongue(form, code, faults.get(code, [])) for code in LANGUAGES],
        "has_faults": bool(faults),
        "is_preview": preview,
        "gaps": gaps_of(held),
    }
    return render(request, "newsroom/edit.html", page, status=status)


def _initial(held: CommuniqueRecord) -> dict[str, Any]:
    words = {f"title_{code}": held.titles.get(code, "") for code in LANGUAGES}
    words |= {f"body_{code}": held.bodies.get(code, "") for code in LANGUAGES}
    return {**words, "version": held.version, "takes_replies": held.takes_replies}


def _tongue(form: TextForm, code: str, faults: list[str]) -> dict[str, Any]:
    title, body = form[f"title_{code}"], form[f"body_{code}"]
    return {
        "code": code,
        "name": TONGUES[code],
        "direction": DIRECTIONS[code],
        "title": title,
        "body": body,
        "faults": faults,
        "shown_title": title.value() or "",
        "shown": paragraphs(body.value() or ""),
    }
