"""All communiques of the office, and the beginning of one from the record of a meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.newsroom.communiques import CommuniqueOpen, draft_communique
from menara.permissions import may_administer, may_edit, may_moderate
from menara.queries.newsroom.communiques import CommuniqueLine, communiques
from menara.queries.newsroom.replies import reply_counts
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, filters_in
from menara.web.newsroom.words import COMMUNIQUE_TONES, COMMUNIQUES, TONGUES
from menara.web.origins import badge
from menara.web.tenancy import membership


@behind_door()
def communique_list(request: HttpRequest) -> HttpResponse:
    """Communiques, the latest first, and how many replies wait to be read."""
    asked, member = Asked(request), membership(request)
    wanted = asked.text("status")
    lines = [line for line in communiques() if not wanted or line.status == wanted]
    options = [("", _("All")), *((status, str(word)) for status, word in COMMUNIQUES.items())]
    page: dict[str, Any] = {
        **filters_in(asked, [Filter(name="status", label=_("Stage"), kind="choice", options=options)], kept=()),
        "communiques": [_line(line) for line in lines],
        "total": len(lines),
        "newsroom": member.organisation.newsroom,
        "newsroom_url": reverse("newsroom", args=[member.organisation.newsroom])
        if member.organisation.newsroom
        else "",
        "settings_url": reverse("settings") if may_administer(member) else "",
        "replies_url": reverse("replies") if may_moderate(member) else "",
        "waiting": reply_counts()["waiting"],
        "zone": member.organisation.time_zone,
        "empty": {
            "title": _("No communique"),
            "reason": _("A communique begins on the page of a meeting: it is composed from its record."),
            "url": asked.path if asked.query else reverse("meetings"),
            "action": _("Show all communiques") if asked.query else _("Go to the meetings"),
        },
    }
    return render(request, "newsroom/communique_list.html", page)


@behind_door("POST", may=may_edit)
def draft(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Compose a communique from the record of a meeting, or go to the one being worked on."""
    try:
        own = draft_communique(meeting_id=meeting_id, actor=membership(request), now=timezone.now())
    except CommuniqueOpen as refusal:
        messages.info(request, _("A communique of this meeting is being worked on already."))
        return redirect("communique", communique_id=refusal.facts["communique_id"])
    messages.success(request, _("Composed from the record. Read the gaps before you send it on."))
    return redirect("communique", communique_id=own)


def _line(line: CommuniqueLine) -> dict[str, Any]:
    return {
        "url": reverse("communique", args=[line.id]),
        "title": spoken(line.titles),
        "dated_on": line.dated_on,
        "state": {"tone": COMMUNIQUE_TONES[line.status], "label": label(COMMUNIQUES, line.status)},
        "languages": [{"code": code, "name": TONGUES[code]} for code in line.languages],
        "by": line.drafted_by,
        "released_at": line.released_at,
        "embargo_until": line.embargo_until if line.released_at is None else None,
        "is_ordered": line.is_ordered,
        "waiting": line.waiting,
        "waiting_url": f"{reverse('replies')}?communique={line.id}",
        "published": line.published,
        "provenance": badge(line.origin),
    }
