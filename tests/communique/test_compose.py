"""Texts from a record: faithful in three languages, and silent where the record is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from communique.records import AGREED, INSTRUMENT, PLEDGE, marrakech, small
from menara.communique import arabic, english, french
from menara.communique.check import check_texts
from menara.communique.compose import compose
from menara.communique.days import full_day, span
from menara.communique.heads import is_woman
from menara.communique.record import Draft, Followup, Principal, Record, Result, Said, Statement, text_hash
from menara.communique.stated import states_agreement
from menara.terms import OutcomeKind

GOLDEN = Path(__file__).parent / "marrakech_2025"


INTERESTS = (
    "Interest in a stronger partnership with UN Police, at headquarters and in missions.",
    "Interest in drawing on Moroccan police officers, for experience, qualification and languages.",
)


def body(record: Record, language: str) -> str:
    return compose(record).texts[language].body


# --- the meeting of 25 November 2025 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_meeting_of_marrakech_is_told_as_it_was_reported(language: str) -> None:
    text = compose(marrakech()).texts[language]
    assert f"{text.title}\n\n{text.body}\n" == (GOLDEN / f"{language}.txt").read_text(encoding="utf-8")


def test_its_gaps_are_told_to_the_drafter() -> None:
    gaps = sorted((gap.language, gap.code, gap.about) for gap in compose(marrakech()).gaps)
    assert gaps == [
        ("ar", "acting_unknown", "Faisal Shahkar"),
        *(("ar", "interest_retold", about) for about in INTERESTS),
        ("ar", "name_missing", "Abdellatif Hammouchi"),
        ("ar", "name_missing", "Faisal Shahkar"),
        ("ar", "title_missing", "Abdellatif Hammouchi"),
        ("en", "acting_unknown", "Abdellatif Hammouchi"),
        ("en", "acting_unknown", "Faisal Shahkar"),
        *(("en", "interest_retold", about) for about in INTERESTS),
        ("en", "place_borrowed", ""),
        ("en", "several_titles", "Faisal Shahkar"),
        ("fr", "acting_unknown", "Faisal Shahkar"),
        *(("fr", "interest_retold", about) for about in INTERESTS),
        ("fr", "title_missing", "Abdellatif Hammouchi"),
    ]


def test_what_it_writes_passes_its_own_checker() -> None:
    for record in (marrakech(), small(results=(AGREED, PLEDGE, INSTRUMENT)), small()):
        told = compose(record).texts
        found = check_texts(
            record=record,
            titles={code: text.title for code, text in told.items() if text.body},
            bodies={code: text.body for code, text in told.items()},
        )
        assert found == ()


def test_the_same_record_gives_the_same_text() -> None:
    assert compose(marrakech()) == compose(marrakech())


# --- what is missing is left out --------------------------------------------------------------------------------------


def codes(draft: Draft, language: str) -> set[str]:
    return {gap.code for gap in draft.gaps if gap.language == language}


def test_of_an_empty_record_only_the_day_is_told() -> None:
    draft = compose(Record(held_on=date(2027, 4, 5)))
    assert {code: (text.title, text.body) for code, text in draft.texts.items()} == {
        "ar": ("لقاء ثنائي يوم 5 أبريل 2027", ""),
        "fr": ("Entretien bilatéral, le 5 avril 2027", ""),
        "en": ("Bilateral meeting, 5 April 2027", ""),
    }
    assert codes(draft, "en") >= {"who_missing", "event_missing", "request_missing", "statements_missing"}


def test_where_nobody_is_recorded_to_have_led_the_bodies_alone_are_named() -> None:
    host = Principal(
        institution={"en": "Federal Police", "fr": "Police fédérale", "ar": "الشرطة الفدرالية"}, is_recorded=False
    )
    guest = delegate(NORWAY)
    city = {"en": "Oslo", "fr": "Oslo", "ar": "أوسلو"}
    draft = compose(small(host=host, guest=guest, city=city, venue=city))
    fr = "la Police fédérale et la Police nationale"
    en = "the Federal Police and the National Police"
    assert {code: (text.title, text.paragraphs[0]) for code, text in draft.texts.items()} == {
        "en": (
            f"Bilateral meeting in Oslo between {en}",
            f"On Monday 5 April 2027, in Oslo, a bilateral meeting was held between {en}.",
        ),
        "fr": (
            f"Entretien bilatéral à Oslo entre {fr}",
            f"Un entretien bilatéral s’est tenu le lundi 5 avril 2027, à Oslo, entre {fr}.",
        ),
        "ar": (
            "لقاء ثنائي بأوسلو بين الشرطة الفدرالية والشرطة الوطنية",
            "انعقد يوم الاثنين 5 أبريل 2027، بأوسلو، لقاء ثنائي بين الشرطة الفدرالية والشرطة الوطنية.",
        ),
    }
    found = {(gap.code, gap.about) for gap in draft.gaps if gap.language == "en"}
    assert found & {("heads_missing", ""), ("who_missing", ""), ("name_missing", ""), ("title_missing", "")} == {
        ("heads_missing", "")
    }


def test_what_a_gap_is_about_is_called_in_every_language() -> None:
    draft = compose(marrakech())
    assert [draft.called[about]["ar"].split()[0] for about in INTERESTS] == ["اهتمام", "اهتمام"]


def test_a_city_in_the_name_of_the_event_is_not_told_twice() -> None:
    days = {"first_day": date(2027, 10, 12), "last_day": date(2027, 10, 14)}
    event = {"en": "Oslo Police Days", "fr": "Journées d'Oslo"}
    told = body(small(event=event, city={"en": "Oslo", "fr": "Oslo"}, **days), "en")
    assert "on the margins of the Oslo Police Days (12 to 14 October 2027)" in told


SAID = Statement(side="guest", speaker={"Latn": "Per Bakke"}, verb=Said.PROPOSED, matter={"en": "a joint course"})


def test_a_statement_without_words_in_a_language_is_left_out_of_it() -> None:
    draft = compose(small(statements=(SAID,)))
    assert "Per Bakke proposed a joint course." in draft.texts["en"].body
    assert "Bakke a proposé" not in draft.texts["fr"].body
    assert "matter_missing" in codes(draft, "fr") - codes(draft, "en")


@pytest.mark.parametrize("verb", [Said.AGREED, Said.SIGNED])
def test_a_statement_that_says_more_than_any_outcome_is_left_out(verb: Said) -> None:
    said = replace(SAID, verb=verb, matter=dict.fromkeys(("ar", "fr", "en"), "X"))
    draft = compose(small(statements=(said,)))
    assert all("X" not in text.body for text in draft.texts.values())
    assert "verb_not_borne_out" in codes(draft, "en")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (AGREED, {"en": "agreed on the following", "fr": "sont convenues", "ar": "واتفق الجانبان"}),
        (PLEDGE, {"en": "12 officers was pledged", "fr": "12 policiers a été annoncée", "ar": "جرى التعهد"}),
        (INSTRUMENT, {"en": "signed, on 6 April 2027,", "fr": "ont signé, le 6 avril 2027,", "ar": "ووقع الجانبان"}),
    ],
)
def test_each_rung_has_its_verb_and_only_with_what_it_asks_for(result: object, said: dict[str, str]) -> None:
    told = compose(small(results=(result,))).texts
    assert {code: words in told[code].body for code, words in said.items()} == dict.fromkeys(said, True)
    bare = replace(result, document="", note_verbale="", signed_on=None, source="")  # type: ignore[type-var]
    draft = compose(small(results=(bare,)))
    assert {code: words in draft.texts[code].body for code, words in said.items()} == dict.fromkeys(said, False)
    assert "not_borne_out" in codes(draft, "en")


def test_what_follows_is_told_with_its_day() -> None:
    step = Followup(text={"en": "Propose a first course."}, due_on=date(2027, 5, 1))
    told = body(small(results=(replace(INSTRUMENT, followups=(step,)),)), "en")
    assert told.endswith("To follow: “Propose a first course”, by 1 May 2027.")


# --- nothing is said twice --------------------------------------------------------------------------------------------

STATED = {
    "en": "The two sides agreed to exchange two rosters.",
    "fr": "Les deux parties sont convenues d'échanger deux listes.",
    "ar": "اتفق الجانبان على تبادل جدولين.",
}
NAMED = {"en": "Exchange two rosters.", "fr": "L'échange de deux listes.", "ar": "تبادل جدولين."}


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        (
            [STATED],
            {
                "en": "The two sides agreed to exchange two rosters.",
                "fr": "Les deux parties sont convenues d’échanger deux listes.",
                "ar": "اتفق الجانبان على تبادل جدولين.",
            },
        ),
        (
            [NAMED],
            {
                "en": "The two sides agreed on the following: “Exchange two rosters”.",
                "fr": "Les deux parties sont convenues de ce qui suit : « L'échange de deux listes ».",
                "ar": "واتفق الجانبان على ما يلي: «تبادل جدولين».",
            },
        ),
        (
            [NAMED, STATED],
            {
                "en": "The two sides agreed to exchange two rosters. The two sides also agreed on the following: "
                "“Exchange two rosters”.",
                "fr": "Les deux parties sont convenues d’échanger deux listes. Les deux parties sont également "
                "convenues de ce qui suit : « L'échange de deux listes ».",
                "ar": "اتفق الجانبان على تبادل جدولين. كما اتفق الجانبان على ما يلي: «تبادل جدولين».",
            },
        ),
    ],
)
def test_that_the_sides_agreed_is_said_once(clauses: list[dict[str, str]], told: dict[str, str]) -> None:
    texts = compose(small(results=tuple(replace(AGREED, text=text) for text in clauses))).texts
    assert {code: text.paragraphs[-1] for code, text in texts.items()} == told


@pytest.mark.parametrize(
    ("language", "text", "is_stated"),
    [
        ("en", "Both sides have also agreed on a list", True),
        ("en", "Norway and Morocco agree to train instructors.", True),
        ("en", "The Norwegian side agrees to receive four trainees.", True),
        ("en", "It was agreed that the list is exchanged.", True),
        ("en", "The agreed list is exchanged.", False),
        ("en", "The list the parties agreed on is exchanged.", False),
        ("en", "The dates and terms agreed by both hold.", False),
        ("en", "If the parties agree, a list is exchanged.", False),
        ("en", "The parties have not agreed on a list.", False),
        ("fr", "Les deux parties conviennent d’un échange.", True),
        ("fr", "Le Maroc et la Norvège sont convenus de former des instructeurs.", True),
        ("fr", "Il a été convenu d'échanger une liste.", True),
        ("fr", "La liste dont les parties sont convenues est échangée.", False),
        ("fr", "Les parties ne sont pas convenues d’une liste.", False),
        ("ar", "الجانبان متفقان على تبادل الجداول.", True),
        ("ar", "تم الاتفاق على تبادل الجداول.", True),
        ("ar", "واتّفقا على ذلك.", True),
        ("ar", "الجدول المتفق عليه يتبادل.", False),
        ("ar", "لم يتفق الجانبان على جدول.", False),
    ],
)
def test_whether_words_say_themselves_that_the_sides_agreed(language: str, text: str, is_stated: bool) -> None:
    assert states_agreement(text, language) is is_stated


@pytest.mark.parametrize(
    ("interest", "is_told"), [("Interest in a joint course", False), ("Interest in joint patrols", True)]
)
def test_an_interest_is_told_where_no_statement_tells_it(interest: str, is_told: bool) -> None:
    wish = Result(kind=OutcomeKind.EXPRESSED_INTEREST, text={"en": interest})
    draft = compose(small(statements=(SAID,), results=(wish,)))
    assert ("is recorded as follows" in draft.texts["en"].body) is is_told
    assert ("interest_retold" in codes(draft, "en")) is not is_told


# --- names and titles -------------------------------------------------------------------------------------------------


def test_a_name_stands_in_the_script_its_office_writes_and_is_never_made() -> None:
    host = Principal(
        names={"Latn": "Latin Name", "Arab": "اسم عربي"},
        titles=({"en": "Director", "ar": "المديرة العامة"},),
        institution={"en": "Service", "ar": "المديرية"},
    )
    record = small(host=host, guest=replace(host, names={"Latn": "Other"}))
    assert body(record, "ar").startswith(
        "استقبلت المديرة العامة اسم عربي، رئيسة وفد المديرية، يوم الاثنين 5 أبريل 2027"
    )
    assert "Other" not in body(record, "ar")


def delegate(
    country: dict[str, str], fr: str = "Chef de délégation", ar: str = "رئيس الوفد", **names: str
) -> Principal:
    """A head of whom the record has that office, and no name but what is told here."""
    return Principal(
        names=names,
        titles=({"en": "Head of delegation", "fr": fr, "ar": ar},),
        institution={"en": "National Police", "fr": "Police nationale", "ar": "الشرطة الوطنية"},
        country=country,
    )


NORWAY = {"en": "Norway", "fr": "Norvège", "ar": "النرويج"}
NETHERLANDS = {"en": "Netherlands", "fr": "Pays-Bas", "ar": "هولندا"}


def test_a_head_without_a_name_is_told_by_the_office_once() -> None:
    guest = delegate(NETHERLANDS, fr="Cheffe de délégation", ar="رئيسة الوفد")
    said = Statement(side="guest", speaker={}, is_head=True, verb=Said.PROPOSED, matter=dict.fromkeys(NORWAY, "X"))
    texts = compose(small(host=delegate(NORWAY), guest=guest, statements=(said, said))).texts
    en, fr, ar = "the head of the delegation of", "la cheffe de la délégation des Pays-Bas", "رئيسة وفد هولندا"
    assert {code: text.paragraphs[:2] for code, text in texts.items()} == {
        "en": (
            f"On Monday 5 April 2027, {en} Norway received {en} the Netherlands.",
            f"During the meeting, {en} the Netherlands proposed X. T{en[1:]} the Netherlands also proposed X.",
        ),
        "fr": (
            f"Le chef de la délégation de la Norvège a reçu, le lundi 5 avril 2027, {fr}.",
            f"Au cours de cet entretien, {fr} a proposé X. L{fr[1:]} a également proposé X.",
        ),
        "ar": (
            f"استقبل رئيس وفد النرويج، يوم الاثنين 5 أبريل 2027، {ar}.",
            f"وخلال هذا اللقاء، اقترحت {ar} X. كما اقترحت {ar} X.",
        ),
    }


@pytest.mark.parametrize(
    ("title", "woman"),
    [
        ("مديرة", True),
        ("سعادة السفيرة", True),
        ("سعادة السفير", False),
        ("سيادة اللواء", False),
        ("خليفة القائد", False),
        ("مدير", False),
    ],
)
def test_an_honorific_is_nobodys_gender(title: str, woman: bool) -> None:
    assert is_woman(delegate(NORWAY, ar=title)) is woman


@pytest.mark.parametrize(
    ("language", "begin"),
    [
        (
            "en",
            "On Monday 5 April 2027, Ada Lind, head of the delegation of Norway, received the head of the delegation",
        ),
        (
            "fr",
            "Ada Lind, cheffe de la délégation de la Norvège, a reçu, le lundi 5 avril 2027, le chef de la délégation",
        ),
        ("ar", "استقبلت آدا ليند، رئيسة وفد النرويج، يوم الاثنين 5 أبريل 2027، رئيس وفد هولندا"),
    ],
)
def test_a_head_with_a_name_is_told_by_both_and_a_woman_as_one(language: str, begin: str) -> None:
    host = delegate(NORWAY, fr="Cheffe de délégation", ar="رئيسة الوفد", Latn="Ada Lind", Arab="آدا ليند")
    assert body(small(host=host, guest=delegate(NETHERLANDS)), language).startswith(begin)


def test_a_title_that_says_more_stands_alone_for_who_spoke_without_a_name() -> None:
    host = Principal(titles=({"en": "Director", "fr": "Directrice"},), institution={"en": "Agency", "fr": "Agence"})
    said = Statement(side="host", speaker={}, is_head=True, verb=Said.PROPOSED, matter={"en": "X", "fr": "X"})
    texts = compose(small(host=host, statements=(said,))).texts
    assert "During the meeting, the Director proposed X." in texts["en"].body
    assert "Au cours de cet entretien, la directrice a proposé X." in texts["fr"].body


def test_an_acting_title_is_said_to_be_one_only_where_that_is_known() -> None:
    host = Principal(names={"Latn": "A B"}, titles=({"en": "Head of police"},), institution={"en": "Police"})
    shown = {
        acting: "acting Head of police" in body(small(host=replace(host, is_acting=(acting,))), "en")
        for acting in (True, False, None)
    }
    assert shown == {True: True, False: False, None: False}


# --- grammar ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "article", "of"),
    [
        ("Direction générale", "la Direction générale", "de la Direction générale"),
        ("Service de police", "le Service de police", "du Service de police"),
        ("Organisation des Nations Unies", "l’Organisation des Nations Unies", "de l’Organisation des Nations Unies"),
        ("INTERPOL", "INTERPOL", "d’INTERPOL"),
        ("93e Assemblée générale", "la 93e Assemblée générale", "de la 93e Assemblée générale"),
        ("Secrétaire général", "le Secrétaire général", "du Secrétaire général"),
        ("Frontex", "Frontex", "de Frontex"),
        ("Norvège", "la Norvège", "de la Norvège"),
        ("Maroc", "le Maroc", "du Maroc"),
        ("Mexique", "le Mexique", "du Mexique"),
        ("Allemagne", "l’Allemagne", "de l’Allemagne"),
        ("Yémen", "le Yémen", "du Yémen"),
        ("Pays-Bas", "les Pays-Bas", "des Pays-Bas"),
        ("Territoires palestiniens", "les Territoires palestiniens", "des Territoires palestiniens"),
        ("Trinité-et-Tobago", "Trinité-et-Tobago", "de Trinité-et-Tobago"),
        ("Côte d'Ivoire", "la Côte d'Ivoire", "de la Côte d'Ivoire"),
        ("Cuba", "Cuba", "de Cuba"),
        ("Oman", "Oman", "d’Oman"),
        ("Haïti", "Haïti", "d’Haïti"),
    ],
)
def test_french_articles_and_contractions(name: str, article: str, of: str) -> None:
    assert (french.with_article(name), french.of(name)) == (article, of)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("UN Police", "UN Police"),
        ("INTERPOL", "INTERPOL"),
        ("Federal Police", "the Federal Police"),
        ("The X", "The X"),
        ("Norway", "Norway"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Gambia", "the Gambia"),
    ],
)
def test_english_articles(name: str, said: str) -> None:
    assert english.with_article(name) == said


def test_arabic_tens_take_their_case_and_verbs_agree() -> None:
    assert arabic.genitive("الجمعية العامة الثالثة والتسعون") == "الجمعية العامة الثالثة والتسعين"
    assert (arabic.verb("استقبل", "المدير العام"), arabic.verb("استقبل", "المديرة العامة")) == ("استقبل", "استقبلت")


def test_weekdays_are_worked_out_and_months_are_those_of_the_maghreb() -> None:
    on = date(2025, 11, 25)
    assert [full_day(on, code) for code in ("ar", "fr", "en")] == [
        "الثلاثاء 25 نونبر 2025",
        "mardi 25 novembre 2025",
        "Tuesday 25 November 2025",
    ]
    assert span(date(2025, 11, 30), date(2025, 12, 1), "fr") == "30 novembre au 1er décembre 2025"


# --- the hash ---------------------------------------------------------------------------------------------------------


def test_the_hash_is_of_the_words_not_of_how_they_were_sent() -> None:
    made = text_hash(titles={"en": "T"}, bodies={"en": "é\n\nb"}, dated_on=date(2025, 1, 1))
    same = text_hash(titles={"en": " T", "fr": ""}, bodies={"en": "e\u0301\r\n\r\nb "}, dated_on=date(2025, 1, 1))
    other = text_hash(titles={"en": "T"}, bodies={"en": "é\n\nb."}, dated_on=date(2025, 1, 1))
    assert (made == same, made == other, len(made)) == (True, False, 64)
