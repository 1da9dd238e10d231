"""How far the words of a clause bind, by their verbs: a wish, an agreement, a pledge, a signed instrument.

A suggestion, and one limit: a clause whose verbs only wish carries no agreement, whatever a hurried hand would record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from menara.terms import OutcomeKind

# The verbs by language, each as the beginnings of the words that carry it. Arabic words may carry a prefix (و، ف، س).
_VERBS: Mapping[str, Mapping[OutcomeKind, str]] = {
    "en": {
        OutcomeKind.INSTRUMENT: r"\bsign(?:s|ed|ing)?\b",
        OutcomeKind.PLEDGE: r"\bpledg\w*",
        OutcomeKind.AGREED_ACTION: r"\bagree(?:s|d|ing)?\b|\bundert(?:ake|akes|ook|aking|aken)\b|\bwill\b|\bshall\b|"
        r"\bcommit(?:s|ted)?\b|\bdecid(?:e|es|ed)\b",
    },
    "fr": {
        OutcomeKind.INSTRUMENT: r"\bsign(?:e|ent|é|ée|és|ées|ent|er|èrent)\b",
        OutcomeKind.PLEDGE: r"\bpromesse d[e'’]|\bannonc\w+ de contribution",
        OutcomeKind.AGREED_ACTION: r"\bconvi(?:ennent|ent|nrent)\b|\bconven(?:u|ue|us|ues|ons|ir)\b|"
        r"\bs['’]engag\w*|\bengag(?:é|ée|és|ées)\b|\bd[ée]cid\w+|\baccept\w+",
    },
    "ar": {
        OutcomeKind.INSTRUMENT: r"(?<!\w)(?:و|ف)?(?:وقّ?ع|يوقّ?ع|توقيع|توقّ?ع)\w*",
        OutcomeKind.PLEDGE: r"(?<!\w)(?:و|ف)?(?:إعلان مساهمة|أعلن\w* مساهم)\w*",
        OutcomeKind.AGREED_ACTION: r"(?<!\w)(?:و|ف)?(?:اتفق|يتفق|تتفق|الاتفاق على|التزم|يلتزم|تلتزم|"
        r"تعهّ?د|يتعهّ?د|تتعهّ?د|قرر|تقرر)\w*",
    },
}
# In the order of force: what stands first is asked first.
_ORDER = (OutcomeKind.INSTRUMENT, OutcomeKind.PLEDGE, OutcomeKind.AGREED_ACTION)
# Verbs of wishing: they lend a stronger verb in their sentence no force, since one may wish to sign.
_WISH: Mapping[str, str] = {
    "en": r"\b(?:wish\w*|hop(?:e|es|ed|ing)|desir\w+|interest(?:ed)?|stress\w*|express\w*|ready to|readiness|"
    r"conveyed)\b",
    "fr": r"\b(?:souhait\w*|espér\w+|espoir|désir\w*|intérêt|soulign\w+|exprim\w+|disposé\w*)\b",
    "ar": r"(?:رغب|أعرب|أكد|يؤكد|تأمل|يأمل|أمل|اهتمام|استعداد)",
}
_DENIED: Mapping[str, str] = {
    "en": r"\b(?:not|would|could|might)\b|n['’]t\b",
    "fr": r"\b(?:ne|n['’]\w+|pourrai\w*)\b",
    "ar": r"(?<!\w)(?:لم|لن|لا|قد)(?!\w)",
}
_SENTENCE = re.compile(r"[.;؛!?؟\n]+")


def rung_in_words(words: Mapping[str, str], *, authoritative: str) -> OutcomeKind:
    """The highest rung that the words say, read in the authoritative language; in a language without a list of verbs
    the lowest, since nothing may be read into words."""
    verbs = _VERBS.get(authoritative, {})
    found = OutcomeKind.EXPRESSED_INTEREST
    for sentence in _sentences(words, authoritative):
        if re.search(_WISH[authoritative], sentence) or re.search(_DENIED[authoritative], sentence):
            continue
        for kind in _ORDER:
            if verbs and kind.rung > found.rung and re.search(verbs[kind], sentence):
                found = kind
    return found


def only_wishes(words: Mapping[str, str], *, authoritative: str) -> bool:
    """Whether the words wish, stress or express something and agree to nothing. Then no person may read more into
    them either."""
    wishes = any(re.search(_WISH[authoritative], sentence) for sentence in _sentences(words, authoritative))
    return wishes and rung_in_words(words, authoritative=authoritative) is OutcomeKind.EXPRESSED_INTEREST


def _sentences(words: Mapping[str, str], language: str) -> list[str]:
    return _SENTENCE.split(words.get(language, "").casefold()) if language in _VERBS else []
