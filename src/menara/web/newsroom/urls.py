"""The addresses of the newsroom: behind the door for the office, before it for the public."""

from __future__ import annotations

from django.urls import path, register_converter

from menara.web.newsroom import editing, feed, lists, moderation, public, record


class Tongue:
    """A language that texts are released in, as part of an address."""

    regex = "ar|fr|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Tongue, "tongue")

urlpatterns = [
    # For the office
    path("communiques/", lists.communique_list, name="communiques"),
    path("meetings/<int:meeting_id>/communique/", lists.draft, name="communique_draft"),
    path("communiques/<int:communique_id>/", record.communique, name="communique"),
    path("communiques/<int:communique_id>/edit/", editing.edit, name="communique_edit"),
    path("communiques/<int:communique_id>/submit/", record.submit, name="communique_submit"),
    path("communiques/<int:communique_id>/send-back/", record.send_back, name="communique_send_back"),
    path("communiques/<int:communique_id>/approve/", record.approve, name="communique_approve"),
    path("communiques/<int:communique_id>/embargo/", record.embargo, name="communique_embargo"),
    path("communiques/<int:communique_id>/release/", record.release, name="communique_release"),
    path("communiques/<int:communique_id>/order/", record.order, name="communique_order"),
    path("communiques/<int:communique_id>/call-off/", record.call_off, name="communique_call_off"),
    path("communiques/<int:communique_id>/withdraw/", record.withdraw, name="communique_withdraw"),
    path("communiques/<int:communique_id>/answer/", moderation.answer, name="reply_answer"),
    path("replies/", moderation.queue, name="replies"),
    path("replies/<int:reply_id>/decide/", moderation.decide, name="reply_decide"),
    # For the public. An address with a language stays; one without leads to the reader's.
    path("news/<slug:newsroom>/", public.front, name="newsroom"),
    path("news/<slug:newsroom>/<tongue:language>/", public.front, name="newsroom_in"),
    path("news/<slug:newsroom>/<tongue:language>/archive/<int:page>/", public.front, name="newsroom_archive"),
    path("news/<slug:newsroom>/<tongue:language>/feed.atom", feed.feed, name="newsroom_feed"),
    path("news/<slug:newsroom>/<tongue:language>/feed/<int:page>.atom", feed.feed, name="newsroom_feed_archive"),
    path("news/<slug:newsroom>/<tongue:language>/<slug:slug>/", public.item, name="news_item_in"),
    path("news/<slug:newsroom>/<tongue:language>/<slug:slug>/reply/", public.reply, name="news_reply"),
    path("news/<slug:newsroom>/<slug:slug>/", public.item, name="news_item"),
]
