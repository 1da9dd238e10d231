"""The field's own words, as plain enums.

Values are what files and tables hold; labels for people live in the faces, where they can be translated.
Sources are keys of the list in ``facts/sources.toml``.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Modality(StrEnum):
    """How a person or a unit serves. The pipelines and the papers differ; they are never pooled (S13, S16, S26)."""

    IPO = "IPO"  # individual police officer, expert on mission, non-contracted
    PROFESSIONAL = "P"  # seconded staff post, P-2 to D-2
    FPU = "FPU"  # formed police unit: a unit is pledged, never a person
    SPT = "SPT"  # specialized police team: individuals nominated together
    CIVILIAN_EXPERT = "CIVPOL_EXPERT"  # government-provided civilian policing expert, not sworn

    @property
    def takes_individuals(self) -> bool:
        """Whether a person, rather than a formed unit, is nominated."""
        return self is not Modality.FPU

    @property
    def is_assessed_for_mission_service(self) -> bool:
        """Whether the Assessment for Mission Service (AMS) is a gate (S14, S16)."""
        return self in (Modality.IPO, Modality.SPT, Modality.CIVILIAN_EXPERT)


class VacancyState(StrEnum):
    """A pending vacancy is one whose holder may still extend; a frozen one is not filled (S128, S129)."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    FROZEN = "frozen"


class LanguageTest(StrEnum):
    """How a post measures a language: by the AMS, in the words of a job opening, or in CEFR levels."""

    AMS = "AMS"
    WORD = "word"
    CEFR = "CEFR"


class LanguageLevel(IntEnum):
    """CEFR levels; mother tongue stands above them. Comparable by order."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7


class Need(StrEnum):
    """Whether a requirement bars an officer who lacks it or only helps the one who has it."""

    MUST = "must"
    WANT = "want"


class Education(IntEnum):
    """Highest diploma, comparable by order."""

    SECONDARY = 1
    POLICE_DIPLOMA = 2
    FIRST_DEGREE = 3
    MASTER = 4
    DOCTORATE = 5


class Conduct(StrEnum):
    """What the record says. Being under investigation already bars; minor traffic matters do not, but
    drink-driving and dangerous driving are not minor (S47)."""

    CLEAR = "clear"
    MINOR_TRAFFIC = "minor_traffic"
    DRINK_DRIVING = "drink_driving"
    DANGEROUS_DRIVING = "dangerous_driving"
    UNDER_INVESTIGATION = "under_investigation"
    PROSECUTED = "prosecuted"
    CONVICTED = "convicted"


class MedicalClass(IntEnum):
    """What a medical examination cleared the officer for. MS.2 covers armed service and so unarmed too (S36).
    The diagnosis is never stored."""

    UNFIT = 0
    MS3 = 1
    MS2 = 2


class ServiceStatus(StrEnum):
    """Standing in the home service."""

    ACTIVE = "active"
    RETIRED = "retired"
    CIVILIAN = "civilian"


class OutcomeKind(StrEnum):
    """The ladder a meeting's results climb, one document at a time."""

    EXPRESSED_INTEREST = "expressed_interest"
    AGREED_ACTION = "agreed_action"
    PLEDGE = "pledge"
    INSTRUMENT = "instrument"

    @property
    def rung(self) -> int:
        return list(OutcomeKind).index(self) + 1


class Stage(StrEnum):
    """Where a nominated officer stands (domain: state machine, section 6). Passing the AMS is not selection;
    selection is not deployment."""

    NOMINATED = "nominated"
    REGISTERED = "registered"
    DESK_REVIEW = "desk_review"
    INTERVIEW = "interview"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    VETTING = "vetting"
    MEDICAL = "medical"
    TRAVEL = "travel"
    INDUCTED = "inducted"
    DEPLOYED = "deployed"
    END_OF_TOUR = "end_of_tour"
    REPATRIATED = "repatriated"
    DEBRIEFED = "debriefed"
    HOME = "home"
    WITHDRAWN_BY_STATE = "withdrawn_by_state"
    CLEARANCE_EXPIRED = "clearance_expired"
    POST_FROZEN = "post_frozen"
    POST_ABOLISHED = "post_abolished"


class Mark(StrEnum):
    """How well a fact is known."""

    CONFIRMED = "C"
    SECONDARY = "S"
    UNCONFIRMED = "U"
    INFERRED = "I"


class Provenance(StrEnum):
    """Every record says which it is; a page shows it."""

    REAL = "real"
    SYNTHETIC = "synthetic"
    ENTERED = "entered"  # by a user of this installation, who answers for it


_ENDS_EARLY = frozenset({Stage.WITHDRAWN_BY_STATE, Stage.POST_FROZEN, Stage.POST_ABOLISHED})
_ANSWERS = frozenset({Stage.SELECTED, Stage.RESERVE, Stage.NOT_SELECTED})

# What may follow what. A nominating state often learns the answer only, so an answer may come after any step before it.
NEXT_STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.NOMINATED: frozenset({Stage.REGISTERED, Stage.DESK_REVIEW, Stage.INTERVIEW}) | _ANSWERS | _ENDS_EARLY,
    Stage.REGISTERED: frozenset({Stage.DESK_REVIEW, Stage.INTERVIEW}) | _ANSWERS | _ENDS_EARLY,
    Stage.DESK_REVIEW: frozenset({Stage.INTERVIEW}) | _ANSWERS | _ENDS_EARLY,
    Stage.INTERVIEW: _ANSWERS | _ENDS_EARLY,
    Stage.RESERVE: frozenset({Stage.SELECTED, Stage.NOT_SELECTED, Stage.CLEARANCE_EXPIRED}) | _ENDS_EARLY,
    Stage.SELECTED: frozenset({Stage.VETTING, Stage.MEDICAL, Stage.TRAVEL, Stage.CLEARANCE_EXPIRED}) | _ENDS_EARLY,
    Stage.VETTING: frozenset({Stage.MEDICAL, Stage.TRAVEL, Stage.NOT_SELECTED, Stage.CLEARANCE_EXPIRED}) | _ENDS_EARLY,
    Stage.MEDICAL: frozenset({Stage.TRAVEL, Stage.NOT_SELECTED, Stage.CLEARANCE_EXPIRED}) | _ENDS_EARLY,
    Stage.TRAVEL: frozenset({Stage.INDUCTED, Stage.CLEARANCE_EXPIRED}) | _ENDS_EARLY,
    Stage.INDUCTED: frozenset({Stage.DEPLOYED, Stage.REPATRIATED}),
    Stage.DEPLOYED: frozenset({Stage.END_OF_TOUR, Stage.REPATRIATED, Stage.WITHDRAWN_BY_STATE}),
    Stage.END_OF_TOUR: frozenset({Stage.REPATRIATED}),
    Stage.REPATRIATED: frozenset({Stage.DEBRIEFED, Stage.HOME}),
    Stage.DEBRIEFED: frozenset({Stage.HOME}),
    Stage.CLEARANCE_EXPIRED: frozenset({Stage.VETTING, Stage.MEDICAL, Stage.NOT_SELECTED}) | _ENDS_EARLY,
    Stage.POST_FROZEN: frozenset({Stage.NOMINATED, Stage.POST_ABOLISHED, Stage.WITHDRAWN_BY_STATE}),
    Stage.NOT_SELECTED: frozenset(),
    Stage.WITHDRAWN_BY_STATE: frozenset(),
    Stage.POST_ABOLISHED: frozenset(),
    Stage.HOME: frozenset(),
}
