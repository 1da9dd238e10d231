"""Every page: for whom it opens, in three languages, sound in its markup, silent about other offices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from menara.actions.officers import enter_officer
from menara.actions.plans import start_plan
from menara.actions.posts import enter_post
from office import NOW, TODAY, Office, officer, opening
from web.world import CANARY, ROLES, World, address_of, build

LANGUAGES = {"en": "ltr", "fr": "ltr", "ar": "rtl"}
TAKE_PART = dict.fromkeys(ROLES, 200)  # members and focal points
READ = TAKE_PART | {"focal_point": 403}
REPRESENT = dict.fromkeys(ROLES, 403) | {"focal_point": 200}
EDIT = READ | dict.fromkeys(("viewer", "approver"), 403)
PLAN = EDIT | {"editor": 403}
SENSITIVE = EDIT
ACCEPT = dict.fromkeys(ROLES, 403) | {"approver": 200, "administrator": 200}
MODERATE = ACCEPT | {"editor": 200}
ADMINISTER = dict.fromkeys(ROLES, 403) | {"administrator": 200}
SENT_ONLY = dict.fromkeys(ROLES, 405)
ELSEWHERE = dict.fromkeys(ROLES, 302)
NOT_THERE = dict.fromkeys(ROLES, 404)

# Name of the address -> what it needs, and what each role is answered. A new address without a line here is a fault.
PAGES: dict[str, tuple[Callable[[World], dict[str, Any]], dict[str, int]]] = {
    "alive": (lambda w: {}, TAKE_PART),
    "sign_in": (lambda w: {}, ELSEWHERE),
    "sign_out": (lambda w: {}, SENT_ONLY),
    "set_language": (lambda w: {}, SENT_ONLY),
    "account": (lambda w: {}, TAKE_PART),
    "settings": (lambda w: {}, ADMINISTER),
    "home": (lambda w: {}, READ | {"focal_point": 302}),
    "due": (lambda w: {}, READ),
    "sources": (lambda w: {}, READ),
    "desk": (lambda w: {}, REPRESENT),
    "desk_choose": (lambda w: {}, SENT_ONLY),
    "summits": (lambda w: {}, READ),
    "summit_enter": (lambda w: {}, EDIT),
    "summit": (lambda w: {"summit_id": w.summit}, READ),
    "summit_correct": (lambda w: {"summit_id": w.summit}, EDIT),
    "delegations": (lambda w: {"summit_id": w.summit}, READ),
    "delegations_export": (lambda w: {"summit_id": w.summit, "kind": "xlsx"}, READ),
    "delegation_enter": (lambda w: {"summit_id": w.summit}, EDIT),
    "focal_points": (lambda w: {"summit_id": w.summit}, READ),
    "requests": (lambda w: {"summit_id": w.summit}, TAKE_PART),
    "requests_export": (lambda w: {"summit_id": w.summit, "kind": "csv"}, TAKE_PART),
    "request_ask": (lambda w: {"summit_id": w.summit}, EDIT | {"focal_point": 200}),
    "matrix": (lambda w: {"summit_id": w.summit}, READ),
    "summit_lists": (lambda w: {"summit_id": w.summit}, READ),
    "list_bring": (lambda w: {"summit_id": w.summit, "what": "requests"}, EDIT),
    "list_empty": (lambda w: {"summit_id": w.summit, "what": "rooms", "kind": "xlsx"}, READ),
    "list_current": (lambda w: {"summit_id": w.summit, "what": "delegations", "kind": "csv"}, READ),
    "setting": (lambda w: {"summit_id": w.summit}, READ),
    "slots_lay": (lambda w: {"summit_id": w.summit}, EDIT),
    "walks_set": (lambda w: {"summit_id": w.summit}, EDIT),
    "room_enter": (lambda w: {"summit_id": w.summit}, EDIT),
    "room_correct": (lambda w: {"room_id": w.room}, EDIT),
    "room_remove": (lambda w: {"room_id": w.room}, SENT_ONLY),
    "interpreter_enter": (lambda w: {"summit_id": w.summit}, EDIT),
    "interpreter_correct": (lambda w: {"interpreter_id": w.interpreter}, EDIT),
    "interpreter_remove": (lambda w: {"interpreter_id": w.interpreter}, SENT_ONLY),
    "delegation": (lambda w: {"delegation_id": w.delegation}, TAKE_PART),
    "delegation_correct": (lambda w: {"delegation_id": w.delegation}, EDIT | {"focal_point": 200}),
    "delegate_enter": (lambda w: {"delegation_id": w.delegation}, EDIT | {"focal_point": 200}),
    "delegate_correct": (lambda w: {"delegate_id": w.delegate}, EDIT | {"focal_point": 200}),
    "delegate_remove": (lambda w: {"delegate_id": w.delegate}, SENT_ONLY),
    "absence_enter": (lambda w: {"delegation_id": w.delegation}, EDIT | {"focal_point": 200}),
    "absence_remove": (lambda w: {"absence_id": w.absence}, SENT_ONLY),
    "focal_point_name": (lambda w: {"delegation_id": w.delegation}, ADMINISTER),
    "focal_point_end": (lambda w: {"focal_point_id": w.focal_point}, SENT_ONLY),
    "request": (lambda w: {"request_id": w.request}, TAKE_PART),
    "request_answer": (lambda w: {"request_id": w.request}, SENT_ONLY),
    # Once it is accepted, a focal point still reads what was asked; saving is refused.
    "request_correct": (lambda w: {"request_id": w.request}, EDIT | {"focal_point": 200}),
    "calendar_feed": (
        lambda w: {"organisation_id": w.organisation, "delegation_id": w.delegation, "secret": "wrong"},
        NOT_THERE,
    ),
    "delegation_calendars": (lambda w: {"delegation_id": w.delegation}, TAKE_PART),
    "calendar_feed_make": (lambda w: {"delegation_id": w.delegation}, SENT_ONLY),
    "calendar_feed_end": (lambda w: {"delegation_id": w.delegation, "feed_id": 1}, SENT_ONLY),
    "busy_times": (lambda w: {"delegation_id": w.delegation}, EDIT | {"focal_point": 200}),
    "request_calendar": (lambda w: {"request_id": w.request}, NOT_THERE),  # it has no place yet
    "programme_pdf": (lambda w: {"programme_id": w.programme}, TAKE_PART),
    "door_cards_pdf": (lambda w: {"programme_id": w.programme}, READ),
    "board": (lambda w: {"summit_id": w.summit}, READ),
    "programme": (lambda w: {"summit_id": w.summit}, READ),
    "programme_export": (lambda w: {"summit_id": w.summit, "kind": "xlsx"}, READ),
    "programme_draft": (lambda w: {"summit_id": w.summit}, SENT_ONLY),
    "programme_versions": (lambda w: {"summit_id": w.summit}, READ),
    "programme_version": (lambda w: {"programme_id": w.programme}, READ),
    "programme_solve": (lambda w: {"programme_id": w.programme_draft}, READ),
    "programme_stop": (lambda w: {"programme_id": w.programme_draft}, SENT_ONLY),
    "programme_change": (lambda w: {"programme_id": w.programme_draft}, PLAN),
    "programme_replan": (lambda w: {"programme_id": w.programme_draft, "key": "gone"}, PLAN),
    "programme_change_accept": (lambda w: {"programme_id": w.programme_draft}, SENT_ONLY),
    "programme_change_drop": (lambda w: {"programme_id": w.programme_draft}, SENT_ONLY),
    "programme_publish": (lambda w: {"programme_id": w.programme_draft}, ACCEPT | {"planner": 200}),
    "place": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, READ),
    "place_free": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, EDIT),
    "place_swap": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, EDIT),
    "place_team": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, EDIT),
    "place_take_out": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, SENT_ONLY),
    "place_pin": (lambda w: {"programme_id": w.programme_draft, "request_id": w.others_request}, SENT_ONLY),
    "place_report": (lambda w: {"programme_id": w.programme, "request_id": w.others_request}, SENT_ONLY),
    "place_undo": (lambda w: {"programme_id": w.programme_draft}, SENT_ONLY),
    "waiting": (lambda w: {"summit_id": w.summit}, READ),
    "waiting_leave": (lambda w: {"summit_id": w.summit, "waiting_id": w.waiting}, SENT_ONLY),
    "waiting_give": (lambda w: {"summit_id": w.summit, "waiting_id": w.waiting}, SENT_ONLY),
    "my_programme": (lambda w: {}, REPRESENT),
    "notices": (lambda w: {}, REPRESENT),
    "notices_read": (lambda w: {}, SENT_ONLY),
    "meetings": (lambda w: {}, READ),
    "meetings_export": (lambda w: {"kind": "csv"}, READ),
    "meeting": (lambda w: {"meeting_id": w.talk}, TAKE_PART),
    "meeting_enter": (lambda w: {}, EDIT),
    "meeting_correct": (lambda w: {"meeting_id": w.talk}, EDIT),
    "agenda_set": (lambda w: {"meeting_id": w.talk}, SENT_ONLY),
    "talking_points_set": (lambda w: {"meeting_id": w.talk}, SENT_ONLY),
    "statement_enter": (lambda w: {"meeting_id": w.meeting}, EDIT),
    "statement_drop": (lambda w: {"meeting_id": w.meeting, "statement_id": 1}, SENT_ONLY),
    "briefing": (lambda w: {"meeting_id": w.talk}, TAKE_PART),
    "briefing_pdf": (lambda w: {"meeting_id": w.talk}, TAKE_PART),
    "minutes": (lambda w: {"meeting_id": w.talk}, TAKE_PART),
    "minutes_open": (lambda w: {"meeting_id": w.meeting}, EDIT | {"focal_point": 404}),
    "minutes_text": (lambda w: {"meeting_id": w.talk}, TAKE_PART),
    "minutes_sign": (lambda w: {"meeting_id": w.talk}, SENT_ONLY),
    "clause_add": (lambda w: {"meeting_id": w.talk}, SENT_ONLY),
    "addendum_propose": (lambda w: {"meeting_id": w.talk}, SENT_ONLY),
    "addendum_agree": (lambda w: {"addendum_id": 1}, SENT_ONLY),
    "addendum_withdraw": (lambda w: {"addendum_id": 1}, SENT_ONLY),
    "clause_words": (lambda w: {"clause_id": w.clause}, SENT_ONLY),
    "clause_removal": (lambda w: {"clause_id": w.clause}, SENT_ONLY),
    "clause_move": (lambda w: {"clause_id": w.clause}, SENT_ONLY),
    "words_agree": (lambda w: {"version_id": w.words}, SENT_ONLY),
    "words_outcome": (lambda w: {"version_id": w.words}, EDIT),
    # What came of another meeting is not there for a focal point.
    "outcome": (lambda w: {"outcome_id": w.outcome}, READ | {"focal_point": 404}),
    "outcome_climb": (lambda w: {"outcome_id": w.outcome}, EDIT),
    "outcome_commit": (lambda w: {"outcome_id": w.outcome}, EDIT | {"focal_point": 404}),
    "outcomes": (lambda w: {}, READ),
    "outcomes_export": (lambda w: {"kind": "csv"}, READ),
    "conversion": (lambda w: {}, READ),
    "commitments": (lambda w: {}, TAKE_PART),
    "commitments_export": (lambda w: {"kind": "xlsx"}, TAKE_PART),
    "commitment": (lambda w: {"commitment_id": w.commitment}, READ | {"focal_point": 404}),
    "commitment_evidence": (lambda w: {"commitment_id": w.commitment}, SENT_ONLY),
    "commitment_done": (lambda w: {"commitment_id": w.commitment}, SENT_ONLY),
    "commitment_verify": (lambda w: {"commitment_id": w.commitment}, SENT_ONLY),
    "commitment_return": (lambda w: {"commitment_id": w.commitment}, SENT_ONLY),
    "reminder_seen": (lambda w: {"reminder_id": 1}, SENT_ONLY),
    "partnerships": (lambda w: {}, READ),
    "posts": (lambda w: {}, READ),
    "posts_export": (lambda w: {"kind": "xlsx"}, READ),
    "posts_template": (lambda w: {"kind": "xlsx"}, READ),
    "post_enter": (lambda w: {}, EDIT),
    "posts_import": (lambda w: {}, EDIT),
    "post": (lambda w: {"post_id": w.post}, READ),
    "post_correct": (lambda w: {"post_id": w.post}, EDIT),
    "call": (lambda w: {"call_id": w.call}, READ),
    "call_correct": (lambda w: {"call_id": w.call}, EDIT),
    "officers": (lambda w: {}, READ),
    "officers_export": (lambda w: {"kind": "csv"}, READ),
    "officers_template": (lambda w: {"kind": "csv"}, READ),
    "officer_enter": (lambda w: {}, EDIT),
    "officers_import": (lambda w: {}, EDIT),
    "officer": (lambda w: {"officer_id": w.officer}, READ),
    "officer_correct": (lambda w: {"officer_id": w.officer}, EDIT),
    "against": (lambda w: {"officer_id": w.officer, "post_id": w.post}, READ),
    "plans": (lambda w: {}, READ),
    "plans_export": (lambda w: {"kind": "csv"}, READ),
    "plan_new": (lambda w: {}, PLAN),
    "plan": (lambda w: {"plan_id": w.solved}, READ),
    "plan_progress": (lambda w: {"plan_id": w.queued}, READ),
    "plan_stop": (lambda w: {"plan_id": w.queued}, SENT_ONLY),
    "plan_again": (lambda w: {"plan_id": w.solved}, SENT_ONLY),
    "plan_accept": (lambda w: {"plan_id": w.solved}, ACCEPT),
    "plan_refusals": (lambda w: {"plan_id": w.solved}, READ),
    "plan_unlock": (lambda w: {"plan_id": w.solved}, READ),
    "plan_why": (lambda w: {"plan_id": w.solved}, READ),
    "plan_alternatives": (lambda w: {"plan_id": w.solved, "post_id": w.post}, READ),
    "plan_file": (lambda w: {"plan_id": w.solved}, SENSITIVE),
    "plan_workbook": (lambda w: {"plan_id": w.solved}, SENSITIVE),
    "package": (lambda w: {"plan_id": w.accepted}, READ),
    "package_file": (lambda w: {"plan_id": w.accepted, "name": "candidates.xlsx"}, SENSITIVE),
    "scenarios": (lambda w: {}, READ),
    "scenarios_export": (lambda w: {"kind": "csv"}, READ),
    "scenario_keep": (lambda w: {"plan_id": w.solved}, PLAN),
    "scenario_rename": (lambda w: {"scenario_id": w.scenario}, PLAN),
    "scenario_drop": (lambda w: {"scenario_id": w.scenario}, SENT_ONLY),
    "compare": (lambda w: {}, READ),
    "compare_export": (lambda w: {"kind": "csv"}, READ),
    "fairness": (lambda w: {"plan_id": w.solved}, READ),
    "fairness_export": (lambda w: {"plan_id": w.solved, "kind": "xlsx"}, READ),
    "fairness_officers": (lambda w: {"plan_id": w.solved}, READ),
    "fairness_officers_export": (lambda w: {"plan_id": w.solved, "kind": "csv"}, READ),
    "decide": (lambda w: {}, PLAN),
    "withdraw": (lambda w: {"decision_id": w.decision}, SENT_ONLY),
    "communiques": (lambda w: {}, READ),
    "communique_draft": (lambda w: {"meeting_id": w.meeting}, SENT_ONLY),
    "communique": (lambda w: {"communique_id": w.communique}, READ),
    "communique_edit": (lambda w: {"communique_id": w.draft}, EDIT),
    "communique_submit": (lambda w: {"communique_id": w.draft}, SENT_ONLY),
    "communique_send_back": (lambda w: {"communique_id": w.draft}, SENT_ONLY),
    "communique_approve": (lambda w: {"communique_id": w.draft}, ACCEPT),
    "communique_embargo": (lambda w: {"communique_id": w.draft}, ACCEPT),
    "communique_release": (lambda w: {"communique_id": w.draft}, SENT_ONLY),
    "communique_order": (lambda w: {"communique_id": w.draft}, SENT_ONLY),
    "communique_call_off": (lambda w: {"communique_id": w.draft}, SENT_ONLY),
    "communique_withdraw": (lambda w: {"communique_id": w.communique}, ACCEPT),
    "reply_answer": (lambda w: {"communique_id": w.communique}, MODERATE),
    "replies": (lambda w: {}, MODERATE),
    "reply_decide": (lambda w: {"reply_id": w.reply}, SENT_ONLY),
    "newsroom": (lambda w: {"newsroom": "demonstration"}, TAKE_PART),
    "newsroom_in": (lambda w: {"newsroom": "demonstration", "language": "ar"}, TAKE_PART),
    "newsroom_feed": (lambda w: {"newsroom": "demonstration", "language": "fr"}, TAKE_PART),
    # Older texts have pages of their own only once there are many.
    "newsroom_archive": (lambda w: {"newsroom": "demonstration", "language": "ar", "page": 1}, NOT_THERE),
    "newsroom_feed_archive": (lambda w: {"newsroom": "demonstration", "language": "fr", "page": 1}, NOT_THERE),
    "news_item": (lambda w: {"newsroom": "demonstration", "slug": w.news}, TAKE_PART),
    "news_item_in": (lambda w: {"newsroom": "demonstration", "language": "en", "slug": w.news}, TAKE_PART),
    "news_reply": (lambda w: {"newsroom": "demonstration", "language": "en", "slug": w.news}, SENT_ONLY),
    "nominations": (lambda w: {}, READ),
    "nominations_export": (lambda w: {"kind": "xlsx"}, READ),
    "nomination": (lambda w: {"nomination_id": w.nomination}, READ),
}
ASKED = {
    "programme_change": "?kind=person",
    "decide": "?kind=pin&officer={w.officer}&post={w.post}",
    "officers": "?post={w.post}&answer=unknown",
    "plan_why": "?officer=SYN-000001",
    "compare": "?before={w.accepted}&after={w.solved}",
    "compare_export": "?before={w.accepted}&after={w.solved}",
}
PUBLIC = {"newsroom", "newsroom_in", "newsroom_feed", "news_item", "news_item_in", "news_reply"}
PUBLIC |= {"newsroom_archive", "newsroom_feed_archive"}
OPEN_TO_ALL = {"alive", "calendar_feed", "sign_in", "set_language", "sign_out"} | PUBLIC
IN_ONE_LANGUAGE = {"newsroom_in", "news_item_in"}  # that of their address, whatever the reader's
HEAVY = {"plan_workbook", "package_file", "programme_pdf", "door_cards_pdf"}  # the same in every language, and slow


@pytest.fixture
def world(as_application: Callable[[], AbstractContextManager[None]], monkeypatch: Any) -> Iterator[World]:
    with as_application():
        yield build(monkeypatch)


def signed_in(role: str, language: str = "en") -> Client:
    from menara.models import Account, acting_for

    client, email = Client(), address_of(role)
    with acting_for(None, email=email):
        client.force_login(Account.objects.get(email=email), "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def address(name: str, world: World) -> str:
    return reverse(name, kwargs=PAGES[name][0](world)) + ASKED.get(name, "").format(w=world)


def test_the_table_of_pages_is_whole() -> None:
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert named == set(PAGES)


def test_every_page_answers_every_role_as_it_should(world: World) -> None:
    found = {}
    for role in ROLES:
        client = signed_in(role)
        for name in PAGES:
            found[role, name] = client.get(address(name, world)).status_code
    assert found == {(role, name): PAGES[name][1][role] for role in ROLES for name in PAGES}


def test_without_signing_in_everything_leads_to_the_door(world: World) -> None:
    client = Client()
    found = {name: client.get(address(name, world)) for name in sorted(set(PAGES) - OPEN_TO_ALL)}
    led = {
        name: (answer.status_code, answer.headers.get("Location", "").split("?")[0]) for name, answer in found.items()
    }
    assert led == dict.fromkeys(led, (302, reverse("sign_in")))


class Reader(HTMLParser):
    """Counts headings, notes the root's attributes, ids, and what stands where a reader would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.root: dict[str, str | None] = {}
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.marked_up: list[str] = []  # attributes are read aloud as they are written

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        given = dict(attrs)
        if tag == "html":
            self.root = given
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.marked_up += [f"{name}={value}" for name, value in given.items() if "<bdi" in (value or "")]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in given:
            self.inline.append(tag)


def faults_of(html: str, language: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    found = [f"{reader.tags['h1']} h1"] if reader.tags["h1"] != 1 else []
    if (reader.root.get("lang"), reader.root.get("dir")) != (language, LANGUAGES[language]):
        found.append(f"root {reader.root}")
    found += [f"id {name} twice" for name, count in Counter(reader.ids).items() if count > 1]
    found += [f"inline {name}" for name in reader.inline]
    found += [f"markup in {told}" for told in reader.marked_up]
    found += [f"left over: {mark}" for mark in re.findall(r"%\(\w+\)s|\{\{|\{%|\bNone\b|&lt;bdi|object at 0x", html)]
    return found


def test_every_page_is_sound_in_three_languages(world: World) -> None:
    faults = {}
    for language in LANGUAGES:
        client = signed_in("administrator", language)
        for name in sorted(set(PAGES) - HEAVY):
            answer = client.get(address(name, world))
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            told = PAGES[name][0](world)["language"] if name in IN_ONE_LANGUAGE else language
            found = faults_of(answer.content.decode(), told)
            if found:
                faults[language, name] = found
    assert faults == {}


def test_nothing_behind_the_door_is_kept_by_a_browser(world: World) -> None:
    client = signed_in("viewer")
    kept = {}
    for name in sorted(set(PAGES) - OPEN_TO_ALL - HEAVY):
        answer = client.get(address(name, world))
        kept[name] = "no-store" in answer.headers.get("Cache-Control", "")
    assert kept == dict.fromkeys(kept, True)


# --- other offices ----------------------------------------------------------------------------------------------------


def test_no_page_shows_a_record_of_another_office(world: World) -> None:
    client = signed_in("administrator")
    shown = [
        name
        for name in sorted(set(PAGES) - HEAVY)
        if CANARY in client.get(address(name, world)).content.decode(errors="replace")
    ]
    assert shown == []
    theirs = signed_in("second")
    lists = ("officers", "posts", "meetings", "summits", "plans", "nominations", "officers_export", "scenarios")
    seen = {name: CANARY in theirs.get(address(name, world).split("?")[0]).content.decode() for name in lists}
    assert seen == dict.fromkeys(lists, True)


FOREIGN = {
    **dict.fromkeys(("communique", "communique_edit", "communique_approve", "communique_embargo"), "communique"),
    **dict.fromkeys(("communique_withdraw", "reply_answer"), "communique"),
    "officer": "officer",
    "officer_correct": "officer",
    "post": "post",
    "post_correct": "post",
    "call": "call",
    "call_correct": "call",
    "meeting": "meeting",
    "meeting_correct": "meeting",
    "statement_enter": "meeting",
    "briefing": "meeting",
    "briefing_pdf": "meeting",
    "minutes": "meeting",
    "minutes_open": "meeting",
    "minutes_text": "meeting",
    "outcome_commit": "outcome",
    "outcome": "outcome",
    "outcome_climb": "outcome",
    "plan": "plan",
    "plan_progress": "plan",
    "plan_accept": "plan",
    "plan_refusals": "plan",
    "plan_unlock": "plan",
    "plan_why": "plan",
    "plan_file": "plan",
    "scenario_keep": "plan",
    "scenario_rename": "scenario",
    "fairness": "plan",
    "fairness_officers": "plan",
    "package": "plan",
    "nomination": "nomination",
    "summit": "summit",
    "summit_correct": "summit",
    "delegations": "summit",
    "focal_points": "summit",
    "requests": "summit",
    "request_ask": "summit",
    "matrix": "summit",
    "summit_lists": "summit",
    "setting": "summit",
    "slots_lay": "summit",
    "walks_set": "summit",
    "room_enter": "summit",
    "room_correct": "room",
    "interpreter_enter": "summit",
    "interpreter_correct": "interpreter",
    "delegation": "delegation",
    "delegation_correct": "delegation",
    "delegate_enter": "delegation",
    "absence_enter": "delegation",
    "focal_point_name": "delegation",
    "request": "request",
    "request_correct": "request",
    "delegation_calendars": "delegation",
    "busy_times": "delegation",
    "request_calendar": "request",
    "board": "summit",
    "programme": "summit",
    "programme_versions": "summit",
    "waiting": "summit",
}
SENT = {
    "plan_stop": "plan",
    "plan_again": "plan",
    "withdraw": "decision",
    "scenario_drop": "scenario",
    "request_answer": "request",
    "communique_draft": "meeting",
    **dict.fromkeys(("communique_submit", "communique_send_back", "communique_release"), "communique"),
    **dict.fromkeys(("communique_order", "communique_call_off"), "communique"),
}
SENT |= {"room_remove": "room", "interpreter_remove": "interpreter"}


def test_a_record_of_another_office_is_told_like_one_that_is_not(world: World) -> None:
    client = signed_in("administrator")
    answers = {}
    for name, kind in {**FOREIGN, **SENT}.items():
        ask = client.post if name in SENT else client.get
        (part,) = PAGES[name][0](world)
        foreign, absent = (ask(reverse(name, kwargs={part: own})) for own in (world.theirs[kind], 987_654_321))
        answers[name] = (foreign.status_code, absent.status_code, _plain(foreign) == _plain(absent))
    assert answers == dict.fromkeys(answers, (404, 404, True))


def _plain(answer: Any) -> str:
    """A page without the token that differs each time and the address it was asked at."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|name="next" value="[^"]+"', "", answer.content.decode())


# --- lists cost the same, however long --------------------------------------------------------------------------------

QUERIES = {"officers": 21, "posts": 25, "plans": 10, "nominations": 9, "meetings": 11, "partnerships": 11}


def enter(office: Office, numbers: range) -> None:
    for number in numbers:
        enter_officer(officer=officer(f"O-{number}"), actor=office.editor)
        post_id = enter_post(opening=opening(f"P-{number}", start=TODAY), actor=office.editor)
        start_plan(name=f"plan {number}", post_ids=[post_id], on=TODAY, actor=office.planner, now=NOW)


def count_queries(office: Office) -> dict[str, int]:
    from menara.models import Account

    client = Client()
    client.force_login(
        Account.objects.get(pk=office.administrator.account_id), "django.contrib.auth.backends.ModelBackend"
    )
    counted = {}
    for name in QUERIES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name)).status_code == 200
        counted[name] = len([q for q in queries if "SAVEPOINT" not in q["sql"]])
    return counted


def test_a_list_costs_as_many_queries_with_three_rows_as_with_one(office: Office) -> None:
    enter(office, range(1))
    with_one = count_queries(office)
    enter(office, range(1, 3))
    assert (with_one, count_queries(office)) == (QUERIES, QUERIES)
