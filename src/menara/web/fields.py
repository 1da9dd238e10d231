"""What the columns of files and the fields of forms are called, and in which groups a form shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from menara.exports.records import OFFICER_COLUMNS
from menara.sentences import fact_label
from menara.web.labels import Label

OFFICER: Mapping[str, Label] = {
    name: _("Sex") if name == "sex" else lazy(gettext, str)(fact_label(name)) for name in OFFICER_COLUMNS
}
OFFICER_GROUPS: Sequence[tuple[Label, Sequence[str]]] = (
    (_("Service"), ("number", "service", "corps", "grade", "home_unit", "unit_strength", "status", "retired_on",
                    "joined_on", "training_months", "missions_served", "last_mission_ended_on")),
    (_("Person"), ("nationality", "sex", "born_on", "education", "academy_diploma")),
    (_("Languages and skills"), ("languages", "skills")),
    (_("Papers"), ("passport_until", "licensed_on", "driving_months", "firearms_tested", "firearms_passed_on",
                   "state_certificate_on", "self_attestation_on")),
    (_("Health and conduct"), ("medical", "medical_until", "vaccinated", "conduct", "repatriated")),
    (_("Availability"), ("available_from", "available_until", "release_consent", "assignments", "excluded_missions",
                         "modalities")),
    (_("Record"), ("provenance",)),
)  # fmt: skip

POST: Mapping[str, Label] = {
    "ref": _("Reference"),
    "call": _("Call"),
    "title_ar": _("Title in Arabic"),
    "title_fr": _("Title in French"),
    "title_en": _("Title in English"),
    "org": _("Who calls"),
    "mission": _("Mission"),
    "duty_station": _("Duty station"),
    "modality": _("Modality"),
    "level": _("Level"),
    "positions": _("Positions"),
    "vacancy_state": _("Vacancy"),
    "rank_min": _("Lowest rank accepted"),
    "education": _("Diploma asked"),
    "years_total": _("Years of police service"),
    "years_specific": _("Years in the field of the post"),
    "specific_skill": _("Field those years are counted in"),
    "stream": _("Stream"),
    "skills": _("Skills"),
    "languages": _("Languages"),
    "armed": _("Armed"),
    "driving": _("Driving"),
    "start": _("Start"),
    "tour_months": _("Months of the tour"),
    "extendable": _("Extendable"),
    "deadline": _("Deadline"),
    "max_nominations": _("Nominations allowed"),
    "female_target": _("Share of women in the call"),
    "nationality_exclusions": _("Nationalities not accepted"),
    "critical": _("Critical for us"),
    "as_posted": _("As posted"),
    "source_url": _("Address of the source"),
    "seen_on": _("Seen on"),
    "provenance": _("Record"),
}
POST_GROUPS: Sequence[tuple[Label, Sequence[str]]] = (
    (_("The post"), ("ref", "title_en", "title_fr", "title_ar", "modality", "level", "stream", "positions",
                     "vacancy_state", "critical")),
    (_("The call"), ("call", "org", "deadline", "max_nominations", "female_target")),
    (_("Place and time"), ("mission", "duty_station", "start", "tour_months", "extendable")),
    (_("What is asked of an officer"), ("rank_min", "education", "years_total", "years_specific", "specific_skill",
                                        "skills", "languages", "armed", "driving", "nationality_exclusions")),
    (_("Where it comes from"), ("provenance", "source_url", "seen_on", "as_posted")),
)  # fmt: skip
