"""Printed pages, read back: the words are there, hostile text stays text, and marks cannot be forgotten."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from exports.package.samples import LEGAL_ADVISER, READY, SENDER, crowd, package
from exports.package.test_letters import plain, words
from menara.errors import Refusal
from menara.exports.package import Nominee, Package
from menara.exports.package.letters import Part, attestation, certificate, note
from menara.exports.package.press import Press
from menara.exports.package.sheets import sheet
from menara.ground import fonts
from menara.terms import Provenance

HOSTILE = '#panic("x") \\ *bold* $x^2$ @ref `raw` = head - [a](b) <tag> // c /* d */ ~ --- "q"'


def printed(given: Package, part: Part) -> list[str]:
    content = Press(package=given, words=words(given), fonts=fonts.folder()).pdf([part], title="x")
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def joined(pages: list[str]) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", " ".join(pages)).replace("\u00a0", " "))


def letters(text: str) -> Counter[str]:
    """Arabic letters without their shapes, joins and vowel marks: a text layer keeps them in the order of the page."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) == "Lo")
    return Counter(bare)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_note_says_its_words(language: str) -> None:
    given = package(language)
    part = note(given, words(given))
    text = joined(printed(given, part))
    for line in (part["opening"], part["paragraphs"][0], part["paragraphs"][-1]):
        expected = plain(line).replace("____", "").replace("\u202f", " ")
        assert "".join(expected.split()) in "".join(text.split())
    assert part["draft"] in text


def test_the_arabic_note_holds_its_letters() -> None:
    """The face draws letters and their dots apart, so a few letters come back from the text layer as others."""
    given = package("ar")
    part = note(given, words(given))
    found = letters(joined(printed(given, part)))
    expected = letters("".join(plain(line) for line in (part["opening"], *part["paragraphs"])))
    assert (expected & found).total() / expected.total() > 0.95


def test_arabic_letters_are_joined() -> None:
    """The same letters kept apart by non-joiners make another picture."""
    pictures = [picture("المملكة المغربية"), picture("\u200c".join("المملكة المغربية")), picture("المملكة المغربية")]
    assert pictures[0] == pictures[2] != pictures[1]


def picture(state: str) -> bytes:
    given = package("ar", sender=replace(SENDER, state={"ar": state}))
    press = Press(package=given, words=words(given), fonts=fonts.folder())
    content = press.pdf([certificate(given, words(given))], title="x")
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].get_contents().get_data()


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("fr", False), ("en", False)])
def test_tables_are_mirrored_in_arabic(language: str, mirrored: bool) -> None:
    """The service number comes before the day of birth: to its right in Arabic, to its left elsewhere."""
    given = package(language)
    content = Press(package=given, words=words(given), fonts=fonts.folder()).pdf([note(given, words(given))], title="x")
    across: dict[str, float] = {}

    def place(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        for sought in ("MA-100217", "1985"):
            if sought in text:
                across.setdefault(sought, tm[4] * cm[0] + cm[4])

    pypdf.PdfReader(io.BytesIO(content)).pages[1].extract_text(visitor_text=place)
    assert (across["MA-100217"] > across["1985"]) is mirrored


def test_fonts_are_in_the_file_and_no_letter_is_missing() -> None:
    for language in ("ar", "fr", "en"):
        given = package(language)
        content = Press(package=given, words=words(given), fonts=fonts.folder()).pdf(
            [note(given, words(given)), sheet(given.nominees[0], given, words(given))], title="x"
        )
        families = {
            str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0]
            for page in pypdf.PdfReader(io.BytesIO(content)).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert families == {"LibertinusSerif", "NotoNaskhArabic", "NotoSans"}


def hostile_package(text: str) -> Package:
    officer = replace(READY, number=text, home_unit=text, grade=text, corps="x", service="y")
    opening = replace(LEGAL_ADVISER, ref=text, title={"en": text}, duty_station=text, mission=text)
    sender = replace(SENDER, organisation={"en": text}, permanent_mission={"en": text})
    nominees = (Nominee(officer=officer, opening=opening, order=1, names={"latin": text}),)
    return package(nominees=nominees, call=text, sender=sender)


@pytest.mark.parametrize("kind", ["note", "certificate", "attestation", "sheet"])
def test_markup_in_what_people_entered_is_printed_not_obeyed(kind: str) -> None:
    given = hostile_package(HOSTILE)
    said = words(given)
    part = {
        "note": lambda: note(given, said),
        "certificate": lambda: certificate(given, said),
        "attestation": lambda: attestation(given.nominees[0], given, said),
        "sheet": lambda: sheet(given.nominees[0], given, said),
    }[kind]()
    assert "".join(HOSTILE.split()) in "".join(joined(printed(given, part)).split())


def test_a_number_cannot_turn_the_line_round() -> None:
    given = hostile_package("MA-\u202e123\u2069\u2066")
    text = "".join(printed(given, attestation(given.nominees[0], given, words(given))))
    assert "MA-123" in text
    assert "\u202e" not in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_a_demonstration_says_so(language: str) -> None:
    given = crowd(language)
    said = words(given)
    mark = said.said("page.synthetic")
    for part in (note(given, said), certificate(given, said), sheet(given.nominees[0], given, said)):
        pages = printed(given, part)
        assert [mark in joined([page]) for page in pages] == [True] * len(pages)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("chosen", [(0,), (0, 1, 2), (0, 3), (3, 4)])
def test_a_short_nomination_is_a_letter_of_one_page(language: str, chosen: tuple[int, ...]) -> None:
    given = package(language)
    given = replace(given, nominees=tuple(given.nominees[i] for i in chosen))
    assert len(printed(given, note(given, words(given)))) == 1


def test_a_long_number_may_break_but_stays_whole_for_a_reader() -> None:
    number = "A-" + "1234567890" * 5
    given = hostile_package(number)
    text = "".join(joined(printed(given, attestation(given.nominees[0], given, words(given)))).split())
    assert number in text.replace("\u200b", "")


def test_real_data_are_not_called_synthetic() -> None:
    officer, opening = replace(READY, provenance=Provenance.ENTERED), replace(LEGAL_ADVISER, provenance=Provenance.REAL)
    nominees = (Nominee(officer=officer, opening=opening, order=1),)
    given = package(nominees=nominees, provenance=Provenance.ENTERED)
    text = joined(printed(given, note(given, words(given))))
    assert "Synthetic" not in text
    assert "DRAFT" in text


def test_a_long_table_repeats_its_head_and_its_post_and_counts_its_pages() -> None:
    given = crowd()
    pages = printed(given, note(given, words(given)))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 3" in joined([page])
    for page in pages[1:]:
        assert "Service number" in joined([page])
        assert "Legal Adviser" in joined([page])
    assert sum(joined([page]).count("MA-3") for page in pages) == 30


def test_without_fonts_nothing_is_printed(tmp_path: Path) -> None:
    given = package()
    with pytest.raises(Refusal) as refused:
        Press(package=given, words=words(given), fonts=tmp_path)
    assert refused.value.code == "fonts_missing"
    assert refused.value.facts["families"] == "Noto Naskh Arabic, Noto Sans"
