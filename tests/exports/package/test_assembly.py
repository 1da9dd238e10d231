"""The whole package: which files, the same bytes each time, and soon enough."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pypdf
import pytest

from exports.package.samples import LEGAL_ADVISER, READY, crowd, package
from menara.exports.package import Nominee, as_zip, build
from menara.exports.package.assembly import file_stem
from menara.ground import fonts

SECONDS = 20  # of processor time, so that a busy machine does not count; 4 to 6 were measured


def test_the_files() -> None:
    documents = build(package=package(), fonts=fonts.folder())
    assert [d.name for d in documents] == [
        "00-nomination-package.pdf",
        "01-note-verbale-DRAFT.pdf",
        "02-checklist.pdf",
        "03-state-certificate.pdf",
        "officers/01-MA-100217-data-sheet.pdf",
        "officers/01-MA-100217-attestation.pdf",
        "officers/02-MA-100533-data-sheet.pdf",
        "officers/02-MA-100533-attestation.pdf",
        "officers/03-MA-101944-data-sheet.pdf",
        "officers/03-MA-101944-attestation.pdf",
        "officers/04-MA-200001-data-sheet.pdf",
        "officers/04-MA-200001-attestation.pdf",
        "officers/05-MA-200002-data-sheet.pdf",
        "officers/05-MA-200002-attestation.pdf",
        "candidates.xlsx",
    ]
    assert all(d.content.startswith(b"%PDF") for d in documents[:-1])
    assert len(openpyxl.load_workbook(io.BytesIO(documents[-1].content)).sheetnames) == 3


def test_the_combined_file_holds_every_page_of_every_part() -> None:
    combined, *parts, _workbook = build(package=package("fr"), fonts=fonts.folder())
    pages = [len(pypdf.PdfReader(io.BytesIO(d.content)).pages) for d in parts]
    cover_and_contents = 2
    assert len(pypdf.PdfReader(io.BytesIO(combined.content)).pages) == sum(pages) + cover_and_contents


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_same_package_gives_the_same_bytes(language: str) -> None:
    first, second = (build(package=package(language), fonts=fonts.folder()) for _ in range(2))
    assert [d.name for d in first if d.content != second[first.index(d)].content] == []
    assert as_zip(first).content == as_zip(second).content


def test_the_zip_holds_the_documents_and_no_clock() -> None:
    documents = build(package=package(), fonts=fonts.folder())
    packed = as_zip(documents)
    assert (packed.name, packed.media_type) == ("nomination-package.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {d.name: d.content for d in documents}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("number", "stem"),
    [("MA-100217", "MA-100217"), ("../../etc/passwd", "etc-passwd"), ("٣٢١", "officer"), ("a/b\\c", "a-b-c"),
     ("é 7", "e-7"), ("x" * 99, "x" * 40)],
)  # fmt: skip
def test_a_service_number_never_names_a_folder(number: str, stem: str) -> None:
    assert file_stem(number) == stem


def test_numbers_that_look_alike_keep_files_of_their_own() -> None:
    nominees = tuple(
        Nominee(officer=replace(READY, number=number), opening=LEGAL_ADVISER, order=order)
        for order, number in enumerate(("A/1", "A-1"), start=1)
    )
    documents = build(package=package(nominees=nominees), fonts=fonts.folder())
    assert len({d.name for d in documents}) == len(documents)


def test_thirty_officers_take_a_few_seconds() -> None:
    started = time.process_time()
    documents = build(package=crowd("ar"), fonts=fonts.folder())
    assert len(documents) == 65
    assert time.process_time() - started < SECONDS
