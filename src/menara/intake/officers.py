"""A roster as a table: one row an officer, by service number and never by name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.intake import codes
from menara.intake.cells import CellFault, Reader, day, identifier, nationality, truth, whole, word_of
from menara.intake.columns import Column, Line, Reading, read_records
from menara.intake.lists import field, fields, items
from menara.intake.tables import Source
from menara.terms import Conduct, Education, LanguageLevel, MedicalClass, Modality, Provenance, ServiceStatus
from menara.wording import gettext_noop as _

ROW_LIMIT = 200_000
YOUNGEST_RECRUIT = timedelta(days=14 * 365)  # nobody joins a police service as a child: a slip of the keyboard
UNKNOWN = "unknown"


def read_officers(source: Source, *, name: str = "") -> Reading[Officer]:
    """The officers in a CSV, XLSX or JSON file or in its bytes. ``name`` is what faults call the file.

    Raises ``BadInput`` with all faults of the file, or before any row is read where there are more than ``ROW_LIMIT``.
    """
    return read_records(
        source, name=name, columns=COLUMNS, aliases={}, unique="number", row_limit=ROW_LIMIT, build=_officer
    )


# --- cells ------------------------------------------------------------------------------------------------------------

_LEVEL = word_of(LanguageLevel)
_SEXES = {"f": True, "female": True, "m": False, "male": False}


def _sex(cell: str) -> bool:
    """Whether the officer is a woman."""
    try:
        return _SEXES[cell.casefold()]
    except KeyError:
        raise CellFault("word", SEX, allowed="f, m") from None


def _language(written: str) -> Language:
    code, level, score, tested, until = fields(written, least=1, form="code:level:score:tested on:valid until")
    found = Language(
        code=field(codes.language, code),
        level=field(_LEVEL, level),
        ams_score=field(whole(0, 100), score),
        ams_on=field(day, tested),
        ams_until=field(day, until),
    )
    if found.ams_until and (found.ams_on is None or found.ams_until <= found.ams_on):
        raise CellFault("contradiction", TEST_ENDS_EARLY, found=written)
    if found.code not in ("en", "fr") and (found.ams_score is not None or found.ams_on):
        raise CellFault("ams_language", NOT_TESTED, found=found.code, allowed="en, fr")
    return found


def _skill(written: str) -> Skill:
    code, level, years, last_used = fields(written, least=2, form="code:level:years:last used")
    if not level:
        raise CellFault("item", SKILL_LEVEL, found=written, allowed="1–4")
    return Skill(
        code=field(codes.skill, code),
        level=field(whole(1, 4), level),
        years=field(whole(0, 60), years),
        last_used=field(whole(1950, 2100), last_used),
    )


def _assignment(written: str) -> Assignment:
    name, first, last = fields(written, least=3, form="name:first day:first day after")
    if not (first and last):
        raise CellFault("item", PERIOD, found=written)
    found = Assignment(name=identifier(name), starts_on=field(day, first), ends_on=field(day, last))
    if found.ends_on <= found.starts_on:
        raise CellFault("contradiction", PERIOD, found=written)
    return found


def _assignments(cell: str) -> tuple[Assignment, ...] | None:
    """Blank says none; only the word ``unknown`` says that nobody knows."""
    if cell.casefold() == UNKNOWN:
        return None
    found: tuple[Assignment, ...] = _assignment_list(cell)
    for earlier, later in pairwise(sorted(found, key=lambda a: (a.starts_on, a.ends_on))):
        if later.starts_on < earlier.ends_on:
            pair = f"{earlier.name} {earlier.ends_on}, {later.name} {later.starts_on}"
            raise CellFault("overlap", OVERLAP, found=pair)
    return found


def _medical(cell: str) -> MedicalClass:
    found: MedicalClass = _MEDICAL(re.sub(r"(?i)^MS[. -]?", "MS", cell))
    return found


def _served_as(cell: str) -> Modality:
    found: Modality = _MODALITY(cell)
    if not found.takes_individuals:
        raise CellFault("word", NOT_ALONE, allowed=", ".join(m for m in Modality if m.takes_individuals))
    return found


_MEDICAL = word_of(MedicalClass)
_MODALITY = word_of(Modality)
_assignment_list: Reader = items(_assignment)
_missions: Reader = items(codes.mission, key=lambda code: code)

COLUMNS = (
    Column(name="number", read=identifier, required=True),
    Column(name="service", read=identifier, blank=""),
    Column(name="nationality", read=nationality, required=True),
    Column(name="home_unit", read=identifier, blank=""),
    Column(name="unit_strength", read=whole(1, 1_000_000), decides=False, signed=True),
    Column(name="sex", read=_sex),
    Column(name="born_on", read=day),
    Column(name="corps", read=identifier, blank=""),
    Column(name="grade", read=identifier, blank=""),
    Column(name="education", read=word_of(Education)),
    Column(name="academy_diploma", read=truth),
    Column(name="joined_on", read=day),
    Column(name="training_months", read=whole(0, 120), signed=True),
    Column(name="status", read=word_of(ServiceStatus)),
    Column(name="retired_on", read=day),
    Column(name="licensed_on", read=day),
    Column(name="driving_months", read=whole(0, 720), signed=True),
    Column(name="firearms_passed_on", read=day),
    Column(name="firearms_tested", read=truth),
    Column(name="passport_until", read=day),
    Column(name="conduct", read=word_of(Conduct)),
    Column(name="repatriated", read=truth),
    Column(name="state_certificate_on", read=day),
    Column(name="self_attestation_on", read=day),
    Column(name="medical", read=_medical),
    Column(name="medical_until", read=day),
    Column(name="vaccinated", read=truth),
    Column(
        name="languages",
        read=items(_language, key=lambda held: held.code),
        parts=("code|lang", "level", "ams_score|score", "ams_on|tested_on", "ams_until|valid_until"),
    ),
    Column(
        name="skills",
        read=items(_skill, key=lambda held: held.code),
        parts=("code", "level", "years", "last_used"),
    ),
    Column(name="assignments", read=_assignments, blank=(), parts=("name", "starts_on", "ends_on")),
    Column(name="available_from", read=day),
    Column(name="available_until", read=day),
    Column(name="release_consent", read=truth),
    Column(name="excluded_missions", read=_missions, blank=(), parts=("mission",)),
    Column(name="modalities", read=items(_served_as, key=lambda m: m), blank=(), parts=("modality",)),
    Column(name="missions_served", read=whole(0, 50), decides=False, blank=0, signed=True),
    Column(name="last_mission_ended_on", read=day),
    Column(name="provenance", read=word_of(Provenance), decides=False, blank=Provenance.ENTERED),
)


# --- the record -------------------------------------------------------------------------------------------------------


def _officer(line: Line) -> Officer:
    values = dict(line.values)
    values["woman"] = values.pop("sex")
    values["number"] = values["number"] or ""
    values["nationality"] = values["nationality"] or ""
    officer = Officer(**values)
    _check_rank(line, officer)
    _check_days(line, officer)
    if officer.firearms_tested is False and officer.firearms_passed_on:
        line.fault("firearms_tested", "contradiction", NOT_TESTED_BUT_PASSED, found=officer.firearms_passed_on)
    if officer.status is ServiceStatus.ACTIVE and officer.retired_on:
        line.fault("retired_on", "contradiction", ACTIVE_AND_RETIRED, found=officer.retired_on)
    return officer


def _check_rank(line: Line, officer: Officer) -> None:
    if not officer.grade or not officer.service:
        return
    fault = codes.check_grade(service=officer.service, corps=officer.corps, grade=officer.grade)
    if fault:
        line.fault(fault.code, fault.code, fault.sentence, found=fault.found, allowed=fault.allowed)
    elif not codes.is_ladder_known(officer.service):
        line.remark("service", "ladder_unknown", LADDER_UNKNOWN, found=officer.service)


def _check_days(line: Line, officer: Officer) -> None:
    """Pairs of days of which the second may not come before the first."""
    recruit = _later(officer.born_on, YOUNGEST_RECRUIT)
    for column, earliest, found in (
        ("joined_on", recruit, officer.joined_on),
        ("licensed_on", recruit, officer.licensed_on),
        ("retired_on", officer.joined_on, officer.retired_on),
        ("available_until", _later(officer.available_from, timedelta(days=1)), officer.available_until),
    ):
        if earliest and found and found < earliest:
            line.fault(column, "contradiction", TOO_EARLY, found=found, allowed=earliest)


def _later(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by


SEX = _("“%(found)s” is not one of: %(allowed)s.")
NOT_TESTED = _("The Assessment for Mission Service tests %(allowed)s only, not “%(found)s”: leave score and day blank.")
TEST_ENDS_EARLY = _("In “%(found)s” the test result ends before it begins, or has an end and no day of the test.")
SKILL_LEVEL = _("The skill “%(found)s” has no level (%(allowed)s).")
PERIOD = _("“%(found)s” is not a period: name:first day:first day after, the second day later than the first.")
OVERLAP = _("Two assignments overlap: %(found)s. The second day of a period is the first day after it.")
NOT_ALONE = _("“%(found)s” takes whole units, not single officers. Officers serve as %(allowed)s.")
LADDER_UNKNOWN = _("No ladder of ranks is on file for “%(found)s”; the rank of its officers will count as not known.")
NOT_TESTED_BUT_PASSED = _("A firearms test passed on %(found)s contradicts “no” in this column.")
ACTIVE_AND_RETIRED = _("An officer in active service has a day of retirement, %(found)s.")
TOO_EARLY = _("%(found)s lies before %(allowed)s, which other cells of this row make the earliest day possible.")
