"""The signed text as bytes: the same words give the same hash, and no words pass for something else."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menara.engines.minutes.text import (
    AddendumText,
    ClauseText,
    MinutesText,
    canonical,
    canonical_addendum,
    hash_of,
    hash_of_words,
    tidy,
    unreadable,
)

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def text(*clauses: dict[str, str], languages: tuple[str, ...] = ("fr", "ar"), meeting: int = 7) -> MinutesText:
    numbered = tuple(ClauseText(number=n, words=words) for n, words in enumerate(clauses, start=1))
    return MinutesText(organisation=3, meeting=meeting, languages=languages, clauses=numbered)


def test_the_file_is_as_documented() -> None:
    made = canonical(text({"fr": "Un.\nDeux.", "ar": "واحد."}, {"fr": "Trois."}))
    assert made.decode() == (
        "menara minutes 1\norganisation 3\nmeeting 7\nauthoritative fr\n"
        "clause 1\nlanguage fr\n  Un.\n  Deux.\nlanguage ar\n  واحد.\n"
        "clause 2\nlanguage fr\n  Trois.\n"
    )
    assert hash_of(made) == hashlib.sha256(made).hexdigest()


def test_an_addendum_names_what_it_follows() -> None:
    made = AddendumText(follows="ab", number=2, languages=("fr",), words={"fr": "Plus.", "en": "not of the text"})
    assert canonical_addendum(made).decode() == (
        "menara addendum 1\nnumber 2\nfollows ab\nauthoritative fr\nlanguage fr\n  Plus.\n"
    )


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (text({"fr": "é"}), text({"fr": "e\u0301"}), True),  # one letter, written in two ways
        (text({"fr": "a  \r\nb "}), text({"fr": "a\nb"}), True),
        (text({"fr": "a"}), text({"fr": "a", "ar": ""}), True),
        (text({"fr": "a"}), text({"fr": "b"}), False),
        (text({"fr": "a"}, {"fr": "b"}), text({"fr": "b"}, {"fr": "a"}), False),
        (text({"fr": "a\nclause 2\nlanguage fr\nb"}), text({"fr": "a"}, {"fr": "b"}), False),
        (text({"fr": "a"}, languages=("fr", "en")), text({"fr": "a"}, languages=("en", "fr")), False),
        (text({"fr": "a"}), text({"fr": "a"}, meeting=8), False),
    ],
)
def test_what_differs_differs_in_its_hash(one: MinutesText, other: MinutesText, is_same: bool) -> None:
    assert (canonical(one) == canonical(other)) is is_same


@given(st.lists(st.dictionaries(st.sampled_from(["fr", "ar"]), WORDS), max_size=4))
def test_the_words_can_be_read_back_from_the_file(clauses: list[dict[str, str]]) -> None:
    read: list[dict[str, str]] = []
    language = ""
    for line in canonical(text(*clauses)).decode().split("\n")[4:-1]:
        if line.startswith("  "):
            read[-1][language] = f"{read[-1].get(language, '')}{line[2:]}\n"
        elif line.startswith("clause "):
            read.append({})
        else:
            language = line.removeprefix("language ")
    wanted = [{code: f"{told}\n" for code, words in one.items() if (told := tidy(words))} for one in clauses]
    assert read == wanted


@given(WORDS)
def test_tidying_twice_is_tidying_once(words: str) -> None:
    assert tidy(tidy(words)) == tidy(words)
    assert unicodedata.is_normalized("NFC", tidy(words))
    assert hash_of_words(words) == hash_of_words(tidy(words))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Une phrase, avec un saut\n\tet une tabulation.", ()),
        ("الجملة العربية، بتشكيلٍ.", ()),
        ("ten\u202enet", ("U+202E",)),
        ("\u2066a\u2069", ("U+2066", "U+2069")),
        ("bell\x07 and null\x00", ("U+0000", "U+0007")),
        ("می\u200cخواهم", ()),  # a joiner is a letter's own business
    ],
)
def test_what_a_reader_would_not_see_is_named(words: str, found: tuple[str, ...]) -> None:
    assert unreadable(words) == found
