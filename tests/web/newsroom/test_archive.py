"""Older texts have pages that keep them, in the newsroom and in its feed; every text stands on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from menara.models import Communique, acting_for
from menara.queries.newsroom.public import news
from menara.queries.officers import NoSuchRecord
from newsroom_desk import SLUG, as_reader, with_address
from office import NOW, TODAY, Office

ATOM = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}


def release(office: Office, numbers: range, *, languages: tuple[str, ...] = ("en",), withdrawn: int = -1) -> None:
    """Texts named by number, one a minute; the one of ``withdrawn`` was taken back."""
    Communique.objects.bulk_create(
        Communique(
            organisation_id=office.id,
            slug=f"text-{number}",
            status="withdrawn" if number == withdrawn else "released",
            titles=dict.fromkeys(languages, f"Text {number}"),
            bodies={} if number == withdrawn else dict.fromkeys(languages, f"Words {number}."),
            dated_on=TODAY + timedelta(days=number),
            drafted_at=NOW,
            drafted_by_id=office.editor.account_id,
            edited_by_id=office.editor.account_id,
            approved_by_id=office.approver.account_id,
            approved_at=NOW,
            released_at=NOW + timedelta(minutes=number),
            released_by_id=office.approver.account_id,
            withdrawn_at=NOW if number == withdrawn else None,
            text_hash="x" * 64,
        )
        for number in numbers
    )


def shown(office: Office, page: int, size: int = 3) -> tuple[list[int], int | None, int | None]:
    with as_reader(office):
        found = news(page=page, size=size)
    return [int(item.slug.removeprefix("text-")) for item in found.items], found.newer, found.older


@pytest.mark.parametrize(
    ("total", "pages"),
    [
        (0, {0: ([], None, None)}),
        (2, {0: ([1, 0], None, None)}),
        (5, {0: ([4, 3, 2, 1, 0], None, None)}),
        (6, {0: ([5, 4, 3], None, 1), 1: ([2, 1, 0], 0, None)}),
        (8, {0: ([7, 6, 5, 4, 3], None, 1), 1: ([2, 1, 0], 0, None)}),
        (9, {0: ([8, 7, 6], None, 2), 1: ([2, 1, 0], 2, None), 2: ([5, 4, 3], 0, 1)}),
    ],
)
def test_each_text_stands_on_one_page_the_latest_first(
    office: Office, total: int, pages: dict[int, tuple[list[int], int | None, int | None]]
) -> None:
    release(office, range(total))
    assert {page: shown(office, page) for page in pages} == pages
    for page in (-1, len(pages)):
        with pytest.raises(NoSuchRecord):
            shown(office, page)


def test_an_older_page_keeps_its_texts_whatever_comes_later(office: Office) -> None:
    release(office, range(7))
    before = shown(office, 1)[0]
    release(office, range(7, 14))
    assert (shown(office, 1)[0], shown(office, 3)[0]) == (before, [8, 7, 6])


def get(address: str) -> Any:
    with acting_for(None):
        return Client().get(address)


def test_the_front_leads_to_older_texts_and_back(office: Office) -> None:
    with_address(office)
    release(office, range(45))
    front = get(reverse("newsroom_in", args=[SLUG, "en"])).content.decode()
    older = reverse("newsroom_archive", args=[SLUG, "en", 1])
    assert (f'href="{older}" rel="next"' in front, 'rel="prev"' in front) == (True, False)
    assert (front.count("<h2>"), "Text 20<" in front, "Text 19<" in front) == (25, True, False)
    page = get(older).content.decode()
    assert (page.count("<h2>"), f'href="{reverse("newsroom_in", args=[SLUG, "en"])}" rel="prev"' in page) == (20, True)
    assert f'rel="canonical" href="http://testserver{older}"' in page
    assert f'hreflang="ar" href="http://testserver{reverse("newsroom_archive", args=[SLUG, "ar", 1])}"' in page
    assert [get(reverse("newsroom_archive", args=[SLUG, "en", number])).status_code for number in (0, 2)] == [404, 404]


def feed(name: str, *args: Any) -> tuple[list[str], dict[str, str], bool]:
    """The titles, the links of the head by relation, and whether it says that it is an archive."""
    root = ElementTree.fromstring(get(reverse(name, args=[SLUG, *args])).content)
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall("a:link", ATOM)}
    titles = [title.text or "" for title in root.findall("a:entry/a:title", ATOM)]
    return titles, links, root.find("fh:archive", ATOM) is not None


def test_the_feed_is_bounded_and_names_its_archive(office: Office) -> None:
    with_address(office)
    release(office, range(120), withdrawn=119)
    release(office, range(200, 230), languages=("fr",))
    own, first = (
        f"http://testserver{reverse(name, args=[SLUG, 'en', *number])}"
        for name, number in (("newsroom_feed", []), ("newsroom_feed_archive", [1]))
    )
    titles, links, is_archive = feed("newsroom_feed", "en")
    assert titles == [f"Text {number}" for number in range(119, 49, -1)]
    assert (links["self"], links.get("prev-archive"), links.get("current"), is_archive) == (own, first, None, False)
    titles, links, is_archive = feed("newsroom_feed_archive", "en", 1)
    assert titles == [f"Text {number}" for number in range(49, -1, -1)]
    assert (links["self"], links["current"], links.get("next-archive"), is_archive) == (first, own, None, True)
    titles, links, is_archive = feed("newsroom_feed", "fr")
    assert (len(titles), "prev-archive" in links, is_archive) == (30, False, False)
    assert [get(reverse("newsroom_feed_archive", args=[SLUG, "en", number])).status_code for number in (0, 2)] == [
        404,
        404,
    ]
