"""What surrounds every page: who works here, the few places of the product, languages and the zone of its times."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

import menara
from menara.models import Guest
from menara.web.days import zone_now
from menara.web.labels import ROLES, label
from menara.web.languages import spoken

# In the order of the thread; each is the name of an address.
PLACES = ("home", "summits", "meetings", "partnerships", "communiques", "posts", "officers", "plans", "nominations")


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` for every template; made only when a template asks, since error pages must do without."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    member = getattr(request, "membership", None)
    found: dict[str, Any] = {
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
        "is_demonstration": True,  # until accounts have a second factor
        "version": menara.__version__,
        "home_url": reverse("home" if getattr(request, "guest", None) is None else "desk"),
    }
    if member is None:
        return found
    organisation = member.organisation
    return found | {
        "organisation": {"name": spoken(organisation.name), "office": ""},
        "has_synthetic": organisation.is_demonstration,
        "places": _places(request),
        "user": {"name": member.account.name, "role": label(ROLES, member.role)},
        "account_url": reverse("account"),
        "sign_out_url": reverse("sign_out"),
        "time_zone": zone_now(organisation.time_zone),
    }


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    """The places of a member, or those of a focal point: never one that would not open."""
    match = request.resolver_match
    here = PLACE_OF.get(match.url_name or "") if match else None
    guest = getattr(request, "guest", None)
    if guest is None and here in ("delegation", "requests"):
        here = "summits"  # a member comes to these from the summit
    found = _places_of_members() if guest is None else _places_of_guests(guest)
    found = [place for place in found if place[2]]
    return [{"label": label, "url": url, "is_here": name == here} for name, label, url in found]


def _places_of_members() -> list[tuple[str, str, str]]:
    words = {
        "home": _("Home"),
        "summits": _("Summits"),
        "meetings": _("Meetings"),
        "partnerships": _("Partnerships"),
        "communiques": _("Newsroom"),
        "posts": _("Calls and posts"),
        "officers": _("Officers"),
        "plans": _("Plans"),
        "nominations": _("Nominations"),
    }
    return [(name, words[name], _address(name)) for name in PLACES]


def _places_of_guests(guest: Guest) -> list[tuple[str, str, str]]:
    """One who acts for no delegation any more has the first place only, which says so."""
    found = [("desk", _("Our desk"), reverse("desk"))]
    if guest.delegation_id > 0:
        found += [
            ("delegation", _("Our delegation"), reverse("delegation", args=[guest.delegation_id])),
            ("requests", _("Our requests"), reverse("requests", args=[guest.summit_id])),
            ("my_programme", _("Our programme"), _address("my_programme")),
            ("notices", _("Notices"), _address("notices")),
        ]
    return found


def _address(name: str) -> str:
    """Blank where the installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _belonging() -> dict[str, str]:
    pages = {
        "home": "due account settings sources",
        "summits": (
            "summit summit_enter summit_correct delegations delegation_enter focal_points focal_point_name matrix"
            " setting summit_lists list_bring slots_lay walks_set room_enter room_correct interpreter_enter"
            " interpreter_correct board"
            " programme programme_solve programme_change programme_publish programme_versions programme_version"
            " programme_proof place waiting"
        ),
        "delegation": (
            "delegation_correct delegate_enter delegate_correct absence_enter delegation_calendars calendar_feed_make"
            " busy_times"
        ),
        "requests": "request request_ask request_correct",
        "desk": "",
        "my_programme": "",
        "notices": "",
        "meetings": (
            "meeting outcome outcome_climb outcome_commit meeting_enter meeting_correct minutes minutes_open briefing"
        ),
        "partnerships": "commitment_finish commitments commitment conversion",
        "communiques": (
            "communique communique_edit communique_approve communique_embargo communique_withdraw replies reply_answer"
        ),
        "posts": "post post_enter post_correct posts_import call call_correct",
        "officers": "officer officer_enter officer_correct officers_import against",
        "plans": (
            "plan plan_new plan_progress plan_refusals plan_accept package decide"
            " scenarios scenario_keep scenario_rename compare fairness fairness_officers"
        ),
        "nominations": "nomination",
    }
    return {page: place for place, names in pages.items() for page in (place, *names.split())}


PLACE_OF = _belonging()
