"""Odds and quality against the words of the page, in fractions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from engines.eligibility import chance, example
from engines.matching.secondopinion import model_of
from engines.matching.smallworld import ON, START, officer, opening, problem
from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.norms import Norm, Norms
from menara.engines.eligibility.officer import Language, Skill
from menara.engines.eligibility.opening import LanguageAsked, SkillAsked
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import Roster
from menara.engines.matching.odds import OddsModel, odds, quality
from menara.engines.matching.problem import Problem
from menara.terms import LanguageLevel, LanguageTest, Mark, Modality, Need

AGE = Norm(name="preferred_age", modality=Modality.IPO, value=55, mark=Mark.CONFIRMED, source="S1")
ASKS_MUCH = opening(
    "P",
    languages=(
        LanguageAsked(code="fr", test=LanguageTest.AMS, score=60),
        LanguageAsked(code="en", test=LanguageTest.CEFR, need=Need.WANT, level=LanguageLevel.B2),
    ),
    skills=(SkillAsked(code="forensics", level=2), SkillAsked(code="training", level=2, need=Need.WANT)),
)


def holder(score: int | None = 60, english: int = 0, training: int = 0, **facts: Any) -> Any:
    languages = [Language(code="fr", ams_on=ON, ams_score=score)]
    languages += [Language(code="en", level=LanguageLevel(english))] if english else []
    skills = [Skill(code="forensics", level=2)]
    skills += [Skill(code="training", level=training)] if training else []
    return officer("A", languages=tuple(languages), skills=tuple(skills), **facts)


def numbers(asked: Problem) -> tuple[int, int]:
    roster = Roster.of(officers=asked.officers, norms=asked.norms)
    post = Post.of(opening=asked.openings[0], norms=asked.norms, on=asked.on)
    row = np.zeros(1, dtype=np.int64)
    return (
        int(odds(roster=roster, post=post, rows=row, model=asked.odds)[0]),
        int(quality(roster=roster, post=post, rows=row)[0]),
    )


CASES = {
    "nothing is wanted: the prior": (officer("A"), opening("P"), (55, 400)),
    "an earlier mission adds a tenth of the prior": (officer("A", missions_served=2), opening("P"), (61, 500)),
    "a professional post": (officer("A"), opening("P", modality=Modality.PROFESSIONAL), (8, 400)),
    "nothing wanted is met: half the prior": (holder(), ASKS_MUCH, (28, 50)),
    "one of two wanted": (holder(english=4), ASKS_MUCH, (41, 250)),
    "both wanted": (holder(english=4, training=2), ASKS_MUCH, (55, 500)),
    "a level below what is wanted": (holder(english=3, training=1), ASKS_MUCH, (28, 75)),
    "nine points over the pass mark": (holder(69, 4, 2), ASKS_MUCH, (55, 545)),
    "ten points": (holder(70, 4, 2), ASKS_MUCH, (61, 550)),
    "twenty points": (holder(80, 4, 2), ASKS_MUCH, (66, 600)),
    "forty points are the most": (holder(100, 4, 4, missions_served=1), ASKS_MUCH, (72, 850)),
    "no result": (holder(None, 4, 2), ASKS_MUCH, (55, 500)),
}


@pytest.mark.parametrize("name", CASES)
def test_odds_and_quality(name: str) -> None:
    one, asked, expected = CASES[name]
    whole = problem([one], [asked])
    assert numbers(whole) == expected
    assert model_of(one, asked, whole) == expected


@pytest.mark.parametrize(("days", "quality_"), [(-1, 400), (0, 400), (1, 500)])
def test_below_the_preferred_age_on_the_first_day(days: int, quality_: int) -> None:
    turns = shift_months(START, -12 * 55)
    born = turns.replace(day=turns.day + days) if days >= 0 else shift_months(turns, -1)
    asked = replace(problem([officer("A", born_on=born)], [opening("P")]), norms=Norms(norms=(AGE,)))
    assert numbers(asked) == (55, quality_)


def test_odds_stay_between_1_and_99() -> None:
    sure = replace(problem([officer("A")], [opening("P")]), odds=OddsModel(priors={"IPO": 300}))
    never = replace(sure, odds=OddsModel(priors={"IPO": 0}))
    unknown = replace(sure, odds=OddsModel(priors={}))
    assert [numbers(p)[0] for p in (sure, never, unknown)] == [99, 1, 1]


@settings(max_examples=200, deadline=None)
@given(chance.officers, chance.openings)
def test_whole_numbers_and_fractions_agree(one: Any, asked: Any) -> None:
    whole = Problem(officers=(one,), openings=(asked,), norms=example.NORMS, on=example.ON)
    assert numbers(whole) == model_of(one, asked, whole)
