"""The golden thread of one record, as the strip above a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from menara.queries.thread import LEVELS, Link, Thread
from menara.web.languages import spoken

PAGES = {
    "summit": "summit",
    "meeting": "meeting",
    "outcome": "outcome",
    "commitment": "commitment",
    "call": "call",
    "plan": "plan",
    "nomination": "nomination",
}
LISTS = {
    "summit": "summits",
    "meeting": "meetings",
    "outcome": "outcomes",
    "commitment": "commitments",
    "call": "posts",
    "plan": "plans",
    "nomination": "nominations",
}


def thread_of(thread: Thread) -> list[dict[str, Any]]:
    """The context of ``parts/thread.html``: what lies behind the record, the record, and what lies ahead of it."""
    words = {
        "summit": _("Summit"),
        "meeting": _("Meeting"),
        "outcome": _("Outcome"),
        "commitment": _("Commitment"),
        "call": _("Call"),
        "plan": _("Slate"),
        "nomination": _("Nomination"),
    }
    strip = []
    for level in LEVELS:
        links, total = thread.links.get(level, ()), thread.totals[level]
        state = "here" if level == thread.level else "reached" if total else "ahead"
        strip.append(
            {
                "stage": words[level],
                "label": _called(level, links, total),
                "url": _address(level, links, total),
                "state": state,
            }
        )
    return strip


def _called(level: str, links: tuple[Link, ...], total: int) -> str:
    if not total:
        return _("none yet")
    if total > 1:
        return str(total)
    (link,) = links
    return spoken(link.text, fallback=link.ref) if level != "nomination" else link.ref


def _address(level: str, links: tuple[Link, ...], total: int) -> str:
    if total == 1 and level in PAGES:
        return reverse(PAGES[level], args=[links[0].id])
    return reverse(LISTS[level]) if total else ""
