"""Letters and forms: what is given is said, what is not given is a line to fill in, and nothing is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exports.package.samples import LEGAL_ADVISER, READY, REFORM_COORDINATOR, SENDER, crowd, package
from menara.exports.package import Addressee, Nominee, NoteReference, Package
from menara.exports.package.letters import attestation, certificate, cover, note
from menara.exports.package.words import Words
from menara.exports.package.workbook import bare


def words(given: Package) -> Words:
    return Words(language=given.language, territory=given.territory)


def plain(line: list[Any]) -> str:
    """A line as a reader sees it; a blank to write on is ____."""
    return bare("".join(part if isinstance(part, str) else "____" for part in line)).replace("\u00a0", " ")


CONVENTIONS = {
    "en": (
        """The Permanent Mission of the Kingdom of Morocco to the United Nations in New York presents its
        compliments to the Secretariat of the United Nations (Department of Peace Operations, Police Division)
        and, with reference to note verbale DPO/PD/3186/26 dated 14 August 2026, has the honour to present the
        candidatures of the police officers set out in the annexed table.""",
        """The Permanent Mission of the Kingdom of Morocco to the United Nations in New York avails itself of this
        opportunity to renew to the Secretariat the assurances of its highest consideration.""",
    ),
    "fr": (
        """La Mission permanente du Royaume du Maroc auprès de l’Organisation des Nations Unies à New York présente
        ses compliments au Secrétariat de l’Organisation des Nations Unies (Département des opérations de paix,
        Division de la police) et, se référant à la note verbale DPO/PD/3186/26 en date du 14 août 2026, a
        l’honneur de présenter les candidatures des fonctionnaires de police figurant dans le tableau annexé à la
        présente.""",
        """La Mission permanente du Royaume du Maroc auprès de l’Organisation des Nations Unies à New York saisit
        cette occasion pour renouveler au Secrétariat les assurances de sa très haute considération.""",
    ),
    "ar": (
        """تهدي البعثة الدائمة للمملكة المغربية لدى الأمم المتحدة بنيويورك أطيب تحياتها إلى الأمانة العامة للأمم
        المتحدة (إدارة عمليات السلام، شعبة الشرطة)، وبالإشارة إلى المذكرة الشفوية رقم DPO/PD/3186/26 المؤرخة في
        14 غشت 2026، تتشرف بتقديم ترشيحات موظفي الشرطة المبيَّنة في الجدول الملحق بهذه المذكرة.""",
        """وتغتنم البعثة الدائمة للمملكة المغربية لدى الأمم المتحدة بنيويورك هذه المناسبة لتعرب مجددا للأمانة العامة
        عن فائق تقديرها واحترامها.""",
    ),
}


@pytest.mark.parametrize("language", CONVENTIONS)
def test_the_note_verbale_keeps_its_conventions(language: str) -> None:
    first, last = (" ".join(text.split()) for text in CONVENTIONS[language])
    given = package(language)
    made = note(given, words(given))
    assert plain(made["opening"]) == first
    assert plain(made["paragraphs"][-1]) == last


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_number_and_no_day_is_invented(language: str) -> None:
    given = package(language, theirs=NoteReference(), ours=NoteReference(), sender=replace(SENDER, place={}))
    made = note(given, words(given))
    assert plain(made["number"]).count("____") == 1
    assert plain(made["opening"]).count("____") == 2
    assert plain(made["place_date"]).count("____") == 2
    assert "2026" not in plain(made["opening"]) + plain(made["place_date"]) + plain(made["number"])


def test_numbers_given_are_printed() -> None:
    given = package(ours=NoteReference(number="PM/417/26", dated=date(2026, 11, 5)))
    made = note(given, words(given))
    assert (plain(made["number"]), plain(made["place_date"])) == ("No. PM/417/26", "New York, 5 November 2026")


def test_a_short_table_stands_in_the_letter_and_a_long_one_is_annexed() -> None:
    one = package(nominees=(Nominee(officer=READY, opening=LEGAL_ADVISER, order=1),))
    made = note(one, words(one))
    assert made["annex"] == ""
    assert plain(made["opening"]).endswith("the candidature of the police officer set out in the table below.")
    assert note(crowd(), words(crowd()))["annex"] == "Annex: table of candidates"


def test_papers_of_both_kinds_are_named_only_where_both_are_nominated() -> None:
    both, one = package(), crowd(size=3)
    assert len(note(both, words(both))["paragraphs"]) == len(note(one, words(one))["paragraphs"]) + 1


def test_the_table_of_candidates() -> None:
    given = package()
    table = note(given, words(given))["table"]
    seen = [(plain(g["title"]), [[plain(c) for c in row] for row in g["rows"]]) for g in table["groups"]]
    assert seen == [
        (
            "Legal Adviser · Individual police officer (IPO) · MONUSCO, Kinshasa · IPO-MONUSCO-2025-10",
            [
                ["1", "____", "MA-100217", "Commissioner", "F", "1 August 1985", "French 84%, English 71%"],
                ["2", "____", "MA-100533", "Principal police officer", "M", "1 August 1985", "French 84%, English 71%"],
                ["3", "____", "MA-101944", "–", "–", "–", "–"],
            ],
        ),
        (
            f"{REFORM_COORDINATOR.title['en']} · Professional post · P-4 · MONUSCO, Kinshasa · 2024-MONUSCO-78800-DPO",
            [
                ["1", "____", "MA-200001", "Principal commissioner", "M", "1 August 1985", "French 84%, English 71%"],
                ["2", "____", "MA-200002", "Divisional commissioner", "F", "1 August 1985", "French 84%, English 71%"],
            ],
        ),
    ]


def test_a_name_is_printed_as_the_office_wrote_it_in_the_script_of_the_letter() -> None:
    names = {"latin": "SERVICE NAME", "arabic": "اسم المصلحة"}
    nominees = (Nominee(officer=READY, opening=LEGAL_ADVISER, order=1, names=names),)
    told = {}
    for language in ("ar", "fr"):
        given = package(language, nominees=nominees)
        told[language] = plain(note(given, words(given))["table"]["groups"][0]["rows"][0][1])
    assert told == {"ar": "اسم المصلحة", "fr": "SERVICE NAME"}


def test_another_body_is_addressed_in_its_own_words() -> None:
    to = Addressee(lines=("European External Action Service",), to="to the Service", short="to the Service")
    given = package(addressee=to)
    made = note(given, words(given))
    assert "presents its compliments to the Service and" in plain(made["opening"])
    assert [bare(line) for line in made["addressee"]] == ["European External Action Service"]


@pytest.mark.parametrize(("language", "facing"), [("ar", "fr"), ("fr", "ar"), ("en", "ar")])
def test_the_letterhead_faces_two_languages_where_both_are_known(language: str, facing: str) -> None:
    given = package(language)
    assert [block["language"] for block in note(given, words(given))["letterhead"]] == [language, facing]
    own_only = replace(SENDER, state={language: "X"}, organisation={language: "Y"}, permanent_mission={language: "Z"})
    given = package(language, sender=own_only)
    assert [block["language"] for block in note(given, words(given))["letterhead"]] == [language]


def test_the_certificate_covers_what_is_asked_and_lists_everyone() -> None:
    given = package()
    made = certificate(given, words(given))
    said = " ".join(plain(item) for item in made["items"])
    for matter in (
        "convicted", "under investigation", "prosecuted", "criminal offence", "human rights law", "humanitarian law",
        "disciplinary", "repatriated", "barred", "corruption or fraud", "driving under the influence", "not minor",
    ):  # fmt: skip
        assert matter in said, matter
    numbers = [plain(row[2]) for row in made["table"]["groups"][0]["rows"]]
    assert numbers == ["MA-100217", "MA-100533", "MA-101944", "MA-200001", "MA-200002"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_form_is_signed_or_dated_whatever_the_record_holds(language: str) -> None:
    given = package(language)
    nominee = given.nominees[0]
    assert nominee.officer.state_certificate_on is not None
    for made in (certificate(given, words(given)), attestation(nominee, given, words(given))):
        said = bare(str(made))
        assert all(isinstance(label, str) for label in made["sign"])
        assert "September 2026" not in said
        assert "septembre 2026" not in said
        assert "شتنبر" not in said


def test_the_cover_counts() -> None:
    given = package()
    made = cover(given, words(given), [])
    assert [(f["label"], plain(f["value"])) for f in made["facts"]] == [
        ("Call", "CALL-2026-03"),
        ("Missions", "MONUSCO"),
        ("Posts", "2"),
        ("Nominees", "5"),
        ("of whom women", "2"),
        ("Prepared by", "General Directorate of National Security"),
        ("Prepared on", "1 November 2026"),
    ]
