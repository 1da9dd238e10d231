"""What cannot be nominated is refused whole, every reason at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports.package.samples import BLANK_PAPERS, LEGAL_ADVISER, READY, SHORT_PASSPORT, package
from menara.errors import BadInput
from menara.exports.package import Nominee
from menara.exports.package.contents import refuse_what_cannot_be_written
from menara.terms import Conduct, Modality, Provenance


def nominees(*pairs: tuple[object, object]) -> tuple[Nominee, ...]:
    return tuple(Nominee(officer=o, opening=p, order=i) for i, (o, p) in enumerate(pairs, start=1))  # type: ignore[arg-type]


FORMED_UNIT = replace(LEGAL_ADVISER, ref="FPU-1", modality=Modality.FPU)
NO_MODALITY = replace(LEGAL_ADVISER, ref="BLANK-1", modality=None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"language": "es"}, [(0, "unknown_language", "es")]),
        ({"nominees": ()}, [(0, "no_nominees", "")]),
        (
            {"nominees": nominees((READY, LEGAL_ADVISER), (READY, replace(LEGAL_ADVISER, ref="OTHER")))},
            [(2, "officer_twice", "MA-100217")],
        ),
        ({"nominees": nominees((READY, FORMED_UNIT))}, [(1, "unit_not_person", "FPU-1")]),
        ({"nominees": nominees((READY, NO_MODALITY))}, [(1, "modality_blank", "BLANK-1")]),
        (
            {
                "nominees": nominees(
                    (replace(READY, conduct=Conduct.UNDER_INVESTIGATION), LEGAL_ADVISER),
                    (replace(SHORT_PASSPORT, repatriated=True), LEGAL_ADVISER),
                    (replace(BLANK_PAPERS, conduct=Conduct.MINOR_TRAFFIC), LEGAL_ADVISER),
                )
            },
            [(1, "record_contradicts_certificate", "MA-100217"), (2, "record_contradicts_certificate", "MA-100533")],
        ),
    ],
)
def test_refusals(changes: dict[str, object], expected: list[tuple[int, str, str]]) -> None:
    given = package(**changes)  # type: ignore[arg-type]
    if not expected:
        refuse_what_cannot_be_written(given)
        return
    with pytest.raises(BadInput) as refused:
        refuse_what_cannot_be_written(given)
    assert [(fault.row, fault.code, fault.found) for fault in refused.value.faults] == expected


@pytest.mark.parametrize("conduct", [c for c in Conduct if c not in (Conduct.CLEAR, Conduct.MINOR_TRAFFIC)])
def test_no_certificate_is_prepared_against_the_record(conduct: Conduct) -> None:
    """Drink-driving and dangerous driving are not minor; an investigation already bars."""
    given = package(nominees=nominees((replace(READY, conduct=conduct), LEGAL_ADVISER)))
    with pytest.raises(BadInput):
        refuse_what_cannot_be_written(given)


def test_one_synthetic_officer_marks_the_whole() -> None:
    real_opening = replace(LEGAL_ADVISER, provenance=Provenance.REAL)
    real, made_up = replace(READY, provenance=Provenance.ENTERED), SHORT_PASSPORT
    told = {"provenance": Provenance.ENTERED}
    assert not package(nominees=nominees((real, real_opening)), **told).is_synthetic
    assert package(nominees=nominees((real, real_opening), (made_up, real_opening)), **told).is_synthetic
    assert package(nominees=nominees((real, LEGAL_ADVISER)), **told).is_synthetic
    assert package(nominees=nominees((real, real_opening)), provenance=Provenance.SYNTHETIC).is_synthetic


def test_nominees_stand_opening_by_opening_in_their_order() -> None:
    other = replace(LEGAL_ADVISER, ref="OTHER")
    second, first, third = replace(READY, number="2"), replace(READY, number="1"), replace(READY, number="3")
    given = package(
        nominees=(
            Nominee(officer=second, opening=LEGAL_ADVISER, order=2),
            Nominee(officer=third, opening=other, order=1),
            Nominee(officer=first, opening=LEGAL_ADVISER, order=1),
        )
    )
    assert [n.officer.number for n in given.in_order()] == ["1", "2", "3"]
