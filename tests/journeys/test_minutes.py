"""Minutes in a real browser: one side changes a clause, the other agrees, both read the same text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from journeys.test_call_to_package import DIRECTIONS, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.journey
WORDS = {
    "en": ("Les deux services se retrouveront en juin.", "The two services will meet again in June."),
    "ar": ("Les deux services se retrouveront en mai.", "The two services will meet again in May."),
}


def enter(page: Page, who: str, language: str) -> None:
    """Sign in and go to the minutes of the rehearsal's meeting."""
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.locator(f"button[name=language][value={language}]").click()
    page.locator("[name=username]").fill(f"{who}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator(".button-main").click()
    page.wait_for_url(re.compile(r":\d+/(desk/)?$"))


def clause_of(page: Page, words: str) -> Locator:
    return page.locator("article.clause").filter(has=page.locator(".words", has_text=words)).last


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_clause_is_changed_by_one_side_and_agreed_by_the_other(page: Page, language: str) -> None:
    french, english = WORDS[language]
    with translation.override(language):
        enter(page, "administrator", language)
        page.goto("/meetings/?q=" + {"en": "memorandum", "ar": "مذكرة"}[language])
        page.locator("#list tbody th a").first.click()
        page.locator(".page-head a.button-main").click()
        minutes = page.url
        assert page.locator("html").get_attribute("dir") == DIRECTIONS[language]

        # The office proposes a clause in both languages.
        page.get_by_text(_("Add a clause")).click()
        page.locator("#new-fr").fill(french)
        page.locator("#new-en").fill(english)
        page.get_by_role("button", name=_("Propose the clause")).click()
        made = clause_of(page, french)
        assert made.locator(".stands .state-wait").count() == 1
        anchor = made.get_attribute("id")

        # The guest's focal point changes the words that count, and not the translation.
        enter(page, "focal.norway", language)
        page.goto(minutes)
        own = page.locator(f"#{anchor}")
        assert own.get_by_role("button", name=_("Agree to these words")).count() == 1
        own.get_by_text(_("Propose other words")).click()
        changed = french.replace("Les deux services", "Les deux parties")
        page.locator(f"#{anchor}-fr").fill(changed)
        own.get_by_role("button", name=_("Propose these words")).click()
        assert page.locator(f"#{anchor} .state-wait").count() == 2  # the other side, and the translation

        # The office sees the difference, renews the translation, and the guest agrees.
        enter(page, "administrator", language)
        page.goto(minutes)
        own = page.locator(f"#{anchor}")
        assert "services" in own.locator("del").first.inner_text()
        assert "parties" in own.locator("ins").first.inner_text()
        assert own.locator(".words").first.get_attribute("dir") == "ltr"
        own.get_by_text(_("Propose other words")).click()
        page.locator(f"#{anchor}-en").fill(english.replace("The two services", "The two parties"))
        own.get_by_role("button", name=_("Propose these words")).click()

        enter(page, "focal.norway", language)
        page.goto(minutes)
        page.locator(f"#{anchor}").get_by_role("button", name=_("Agree to these words")).click()
        own = page.locator(f"#{anchor}")
        assert own.locator(".state-wait").count() == 0
        assert own.locator(".stands .state-good").count() == 2
        assert own.locator(".tongues :is(ins, del)").count() == 0
