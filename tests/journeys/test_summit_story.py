"""The story of one meeting in a real browser, from the request to a moderated reply, each step by the person who would
take it: asked for, accepted, placed, published, moved when somebody falls away, recorded, agreed on in minutes that
both sides sign, kept as a commitment, told to the public and answered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from journeys.summit_cast import Cast, box, button, link, marked, place, plain, state
from menara.models import NoticeKind, RequestStatus, Side, Verb
from menara.terms import OutcomeKind
from menara.web.labels import OUTCOMES, REQUESTS, SIDES, VERBS
from menara.web.summits.changes import WHAT
from menara.web.summits.given import TONGUES
from menara.web.summits.words import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from house import House

pytestmark = pytest.mark.journey
ZONE = ZoneInfo("Africa/Casablanca")
ADDRESS = "reader@example.net"
HOURS = re.compile(r"(\d\d):(\d\d)\D+(\d\d):(\d\d)")


@dataclass(kw_only=True)
class Story:
    """One meeting: who asks for it and about what, and where it has got to."""

    focal: str
    summit: str
    guest: str
    subject: str
    note: str
    second_note: str
    wish: str
    clauses: dict[str, list[str]]  # by language, the one that counts first: two of the host, the guest's second one
    difference: list[list[str]]
    signed_as: list[str]
    undertaken: str
    measure: str
    too_much: str
    within: str
    reply: str
    host: str = ""
    request: int = 0
    draft: str = ""
    summit_url: str = ""
    uid: str = ""
    feed: str = ""
    begins_at: str = ""
    meeting_url: str = ""
    outcome_url: str = ""
    commitment_url: str = ""
    communique_url: str = ""


# Each language has a focal point and a meeting of its own, so that one story leaves room for the other.
STORIES = {
    "en": Story(
        focal="focal.norway",
        summit="Rehearsal of a summit, Marrakech 2027 (synthetic)",
        guest="Norwegian National Police",
        subject="Joint patrols in mountain areas",
        note="The first full programme.",
        second_note="One meeting moved; all others stay.",
        wish="to patrol together in mountain areas",
        clauses={
            "en": [
                "The two services exchanged views on patrols in mountain areas.",
                "The two services agree to hold one joint exercise.",
                "The two services agree to hold two joint exercises before the summer.",
            ],
            "fr": [
                "Les deux services ont procédé à un échange de vues sur les patrouilles en montagne.",
                "Les deux services conviennent d'organiser un exercice commun.",
                "Les deux services conviennent d'organiser deux exercices communs avant l'été.",
            ],
        },
        difference=[["DEL", "one"], ["INS", "two"], ["DEL", "exercise"], ["INS", "exercises before the summer"]],
        signed_as=["For the host, the head of delegation", "For the guest, the head of delegation"],
        undertaken="To send the plan of the two exercises",
        measure="The plan is received",
        too_much="The two sides signed a memorandum of understanding.",
        within="No document was signed.",
        reply="Where will the exercises be held?",
    ),
    "ar": Story(
        focal="focal.unpol",
        summit="تمرين على تنظيم قمة، مراكش 2027 (مختلق)",
        guest="شرطة الأمم المتحدة",
        subject="تبادل جداول المناوبة",
        note="أول برنامج كامل.",
        second_note="نُقل لقاء واحد وبقيت سائر اللقاءات.",
        wish="تبادل جداول المناوبة بين الجهازين",
        clauses={
            "ar": [
                "تبادل الجانبان وجهات النظر بشأن جداول المناوبة.",
                "اتفق الجانبان على تبادل جدول واحد كل شهر.",
                "اتفق الجانبان على تبادل جدولين كل شهر قبل نهاية السنة.",
            ],
            "en": [
                "The two sides exchanged views on duty rosters.",
                "The two sides agreed to exchange one roster every month.",
                "The two sides agreed to exchange two rosters every month before the end of the year.",
            ],
        },
        difference=[["DEL", "جدول واحد"], ["INS", "جدولين"], ["INS", "قبل نهاية السنة"]],
        signed_as=["عن الجانب المضيف، رئيس الوفد", "عن الجانب الضيف، رئيس الوفد"],
        undertaken="إرسال نموذج جدول المناوبة",
        measure="تسلّم النموذج",
        too_much="وقع الجانبان مذكرة تفاهم.",
        within="لم توقع أي وثيقة.",
        reply="متى يبدأ تبادل الجداول؟",
    ),
}


def ask(cast: Cast, story: Story) -> None:
    """The focal point asks the host for a meeting."""
    page = cast.who(story.focal)
    box(page, _("You act for a delegation at")).select_option(label=story.summit)
    button(page, _("Go there")).click()
    cast.look(page, "desk")
    link(page, _("Ask for a meeting")).click()
    asked = box(page, _("Who is asked"))
    story.host = asked.locator("option").nth(1).inner_text()  # below “Choose”: the host stands first
    asked.select_option(label=story.host)
    box(page, f"{_('Subject')} {TONGUES[cast.language]}").fill(story.subject)
    cast.look(page, "ask")
    button(page, _("Ask")).click()
    page.wait_for_url(re.compile(r"/requests/\d+/$"))
    story.request = int(page.url.rstrip("/").rpartition("/")[2])
    assert (state(page), page.locator(".standfirst").inner_text()) == (REQUESTS[RequestStatus.ASKED], story.subject)
    cast.look(page, "asked")


def answer(cast: Cast, story: Story) -> None:
    """An editor of the host finds the request among those that wait, and accepts it."""
    page = cast.who("editor")
    place(page, _("Summits"))
    page.get_by_role("main").get_by_role("link", name=story.summit).first.click()
    page.wait_for_url(re.compile(r"/summits/\d+/$"))
    story.summit_url = page.url
    cast.look(page, "summit")
    page.goto(f"{story.summit_url}requests/?status=asked")
    cast.look(page, "requests")
    row = page.locator("#list tbody tr", has_text=story.subject)
    assert row.count() == 1
    row.get_by_role("link").first.click()
    page.wait_for_url(re.compile(rf"/requests/{story.request}/$"))
    cast.look(page, "answer")
    page.locator("button[value=accept]").click()
    page.wait_for_load_state()
    assert state(page) == REQUESTS[RequestStatus.ACCEPTED]


def draft(cast: Cast, story: Story) -> None:
    """A planner opens a draft and lets it be solved; every accepted meeting is held or has its reasons."""
    page = cast.who("planner")
    page.goto(f"{story.summit_url}board/")
    cast.look(page, "no-draft")
    if page.locator("#desk[data-changed]").count() == 0:
        button(page, _("Open a draft")).click()
        page.locator("#desk[data-changed]").wait_for()
    link(page, _("Solve")).click()
    story.draft = page.url.removesuffix("solve/")
    cast.look(page, "solve")
    box(page, _("How long to search")).select_option("10")
    button(page, _("Solve")).click()
    page.wait_for_timeout(2500)
    cast.look(page, "solving")
    page.locator(".proof").wait_for(timeout=60_000)
    cast.look(page, "solved")
    assert page.locator(".not-held").count() == 0
    link(page, _("Back to the board")).click()
    page.locator("#board").wait_for()
    cast.look(page, "board")


def move(cast: Cast, story: Story) -> None:
    """The planner moves the meeting through the menu, to the first free place on another day."""
    page = cast.who("planner")
    page.goto(f"{story.draft}meetings/{story.request}/")
    cast.look(page, "place")
    before = page.locator(".page-head .standfirst").inner_text()
    another = page.locator(".move-to .day", has=page.locator("dl button")).first
    another.locator("summary").click()
    cast.look(page, "another-day")
    another.locator("button").first.click()
    page.locator("#board").wait_for()
    cast.look(page, "moved")
    page.goto(f"{story.draft}meetings/{story.request}/")
    assert page.locator(".page-head .standfirst").inner_text() != before


def publish(cast: Cast, story: Story) -> None:
    """The planner publishes the draft with a note; no conflict stands in the way, and both sides get a notice."""
    page = cast.who("planner")
    page.goto(f"{story.draft}publish/")
    cast.look(page, "publish")
    told = page.get_by_role("main").inner_text()
    assert (plain(story.guest) in plain(told), _("It cannot be published like this") in told) == (True, False)
    page.locator(f"[name=note_{cast.language}]").fill(story.note)
    button(page, _("Publish")).click()
    page.wait_for_url(re.compile(r"/programmes/\d+/$"))
    cast.look(page, "published")
    assert (state(page), story.note in page.get_by_role("main").inner_text()) == (_("in force"), True)


def read(cast: Cast, story: Story) -> None:
    """The focal point reads the notice, the meeting and the note, and opens an address for a calendar program."""
    page = cast.who(story.focal)
    place(page, _("Notices"))
    cast.look(page, "notices")
    notice = page.locator(".notices li", has=page.locator(f"a[href='/requests/{story.request}/']"))
    assert plain(notice.locator(".what").inner_text()) == KINDS[NoticeKind.PLACED]
    told = plain(notice.inner_text())
    assert story.subject in told
    button(page, _("Mark all as read")).click()
    page.locator(".notices li.is-read").first.wait_for()
    place(page, _("Our programme"))
    cast.look(page, "my-programme")
    assert story.note in page.get_by_role("main").inner_text()
    line = page.locator("tbody tr", has=page.locator(f"a[href='/requests/{story.request}/']"))
    assert HOURS.search(told).groups() == HOURS.search(line.inner_text()).groups()
    place(page, _("Our desk"))
    link(page, _("Calendar feeds")).click()
    cast.look(page, "calendars")
    page.locator("tbody form").first.locator("button").click()
    address = page.locator("#new-address")
    address.wait_for()
    cast.look(page, "calendar-made")
    story.feed = address.inner_text().strip()
    event, begins = fetched(cast, story)
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (0, "CONFIRMED")
    assert HOURS.search(told).groups()[:2] == (f"{begins:%H}", f"{begins:%M}")
    story.uid, story.begins_at = str(event["UID"]), begins.isoformat()


def fetched(cast: Cast, story: Story) -> tuple[Event, datetime]:
    """The meeting as a calendar program reads it, and when it begins by the clock of the summit."""
    answer = cast.reader().request.get(story.feed)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.body())
    found = [event for event in calendar.walk("VEVENT") if story.subject in str(event["DESCRIPTION"])]
    assert len(found) == 1
    begins = found[0]["DTSTART"]
    assert begins.params["TZID"] == str(ZONE)
    assert str(ZONE) in [zone["TZID"] for zone in calendar.walk("VTIMEZONE")]
    assert begins.dt.utcoffset() == begins.dt.replace(tzinfo=ZONE).utcoffset()
    return found[0], begins.dt.astimezone(ZONE)


def change(cast: Cast, story: Story) -> None:
    """The head of the guest is away when they were to meet: what would move is listed, accepted and published."""
    page = cast.who("planner")
    page.goto(f"{story.summit_url}board/")
    button(page, _("Open a draft")).click()
    page.locator("#desk[data-changed]").wait_for()
    link(page, _("Something changed")).click()
    story.draft = page.url.removesuffix("change/")
    cast.look(page, "change")
    link(page, _("A person is away")).click()
    head = box(page, _("Which")).locator("option", has_text=story.guest).first.inner_text()
    assert head.removesuffix(story.guest) not in ("", head)  # a head whose name is not known goes by role
    box(page, _("Which")).select_option(label=head)
    begins = datetime.fromisoformat(story.begins_at)
    box(page, _("From")).fill(f"{begins:%Y-%m-%dT%H:%M}")
    box(page, _("Until")).fill(f"{begins + timedelta(minutes=30):%Y-%m-%dT%H:%M}")
    cast.look(page, "person-away")
    button(page, _("Show what would change")).click()
    cast.look(page, "would-change")
    moved = page.locator(".changes > li")
    assert moved.count() == 1
    assert [plain(words) for words in moved.locator(".what").all_inner_texts()] == [WHAT["slot"]]
    button(page, _("Accept these changes")).click()
    page.locator("#board").wait_for()
    story.note = story.second_note
    publish(cast, story)


def read_again(cast: Cast, story: Story) -> None:
    """The focal point reads from when to when; the calendar has the same entry, one step on, at the new instant."""
    page = cast.who(story.focal)
    place(page, _("Notices"))
    cast.look(page, "notice-of-a-move")
    notice = page.locator(".notices li:not(.is-read)")
    assert notice.count() == 1
    assert plain(notice.locator(".what").inner_text()) == KINDS[NoticeKind.MOVED]
    was, now = HOURS.findall(notice.inner_text())
    event, begins = fetched(cast, story)
    before = datetime.fromisoformat(story.begins_at)
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (story.uid, 1)
    assert (was[:2], now[:2]) == ((f"{before:%H}", f"{before:%M}"), (f"{begins:%H}", f"{begins:%M}"))
    assert begins != before
    story.begins_at = begins.isoformat()


def record(cast: Cast, story: Story) -> None:
    """An editor writes the meeting down: place, time and people are known from the programme; a wish was conveyed."""
    page = cast.who("editor")
    page.goto(f"/requests/{story.request}/")
    cast.look(page, "request-placed")
    link(page, _("Record the meeting")).click()
    cast.look(page, "meeting-form")
    begins = datetime.fromisoformat(story.begins_at)
    prefilled = [page.locator(f"[name={name}]").input_value() for name in ("subject", "held_on", "begins_at")]
    assert prefilled == [story.subject, begins.date().isoformat(), f"{begins:%H:%M}"]
    button(page, _("Save the meeting")).click()
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    story.meeting_url = page.url
    assert page.locator("h1").inner_text() == story.subject
    link(page, _("Record a point raised")).click()
    assert all(box(page, _("Who said it")).locator("option").all_inner_texts())
    box(page, _("With which verb")).select_option(label=str(VERBS[Verb.CONVEYED_WISH]))
    box(page, _("The words after the verb")).fill(story.wish)
    box(page, _("What was said")).fill(story.wish)
    cast.look(page, "point-form")
    button(page, _("Record the point")).click()
    page.wait_for_url(story.meeting_url)
    cast.look(page, "meeting")
    assert story.wish in page.locator(".findings").inner_text()


def agree(cast: Cast, story: Story) -> None:
    """The host proposes two clauses; the guest agrees to one and changes the other; the host agrees to that."""
    host, guest = cast.who("editor"), cast.who(story.focal)
    host.goto(story.meeting_url)
    link(host, _("Open the minutes")).click()
    (counts, clauses), (beside, translated) = story.clauses.items()
    box(host, _("Language that counts")).select_option(counts)
    box(host, _("Language beside it")).select_option(beside)
    box(host, _("Draft in the language that counts")).fill("\n\n".join(clauses[:2]))
    box(host, _("The same draft in the other language")).fill("\n\n".join(translated[:2]))
    cast.look(host, "open-minutes")
    button(host, _("Open the minutes")).click()
    host.wait_for_url(f"{story.meeting_url}minutes/")
    cast.look(host, "minutes-opened")

    guest.goto(f"{story.meeting_url}minutes/")
    cast.look(guest, "minutes-of-the-guest")
    assert button(guest, _("Sign for your side")).count() == 0
    first, second = guest.locator("article.clause").all()
    second.get_by_text(_("Propose other words"), exact=True).click()
    second.locator(f"textarea[name=words_{counts}]").fill(clauses[2])
    second.locator(f"textarea[name=words_{beside}]").fill(translated[2])
    second.get_by_role("button", name=_("Propose these words"), exact=True).click()
    guest.wait_for_load_state()
    first.get_by_role("button", name=_("Agree to these words"), exact=True).click()
    guest.wait_for_load_state()
    cast.look(guest, "minutes-changed")

    host.reload()
    cast.look(host, "minutes-difference")
    second = host.locator("article.clause").nth(1)
    assert marked(second.locator(".tongues > div:first-child :is(ins, del)")) == story.difference
    second.get_by_role("button", name=_("Agree to these words"), exact=True).click()
    host.wait_for_load_state()
    assert host.locator("article.clause .words").all_inner_texts()[:4:2] == [clauses[0], clauses[2]]


def sign(cast: Cast, story: Story) -> None:
    """Both sides sign; the text is locked, and its hash is that of the file that anyone can fetch."""
    for name in ("approver", story.focal):
        page = cast.who(name)
        page.goto(f"{story.meeting_url}minutes/")
        cast.look(page, "minutes-to-sign")
        box(page, _("Signed as")).fill(story.signed_as[name == story.focal])
        button(page, _("Sign for your side")).click()
        page.wait_for_load_state()
    cast.look(page, "minutes-locked")
    assert [plain(one) for one in page.locator("#signatures .state").all_inner_texts()] == [_("signed")] * 2
    assert page.get_by_text(_("Both sides signed. The text is locked.")).count() == 1
    assert button(page, _("Propose these words")).count() == 0
    file = page.request.get(f"{story.meeting_url}minutes/minutes.txt").body()
    assert page.locator(".hash code").first.inner_text() == hashlib.sha256(file).hexdigest()
    assert story.clauses[next(iter(story.clauses))][2] in file.decode()


def undertake(cast: Cast, story: Story) -> None:
    """The agreed clause is put on the ladder where its words stand, and the guest undertakes something on it."""
    page = cast.who("editor")
    page.goto(f"{story.meeting_url}minutes/")
    page.locator("article.clause").nth(1).get_by_role("link", name=_("What came of it"), exact=True).click()
    cast.look(page, "rung")
    agreed = str(OUTCOMES[OutcomeKind.AGREED_ACTION])
    assert page.get_by_role("radio", name=agreed).is_checked()
    button(page, _("Put it on record")).click()
    page.wait_for_url(re.compile(r"/outcomes/\d+/$"))
    story.outcome_url = page.url
    cast.look(page, "outcome")
    assert page.locator("h1").inner_text() == agreed
    link(page, _("Undertake something")).click()
    box(page, _("What is undertaken")).fill(story.undertaken)
    box(page, _("Due on")).fill("2028-05-31")
    box(page, _("Undertaken by")).select_option(label=str(SIDES[Side.GUEST]))
    box(page, _("Measure")).fill(story.measure)
    cast.look(page, "commitment-form")
    button(page, _("Record the commitment")).click()
    page.wait_for_url(re.compile(r"/commitments/\d+/$"))
    story.commitment_url = page.url
    cast.look(page, "commitment")
    told = page.get_by_role("main").inner_text()
    assert [words in told for words in (story.undertaken, story.measure, spoken_clause(story))] == [True] * 3


def spoken_clause(story: Story) -> str:
    """The second clause as both sides agreed on it, in the language of the story."""
    return next(iter(story.clauses.values()))[2]


def fulfil(cast: Cast, story: Story) -> None:
    """The guest names a document and reports it done; the host's side, and nobody else, says that it is."""
    guest, host = cast.who(story.focal), cast.who("approver")
    guest.goto(story.commitment_url)
    guest.locator("form[action$='/evidence/'] [name=reference]").fill(f"NV/{cast.language}/44")
    button(guest, _("Add the document")).click()
    guest.wait_for_load_state()
    button(guest, _("Report it as done")).click()
    guest.wait_for_load_state()
    cast.look(guest, "reported-done")
    assert button(guest, _("Verify it for your side")).count() == 0
    assert guest.locator(".steps .is-here").inner_text().startswith(_("Reported as done"))
    host.goto(story.commitment_url)
    cast.look(host, "to-verify")
    button(host, _("Verify it for your side")).click()
    host.wait_for_load_state()
    cast.look(host, "verified")
    assert host.locator(".steps .is-here").inner_text().startswith(_("Verified by the other side"))
    assert f"NV/{cast.language}/44" in host.get_by_role("main").inner_text()


def tell(cast: Cast, story: Story) -> None:
    """An editor composes a communique from the record, is refused what the record does not bear, and submits it; the
    approver reads what differs, approves and releases."""
    writer, approver = cast.who("editor"), cast.who("approver")
    writer.goto(story.meeting_url)
    button(writer, _("Draft a communique")).click()
    writer.wait_for_url(re.compile(r"/communiques/\d+/$"))
    story.communique_url = writer.url
    cast.look(writer, "communique")
    link(writer, _("Edit")).click()
    body = writer.locator(f"[name=body_{cast.language}]")
    composed = body.input_value()
    assert story.wish in composed
    body.fill(f"{composed}\n\n{story.too_much}")
    with cast.refused():
        button(writer, _("Save the text")).click()
        writer.locator(".text-faults li").first.wait_for()
    cast.look(writer, "communique-refused")
    body.fill(f"{composed}\n\n{story.within}")
    button(writer, _("Save the text")).click()
    writer.wait_for_url(story.communique_url)
    button(writer, _("Submit for approval")).click()
    writer.wait_for_load_state()
    cast.look(writer, "communique-submitted")
    approver.goto(story.communique_url)
    link(approver, _("Read and approve")).click()
    cast.look(approver, "approve")
    own = approver.locator(f".text-words[lang={cast.language}]")
    assert marked(own.locator("ins, del")) == [["INS", story.within]]
    button(approver, _("Approve this text")).click()
    approver.wait_for_url(story.communique_url)
    button(approver, _("Release the text")).click()
    approver.wait_for_load_state()
    cast.look(approver, "released")


def reply(cast: Cast, story: Story) -> None:
    """A reader who signs in nowhere reads the text and replies; an editor publishes the reply; it is shown."""
    approver, editor, reader = cast.who("approver"), cast.who("editor"), cast.reader()
    approver.goto(story.communique_url)
    public = link(approver, _("As the public reads it")).get_attribute("href") or ""
    reader.goto(public)
    cast.look(reader, "newsroom")
    assert story.within in reader.locator(".news-text").inner_text()
    box(reader, _("Your name, shown with the reply")).fill("A reader")
    box(reader, _("Your e-mail address, never shown to anyone")).fill(ADDRESS)
    box(reader, _("Your reply")).fill(story.reply)
    button(reader, _("Send the reply")).click()
    reader.locator(".notice-good").wait_for()
    cast.look(reader, "reply-sent")
    assert reader.get_by_text(story.reply).count() == 0

    editor.goto(story.communique_url)
    editor.get_by_role("main").get_by_role("link", name=_("Waiting to be read:")).click()
    cast.look(editor, "replies")
    editor.locator(".reply-list > li", has_text=story.reply).locator("button[value=publish]").click()
    editor.wait_for_load_state()
    reader.goto(public)
    cast.look(reader, "reply-shown")
    assert reader.locator(".reply-list", has_text=story.reply).count() == 1
    assert ADDRESS not in reader.content()


STEPS: tuple[Callable[[Cast, Story], None], ...] = (
    ask,
    answer,
    draft,
    move,
    publish,
    read,
    change,
    read_again,
    record,
    agree,
    sign,
    undertake,
    fulfil,
    tell,
    reply,
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_request_to_a_moderated_reply(chromium: Browser, house: House, language: str) -> None:
    cast, story = Cast(browser=chromium, address=house.address, language=language), replace(STORIES[language])
    with translation.override(language):
        for step in STEPS:
            step(cast, story)
    cast.close()
