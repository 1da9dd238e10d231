"""Heads of delegations: the office told once where the title on record says no more, and in the right gender."""

from __future__ import annotations

import re

from menara.communique.folded import folded
from menara.communique.record import Principal

# A title that says no more than that its holder heads a delegation, folded.
_ONLY_HEAD = {
    "en": re.compile(r"(?:the )?head of (?:the )?delegation"),
    "fr": re.compile(r"(?:l[ea] )?(?:chef|cheffe) de (?:la )?delegation"),
    "ar": re.compile(r"(?:ال)?(?:رييس|رييسه) (?:ال)?وفد"),
}
# First words of titles that a woman holds; a title that both hold says nothing.
_OF_A_WOMAN = {
    "fr": re.compile(
        r"(?:la )?(?:sous-|vice-)?(?:cheffe|directrice|présidente|inspectrice|préfète|conseillère|ambassadrice|envoyée|"
        r"représentante|adjointe|coordinatrice|officière|générale|colonelle|lieutenante|commandante|intendante)(?!\w)",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?:ال)?(?:(?:سعادة|سيادة|معالي|فضيلة|سماحة|حضرة|جلالة|فخامة|دولة|غبطة|نيافة)\s+)*+"
        r"(?!(?:ال)?خليفة(?!\w))[\w\u064b-\u0652]+ة(?!\w)"
    ),
}


def is_led(principal: Principal) -> bool:
    """Whether anything tells of someone who led the side."""
    return principal.is_recorded and any(
        (*principal.names.values(), *principal.titles, *principal.institution.values())
    )


def says_only_head(title: str, language: str) -> bool:
    """Whether a title is no other than head of delegation."""
    return bool(_ONLY_HEAD[language].fullmatch(folded(title)))


def is_woman(principal: Principal) -> bool:
    """Whether a title on record is a woman's, in a language that tells; nothing is read from a name."""
    return any(
        _OF_A_WOMAN[language].match(title[language].strip())
        for title in principal.titles
        for language in _OF_A_WOMAN
        if title.get(language)
    )


def delegation_of(principal: Principal, language: str) -> str:
    """Whose delegation someone heads: the body's; the country's where the title itself is of a delegation."""
    is_delegate = any(says_only_head(text, code) for title in principal.titles for code, text in title.items() if text)
    country = principal.country.get(language, "") if is_delegate else ""
    return country or principal.institution.get(language, "")
