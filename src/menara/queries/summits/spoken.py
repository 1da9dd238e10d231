"""Which language each side of a meeting speaks."""

from __future__ import annotations

from menara.models import MeetingRequest


def languages_spoken(request: MeetingRequest) -> tuple[str, str]:
    """The language of the one who asks and of the one asked: one that both have, else the first of each. A language
    chosen for the meeting stands alone for its side; blank where a delegation has none."""
    asking = [request.asking_language] if request.asking_language else list(request.asking.languages)
    asked = [request.asked_language] if request.asked_language else list(request.asked.languages)
    shared = next((code for code in asking if code in asked), "")
    return shared or next(iter(asking), ""), shared or next(iter(asked), "")
