"""Refusals as pages and as sentences: what is not possible, in the reader's words, with the status that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from menara.errors import BadInput, Fault, Refusal
from menara.web.labels import CONSTRAINTS, DECISIONS, OUTCOMES, PLAN_STATES, ROLES, STAGES, label
from menara.web.languages import isolated

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
}


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
    if refusal.code in ("no_such_record", "not_allowed"):
        return {"no_such_record": 404, "not_allowed": 403}[refusal.code]
    return 409 if refusal.code in CONFLICTS else 422


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
    page = {"sentence": told(refusal), "faults": faults, "back_url": came_from(request)}
    return TemplateResponse(request, "refusal.html", page, status=status)


def _fact(name: str, value: Any) -> str:
    if name == "constraints" and isinstance(value, str):
        return " · ".join(label(CONSTRAINTS, one) or one for one in value.split(", "))
    if name in _LABELS:
        return label(_LABELS[name], value) or ""
    return isolated(value)
