"""Ends a session some hours after signing in, however busy it is."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_SIGNED_IN_AT = "signed_in_at"


class SignedInForHours:
    """Signs a person out ``SESSION_HOURS`` after the session began; idle sessions end earlier, with their cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            began = request.session.setdefault(_SIGNED_IN_AT, now)
            if now - began >= settings.SESSION_HOURS * 3600:
                logout(request)
        return self.get_response(request)
