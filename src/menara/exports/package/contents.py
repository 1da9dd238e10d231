"""What a nomination package is made of: one frozen value, and the documents made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.opening import Opening
from menara.errors import BadInput, Fault
from menara.exports.package.glossary import Glossary
from menara.terms import Conduct, Modality, Provenance
from menara.wording import gettext_noop as _

Names = Mapping[str, str]
"""One thing's name by language: ``{"ar": …, "fr": …, "en": …}``."""

LANGUAGES = ("ar", "fr", "en")
"""Languages a package can be written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes. Names stand as a sentence needs them after the article: *Permanent Mission of …*, *Mission
    permanente de …*, *البعثة الدائمة …*. ``place`` is where the note is dated, usually New York."""

    state: Names
    organisation: Names
    permanent_mission: Names
    place: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who is written to, where it is not the Police Division of the United Nations.

    ``lines`` are those of the address; ``to`` is the full name with its preposition (*to the Secretariat of …*, *au
    Secrétariat …*, *إلى الأمانة العامة …*); ``short`` the same for the closing words. In the letter's language.
    """

    lines: tuple[str, ...]
    to: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReference:
    """A note verbale's number and day. Blank means not given: the letter then has a line to fill in."""

    number: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """An officer presented for an opening, ``order`` from 1 within it. ``names`` holds the officer's name by script
    (``latin``, ``arabic``) only where the office entered it; blank leaves a line to fill in."""

    officer: Officer
    opening: Opening
    order: int
    names: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything the documents say. ``prepared_on`` is the day of preparation: papers are judged and files are dated
    by it. ``territory`` (ISO 3166 alpha-2) chooses the names of months, as Morocco's نونبر and غشت."""

    language: str
    sender: Sender
    nominees: tuple[Nominee, ...]
    norms: Norms
    prepared_on: date
    call: str = ""
    ours: NoteReference = NoteReference()
    theirs: NoteReference = NoteReference()
    addressee: Addressee | None = None
    glossary: Glossary = field(default_factory=Glossary)
    provenance: Provenance = Provenance.ENTERED
    territory: str = "MA"

    @property
    def is_synthetic(self) -> bool:
        """Whether anything in it is synthetic: one synthetic officer among real ones marks the whole package."""
        told = {self.provenance}
        told.update(n.officer.provenance for n in self.nominees)
        told.update(n.opening.provenance for n in self.nominees)
        return Provenance.SYNTHETIC in told

    @property
    def openings(self) -> tuple[Opening, ...]:
        """Openings with at least one nominee, in the order the nominees come in."""
        return tuple({n.opening.ref: n.opening for n in self.nominees}.values())

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Modalities present, in the order of the enumeration."""
        present = {o.modality for o in self.openings}
        return tuple(m for m in Modality if m in present)

    def of(self, opening: Opening) -> tuple[Nominee, ...]:
        """An opening's nominees by their order."""
        return tuple(sorted((n for n in self.nominees if n.opening.ref == opening.ref), key=lambda n: n.order))

    def in_order(self) -> tuple[Nominee, ...]:
        """All nominees, opening by opening: the order every document keeps."""
        return tuple(n for opening in self.openings for n in self.of(opening))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file: its name inside the package (ASCII, ``/`` between folders), its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


CONTRADICTING = (
    Conduct.DRINK_DRIVING,
    Conduct.DANGEROUS_DRIVING,
    Conduct.UNDER_INVESTIGATION,
    Conduct.PROSECUTED,
    Conduct.CONVICTED,
)
"""What a record may say that the state's certificate denies."""


def refuse_what_cannot_be_written(package: Package) -> None:
    """Raise ``BadInput`` with every reason why no honest package can be made; ``row`` counts nominees from 1.

    A certificate form is never prepared for an officer whose record contradicts it.
    """
    faults = tuple(_faults(package))
    if faults:
        raise BadInput(faults)


def _faults(package: Package) -> Iterator[Fault]:
    if package.language not in LANGUAGES:
        yield _fault(
            0, "language", "unknown_language", _("A package is written in %(allowed)s."), package.language,
            allowed=", ".join(LANGUAGES),
        )  # fmt: skip
    if not package.nominees:
        yield _fault(0, "nominees", "no_nominees", _("There is nobody to nominate."))
    seen: set[str] = set()
    for row, nominee in enumerate(package.nominees, start=1):
        officer, opening = nominee.officer, nominee.opening
        if officer.number in seen:
            yield _fault(
                row, "number", "officer_twice", _("Officer %(found)s is nominated for more than one post."),
                officer.number,
            )  # fmt: skip
        seen.add(officer.number)
        if opening.modality is None:
            yield _fault(
                row, "modality", "modality_blank", _("Post %(found)s has no modality, so its papers are not known."),
                opening.ref,
            )  # fmt: skip
        elif not opening.modality.takes_individuals:
            yield _fault(
                row, "modality", "unit_not_person",
                _("Post %(found)s is for a formed unit, which is pledged; no person is nominated."), opening.ref,
            )  # fmt: skip
        if officer.conduct in CONTRADICTING or officer.repatriated:
            yield _fault(
                row, "conduct", "record_contradicts_certificate",
                _("The record of officer %(found)s contradicts the certificate that the state would sign."),
                officer.number,
            )  # fmt: skip


def _fault(row: int, column: str, code: str, sentence: str, found: str = "", allowed: str = "") -> Fault:
    return Fault(file="package", row=row, column=column, code=code, sentence=sentence, found=found, allowed=allowed)
