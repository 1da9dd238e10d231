"""The articles of countries: ``the Netherlands`` and Norway, ``la Norvège``, ``le Maroc``, ``les Pays-Bas``, Cuba.

Whether a name is a country's is asked of the Unicode locale data (Babel); Arabic writes the article within the name.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_EN_THE = re.compile(
    r"united |netherlands|philippines|gambia|bahamas|comoros|maldives|seychelles|congo|"
    r".*(?:republic|islands)$",
    re.IGNORECASE,
)
# Feminine where the first word ends in "e", but for these.
_FR_MASCULINE = r"belize|cambodge|mexique|mozambique|royaume-uni|suriname|zimbabwe"
_FR_FEMININE = r"sierra leone"
_FR_PLURAL = (
    r"bahamas|bermudes|comores|fidji|maldives|palaos|pays-bas|philippines|seychelles|tonga|états-unis|"
    r"émirats arabes unis|nations unies|territoires .*|terres .*|îles .*"
)
_FR_NONE = (
    r"anguilla|antigua-et-barbuda|aruba|bahreïn|chypre|cuba|curaçao|djibouti|gibraltar|guam|guernesey|haïti|israël|"
    r"jersey|kiribati|madagascar|malte|maurice|mayotte|monaco|montserrat|nauru|niue|oman|porto rico|saint-.*|"
    r"sainte-lucie|sao tomé-et-principe|singapour|sri lanka|taïwan|tokelau|trinité-et-tobago|tuvalu|vanuatu"
)
_FR_VOWEL = re.compile(r"[aeiouàâäéèêëîïôöùûüœæ]", re.IGNORECASE)  # y and the h of countries are none


@cache
def _names(language: str) -> frozenset[str]:
    known = Locale(language).territories
    return frozenset(_plain(name) for code, name in known.items() if len(code) == 2 and code.isalpha())


def _plain(name: str) -> str:
    return name.replace("’", "'").casefold().strip()


def is_country(name: str, language: str) -> bool:
    """Whether a name is a country's in this language."""
    return bool(name) and _plain(name) in _names(language)


def english_article(country: str) -> str:
    """``the`` or nothing."""
    return "the" if _EN_THE.match(country) else ""


def french_article(country: str) -> str:
    """``la``, ``le``, ``les``, ``l’`` or nothing."""
    name = _plain(country)
    if re.fullmatch(_FR_NONE, name):
        return ""
    if re.fullmatch(_FR_PLURAL, name):
        return "les"
    if _FR_VOWEL.match(name):
        return "l’"
    ends_in_e = re.split(r"[\s-]", name)[0].endswith("e") and not re.fullmatch(_FR_MASCULINE, name)
    return "la" if ends_in_e or re.fullmatch(_FR_FEMININE, name) else "le"
