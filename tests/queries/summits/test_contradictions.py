"""What is wrong with a summit's problem, said with the names of the records, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from engines.meetings.tiny import interpreter, meeting, room, summit
from menara.engines.meetings.problem import Participant, Problem
from menara.queries.summits.clashes import Names, conflict_of, meeting_named
from menara.queries.summits.contradictions import contradictions
from menara.web.findings import speak

ONE, OTHER = meeting("1", "AB"), meeting("2", "AC")
NORWAY, KENYA = {"en": "Norway", "ar": "النرويج"}, {"en": "Kenya", "ar": "كينيا"}
HOST = {"en": "Morocco", "ar": "المغرب"}
NAMES = Names(
    meetings={"1": meeting_named(NORWAY, HOST), "2": meeting_named(KENYA, HOST)},
    rooms={"1": {"en": "Atlas 1", "ar": "الأطلس 1"}},
    interpreters={"1": "INT-1"},
)
# Keys of different kinds may be alike: room 1, interpreter 1 and meeting 1 are three records.
CASES: list[tuple[Problem, str, str]] = [
    (
        summit([ONE, OTHER], precedences=(("1", "2"), ("2", "1"))),
        "These come before each other in a circle: Kenya and Morocco; Norway and Morocco; Kenya and Morocco.",
        "النرويج والمغرب",
    ),
    (
        summit([ONE], rooms=(room("1", seats=-1),)),
        "In the record of Atlas 1: Out of range: -1; allowed is 0..1000000.",
        "الأطلس 1",
    ),
    (
        summit([ONE], interpreters=(interpreter("1", "AE", in_a_row=0),)),
        "In the record of INT-1: Out of range: 0; allowed is 1..1000000.",
        "INT-1",
    ),
    (
        summit([replace(ONE, participants=())]),
        "Nobody takes part in this meeting: Norway and Morocco.",
        "النرويج والمغرب",
    ),
    (
        replace(summit([ONE]), participants=(Participant(key="A"),)),
        "In the record of Norway and Morocco: There is no such record: B.",
        "النرويج والمغرب",
    ),
]


@pytest.mark.parametrize(("problem", "english", "arabic_name"), CASES)
def test_a_fault_names_its_records(problem: Problem, english: str, arabic_name: str) -> None:
    (said,) = contradictions(problem=problem, names=NAMES)
    assert said.english() == english
    with override("ar"):
        spoken = "".join(letter for letter in speak(said) if letter not in "\u2068\u2069")
    assert arabic_name in spoken
    assert not {"Norway", "Morocco", "Atlas", "range", "record"} & set(spoken.replace(":", " ").split())


def test_nothing_is_wrong_with_what_can_be_searched() -> None:
    assert contradictions(problem=summit([ONE, OTHER]), names=NAMES) == ()


def test_what_a_room_lacks_is_said_in_the_readers_language() -> None:
    about = {"room": "1", "meeting": "1", "lacking": ("booth", "a globe")}
    found = conflict_of("room_is_equipped", about, NAMES).sentence
    said = {}
    for language in ("en", "fr", "ar"):
        with override(language):
            said[language] = "".join(letter for letter in speak(found) if letter not in "\u2068\u2069")
    assert [word in said[language] for language, word in (
        ("en", "interpreters’ booth; a globe"), ("fr", "cabine d’interprétation"), ("ar", "مقصورة الترجمة الفورية"),
    )] == [True, True, True]  # fmt: skip
