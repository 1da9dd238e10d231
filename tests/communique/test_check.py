"""Edited texts: what claims more than the record is found, however it is written; what only denies is let stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.records import AGREED, INSTRUMENT, PLEDGE, marrakech, small
from menara.communique.check import SENTENCES, Overclaim, check_text
from menara.communique.lexicon import Claim
from menara.communique.record import Record, Said, Statement

RECORD = marrakech()
TITLES = {"en": "Meeting", "fr": "Entretien", "ar": "لقاء"}


def found(text: str, language: str, record: Record = RECORD) -> list[str]:
    """The kinds of fault in a body, each once, in order."""
    faults = check_text(record=record, language=language, title=TITLES[language], body=text)
    return list(dict.fromkeys(str(fault.code) for fault in faults))


A, S, P, C = (str(claim) for claim in (Claim.AGREED, Claim.SIGNED, Claim.PLEDGED, Claim.COMMITTED))

CLAIMED = [
    # Nothing of this was agreed, and each of these says so.
    ("en", "The two sides agreed to strengthen co-operation.", [A]),
    ("en", "They AGREE on it.", [A]),
    ("en", "They reached an understanding.", [A]),
    ("en", "The proposal was endorsed.", [A]),
    ("en", "Both sides signed.", [S]),
    ("en", "A memorandum is ready to be initialled.", [S]),
    ("en", "They sign the text today.", [S]),
    ("en", "The service pledged support.", [P]),
    ("en", "The service is committed to it.", [C]),
    ("en", "The service will deploy officers.", [C]),
    ("en", "It was decided to continue.", [C]),
    ("fr", "Les deux parties sont convenues de coopérer.", [A]),
    ("fr", "Elles se sont entendues sur la suite.", [A]),
    ("fr", "D’un commun accord, elles poursuivent.", [A]),
    ("fr", "D'un commun ACCORD, elles poursuivent.", [A]),
    ("fr", "Elles ont signé un texte.", [S]),
    ("fr", "Elles ont signe\u0301 un texte.", [S]),
    ("fr", "Un mémorandum a été paraphé.", [S]),
    ("fr", "Elle a promis son appui.", [P]),
    ("fr", "Les parties s’engagent à coopérer.", [C]),
    ("fr", "Le service déploiera des policiers.", [C]),
    ("ar", "اتفق الجانبان على تعزيز التعاون.", [A]),
    ("ar", "واتّفقا على ذلك.", [A]),
    ("ar", "اتــفــق الجانبان.", [A]),
    ("ar", "تم التوصل إلى حل.", [A]),
    ("ar", "وقّع الجانبان النص.", [S]),
    ("ar", "سيوقعان النص.", [S]),
    ("ar", "تم إبرام مذكرة تفاهم.", [S]),
    ("ar", "تعهّد الجانب المغربي بالدعم.", [P]),
    ("ar", "التزم الجانبان بذلك.", [C]),
    ("ar", "سيوفد الجانب المغربي ضباطا.", [C]),
    # Written so as not to be found.
    ("en", "They ag\u00adreed.", [A, "invisible"]),
    ("en", "They ag\u200breed.", [A, "invisible"]),
    ("en", "They \uff41\uff47\uff52\uff45\uff45\uff44.", [A]),
    ("en", "They аgreed.", ["foreign_letter"]),
    ("en", "They \u202eagreed\u202c.", [A, "direction"]),
    ("ar", "They agreed.", [A]),
    ("en", "اتفق الجانبان.", [A]),
    # Denials that deny nothing.
    ("en", "Nothing but an agreement was signed.", [A, S]),
    ("en", "They not only met but signed.", [S]),
    ("en", "They did not hesitate to agree.", [A]),
    ("en", "Without delay the sides agreed.", [A]),
    ("en", "Nothing was refused, and the sides agreed.", [A]),
    ("en", "Nothing was left open; the text was signed.", [S]),
    ("fr", "Elles n’ont signé que le texte.", [S]),
    ("fr", "Elles ont non seulement discuté mais signé.", [S]),
    ("fr", "Sans réserve, elles ont approuvé le texte.", [A]),
    ("en", "It is not true that nothing was signed.", [S]),
    ("fr", "Les parties ont scellé un partenariat.", [S]),
    ("ar", "لم يتردد الجانبان واتفقا.", [A]),
    ("ar", "دون تردد اتفق الجانبان.", [A]),
    ("ar", "لا سيما الاتفاق.", [A]),
    ("ar", "ليس فقط اللقاء بل الاتفاق.", [A]),
]


@pytest.mark.parametrize(("language", "text", "kinds"), CLAIMED)
def test_a_claim_above_the_record_is_found(language: str, text: str, kinds: list[str]) -> None:
    assert sorted(found(text, language)) == sorted(kinds)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nothing was signed."),
        ("en", "No agreement was signed."),
        ("en", "Nothing was agreed, pledged or signed."),
        ("en", "The sides signed nothing."),
        ("en", "No agreement, memorandum or pledge was signed."),
        ("en", "The text has yet to be signed."),
        ("en", "The sides disagreed."),
        ("en", "The visit was a sign of trust."),
        ("en", "In accordance with its rules, the service trains officers."),
        ("fr", "Rien n’a été signé."),
        ("fr", "Aucun accord n'a été conclu."),
        ("fr", "Elles n’ont signé aucun accord."),
        ("fr", "Sans accord ni signature."),
        ("fr", "C’est un signe de confiance."),
        ("fr", "Elle a accordé un entretien."),
        ("ar", "لم يتم التوقيع على أي اتفاق."),
        ("ar", "لم يُوقَّع أي اتفاق."),
        ("ar", "دون توقيع أي وثيقة."),
        ("ar", "لم يتم الاتفاق والتوقيع على شيء."),
        ("ar", "في الموقع نفسه."),
    ],
)
def test_what_only_denies_or_only_sounds_alike_is_let_stand(language: str, text: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("results", "left"),
    [
        ((), [A, P, S, C]),
        ((AGREED,), [P, S]),
        ((PLEDGE,), [S]),
        ((INSTRUMENT,), [P]),
        ((PLEDGE, INSTRUMENT), []),
        ((replace(AGREED, document=""),), [A, P, S, C]),
        ((replace(PLEDGE, note_verbale=""),), [A, P, S, C]),
        ((replace(INSTRUMENT, signed_on=None),), [A, P, S, C]),
        ((replace(INSTRUMENT, signed_on=None, source="S10"),), [P]),
    ],
)
def test_each_rung_lets_say_what_it_bears_out(results: tuple[object, ...], left: list[str]) -> None:
    told = "They agreed. They pledged. They signed. They are committed."
    assert found(told, "en", small(results=results)) == left


def test_a_recorded_wish_may_name_what_it_wishes_for_and_no_more() -> None:
    said = Statement(
        side="guest",
        speaker={"Latn": "Per Bakke"},
        verb=Said.CONVEYED_WISH,
        matter={"en": "to sign an agreement on training"},
    )
    record = small(statements=(said,))
    assert found("Per Bakke conveyed the wish to sign an agreement on training.", "en", record) == []
    assert found("It was time to sign an agreement on training.", "en", record) == [S, A]
    assert found("Per Bakke conveyed the wish to sign an agreement.", "en", record) == [S, A]


def test_a_name_that_holds_such_a_word_is_no_claim() -> None:
    record = small(event={"en": "Conference on the Treaty"})
    assert found("It was held on the margins of the Conference on the Treaty.", "en", record) == []
    assert found("It was held after the treaty.", "en", record) == [S]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("en", "They met on Tuesday 25 November 2025.", []),
        ("en", "They met on Wednesday 25 November 2025.", ["weekday_wrong"]),
        ("en", "They met on 28 November 2025.", ["day_not_on_record"]),
        ("en", "They met on 25/11/2025.", []),
        ("en", "They met on 26/11/2025.", ["day_not_on_record"]),
        ("en", "They met in November 2024.", ["day_not_on_record"]),
        ("en", "They met on Friday.", ["weekday_not_on_record"]),
        ("en", "It lasts from 24 to 27 November 2025.", []),
        ("en", "It lasts from 23 to 27 November 2025.", ["day_not_on_record"]),
        ("fr", "le mardi 25 novembre 2025", []),
        ("fr", "le jeudi 25 novembre 2025", ["weekday_wrong"]),
        ("ar", "يوم الثلاثاء 25 نونبر 2025", []),
        ("ar", "يوم الثلاثاء ٢٥ نونبر ٢٠٢٥", []),
        ("ar", "يوم الأربعاء 25 نونبر 2025", ["weekday_wrong"]),
        ("ar", "يوم 25 نوفمبر 2025", ["month_not_maghrebi"]),
        ("ar", "يوم 25 تشرين الثاني 2025", ["month_not_maghrebi"]),
        ("ar", "في ديسمبر", ["month_not_maghrebi"]),
        ("en", "The service offers 25 officers.", ["quantity"]),
        ("en", "The service offers 93 officers.", ["quantity"]),
        ("en", "The 93rd INTERPOL General Assembly.", []),
        ("en", "It offers fifty officers.", ["quantity"]),
        ("en", "It offers dozens of officers.", ["quantity"]),
        ("fr", "Elle offre cinquante policiers.", ["quantity"]),
        ("fr", "Elle offre 1 500 policiers.", ["quantity"]),
        ("ar", "خمسون ضابطا", ["quantity"]),
        ("ar", "٥٠ ضابطا", ["quantity"]),
        ("en", "Faisal Shahkar was present.", []),
        ("en", "The guest met John Smith.", ["name"]),
        ("en", "The guest met the minister.", ["title"]),
        ("en", "The acting head spoke.", ["title"]),
        ("fr", "L’invité a vu le ministre.", ["title"]),
        ("fr", "L’invité a vu Jean Dupont.", ["name"]),
        ("ar", "حضر السيد سمير العلوي.", ["name"]),
        ("ar", "حضر وزير الداخلية.", ["title"]),
        ("ar", "حضر فيصل شاهكار.", ["name"]),
    ],
)
def test_days_quantities_names_and_titles_must_be_on_record(language: str, text: str, kinds: list[str]) -> None:
    assert found(text, language) == kinds


def test_a_quantity_on_record_may_be_told_as_figure_or_word() -> None:
    record = small(results=(PLEDGE,))
    assert [found(text, "en", record) for text in ("There are 12.", "There are twelve.", "There are 13.")] == [
        [],
        [],
        ["quantity"],
    ]


def test_a_fault_names_its_place_in_the_original_text() -> None:
    text = "First.\n\nThe sides ag\u00adreed."
    faults = check_text(record=RECORD, language="en", title="Meeting", body=text)
    agreed = next(fault for fault in faults if fault.code == Claim.AGREED)
    assert agreed == Overclaim(
        language="en",
        paragraph=2,
        start=10,
        end=17,
        code=Claim.AGREED,
        found="ag\u00adreed",
        allowed="conveyed the wish · stressed the importance",
    )
    assert str(agreed.as_fault()).startswith("“ag\u00adreed” says that something was agreed;")


def test_a_title_is_checked_like_the_text_and_half_a_text_is_none() -> None:
    faults = check_text(record=RECORD, language="fr", title="Un accord signé", body="Texte.")
    assert [(fault.paragraph, str(fault.code)) for fault in faults] == [(0, A), (0, S)]
    assert [f.code for f in check_text(record=RECORD, language="fr", title="Entretien", body=" ")] == ["half"]
    assert check_text(record=RECORD, language="fr", title="", body="") == ()


def test_every_fault_has_a_sentence_of_its_own() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)
