"""Whether any person can be nominated for the post."""

from __future__ import annotations

import pytest

from engines.eligibility.example import MET, NOT_MET, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import Modality, VacancyState

CASES: Table = {
    "takes_individuals": (
        Case(what="an individual post", answer=MET),
        Case(what="a professional post", answer=MET, opening={"modality": Modality.PROFESSIONAL}),
        Case(what="a formed unit", answer=NOT_MET, opening={"modality": Modality.FPU}, change=None),
        Case(what="nobody said", answer=UNKNOWN, opening={"modality": None}, change=None),
    ),
    "vacancy_is_open": (
        Case(what="confirmed", answer=MET),
        Case(what="pending may be answered", answer=MET, opening={"vacancy_state": VacancyState.PENDING}),
        Case(what="nobody said", answer=MET, opening={"vacancy_state": None}),
        Case(what="frozen", answer=NOT_MET, opening={"vacancy_state": VacancyState.FROZEN}, change=None),
    ),
    "serves_in_modality": (
        Case(what="no preference on record: any", answer=MET),
        Case(what="offered as IPO", answer=MET, officer={"modalities": (Modality.IPO,)}),
        Case(what="offered as IPO among others", answer=MET, officer={"modalities": (Modality.SPT, Modality.IPO)}),
        Case(
            what="offered for professional posts only",
            answer=NOT_MET,
            officer={"modalities": (Modality.PROFESSIONAL,)},
            change=Change(sets={"modalities": (Modality.PROFESSIONAL, Modality.IPO)}, says={"modality": Modality.IPO}),
        ),
        Case(
            what="a team where offered as expert",
            answer=NOT_MET,
            officer={"modalities": (Modality.CIVILIAN_EXPERT,)},
            opening={"modality": Modality.SPT},
        ),
        Case(
            what="an expert where offered as expert",
            answer=MET,
            officer={"modalities": (Modality.CIVILIAN_EXPERT,)},
            opening={"modality": Modality.CIVILIAN_EXPERT},
        ),
        Case(
            what="the post says none",
            answer=UNKNOWN,
            officer={"modalities": (Modality.IPO,)},
            opening={"modality": None},
            change=None,
        ),
    ),
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_vacancy(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
