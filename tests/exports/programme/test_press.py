"""The programme on paper, read back: who meets whom where and when, what is left out, and what marks a draft."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest

from menara.exports.programme import PrintedMeeting, ProgrammePaper, door_cards_pdf, programme_pdf
from menara.exports.programme.press import words_of
from menara.exports.programme.sheets import cards, sections
from menara.ground import fonts

RABAT = ZoneInfo("Africa/Casablanca")
HOST = {"en": "National police", "fr": "Sûreté nationale", "ar": "الأمن الوطني"}
NORWAY = {"en": "Police of Norway", "fr": "Police de Norvège", "ar": "شرطة النرويج"}
GHANA = {"en": "Police of Ghana", "fr": "Police du Ghana", "ar": "شرطة غانا"}


def meeting(day: int, hour: int, *, room: str = "A1", guest: int = 2, **known: object) -> PrintedMeeting:
    begins = datetime(2025, 11, day, hour, tzinfo=RABAT)
    names = {2: NORWAY, 3: GHANA}
    told: dict[str, object] = {
        "begins_at": begins, "ends_at": begins + timedelta(minutes=30),
        "room_code": room, "room": {"en": f"Atlas {room}", "ar": f"قاعة الأطلس {room}"}, "area": "Ménara",
        "host_id": 1, "host": HOST, "guest_id": guest, "guest": names[guest],
        "subject": {"en": "Training", "ar": "التكوين"}, "languages": ("en", "ar"), "interpreters": ("INT-04",),
    }  # fmt: skip
    return PrintedMeeting(**{**told, **known})


PAPER = ProgrammePaper(
    language="en",
    organisation=HOST,
    summit={"en": "General Assembly", "ar": "الجمعية العامة"},
    venue={},
    zone="Rabat time",
    version=4,
    published_at=datetime(2025, 11, 20, 18, 30, tzinfo=RABAT),
    printed_on=date(2025, 11, 21),
    meetings=(
        meeting(25, 10, guest=3, room="B1", is_tentative=True),
        meeting(24, 9),
        meeting(24, 10, is_cancelled=True),
        meeting(25, 9),
    ),
)


def pages(content: bytes) -> list[str]:
    read = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return [re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", page).replace("\u00a0", " ")) for page in read]


def bare(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text).replace("\u00a0", " ")


def told(paper: ProgrammePaper, order: str) -> list[tuple[str, list[list[str]]]]:
    """Each section's title, and its rows as the lines of their cells."""
    return [
        (bare(part["title"]), [[joined(cell) for cell in row["cells"]] for row in part["rows"]])
        for part in sections(paper, words_of(paper), order)
    ]


def joined(cell: list[dict[str, str]]) -> str:
    return bare(" / ".join(line["text"] for line in cell))


def test_by_day() -> None:
    norway, ghana = "National police receives Police of Norway", "National police receives Police of Ghana"
    first, other, spoken = "Atlas A1 / Ménara", "Atlas B1 / Ménara", "English – Arabic / INT-04"
    assert told(PAPER, "day") == [
        (
            "Monday 24 November 2025",
            [
                ["09:00 – 09:30", first, f"{norway} / Training", spoken],
                ["10:00 – 10:30", first, f"{norway} / Training / cancelled", spoken],
            ],
        ),
        (
            "Tuesday 25 November 2025",
            [
                ["09:00 – 09:30", first, f"{norway} / Training", spoken],
                ["10:00 – 10:30", other, f"{ghana} / Training / tentative", spoken],
            ],
        ),
    ]


def test_by_room_and_by_delegation() -> None:
    assert [title for title, _rows in told(PAPER, "room")] == ["Atlas A1", "Atlas A1", "Atlas B1"]
    by_delegation = told(PAPER, "delegation")
    assert [(title, len(rows)) for title, rows in by_delegation] == [
        ("National police", 4),
        ("Police of Ghana", 1),
        ("Police of Norway", 3),
    ]
    assert by_delegation[1][1][0][:3] == [
        "Tuesday 25 November", "10:00 – 10:30",
        "National police / receives this delegation / Training / tentative",
    ]  # fmt: skip
    assert [title for title, _rows in told(replace(PAPER, only_for=3), "delegation")] == ["Police of Ghana"]


def test_a_door_shows_neither_subjects_nor_what_was_cancelled() -> None:
    shown = cards(PAPER, words_of(PAPER))
    assert [(bare(card["room"]), bare(card["day"]), len(card["rows"])) for card in shown] == [
        ("Atlas A1", "Monday 24 November 2025", 1),
        ("Atlas A1", "Tuesday 25 November 2025", 1),
        ("Atlas B1", "Tuesday 25 November 2025", 1),
    ]
    text = " ".join(pages(door_cards_pdf(paper=PAPER, fonts=fonts.folder())))
    assert "Training" not in text
    assert "Police of Ghana" in text


def test_each_page_says_of_which_version_it_is_and_how_many_there_are() -> None:
    found = pages(programme_pdf(paper=PAPER, order="delegation", fonts=fonts.folder()))
    assert len(found) == 3
    for number, page in enumerate(found, start=1):
        assert "Version 4, published on 20 November 2025 at 18:30 · All times: Rabat time" in page
        assert f"Page {number} of 3" in page
        assert "DRAFT" not in page


def test_a_draft_and_made_up_data_say_so_on_every_page() -> None:
    draft = replace(PAPER, version=None, published_at=None, is_synthetic=True)
    for made in (
        programme_pdf(paper=draft, order="room", fonts=fonts.folder()),
        door_cards_pdf(paper=draft, fonts=fonts.folder()),
    ):
        for page in pages(made):
            assert "DRAFT" in page
            assert "Synthetic data, demonstration" in page
            assert "Draft of 21 November 2025, not published" in page


@pytest.mark.parametrize("order", ["day", "room", "delegation"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_of_each_language_are_on_the_page(order: str, language: str) -> None:
    paper = replace(PAPER, language=language)
    found = "".join(" ".join(pages(programme_pdf(paper=paper, order=order, fonts=fonts.folder()))).split())
    for _title, rows in told(paper, order):
        for row in rows:
            for cell in row:
                assert all("".join(line.split()) in found for line in cell.split(" / "))


def letters(text: str) -> Counter[str]:
    """Arabic letters without their shapes and joins, in no order: a text layer keeps that of the page."""
    return Counter(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) == "Lo")


@pytest.mark.parametrize("order", ["day", "delegation"])
def test_arabic_pages_hold_their_letters(order: str) -> None:
    paper = replace(PAPER, language="ar")
    found = letters(" ".join(pages(programme_pdf(paper=paper, order=order, fonts=fonts.folder()))))
    expected = letters(" ".join(cell for _title, rows in told(paper, order) for row in rows for cell in row))
    assert (expected & found).total() / expected.total() > 0.95


def test_arabic_days_are_written_as_in_morocco() -> None:
    (first, *_rest) = told(replace(PAPER, language="ar"), "day")
    assert first[0] == "الاثنين 24 نونبر 2025"


def test_what_people_entered_is_never_read_as_markup() -> None:
    hostile = '#panic("x") *bold* $x^2$ @ref <tag>'
    paper = replace(PAPER, meetings=(meeting(24, 9, subject={"en": hostile}),))
    assert "".join(hostile.split()) in "".join(
        " ".join(pages(programme_pdf(paper=paper, order="day", fonts=fonts.folder()))).split()
    )


def test_a_programme_without_meetings_says_so() -> None:
    empty = replace(PAPER, meetings=())
    for made in (
        programme_pdf(paper=empty, order="day", fonts=fonts.folder()),
        door_cards_pdf(paper=empty, fonts=fonts.folder()),
    ):
        assert "No meeting has a place in this programme yet." in pages(made)[0]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert programme_pdf(paper=PAPER, order="day", fonts=fonts.folder()) == programme_pdf(
        paper=PAPER, order="day", fonts=fonts.folder()
    )


def test_a_full_day_of_a_room_stays_on_one_card() -> None:
    begins = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
    full = tuple(
        replace(
            meeting(24, 9),
            begins_at=begins + timedelta(minutes=30 * n),
            ends_at=begins + timedelta(minutes=30 * n + 30),
        )
        for n in range(18)
    )
    assert len(pages(door_cards_pdf(paper=replace(PAPER, meetings=full), fonts=fonts.folder()))) == 1
