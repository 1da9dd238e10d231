"""The child that unpacks a workbook: standard input is the file, standard output one JSON object a line.

Started by path with an isolated interpreter, so it imports nothing of this package. Limits on memory and processor
time are set before the first byte is read; the system ends the child that passes them.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

MEMORY = 1 << 30
SECONDS = 40
CHUNK = 1 << 20

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
FORMULA = re.compile(rb"\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*))")
VALUE = re.compile(rb"\s*<(?:\w+:)?v>([^<]*)")
PLACE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
SUSPECT = re.compile(rb"<(?:\w+:)?f[ />]|t=\"e\"")
SHOWN = 1_000
GUIDES = ("Guide", "Mode d’emploi", "الدليل")  # the second sheet of our own templates, in each language


def main() -> None:
    row_limit = int(sys.argv[1])
    for what, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(what, (value, value))
    data = sys.stdin.buffer.read()
    try:
        read(data, row_limit)
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, NotImplementedError):
        say(refused="damaged")
    except Exception as error:  # noqa: BLE001 - the reading library has errors of many kinds; all mean the same here
        say(refused=type(error).__name__)


def read(data: bytes, row_limit: int) -> None:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    archive = zipfile.ZipFile(io.BytesIO(data))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [s.name for s in workbook.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    name = visible[0]
    part = sheet_part(archive, name)
    doubtful = prove_sizes(archive, part)
    sheet = workbook.get_sheet_by_name(name)
    count = sheet.total_height - 1
    if count > row_limit:
        say(refused="rows", found=count, allowed=row_limit)
        return
    if doubtful:
        tell_doubtful_cells(archive.read(part), header_of(sheet))
    others = [other for other in visible[1:] if other not in GUIDES]
    if others:
        say(ignored=others)
    top, left = sheet.start or (0, 0)
    pad = [""] * left
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > top and any(cell != "" for cell in cells):
            say(row=number, cells=pad + [as_text(cell) for cell in cells])
    say(end=True)


def sheet_part(archive: zipfile.ZipFile, name: str) -> str:
    """The file inside the zip that holds the sheet called ``name``."""
    from defusedxml.ElementTree import fromstring

    relation = ""
    for element in fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet") and element.get("name") == name:
            relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
    for element in fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter():
        if element.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", element.get("Target", ""))).lstrip("/")
    raise KeyError(name)


def prove_sizes(archive: zipfile.ZipFile, part: str) -> bool:
    """Unpack every entry once: one that lies about its size fails its checksum. Whether the sheet holds formulas or
    error values is seen on the way."""
    doubtful = False
    for entry in archive.infolist():
        with archive.open(entry) as unpacked:
            tail = b""
            while chunk := unpacked.read(CHUNK):
                if entry.filename == part and not doubtful:
                    doubtful = SUSPECT.search(tail + chunk) is not None
                    tail = chunk[-64:]
    return doubtful


def tell_doubtful_cells(xml: bytes, header: list[str]) -> None:
    told = 0
    for cell in CELL.finditer(xml):
        is_error = b't="e"' in cell[1]
        formula = FORMULA.match(xml, cell.end()) if not cell[1].endswith(b"/") else None
        place = PLACE.search(cell[1])
        if not (formula or is_error) or place is None:
            continue
        letters, row = place[1].decode(), int(place[2])
        at = [row, column_name(letters, header)]
        if formula:
            say(formula=at, text=(formula[1] or b"").decode("utf-8", "replace"))
        else:
            value = VALUE.match(xml, cell.end())
            say(error=at, text=value[1].decode("utf-8", "replace") if value else "#")
        told += 1
        if told >= SHOWN:
            return


def header_of(sheet: Any) -> list[str]:
    first: list[Any] = next((row for row in sheet.iter_rows() if any(cell != "" for cell in row)), [])
    left = (sheet.start or (0, 0))[1]
    return [""] * left + [as_text(cell) for cell in first]


def column_name(letters: str, header: list[str]) -> str:
    """The header's word for a column, its letters where the header has none."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return (header[place - 1] if place <= len(header) else "").strip() or letters


def as_text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case _:
            return str(cell)


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
