"""Who may pass: a view behind the door needs someone signed in who is a member of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from menara.models import Membership
from menara.models.zones import zone_of
from menara.permissions import Predicate, may_read, require
from menara.web.tenancy import membership

View = Callable[..., HttpResponse]


def behind_door(*methods: str, may: Predicate = may_read) -> Callable[[View], View]:
    """Let a member pass, with one of these methods (GET and HEAD where none is named), who ``may``.

    A guest passes only where a view says so.

    Nothing behind the door is kept by a browser or a proxy. The one who is not signed in goes to the door first.
    """

    allowed = list(methods) or ["GET", "HEAD"]
    allowed += ["HEAD"] if "GET" in allowed and "HEAD" not in allowed else []

    def guard(view: View) -> View:
        @require_http_methods(allowed)
        @wraps(view)
        def permitted(request: HttpRequest, **parts: Any) -> HttpResponse:
            if getattr(request, "membership", None) is None:
                return TemplateResponse(request, "accounts/no_organisation.html", status=403)
            require(membership(request), may)
            return view(request, **parts)

        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("sign_in"))
            return permitted(request, **parts)

        return guarded

    return guard


def today(member: Membership) -> date:
    """The day it is where the member's organisation works."""
    return timezone.now().astimezone(zone_of(member.organisation.time_zone)).date()
