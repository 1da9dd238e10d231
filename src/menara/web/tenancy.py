"""Each request acts for one organisation, in one transaction, as one account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from menara.models import MEMBER, NOBODY, FocalPoint, Guest, Membership, Role, acting_for
from menara.queries.listing import Words

CHOSEN = "organisation"  # the session's key for the organisation a person chose
REPRESENTING = "delegation"  # and for the delegation that a focal point of several chose


class OrganisationMiddleware:
    """Puts ``request.membership`` (None for one who is in no organisation) and ``request.guest`` (None for a member of
    the organisation itself), and opens the organisation's rows.

    It stands directly behind Django's own authentication, and before anything that asks who the user is: the account's
    own row is readable only from here on. The whole answer is made inside, templates too. A streamed body is not: it is
    sent after the transaction and finds no rows, so build it before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.session.get(SESSION_KEY)
        account_id = int(known) if known else None
        with acting_for(None, account_id=account_id):
            membership = membership_of(account_id, chosen=request.session.get(CHOSEN)) if account_id else None
            request.membership = membership  # type: ignore[attr-defined]
            if membership is None:
                return self.get_response(request)
            guest = _guest(membership, chosen=request.session.get(REPRESENTING))
            request.guest = guest  # type: ignore[attr-defined]
            with acting_for(membership.organisation_id, account_id=account_id, guest=guest):
                return self.get_response(request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """A delegation that a focal point may act for."""

    delegation_id: int
    summit_id: int
    summit: Words


def represented_ones(membership: Membership) -> tuple[Represented, ...]:
    """The delegations a focal point may act for, those of the latest summit first; the own ones and no other."""
    with acting_for(membership.organisation_id, guest=MEMBER):
        named = FocalPoint.objects.filter(membership=membership, ended_at__isnull=True)
        rows = named.select_related("delegation__summit").order_by("-delegation__summit__period", "-pk")
        return tuple(
            Represented(
                delegation_id=row.delegation_id,
                summit_id=row.delegation.summit_id,
                summit=row.delegation.summit.name,
            )
            for row in rows
        )


def _guest(membership: Membership, *, chosen: int | None) -> Guest | None:
    """The delegation that a focal point acts for: the chosen one, else that of the latest summit. One who acts for none
    any more reaches nothing."""
    if membership.role != Role.FOCAL_POINT:
        return MEMBER
    held = represented_ones(membership)
    here = next((one for one in held if one.delegation_id == chosen), next(iter(held), None))
    return Guest(here.delegation_id, here.summit_id) if here else NOBODY


def membership_of(account_id: int, *, chosen: int | None) -> Membership | None:
    """The account's membership in the chosen organisation, or else in the first it joined; ended ones are none."""
    held = Membership.objects.filter(account_id=account_id, account__is_active=True, ended_at__isnull=True)
    memberships = list(held.select_related("organisation", "account").order_by("id"))
    return next((m for m in memberships if m.organisation_id == chosen), next(iter(memberships), None))


def membership(request: HttpRequest) -> Membership:
    """Who acts in this request. Call it only behind a check that someone is signed in."""
    return cast("Membership", request.membership)  # type: ignore[attr-defined]
