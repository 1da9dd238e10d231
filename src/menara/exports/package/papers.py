"""The enclosures each modality asks for, who asks, and how each nominee stands.

Whether a paper is good enough is a rule of eligibility and is asked of the rules themselves; this file only says
which paper answers which rules. The roster holds dates and results: a paper *on file* has still to be enclosed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from menara.engines.eligibility.explain import explain
from menara.engines.eligibility.norms import Norms
from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Authority
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Answer
from menara.exports.package.contents import Nominee
from menara.terms import Mark, Modality


class State(StrEnum):
    """How one paper of one nominee stands."""

    ON_FILE = "on_file"
    MISSING = "missing"
    NOT_VALID = "not_valid"
    NOT_KNOWN = "not_known"
    TO_SIGN = "to_sign"
    TO_COMPLETE = "to_complete"
    TO_ISSUE = "to_issue"
    NOT_ASKED = "not_asked"


OPEN_STATES = (State.MISSING, State.NOT_VALID, State.NOT_KNOWN, State.TO_SIGN, State.TO_COMPLETE)
"""States in which somebody has something to do for one officer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A paper: who asks for it of which modality, the rules it answers, and its state where no rule decides.

    ``is_held`` says whether the record knows of such a paper at all, good enough or not."""

    name: str
    asked: Mapping[Modality, tuple[Authority, ...]]
    rules: tuple[str, ...] = ()
    standing: State = State.TO_COMPLETE
    is_held: Callable[[Officer], bool] = lambda officer: False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One enclosure of one nominee. ``label`` is the enclosure's name, or a narrower one where the post decides."""

    enclosure: Enclosure
    label: str
    state: State


def _inferred(*asked: tuple[str, Mark]) -> Mapping[Modality, tuple[Authority, ...]]:
    """Asked of individual officers by these sources; of the other modalities the AMS serves, by inference."""
    own = tuple(Authority(source, mark.value) for source, mark in asked)
    same = tuple(Authority(source, Mark.INFERRED.value) for source, _ in asked)
    return {Modality.IPO: own, Modality.SPT: same, Modality.CIVILIAN_EXPERT: same}


def _of_professionals(*sources: str) -> Mapping[Modality, tuple[Authority, ...]]:
    return {Modality.PROFESSIONAL: tuple(Authority(source, Mark.CONFIRMED.value) for source in sources)}


C, S = Mark.CONFIRMED, Mark.SECONDARY

ENCLOSURES: tuple[Enclosure, ...] = (
    Enclosure(
        name="note_verbale",
        asked={**_inferred(("S13", C)), **_of_professionals("S17")},
        standing=State.TO_ISSUE,
    ),
    Enclosure(name="easp", asked=_inferred(("S13", C))),
    Enclosure(name="p11", asked=_of_professionals("S17")),
    Enclosure(name="academic", asked=_of_professionals("S17")),
    Enclosure(
        name="passport",
        asked=_inferred(("S13", C), ("S36", S)),
        rules=("passport_is_valid",),
        is_held=lambda officer: officer.passport_until is not None,
    ),
    Enclosure(
        name="state_certificate",
        asked={**_inferred(("S13", C), ("S37", C)), **_of_professionals("S37")},
        rules=("is_certified_by_state",),
        standing=State.TO_SIGN,
    ),
    Enclosure(
        name="self_attestation",
        asked={**_inferred(("S38", C)), **_of_professionals("S38")},
        rules=("has_attested",),
        standing=State.TO_SIGN,
    ),
    Enclosure(
        name="medical",
        asked=_inferred(("S36", S)),
        rules=("is_medically_cleared",),
        is_held=lambda officer: officer.medical is not None,
    ),
    Enclosure(
        name="vaccination",
        asked=_inferred(("S36", S)),
        rules=("is_vaccinated",),
        is_held=lambda officer: officer.vaccinated is True,
    ),
    Enclosure(
        name="ams",
        asked=_inferred(("S35", C), ("S36", S)),
        rules=("passed_language_test", "language_test_is_valid_at_start"),
        is_held=lambda officer: any(lang.ams_score is not None for lang in officer.languages or ()),
    ),
    Enclosure(
        name="firearms",
        asked=_inferred(("S47", S)),
        rules=("passed_firearms_test",),
        is_held=lambda officer: officer.firearms_tested is True,
    ),
)

_FORMS_HERE = (State.TO_SIGN,)


def asked_of(modality: Modality) -> tuple[Enclosure, ...]:
    """The enclosures a modality asks for, in the order of the list."""
    return tuple(e for e in ENCLOSURES if modality in e.asked)


def papers(*, nominee: Nominee, norms: Norms, on: date) -> tuple[Paper, ...]:
    """Every enclosure asked of this nominee's modality and how it stands; those the post does not ask are left out."""
    if nominee.opening.modality is None:
        return ()
    enclosures = asked_of(nominee.opening.modality)
    rules = tuple(BY_NAME[name] for e in enclosures for name in e.rules)
    findings = explain(officer=nominee.officer, opening=nominee.opening, norms=norms, on=on, rules=rules)
    answers = {f.rule: f.answer for f in findings if f.applies}
    stands = ((e, _state(e, answers, nominee.officer)) for e in enclosures)
    return tuple(
        Paper(enclosure=e, label=_label(e, nominee), state=state) for e, state in stands if state is not State.NOT_ASKED
    )


def _state(enclosure: Enclosure, answers: Mapping[str, Answer], officer: Officer) -> State:
    if not enclosure.rules:
        return enclosure.standing
    told = [answers[name] for name in enclosure.rules if name in answers]
    if not told:
        return State.NOT_ASKED
    answer = min(told)
    if answer is Answer.MET:
        return State.ON_FILE
    if enclosure.standing in _FORMS_HERE:
        return enclosure.standing
    if not enclosure.is_held(officer):
        return State.MISSING
    return State.NOT_VALID if answer is Answer.NOT_MET else State.NOT_KNOWN


def _label(enclosure: Enclosure, nominee: Nominee) -> str:
    """A medical form is MS.2 or MS.3 once the call says whether the mission is armed."""
    armed = nominee.opening.armed
    if enclosure.name != "medical" or armed is None:
        return enclosure.name
    return "medical_ms2" if armed else "medical_ms3"
