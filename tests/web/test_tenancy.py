"""A request acts for one organisation, and nothing of it is left for the next."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpRequest, HttpResponse

from menara.actions.accounts import end_membership, found_membership
from menara.actions.officers import enter_officer
from menara.models import Membership, Officer, Role
from menara.models.tenancy import organisation_acted_for
from menara.web.tenancy import CHOSEN, OrganisationMiddleware
from office import NOW, Office, at_work, found, officer


@pytest.fixture
def offices(as_application: Any) -> Any:
    with as_application():
        ours, theirs = found("ours"), found("theirs")
        for office in (ours, theirs):
            with at_work(office, "editor") as editor:
                enter_officer(officer=officer(f"of {office.id}"), actor=editor)
        yield ours, theirs


def answer(session: dict[str, Any]) -> dict[str, Any]:
    """What a view sees in a request with this session."""
    seen: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen["membership"] = request.membership  # type: ignore[attr-defined]
        seen["organisation"] = organisation_acted_for()
        seen["officers"] = list(Officer.objects.values_list("number", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('menara.account', true)")
            seen["account"] = cursor.fetchone()[0]
        return HttpResponse()

    request = HttpRequest()
    request.session = session  # type: ignore[assignment]
    OrganisationMiddleware(view)(request)
    return seen


def test_a_member_sees_the_own_organisation(offices: tuple[Office, Office]) -> None:
    ours, _ = offices
    seen = answer({SESSION_KEY: str(ours.viewer.account_id)})
    assert (seen["membership"].pk, seen["membership"].role) == (ours.viewer.pk, "viewer")
    assert (seen["organisation"], seen["officers"], seen["account"]) == (
        ours.id,
        [f"of {ours.id}"],
        str(ours.viewer.account_id),
    )
    assert organisation_acted_for() is None


def test_a_stranger_sees_nothing(offices: tuple[Office, Office]) -> None:
    for session in ({}, {SESSION_KEY: "0"}):
        seen = answer(session)
        assert (seen["membership"], seen["organisation"], seen["officers"]) == (None, None, [])


def test_one_who_serves_two_organisations_chooses_and_cannot_choose_a_third(offices: tuple[Office, Office]) -> None:
    ours, theirs = offices
    third = found("third")
    own = ours.viewer.account_id
    found_membership(organisation_id=theirs.id, account_id=own, role=Role.EDITOR)
    for chosen, shown in ((ours.id, ours.id), (theirs.id, theirs.id), (third.id, ours.id), (None, ours.id)):
        seen = answer({SESSION_KEY: str(own), CHOSEN: chosen})
        assert (seen["organisation"], seen["membership"].organisation_id) == (shown, shown)


def test_one_who_left_sees_nothing_from_the_next_request_on(offices: tuple[Office, Office]) -> None:
    ours, _ = offices
    with at_work(ours) as administrator:
        end_membership(membership_id=ours.editor.pk, actor=administrator, now=NOW)
    seen = answer({SESSION_KEY: str(ours.editor.account_id)})
    assert (seen["membership"], seen["officers"]) == (None, [])


def test_an_account_that_was_closed_sees_nothing(offices: tuple[Office, Office]) -> None:
    ours, _ = offices
    account = ours.editor.account
    account.is_active = False
    account.save()
    seen = answer({SESSION_KEY: str(account.pk)})
    assert (seen["membership"], seen["officers"]) == (None, [])


def test_an_error_in_a_view_leaves_nothing_behind(offices: tuple[Office, Office]) -> None:
    ours, _ = offices

    def view(request: HttpRequest) -> HttpResponse:
        Officer.objects.update(grade="half done")
        raise ZeroDivisionError

    request = HttpRequest()
    request.session = {SESSION_KEY: str(ours.editor.account_id)}  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        OrganisationMiddleware(view)(request)
    assert organisation_acted_for() is None
    with at_work(ours):
        assert Officer.objects.filter(grade="half done").count() == 0
        assert Membership.objects.filter(organisation_id=ours.id).count() == len(Role)
