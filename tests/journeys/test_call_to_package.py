"""The main job in a real browser: a call, a plan, a pin, another plan, acceptance, the package, the answer."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey
PASSWORD = "jardins-de-la-menara-2025"
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
# Each language plans a post of its own, so that one journey leaves room for the other.
POSTS = {"en": "SYN-P-05", "ar": "SYN-P-04"}
PLANNED = re.compile(r"/plans/\d+/$")


def sign_in(page: Page, role: str, language: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.locator(f"button[name=language][value={language}]").click()
    page.locator("[name=username]").fill(f"{role}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator(".button-main").click()
    page.wait_for_url(re.compile(r":\d+/$"))


def press(page: Page, words: str) -> None:
    """Press the main button or link of the page that is called so."""
    page.get_by_role("main").locator("button, a.button").filter(has_text=words).first.click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_call_to_the_answer(page: Page, language: str, tmp_path: Path) -> None:
    with translation.override(language):
        sign_in(page, "planner", language)
        root = page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, DIRECTIONS[language])

        # The call: its post, and whom one could present.
        page.goto(f"/posts/?q={POSTS[language]}")
        page.locator("#list tbody th a").first.click()
        press(page, _("Plan this post"))

        # A plan of that post, and its proof.
        page.locator("[name=name]").fill(f"journey {language}")
        press(page, _("Plan these posts"))
        page.wait_for_url(PLANNED, timeout=60_000)
        first = page.url
        nominees = numbers(page, ".position:not(.position-reserve)")
        assert 1 <= len(nominees) <= 2
        assert page.locator("#proof tbody .gap-none").count() == 4

        # Another officer is wanted, with a reason; planned again, he is on the slate.
        wanted = numbers(page, ".position-reserve")[0]
        page.locator("tr", has=page.locator(".position-reserve")).locator("a.button").first.click()
        page.locator("[name=reason]").fill("Knows the mission. يعرف البعثة.")
        press(page, _("Keep the decision"))
        assert page.url == first
        press(page, _("Plan again"))
        page.wait_for_url(PLANNED, timeout=60_000)
        second = page.url
        assert second != first
        assert wanted in numbers(page, ".position:not(.position-reserve)")
        assert page.locator(".changes .added", has_text=_("Added")).count() == 1

        # An approver accepts it.
        sign_in(page, "approver", language)
        page.goto(second)
        press(page, _("Accept this slate"))
        page.locator("[name=note_verbale]").fill(f"NV/{language}/1")
        press(page, _("Accept and nominate"))
        page.wait_for_url(f"{second}package/")

        # The planner fetches the package.
        sign_in(page, "planner", language)
        page.goto(f"{second}package/")
        with page.expect_download(timeout=60_000) as download:
            press(page, _("All in one file (ZIP)"))
        download.value.save_as(tmp_path / "package.zip")
        with zipfile.ZipFile(tmp_path / "package.zip") as package:
            names = package.namelist()
        assert {"00-nomination-package.pdf", "01-note-verbale-DRAFT.pdf", "candidates.xlsx"} < set(names)
        assert any(wanted in name for name in names)

        # The answer comes back.
        page.goto(f"/nominations/?q={wanted}")
        page.locator("#list tbody th a").first.click()
        page.locator("[value=selected]").check()
        page.locator("[name=document]").fill("UN/2027/15")
        press(page, _("Put it on record"))
        assert page.locator(".steps .is-here").inner_text().startswith(_("selected").capitalize())


def numbers(page: Page, sign: str) -> list[str]:
    """Service numbers on the slate, of those with this sign before them."""
    rows = page.locator("#slate tr", has=page.locator(sign))
    return [rows.nth(i).locator(".code").first.inner_text() for i in range(rows.count())]
