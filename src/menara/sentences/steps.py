"""What a step is called: what one officer would do to become eligible."""

from __future__ import annotations

from collections.abc import Mapping

from menara.engines.eligibility.steps import Step, StepKind
from menara.sentences.sentence import Code, Sentence
from menara.terms import LanguageLevel, MedicalClass, Modality
from menara.wording import gettext_noop as _

KINDS: Mapping[StepKind, str] = {
    StepKind.LANGUAGE_TEST: _("Language test of the AMS"),
    StepKind.LANGUAGE_COURSE: _("Language course"),
    StepKind.SKILL_COURSE: _("Course or practice in a skill"),
    StepKind.DRIVING: _("Driving licence or practice"),
    StepKind.FIREARMS_TEST: _("Firearms test"),
    StepKind.PASSPORT: _("Passport"),
    StepKind.MEDICAL: _("Medical examination"),
    StepKind.VACCINATION: _("Vaccination certificate"),
    StepKind.STATE_CERTIFICATE: _("State's certificate"),
    StepKind.ATTESTATION: _("Own attestation"),
    StepKind.RELEASE: _("Release by the home service"),
    StepKind.OFFER: _("Offer for another way of serving"),
    StepKind.AVAILABILITY: _("Availability for the whole tour"),
    StepKind.RELIEF: _("Relief from another assignment"),
    StepKind.NO_LONGER_WITHHELD: _("Mission no longer withheld"),
}
STEPS: Mapping[StepKind, str] = {
    StepKind.LANGUAGE_TEST: _("Pass the AMS language test in %(language)s with %(score)s %% or more"),
    StepKind.LANGUAGE_COURSE: _("Reach in %(language)s the level %(level)s"),
    StepKind.SKILL_COURSE: _("Reach level %(level)s in this skill: %(skill)s"),
    StepKind.DRIVING: _("Obtain a driving licence or drive as long as the post asks"),
    StepKind.FIREARMS_TEST: _("Pass the firearms test"),
    StepKind.PASSPORT: _("Renew the passport"),
    StepKind.MEDICAL: _("Be cleared in the medical class %(class)s"),
    StepKind.VACCINATION: _("Obtain the vaccination certificate"),
    StepKind.STATE_CERTIFICATE: _("Obtain the state's certificate"),
    StepKind.ATTESTATION: _("Sign the own attestation"),
    StepKind.RELEASE: _("Be released by the home service"),
    StepKind.OFFER: _("Be offered by the home service as: %(modality)s"),
    StepKind.AVAILABILITY: _("Be made available for the whole tour"),
    StepKind.RELIEF: _("Be relieved of an assignment that overlaps the tour"),
    StepKind.NO_LONGER_WITHHELD: _("No longer be withheld from the mission %(mission)s"),
}


def kind_sentence(kind: StepKind) -> Sentence:
    """A kind of step, in a word or two."""
    return Sentence(template=KINDS[kind])


def step_sentence(step: Step) -> Sentence:
    """One step, with what it is about."""
    match step.kind:
        case StepKind.LANGUAGE_TEST:
            facts: dict[str, object] = {"language": Code("language", step.about), "score": step.amount}
        case StepKind.LANGUAGE_COURSE:
            facts = {"language": Code("language", step.about), "level": LanguageLevel(step.amount)}
        case StepKind.SKILL_COURSE:
            facts = {"skill": Code("skill", step.about), "level": step.amount}
        case StepKind.MEDICAL:
            facts = {"class": MedicalClass(step.amount)}
        case StepKind.OFFER:
            facts = {"modality": Modality(step.about)}
        case StepKind.NO_LONGER_WITHHELD:
            facts = {"mission": Code("mission", step.about)}
        case _:
            facts = {}
    return Sentence(template=STEPS[step.kind], facts=facts)
