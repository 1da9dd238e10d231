"""What rooms offer and where they lie, by whichever name somebody typed."""

from __future__ import annotations

import pytest

from menara import facts
from menara.facts.rooms import area_names, equipment_code

LANGUAGES = {"en", "fr", "ar"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("screen", "screen"),
        (" SCREEN ", "screen"),
        ("écran", "screen"),
        ("شاشة", "screen"),
        ("cabine d'interprétation", "booth"),
        ("cabine  d’interprétation", "booth"),
        ("secure_line", "secure_line"),
        ("a globe", "a globe"),
        ("", ""),
    ],
)
def test_equipment_is_known_by_its_code_and_by_its_names(typed: str, code: str) -> None:
    assert equipment_code(typed) == code


@pytest.mark.parametrize("typed", ["Pavilions", "pavillons", "الأجنحة"])
def test_an_area_is_known_by_any_of_its_names(typed: str) -> None:
    assert area_names(typed) == {"en": "Pavilions", "fr": "Pavillons", "ar": "الأجنحة"}


def test_an_area_nobody_knows_has_no_names() -> None:
    assert area_names("Rue 12") == {}


def test_every_word_is_there_in_three_languages_and_names_one_thing() -> None:
    assert {frozenset(one.names) for one in (*facts.equipment().values(), *facts.areas())} == {frozenset(LANGUAGES)}
    typed = [name for one in facts.equipment().values() for name in {*one.names.values(), one.code}]
    assert {equipment_code(name) for name in typed} == facts.equipment().keys()
    assert all(equipment_code(name) == one.code for one in facts.equipment().values() for name in one.names.values())
