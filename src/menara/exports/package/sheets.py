"""Per officer, a data sheet with the fields of EASP (individuals, teams) or of P-11 (professional posts).

It is not the official form and says so. What the roster should know and does not is marked missing; what only the
officer can say is a line to write on.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from menara.engines.eligibility.days import shift_months
from menara.engines.eligibility.officer import Language, Officer
from menara.exports.package.contents import Nominee, Package
from menara.exports.package.letters import BLANK, Part, rank, signature
from menara.exports.package.words import Line, Words, fill, isolated, reference
from menara.terms import LanguageLevel, LanguageTest, Modality

Field = dict[str, Any]
Section = dict[str, Any]


def sheet(nominee: Nominee, package: Package, words: Words) -> Part:
    """The data sheet of one nominee, in the order its form keeps."""
    is_professional = nominee.opening.modality is Modality.PROFESSIONAL
    form = "p11" if is_professional else "easp"
    made = _Sheet(nominee, package, words)
    sections = made.of_p11() if is_professional else made.of_easp()
    return {
        "kind": "sheet",
        "title": words.said(f"part.{form}"),
        "heading": words.said(f"part.{form}"),
        "about": [reference(nominee.officer.number)],
        "note": words.said(f"sheet.{form}_note"),
        "missing": words.said("page.missing"),
        "sections": sections,
        "declaration": words.said("sheet.declaration"),
        "declared": words.said("sheet.declared"),
        "sign": signature(words, ("place", "date", "signature")),
        "unsigned": words.said("sign.unsigned"),
    }


class _Sheet:
    def __init__(self, nominee: Nominee, package: Package, words: Words) -> None:
        self.nominee, self.package, self.words = nominee, package, words
        self.officer, self.opening = nominee.officer, nominee.opening

    def of_easp(self) -> list[Section]:
        return [
            self._nomination(),
            self._identity("telephone", "email", "address", "emergency"),
            self._service(),
            self._education(),
            self._languages(),
            self._driving(),
            self._skills(),
            self._missions(),
            self._papers(),
            self._employment(),
        ]

    def of_p11(self) -> list[Section]:
        return [
            self._nomination(),
            self._identity("former_names", "telephone", "email", "address"),
            self._fields("relatives", [self._open(n) for n in ("marital_status", "dependants", "relatives")]),
            self._service(),
            self._education(),
            self._languages(),
            self._skills(),
            self._missions(),
            self._employment(),
            self._table("references", ("reference", "telephone", "email"), [], blank=3, widths=[2.4, 1, 1.6]),
        ]

    # Sections ---------------------------------------------------------------------------------------------------------

    def _nomination(self) -> Section:
        o, w = self.opening, self.words
        tour = None if o.tour_months is None else w.counted("page.months", o.tour_months)
        return self._fields(
            "nomination",
            [
                self._known("columns.title", w.named(o.title) or None),
                self._known("columns.ref", reference(o.ref)),
                self._known("columns.mission", reference(o.mission) if o.mission else None),
                self._known("columns.station", isolated(o.duty_station) if o.duty_station else None),
                self._known("columns.modality", w.label("modality", o.modality) if o.modality else None),
                *([self._known("columns.level", reference(o.level))] if o.level else []),
                self._known("columns.start", self._day(o.start)),
                self._known("field.tour", tour),
            ],
        )

    def _identity(self, *open_fields: str) -> Section:
        officer, w = self.officer, self.words
        sex = None if officer.woman is None else w.said("sex.woman" if officer.woman else "sex.man")
        names = [isolated(name) for name in self.nominee.names.values() if name]
        return self._fields(
            "identity",
            [
                *([self._known("columns.name", " · ".join(names))] if names else []),
                *([] if names else [self._open("columns.family_name"), self._open("columns.given_names")]),
                self._known("columns.number", reference(officer.number)),
                self._known("columns.sex", sex),
                self._known("columns.born", self._day(officer.born_on)),
                self._open("place_of_birth"),
                self._known("columns.nationality", reference(officer.nationality) if officer.nationality else None),
                self._open("passport_number"),
                self._known("columns.passport", self._day(officer.passport_until)),
                *(self._open(name) for name in open_fields),
            ],
        )

    def _service(self) -> Section:
        officer, w = self.officer, self.words
        training = None if officer.training_months is None else w.counted("page.months", officer.training_months)
        counted = service_years(officer, self.opening.start)
        return self._fields(
            "service",
            [
                self._known("field.service", isolated(officer.service) if officer.service else None),
                self._known("field.corps", isolated(officer.corps) if officer.corps else None),
                self._known("columns.rank", rank(self.nominee, self.package, w) or None),
                self._known("columns.unit", isolated(officer.home_unit) if officer.home_unit else None),
                self._known("field.status", w.label("standing", officer.status) if officer.status else None),
                *([self._known("field.retired", self._day(officer.retired_on))] if officer.retired_on else []),
                self._known("field.joined", self._day(officer.joined_on)),
                self._known("field.training", training),
                self._known("field.counted", None if counted is None else w.counted("page.years", counted)),
                self._open("duties"),
                self._known("field.release", self._yes(officer.release_consent)),
                *self._availability(),
            ],
        )

    def _availability(self) -> list[Field]:
        """A blank here means no limit, so it is left out rather than marked missing."""
        officer = self.officer
        ends = (
            ("field.available_from", officer.available_from),
            ("field.available_until", officer.available_until),
        )
        return [self._known(label, self._day(day)) for label, day in ends if day is not None]

    def _education(self) -> Section:
        officer, w = self.officer, self.words
        highest = w.label("education", officer.education) if officer.education else None
        section = self._table(
            "education", ("institution", "from", "until", "diploma"), [], blank=2, widths=[2.2, 1, 1, 2]
        )
        section["fields"] = [
            self._known("field.education", highest),
            self._known("field.academy", self._yes(officer.academy_diploma)),
        ]
        return section

    def _languages(self) -> Section:
        rows = None
        if self.officer.languages is not None:
            rows = [self._language(language) for language in self.officer.languages]
        columns = ("language", "own_level", "score", "tested_on", "valid_until")
        return self._table("languages", columns, rows, widths=[1.4, 1.2, 1, 1.6, 1.6])

    def _language(self, language: Language) -> list[Line]:
        w = self.words
        native = language.level is LanguageLevel.NATIVE
        test = self._cell if self._is_tested(language) else self._or_dash
        return [
            [w.named(self.package.glossary.languages.get(language.code, {}), language.code)],
            self._cell(
                None
                if language.level is None
                else w.said("language_level.NATIVE")
                if native
                else reference(language.level.name)
            ),
            test(None if language.ams_score is None else w.percent(language.ams_score)),
            test(self._day(language.ams_on)),
            test(self._day(ams_until(language, self.nominee, self.package))),
        ]

    def _is_tested(self, language: Language) -> bool:
        """Whether a test result belongs here: this post asks one, or a part of one is on record. No AMS gates a
        professional post, so nothing of it is ever missing there."""
        if self.opening.modality is Modality.PROFESSIONAL:
            return False
        asked = {want.code for want in self.opening.languages if want.test is LanguageTest.AMS}
        return language.code in asked or language.ams_score is not None or language.ams_on is not None

    def _driving(self) -> Section:
        officer, w = self.officer, self.words
        tested = officer.firearms_tested
        shot = None if tested is None else w.said("firearms.passed" if tested else "firearms.not_passed")
        driven = None if officer.driving_months is None else w.counted("page.months", officer.driving_months)
        return self._fields(
            "driving",
            [
                self._known("field.licence_on", self._day(officer.licensed_on)),
                self._open("licence_number"),
                self._known("field.driven", driven),
                self._known("field.firearms", shot),
                *([self._known("field.firearms_on", self._day(officer.firearms_passed_on))] if tested else []),
            ],
        )

    def _skills(self) -> Section:
        w = self.words
        rows: list[list[Line]] | None = None
        if self.officer.skills is not None:
            rows = [
                [
                    [w.named(self.package.glossary.skills.get(skill.code, {}), skill.code)],
                    [reference(skill.level)],
                    self._cell(None if skill.years is None else reference(skill.years)),
                    self._cell(None if skill.last_used is None else reference(skill.last_used)),
                ]
                for skill in self.officer.skills
            ]
        columns = ("skill", "skill_level", "practice", "last_used")
        return self._table("skills", columns, rows, widths=[3, 1, 1.2, 1.2])

    def _missions(self) -> Section:
        officer = self.officer
        rows: list[list[Line]] = [
            [[isolated(a.name)], self._cell(self._day(a.starts_on)), self._cell(self._day(a.ends_on)), [fill(8)]]
            for a in officer.assignments or ()
        ]
        columns = ("assignment", "from", "until", "function")
        section = self._table("missions", columns, rows, blank=2, widths=[2, 1.3, 1.3, 2])
        ended = officer.last_mission_ended_on
        section["fields"] = [
            self._known("field.missions_served", reference(officer.missions_served)),
            *([self._known("field.last_ended", self._day(ended))] if officer.missions_served else []),
        ]
        return section

    def _papers(self) -> Section:
        officer, w = self.officer, self.words
        cleared = None if officer.medical is None else w.label("medical", officer.medical)
        return self._fields(
            "papers",
            [
                self._known("field.medical", cleared),
                self._known("columns.medical_until", self._day(officer.medical_until)),
                self._known("field.vaccinated", self._yes(officer.vaccinated)),
            ],
        )

    def _employment(self) -> Section:
        columns = ("from", "until", "function", "employer", "supervisor")
        return self._table("employment", columns, [], blank=4, widths=[0.9, 0.9, 2, 1.8, 1.5])

    # Fields -----------------------------------------------------------------------------------------------------------

    def _fields(self, name: str, fields: list[Field]) -> Section:
        return {"title": self.words.said(f"sheet.{name}"), "fields": fields}

    def _table(
        self, name: str, columns: tuple[str, ...], rows: list[list[Line]] | None, *, widths: list[float], blank: int = 0
    ) -> Section:
        """Rows known, then ``blank`` empty ones to write in. ``None`` rows: the roster does not know, marked missing;
        no rows and no blank ones: known to be none."""
        said = self.words.said
        return {
            "title": said(f"sheet.{name}"),
            "head": [said(f"field.{column}") for column in columns],
            "rows": rows or [],
            "blank": blank,
            "widths": widths,
            "none": said("page.none") if rows == [] and not blank else "",
            "is_missing": rows is None,
        }

    def _known(self, label: str, value: str | None) -> Field:
        """A field of the roster: its value, or missing."""
        return {"label": self.words.said(label), "value": self._cell(value), "missing": value is None}

    def _open(self, name: str) -> Field:
        """A field the roster does not hold, to be written by hand."""
        label = name if "." in name else f"field.{name}"
        return {"label": self.words.said(label), "value": [fill(0)], "missing": False}

    def _cell(self, value: str | None) -> Line:
        return [] if value is None else [value]

    def _or_dash(self, value: str | None) -> Line:
        return [value or BLANK]

    def _day(self, day: date | None) -> str | None:
        return None if day is None else self.words.day(day)

    def _yes(self, value: bool | None) -> str | None:
        return None if value is None else self.words.answer(value)


def service_years(officer: Officer, on: date | None) -> int | None:
    """Whole years of police service without academy training, on the planned first day; None where not known."""
    if officer.joined_on is None or officer.training_months is None or on is None:
        return None
    since = shift_months(officer.joined_on, officer.training_months)
    return max(0, on.year - since.year - ((on.month, on.day) < (since.month, since.day)))


def ams_until(language: Language, nominee: Nominee, package: Package) -> date | None:
    """First day a test no longer counts: as the assessor wrote, else as the norm counts; None where not known."""
    modality = nominee.opening.modality
    if language.ams_until is not None or language.ams_on is None or modality is None:
        return language.ams_until
    months = package.norms.value("ams_valid_months", modality=modality, on=package.prepared_on)
    return None if months is None else shift_months(language.ams_on, int(months))
