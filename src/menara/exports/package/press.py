"""Sets parts in type: values in, PDF bytes out. The same input gives the same bytes.

What people entered reaches the typesetter as JSON and is set as strings; it is never read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from string import Formatter

import typst

from menara.errors import Refusal
from menara.exports.package.contents import Package
from menara.exports.package.letters import Part
from menara.exports.package.words import Words, reference
from menara.wording import gettext_noop as _

PDF = "application/pdf"
FAMILIES = ("Noto Naskh Arabic", "Noto Sans")
"""Families the folder of fonts must hold. The serif of the letters comes with the typesetter itself."""

_TEMPLATES = Path(__file__).parent / "templates"


class Press:
    """One press for one package: fonts are read once. ``fonts`` is a folder of TTF files.

    Raises ``Refusal`` (``fonts_missing``) where a family is not there: letters would print as empty boxes.
    """

    def __init__(self, *, package: Package, words: Words, fonts: Path) -> None:
        self._compiler = typst.Compiler(str(_TEMPLATES / "main.typ"), root=str(_TEMPLATES), font_paths=shelf(fonts))
        self._timestamp = datetime.combine(package.prepared_on, time(), tzinfo=UTC)
        self._common = {
            "language": package.language,
            "synthetic": package.is_synthetic,
            "author": words.named(package.sender.organisation),
            "foot": foot(package.call, package.prepared_on, words),
            "words": {
                "draft": words.said("page.draft"),
                "synthetic": words.said("page.synthetic"),
                "page": pieces(words.said("page.number")),
            },
        }

    def pdf(self, parts: Sequence[Part], *, title: str, combined: bool = False) -> bytes:
        """The parts as one PDF/A file, each with its own page count.

        Files of one part are tagged, for readers who listen. The combined one is for the printer: without tags it is a
        third of the size.
        """
        data = {**self._common, "title": title, "combined": combined, "parts": list(parts)}
        made = self._compiler.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="a-2u" if combined else "a-2a",
            pdf_tags=not combined,
            timestamp=self._timestamp,
        )
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made


def shelf(fonts: Path) -> typst.Fonts:
    """The fonts of a folder. Raises ``Refusal`` (``fonts_missing``) where a family is not there."""
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)])
    absent = [family for family in FAMILIES if family not in held.families()]
    if absent:
        raise Refusal(
            "fonts_missing",
            _("Documents cannot be printed: the fonts %(families)s are not in %(folder)s. Run make setup."),
            {"families": ", ".join(absent), "folder": str(fonts)},
        )
    return held


def foot(call: str, prepared_on: date, words: Words) -> str:
    return " · ".join(part for part in (reference(call) if call else "", words.day(prepared_on)) if part)


def pieces(template: str) -> list[str]:
    """``Page {page} of {pages}`` as pieces, the places kept in braces for the page to fill."""
    made: list[str] = []
    for literal, name, _spec, _conversion in Formatter().parse(template):
        made += [literal] if literal else []
        made += [f"{{{name}}}"] if name else []
    return made
