"""Ends a session some hours after signing in, however busy it is."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

_SIGNED_IN_AT = "signed_in_at"


class SignedInForHours:
    """Forgets a session ``SESSION_HOURS`` after it began; idle sessions end earlier, with their cookie.

    It looks at the session alone: who the person is, is not asked before the organisation is known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            now = timezone.now().timestamp()
            if now - request.session.setdefault(_SIGNED_IN_AT, now) >= settings.SESSION_HOURS * 3600:
                request.session.flush()
        return self.get_response(request)
