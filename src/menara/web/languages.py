"""Names that are kept in several languages, in the one a reader reads."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

ORDER = ("en", "fr", "ar")  # what to fall back to, in this order


class Spoken(str):
    """A text with the language it is in. In a template it isolates itself, because a French title in an Arabic line
    would scatter its brackets and figures."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Spoken:
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __html__(self) -> SafeString:
        if not self:
            return SafeString("")
        if self.language == reading():
            return format_html("<bdi>{}</bdi>", str(self))
        return format_html('<bdi lang="{}">{}</bdi>', self.language, str(self))


def reading() -> str:
    """The language of the page."""
    return (get_language() or "en")[:2]


def spoken(words: Mapping[str, str], *, fallback: str = "") -> Spoken:
    """The text in the reader's language, else in the first of English, French, Arabic or any that has one."""
    for language in (reading(), *ORDER, *words):
        if words.get(language):
            return Spoken(words[language], language)
    return Spoken(fallback, reading() if fallback else "")


def isolated(text: object) -> str:
    """A number, a code or a day inside a sentence of either direction (Unicode isolates)."""
    return f"\u2068{text}\u2069"


def plain(text: object) -> str:
    """Text for an attribute or a title, where no isolating element can stand."""
    return escape(str(text))
