"""From a package to its files."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from menara.exports.package.checklist import checklist, standing
from menara.exports.package.contents import Document, Package, refuse_what_cannot_be_written
from menara.exports.package.letters import Part, attestation, certificate, cover, note
from menara.exports.package.press import PDF, Press
from menara.exports.package.sheets import sheet
from menara.exports.package.words import Words
from menara.exports.package.workbook import XLSX, bare, workbook

ZIP = "application/zip"
ZIP_NAME = "nomination-package.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a ZIP can say; the real ones stand in the documents


def build(*, package: Package, fonts: Path) -> tuple[Document, ...]:
    """Every document of the package, the combined one first. ``fonts`` is the folder of TTF files.

    Raises ``BadInput`` where no honest package can be made and ``Refusal`` (``fonts_missing``) where the fonts are not
    installed. The same package gives the same bytes.
    """
    refuse_what_cannot_be_written(package)
    words = Words(language=package.language, territory=package.territory)
    stand = standing(package)
    press = Press(package=package, words=words, fonts=fonts)
    parts = _parts(package, words)
    parts.insert(1, ("02-checklist.pdf", checklist(package, words, stand)))
    whole = [cover(package, words, [part for _, part in parts]), *(part for _, part in parts)]
    combined = press.pdf(whole, title=words.said("cover.title"), combined=True)
    table = workbook(package=package, words=words, stand=stand)
    return (
        Document(name="00-nomination-package.pdf", media_type=PDF, content=combined),
        *(Document(name=name, media_type=PDF, content=press.pdf([p], title=_title(p))) for name, p in parts),
        Document(name="candidates.xlsx", media_type=XLSX, content=table),
    )


def as_zip(documents: Sequence[Document]) -> Document:
    """The documents in one ZIP, without a trace of when or where it was packed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in sorted(documents, key=lambda d: d.name):
            entry = zipfile.ZipInfo(document.name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, document.content)
    return Document(name=ZIP_NAME, media_type=ZIP, content=buffer.getvalue())


def _parts(package: Package, words: Words) -> list[tuple[str, Part]]:
    """File names and parts, in the order of the combined file."""
    made = [
        ("01-note-verbale-DRAFT.pdf", note(package, words)),
        ("03-state-certificate.pdf", certificate(package, words)),
    ]
    for row, nominee in enumerate(package.in_order(), start=1):
        stem = f"officers/{row:02d}-{file_stem(nominee.officer.number)}"
        made.append((f"{stem}-data-sheet.pdf", sheet(nominee, package, words)))
        made.append((f"{stem}-attestation.pdf", attestation(nominee, package, words)))
    return made


def file_stem(number: str) -> str:
    """A service number as a piece of a file name: ASCII letters, figures and hyphens, never a path."""
    plain = unicodedata.normalize("NFKD", number).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "officer"


def _title(part: Part) -> str:
    about = "".join(str(piece) for piece in part.get("about", ()))
    return bare(" ".join(piece for piece in (part["title"], about) if piece))
