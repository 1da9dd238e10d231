"""The badge every record wears: real with its source, synthetic, or entered here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

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


def mark_source(keys: str) -> tuple[str, str]:
    """Source keys as shown, and the address of the page that tells what they are."""
    first = keys.split(";", maxsplit=1)[0]
    return keys.replace(";", " · "), f"{reverse('sources')}#{first}" if first in facts.sources() else ""
