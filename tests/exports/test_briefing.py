"""The briefing sheet on paper: three languages, both directions, the same bytes each time."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from menara import exports
from menara.errors import Refusal
from menara.exports.briefing import Block, Row, Sheet, briefing_pdf

FONTS = Path(exports.__file__).parent / "fonts"


def sheet(language: str) -> Sheet:
    words = {"en": "Training of officers", "fr": "Formation des policiers", "ar": "تكوين الضباط"}[language]
    return Sheet(
        language=language,
        title=words,
        standfirst="25 / 11",
        marks=("For one side", "Synthetic"),
        facts=(Row(label="With", text="UN Police", language="en"),),
        blank="not stated",
        blocks=(
            Block(heading="Agenda", rows=(Row(text="#panic[not markup]"), Row(label="A:", text=words, note="n"))),
            Block(heading="None", rows=(), empty="Nothing."),
        ),
        foot="Office",
        prepared_on=date(2026, 3, 2),
        page="Page {page} of {pages}",
    )


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_same_sheet_gives_the_same_bytes(language: str) -> None:
    made = briefing_pdf(sheet(language), fonts=FONTS)
    assert made[:5] == b"%PDF-"
    assert made == briefing_pdf(sheet(language), fonts=FONTS)


def test_what_people_wrote_is_set_as_text() -> None:
    from pypdf import PdfReader

    text = PdfReader(BytesIO(briefing_pdf(sheet("en"), fonts=FONTS))).pages[0].extract_text()
    for words in ("#panic[not markup]", "Training of officers", "Nothing.", "UN Police", "Page 1 of 1", "For one side"):
        assert words in text, words


def test_without_fonts_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be printed"):
        briefing_pdf(sheet("en"), fonts=tmp_path)
