"""What the field's terms and an officer's facts are called, in English; faces translate them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from menara.engines.outcome import Answer, Status
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    Mark,
    MedicalClass,
    Modality,
    Need,
    OutcomeKind,
    Provenance,
    ServiceStatus,
    Stage,
    VacancyState,
)
from menara.wording import gettext_noop as _

YES, NO, NONE, ANY = _("yes"), _("no"), _("none"), _("any")
NOT_ON_RECORD = _("not on record")
NO_LIMIT = _("no limit")

# Members of two enums may be equal as numbers or texts, so each enum has its own table.
_LABELS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Answer: {
        Answer.MET: _("met"),
        Answer.NOT_MET: _("not met"),
        Answer.UNKNOWN: _("not known"),
    },
    Status: {
        Status.OPTIMAL: _("the best there is, proven"),
        Status.FEASIBLE: _("good, within the gap shown"),
        Status.STOPPED: _("stopped; the best found so far"),
        Status.INFEASIBLE: _("impossible as asked"),
    },
    Modality: {
        Modality.IPO: _("individual police officer"),
        Modality.PROFESSIONAL: _("professional post"),
        Modality.FPU: _("formed police unit"),
        Modality.SPT: _("specialized police team"),
        Modality.CIVILIAN_EXPERT: _("civilian policing expert"),
    },
    VacancyState: {
        VacancyState.CONFIRMED: _("confirmed vacancy"),
        VacancyState.PENDING: _("vacant if the holder does not extend"),
        VacancyState.FROZEN: _("frozen vacancy"),
    },
    LanguageTest: {
        LanguageTest.AMS: _("AMS language test"),
        LanguageTest.WORD: _("in words"),
        LanguageTest.CEFR: _("European levels"),
    },
    LanguageLevel: {
        LanguageLevel.A1: _("A1, beginner"),
        LanguageLevel.A2: _("A2, elementary"),
        LanguageLevel.B1: _("B1, intermediate"),
        LanguageLevel.B2: _("B2, independent"),
        LanguageLevel.C1: _("C1, advanced"),
        LanguageLevel.C2: _("C2, mastery"),
        LanguageLevel.NATIVE: _("mother tongue"),
    },
    Need: {
        Need.MUST: _("required"),
        Need.WANT: _("desired"),
    },
    Education: {
        Education.SECONDARY: _("secondary school"),
        Education.POLICE_DIPLOMA: _("police diploma"),
        Education.FIRST_DEGREE: _("first university degree"),
        Education.MASTER: _("master's degree"),
        Education.DOCTORATE: _("doctorate"),
    },
    Conduct: {
        Conduct.CLEAR: _("nothing on record"),
        Conduct.MINOR_TRAFFIC: _("minor traffic matter"),
        Conduct.DRINK_DRIVING: _("drink-driving"),
        Conduct.DANGEROUS_DRIVING: _("dangerous driving"),
        Conduct.UNDER_INVESTIGATION: _("under investigation"),
        Conduct.PROSECUTED: _("prosecuted"),
        Conduct.CONVICTED: _("convicted"),
    },
    MedicalClass: {
        MedicalClass.UNFIT: _("not fit for mission service"),
        MedicalClass.MS3: _("MS.3, unarmed service"),
        MedicalClass.MS2: _("MS.2, armed service"),
    },
    ServiceStatus: {
        ServiceStatus.ACTIVE: _("in active service"),
        ServiceStatus.RETIRED: _("retired"),
        ServiceStatus.CIVILIAN: _("civilian"),
    },
    OutcomeKind: {
        OutcomeKind.EXPRESSED_INTEREST: _("expressed interest"),
        OutcomeKind.AGREED_ACTION: _("agreed action"),
        OutcomeKind.PLEDGE: _("pledge"),
        OutcomeKind.INSTRUMENT: _("instrument"),
    },
    Stage: {
        Stage.NOMINATED: _("nominated"),
        Stage.REGISTERED: _("registered"),
        Stage.DESK_REVIEW: _("desk review"),
        Stage.INTERVIEW: _("interview"),
        Stage.SELECTED: _("selected"),
        Stage.RESERVE: _("reserve"),
        Stage.NOT_SELECTED: _("not selected"),
        Stage.VETTING: _("vetting"),
        Stage.MEDICAL: _("medical clearance"),
        Stage.TRAVEL: _("travel"),
        Stage.INDUCTED: _("inducted"),
        Stage.DEPLOYED: _("deployed"),
        Stage.END_OF_TOUR: _("end of tour"),
        Stage.REPATRIATED: _("repatriated"),
        Stage.DEBRIEFED: _("debriefed"),
        Stage.HOME: _("back in the home service"),
        Stage.WITHDRAWN_BY_STATE: _("withdrawn by the state"),
        Stage.CLEARANCE_EXPIRED: _("clearance expired"),
        Stage.POST_FROZEN: _("post frozen"),
        Stage.POST_ABOLISHED: _("post abolished"),
    },
    Mark: {
        Mark.CONFIRMED: _("confirmed by the issuing body"),
        Mark.SECONDARY: _("from a secondary source"),
        Mark.UNCONFIRMED: _("a setting of this installation"),
        Mark.INFERRED: _("inferred"),
    },
    Provenance: {
        Provenance.REAL: _("real, with source"),
        Provenance.SYNTHETIC: _("synthetic"),
        Provenance.ENTERED: _("entered here"),
    },
}

_FACTS: Mapping[str, str] = {
    "number": _("Service number"),
    "service": _("Police service"),
    "nationality": _("Nationality"),
    "home_unit": _("Home unit"),
    "unit_strength": _("Strength of the home unit"),
    "woman": _("Woman"),
    "born_on": _("Day of birth"),
    "corps": _("Corps"),
    "grade": _("Rank"),
    "education": _("Education"),
    "academy_diploma": _("Police academy diploma"),
    "joined_on": _("First day in the police"),
    "training_months": _("Months of academy training"),
    "status": _("Standing in the service"),
    "retired_on": _("Retired on"),
    "licensed_on": _("Driving licence issued on"),
    "driving_months": _("Months of recent driving"),
    "firearms_passed_on": _("Firearms test passed on"),
    "firearms_tested": _("Firearms test passed"),
    "passport_until": _("Passport valid until"),
    "conduct": _("Conduct"),
    "repatriated": _("Sent home on disciplinary grounds"),
    "state_certificate_on": _("State's certificate signed on"),
    "self_attestation_on": _("Own attestation signed on"),
    "medical": _("Medical clearance"),
    "medical_until": _("Medical clearance valid until"),
    "vaccinated": _("Vaccination certificate"),
    "languages": _("Languages"),
    "skills": _("Skills"),
    "assignments": _("Other assignments"),
    "available_from": _("Available from"),
    "available_until": _("Available until"),
    "release_consent": _("Released by the home service"),
    "excluded_missions": _("Withheld from missions"),
    "modalities": _("Offered as"),
    "missions_served": _("Missions served"),
    "last_mission_ended_on": _("Last mission ended on"),
    "provenance": _("Provenance"),
}


def label(term: Enum) -> str:
    """What a term of the field is called; KeyError for an enum that is none."""
    return _LABELS[type(term)][term]


def fact_label(name: str) -> str:
    """What a fact of an officer is called, by its field's name."""
    return _FACTS[name]


def termed() -> tuple[type[Enum], ...]:
    """The enums whose members have a label."""
    return tuple(_LABELS)
