"""What recorded words say by themselves, so that a text does not say it twice."""

from __future__ import annotations

import re

from menara.communique.folded import folded, words
from menara.communique.record import Result, Statement

_SIDES_EN = (
    r"(?:sides?|part(?:y|ies)|delegations?|services?|institutions?|organi[sz]ations?|heads of (?:the )?delegations?|"
    r"both|they)"
)
_SIDES_FR = (
    r"(?:parties?|delegations?|services?|institutions?|organisations?|chefs? de (?:la )?delegations?|cotes?|elles|ils)"
)
_SIDES_AR = r"(?:جانب(?:ان)?|طرف(?:ان)?|وفد(?:ان)?|جهاز(?:ان)?|موسست(?:ان)|موسسه|رييسا (?:ال)?وفدين)"
# Words before the sides; "the list that the parties agreed on" speaks of the list.
_BEFORE_EN = r"(?:the )?(?:(?!(?:the|that|which|as|if|when|once|where|what) )\w+ ){0,3}?"
_BEFORE_FR = r"(?:l[ea]s? )?(?:(?!(?:l[ea]s?|dont|que?|qui|si|lorsque|quand|ou) )\w+ ){0,2}?"
_ALSO_EN = r"(?:(?:have|has|also|both|further|therefore|hereby|mutually) )*"
_HAVE_FR = r"(?:sont|ont|est|a|etaient|avaient) (?:egalement |aussi |en outre )?"
_AGREED_FR = r"(?:convenue?s?|(?:donne|marque) (?:leur|son) accord|tombee?s? d'accord)(?!\w)"
_AGREE_FR = r"(?:(?:se sont|s'est) (?:egalement )?(?:entendue?s?|accordee?s?)|conviennent|convient|convinrent)(?!\w)"
_NAMES = r"(?:[\w'.-]+ ){1,8}"
# Only the beginning of the words is read, and only a finite verb: "the agreed list is exchanged" does not say it.
_STATED = {
    "en": re.compile(
        rf"{_BEFORE_EN}{_SIDES_EN} {_ALSO_EN}agree(?:d|s)? (?:to|that|on|upon|in|not|as|with|and)(?!\w)"
        rf"|{_NAMES}and {_NAMES}{_ALSO_EN}agreed? (?:to|that|not)(?!\w)"
        rf"|it (?:was|is|has been) {_ALSO_EN}agreed(?!\w)"
        r"|(?:an )?agreement (?:was|has been|is) reached(?!\w)"
    ),
    "fr": re.compile(
        rf"{_BEFORE_FR}{_SIDES_FR} (?:\w+ ){{0,2}}?(?:{_HAVE_FR}{_AGREED_FR}|{_AGREE_FR})"
        rf"|{_NAMES}et {_NAMES}(?:{_HAVE_FR}convenue?s?|conviennent) (?:d'|de |du |que )"
        r"|il (?:a ete|est) (?:egalement |aussi )?convenu(?!\w)"
        r"|un accord (?:a ete|est) (?:trouve|conclu)(?!\w)"
    ),
    "ar": re.compile(
        r"[وف]?(?:لقد |قد )?(?:[يت]تفق|اتفق)(?:ت|ا|وا)? "
        r"|[وف]?(?:تم |جري )(?:ال)?اتفاق(?!\w)"
        rf"|[وف]?(?:ان )?ال{_SIDES_AR} (?:\w+ )?(?:قد )?(?:اتفقا?|اتفقت|يتفقان|يتفق|متفقان)(?!\w)"
    ),
}
_DENIED = {
    "en": re.compile(r"(?<!\w)(?:not|never|no|neither|nothing)(?!\w)"),
    "fr": re.compile(r"(?<!\w)(?:ne|n'|pas|ni)"),
}
_LETTERS = 4  # of a word that carries the matter
_MOST = 2 / 3
_INTEREST = re.compile(r"interests?|interessed?|\w*اهتمام\w*")


def states_agreement(text: str, language: str) -> bool:
    """Whether recorded words begin by saying that the sides, or one of them, agreed."""
    found = _STATED[language].match(folded(text))
    if not found:
        return False
    denied = _DENIED.get(language)
    return denied is None or not denied.search(found.group())


def is_retold(result: Result, statements: tuple[Statement, ...]) -> bool:
    """Whether an interest only says again what the statements tell: in one language, most of its longer words stand in
    them, more than two thirds."""
    for language, text in result.text.items():
        own = _matter(text)
        told = {
            word
            for statement in statements
            for part in (statement.matter, statement.reasons)
            for word in _matter(part.get(language, ""))
        }
        if own and len(own & told) > len(own) * _MOST:
            return True
    return False


def _matter(text: str) -> set[str]:
    return {word for word in words(text) if len(word) > _LETTERS and not _INTEREST.fullmatch(word)}
