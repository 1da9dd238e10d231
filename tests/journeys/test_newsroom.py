"""From the record to the public and back in a real browser: composed, approved, released, answered, moderated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from journeys.test_call_to_package import DIRECTIONS, press, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from house import House

pytestmark = pytest.mark.journey
OVERCLAIM = {"en": "The two sides agreed to deploy officers.", "ar": "اتفق الجانبان على إيفاد ضباط."}
WITHIN = {"en": "No document was signed.", "ar": "لم توقع أي وثيقة."}
WORDS = {"en": "Which posts would this concern?", "ar": "ما هي المناصب المعنية؟"}
ADDRESS = "reader@example.net"


def write(page: Page, record: str, language: str) -> None:
    """Claim too much and be refused; deny and be let; put the text before those who approve."""
    sign_in(page, "editor", language)
    page.goto(f"{record}edit/")
    body = page.locator(f"[name=body_{language}]")
    composed = body.input_value()
    body.fill(f"{composed}\n\n{OVERCLAIM[language]}")
    press(page, _("Save the text"))
    assert page.locator(".text-faults li").count() >= 1
    page.locator(f"[name=body_{language}]").fill(f"{composed}\n\n{WITHIN[language]}")
    press(page, _("Save the text"))
    page.wait_for_url(record)
    press(page, _("Submit for approval"))
    page.wait_for_url(record)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_record_to_a_moderated_reply(page: Page, chromium: Browser, house: House, language: str) -> None:
    with translation.override(language):
        # Composed from the record of the meeting of Marrakech.
        sign_in(page, "editor", language)
        page.goto("/meetings/1/")
        page.locator("form[action$='/communique/'] button").click()
        page.wait_for_url(re.compile(r"/communiques/\d+/$"))
        record = page.url
        assert page.locator(".texts section").count() == 3

        # It may not say that anything was agreed; that nothing was signed it may. What is refused is an error to the
        # browser's console, so this is done in a window of its own.
        window = chromium.new_context(base_url=house.address)
        write(window.new_page(), record, language)
        window.close()

        # Someone else reads what differs, approves and releases it.
        sign_in(page, "approver", language)
        page.goto(f"{record}approve/")
        assert WITHIN[language] in page.locator("ins").first.inner_text()
        press(page, _("Approve this text"))
        page.wait_for_url(record)
        press(page, _("Release the text"))
        public = (
            page.get_by_role("main").locator("a.button", has_text=_("As the public reads it")).get_attribute("href")
        )
        assert public is not None

        # A reader without an account and without scripts.
        context = chromium.new_context(base_url=house.address, java_script_enabled=False, locale=language)
        reader = context.new_page()
        reader.goto(public)
        root = reader.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, DIRECTIONS[language])
        assert WITHIN[language] in reader.locator(".news-text").inner_text()
        reader.locator("[name=name]").fill("A reader")
        reader.locator("[name=email]").fill(ADDRESS)
        reader.locator("[name=text]").fill(WORDS[language])
        reader.locator(".button-main").click()
        assert reader.locator(".notice-good").count() == 1
        assert WORDS[language] not in reader.locator(".news-replies ol, .news-replies .quiet").first.inner_text()

        # It is read by someone before anyone else, published and answered.
        page.goto(f"/replies/?communique={record.rstrip('/').rpartition('/')[2]}")
        row = page.locator(".reply-list > li", has_text=WORDS[language])
        assert ADDRESS not in page.content()
        row.locator("button[value=publish]").click()
        page.goto(f"{page.url.split('&')[0]}&status=published")
        page.locator(".reply-list a.button").first.click()
        page.locator("[name=text]").fill("The communique says what was said.")
        press(page, _("Publish the answer"))

        reader.goto(public)
        shown = reader.locator(".reply-list").first.inner_text()
        assert (WORDS[language] in shown, "The communique says what was said." in shown) == (True, True)
        assert ADDRESS not in reader.content()
        context.close()
