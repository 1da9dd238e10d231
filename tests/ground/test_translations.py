"""Sentences are collected from Python and templates, and a translation is complete or its faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from menara.ground import translations
from menara.ground.translations import message_faults

TEMPLATE = """
{% load i18n %}<p title="{% translate 'It is "so"' %}">{{ _("hello")|default:_("bye") }}</p>
{% blocktranslate trimmed with rank=officer.rank %}
  A post for
  {{ rank }} at 50%
{% endblocktranslate %}
{% blocktranslate count number=posts %}{{ number }} post{% plural %}{{ number }} posts{% endblocktranslate %}
{% translate "May" context "month" %}
{% comment %}{% translate "never shown" %}{% endcomment %}
"""
PYTHON = """
from menara.wording import gettext_noop
RULE = gettext_noop("The post asks for "
                    "more years.")
text = ngettext("%(n)s officer", "%(n)s officers", n) + pgettext("state", "open")
not_marked = "a plain string"
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "PROJECT", tmp_path)
    monkeypatch.setattr(translations, "_SOURCE", tmp_path)
    monkeypatch.setattr(translations, "_LOCALE", tmp_path / "locale")
    monkeypatch.setattr(translations, "_SAME_AS_ENGLISH", tmp_path / "locale" / "same_as_english.txt")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "rules.py").write_text(PYTHON)
    return tmp_path


def test_every_marked_sentence_is_collected_and_no_other(source: Path) -> None:
    assert {(message.context, message.id) for message in translations.collected() if message.id} == {
        (None, 'It is "so"'),
        (None, "hello"),
        (None, "bye"),
        (None, "A post for %(rank)s at 50%%"),
        (None, ("%(number)s post", "%(number)s posts")),
        ("month", "May"),
        (None, "The post asks for more years."),
        (None, ("%(n)s officer", "%(n)s officers")),
        ("state", "open"),
    }


def test_a_new_file_lacks_every_translation_and_an_updated_one_keeps_its_own(source: Path) -> None:
    translations.update()
    assert len(translations.faults()) == 2 * 9
    path = translations.file_of("fr")
    path.write_text(path.read_text().replace('msgid "hello"\nmsgstr ""', 'msgid "hello"\nmsgstr "bonjour"'))
    translations.update()
    assert not any(line.startswith("fr") and "'hello'" in line for line in translations.faults())


def test_a_sentence_that_vanished_or_was_never_collected_is_a_fault(source: Path) -> None:
    translations.update()
    (source / "rules.py").write_text('x = gettext_noop("new one")')
    found = translations.faults()
    assert "ar: not in the file: 'new one'" in found
    assert "ar: no longer in the source: 'open'" in found


def test_what_is_compiled_is_what_was_written(source: Path) -> None:
    import gettext

    translations.update()
    path = translations.file_of("fr")
    path.write_text(path.read_text().replace('msgid "hello"\nmsgstr ""', 'msgid "hello"\nmsgstr "bonjour"'))
    translations.compile_all()
    with translations.file_of("fr", "mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("hello") == "bonjour"


@pytest.mark.parametrize(
    ("english", "arabic", "faults"),
    [
        ("rank", "الرتبة", []),
        ("rank", "", ["not translated"]),
        ("rank", "rank", ["the same as in English, and not listed in same_as_english.txt", "without Arabic letters"]),
        ("rank", "rang", ["without Arabic letters"]),
        ("UNMISS", "UNMISS", []),
        ("%(n)s of %(all)s", "%(n)s من أصل", ["other places to fill: %(all)s"]),
        ("<b>rank</b>", "الرتبة", ["other places to fill: </b, <b"]),
        (("%(n)s post", "%(n)s posts"), ("وظيفة واحدة", "%(n)s وظائف"), []),
        (("%(n)s post", "%(n)s posts"), ("وظيفة %(m)s", "%(n)s وظائف"), ["other places to fill: %(m)s, %(n)s"]),
        (("%(n)s post", "%(n)s posts"), ("وظيفة", ""), ["not translated"]),
    ],
)
def test_the_faults_of_one_translation(english: object, arabic: object, faults: list[str]) -> None:
    message = Message(english, arabic)
    assert list(message_faults(message, "ar", frozenset({"UNMISS"}))) == faults


def test_a_guess_is_a_fault() -> None:
    assert list(message_faults(Message("rank", "grade", flags=["fuzzy"]), "fr", frozenset())) == ["marked as fuzzy"]
