"""Days and instants as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template
from django.utils import translation

from menara.web.days import day_in_words, distance_in_words, instant_in_words, years_between, zone_in_words
from menara.web.languages import spoken


@pytest.mark.parametrize(
    ("language", "on", "expected"),
    [
        ("en", date(2025, 11, 25), "25 November 2025"),
        ("fr", date(2025, 11, 25), "25 novembre 2025"),
        ("fr", date(2025, 8, 1), "1er août 2025"),
        ("ar", date(2025, 11, 25), "25 نونبر 2025"),
        ("ar", date(2025, 8, 1), "1 غشت 2025"),
    ],
)
def test_a_day(language: str, on: date, expected: str) -> None:
    with translation.override(language):
        assert day_in_words(on) == expected


def test_the_months_in_arabic_are_those_of_the_maghreb() -> None:
    with translation.override("ar"):
        months = [day_in_words(date(2026, month, 2)).split()[1] for month in range(1, 13)]
    assert " ".join(months) == "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"


def test_the_tag_isolates_a_day_and_says_nothing_of_none() -> None:
    page = Template("{% load menara %}[{% day on %}][{% day none %}]")
    shown = page.render(Context({"on": date(2025, 11, 25), "none": None}))
    assert shown == '[<bdi><time datetime="2025-11-25">25 November 2025</time></bdi>][]'


def test_an_instant_names_its_zone() -> None:
    moment = datetime(2026, 12, 18, 17, 0, tzinfo=timezone(timedelta(hours=-5)))
    told = [
        instant_in_words(moment),
        instant_in_words(moment, zone="America/New_York"),
        instant_in_words(moment, zone="UTC"),
    ]
    plain = [text.translate({0x2068: None, 0x2069: None}) for text in told]
    assert plain == [
        "18 December 2026 at 17:00, UTC−5",
        "18 December 2026 at 17:00, New York time",
        "18 December 2026 at 22:00, Coordinated Universal Time (UTC)",
    ]


@pytest.mark.parametrize(("zone", "words"), [("UTC+05:30", "UTC+5:30"), ("Asia/Tokyo", "Asia/Tokyo")])
def test_a_zone_without_a_name_is_called_by_its_distance_or_its_code(zone: str, words: str) -> None:
    assert zone_in_words(zone).strip("\u2068\u2069") == words


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "tomorrow"), (2, "in 2 days"), (-1, "1 day ago"), (-3, "3 days ago")]
)
def test_how_far_a_day_is(days: int, words: str) -> None:
    today = datetime.now(tz=UTC).date()
    assert distance_in_words(today + timedelta(days=days), today).translate({0x2068: None, 0x2069: None}) == words


@pytest.mark.parametrize(("later", "years"), [(date(2026, 3, 1), 26), (date(2026, 2, 28), 25), (date(2026, 2, 27), 25)])
def test_years_of_one_born_on_a_leap_day(later: date, years: int) -> None:
    assert years_between(date(2000, 2, 29), later) == years


def test_a_name_is_said_in_the_readers_language_or_says_which_it_is_in() -> None:
    page = Template("{{ name }}")
    with translation.override("ar"):
        told = [
            page.render(Context({"name": spoken(words)}))
            for words in ({"en": "Adviser (P-5)", "ar": "مستشار"}, {"en": "Adviser (P-5)"}, {})
        ]
    assert told == ["<bdi>مستشار</bdi>", '<bdi lang="en">Adviser (P-5)</bdi>', ""]
