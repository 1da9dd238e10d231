"""Files spoilt at random are read or refused; nothing else happens to them."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest

from menara.errors import BadInput
from menara.exports.records import officers_file, openings_file
from menara.facts.calls import openings_synthetic
from menara.facts.synthesis.rosters import roster
from menara.intake.officers import read_officers
from menara.intake.openings import read_openings

READERS = (read_officers, read_openings)
IN_TEXT = (
    b'"', b";", b":", b"\\", b",", b"\n", b"\r", b"\x00", b"=", b"-", b"{", b"}", b"[", b"]", b"null", b"NaN",
    b"1e999", b"\xff", b"\xd8\x00", "\u202e".encode(), "٣".encode(), b"\\ud800", b"2026-02-30", b"fr:AMS", b"none",
    b"0" * 30, b"/0", b"T25:61Z", b" Etc/GMT+99", b"Europe/../x",
)  # fmt: skip
IN_SHEET = (
    b"<f>1+1</f>", b'<c r="ZZZ9999999"><v>1</v></c>', b'<c r="A1" t="e"><v>#REF!</v></c>', b"<v>1e400</v>", b"&#x202e;",
    b"&bomb;", b't="d"', b'<row r="1048576">', b'r="A0"', b'"', b"<", b'<!DOCTYPE x [<!ENTITY bomb "aaa">]>',
)  # fmt: skip


def sound(kind: str) -> tuple[bytes, bytes]:
    return (
        officers_file(roster(size=5, on=date(2026, 11, 23)), kind=kind),
        openings_file(openings_synthetic()[:5], kind=kind),
    )


def spoilt(data: bytes, chance: random.Random, with_: tuple[bytes, ...]) -> bytes:
    spoil = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(spoil))
        spoil[place : place + chance.choice([0, 0, 1, 2, 5, 40])] = chance.choice(with_)
    return bytes(spoil)


def is_refused(which: int, data: bytes, name: str) -> bool:
    try:
        READERS[which](data, name=name)
    except BadInput as refusal:
        return all(str(fault) for fault in refusal.faults)
    return False


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_spoilt_text_files(kind: str) -> None:
    chance, files = random.Random(1), sound(kind)
    refused = [is_refused(n % 2, spoilt(files[n % 2], chance, IN_TEXT), f"x.{kind}") for n in range(1_500)]
    assert set(refused) == {True, False}


def test_spoilt_workbooks() -> None:
    chance, files = random.Random(1), sound("xlsx")
    refused = []
    for n in range(24):
        parts = zipfile.ZipFile(io.BytesIO(files[n % 2]))
        target = chance.choice(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w") as archive:
            for name in parts.namelist():
                data = parts.read(name)
                archive.writestr(name, spoilt(data, chance, IN_SHEET) if name == target else data)
        refused.append(is_refused(n % 2, memory.getvalue(), "x.xlsx"))
    assert True in refused
