"""Names stand in the order a reader of the language expects, and are found however they are typed."""

from __future__ import annotations

import pytest

from menara.models.sorting import search_key, sort_key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Laâyoune", "laayoune"),
        ("LAAYOUNE", "laayoune"),
        ("Cœur", "coeur"),
        ("العُيُون", "العيون"),
        ("أحمد", "احمد"),
        ("إدارة", "اداره"),
        ("مصطفى", "مصطفي"),
        ("شرطـــة", "شرطه"),
        ("کابل", "كابل"),
        ("المملكة\u200f المغربية", "المملكه المغربيه"),
        ("٢٠٢٥", "2025"),
        ("  two   spaces ", "two spaces"),
    ],
)
def test_search_key(typed: str, stored: str) -> None:
    assert search_key(typed) == stored


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("fr", ["Abidjan", "Éthiopie", "Ethnie", "Laâyoune", "Lagos", "Œuvre", "Zaïre"]),
        ("en", ["Post 2", "Post 10", "post 11", "Postal"]),
        ("ar", ["أبيي", "بانغي", "الجزائر", "الرباط", "العيون", "القاهرة", "كينشاسا", "نيقوسيا", "هافانا", "Juba"]),
        ("Latn", ["Abdellatif", "Faisal"]),
    ],
)
def test_sort_key(language: str, in_order: list[str]) -> None:
    assert sorted(set(in_order), key=lambda name: sort_key(name, language)) == in_order


def test_the_article_alone_is_no_article() -> None:
    assert sort_key("الف", "ar") != sort_key("ف", "ar")
