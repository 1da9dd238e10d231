"""A call as a table: one row an opening, columns as in the schema of the records."""

from __future__ import annotations

import re

from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.intake import codes
from menara.intake.cells import (
    CellFault,
    Reader,
    day,
    identifier,
    instant,
    nationality,
    share,
    text,
    truth,
    whole,
    word_of,
)
from menara.intake.columns import Column, Line, Reading, read_records
from menara.intake.lists import field, fields, items, split, unescaped
from menara.intake.tables import Source
from menara.terms import Education, LanguageLevel, LanguageTest, Modality, Need, Provenance, VacancyState
from menara.wording import gettext_noop as _

ROW_LIMIT = 20_000
WORDS = {
    "basic": LanguageLevel.A2,
    "working": LanguageLevel.B2,
    "working knowledge": LanguageLevel.B2,
    "fluency": LanguageLevel.C1,
}
"""The words of job openings and the level each is read as [I]."""

LANGUAGE_FORM = "code:test:level:need"
GRADES = ("P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7", "D-1", "D-2")


def read_openings(source: Source, *, name: str = "") -> Reading[Opening]:
    """The openings in a CSV, XLSX or JSON file or in its bytes. ``name`` is what faults call the file.

    Raises ``BadInput`` with all faults of the file.
    """
    shares: dict[str, Opening] = {}

    def build(line: Line) -> Opening:
        opening = _opening(line)
        if opening.call and opening.female_target is not None:
            first = shares.setdefault(opening.call, opening)
            if first.female_target != opening.female_target:
                line.fault("female_target", "contradiction", TWO_SHARES, found=opening.call, allowed=first.ref)
        return opening

    return read_records(
        source, name=name, columns=COLUMNS, aliases=ALIASES, unique="ref", row_limit=ROW_LIMIT, build=build
    )


# --- cells ------------------------------------------------------------------------------------------------------------


def _modality(cell: str) -> Modality:
    if re.sub(r"[^a-z]", "", cell.casefold()) in OBSERVERS:
        raise CellFault("observer", OBSERVER, allowed=", ".join(Modality))
    return _MODALITY(cell)


_MODALITY = word_of(Modality)
_LEVEL = word_of(LanguageLevel)
_TEST = word_of(LanguageTest)
_NEED = word_of(Need)
OBSERVERS = {"unmo", "unmos", "milob", "milobs", "observer", "militaryobserver", "unmilitaryobserver"}


def _language(written: str) -> LanguageAsked:
    code, test, measure, need = fields(written, least=1, form=LANGUAGE_FORM)
    code = field(codes.language, code)
    is_tested = code in ("en", "fr")
    kind = field(_TEST, test, LanguageTest.AMS if is_tested else LanguageTest.WORD)
    if kind is LanguageTest.AMS and not is_tested:
        raise CellFault("ams_language", NOT_TESTED, found=code, allowed="en, fr")
    return LanguageAsked(
        code=code,
        test=kind,
        need=field(_NEED, need, Need.MUST),
        score=field(whole(0, 100), measure) if kind is LanguageTest.AMS else None,
        level=field(_spoken if kind is LanguageTest.WORD else _LEVEL, measure)
        if kind is not LanguageTest.AMS
        else None,
    )


def _spoken(cell: str) -> LanguageLevel:
    if found := WORDS.get(cell.casefold()):
        return found
    try:
        level: LanguageLevel = _LEVEL(cell)
    except CellFault as fault:
        fault.allowed = ", ".join((*WORDS, fault.allowed))
        raise
    return level


def _skill(written: str) -> SkillAsked:
    code, level, need = fields(written, least=1, form="code:level:need")
    return SkillAsked(
        code=field(codes.skill, code), level=field(whole(1, 4), level, 1), need=field(_NEED, need, Need.MUST)
    )


def _exclusion(written: str) -> NationalityExclusion:
    nation, reason, authority = fields(written, least=3, form="nationality:reason:authority")
    if not (reason and authority):
        raise CellFault("exclusion", EXCLUSION, found=written, allowed="MAR:reason:authority")
    return NationalityExclusion(nationality=field(nationality, nation), reason=text(reason), authority=text(authority))


def _rank(written: str) -> tuple[str, str]:
    ladder, *grade = split(written, "=")
    if len(grade) != 1 or not grade[0].strip():
        raise CellFault("item", RANK, found=written, allowed="service/corps=grade")
    service, _slash, corps = (part.strip() for part in unescaped(ladder).partition("/"))
    found = unescaped(grade[0]).strip()
    if fault := codes.check_grade(service=service, corps=corps, grade=found):
        raise fault
    return identifier(f"{service}/{corps}" if corps else service), identifier(found)


def _level(cell: str) -> str:
    """A grade of staff posts, or the call's own word."""
    if found := re.fullmatch(r"([PpDd])[ -]?([0-9])", cell):
        grade = f"{found[1].upper()}-{found[2]}"
        if grade not in GRADES or grade != cell:
            raise CellFault("grade", STAFF_GRADE, allowed=grade if grade in GRADES else ", ".join(GRADES))
    return identifier(cell)


_language_list: Reader = items(_language, key=lambda asked: (asked.code, asked.test))
_skill_list: Reader = items(_skill, key=lambda asked: asked.code)
_exclusion_list: Reader = items(_exclusion, key=lambda excluded: excluded.nationality)
_rank_list: Reader = items(_rank, key=lambda pair: pair[0])

COLUMNS = (
    Column(name="ref", read=identifier, required=True),
    Column(name="call", read=identifier, decides=False, blank=""),
    Column(name="title_ar", decides=False, blank="", free_text=True),
    Column(name="title_fr", decides=False, blank="", free_text=True),
    Column(name="title_en", decides=False, blank="", free_text=True),
    Column(name="org", read=identifier, decides=False, blank=""),
    Column(name="mission", read=codes.mission, blank=""),
    Column(name="duty_station", decides=False, blank="", free_text=True),
    Column(name="modality", read=_modality),
    Column(name="level", read=_level, blank=""),
    Column(name="positions", read=whole(1, 1_000), signed=True),
    Column(name="vacancy_state", read=word_of(VacancyState)),
    Column(name="rank_min", read=_rank_list, blank=(), parts=("ladder", "grade")),
    Column(name="education", read=word_of(Education)),
    Column(name="years_total", read=whole(0, 50), signed=True),
    Column(name="years_specific", read=whole(0, 50), signed=True),
    Column(name="specific_skill", read=codes.skill, decides=False, blank=""),
    Column(name="stream", read=codes.stream, decides=False, blank=""),
    Column(name="skills", read=_skill_list, blank=(), parts=("code", "level", "need")),
    Column(name="languages", read=_language_list, blank=(), parts=("code|lang", "test", "level|score", "need")),
    Column(name="armed", read=truth),
    Column(name="driving", read=truth),
    Column(name="start", read=day),
    Column(name="tour_months", read=whole(1, 60), signed=True),
    Column(name="extendable", read=truth, decides=False),
    Column(name="deadline", read=instant, decides=False),
    Column(name="max_nominations", read=whole(1, 1_000), signed=True),
    Column(name="female_target", read=share, signed=True),
    Column(name="nationality_exclusions", read=_exclusion_list, blank=(), parts=("nationality", "reason", "authority")),
    Column(name="critical", read=truth, decides=False, blank=False),
    Column(name="as_posted", decides=False, blank="", free_text=True),
    Column(name="source_url", decides=False, blank="", free_text=True),
    Column(name="seen_on", read=day, decides=False),
    Column(name="provenance", read=word_of(Provenance), decides=False, blank=Provenance.ENTERED),
)
ALIASES = {"title": "title_en"}


# --- the record -------------------------------------------------------------------------------------------------------


def _opening(line: Line) -> Opening:
    values = dict(line.values)
    values["ref"] = values["ref"] or ""
    values["title"] = {code: words for code in ("ar", "fr", "en") if (words := values.pop(f"title_{code}"))}
    values["rank_min"] = dict(values["rank_min"])
    opening = Opening(**values)
    _contradictions(line, opening)
    for ladder in opening.rank_min:
        if not codes.is_ladder_known(ladder.split("/")[0]):
            line.remark("rank_min", "ladder_unknown", LADDER_UNKNOWN, found=ladder)
    return opening


def _contradictions(line: Line, opening: Opening) -> None:
    if opening.modality is Modality.PROFESSIONAL and opening.level and opening.level not in GRADES:
        line.fault("level", "grade", STAFF_GRADE, found=opening.level, allowed=", ".join(GRADES))
    if opening.modality not in (None, Modality.PROFESSIONAL) and opening.level in GRADES:
        line.fault("level", "contradiction", GRADE_OF_STAFF, found=opening.level, allowed=Modality.PROFESSIONAL)
    if _above(opening.years_specific, opening.years_total):
        line.fault(
            "years_specific", "contradiction", MORE_SPECIFIC, found=opening.years_specific, allowed=opening.years_total
        )
    if opening.deadline and opening.start and opening.deadline.date() > opening.start:
        line.fault("deadline", "contradiction", LATE_DEADLINE, found=opening.deadline.date(), allowed=opening.start)


def _above(number: int | None, bound: int | None) -> bool:
    return number is not None and bound is not None and number > bound


OBSERVER = _(
    "“%(found)s” is a post of a military observer, not of police: observers are commissioned officers under other "
    "rules. Police serve as %(allowed)s."
)
NOT_TESTED = _(
    "The Assessment for Mission Service tests %(allowed)s only, not “%(found)s”. Ask for it as word or CEFR."
)
EXCLUSION = _("An excluded nationality needs a reason and an authority: %(allowed)s, not “%(found)s”.")
RANK = _("“%(found)s” is not written as %(allowed)s.")
STAFF_GRADE = _("“%(found)s” is not a grade of staff posts: %(allowed)s.")
GRADE_OF_STAFF = _("%(found)s is a grade of staff, who serve as modality “%(allowed)s”; the row says another modality.")
MORE_SPECIFIC = _("More specific years (%(found)s) are asked than years in total (%(allowed)s).")
LATE_DEADLINE = _("The deadline (%(found)s) lies after the start of the tour (%(allowed)s).")
TWO_SHARES = _("The call “%(found)s” asks another share of women in the row of %(allowed)s; a call has one.")
LADDER_UNKNOWN = _("No ladder of ranks is on file for “%(found)s”; the rank of its officers will count as not known.")
