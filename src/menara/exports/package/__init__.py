"""The nomination package: what a state hands in when it presents officers for posts.

    build(package=…, fonts=…)   every document: combined PDF, draft note verbale, checklist, certificate, per officer a
                                data sheet and an attestation, and the candidates as a workbook
    as_zip(documents)           all of them in one file

    contents   the frozen value and the documents      words      texts of three languages, days, isolates
    papers     enclosures asked and how they stand     letters    note verbale, certificate, attestation, cover
    checklist  what is on file, what is to do          sheets     fields of EASP and P-11
    press      PDF                                     workbook   XLSX

Nothing here is signed, numbered or dated on anyone's behalf.
"""

from menara.exports.package.assembly import as_zip, build
from menara.exports.package.contents import Addressee, Document, Nominee, NoteReference, Package, Sender
from menara.exports.package.glossary import Glossary, committed

__all__ = [
    "Addressee",
    "Document",
    "Glossary",
    "Nominee",
    "NoteReference",
    "Package",
    "Sender",
    "as_zip",
    "build",
    "committed",
]
