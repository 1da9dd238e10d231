"""Ladders, languages and skills: what describes an officer."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from menara import facts
from menara.facts.officers import STREAMS
from menara.terms import Mark


def in_arabic_letters(text: str) -> bool:
    return all("ARABIC" in unicodedata.name(c) for c in text if c.isalpha())


def test_a_rank_has_its_order_within_its_own_corps() -> None:
    ranks = facts.ranks()
    assert ranks["MAR-DGSN/uniform/gardien de la paix"] == ranks["MAR-DGSN/civil/inspecteur de police"] == 1
    assert ranks["MAR-DGSN/civil/commissaire"] < ranks["MAR-DGSN/civil/contrôleur général"]
    assert ranks["IND-POLICE/police/SP"] < ranks["IND-POLICE/police/DIG"]


def test_each_ladder_counts_from_one_without_a_gap() -> None:
    ladders: dict[tuple[str, str], list[int]] = {}
    for step in facts.rank_steps():
        ladders.setdefault((step.service, step.corps), []).append(step.order)
    assert {ladder: orders == list(range(1, len(orders) + 1)) for ladder, orders in ladders.items()} == {
        ("MAR-DGSN", "uniform"): True,
        ("MAR-DGSN", "civil"): True,
        ("IND-POLICE", "police"): True,
    }


def test_the_upper_part_of_the_moroccan_ladder_is_unconfirmed() -> None:
    unconfirmed = [step.grade for step in facts.rank_steps() if step.mark is Mark.UNCONFIRMED]
    assert unconfirmed == [
        "commissaire",
        "commissaire principal",
        "commissaire divisionnaire",
        "contrôleur général",
        "préfet de police",
    ]


def test_english_and_french_alone_are_tested() -> None:
    assert {code for code, language in facts.languages().items() if language.is_tested} == {"en", "fr"}
    assert {"ar", "es", "pt", "ht"} <= facts.languages().keys()


def test_skills_stand_under_the_four_streams() -> None:
    assert Counter(skill.stream for skill in facts.skills().values()) == {
        "command": 4,
        "operations": 25,
        "capacity_building": 11,
        "administration": 12,
    }
    assert tuple(dict.fromkeys(skill.stream for skill in facts.skills().values())) == STREAMS


def test_the_skills_named_critical_are_those_of_november_2023() -> None:
    assert {code for code, skill in facts.skills().items() if skill.is_critical} == {
        "organised_crime",
        "environmental_crime",
        "counter_terrorism",
        "forensics",
        "crime_intelligence",
        "ied",
        "community_policing",
        "sgbv_investigation",
        "social_media_monitoring",
        "gender_mainstreaming",
    }


def test_a_critical_skill_names_its_source_and_the_taxonomy_says_it_is_ours() -> None:
    for skill in facts.skills().values():
        assert ("S95" in skill.sources) == skill.is_critical
        assert (skill.mark is Mark.INFERRED) == (not skill.is_critical and not skill.is_specialised)


@pytest.mark.parametrize(
    "thing",
    [*facts.skills().values(), *facts.languages().values(), *facts.rank_steps(), *facts.missions().values()],
    ids=lambda thing: getattr(thing, "code", "") or thing.key,
)
def test_everything_is_named_in_three_languages(thing: object) -> None:
    names = thing.names  # type: ignore[attr-defined]
    assert set(names) == {"ar", "fr", "en"}
    assert all(name == name.strip() == unicodedata.normalize("NFC", name) and name for name in names.values())
    assert in_arabic_letters(names["ar"])
