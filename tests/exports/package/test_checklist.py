"""The checklist: every enclosure with who asks, everyone's papers, and only what is really still to do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from exports.package.samples import LEGAL_ADVISER, READY, SHORT_PASSPORT, package
from exports.package.test_letters import plain, words
from menara.exports.package import Nominee, Package
from menara.exports.package.checklist import checklist, standing

ASKED = "asked until 1 September 2028"  # eighteen months from the planned start


def made(given: Package) -> dict[str, Any]:
    return checklist(given, words(given), standing(given))


def rows(table: dict[str, Any]) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table["rows"]]


def test_enclosures_with_their_sources_and_counts() -> None:
    ipo, professional = made(package())["asked"]
    assert rows(ipo) == [
        ["1", "Note verbale with one table of all candidates", "S13 [C]", "to be issued by the Permanent Mission"],
        ["2", "EASP form, complete, typed and signed", "S13 [C]", "official form to complete and sign"],
        ["3", "Copy of the passport", "S13 [C] S36 [S]", "1 of 3"],
        ["4", "Certificate of the State", "S13 [C] S37 [C]", "1 of 3"],
        ["5", "Officer's own attestation", "S38 [C]", "1 of 3"],
        ["6", "Medical form MS.2 (armed) or MS.3 (unarmed)", "S36 [S]", "2 of 3"],
        ["7", "Vaccination certificate", "S36 [S]", "1 of 3"],
        ["8", "Assessment for Mission Service (AMS), valid at the planned start", "S35 [C] S36 [S]", "2 of 3"],
    ]
    assert [row[1] for row in rows(professional)] == [
        "Note verbale with one table of all candidates",
        "P-11 form, typed and signed",
        "Academic and Employment Certification, attached to the P-11",
        "Certificate of the State",
        "Officer's own attestation",
    ]


def test_still_to_do_names_officer_paper_and_what_is_known() -> None:
    to_do = made(package())["to_do"]
    assert [(plain(g["title"]).split(" · ")[0], rows(g)) for g in to_do["groups"]] == [
        (
            "MA-100533",
            [
                [
                    "Copy of the passport",
                    "not valid as asked",
                    "valid until 1 March 2028; asked until 1 September 2028",
                ],
                ["Vaccination certificate", "missing", "not recorded"],
            ],
        ),
        (
            "MA-101944",
            [
                ["Copy of the passport", "missing", f"not recorded, {ASKED}"],
                ["Certificate of the State", "form enclosed, to sign", "conduct not recorded: check before signing"],
                ["Medical form MS.3 (unarmed mission)", "missing", "not recorded"],
                ["Vaccination certificate", "missing", "not recorded"],
                ["Assessment for Mission Service (AMS), valid at the planned start", "missing", "not recorded"],
            ],
        ),
    ]


def test_every_officer_has_a_sign_for_every_paper() -> None:
    ipo, professional = made(package())["officers"]
    assert [plain([c]) for c in ipo["columns"]] == ["2", "3", "4", "5", "6", "7", "8"]
    assert [(plain(r["cells"][0]), r["signs"]) for r in ipo["rows"]] == [
        ("MA-100217", ["pen", "full", "full", "full", "full", "full", "full"]),
        ("MA-100533", ["pen", "cross", "pen", "pen", "full", "cross", "full"]),
        ("MA-101944", ["pen", "cross", "pen", "pen", "cross", "cross", "cross"]),
    ]
    assert [r["signs"] for r in professional["rows"]] == [["pen", "pen", "full", "full"]] * 2


def batch(given: Package) -> list[str]:
    return [plain(row["value"]) for row in made(given)["batch"]]


def test_the_share_of_women_and_the_number_for_a_post_are_said_with_their_source() -> None:
    assert batch(package()) == [
        "1 of 3; asked: at least 25% [call] · The sex of 1 nominee is not recorded.",
        "1 of 2; the call names no share",
        "2024-MONUSCO-78800-DPO: 2, at most 2 recommended",
    ]


def test_the_norm_stands_in_where_the_call_names_no_share() -> None:
    silent = replace(LEGAL_ADVISER, female_target=None)
    louder = replace(LEGAL_ADVISER, female_target=Fraction(3, 10))
    both = tuple(Nominee(officer=o, opening=silent, order=i) for i, o in enumerate((READY, SHORT_PASSPORT), start=1))
    assert batch(package(nominees=both)) == ["1 of 2; asked: at least 25% S36, S52 [S]"]
    both = tuple(replace(n, opening=louder) for n in both)
    assert batch(package(nominees=both)) == ["1 of 2; asked: at least 30% [call]"]


def test_nothing_to_do_is_said() -> None:
    given = package(nominees=(Nominee(officer=READY, opening=LEGAL_ADVISER, order=1),))
    assert made(given)["to_do"]["groups"] == []
