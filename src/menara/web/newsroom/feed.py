"""The newsroom as an Atom feed, one for each language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from menara.communique.record import paragraphs
from menara.queries.newsroom.public import NewsItem, Newsroom, news
from menara.web.languages import spoken
from menara.web.newsroom.public import in_public

MOST = 50


@require_http_methods(["GET", "HEAD"])
@in_public
def feed(request: HttpRequest, room: Newsroom, language: str) -> HttpResponse:
    """The latest texts that can be read in this language; a withdrawn one says so in its place."""
    address = request.build_absolute_uri(reverse("newsroom_in", args=[room.slug, language]))
    made = Atom1Feed(
        title=_("Newsroom: %(name)s") % {"name": str(spoken(room.name))},
        link=address,
        description=None,
        language=language,
        author_name=str(spoken(room.name)),
        feed_url=request.build_absolute_uri(),
        feed_guid=address,
    )
    for item in news(language=language, most=MOST):
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
