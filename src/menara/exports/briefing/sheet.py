"""Sets a briefing sheet in type. Its words arrive in the reader's language; what people wrote is set as text, never
read as markup. The same sheet gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from menara.errors import Refusal
from menara.wording import gettext_noop as _

FAMILIES = ("Noto Naskh Arabic", "Noto Sans")
_TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: a label before it, the text, a note behind it, what stands in a line below; each may be blank.
    ``language`` is the text's own where it is not the sheet's. Whatever may be of another direction comes isolated."""

    text: str
    label: str = ""
    below: str = ""
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the sheet under its heading; ``empty`` is what it says where it has no rows."""

    heading: str
    rows: tuple[Row, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A briefing sheet. ``marks`` stand at the head of every page: whose eyes it is for, whether it is invented.
    ``blank`` is what a fact reads that is not known."""

    language: str
    title: str
    standfirst: str
    marks: tuple[str, ...]
    facts: tuple[Row, ...]
    blank: str
    blocks: tuple[Block, ...]
    foot: str
    prepared_on: date
    page: str  # as "Page {page} of {pages}"


def briefing_pdf(sheet: Sheet, *, fonts: Path) -> bytes:
    """The sheet as a tagged PDF/A. ``fonts`` is a folder of TTF files. Raises ``Refusal`` (``fonts_missing``) where the
    families are not there: letters would print as empty boxes."""
    shelf = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)])
    absent = [family for family in FAMILIES if family not in shelf.families()]
    if absent:
        raise Refusal(
            "fonts_missing",
            _("Documents cannot be printed: the fonts %(families)s are not in %(folder)s. Run make setup."),
            {"families": ", ".join(absent), "folder": str(fonts)},
        )
    data: Mapping[str, object] = asdict(sheet) | {"prepared_on": sheet.prepared_on.isoformat()}
    compiler = typst.Compiler(str(_TEMPLATES / "sheet.typ"), root=str(_TEMPLATES), font_paths=shelf)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-2a",
        pdf_tags=True,
        timestamp=datetime.combine(sheet.prepared_on, time(), tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made
