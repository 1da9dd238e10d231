"""Every form of every page, filled in by someone who may, and sent by someone else: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from menara.models import MEMBER, HistoryEntry, acting_for
from web.test_all_pages import HEAVY, PAGES, address, signed_in
from web.world import World, build

pytestmark = pytest.mark.django_db
MEMBERS = ("administrator", "approver")
ONES_OWN = {"set_language", "sign_out"}


class Forms(HTMLParser):
    """The forms of a page that are sent: where to, and what stands in their fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.sent = page, []
        self.form: dict[str, Any] | None = None
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = {"to": (given.get("action") or self.page).partition("#")[0].partition("?")[0], "fields": {}}
        if self.form is None:
            return
        fields, name = self.form["fields"], given.get("name", "")
        if tag in ("input", "button") and name and given.get("type") != "file":
            if given.get("type") in ("radio", "checkbox") and "checked" not in given and name in fields:
                return
            fields.setdefault(name, given.get("value") or ("on" if given.get("type") == "checkbox" else "x"))
        elif tag == "textarea" and name:
            self.area = name
            fields[name] = ""
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or not fields.get(self.select)):
            fields[self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.area:
            self.form["fields"][self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            self.sent.append(self.form)
            self.form = None
        elif tag == "textarea":
            if self.form is not None and not self.form["fields"].get(self.area, "").strip():
                self.form["fields"][self.area] = "x"
            self.area = ""
        elif tag == "select":
            self.select = ""


@pytest.fixture
def world(as_application: Callable[[], AbstractContextManager[None]], monkeypatch: Any) -> Iterator[World]:
    with as_application():
        yield build(monkeypatch)


def forms(world: World) -> dict[tuple[str, tuple[str, ...]], dict[str, str]]:
    """Every form that a member is offered, once for each place it goes to and each set of fields."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for role in MEMBERS:
        client = signed_in(role)
        for name in sorted(set(PAGES) - HEAVY):
            page = address(name, world)
            answer = client.get(page)
            if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            reader = Forms(page)
            reader.feed(answer.content.decode())
            for form in reader.sent:
                if resolve(form["to"]).url_name in ONES_OWN:
                    continue
                fields = {key: value for key, value in form["fields"].items() if key != "csrfmiddlewaretoken"}
                found.setdefault((form["to"], tuple(sorted(fields))), fields)
    return found


def writes(world: World, client: Client, to: str, fields: dict[str, str]) -> bool:
    """Whether sending a form writes anything; it is undone."""
    with acting_for(world.organisation, guest=MEMBER):
        before = HistoryEntry.objects.count()
    with transaction.atomic():
        answer = client.post(to, fields)
        assert answer.status_code < 500, to
        with acting_for(world.organisation, guest=MEMBER):
            after = HistoryEntry.objects.count()
        transaction.set_rollback(True)
    return before != after


# A focal point writes what it may: the two forms of its own delegation, its calendar, its side of shared minutes.
OF_A_FOCAL_POINT = [
    *("absence_remove", "calendar_feed_make", "clause_add", "clause_move", "clause_removal", "clause_words"),
    *("delegate_remove", "talking_points_set"),
]


def test_forms_of_members_sent_by_others_write_nothing(world: World) -> None:
    offered = forms(world)
    senders = {
        "administrator": signed_in("administrator"),
        "focal point": signed_in("focal_point"),
        "viewer": signed_in("viewer"),
        "of another office": signed_in("second"),
        "nobody": Client(),
    }
    wrote = {
        sender: sorted(
            {resolve(to).url_name or "" for (to, _), sent in offered.items() if writes(world, client, to, sent)}
        )
        for sender, client in senders.items()
    }
    assert len(wrote.pop("administrator")) > 30  # or the attack would prove nothing
    assert wrote == {"focal point": OF_A_FOCAL_POINT, "viewer": [], "of another office": [], "nobody": []}
