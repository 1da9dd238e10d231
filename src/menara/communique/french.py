"""The text in French: its own order of clauses, articles and contractions."""

from __future__ import annotations

import re

from menara.communique import parts
from menara.communique.countries import french_article, is_country
from menara.communique.days import day, full_day, span
from menara.communique.heads import delegation_of, is_led, is_woman
from menara.communique.parts import Missing
from menara.communique.record import Principal, Record, Result, Said, Statement, Text
from menara.terms import OutcomeKind

FR = "fr"
NBSP = "\u00a0"
_PARTS_OF_DAY = {
    "morning": "dans la matinée du",
    "afternoon": "dans l’après-midi du",
    "evening": "dans la soirée du",
}
_FEMININE_NOUNS = (
    "académie administration agence ambassadrice assemblée association brigade cheffe commission commissaire-générale "
    "conférence conseillère coopération délégation direction directrice division école édition exposition foire force "
    "garde gendarmerie inspection inspectrice journée ministre-déléguée mission opération organisation police "
    "préfecture préfète présidence présidente rencontre répétition réunion secrétaire-générale sécurité semaine "
    "session sûreté table union unité"
)
_MASCULINE_NOUNS = (
    "atelier bureau centre chef collège colloque comité commandement commandant commissaire commissariat congrès "
    "conseil conseiller corps département directeur exercice forum gouvernement groupe inspecteur institut ministère "
    "ministre office préfet président représentant royaume salon secrétaire secrétariat séminaire service sommet"
)

_QUOTES = re.compile(rf"(«{NBSP}.*?{NBSP}»)", re.DOTALL)
_FEMININE, _MASCULINE = frozenset(_FEMININE_NOUNS.split()), frozenset(_MASCULINE_NOUNS.split())


def compose(record: Record, missing: Missing) -> Text:
    """Title and paragraphs; what was left out is noted."""
    told = (
        _received(record, missing),
        _event(record, missing),
        _statements(record, missing),
        _framework(record),
        *_results(record, missing),
    )
    return Text(title=_set(_title(record)), paragraphs=tuple(_set(part) for part in told if part))


def _set(text: str) -> str:
    """Apostrophes as printers set them, whoever typed the record; what is quoted stays as it is."""
    return "".join(part if part.startswith("«") else part.replace("'", "’") for part in _QUOTES.split(text))


def _title(record: Record) -> str:
    city = f" à {record.city[FR]}" if record.city.get(FR) else ""
    if bodies := _bodies(record):
        return f"Entretien bilatéral{city} {bodies}"
    return f"Entretien bilatéral{city}, le {day(record.held_on, FR)}"


def _bodies(record: Record) -> str:
    """``entre l’une et l’autre``, blank where one is not on record."""
    host, guest = (with_article(side.institution.get(FR, "")) for side in (record.host, record.guest))
    return f"entre {host} et {guest}" if host and guest else ""


def _received(record: Record, missing: Missing) -> str:
    host, guest = (designation(side, missing) for side in (record.host, record.guest))
    when = f"{_PARTS_OF_DAY.get(record.part_of_day, 'le')} {full_day(record.held_on, FR)}"
    if not (host and guest):
        bodies = _bodies(record)
        missing.note("heads_missing" if bodies else "who_missing")
        return f"Un entretien bilatéral s’est tenu {when}{_where(record, missing)}, {bodies}." if bodies else ""
    return f"{host[0].upper()}{parts.enclosed(host[1:])} a reçu, {when}{_where(record, missing)}, {guest}."


def _where(record: Record, missing: Missing) -> str:
    venue, city = parts.place(record, FR, missing), record.city.get(FR, "")
    if venue and city:
        return f", à {city} ({venue})"
    if venue:
        return f" ({venue})"
    return f", à {city}" if city else ""


def designation(side: Principal, missing: Missing) -> str:
    """Name, title and body in apposition: as much of it as is on record."""
    if not is_led(side):
        return ""
    name, title = parts.name_of(side, FR), parts.title_of(side, FR, missing)
    body = delegation_of(side, FR)
    acting = bool(title) and parts.is_acting(side, title, FR)
    if not name:
        missing.note("name_missing", parts.called(side))
    told = [name, f"{_small(title)} par intérim" if acting else _small(title)]
    if body and not (title and parts.tells_of(title, body)):
        told.append(f"{_head(side)} de la délégation {of(body)}")
    told = [part for part in told if part]
    if not name and told:
        told[0] = _the(side, told[0])
    return ", ".join(told)


def _head(side: Principal) -> str:
    return "cheffe" if is_woman(side) else "chef"


def _the(side: Principal, office: str) -> str:
    """An office with its article: the holder's gender where it is known, else that of the word."""
    if not is_woman(side):
        return with_article(office)
    return f"l’{office}" if _is_vowel(office) else f"la {office}"


def _small(title: str) -> str:
    """A title inside a sentence begins small, unless it begins with an acronym."""
    return title[0].lower() + title[1:] if title and not title[:2].isupper() else title


def _event(record: Record, missing: Missing) -> str:
    event = parts.event(record, FR, missing)
    asked = record.requested_by.get(FR, "")
    if not asked:
        missing.note("request_missing")
    request = f", à la demande {of(asked)}" if asked else ""
    if not event:
        return f"Cet entretien s’est tenu{request.replace(',', '', 1)}." if request else ""
    known = [parts.city_beside(record, event, FR)]
    if days := parts.span_of(record):
        known.append(f"du {span(*days, FR)}")
    aside = f" ({', '.join(filter(None, known))})" if any(known) else ""
    return f"Cet entretien s’est tenu en marge {of(event)}{aside}{request}."


def _statements(record: Record, missing: Missing) -> str:
    told: list[str] = []
    spoken: list[str] = []
    for statement in parts.sayable(record, FR, missing):
        who = _who(record, statement)
        sentence = f"{who} {_said(statement, again=who in spoken)}{_reasons(statement)}."
        told.append(f"{sentence[0].upper()}{sentence[1:]}" if told else f"Au cours de cet entretien, {sentence}")
        spoken.append(who)
    return " ".join(told)


def _who(record: Record, statement: Statement) -> str:
    name = statement.speaker.get("Latn", "")
    if name:
        return name
    side = record.host if statement.side == "host" else record.guest
    head = parts.speaker(record, statement)
    if head and (title := parts.title_of(head, FR, Missing(FR))):
        return _the(head, _small(title))
    body = delegation_of(side, FR)
    role = _the(head, _head(head)) if head else "un membre"
    if body:
        return f"{role} de la délégation {of(body)}"
    return "la partie hôte" if statement.side == "host" else "la partie invitée"


def _said(statement: Statement, *, again: bool) -> str:
    matter, behalf = statement.matter[FR], statement.on_behalf_of.get(FR, "")
    also = " également" if again else ""
    on = f", au nom {of(behalf)}," if behalf else ""
    match statement.verb:
        case Said.CONVEYED_WISH:
            whose = f" {of(behalf)}" if behalf else ""
            return f"a{also} transmis le souhait{whose} {of_deed(matter)}"
        case Said.STRESSED_IMPORTANCE:
            return f"a{also} souligné{on} l’importance {of_deed(matter)}"
        case Said.EXPRESSED:
            return f"a{also} exprimé{on} {matter}"
        case Said.PROPOSED:
            return f"a{also} proposé{on} {matter}"
        case Said.AGREED:
            return f"a{also} donné{on} son accord {matter}"
        case Said.SIGNED:
            return f"a{also} signé{on} {matter}"


def _reasons(statement: Statement) -> str:
    reasons = statement.reasons.get(FR, "")
    return f", invoquant {reasons}" if reasons else ""


def _framework(record: Record) -> str:
    if not record.event.get(FR):
        return ""
    return "Cet entretien s’inscrit dans le cadre des rencontres bilatérales tenues en marge de cet événement."


def _results(record: Record, missing: Missing) -> list[str]:
    if not record.results:
        missing.note("results_missing")
    told = []
    said = parts.sayable(record, FR, Missing(FR))
    if interests := parts.interests(record, said, FR, missing):
        told.append(f"L’intérêt exprimé au cours de l’entretien porte sur ce qui suit{NBSP}: {_quoted(interests)}.")
    told += _agreed(record, missing)
    for pledge in parts.tellable(record, OutcomeKind.PLEDGE, FR, missing):
        unit = f" {pledge.unit[FR]}" if pledge.unit.get(FR) else ""
        told.append(
            f"Par la note verbale {pledge.note_verbale}, une contribution de {pledge.quantity}{unit} a été "
            f"annoncée{NBSP}: {_quoted([pledge])}.{_follow([pledge])}"
        )
    for instrument in parts.tellable(record, OutcomeKind.INSTRUMENT, FR, missing):
        when = f", le {day(instrument.signed_on, FR)}," if instrument.signed_on else ""
        scope = instrument.text.get(FR, "")
        told.append(
            f"Les deux parties ont signé{when} l’instrument intitulé «{NBSP}{instrument.title[FR]}{NBSP}»."
            + (f" Il porte sur{NBSP}: {_quoted([instrument])}." if scope and scope != instrument.title[FR] else "")
            + _follow([instrument])
        )
    return told


def _agreed(record: Record, missing: Missing) -> list[str]:
    """Clauses that say themselves who agreed stand as they were written; the others are quoted."""
    stated, named = parts.agreed(record, FR, missing)
    told = [parts.sentence(result.text[FR]) for result in stated]
    if named:
        also = " également" if stated else ""
        told.append(f"Les deux parties sont{also} convenues de ce qui suit{NBSP}: {_quoted(named)}.")
    return [f"{' '.join(told)}{_follow([*stated, *named])}"] if told else []


def _quoted(results: tuple[Result, ...] | list[Result]) -> str:
    texts = (result.text[FR] for result in results)
    return parts.quoted(texts, opening=f"«{NBSP}", closing=f"{NBSP}»", between=f"{NBSP}; ")


def _follow(results: tuple[Result, ...] | list[Result]) -> str:
    steps = [step for result in results for step in result.followups if step.text.get(FR)]
    told = f"{NBSP}; ".join(
        f"{parts.quoted([s.text[FR]], opening=f'«{NBSP}', closing=f'{NBSP}»', between='')}, "
        f"au plus tard le {day(s.due_on, FR)}"
        for s in steps
    )
    return f" Suites prévues{NBSP}: {told}." if told else ""


# --- articles ---------------------------------------------------------------------------------------------------------


def with_article(name: str) -> str:
    """``la Direction``, ``le Service``, ``l’Organisation``, ``le Maroc``; a name alone where nothing is known of it."""
    if is_country(name, FR):
        article = french_article(name)
        return f"{article}{name}" if article == "l’" else f"{article} {name}".strip()
    gender = _gender(name)
    if not gender or re.match(r"(le|la|les|l[’'])\s*\b", name, re.IGNORECASE):
        return name
    return f"l’{name}" if _is_vowel(name) else f"{gender} {name}"


def of(name: str) -> str:
    """``de la Direction``, ``du Service``, ``de l’Organisation``, ``d’INTERPOL``, ``du Maroc``, ``de Cuba``."""
    if is_country(name, FR):
        return of_deed(with_article(name))
    gender = _gender(name)
    if _is_vowel(name):
        return f"de l’{name}" if gender else f"d’{name}"
    return {"la": f"de la {name}", "le": f"du {name}"}.get(gender, of_deed(name))


def of_deed(matter: str) -> str:
    """``de renforcer``, ``d’aider``, ``du recours``."""
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if matter.startswith(article):
            return contracted + matter.removeprefix(article)
    return f"d’{matter}" if _is_vowel(matter) else f"de {matter}"


def _gender(name: str) -> str:
    """The article by the first noun that is known; an ordinal before it is passed over."""
    for word in re.findall(r"[\w-]+", name.casefold())[:2]:
        head = word.split("-")[-1] if word.startswith(("sous-", "vice-")) else word
        if head in _FEMININE:
            return "la"
        if head in _MASCULINE:
            return "le"
        if not word[0].isdigit():
            return ""
    return ""


def _is_vowel(word: str) -> bool:
    return bool(re.match(r"[aeiouyàâäéèêëîïôöùûüœæ]|h(?:aïti|omme|ôte|abilit|armonis)", word, re.IGNORECASE))
