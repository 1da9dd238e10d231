"""An outcome in the browser: the document it stands on is told in the reader's words."""

from __future__ import annotations

import pytest
from django.utils import translation

from menara.web.summits.outcomes import _document

HASH = "3114a3bb3086" + "0" * 52


@pytest.mark.parametrize(
    ("language", "reference", "told"),
    [
        ("en", f"minutes {HASH}, clause 2", "minutes \u20683114a3bb3086…\u2069, clause \u20682\u2069"),
        ("ar", f"minutes {HASH}, clause 2", "المحضر \u20683114a3bb3086…\u2069، البند \u20682\u2069"),
        (
            "fr",
            f"clause 1, version 3, {HASH}",
            "clause \u20681\u2069, version \u20683\u2069, avant le verrouillage du procès-verbal",
        ),
        ("ar", "NV/2027/14", "NV/2027/14"),
        ("en", "minutes of the meeting, clause 2", "minutes of the meeting, clause 2"),
    ],
)
def test_a_clause_is_named_in_the_language_of_the_page(language: str, reference: str, told: str) -> None:
    with translation.override(language):
        assert _document(reference) == told
