"""Refusals as pages and as sentences: what is not possible, in the reader's words, with the status that fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from menara.errors import BadInput, Fault, Refusal
from menara.sentences import Sentence
from menara.web.days import instant_in_words
from menara.web.findings import speak
from menara.web.labels import CONSTRAINTS, DECISIONS, OUTCOMES, PLAN_STATES, REQUESTS, ROLES, STAGES, label
from menara.web.languages import isolated, spoken
from menara.web.newsroom.words import COMMUNIQUES, REPLIES

# Somebody else was there before: reading again helps, sending again does not.
CONFLICTS = frozenset(
    {
        "record_changed",
        "plan_is_stale",
        "already_nominated",
        "already_decided",
        "number_taken",
        "ref_taken",
        "scenario_name_taken",
        "plan_kept_already",
        "programme_changed",
        "list_moved_on",
        "booked_meanwhile",
        "being_solved",
        "request_open_already",
        "communique_open",
        "communique_not_at_this_stage",
        "already_decided_reply",
        "text_changed",
        "words_moved_on",
        "text_moved_on",
        "minutes_open_already",
        "meeting_recorded_already",
    }
)
_LABELS = {
    "role": ROLES,
    "from_stage": STAGES,
    "to_stage": STAGES,
    "from_kind": OUTCOMES,
    "to_kind": OUTCOMES,
    "kind": DECISIONS,
    "status": PLAN_STATES,
    "standing": REQUESTS,
    "communique_status": COMMUNIQUES,
    "reply_status": REPLIES,
}
_STATUS = {"no_such_record": 404, "not_allowed": 403, "not_your_delegation": 403, "too_many_replies": 429}


def told(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language, with its facts."""
    facts = {name: _fact(name, value) for name, value in refusal.facts.items()}
    return _(refusal.sentence) % facts if facts else _(refusal.sentence)


def told_fault(fault: Fault) -> str:
    """A fault's sentence in the reader's language."""
    places = {name: isolated(getattr(fault, name)) for name in ("found", "allowed", "column", "row")}
    return _(fault.sentence) % places


def status_of(refusal: Refusal) -> int:
    """404 no such record, 403 not this role, 409 changed meanwhile, 422 everything else."""
    return _STATUS.get(refusal.code, 409 if refusal.code in CONFLICTS else 422)


def came_from(request: HttpRequest) -> str:
    """The page of ours that a person comes from; blank where there is none."""
    referer = request.headers.get("Referer", "")
    return referer if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}) else ""


class RefusalMiddleware:
    """Turns a refusal that a view did not expect into a page. It stands inside the organisation's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; None for everything else, which is a fault of ours."""
        if not isinstance(exception, Refusal):
            return None
        response = _page_of(request, exception)
        add_never_cache_headers(response)
        return response


def _page_of(request: HttpRequest, refusal: Refusal) -> TemplateResponse:
    status = status_of(refusal)
    if status == 404:
        return TemplateResponse(request, "404.html", status=404)
    if status == 403:
        return TemplateResponse(request, "403.html", {"exception": told(refusal)}, status=403)
    faults = [told_fault(fault) for fault in refusal.faults] if isinstance(refusal, BadInput) else []
    faults += [speak(conflict.sentence) for conflict in getattr(refusal, "conflicts", ())]
    page = {"sentence": told(refusal), "faults": faults, "back_url": came_from(request)}
    return TemplateResponse(request, "refusal.html", page, status=status)


def _fact(name: str, value: Any) -> str:
    if name == "constraints" and isinstance(value, str):
        return " · ".join(label(CONSTRAINTS, one) or one for one in value.split(", "))
    if name in _LABELS:
        return label(_LABELS[name], value) or ""
    if isinstance(value, Sentence):
        return speak(value)
    if isinstance(value, Mapping):  # a name in several languages
        return isolated(spoken(value))
    if isinstance(value, datetime):
        return instant_in_words(value)
    return isolated(value)
