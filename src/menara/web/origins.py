"""The badge every record wears: real with its source, synthetic, or entered here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from menara import facts
from menara.queries.listing import Origin
from menara.terms import Provenance


def badge(origin: Origin | str) -> dict[str, Any]:
    """The context of ``parts/provenance.html``."""
    if isinstance(origin, str):
        origin = Origin(provenance=origin)
    return {
        "kind": str(origin.provenance),
        "is_real": origin.provenance == Provenance.REAL,
        "source": origin.source_key.replace(";", " · ") or origin.source_url,
        "source_url": source_url(origin),
    }


def source_url(origin: Origin) -> str:
    """Where the source can be read: its own address, else our page of sources."""
    if origin.source_url.startswith(("https://", "http://")):
        return origin.source_url
    return mark_source(origin.source_key)[1]


def source_title(key: str) -> str:
    """What a source is, for those who know only its key."""
    found = facts.sources().get(key)
    return found.what if found else ""


WORDS = {
    "call": gettext_lazy("the call"),
    "home service": gettext_lazy("the home service"),
    "national overlay": gettext_lazy("the officer's own nation"),
}


def mark_source(keys: str) -> tuple[str, str]:
    """Source keys, or whose word it is, as shown, and the address of the page that tells what they are."""
    if keys in WORDS:
        return str(WORDS[keys]), ""
    listed = [key.strip() for key in keys.replace(",", ";").split(";")]
    return " · ".join(listed), f"{reverse('sources')}#{listed[0]}" if listed[0] in facts.sources() else ""
