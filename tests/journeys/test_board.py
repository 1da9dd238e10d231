"""The programme board in a real browser: a meeting is carried by keyboard, by hand and through the menu, in either
direction of writing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from journeys.test_call_to_package import press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.journey
AHEAD = {"en": "ArrowRight", "ar": "ArrowLeft"}  # the key towards the next room, as the eye sees it


def open_board(page: Page) -> None:
    """The board of the first summit of the demonstration, which is over: its draft is free for the journey."""
    page.goto("/summits/")
    links = page.locator("main a[href*='/summits/']")
    found = [links.nth(i).get_attribute("href") or "" for i in range(links.count())]
    first = min(int(own[1]) for href in found if (own := re.fullmatch(r"/summits/(\d+)/", href)))
    page.goto(f"/summits/{first}/board/")
    if page.locator("#board").count() == 0:
        press(page, _("Open a draft"))
        page.wait_for_selector("#board")


def target(page: Page) -> Locator:
    return page.locator("[data-lights] [data-target]")


def cell_of(page: Page, own: str) -> tuple[int, int]:
    """Row and column of a meeting on the board, from where it is drawn."""
    box = page.locator(f"#board #meeting-{own}").bounding_box()
    assert box is not None
    rows, columns = page.locator("#board tr[data-step]"), page.locator("#board th[data-room]")
    middle = box["x"] + box["width"] / 2
    across = [columns.nth(i).bounding_box() for i in range(columns.count())]
    down = [rows.nth(i).bounding_box() for i in range(rows.count())]
    column = next(i for i, b in enumerate(across) if b and b["x"] <= middle < b["x"] + b["width"])
    row = next(i for i, b in enumerate(down) if b and b["y"] <= box["y"] + 6 < b["y"] + b["height"])
    return row, column


def carried_to(page: Page, own: str, light: Locator) -> None:
    """Drag a meeting onto a cell."""
    block = page.locator(f"#meeting-{own}")
    block.scroll_into_view_if_needed()
    at = block.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 15, at["y"] + 12)
    page.mouse.down()
    page.mouse.move(at["x"] + 30, at["y"] + 22)
    page.wait_for_selector("[data-lights] i")
    to = light.bounding_box()
    assert to is not None
    page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] / 2, steps=3)
    assert target(page).count() == 1
    page.mouse.up()
    page.wait_for_selector("[data-lights]", state="detached")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_meeting_is_carried_in_three_ways(page: Page, language: str) -> None:
    with translation.override(language):
        sign_in(page, "planner", language)
        open_board(page)
        own = page.locator(".tray [data-meeting]").first.get_attribute("data-meeting") or ""

        # By keyboard: from the tray to a free place, and what would clash is said on the way.
        page.locator(f"#meeting-{own}").focus()
        page.keyboard.press("Enter")
        target(page).wait_for()
        assert target(page).get_attribute("data-light") == "free"
        said = page.locator("#board-word").inner_text()
        assert said.endswith(_("{place}: free").partition("}")[2])
        page.keyboard.press("Enter")
        page.locator(f"#board #meeting-{own}").wait_for()
        assert page.evaluate("document.activeElement.id") == f"meeting-{own}"
        first = cell_of(page, own)

        # The arrow towards the next room follows the eye; Escape leaves everything as it was.
        page.keyboard.press("Enter")
        target(page).wait_for()
        before = (target(page).get_attribute("data-cell") or "").split(":")
        page.keyboard.press(AHEAD[language])
        after = (target(page).get_attribute("data-cell") or "").split(":")
        rooms = page.eval_on_selector_all("#board th[data-room]", "all => all.map(one => one.dataset.room)")
        assert (after[0], rooms.index(after[1])) == (before[0], rooms.index(before[1]) + 1)
        page.keyboard.press("Escape")
        assert cell_of(page, own) == first

        # By hand, to a free cell; then taken back.
        page.locator(f"#meeting-{own}").focus()
        page.keyboard.press("Enter")
        target(page).wait_for()
        lights = page.locator("[data-lights] i")
        states = [lights.nth(i).get_attribute("data-light") for i in range(lights.count())]
        width = len(rooms)
        free = next(i for i, state in enumerate(states) if state == "free" and divmod(i, width) != first)
        page.keyboard.press("Escape")
        carried_to(page, own, page.locator("[data-lights] i").nth(free))
        page.locator("[data-undo]").wait_for()
        page.locator(f"#meeting-{own}:focus").wait_for()
        assert cell_of(page, own) == divmod(free, width)
        press(page, _("Take it back"))
        page.locator(f"#board #meeting-{own}").wait_for()
        assert cell_of(page, own) == first

        # Through the menu, which needs no script.
        page.locator(f"#board #meeting-{own}").click()
        page.locator(".move-to").wait_for()
        assert page.locator("h1").inner_text() != ""
        page.locator(".best button").last.click()
        page.wait_for_url(re.compile(rf"#meeting-{own}$"))
        assert cell_of(page, own) != first


def placed(page: Page, number: int) -> list[str]:
    """This many meetings of the host on the day shown, those of the tray placed where they are first free."""
    found: list[str] = []
    while len(found) < number:
        page.locator(".tray [data-meeting]", has_text="DGSN").first.focus()
        page.keyboard.press("Enter")
        target(page).wait_for()
        found.append(page.locator("[data-carried]").get_attribute("data-meeting") or "")
        page.keyboard.press("Enter")
        page.locator(f"#board #meeting-{found[-1]}").wait_for()
    return found


def picked_up(page: Page, own: str) -> None:
    """Take a meeting in the hand."""
    block = page.locator(f"#meeting-{own}")
    block.scroll_into_view_if_needed()
    at = block.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 15, at["y"] + 12)
    page.mouse.down()
    page.mouse.move(at["x"] + 30, at["y"] + 22)
    page.wait_for_selector("[data-lights] i")


def held_over(page: Page, place: Locator) -> None:
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)


def test_every_meeting_of_a_day_is_in_sight(page: Page) -> None:
    """A board once ended in the middle of the afternoon, without a word of what stood below."""
    sign_in(page, "planner", "en")
    open_board(page)
    placed(page, 2)
    counted = int(page.locator(".board-days [aria-current] .quiet").inner_text())
    frame = page.locator("#board-frame").bounding_box()
    boxes = [one.bounding_box() for one in page.locator("#board .has-meeting").all()]
    assert frame is not None
    inside = [box for box in boxes if box and box["y"] + box["height"] <= frame["y"] + frame["height"] + 1]
    assert (len(boxes), len(inside)) == (counted, counted)
    assert page.locator("#board-beyond").is_hidden()
    # A window too narrow for the rooms says what lies beyond it.
    page.set_viewport_size({"width": 800, "height": 420})
    page.evaluate("document.getElementById('board').style.minInlineSize = '110rem'; dispatchEvent(new Event('resize'))")
    page.locator("#board-beyond").wait_for()
    assert re.search(r"Rooms beyond the edge: \W?[1-9]", page.locator("#board-beyond").inner_text())


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_meeting_is_carried_to_another_day(page: Page, by_hand: bool) -> None:
    sign_in(page, "planner", "en")
    open_board(page)
    (own,) = placed(page, 1)
    days = page.locator(".board-days [data-day]")
    first, second = (days.nth(i).get_attribute("data-day") for i in range(2))
    free = page.locator("[data-lights] [data-light=free]")
    if by_hand:
        picked_up(page, own)
        held_over(page, days.nth(1))
        page.locator(f"#desk[data-day='{second}'] [data-lights] i").first.wait_for()
        held_over(page, free.first)
        page.mouse.up()
    else:
        page.locator(f"#meeting-{own}").focus()
        page.keyboard.press("Enter")
        target(page).wait_for()
        page.keyboard.press("PageDown")
        page.locator(f"#desk[data-day='{second}'] [data-lights] [data-target]").wait_for()
        page.keyboard.press("Escape")  # back on its own day, where it was
        page.locator(f"#desk[data-day='{first}'] #board #meeting-{own}:focus").wait_for()
        page.keyboard.press("Enter")
        target(page).wait_for()
        page.keyboard.press("PageDown")
        page.locator(f"#desk[data-day='{second}'] [data-lights] [data-target]").wait_for()
        while target(page).get_attribute("data-light") != "free":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.locator(f"#desk[data-day='{second}'] #board #meeting-{own}:focus").wait_for()
    assert f"day={second}" in page.url


def test_a_meeting_dropped_on_another_changes_places_with_it(page: Page) -> None:
    sign_in(page, "planner", "en")
    open_board(page)
    one, other = placed(page, 2)
    before = (cell_of(page, one), cell_of(page, other))
    picked_up(page, one)
    held_over(page, page.locator(f"#meeting-{other}"))
    page.locator("[data-lights] [data-light=swap][data-target]").wait_for()
    assert "change places" in page.locator("#board-word").inner_text()
    page.mouse.up()
    page.locator("[data-undo]").wait_for()
    page.locator(f"#meeting-{one}:focus").wait_for()
    assert (cell_of(page, other), cell_of(page, one)) == before
    press(page, "Take it back")
    page.locator(f"#board #meeting-{one}").wait_for()
    assert (cell_of(page, one), cell_of(page, other)) == before


def test_a_place_that_clashes_is_refused_before_it_is_dropped(page: Page) -> None:
    sign_in(page, "planner", "en")
    open_board(page)
    _other, own = placed(page, 2)  # of the host: the second cannot be where the first is
    before = cell_of(page, own)
    page.locator(f"#meeting-{own}").focus()
    page.keyboard.press("Enter")
    target(page).wait_for()
    lights = page.locator("[data-lights] i")
    states = [lights.nth(i).get_attribute("data-light") for i in range(lights.count())]
    page.keyboard.press("Escape")
    carried_to(page, own, page.locator("[data-lights] i").nth(states.index("clashes")))
    told = page.locator("#board-word")
    assert told.locator("li").count() >= 1
    assert "stays where it is" in told.inner_text()
    assert cell_of(page, own) == before
