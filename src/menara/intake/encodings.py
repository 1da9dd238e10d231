"""Tells in which encoding a text file is written, and never guesses: what is not Unicode is refused by its name."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from menara.wording import gettext_noop as _

CHUNK = 1 << 20
SAMPLE = 4 * CHUNK

ARABIC_SENTENCE = _(
    "This file is not UTF-8. It looks like windows-1256, the older Arabic encoding of Windows, in which this cell "
    "reads “%(found)s”. Open it in the spreadsheet program that made it, choose Save As, “CSV UTF-8”, and give the new "
    "file."
)
LATIN_SENTENCE = _(
    "This file is not UTF-8. It looks like windows-1252, the older Western encoding of Windows, in which this cell "
    "reads “%(found)s”. Open it in the spreadsheet program that made it, choose Save As, “CSV UTF-8”, and give the new "
    "file."
)
MIXED_SENTENCE = _(
    "Most of this file is UTF-8, but this cell is not; it reads “%(found)s”. Two files in different encodings were "
    "perhaps joined. Type the cell again and save the file as UTF-8."
)
UTF16_SENTENCE = _(
    "This file is in UTF-16 or UTF-32 without the mark that says in which order its bytes stand. Save it as UTF-8."
)
BROKEN_SENTENCE = _("This UTF-16 file is damaged here. Save it again, as UTF-8.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How to read the file: a Python codec name, and the number of line ends seen. ``trouble`` is "" or names what is
    wrong: ``unmarked``, ``broken``, ``windows-1256``, ``windows-1252``, ``mixed``."""

    codec: str
    lines: int
    trouble: str = ""


def find_encoding(stream: BinaryIO) -> Encoding:
    """Read ``stream`` once from its start, in bounded memory."""
    head = stream.read(4)
    stream.seek(0)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Encoding(codec="utf-8", lines=0, trouble="unmarked")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lines = _lines(stream, "utf-16")
        return Encoding(codec="utf-16", lines=max(lines, 0), trouble="" if lines >= 0 else "broken")
    if re.fullmatch(rb"[^\x00]\x00[^\x00]\x00|\x00[^\x00]\x00[^\x00]", head, re.DOTALL):
        return Encoding(codec="utf-8", lines=0, trouble="unmarked")
    lines = _lines(stream, "utf-8")
    if lines >= 0:
        return Encoding(codec="utf-8-sig", lines=lines)
    return Encoding(codec="utf-8-sig", lines=0, trouble=_probable(stream))


def _lines(stream: BinaryIO, codec: str) -> int:
    """Line ends in the text, or -1 where the bytes are not of this codec."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    feeds = returns = 0
    try:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            feeds += text.count("\n")
            returns += text.count("\r")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return -1
    return max(feeds, returns)


def _probable(stream: BinaryIO) -> str:
    """What bytes that are not UTF-8 most likely are.

    Arabic words are runs of high bytes; Western text has them one by one between ASCII letters. Where more high bytes
    are sound UTF-8 than not, the file was put together from two.
    """
    stream.seek(0)
    sound = stray = 0
    high = paired = 0
    while chunk := stream.read(SAMPLE):
        text = chunk.decode("utf-8", errors="surrogateescape")
        bad = len(re.findall("[\udc80-\udcff]", text))
        stray += bad
        sound += len(re.findall("[^\x00-\x7f]", text)) - bad
        runs = re.findall(rb"[\x80-\xff]+", chunk)
        high += sum(len(run) for run in runs)
        paired += sum(len(run) for run in runs if len(run) > 1)
    if sound > stray:
        return "mixed"
    return "windows-1256" if paired * 2 > high else "windows-1252"


def as_text(stream: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """The file as text from its start. Bytes that are not of the encoding stay visible as lone surrogates, so that
    the cell that holds them can be named."""
    stream.seek(0)
    errors = "surrogateescape" if encoding.codec == "utf-8-sig" else "strict"
    return io.TextIOWrapper(stream, encoding=encoding.codec, errors=errors, newline="")


def read_as(cell: str, codec: str) -> str:
    """How ``cell`` reads in an older encoding."""
    return cell.encode("utf-8", errors="surrogateescape").decode(codec, errors="replace")
