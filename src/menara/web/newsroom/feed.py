"""The newsroom as an Atom feed, one for each language, with its archive (RFC 5005): the feed itself is bounded, and
says where the entries before it stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from menara.communique.record import paragraphs
from menara.queries.newsroom.public import NewsItem, Newsroom, news
from menara.web.languages import spoken
from menara.web.newsroom.public import in_public

SIZE = 50  # entries of an archived document; the feed itself holds fewer than twice as many
HISTORY = "http://purl.org/syndication/history/1.0"


class ArchivedFeed(Atom1Feed):
    """An Atom feed that names the documents of its archive. ``beside``: the address of each by its relation."""

    def __init__(self, *, beside: Mapping[str, str], is_archive: bool, **told: Any) -> None:
        super().__init__(**told)
        self.beside, self.is_archive = beside, is_archive

    def root_attributes(self) -> dict[str, str]:
        """The root's attributes, with the name of the vocabulary of archives."""
        own = {"xmlns:fh": HISTORY} if self.is_archive else {}
        return {**super().root_attributes(), **own}

    def add_root_elements(self, handler: Any) -> None:
        """The head of the feed, then its archive."""
        super().add_root_elements(handler)
        if self.is_archive:
            handler.addQuickElement("fh:archive")
        for relation, address in self.beside.items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})


@require_http_methods(["GET", "HEAD"])
@in_public
def feed(request: HttpRequest, room: Newsroom, language: str, page: int | None = None) -> HttpResponse:
    """The latest texts that can be read in this language, or with a number a document of the archive; a withdrawn text
    says so in its place."""
    if page == 0:
        raise Http404  # the feed has one address
    found = news(language=language, page=page or 0, size=SIZE)

    def at(number: int) -> str:
        args = [room.slug, language, *([number] if number else [])]
        return request.build_absolute_uri(reverse("newsroom_feed_archive" if number else "newsroom_feed", args=args))

    beside = {"prev-archive": found.older, "next-archive": found.newer or None, "current": 0 if page else None}
    address = request.build_absolute_uri(reverse("newsroom_in", args=[room.slug, language]))
    made = ArchivedFeed(
        beside={relation: at(number) for relation, number in beside.items() if number is not None},
        is_archive=bool(page),
        title=_("Newsroom: %(name)s") % {"name": str(spoken(room.name))},
        link=address,
        description=None,
        language=language,
        author_name=str(spoken(room.name)),
        feed_url=at(page or 0),
        feed_guid=address,
    )
    for item in found.items:
        link = request.build_absolute_uri(reverse("news_item_in", args=[room.slug, language, item.slug]))
        made.add_item(
            title=item.titles[language],
            link=link,
            description=_told(item, language),
            unique_id=link,
            pubdate=item.released_at,
            updateddate=item.withdrawn_at or item.released_at,
        )
    response = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _told(item: NewsItem, language: str) -> str:
    """The paragraphs as HTML, of plain text alone."""
    if item.is_withdrawn:
        return format_html("<p>{} {}</p>", _("This text was withdrawn."), str(spoken(item.withdrawn_reason)))
    return format_html_join("\n", "<p>{}</p>", ((part,) for part in paragraphs(item.bodies[language])))
