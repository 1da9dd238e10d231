"""From the bytes of a calendar file to blocks of properties, each with the line it stands on (RFC 5545, 3.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from icalendar.parser import Contentline

from menara.intake.cells import MORE_THAN_TEXT
from menara.intake.encodings import find_encoding
from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

MAX_BYTES = 4 << 20
MAX_LINES = 120_000
MAX_LINE = 20_000  # characters of one unfolded line; a picture in a calendar is longer, and is passed over
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: ``SUMMARY;LANGUAGE=fr:Réunion``. ``row`` counts the file's lines from 1."""

    name: str
    parameters: Mapping[str, str]
    value: str
    row: int

    @property
    def written(self) -> str:
        """The value with its zone, as a fault shows it."""
        zone = self.parameters.get("TZID", "")
        return f"{self.name};TZID={zone}:{self.value}" if zone else f"{self.name}:{self.value}"


@dataclass(slots=True)
class Block:
    """What stands between a BEGIN and its END."""

    name: str
    row: int
    properties: list[Property] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        return next((one for one in self.properties if one.name == name), None)

    def each(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]

    def text(self, name: str) -> str:
        """The value of a property on one line, without what turns or hides its surroundings; "" where it is not."""
        found = self.first(name)
        return "" if found is None else shown(found.value)


def shown(text: str) -> str:
    """Text from outside as it may be shown: composed, on one line, without controls and marks of direction."""
    on_one_line = " ".join(text.split())
    return unicodedata.normalize("NFC", MORE_THAN_TEXT.sub("", on_one_line))[:200]


def calendars_of(content: bytes, faults: Faults) -> list[Block]:
    """The calendars of a file, one as a rule. Adds a fault for every line that cannot be read; where the whole file
    cannot, raises ``BadInput``."""
    if len(content) > MAX_BYTES:
        _stop(faults, "too_large", TOO_LARGE, f"{len(content) / (1 << 20):.1f} MB", f"{MAX_BYTES >> 20} MB")
    found = find_encoding(BytesIO(content))
    if found.trouble:
        _stop(faults, "encoding", NOT_UTF8)
    text = content.decode(found.codec)
    if not text.lstrip("\ufeff \r\n\t")[:15].upper().startswith("BEGIN:VCALENDAR"):
        _stop(faults, "not_a_calendar", NOT_A_CALENDAR, shown(text.strip()[:60]), "BEGIN:VCALENDAR")
    top = Block(name="", row=0)
    stack = [top]
    for row, line in _unfolded(text, faults):
        _take(line, row, stack, faults)
    for left in stack[1:]:
        faults.add(row=left.row, column="", code="unbalanced", sentence=NEVER_ENDS, found=f"BEGIN:{left.name}")
    return [block for block in top.blocks if block.name == "VCALENDAR"]


def _unfolded(text: str, faults: Faults) -> Iterator[tuple[int, str]]:
    """Whole lines with the row each begins on: a line that begins with a space goes on the one before."""
    row, parts = 0, [""]
    for number, line in enumerate(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if number > MAX_LINES:
            _stop(faults, "too_large", TOO_MANY_LINES, "", f"{MAX_LINES:,}")
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
            continue
        yield row, "".join(parts)
        row, parts = number, [line]
    yield row, "".join(parts)


def _take(line: str, row: int, stack: list[Block], faults: Faults) -> None:
    if not line.strip() or len(line) > MAX_LINE:
        return
    try:
        name, parameters, value = Contentline(line).parts()
    except ValueError:
        faults.add(row=row, column="", code="malformed", sentence=MALFORMED, found=shown(line), allowed="NAME:value")
        return
    name = name.upper()
    if name == "BEGIN" and len(stack) <= DEEPEST:
        block = Block(name=value.strip().upper(), row=row)
        stack[-1].blocks.append(block)
        stack.append(block)
    elif name == "END":
        if len(stack) > 1 and stack[-1].name == value.strip().upper():
            stack.pop()
        else:
            open_one = f"END:{stack[-1].name}" if len(stack) > 1 else ""
            faults.add(
                row=row, column="", code="unbalanced", sentence=ENDS_NOTHING, found=shown(line), allowed=open_one
            )
    elif len(stack) > 1:
        told = {key.upper(): _one(given) for key, given in parameters.items()}
        stack[-1].properties.append(Property(name=name, parameters=told, value=value, row=row))


def _one(given: object) -> str:
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def _stop(faults: Faults, code: str, sentence: str, found: str = "", allowed: str = "") -> None:
    faults.add(row=0, column="", code=code, sentence=sentence, found=found, allowed=allowed)
    raise faults.refuse()


TOO_LARGE = _("The file has %(found)s; at most %(allowed)s are read. Export the days of the summit only.")
TOO_MANY_LINES = _("The file has more than %(allowed)s lines. Export the days of the summit only.")
NOT_UTF8 = _("This calendar file is not written in UTF-8. Export it again as iCalendar (.ics).")
NOT_A_CALENDAR = _("This is no calendar file: it begins with “%(found)s”, an iCalendar file begins with “%(allowed)s”.")
MALFORMED = _("This line cannot be read: “%(found)s”. A line of a calendar file has the form “%(allowed)s”.")
NEVER_ENDS = _("“%(found)s” has no END: the file was cut off, or two files were mixed.")
ENDS_NOTHING = _("“%(found)s” ends nothing that is open here. The file was cut or mixed with another.")
