"""What each column of a file is for, in a sentence, with what it may hold and an example. For templates and pages."""

from __future__ import annotations

from dataclasses import dataclass

from menara import facts
from menara.facts.officers import STREAMS
from menara.intake import decisions, officers, openings
from menara.intake.cells import spelled
from menara.intake.codes import ladders
from menara.intake.columns import Column
from menara.terms import Conduct, Education, MedicalClass, Modality, Provenance, ServiceStatus, VacancyState
from menara.wording import gettext_noop as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One column: its name, an English sentence to translate, the values or the form allowed, an example, and whether
    the header must have it."""

    column: str
    sentence: str
    allowed: str
    example: str
    must_be_there: bool


def _words(*members: object) -> str:
    return ", ".join(str(getattr(m, "value", m)) for m in members)


DAY, TRUTH, LIST = "YYYY-MM-DD", "yes, no", _("items separated by ;  none = there are none")
LEVELS = "A1, A2, B1, B2, C1, C2, native"

OPENINGS: dict[str, tuple[str, str, str]] = {
    "ref": (_("The reference of the opening, unique in the file."), "", "2024-MONUSCO-78800-DPO"),
    "call": (_("Openings of one call form one batch; the share of women counts over it."), "", "NV-2026-041"),
    "title_ar": (_("The title in Arabic."), "", "مستشار في إصلاح الشرطة"),
    "title_fr": (_("The title in French."), "", "Conseiller pour la réforme de la police"),
    "title_en": (_("The title in English."), "", "Police Reform Adviser"),
    "org": (_("The organisation that posts it."), "", "UN"),
    "mission": (_("The mission or office."), ", ".join(facts.missions()), "MINUSCA"),
    "duty_station": (_("The duty station."), "", "Bangui"),
    "modality": (_("How the officer serves. An observer post is not a police post."), _words(*Modality), "P"),
    "level": (_("The grade of a staff post; blank for others."), ", ".join(openings.GRADES), "P-4"),
    "positions": (_("How many serve in it; blank counts as one."), "1–1000", "1"),
    "vacancy_state": (_("A frozen post is not filled."), _words(*VacancyState), "confirmed"),
    "rank_min": (
        _("The lowest grade accepted in each ladder of rank."),
        "service/corps=grade;…",
        "MAR-DGSN/civil=commissaire",
    ),
    "education": (_("The least diploma."), ", ".join(map(spelled, Education)), "first_degree"),
    "years_total": (_("Years of service asked in all."), "0–50", "7"),
    "years_specific": (_("Years asked in the specific skill."), "0–50", "5"),
    "specific_skill": (_("The skill meant by the specific years; blank: the first skill asked."), "", "forensics"),
    "stream": (_("The stream of recruitment."), ", ".join(STREAMS), "operations"),
    "skills": (_("Skills asked: code, least level, must or want."), "code:1–4:must|want;…", "forensics:2:must"),
    "languages": (
        _("Languages asked: code, how it is tested, score or level, must or want."),
        "code:AMS:score:must|want; code:CEFR:level:must|want; code:word:fluency|working|basic:must|want",
        "fr:AMS:60:must;en:CEFR:B2:want",
    ),
    "armed": (_("Whether the post is armed."), TRUTH, "no"),
    "driving": (_("Whether the officer must drive; blank: as the modality asks."), TRUTH, "yes"),
    "start": (_("The planned first day."), DAY, "2027-03-01"),
    "tour_months": (_("The length of the tour in months."), "1–60", "12"),
    "extendable": (_("Whether the tour may be extended."), TRUTH, "yes"),
    "deadline": (
        _("When nominations close, with the time zone."),
        "YYYY-MM-DDTHH:MM±HH:MM; YYYY-MM-DD HH:MM Area/City",
        "2026-12-15 23:59 America/New_York",
    ),
    "max_nominations": (
        _("How many may be nominated, at most four a position; blank: as the modality asks."),
        "1–1000",
        "2",
    ),
    "female_target": (_("The share of women asked of the call's nominees."), "25%, 0.25, 1/4", "25%"),
    "nationality_exclusions": (
        _("Nationalities that may not serve here: code, reason, who says so."),
        "ISO 3166 alpha-3:reason:authority;…",
        "",
    ),
    "critical": (_("Whether the planner fills it before others."), TRUTH, "no"),
    "as_posted": (_("The words of the posting where they say more or otherwise."), "", "3 ans"),
    "source_url": (_("Where it was seen."), "", ""),
    "seen_on": (_("The day it was seen."), DAY, "2026-11-02"),
    "provenance": (_("Whether the row is real, synthetic or entered by you; blank: entered."), _words(*Provenance), ""),
}

OFFICERS: dict[str, tuple[str, str, str]] = {
    "number": (_("The service number, unique in the file. No names."), "", "MA-004211"),
    "service": (_("The police service."), ", ".join(sorted({k.split("/")[0] for k in ladders()})), "MAR-DGSN"),
    "nationality": (_("The nationality."), "ISO 3166 alpha-3", "MAR"),
    "home_unit": (_("The home unit."), "", "Préfecture d'Agadir"),
    "unit_strength": (_("Officers in the home unit; blank: no cap on that unit."), "1–1000000", "240"),
    "sex": (_("For the share of women."), "f, m", "f"),
    "born_on": (_("The day of birth."), DAY, "1985-04-17"),
    "corps": (_("The corps, where the service has several ladders of rank."), ", ".join(ladders()), "civil"),
    "grade": (_("The grade, in its own ladder."), "", "commissaire"),
    "education": (_("The highest diploma."), ", ".join(map(spelled, Education)), "master"),
    "academy_diploma": (_("Whether the officer holds a police academy diploma."), TRUTH, "yes"),
    "joined_on": (_("The first day in the police, training included."), DAY, "2008-09-01"),
    "training_months": (_("Months of academy training, which do not count as service."), "0–120", "12"),
    "status": (_("The standing in the home service."), _words(*ServiceStatus), "active"),
    "retired_on": (_("The day of retirement."), DAY, ""),
    "licensed_on": (_("The day the driving licence was issued."), DAY, "2009-05-20"),
    "driving_months": (_("Months of driving in the recent past."), "0–720", "36"),
    "firearms_passed_on": (_("The day of the last firearms test passed."), DAY, "2026-06-01"),
    "firearms_tested": (_("no: not tested or failed; blank: not known."), TRUTH, "yes"),
    "passport_until": (_("The day the passport ends."), DAY, "2031-02-11"),
    "conduct": (_("What the record says."), _words(*Conduct), "clear"),
    "repatriated": (_("Whether sent home or barred on disciplinary grounds before."), TRUTH, "no"),
    "state_certificate_on": (_("The day of the state's certificate."), DAY, "2026-10-01"),
    "self_attestation_on": (_("The day of the officer's own attestation."), DAY, "2026-10-01"),
    "medical": (_("The class cleared for. No diagnosis."), ", ".join(map(spelled, MedicalClass)), "MS2"),
    "medical_until": (_("The day the clearance ends."), DAY, "2027-10-01"),
    "vaccinated": (_("Whether the vaccination certificate is complete."), TRUTH, "yes"),
    "languages": (
        _("Languages held: code, level, AMS score, day of the AMS test, first day it no longer counts."),
        f"code:{LEVELS.replace(', ', '|')}:0–100:{DAY}:{DAY};…",
        "ar:native;fr:C1:72:2026-03-10;en:B2",
    ),
    "skills": (
        _("Skills held: code, level, years, year last used."),
        "code:1–4:years:year;…",
        "investigations:3:6:2025;forensics:2",
    ),
    "assignments": (
        _("Periods already promised: name, first day, first day after. Blank: none; unknown: not known."),
        f"name:{DAY}:{DAY};…",
        "MINUSCA:2024-01-15:2025-01-15",
    ),
    "available_from": (_("The first day available; blank: no limit."), DAY, ""),
    "available_until": (_("The first day no longer available; blank: no limit."), DAY, ""),
    "release_consent": (_("Whether the home unit agrees to the release."), TRUTH, "yes"),
    "excluded_missions": (_("Missions the home office keeps the officer from."), ", ".join(facts.missions()), ""),
    "modalities": (
        _("How the officer is willing to serve; blank: any."),
        _words(*(m for m in Modality if m.takes_individuals)),
        "IPO;P",
    ),
    "missions_served": (_("Missions served before; blank counts as none."), "0–50", "1"),
    "last_mission_ended_on": (_("The day the last mission ended."), DAY, "2025-01-15"),
    "provenance": (_("Whether the row is real, synthetic or entered by you; blank: entered."), _words(*Provenance), ""),
}

DECISIONS: dict[str, tuple[str, str, str]] = {
    "kind": (_("What was decided."), ", ".join(decisions.KINDS), "pin"),
    "officer": (_("The officer's service number, for all kinds but waivers."), "", "MA-004211"),
    "opening": (_("The opening; an exclusion without one holds for all."), "", "2024-MONUSCO-78800-DPO"),
    "call": (_("The call whose share of women is waived."), "", "NV-2026-041"),
    "per_cent": (_("Your own odds of selection, for estimates."), "0–100", "40"),
    "by": (_("Who decided."), "", _("head of the peacekeeping desk")),
    "reason": (_("Why."), "", _("served in the same mission in 2023")),
}


def help_for(kind: str) -> tuple[Help, ...]:
    """Every column of ``kind`` (openings, officers, decisions), in the order of the file."""
    columns, said = {
        "openings": (openings.COLUMNS, OPENINGS),
        "officers": (officers.COLUMNS, OFFICERS),
        "decisions": (decisions.COLUMNS, DECISIONS),
    }[kind]
    return tuple(_help(column, *said[column.name]) for column in columns)


def _help(column: Column, sentence: str, allowed: str, example: str) -> Help:
    return Help(column=column.name, sentence=sentence, allowed=allowed, example=example, must_be_there=column.decides)
