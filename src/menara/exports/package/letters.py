"""The note verbale, the state's certificate, the officer's attestation and the cover, as values to set in type.

A *part* is a dictionary of lines, tables and labels that ``templates/`` knows how to set; it holds no markup. Forms
are never signed here, whatever dates the record holds: a form is for the next signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from menara.engines.eligibility.opening import Opening
from menara.exports.package.contents import Nominee, Package
from menara.exports.package.words import Line, Words, fill, isolated, reference
from menara.terms import Modality

Part = dict[str, Any]

IN_THE_LETTER = 4
"""Up to so many lines of the table, posts and candidates, leave the letter on one page; a longer one is annexed."""

BLANK = "–"


def note(package: Package, words: Words) -> Part:
    """The draft note verbale with its table. Numbers nobody gave are lines to fill in."""
    nominees = package.in_order()
    annexed = len(nominees) + len(package.openings) > IN_THE_LETTER
    sender = words.named(package.sender.permanent_mission)
    to, short, lines = _addressee(package, words)
    opening = words.line(
        "note.opening",
        sender=sender,
        addressee=to,
        their_number=words.blank(package.theirs.number, 9),
        their_date=words.blank(package.theirs.dated, 9),
        candidates=words.counted("note.candidates", len(nominees)),
        where=words.said("note.where_annex" if annexed else "note.where_below"),
    )
    professional = Modality.PROFESSIONAL in package.modalities
    assessed = any(m.is_assessed_for_mission_service for m in package.modalities)
    return {
        "kind": "note",
        "title": words.said("part.note"),
        "heading": words.said("note.title"),
        "letterhead": letterhead(package),
        "number": words.line("note.number", number=words.blank(package.ours.number, 9)),
        "opening": opening,
        "table": candidates(package, words),
        "annex": words.said("note.annex") if annexed else "",
        "paragraphs": [
            *([words.line("note.enclosures_easp")] if assessed else []),
            *([words.line("note.enclosures_p11")] if professional else []),
            words.line("note.certificate"),
            words.line("note.contact"),
            words.line("note.closing", sender=sender, addressee=short),
        ],
        "place_date": words.line(
            "note.place_date",
            place=words.named(package.sender.place) or fill(7),
            date=words.blank(package.ours.dated, 9),
        ),
        "stamp": words.said("note.stamp"),
        "addressee": lines,
        "draft": words.said("page.draft"),
    }


def _addressee(package: Package, words: Words) -> tuple[str, str, list[str]]:
    given = package.addressee
    if given is None:
        return words.said("addressee.to"), words.said("addressee.short"), list(words.several("addressee.name"))
    return isolated(given.to), isolated(given.short), [isolated(line) for line in given.lines]


def letterhead(package: Package) -> list[dict[str, Any]]:
    """The sender in the letter's language and, facing it, in Arabic, or in French where the letter is in Arabic."""
    facing = "ar" if package.language != "ar" else "fr"
    sender = package.sender
    made = []
    for language in dict.fromkeys((package.language, facing)):
        names = (sender.state.get(language), sender.organisation.get(language), sender.permanent_mission.get(language))
        if all(names) or language == package.language:
            made.append({"language": language, "lines": [isolated(name) for name in names if name]})
    return made


def candidates(package: Package, words: Words) -> Part:
    """The one table of candidates, opening by opening."""
    columns = ("order", "name", "number", "rank", "sex", "born", "tested")
    return {
        "head": [words.said(f"columns.{name}") for name in columns],
        "widths": [0.75, 2.3, 1.6, 1.8, 0.8, 1.6, 1.7],
        "groups": [
            {
                "title": [post_line(opening, words)],
                "rows": [_candidate(nominee, package, words) for nominee in package.of(opening)],
            }
            for opening in package.openings
        ],
    }


def _candidate(nominee: Nominee, package: Package, words: Words) -> list[Line]:
    officer = nominee.officer
    return [
        [reference(nominee.order)],
        [person(nominee, words) or fill(0)],
        [reference(officer.number)],
        [rank(nominee, package, words) or BLANK],
        [BLANK if officer.woman is None else words.said("sex.woman" if officer.woman else "sex.man")],
        [BLANK if officer.born_on is None else words.day(officer.born_on)],
        [tested(nominee, package, words) or BLANK],
    ]


def certificate(package: Package, words: Words) -> Part:
    """One form for the whole nomination: what the state certifies of each officer listed."""
    columns = ("name", "number", "rank", "unit", "post")
    return {
        "kind": "certificate",
        "title": words.said("certificate.title"),
        "heading": words.said("certificate.title"),
        "subtitle": words.said("certificate.subtitle"),
        "letterhead": letterhead(package),
        "opening": words.line(
            "certificate.opening",
            organisation=words.named(package.sender.organisation),
            state=words.named(package.sender.state),
        ),
        "items": [[item] for item in words.several("certificate.items")],
        "table": {
            "head": [words.said("page.order"), *(words.said(f"columns.{name}") for name in columns)],
            "widths": [0.55, 2.3, 1.45, 1.7, 1.75, 2.5],
            "groups": [
                {
                    "title": [],
                    "rows": [
                        [
                            [reference(row)],
                            [person(nominee, words) or fill(0)],
                            [reference(nominee.officer.number)],
                            [rank(nominee, package, words) or BLANK],
                            [isolated(nominee.officer.home_unit) if nominee.officer.home_unit else BLANK],
                            [reference(nominee.opening.ref)],
                        ]
                        for row, nominee in enumerate(package.in_order(), start=1)
                    ],
                }
            ],
        },
        "closing": words.line("certificate.closing"),
        "sign": signature(words, ("name", "title", "place", "date", "signature")),
        "seal": words.said("certificate.seal"),
        "unsigned": words.said("sign.unsigned"),
    }


def attestation(nominee: Nominee, package: Package, words: Words) -> Part:
    """The officer's own form, in the first person."""
    return {
        "kind": "attestation",
        "title": words.said("attestation.title"),
        "heading": words.said("attestation.title"),
        "subtitle": words.said("attestation.subtitle"),
        "about": [reference(nominee.officer.number)],
        "opening": words.line(
            "attestation.opening",
            name=person(nominee, words) or fill(14),
            rank=rank(nominee, package, words) or fill(9),
            number=reference(nominee.officer.number),
            organisation=words.named(package.sender.organisation),
            post=post_short(nominee.opening, words),
        ),
        "items": [[item] for item in words.several("attestation.items")],
        "except": words.said("attestation.except"),
        "closing": words.line("attestation.closing"),
        "sign": signature(words, ("place", "date", "signature")),
        "unsigned": words.said("sign.unsigned"),
    }


def cover(package: Package, words: Words, parts: Sequence[Part]) -> Part:
    """The first page of the whole: what it is, for which posts, and where each part begins."""
    nominees = package.nominees
    women = sum(n.officer.woman is True for n in nominees)
    missions = sorted({o.mission for o in package.openings if o.mission})
    facts: list[tuple[str, Line]] = [
        ("cover.call", [reference(package.call) if package.call else fill(12)]),
        ("cover.missions", [words.listed([reference(m) for m in missions]) or BLANK]),
        ("cover.posts", [reference(len(package.openings))]),
        ("cover.nominees", [reference(len(nominees))]),
        ("cover.women", [reference(women)]),
        ("cover.prepared_by", [words.named(package.sender.organisation)]),
        ("cover.prepared", [words.day(package.prepared_on)]),
    ]
    return {
        "kind": "cover",
        "title": words.said("cover.title"),
        "heading": words.said("cover.title"),
        "letterhead": letterhead(package),
        "facts": [{"label": words.said(key), "value": value} for key, value in facts],
        "contents": words.said("cover.contents"),
        "page": words.said("cover.contents_page"),
        "parts": [{"title": part["title"], "about": part.get("about", [])} for part in parts],
        "note": words.said("cover.note"),
    }


def signature(words: Words, names: Sequence[str]) -> list[str]:
    return [words.said(f"sign.{name}") for name in names]


def person(nominee: Nominee, words: Words) -> str:
    """The name as the office entered it, in the script of the letter first; never transliterated."""
    scripts = ("arabic", "latin") if words.is_rtl else ("latin", "arabic")
    found = next((nominee.names[s] for s in scripts if nominee.names.get(s)), "")
    return isolated(found) if found else ""


def rank(nominee: Nominee, package: Package, words: Words) -> str:
    officer = nominee.officer
    known = package.glossary.ranks.get(f"{officer.service}/{officer.corps}/{officer.grade}", {})
    return words.named(known, officer.grade)


def tested(nominee: Nominee, package: Package, words: Words) -> str:
    """Languages with an AMS result: name and score."""
    results = [
        f"{words.named(package.glossary.languages.get(lang.code, {}), lang.code)} {words.percent(lang.ams_score)}"
        for lang in nominee.officer.languages or ()
        if lang.ams_score is not None
    ]
    return words.listed(results)


def post_short(opening: Opening, words: Words) -> str:
    """An opening as a sentence names it: title and mission, or its reference where it has no title."""
    title = words.named(opening.title) or reference(opening.ref)
    return words.listed([title, reference(opening.mission)]) if opening.mission else title


def post_line(opening: Opening, words: Words) -> str:
    """An opening in one line: title, modality, level, mission and station, reference."""
    place = words.listed([reference(opening.mission), isolated(opening.duty_station)])
    parts = [
        words.named(opening.title),
        words.label("modality", opening.modality) if opening.modality else "",
        reference(opening.level) if opening.level else "",
        place if opening.mission and opening.duty_station else isolated(opening.mission or opening.duty_station),
        reference(opening.ref),
    ]
    return " · ".join(part for part in parts if part and part != isolated(""))
