"""The public's side of the newsroom: the list, one text at an address for each language, and a reader's reply to it.

No sign-in, no script, nothing from elsewhere. Whoever asks, signed in or not, is answered as anyone is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from menara.actions.newsroom.replies import NAME_LENGTH, TEXT_LENGTH, send_reply
from menara.communique.record import paragraphs
from menara.errors import BadInput, Refusal
from menara.models import PUBLIC, acting_for
from menara.queries.newsroom.public import NewsItem, Newsroom, Shown, news, news_item, newsroom, shown_replies
from menara.web.labels import label
from menara.web.languages import reading, spoken
from menara.web.newsroom.words import DIRECTIONS, REASONS, TONGUES
from menara.web.refusals import status_of, told, told_fault

View = Callable[..., HttpResponse]


class ReplyForm(forms.Form):
    """A reader's reply. What may be written is the action's to say; ``website`` is for those who fill in everything."""

    name = forms.CharField(
        label=gettext_lazy("Your name, shown with the reply"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": NAME_LENGTH, "dir": "auto"}),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address, never shown to anyone"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254, "dir": "ltr"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Plain text. A person reads it before it appears."),
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": TEXT_LENGTH, "dir": "auto"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "email", "text"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # said by the label; asked by the action


def in_public(view: View) -> View:
    """Answer as the newsroom answers anyone: with its rows that are public, in the language of the address, or the
    reader's where the address names none."""

    @wraps(view)
    def answered(request: HttpRequest, newsroom: str, language: str = "", **parts: Any) -> HttpResponse:
        room = _room(newsroom)
        spoken_now = language or reading()
        with acting_for(room.organisation_id, guest=PUBLIC), translation.override(spoken_now):
            response = view(request, room, spoken_now, **parts)
            response.headers["Content-Language"] = spoken_now
            if not language:
                patch_vary_headers(response, ["Accept-Language", "Cookie"])
            patch_cache_control(response, no_cache=True)  # a withdrawal counts at once
            return response

    return answered


@require_http_methods(["GET", "HEAD"])
@in_public
def front(request: HttpRequest, room: Newsroom, language: str, page: int | None = None) -> HttpResponse:
    """What was released, the latest first; with a number, an older page, which keeps its texts."""
    if page == 0:
        raise Http404  # the front has one address
    found = news(page=page or 0)
    items = [
        {
            "url": _item_url(room, item, language if language in item.languages else item.languages[0]),
            "title": spoken(item.titles),
            "dated_on": item.dated_on,
            "opening": _opening(item, language),
            "is_withdrawn": item.is_withdrawn,
            "languages": [TONGUES[code] for code in item.languages],
        }
        for item in found.items
        if item.languages
    ]
    told = {
        **_frame(request, room, {code: _page_url(room, code, found.number) or "" for code in TONGUES}, language),
        "items": items,
        "is_archive": found.number > 0,
        "days": _days(found.items),
        "older_url": _page_url(room, language, found.older),
        "newer_url": _page_url(room, language, found.newer),
    }
    return render(request, "newsroom/front.html", told)


@require_http_methods(["GET", "HEAD"])
@in_public
def item(request: HttpRequest, room: Newsroom, language: str, slug: str) -> HttpResponse:
    """One text, in one language, with what readers said to it."""
    return _item_page(request, room, news_item(slug=slug), language)


@require_POST
@in_public
def reply(request: HttpRequest, room: Newsroom, language: str, slug: str) -> HttpResponse:
    """Take in a reader's reply, or say everything that is wrong with it."""
    text = news_item(slug=slug)
    form = ReplyForm(request.POST)
    form.is_valid()
    # As sent: what a form would refuse or clean away is the action's to tell.
    told_by = {name: request.POST.get(name, "") for name in ("name", "email", "text")}
    address = _item_url(room, text, language)
    if request.POST.get("website"):
        return redirect(f"{address}?sent=1#replies")  # whoever fills in what nobody sees is told nothing
    try:
        send_reply(
            communique_id=text.id,
            **told_by,
            language=language,
            sender=_sender(request),
            now=timezone.now(),
        )
    except BadInput as refusal:
        for fault in refusal.faults:
            form.add_error(fault.column, told_fault(fault))
        return _item_page(request, room, text, language, form=form, status=status_of(refusal))
    except Refusal as refusal:
        form.add_error(None, told(refusal))
        return _item_page(request, room, text, language, form=form, status=status_of(refusal))
    return redirect(f"{address}?sent=1#replies")


def _item_page(
    request: HttpRequest,
    room: Newsroom,
    text: NewsItem,
    language: str,
    *,
    form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if not text.languages:
        raise Http404
    shown_in = language if language in text.languages else text.languages[0]
    if shown_in != language and request.resolver_match and "language" in request.resolver_match.kwargs:
        raise Http404  # an address of a language that the text does not have
    replies = shown_replies(communique_id=text.id)
    page: dict[str, Any] = {
        **_frame(request, room, {code: _item_url(room, text, code) for code in text.languages}, shown_in),
        "item": {
            "title": text.titles[shown_in],
            "language": shown_in,
            "direction": DIRECTIONS[shown_in],
            "paragraphs": paragraphs(text.bodies.get(shown_in, "")),
            "dated_on": text.dated_on,
            "released_at": text.released_at,
            "hash": text.text_hash,
            "is_withdrawn": text.is_withdrawn,
            "withdrawn_at": text.withdrawn_at,
            "withdrawn_reason": spoken(text.withdrawn_reason),
            "is_synthetic": text.is_synthetic,
        },
        "zone": room.time_zone,
        "replies": [_shown(one) for one in replies],
        "counts": _counts(replies),
        "form": (form or ReplyForm()) if text.takes_replies else None,
        "reply_url": reverse("news_reply", args=[room.slug, shown_in, text.slug]),
        "was_sent": request.GET.get("sent") == "1",
    }
    return render(request, "newsroom/item.html", page, status=status)


def _frame(request: HttpRequest, room: Newsroom, addresses: Mapping[str, str], language: str) -> dict[str, Any]:
    """What stands around each page: whose newsroom, its languages, its feed."""
    return {
        "room": {
            "name": spoken(room.name),
            "url": reverse("newsroom_in", args=[room.slug, language]),
            "feed_url": request.build_absolute_uri(reverse("newsroom_feed", args=[room.slug, language])),
            "is_demonstration": room.is_demonstration,
        },
        "canonical": request.build_absolute_uri(addresses[language]),
        "tongues": [
            {
                "code": code,
                "name": TONGUES[code],
                "url": addresses[code],
                "absolute": request.build_absolute_uri(addresses[code]),
                "is_here": code == language,
            }
            for code in TONGUES
            if code in addresses
        ],
    }


def _shown(one: Shown) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "language": one.language,
        "text": one.text,
        "is_official": one.is_official,
        "is_pinned": one.is_pinned,
        "received_at": one.received_at,
        "is_removed": one.is_removed,
        "decided_at": one.decided_at,
        "reason": label(REASONS, one.reason),
        "answers": [_shown(answer) for answer in one.answers],
    }


def _counts(replies: tuple[Shown, ...]) -> dict[str, int]:
    everyone = [*replies, *(answer for one in replies for answer in one.answers)]
    return {
        "published": sum(1 for one in everyone if not one.is_removed and not one.is_official),
        "removed": sum(1 for one in everyone if one.is_removed),
        "official": sum(1 for one in everyone if one.is_official and not one.is_removed),
    }


def _opening(item: NewsItem, language: str) -> str:
    """The first paragraph, for the list."""
    told = paragraphs(item.bodies.get(language) or next(iter(item.bodies.values()), ""))
    return told[0] if told else ""


def _page_url(room: Newsroom, language: str, number: int | None) -> str | None:
    if number is None:
        return None
    if number == 0:
        return reverse("newsroom_in", args=[room.slug, language])
    return reverse("newsroom_archive", args=[room.slug, language, number])


def _days(items: tuple[NewsItem, ...]) -> tuple[date, date] | None:
    """The first and the last day that texts of a page are dated on."""
    days = [item.dated_on for item in items]
    return (min(days), max(days)) if days else None


def _item_url(room: Newsroom, item: NewsItem, language: str) -> str:
    return reverse("news_item_in", args=[room.slug, language, item.slug])


def _room(slug: str) -> Newsroom:
    return newsroom(slug=slug)


def _sender(request: HttpRequest) -> str:
    """The address a request came from. Behind a proxy of ours it is the one the proxy added; what a reader's own side
    claims before that is not believed."""
    if settings.HTTPS and (hops := request.headers.get("X-Forwarded-For", "")):
        return hops.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
