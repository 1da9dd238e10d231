"""``{% load menara %}``: days, instants and shares as every page writes them."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from menara.web import days
from menara.web.languages import Spoken, spoken

register = template.Library()


@register.simple_tag
def day(on: date | None, with_weekday: bool = False) -> SafeString:
    """One day, isolated from the direction of the line. Blank for none."""
    if not on:
        return SafeString("")
    on = on.date() if isinstance(on, datetime) else on
    words = days.day_in_words(on, with_weekday=bool(with_weekday))
    return format_html('<bdi><time datetime="{}">{}</time></bdi>', on.isoformat(), words)


@register.simple_tag
def instant(moment: datetime | None, zone: str = "") -> SafeString:
    """One moment with its zone, isolated from the direction of the line. Blank for none."""
    if not moment:
        return SafeString("")
    words = days.instant_in_words(moment, zone=zone)
    return format_html('<bdi><time datetime="{}">{}</time></bdi>', moment.isoformat(), words)


@register.filter
def share(value: Fraction | None) -> str:
    """An exact share as per cent: ``25 %``."""
    return "" if value is None else f"{float(value * 100):g} %"


@register.filter(name="spoken")
def in_words(words: Any) -> Spoken:
    """A name kept in several languages, in the reader's."""
    return spoken(words or {})
