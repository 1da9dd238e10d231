"""Versions of a programme: the difference before one is published, its release note, the history, one to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from menara.actions.summits.publishing import publish_programme
from menara.errors import Refusal
from menara.models import NoticeKind
from menara.permissions import may_edit, may_publish
from menara.queries.summits.board import NoticesSent, delegations_named, grid, notices_sent, publishers, summit_head
from menara.queries.summits.moving import Conflict
from menara.queries.summits.programme import Difference, Version, differences, programme_lines, version, versions
from menara.queries.summits.publishing import before_publishing
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.findings import speak
from menara.web.languages import isolated, spoken
from menara.web.lists import as_number
from menara.web.refusals import status_of, told
from menara.web.summits import words
from menara.web.summits.board import marks_of
from menara.web.summits.board_rows import place_of
from menara.web.summits.places import conflicts_told
from menara.web.tenancy import membership

NOTE_LANGUAGES = ("ar", "fr", "en")


@behind_door("GET", "POST", may=may_publish)
def publish(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What would change for whom; sent, the draft becomes the next version."""
    shown = version(programme_id=programme_id)
    if shown.number is not None:
        raise Http404
    if request.method != "POST":
        return render(request, "summits/programme/publish.html", _publish_page(request, shown))
    note = {code: request.POST.get(f"note_{code}", "").strip() for code in NOTE_LANGUAGES}
    try:
        with transaction.atomic():
            number = publish_programme(
                programme_id=programme_id,
                release_note={code: text for code, text in note.items() if text},
                changed=as_number(request.POST.get("changed", "")),
                actor=membership(request),
                now=timezone.now(),
            )
    except Refusal as refusal:
        page = _publish_page(request, shown)
        page["faults"] = [{"sentence": sentence, "url": ""} for sentence in (told(refusal), *conflicts_told(refusal))]
        return render(request, "summits/programme/publish.html", page, status=status_of(refusal))
    messages.success(
        request,
        _("Version %(number)s is in force. Those whose meetings changed have a notice.") % {"number": isolated(number)},
    )
    return redirect("programme_version", programme_id=programme_id)


def _publish_page(request: HttpRequest, shown: Version) -> dict[str, Any]:
    head = summit_head(summit_id=shown.summit_id)
    review = before_publishing(programme_id=shown.id, now=timezone.now())
    names = {one.id: spoken(one.name) for one in delegations_named(summit_id=shown.summit_id)}
    return {
        "summit": spoken(head.name),
        "changed": shown.changed,
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "conflicts": _spoken(review.conflicts),
        "warnings": _spoken(review.warnings),
        "changes": changes_of(review.differences, shown.id, head.time_zone),
        "kinds": _kinds(review.differences),
        "delegations": sorted(names[own] for own in review.delegations if own in names),
        "meetings": len(programme_lines(programme_id=shown.id)),
        "notes": [
            {
                "code": code,
                "label": {"ar": _("In Arabic"), "fr": _("In French"), "en": _("In English")}[code],
                "value": request.POST.get(f"note_{code}", ""),
            }
            for code in NOTE_LANGUAGES
        ],
    }


def _spoken(conflicts: Sequence[Conflict]) -> list[str]:
    return [speak(conflict.sentence) for conflict in conflicts]


def changes_of(found: Sequence[Difference], programme_id: int, zone: str) -> list[dict[str, Any]]:
    """The context of the list of changes of a programme: by kind, then by time."""
    kinds = list(words.KINDS)
    ordered = sorted(
        found,
        key=lambda one: (
            kinds.index(one.kind),
            place.begins_at.timestamp() if (place := one.after or one.before) else 0,
        ),
    )
    return [
        {
            "shape": words.kind_shape(one.kind),
            "word": words.kind_word(one.kind),
            "subject": words.between(one.asking, one.asked),
            "url": reverse("place", args=[programme_id, one.request_id]),
            "note": words.change_note(one.kind, one.before, one.after, zone),
        }
        for one in ordered
    ]


def _kinds(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """How many changes of each kind there are."""
    counted = Counter(one.kind for one in found)
    return [
        {"shape": words.kind_shape(kind), "word": words.kind_word(kind), "count": counted[kind]}
        for kind in map(NoticeKind, words.KINDS)
        if counted[kind]
    ]


def _reading(one: NoticesSent) -> dict[str, str]:
    """Whether a delegation knows; one that nobody acts for here has to be told in another way."""
    if one.read == one.sent:
        return {"tone": "good", "label": _("read")}
    if one.has_reader:
        return {"tone": "wait", "label": _("not read yet")}
    return {"tone": "quiet", "label": _("no focal point")}


@behind_door()
def history(request: HttpRequest, summit_id: int) -> HttpResponse:
    """All versions, the newest first."""
    head = summit_head(summit_id=summit_id)
    by = publishers(summit_id=summit_id)
    found = sorted(versions(summit_id=summit_id), key=lambda one: (one.number is not None, -(one.number or 0)))
    page = {
        "summit": spoken(head.name),
        "board_url": reverse("board", args=[summit_id]),
        "draft_url": reverse("programme_draft", args=[summit_id]) if may_edit(membership(request)) else None,
        "versions": [
            {
                "name": words.version_name(one),
                "url": f"{reverse('board', args=[summit_id])}?version={one.id}"
                if one.number is None
                else reverse("programme_version", args=[one.id]),
                "state": words.version_state(one),
                "note": spoken(one.release_note),
                "when": instant_in_words(one.published_at or one.made_at, zone=head.time_zone),
                "by": by.get(one.id, ""),
                "placements": one.placements,
            }
            for one in found
        ],
        "empty": {
            "title": _("No version yet"),
            "reason": _("Nobody has begun a programme of this summit."),
            "url": reverse("board", args=[summit_id]),
            "action": _("To the board"),
        },
    }
    return render(request, "summits/programme/versions.html", page)


@behind_door()
def one_version(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A published version as it was told: its note, what it changed, its meetings, who has read the notice."""
    shown = version(programme_id=programme_id)
    if shown.number is None:
        return redirect(f"{reverse('board', args=[shown.summit_id])}?version={shown.id}")
    frame = grid(summit_id=shown.summit_id)
    zone = frame.summit.time_zone
    marks = marks_of(shown, frame)
    changes = differences(programme_id=shown.id, against_id=shown.based_on_id) if shown.based_on_id else ()
    sent = notices_sent(programme_id=shown.id)
    page = {
        "summit": spoken(frame.summit.name),
        "version": {
            "name": words.version_name(shown),
            "state": words.version_state(shown),
            "published": instant_in_words(shown.published_at, zone=zone) if shown.published_at else "",
            "by": publishers(summit_id=shown.summit_id).get(shown.id, ""),
            "notes": [
                {"code": code, "text": shown.release_note[code]}
                for code in NOTE_LANGUAGES
                if shown.release_note.get(code)
            ],
            "sequence": shown.placements,
        },
        "board_url": f"{reverse('board', args=[shown.summit_id])}?version={shown.id}",
        "versions_url": reverse("programme_versions", args=[shown.summit_id]),
        "list_url": f"{reverse('programme', args=[shown.summit_id])}?version={shown.id}",
        "has_before": shown.based_on_id is not None,
        "changes": changes_of(changes, shown.id, zone),
        "kinds": _kinds(changes),
        "lines": [
            {**place_of(line, marks), "day": words.local_day(line.begins_at, zone)}
            for line in programme_lines(programme_id=shown.id)
        ],
        "notices": [
            {
                "delegation": spoken(one.delegation),
                "sent": one.sent,
                "read": one.read,
                "state": _reading(one),
            }
            for one in sent
        ],
        "has_unreached": any(not one.has_reader and one.read < one.sent for one in sent),
    }
    return render(request, "summits/programme/version.html", page)
