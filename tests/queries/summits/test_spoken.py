"""Which language each side of a meeting speaks, from what was asked for and what the delegations have."""

from __future__ import annotations

import pytest

from menara.models import Delegation, MeetingRequest
from menara.queries.summits.spoken import languages_spoken


@pytest.mark.parametrize(
    ("asking", "asked", "chosen", "spoken"),
    [
        (["en", "fr"], ["ar", "fr"], ("", ""), ("fr", "fr")),  # one in common, though neither side's first
        (["en"], ["ar", "fr"], ("", ""), ("en", "ar")),
        (["en", "fr"], ["ar", "fr"], ("en", ""), ("en", "ar")),  # chosen: French is no longer offered
        (["en", "fr"], ["ar", "fr"], ("", "fr"), ("fr", "fr")),
        (["en", "fr"], ["fr", "en"], ("", ""), ("en", "en")),  # of two in common, the first of the one who asks
        (["en"], ["ar"], ("", "en"), ("en", "en")),
        ([], ["ar"], ("", ""), ("", "ar")),
        ([], [], ("", ""), ("", "")),
    ],
)
def test_a_language_in_common_is_spoken_by_both(
    asking: list[str], asked: list[str], chosen: tuple[str, str], spoken: tuple[str, str]
) -> None:
    request = MeetingRequest(
        asking=Delegation(languages=asking),
        asked=Delegation(languages=asked),
        asking_language=chosen[0],
        asked_language=chosen[1],
    )
    assert languages_spoken(request) == spoken
