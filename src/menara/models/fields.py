"""Columns that Django has no field for: shares, names in several languages and the keys they sort and are found by."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from menara.models.sorting import LANGUAGES, search_key, sort_key

if TYPE_CHECKING:
    _Text = models.CharField[Fraction | None, Fraction | None]
else:
    _Text = models.CharField


class FractionField(_Text):
    """An exact share such as 1/4, kept as text: a quarter of twelve is three, and a third stays a third."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        if value is None or isinstance(value, Fraction):
            return value
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError, TypeError) as error:
            raise ValidationError("%(value)s is not a fraction.", params={"value": value}) from error

    def get_prep_value(self, value: Any) -> str | None:
        fraction = self.to_python(value)
        return None if fraction is None else str(fraction)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


def check_words(value: Any) -> None:
    """Refuse anything but text by language."""
    if not isinstance(value, dict) or not all(
        isinstance(language, str) and isinstance(text, str) for language, text in value.items()
    ):
        raise ValidationError("A name is text by language, as in {“en”: “…”}.")


class WordsField(models.JSONField):
    """One text in several languages: ``{"ar": …, "fr": …, "en": …}``. A new language is no migration."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", dict)
        options.setdefault("blank", True)
        options.setdefault("validators", [check_words])
        super().__init__(**options)


class SortKeyField(models.CharField):
    """The key by which a name sorts in one language or script, kept because the database knows no language's order."""

    def __init__(self, *, source: str, language: str, **options: Any) -> None:
        self.source, self.language = source, language
        super().__init__(max_length=200, default="", editable=False, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "default", "editable"):
            options.pop(fixed, None)
        return name, path, args, {**options, "source": self.source, "language": self.language}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        words = getattr(model_instance, self.source) or {}
        first = next((words[code] for code in (self.language, *LANGUAGES, *words) if words.get(code)), "")
        key = sort_key(first, self.language)[:200]
        setattr(model_instance, self.attname, key)
        return key


class SearchKeyField(models.TextField):
    """What a person may type to find the row: the named fields, normalised by ``sorting.search_key``."""

    def __init__(self, *, sources: tuple[str, ...] | list[str], **options: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(default="", editable=False, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        for fixed in ("default", "editable"):
            options.pop(fixed, None)
        return name, path, args, {**options, "sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        found: list[str] = []
        for source in self.sources:
            value = getattr(model_instance, source)
            found += value.values() if isinstance(value, dict) else [value or ""]
        key = search_key(" ".join(text for text in found if text))
        setattr(model_instance, self.attname, key)
        return key


def one_of(field: str, values: type[Enum], *, blank: bool = False) -> models.CheckConstraint:
    """The column holds one of the enum's values and nothing else; where ``blank`` also nothing at all."""
    allowed = [member.value for member in values]
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [*allowed, ""] if blank else allowed}), name=f"%(class)s_{field}_known"
    )


def choices_of(values: type[Enum]) -> list[tuple[Any, str]]:
    """The enum's values as Django's choices; their labels for people live in the faces."""
    return [(member.value, str(member.value)) for member in values]
