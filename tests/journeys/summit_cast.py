"""The people of a summit, each at a browser of his or her own, and what is looked at on every page they come to.

``JOURNEY_PICTURES`` names a folder that keeps each page as it was seen, at the width of a desk and of a phone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.another_address import address_of, opened_to
from journeys.test_call_to_package import DIRECTIONS, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

DESK, PHONE = 1280, 390
HEIGHT = 900


@dataclass(kw_only=True)
class Cast:
    """Everyone of one story, in one language. ``faults`` is what their browsers complained of."""

    browser: Browser
    address: str
    language: str
    faults: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    ways: list[Any] = field(default_factory=list)
    pictures: int = 0

    def who(self, name: str) -> Page:
        """The browser of a person; the first time, he or she signs in."""
        if name not in self.pages:
            self.pages[name] = self._page(self.address)
            self._sign_in(self.pages[name], name)
        return self.pages[name]

    def reader(self) -> Page:
        """The browser of somebody who signs in nowhere and asks from an address of his or her own."""
        if "" not in self.pages:
            own = 2 + list(DIRECTIONS).index(self.language)
            way = opened_to(self.address, seen_as=f"127.0.0.{own}")
            self.ways.append(way)
            self.pages[""] = self._page(address_of(way))
        return self.pages[""]

    def look(self, page: Page, name: str) -> None:
        """In the right language and direction, and nowhere wider than the window, on a desk as on a phone."""
        root = page.locator("html")
        found = (root.get_attribute("lang"), root.get_attribute("dir"))
        assert found == (self.language, DIRECTIONS[self.language]), page.url
        self.pictures += 1
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self._keep(page, f"{self.language}-{self.pictures:02}-{name}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)

    @contextmanager
    def refused(self) -> Iterator[None]:
        """What is sent inside is refused: the browser says so once, and nothing else."""
        before = len(self.faults)
        yield
        said = self.faults[before:]
        assert [re.sub(r".*status of (\d+).*", r"\1", one) for one in said] == ["422"], said
        del self.faults[before:]

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()
        for way in self.ways:
            way.shutdown()
            way.server_close()
        assert self.faults == []

    def _page(self, address: str) -> Page:
        context = self.browser.new_context(
            base_url=address, viewport={"width": DESK, "height": HEIGHT}, locale=self.language
        )
        context.set_default_timeout(15_000)
        page, faults = context.new_page(), self.faults
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" else None)
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "data:", "blob:")) else faults.append(f"foreign {asked.url}")
            ),
        )
        return page

    def _sign_in(self, page: Page, name: str) -> None:
        page.goto("/sign-in/")
        page.locator(f"button[name=language][value={self.language}]").click()
        page.locator("[name=username]").fill(f"{name}@example.org")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator(".button-main").click()
        page.wait_for_url(re.compile(r":\d+/(desk/)?$"))

    def _keep(self, page: Page, name: str) -> None:
        folder = os.environ.get("JOURNEY_PICTURES")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def link(page: Page, words: str) -> Locator:
    """A link of the page itself, called exactly so."""
    return page.get_by_role("main").get_by_role("link", name=words, exact=True)


def button(page: Page, words: str) -> Locator:
    """A button of the page itself, called exactly so."""
    return page.get_by_role("main").get_by_role("button", name=words, exact=True)


def box(page: Page, words: str) -> Locator:
    """The field whose label begins so: behind the words it says whether it may stay blank."""
    return page.get_by_role("main").get_by_label(re.compile(f"^{re.escape(words)}"))


def place(page: Page, words: str) -> None:
    """Go to one of the places of the product, by the band at the top."""
    page.locator("nav.places").get_by_role("link", name=words, exact=True).click()


def state(page: Page) -> str:
    """The state in the head of a record, in its words."""
    return page.locator(".page-head .state").first.inner_text().strip()


def marked(changes: Locator) -> list[list[str]]:
    """The words a difference marks, each with how: as the eye sees them, without what is only read aloud."""
    found: list[list[str]] = changes.evaluate_all(
        """all => all.map(one => {
          const shown = one.cloneNode(true);
          shown.querySelectorAll(".unseen").forEach(part => part.remove());
          return [one.tagName, shown.textContent.trim()];
        })"""
    )
    return found


def plain(text: str) -> str:
    """Words as read, without the marks that keep directions apart."""
    return re.sub(r"[\u2066-\u2069\u200e\u200f]", "", re.sub(r"\s+", " ", text)).strip()
