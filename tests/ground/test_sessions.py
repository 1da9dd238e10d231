"""A session ends twelve hours after it began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from menara.ground.sessions import SignedInForHours

BEGAN = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "is_signed_in"),
    [(timedelta(0), True), (timedelta(hours=12, seconds=-1), True), (timedelta(hours=12), False)],
)
def test_a_session_ends_however_busy(later: timedelta, is_signed_in: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session[SESSION_KEY] = "7"
    through = SignedInForHours(lambda _request: HttpResponse())
    for moment in (BEGAN, BEGAN + later):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        through(request)
    assert (SESSION_KEY in request.session) is is_signed_in


def test_a_visitor_s_session_is_left_alone() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    SignedInForHours(lambda _request: HttpResponse())(request)
    assert not request.session.modified
