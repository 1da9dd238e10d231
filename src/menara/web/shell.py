"""What surrounds every page: who works here, the few places of the product, languages and the zone of its times."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

import menara
from menara.web.days import zone_now
from menara.web.labels import ROLES, label
from menara.web.languages import spoken

# In the order of the thread; each is the name of an address.
PLACES = ("home", "meetings", "partnerships", "posts", "officers", "plans", "nominations")


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` for every template; made only when a template asks, since error pages must do without."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, Any]:
    member = getattr(request, "membership", None)
    found: dict[str, Any] = {
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
        "is_demonstration": True,  # until accounts have a second factor
        "version": menara.__version__,
        "home_url": reverse("home"),
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
    words = {
        "home": _("Home"),
        "meetings": _("Meetings"),
        "partnerships": _("Partnerships"),
        "posts": _("Calls and posts"),
        "officers": _("Officers"),
        "plans": _("Plans"),
        "nominations": _("Nominations"),
    }
    match = request.resolver_match
    here = PLACE_OF.get(match.url_name or "") if match else None
    return [{"label": words[name], "url": reverse(name), "is_here": name == here} for name in PLACES]


def _belonging() -> dict[str, str]:
    pages = {
        "home": "due account settings sources",
        "meetings": "meeting outcome outcome_climb outcome_commit",
        "partnerships": "commitment_finish",
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
