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
        button = page.locator(".move-to button").last
        button.click()
        page.wait_for_url(re.compile(rf"#meeting-{own}$"))
        assert cell_of(page, own) != first


def test_a_place_that_clashes_is_refused_before_it_is_dropped(page: Page) -> None:
    sign_in(page, "planner", "en")
    open_board(page)
    for _time in range(2):  # two meetings of the host: the second cannot be where the first is
        page.locator(".tray [data-meeting]", has_text="DGSN").first.focus()
        page.keyboard.press("Enter")
        target(page).wait_for()
        own = page.locator("[data-carried]").get_attribute("data-meeting") or ""
        page.keyboard.press("Enter")
        page.locator(f"#board #meeting-{own}").wait_for()
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
