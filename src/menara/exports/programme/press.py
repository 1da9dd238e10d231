"""Sets a programme in type: values in, PDF bytes out. The same paper gives the same bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from menara.exports.package.press import pieces, shelf
from menara.exports.package.words import Words, isolated, reference
from menara.exports.programme.contents import LANGUAGES, ORDERS, ProgrammePaper
from menara.exports.programme.sheets import cards, clock, sections

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"


def programme_pdf(*, paper: ProgrammePaper, order: str, fonts: Path) -> bytes:
    """The programme by ``day``, ``room`` or ``delegation``, as PDF/A with tags. ``fonts`` is the folder of TTF files.

    Raises ``Refusal`` (``fonts_missing``); an unknown order or language is a bug and raises ``ValueError``.
    """
    if order not in ORDERS or paper.language not in LANGUAGES:
        raise ValueError((order, paper.language))
    words = words_of(paper)
    spec = {"kind": "programme", "sections": sections(paper, words, order), "nothing": words.said("meeting.nothing")}
    return _print(paper, words, f"title.{order}", spec, fonts)


def door_cards_pdf(*, paper: ProgrammePaper, fonts: Path) -> bytes:
    """One A4 sheet, landscape, a room and day. Raises as ``programme_pdf``."""
    if paper.language not in LANGUAGES:
        raise ValueError(paper.language)
    words = words_of(paper)
    spec = {"kind": "cards", "cards": cards(paper, words), "nothing": words.said("meeting.nothing")}
    return _print(paper, words, "title.cards", spec, fonts)


def words_of(paper: ProgrammePaper) -> Words:
    """The texts in the language of the paper."""
    return Words(language=paper.language, territory=paper.territory, texts=_HERE / "texts")


def _print(paper: ProgrammePaper, words: Words, title: str, spec: dict[str, Any], fonts: Path) -> bytes:
    made = _compiler(fonts).compile(
        format="pdf",
        sys_inputs={"data": _told(paper, words, title, spec)},
        pdf_standards="a-2a",
        timestamp=datetime.combine(paper.printed_on, time(), tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _compiler(fonts: Path) -> typst.Compiler:
    return typst.Compiler(str(_TEMPLATES / "main.typ"), root=str(_TEMPLATES), font_paths=shelf(fonts))


def _told(paper: ProgrammePaper, words: Words, title: str, spec: dict[str, Any]) -> str:
    summit = words.named(paper.summit)
    return json.dumps(
        {
            **spec,
            "language": paper.language,
            "draft": paper.is_draft,
            "synthetic": paper.is_synthetic,
            "organisation": words.named(paper.organisation),
            "summit": summit,
            "venue": words.named(paper.venue),
            "title": words.said(title),
            "version": _version(paper, words),
            "zone": words.text("page.zone", zone=isolated(paper.zone)),
            "words": {
                "draft": words.said("page.draft"),
                "synthetic": words.said("page.synthetic"),
                "receives": words.said("meeting.receives_short"),
                "page": pieces(words.said("page.number")),
            },
        },
        ensure_ascii=False,
    )


def _version(paper: ProgrammePaper, words: Words) -> str:
    if paper.version is None or paper.published_at is None:
        return words.text("page.not_published", day=words.day(paper.printed_on))
    return words.text(
        "page.version",
        version=reference(paper.version),
        day=words.day(paper.published_at.date()),
        hour=clock(paper.published_at),
    )
