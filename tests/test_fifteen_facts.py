"""The fifteen facts an expert will check, each by name, on the norms and facts that Menara ships.

Sources are keys of ``facts/sources.toml``.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from engines.eligibility.example import OFFICER as EXAMPLE
from engines.eligibility.example import ON, OPENING, START
from menara.engines.eligibility.explain import explain, verdict
from menara.engines.eligibility.officer import Language, Officer
from menara.engines.eligibility.opening import LanguageAsked, Opening, SkillAsked
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.screen import screen
from menara.engines.matching.check import check
from menara.engines.matching.odds import OddsModel
from menara.engines.matching.problem import Nominee, Problem
from menara.engines.matching.solve import solve
from menara.engines.outcome import Answer, Status
from menara.exports.package.papers import asked_of
from menara.facts import gender_figures, gender_target, marrakech_2025, missions, norms
from menara.facts.synthesis import openings as synthetic_openings
from menara.terms import (
    NEXT_STAGES,
    Conduct,
    LanguageLevel,
    LanguageTest,
    Mark,
    MedicalClass,
    Modality,
    OutcomeKind,
    Stage,
)
from office import NOW, Office

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
INDIVIDUAL = tuple(m for m in Modality if m.takes_individuals)

OFFICER = replace(EXAMPLE, nationality="MAR")
IPO = replace(
    OPENING,
    rank_min={},
    skills=(SkillAsked(code="forensics", level=2),),
    languages=(LanguageAsked(code="fr", test=LanguageTest.AMS),),
)
STAFF = replace(IPO, ref="O-P", modality=Modality.PROFESSIONAL, level="P-3", years_total=None, languages=(), armed=None)


def officer(**facts: Any) -> Officer:
    return replace(OFFICER, **facts)


def opening(**asks: Any) -> Opening:
    return replace(IPO, **asks)


def answers(someone: Officer, post: Opening) -> dict[str, Answer]:
    """The answers of the rules the post asks."""
    findings = explain(officer=someone, opening=post, norms=norms(), on=ON)
    return {f.rule: f.answer for f in findings if f.applies}


def whole(someone: Officer, post: Opening) -> Answer:
    return verdict(explain(officer=someone, opening=post, norms=norms(), on=ON))


def in_the_way(someone: Officer, post: Opening) -> set[str]:
    return {rule for rule, answer in answers(someone, post).items() if answer is not MET}


def problem(officers: list[Officer], openings: list[Opening], **decisions: Any) -> Problem:
    return Problem(officers=tuple(officers), openings=tuple(openings), norms=norms(), on=ON, **decisions)


def slate(officers: list[Officer], openings: list[Opening], **decisions: Any) -> list[tuple[str, str]]:
    """Who is nominated for what in the best slate."""
    result = solve(problem(officers, openings, **decisions))
    assert result.status is Status.OPTIMAL
    return sorted((n.opening, n.officer) for n in result.nominees)


def several(count: int, **facts: Any) -> list[Officer]:
    return [officer(number=f"X-{i}", **facts) for i in range(1, count + 1)]


@pytest.mark.parametrize("post", [IPO, STAFF], ids=["IPO", "P"])
def test_the_examples_are_eligible(post: Opening) -> None:
    """Whatever bars an officer below is what the test changed."""
    assert whole(OFFICER, post) is MET


# --- 1 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("consent", "answer"), [(True, MET), (None, UNKNOWN), (False, NOT_MET)])
@pytest.mark.parametrize("post", [IPO, STAFF], ids=["IPO", "P"])
def test_fact_01_no_self_application(post: Opening, consent: bool | None, answer: Answer) -> None:
    """Nobody applies to the United Nations alone: the state nominates, through its Permanent Mission (S17, S36).

    So without the home service's consent no officer is on a slate, the first stage there is is to be nominated, and
    every individual modality goes out under a note verbale."""
    free = officer(release_consent=consent)
    assert whole(free, post) is answer
    assert slate([free], [post]) == ([(post.ref, free.number)] if consent else [])
    before_anything = set(Stage) - {stage for following in NEXT_STAGES.values() for stage in following}
    assert before_anything <= {Stage.NOMINATED}
    assert all("note_verbale" in {e.name for e in asked_of(modality)} for modality in INDIVIDUAL)


# --- 2 ----------------------------------------------------------------------------------------------------------------


def test_fact_02_individual_officers_are_not_staff() -> None:
    """An individual officer is an expert on mission with the EASP form and the AMS; a professional post is staff, with
    the P-11 form, active service and no AMS by default; a formed unit is neither (S13, S16, S17, S26)."""
    papers = {modality: {e.name for e in asked_of(modality)} for modality in Modality}
    assert {"easp", "ams"} <= papers[Modality.IPO]
    assert not {"p11", "academic"} & papers[Modality.IPO]
    assert {"p11", "academic"} <= papers[Modality.PROFESSIONAL]
    assert not {"easp", "ams", "firearms", "medical"} & papers[Modality.PROFESSIONAL]
    assert papers[Modality.FPU] == set()

    untested, retired = officer(languages=()), officer(status="retired", retired_on=date(2026, 1, 1))
    assert in_the_way(untested, IPO) == {"passed_language_test", "language_test_is_valid_at_start"}
    assert in_the_way(untested, STAFF) == set()
    assert in_the_way(retired, STAFF) == {"is_in_service"}


def test_fact_02_an_officer_is_offered_for_one_pipeline_or_the_other() -> None:
    """Whom the home service offers as an individual officer is not thereby a candidate for a staff post (S13, S16)."""
    as_ipo = officer(modalities=(Modality.IPO,))
    assert slate([as_ipo], [IPO, STAFF]) == [(IPO.ref, as_ipo.number)]
    assert in_the_way(as_ipo, STAFF) == {"serves_in_modality"}


# --- 3 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tested_on", "start", "answer"),
    [
        (date(2025, 9, 2), START, MET),
        (date(2025, 9, 1), START, NOT_MET),  # 24 months to the day: over on the first day itself
        (date(2025, 3, 1), START, NOT_MET),  # valid on the day of planning, not on the first day
        (date(2025, 3, 1), date(2027, 2, 28), MET),
    ],
)
def test_fact_03_ams_is_valid_24_months_at_the_start(tested_on: date, start: date, answer: Answer) -> None:
    """An AMS pass counts for 24 months, and what decides is the planned first day, not the nomination (S35)."""
    tested = officer(languages=(Language(code="fr", ams_score=80, ams_on=tested_on),))
    assert answers(tested, opening(start=start))["language_test_is_valid_at_start"] is answer


def test_fact_03_each_language_has_its_own_validity() -> None:
    """French tested lately does not prolong English tested long ago (S35)."""
    both = opening(languages=tuple(LanguageAsked(code=code, test=LanguageTest.AMS) for code in ("fr", "en")))
    fresh = Language(code="fr", ams_score=80, ams_on=date(2026, 12, 1))
    old, new = (Language(code="en", ams_score=80, ams_on=on) for on in (date(2024, 1, 1), date(2026, 12, 1)))
    assert answers(officer(languages=(fresh, old)), both)["language_test_is_valid_at_start"] is NOT_MET
    assert answers(officer(languages=(fresh, new)), both)["language_test_is_valid_at_start"] is MET


# --- 4 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born_on", "fails"),
    [
        (date(2002, 9, 1), set()),  # 25 on the first day
        (date(2002, 9, 2), {"has_reached_minimum_age"}),
        (date(1966, 9, 1), set()),  # 62 on the day after the last
        (date(1966, 8, 31), {"is_below_maximum_age_at_end"}),
        (date(1965, 9, 1), {"is_below_maximum_age_at_start", "is_below_maximum_age_at_end"}),
        (date(1970, 1, 1), set()),  # 57: over the preferred age, and not barred
    ],
)
def test_fact_04_age_25_to_less_than_62(born_on: date, fails: set[str]) -> None:
    """At least 25 and less than 62, at the start and throughout; under 55 is preferred and never a bar (S46, S47)."""
    enough_service = {"joined_on": date(2015, 1, 1)}
    assert in_the_way(officer(born_on=born_on, **enough_service), IPO) == fails


def test_fact_04_the_preferred_age_only_breaks_ties() -> None:
    """Of two alike but for age, the one under 55 is preferred; alone, the other is nominated all the same (S46)."""
    older, younger = officer(number="X-1", born_on=date(1970, 1, 1)), officer(number="X-2")
    one = opening(max_nominations=1)
    assert slate([older, younger], [one]) == [(one.ref, "X-2")]
    assert slate([older], [one]) == [(one.ref, "X-1")]


# --- 5 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("joined_on", "training_months", "answer"),
    [
        (date(2022, 9, 1), 0, MET),
        (date(2022, 9, 1), 12, NOT_MET),
        (date(2021, 9, 1), 12, MET),
        (date(2021, 9, 2), 12, NOT_MET),
        (date(2015, 1, 1), None, UNKNOWN),
    ],
)
def test_fact_05_five_years_without_training(joined_on: date, training_months: int | None, answer: Answer) -> None:
    """Five years of police service, the academy not counted (S46)."""
    served = officer(joined_on=joined_on, training_months=training_months)
    assert answers(served, opening(years_total=None))["has_served_long_enough"] is answer


# --- 6 ----------------------------------------------------------------------------------------------------------------


def test_fact_06_firearms_and_ms2_only_where_armed() -> None:
    """The shooting test and the medical class MS.2 are asked for armed missions only; unarmed ones ask for MS.3 (S36,
    S47). A missing shooting test bars nobody from UNFICYP."""
    cyprus = missions()["UNFICYP"]
    assert cyprus.armed == "no"
    unarmed, armed = opening(mission=cyprus.code, armed=False), opening(armed=True)
    cannot_shoot = officer(firearms_passed_on=None, firearms_tested=False)
    ms3 = officer(medical=MedicalClass.MS3)
    assert "passed_firearms_test" not in answers(cannot_shoot, unarmed)
    assert in_the_way(cannot_shoot, unarmed) == set()
    assert in_the_way(cannot_shoot, armed) == {"passed_firearms_test"}
    assert in_the_way(ms3, unarmed) == set()
    assert in_the_way(ms3, armed) == {"is_medically_cleared"}


def test_fact_06_not_said_whether_armed_is_a_question_and_no_refusal() -> None:
    """A call that does not say whether officers are armed leaves the answer open (S36, S47)."""
    unsaid = opening(armed=None)
    assert whole(officer(firearms_passed_on=None, firearms_tested=False), unsaid) is UNKNOWN
    assert whole(officer(medical=MedicalClass.MS3), unsaid) is UNKNOWN
    assert whole(OFFICER, unsaid) is MET


# --- 7 ----------------------------------------------------------------------------------------------------------------

ARABIC = Language(code="ar", level=LanguageLevel.NATIVE, ams_score=100, ams_on=date(2026, 12, 1))


def test_fact_07_english_or_french_is_the_tested_language() -> None:
    """The AMS tests English or French, at 60 % or more; Arabic, however good, does not replace them (S46)."""
    open_call = opening(languages=())
    assert norms().ams_languages == ("en", "fr")
    assert in_the_way(officer(languages=(ARABIC,)), open_call) >= {"passed_language_test"}
    for code in ("en", "fr"):
        passed, failed = (Language(code=code, ams_score=score, ams_on=date(2026, 12, 1)) for score in (60, 59))
        assert whole(officer(languages=(ARABIC, passed)), open_call) is MET
        assert whole(officer(languages=(ARABIC, failed)), open_call) is NOT_MET


def test_fact_07_the_missions_own_language_decides() -> None:
    """A mission that works in French asks for French; English does not stand in for it (S46)."""
    english = officer(languages=(ARABIC, Language(code="en", ams_score=95, ams_on=date(2026, 12, 1))))
    assert whole(english, opening(languages=())) is MET
    assert whole(english, IPO) is NOT_MET


# --- 8 ----------------------------------------------------------------------------------------------------------------


def test_fact_08_two_nominees_a_professional_post() -> None:
    """At most two nominations a professional post are recommended (S17): a third is no fault of any officer."""
    three = several(3)
    assert [whole(o, STAFF) for o in three] == [MET, MET, MET]
    assert len(slate(three, [STAFF])) == 2
    by_hand = [Nominee(officer=o.number, opening=STAFF.ref, position=0, odds=8, quality=0) for o in three]
    assert "nominee_limit" in {v.constraint for v in check(problem=problem(three, [STAFF]), slate=by_hand)}
    assert "nominee_limit" not in {v.constraint for v in check(problem=problem(three, [STAFF]), slate=by_hand[:2])}


def test_fact_08_a_share_of_women_binds_the_batch() -> None:
    """A batch of individual officers carries a share of women (a fifth from 2012, a quarter in calls from 2022; S35,
    S36). It is asked of the batch: it bars no man, and it caps the men a batch can have."""
    share = {
        on: norms().value("women_share", modality=Modality.IPO, on=date(*on)) for on in ((2021, 12, 31), (2022, 1, 1))
    }
    assert list(share.values()) == [Fraction(1, 5), Fraction(1, 4)]

    batch = opening(positions=4, max_nominations=4, female_target=Fraction(1, 4))
    men, woman = several(4, woman=False), officer(number="X-9", woman=True)
    assert [whole(man, batch) for man in men] == [MET] * 4
    assert len(slate([*men, woman], [batch])) == 4
    assert "X-9" in {number for _, number in slate([*men, woman], [batch])}
    assert slate(men, [batch]) == []
    assert len(slate(men, [replace(batch, female_target=None)])) == 4


# --- 9 ----------------------------------------------------------------------------------------------------------------


def test_fact_09_two_certificates_and_neither_replaces_the_other() -> None:
    """The state certifies and the officer attests, two papers (S37, S38). A missing one is a paper to write, not a
    refusal; the vetting of the United Nations is a stage of its own, after selection."""
    assert in_the_way(officer(state_certificate_on=None), IPO) == {"is_certified_by_state"}
    assert in_the_way(officer(self_attestation_on=None), IPO) == {"has_attested"}
    assert whole(officer(state_certificate_on=None), IPO) is UNKNOWN
    assert whole(officer(self_attestation_on=None), STAFF) is UNKNOWN
    assert Stage.VETTING in NEXT_STAGES[Stage.SELECTED]
    assert Stage.VETTING not in NEXT_STAGES[Stage.NOMINATED]


@pytest.mark.parametrize(
    ("conduct", "answer"),
    [
        (Conduct.CLEAR, MET),
        (Conduct.MINOR_TRAFFIC, MET),
        (Conduct.DRINK_DRIVING, NOT_MET),
        (Conduct.DANGEROUS_DRIVING, NOT_MET),
        (Conduct.UNDER_INVESTIGATION, NOT_MET),
        (Conduct.PROSECUTED, NOT_MET),
        (Conduct.CONVICTED, NOT_MET),
        (None, UNKNOWN),
    ],
)
def test_fact_09_under_investigation_bars_and_drink_driving_is_not_minor(
    conduct: Conduct | None, answer: Answer
) -> None:
    """An investigation already bars; minor traffic matters do not, drink-driving and dangerous driving do (S47)."""
    for post in (IPO, STAFF):
        assert whole(officer(conduct=conduct), post) is answer


# --- 10 ---------------------------------------------------------------------------------------------------------------


def test_fact_10_a_pass_is_not_selection_and_selection_not_deployment() -> None:
    """Passing the AMS is not being selected, being selected is not being deployed, and officers are lost at each step
    (S35)."""
    assert Stage.DEPLOYED not in NEXT_STAGES[Stage.NOMINATED] | NEXT_STAGES[Stage.SELECTED] | NEXT_STAGES[Stage.TRAVEL]
    assert {stage for stage, following in NEXT_STAGES.items() if Stage.DEPLOYED in following} == {Stage.INDUCTED}
    for stage in (Stage.VETTING, Stage.MEDICAL):  # selected, and lost all the same
        assert Stage.NOT_SELECTED in NEXT_STAGES[stage]
    assert Stage.CLEARANCE_EXPIRED in NEXT_STAGES[Stage.SELECTED]
    assert Stage.REPATRIATED in NEXT_STAGES[Stage.INDUCTED]


def test_fact_10_who_passed_everything_still_counts_as_less_than_one() -> None:
    """A plan counts an eligible officer by the odds, never as a sure success (S35; yields of S52, S61, S62)."""
    best = officer(languages=(Language(code="fr", ams_score=100, ams_on=date(2026, 12, 1)),), missions_served=5)
    result = solve(problem([best], [IPO], odds=OddsModel()))
    assert [0 < n.odds < 100 for n in result.nominees] == [True]
    assert result.unit > result.levels[2].value > 0


# --- 11 ---------------------------------------------------------------------------------------------------------------


def test_fact_11_lead_times() -> None:
    """From papers handed in to arrival: three months for individual officers, six to nine for professional posts in the
    field, nine to twelve at headquarters (S13, S16)."""
    lead = {
        (name, modality): norms().value(name, modality=modality, on=ON)
        for name in ("lead_months_least", "lead_months", "lead_months_headquarters_least", "lead_months_headquarters")
        for modality in (Modality.IPO, Modality.PROFESSIONAL)
    }
    assert {key: value for key, value in lead.items() if value is not None} == {
        ("lead_months", Modality.IPO): 3,
        ("lead_months_least", Modality.PROFESSIONAL): 6,
        ("lead_months", Modality.PROFESSIONAL): 9,
        ("lead_months_headquarters_least", Modality.PROFESSIONAL): 9,
        ("lead_months_headquarters", Modality.PROFESSIONAL): 12,
    }


def test_fact_11_posts_of_the_demonstration_start_after_their_lead_time() -> None:
    """A synthetic post never starts sooner after its deadline than the lead time of its kind allows (S13, S16)."""
    made = synthetic_openings(size=120, seed=11, on=ON)
    staff = [o for o in made if o.modality is Modality.PROFESSIONAL]
    assert staff
    assert len(staff) < len(made)
    for o in made:
        at_headquarters = missions()[o.mission].kind == "headquarters"
        months = (12 if at_headquarters else 9) if o.modality is Modality.PROFESSIONAL else 3
        assert o.start is not None
        assert o.deadline is not None
        assert (o.start - o.deadline.date()).days >= months * 30, o.ref


# --- 12 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extendable", [True, False, None])
def test_fact_12_a_tour_is_twelve_months_and_no_extension_is_assumed(extendable: bool | None) -> None:
    """A tour lasts twelve months; an extension is asked for and agreed, never automatic (S15, S56). So a post that may
    be extended asks for twelve months of the officer and not a day more."""
    post = opening(tour_months=None, extendable=extendable)
    assert Post.of(opening=post, norms=norms(), on=ON).end == date(2028, 9, 1)
    assert whole(officer(available_until=date(2028, 9, 1)), post) is MET
    assert whole(officer(available_until=date(2028, 8, 31)), post) is NOT_MET


def test_fact_12_the_ceiling_of_extensions_is_a_setting() -> None:
    """No text was found that caps an officer's stay, so the ceiling is this installation's own and says so (S56, S15);
    a mission with other tours says that too (S58)."""
    ceiling = norms().find("extension_ceiling_months", modality=Modality.IPO, on=ON)
    assert ceiling is not None
    assert (ceiling.is_setting, ceiling.mark) == (True, Mark.UNCONFIRMED)
    cyprus = missions()["UNFICYP"].tour
    assert cyprus is not None
    assert cyprus.months == (6, 12)
    assert "extended" not in {stage.value for stage in Stage}


# --- 13 ---------------------------------------------------------------------------------------------------------------


def test_fact_13_formed_units_are_counted_apart() -> None:
    """The ceilings of individual officers and of formed units are two numbers and never one (S27)."""
    mission = missions()["MINUSCA"]
    ceilings = {c.category: c.number for c in mission.ceilings}
    assert ceilings == {"IPO": 600, "FPU": 2420}
    assert mission.ceiling("police") is None
    assert [f.name for f in fields(mission) if "total" in f.name] == []


def test_fact_13_no_person_is_pooled_into_a_unit() -> None:
    """A formed unit is pledged whole, by one nation, and chosen only after an assessment and advisory visit (S18, S43,
    S44): nobody is eligible for its places, nobody is nominated, and officers planned for it stay free for others."""
    unit = opening(ref="O-FPU", modality=Modality.FPU, positions=140)
    individual = opening(positions=2, max_nominations=2)
    people = several(3)
    screening = screen(officers=people, openings=[unit, individual], norms=norms(), on=ON)
    assert screening.eligible_officers(0).tolist() == []
    assert screening.failing(0, "takes_individuals").tolist() == [0, 1, 2]
    assert {ref for ref, _ in slate(people, [unit, individual])} == {individual.ref}
    by_hand = [Nominee(officer="X-1", opening=unit.ref, position=0, odds=55, quality=0)]
    assert "is_eligible" in {v.constraint for v in check(problem=problem(people, [unit]), slate=by_hand)}


# --- 14 ---------------------------------------------------------------------------------------------------------------


def test_fact_14_gender_targets_differ_by_category_and_year() -> None:
    """The targets of 2028 are 30 % for individual officers and 20 % for formed units; other years and categories have
    their own, or none that was published (S64, S65, S69)."""
    said = {(f.category, f.year): f.share for f in gender_figures() if f.kind == "target"}
    assert (said["IPO", 2028], said["FPU", 2028], said["FPU", 2022]) == (
        Fraction(30, 100),
        Fraction(20, 100),
        Fraction(12, 100),
    )
    assert gender_target(category="IPO", year=2027) is None


def test_fact_14_a_target_overrides_no_rule() -> None:
    """A target is no licence to set eligibility aside (S64): a woman whom a rule bars is not nominated to reach a
    share, and no rule looks at sex."""
    barred = officer(number="X-9", woman=True, conduct=Conduct.CONVICTED)
    man = officer(number="X-1", woman=False)
    batch = opening(positions=2, max_nominations=2, female_target=Fraction(1, 2))
    assert slate([man, barred], [batch]) == []
    assert slate([man, officer(number="X-2", woman=True), barred], [batch]) == [(batch.ref, "X-1"), (batch.ref, "X-2")]
    for woman in (True, False, None):
        assert answers(officer(woman=woman), batch) == answers(OFFICER, batch)


# --- 15 ---------------------------------------------------------------------------------------------------------------


def test_fact_15_a_communique_reports_what_was_said() -> None:
    """What the meeting of 25 November 2025 brought was a wish, in these verbs, and nothing signed or counted was
    published (S3 to S7, S10). Names stand in the script they were seen in."""
    meeting = marrakech_2025().meeting
    assert [(point.code, point.verb) for point in meeting.points] == [
        ("wish", "conveyed the wish"),
        ("importance", "stressed the importance"),
    ]
    assert {outcome.kind for outcome in meeting.outcomes} == {OutcomeKind.EXPRESSED_INTEREST}
    for told in (*meeting.points, *meeting.outcomes):
        assert set(told.text) == {"ar", "fr", "en"}
        assert not re.search(r"\d", " ".join(told.text.values())), told.code
    assert set(meeting.nothing_signed) == {"ar", "fr", "en"}
    assert len(marrakech_2025().instruments) == 2  # of 43 meetings
    assert all(
        person.arabic == "" or re.search(r"[\u0621-\u064a]", person.arabic) for person in marrakech_2025().persons
    )


def test_fact_15_the_ladder_has_four_rungs() -> None:
    """An expressed interest, an agreed action, a pledge and an instrument are four things, in this order (S3, S10)."""
    assert [(kind.value, kind.rung) for kind in OutcomeKind] == [
        ("expressed_interest", 1),
        ("agreed_action", 2),
        ("pledge", 3),
        ("instrument", 4),
    ]


def test_fact_15_a_wish_binds_nobody_and_no_number_stands_without_a_note(office: Office) -> None:
    """A wish can never be a commitment, and a pledge has a number only by a note verbale: asked of the real tables (S3,
    S10)."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from menara.actions.summits.commitments import WishIsNoCommitment, make_commitment
    from menara.actions.summits.outcomes import OutcomeFacts, PledgeIncomplete, climb_ladder, record_outcome
    from menara.models import Outcome, Summit

    days = DateRange(date(2025, 11, 24), date(2025, 11, 28))
    summit = Summit.objects.create(organisation_id=office.id, period=days, time_zone="Africa/Casablanca")
    said = {"en": "Interest in a stronger partnership."}
    wish = record_outcome(
        outcome=OutcomeFacts(kind=OutcomeKind.EXPRESSED_INTEREST, text=said, summit_id=summit.pk), actor=office.editor
    )
    with pytest.raises(WishIsNoCommitment):
        make_commitment(outcome_id=wish, text=said, due_on=date(2026, 6, 1), actor=office.editor)
    climb = {"outcome_id": wish, "version": 1, "to_kind": OutcomeKind.PLEDGE, "document": "NV 12/2026"}
    with pytest.raises(PledgeIncomplete):
        climb_ladder(**climb, quantity=40, actor=office.editor, now=NOW)
    assert Outcome.objects.get(pk=wish).kind == OutcomeKind.EXPRESSED_INTEREST.value
    climb_ladder(**climb, quantity=40, note_verbale="NV 12/2026", actor=office.editor, now=NOW)
    assert Outcome.objects.get(pk=wish).kind == OutcomeKind.PLEDGE.value
    assert make_commitment(outcome_id=wish, text=said, due_on=date(2026, 6, 1), actor=office.editor)
