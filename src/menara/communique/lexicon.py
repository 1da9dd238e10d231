"""Words that claim: that something was agreed, pledged, signed, undertaken. Folded forms (see ``folded``), by language.

A word too many costs the drafter a moment; a word too few costs the office its word. So nouns count like verbs, and
whatever may be read as a claim is one unless the record bears it out, or the sentence plainly denies it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Claim(StrEnum):
    AGREED = "agreed"
    PLEDGED = "pledged"
    SIGNED = "signed"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Pattern:
    claim: Claim
    regex: re.Pattern[str]


def _words(claim: Claim, *stems: str) -> Pattern:
    return Pattern(claim, re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?!\w)"))


def _arabic(claim: Claim, *stems: str) -> Pattern:
    """Stems with the conjunctions, prepositions, article and pronouns that are written onto them."""
    return Pattern(
        claim,
        re.compile(
            rf"(?<!\w)(?:[وف]?(?:س|ل|ب|ك)?(?:ال)?|[وف]?لل)(?:{'|'.join(stems)})"
            r"(?:ه|ها|هما|هم|نا|ا|وا|ت|تا|ان|تان|ون|ين|تين|ات|هن)?(?!\w)"
        ),
    )


LEXICON: dict[str, tuple[Pattern, ...]] = {
    "en": (
        _words(
            Claim.AGREED,
            r"(?:pre-?|co-?)?agree(?:d|s|ing|ments?)?", r"accords?", r"deals?", r"consensus", r"concur(?:s|red|rence)?",
            r"approv(?:e|ed|es|ing|al)", r"endors(?:e|ed|es|ing|ement)", r"accept(?:ed|s|ance|ing)?",
            r"adopt(?:ed|s|ion|ing)?", r"finali[sz](?:e|ed|es|ing)", r"settled (?:on|upon)", r"compromises?",
            r"(?:reach(?:ed|es|ing)?|c[ao]me to) (?:an? )?(?:\w+ )?understanding", r"green light", r"greenlit",
        ),
        _words(
            Claim.SIGNED,
            r"(?:co-?|counter-?)?sign(?:ed|ing|atures?|ator(?:y|ies))",
            r"(?:to|will|shall|may|sides|parties|they|both) sign",
            r"sign(?:s)? (?=an? |the |this |it\b)", r"initial(?:led|ed|ling)", r"inked", r"sealed",
            r"ratif(?:y|ied|ies|ication)",
            r"memorand(?:um|a|ums)", r"mous?", r"treat(?:y|ies)", r"protocols?", r"conventions?", r"pacts?",
            r"contracts?",
            r"exchange of letters", r"letters? of (?:intent|assist)", r"conclud(?:e|ed|es|ing) (?:an? |the )",
        ),
        _words(Claim.PLEDGED, r"pledg(?:e|ed|es|ing)"),
        _words(
            Claim.COMMITTED,
            r"(?:re-?)?commit(?:s|ted|ting|ments?)?", r"undert(?:akes?|aken|ook|aking)", r"promis(?:e|ed|es|ing)",
            r"guarante(?:e|ed|es|eing)", r"vow(?:ed|s)?", r"decid(?:e|ed|es|ing)", r"decisions?", r"resolved to",
            r"obligat(?:ed|ions?)", r"binding", r"assur(?:e|ed|es|ance|ances)",
            r"(?:will|shall|'ll|is to|are to|is going to|are going to) (?:\w+ )?(?:deploy|send|second|provide|"
            r"contribute|supply|"
            r"train|establish|create|open|appoint|nominate|assign|launch|start|begin|join|dispatch|make available)",
        ),
    ),
    "fr": (
        _words(
            Claim.AGREED,
            r"conven(?:u|ue|us|ues|ir|ait|aient|ant|ons)", r"convien(?:t|nent|dra|dront)", r"convin(?:t|rent)",
            r"accords?",
            r"(?:se sont|s'est|s'etaient|se seraient) (?:\w+ )?entendu(?:e|s|es)?", r"s'entend(?:re|ent|irent)",
            r"ententes?",
            r"consensus", r"approuv(?:e|ee|es|ees|ent|er|ant|a|erent)", r"approbation", r"compromis",
            r"accept(?:e|ee|es|ees|ent|er|ant|a|erent|ation)", r"adopt(?:e|ee|es|ees|ent|er|ant|a|erent|ion)",
            r"valid(?:e|ee|es|ees|ent|er|ant|a|erent|ation)", r"feu vert", r"entérin\w+", r"enterin\w+", r"ont arrete",
        ),
        _words(
            Claim.SIGNED,
            r"(?<!un )(?<!le )(?<!ce )(?<!en )(?<!des )(?<!les )(?<!ces )(?:co|contre)?-?signe(?:e|s|es|nt|r|ra|ront)?",
            r"signa(?:it|ient|nt)?", r"signerent", r"signatures?", r"signataires?", r"paraph\w+", r"scell\w+",
            r"ratifi\w+",
            r"memorand\w+", r"protocoles?", r"conventions?", r"traites? (?:bilatera\w+|de cooperation|d'\w+)",
            r"pactes?",
            r"contrats?", r"echanges? de lettres", r"lettres? d'intention",
            r"conclu(?:e|s|es|t|rent|re|ent)? (?:un|une|le|la|l')",
        ),
        _words(
            Claim.PLEDGED,
            r"promesses?", r"prome(?:t|ts|ttent|ttre|ttant)", r"promis(?:e|es)?", r"promirent",
            r"annonc\w+ (?:une|la|sa|leur|des) contributions?", r"contributions? (?:\S+ ){0,8}?annoncee?s?",
        ),
        _words(
            Claim.COMMITTED,
            r"(?:s')?engag(?:e|ee|es|ees|ent|er|ea|eant|eaient|erent|era|eront|ements?)", r"s'oblig\w+",
            r"obligations?",
            r"garanti(?:e|s|es|r|t|ssent|ra|ront)?", r"decid(?:e|ee|es|ees|ent|er|a|erent)", r"decisions?",
            r"resolus? a",
            r"contraignant(?:e|s|es)?", r"assur(?:e|ee|es|ent|er|a|erent|ances?) que",
            r"(?:deploie|enver|fourni|mett|forme|cree|ouvri|lance|detache|affecte|nomme|designe|contribue|etabli)r(?:a|ont)",
            r"(?:va|vont) (?:deployer|envoyer|fournir|mettre|former|creer|ouvrir|lancer|detacher|affecter|nommer|"
            r"signer)",
        ),
    ),
    "ar": (
        _arabic(
            Claim.AGREED,
            r"[يتن]?اتفق", r"[يتن]تفق", r"متفق", r"اتفاق(?:ي)?", r"توافق", r"[يتن]?وافق", r"موافق(?=ه|تها|ته|تهما|ات)",
            r"توصل", r"[يت]توصل", r"صادق", r"[يت]صادق", r"مصادق(?=ه)", r"اجماع", r"تراض(?:ي)?",
        ),
        _arabic(
            Claim.SIGNED,
            r"وقع", r"[ين]وقع", r"توقع(?=ان|ا\b)", r"توقيع", r"موقع(?=ه|تان|تين|ون|ين|ات)", r"موقع علي", r"[يت]?برم",
            r"ابرم",
            r"ابرام", r"مبرم", r"مذكر(?:ه|تي|ات|تا) (?:ال)?تفاهم", r"بروتوكول", r"معاهد(?=ه|ات|تين)", r"رساله نوايا",
            r"خطاب نوايا", r"تبادل (?:ال)?رسايل",
        ),
        _arabic(Claim.PLEDGED, r"[يتن]?تعهد", r"متعهد"),
        _arabic(
            Claim.COMMITTED,
            r"[يتن]?التزم", r"[يتن]لتزم", r"التزام", r"ملتزم", r"وعد", r"وعود", r"[يت]عد ب\w+", r"قرر", r"تقرر",
            r"[ين]قرر",
            r"قرار", r"مقرر", r"سوف",
        ),
        Pattern(
            Claim.COMMITTED,
            re.compile(r"(?<!\w)[وف]?س[يتن](?:رسل|وفد|نشر|وفر|قدم|ضع|درب|نشي|فتح|طلق|عين|ساهم|شارك|وقع|بعث|كون|تم|جري)\w*"),
        ),
    ),
}  # fmt: skip

# What denies a claim that follows it in the same clause.
DENIALS = {
    "en": re.compile(r"(?<!\w)(?:no|not|nothing|none|never|neither|nor|without|cannot|nobody|yet to|un|\w+n't)(?!\w)"),
    "fr": re.compile(r"(?<!\w)(?:pas|rien|aucune?|jamais|ni|sans|nulle?|point|personne|non)(?!\w)"),
    "ar": re.compile(r"(?<!\w)[وف]?(?:لم|لن|لا|دون|بدون|عدم|غير|ليس|ليست)(?!\w)"),
}
# What looks like a denial and is none.
NO_DENIALS = {
    "en": re.compile(
        r"(?:nothing|none) (?:but|less|short|other|except|more)|not (?:only|merely|just|simply|without|solely|least)|"
        r"no (?:less|other|sooner|doubt|longer|fewer|obstacle|objection|reason|hesitation|question|wonder)|"
        r"without (?:doubt|hesitation|delay|reservation|question|objection|exception|further)|"
        r"(?:not|never|n't|no one|nobody|none|neither) (?:\w+ ){0,2}?"
        r"(?:hesitat\w+|refus\w+|reject\w+|object\w*|oppos\w+|declin\w+|fail\w*|doubt\w*|contest\w*|disput\w+|den(?:y|ied|ies)|wait\w*)"
    ),
    "fr": re.compile(
        r"non seulement|pas (?:seulement|uniquement|moins|sans)|rien (?:moins|d'autre|de moins)|"
        r"sans (?:doute|hesit\w+|delai|reserve|attendre|tarder|objection|conteste|exception|precedent)|"
        r"(?:aucune?|nulle?) (?:obstacle|objection|doute|reserve|hesitation)|"
        r"(?:pas|jamais|point|personne|rien) (?:\w+ ){0,2}?(?:hesit\w+|manqu\w+|refus\w+|tard\w+|rejet\w+|oppos\w+|"
        r"empech\w+|dout\w+)|"
        r"non loin|non moins"
    ),
    "ar": re.compile(
        r"لا سيما|لاسيما|لا شك|لا بد|لا محاله|لا ريب|لا غني|ليس فقط|ليس فحسب|ليست فقط|غير ان|غير مسبوق\w*|"
        r"(?:لم|لن|لا) (?:[يتن]كتف\w*|[يتن]تردد\w*|[يتن]قتصر|[يتن]منع|[يتن]رفض\w*|[يتن]عترض\w*|[يتن]مانع\w*|"
        r"[يتن]تاخر\w*|[يتن]فت\w*)|"
        r"(?:دون|بدون) (?:اي )?(?:تردد|تاخير|تحفظ|شك|اعتراض|انتظار|استثناء)|بلا شك"
    ),
}
# Where a clause ends, so that a denial in one does not cover a claim in the next.
BREAKS = {
    "en": re.compile(
        r"[.;:!?()\"\n]|, |(?<!\w)(?:but|however|while|though|although|whereas|then|before|until|till|because|since|so|"
        r"that|which|who|except|save|unless|instead|rather|after|when|once|and)(?!\w)"
    ),
    "fr": re.compile(
        r"[.;:!?()\"\n]|, |(?<!\w)(?:mais|cependant|toutefois|puis|avant|lorsque|tandis|alors|qui|sauf|hormis|excepte|"
        r"sinon|que|qu'|car|apres|quand|une fois|et)(?!\w)"
    ),
    "ar": re.compile(
        r"[.;:!?؟؛()\"\n]|، |(?<!\w)(?:و?لكن|و?لكنهما|غير ان|الا ان|الا|بل|ثم|بينما|حتي|قبل|بعد|عندما|سوي|باستثناء|ان|"
        r"الذي|التي|كما|حيث|اذ)(?!\w)"
    ),
}
# Between members of one denied list: "nothing was agreed, pledged or signed".
_BE = r"(?:(?:was|were|is|are|be|been|has been|have been|had been) )?"
_ETRE = r"(?:(?:n'a ete|n'ont ete|n'est|ne sont|a ete|ont ete) )?"
LISTED = {
    "en": re.compile(rf"[,\s]*(?:or|nor|and)?\s*(?:even )?(?:an? |any |the |yet )?{_BE}"),
    "fr": re.compile(rf"[,\s]*(?:ou|ni|et)?\s*(?:un |une |de |d'|le |la |meme )?{_ETRE}"),
    "ar": re.compile(r"[،,\s]*(?:او|ولا|و|ام)?\s*(?:اي )?"),
}
# What turns a denial round: whoever says so denies nothing.
REVERSALS = {
    "en": re.compile(r"(?<!\w)(?:not (?:the case|true|correct)|untrue|false|wrong|incorrect|den(?:y|ies|ied))(?!\w)"),
    "fr": re.compile(r"(?<!\w)(?:faux|fausse|inexact|pas (?:vrai|exact|le cas)|dement\w*|nier?|nient)(?!\w)"),
    "ar": re.compile(r"(?<!\w)(?:غير صحيح|ليس صحيحا|لا صحه|[يتن]?نفي)(?!\w)"),
}
CLOSE = 6  # words between a denial and what it denies
