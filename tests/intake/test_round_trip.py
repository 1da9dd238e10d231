"""What is written is read back the same, in every kind of file."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from menara import facts
from menara.engines.eligibility.officer import Assignment, Language, Officer, Skill
from menara.engines.eligibility.opening import LanguageAsked, NationalityExclusion, Opening, SkillAsked
from menara.exports.records import officers_file, openings_file
from menara.intake.cells import CellFault, identifier, instant, text
from menara.intake.codes import ladders
from menara.intake.officers import read_officers
from menara.intake.openings import GRADES, read_openings
from menara.terms import (
    Conduct,
    Education,
    LanguageLevel,
    LanguageTest,
    MedicalClass,
    Modality,
    Need,
    Provenance,
    ServiceStatus,
    VacancyState,
)

EXAMPLES = {"csv": 80, "xlsx": 15, "json": 40}
KINDS = tuple(EXAMPLES)
LETTERS = "aZ09 .:;=\\,'\"/-+@#éàشرطةمستشار\u200c一"


def sound(reader, **limits):
    """Texts as the reader itself leaves them."""

    def keep(written: str) -> str | None:
        try:
            return reader(written.strip()) if written.strip() else None
        except CellFault:
            return None

    return st.text(LETTERS, **limits).map(keep).filter(lambda t: t is not None)


names = sound(identifier, max_size=12).filter(lambda t: t.casefold() not in ("none", "unknown"))
texts = sound(text, max_size=40)
codes = st.sampled_from(sorted(facts.skills()))
nations = st.sampled_from(["MAR", "FRA", "IND", "CHE"])
days = st.dates(date(1930, 1, 1), date(2100, 12, 31))
later_days = st.dates(date(2020, 1, 1), date(2100, 12, 31))
ranks = st.sampled_from([(*ladder.split("/"), grade) for ladder, grades in ladders().items() for grade in grades])


def maybe(strategy):
    return st.none() | strategy


def several(strategy, *, key, least=0):
    return st.lists(strategy, min_size=least, max_size=3, unique_by=key).map(tuple)


@st.composite
def asked_languages(draw):
    code = draw(st.sampled_from(["en", "fr", "ar", "es"]))
    test = draw(st.sampled_from(list(LanguageTest)))
    need = draw(st.sampled_from(list(Need)))
    if test is LanguageTest.AMS:
        assume(code in ("en", "fr"))
        return LanguageAsked(code=code, test=test, need=need, score=draw(maybe(st.integers(0, 100))))
    return LanguageAsked(code=code, test=test, need=need, level=draw(maybe(st.sampled_from(list(LanguageLevel)))))


@st.composite
def deadlines(draw):
    local = draw(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31))).replace(microsecond=0)  # noqa: DTZ001
    zone = draw(st.sampled_from([ZoneInfo("America/New_York"), ZoneInfo("Africa/Casablanca"), None]))
    if zone is None:
        return local.replace(tzinfo=timezone(timedelta(minutes=30 * draw(st.integers(-24, 24)))))
    try:
        return instant(f"{local.isoformat(sep=' ')} {zone.key}")
    except CellFault:
        return local.replace(tzinfo=timezone.utc)  # noqa: UP017 (an hour that comes twice)


@st.composite
def openings(draw):
    modality = draw(maybe(st.sampled_from(list(Modality))))
    specific, total = sorted([draw(st.integers(0, 50)), draw(st.integers(0, 50))])
    return Opening(
        ref=draw(names),
        call=draw(st.just("") | names),
        title={code: draw(texts) for code in draw(st.sets(st.sampled_from(["ar", "fr", "en"])))},
        org=draw(st.just("") | names),
        mission=draw(st.sampled_from(["", "MINUSCA", "MINURSO", "OTHER-OP"])),
        duty_station=draw(st.just("") | texts),
        modality=modality,
        level=draw(st.sampled_from(["", *GRADES])) if modality is Modality.PROFESSIONAL else "",
        positions=draw(maybe(st.integers(1, 1_000))),
        vacancy_state=draw(maybe(st.sampled_from(list(VacancyState)))),
        rank_min={f"{s}/{c}": g for s, c, g in draw(st.lists(ranks, max_size=2))},
        education=draw(maybe(st.sampled_from(list(Education)))),
        years_total=draw(st.sampled_from([None, total])),
        years_specific=draw(st.sampled_from([None, specific])),
        specific_skill=draw(st.just("") | codes),
        stream=draw(st.sampled_from(["", "command", "operations"])),
        skills=draw(
            several(
                st.builds(SkillAsked, code=codes, level=st.integers(1, 4), need=st.sampled_from(list(Need))),
                key=lambda s: s.code,
            )
        ),
        languages=draw(several(asked_languages(), key=lambda a: (a.code, a.test))),
        armed=draw(maybe(st.booleans())),
        driving=draw(maybe(st.booleans())),
        start=draw(maybe(st.dates(date(2027, 1, 2), date(2100, 12, 31)))),
        tour_months=draw(maybe(st.integers(1, 60))),
        extendable=draw(maybe(st.booleans())),
        deadline=draw(maybe(deadlines())),
        max_nominations=draw(maybe(st.integers(1, 1_000))),
        female_target=draw(maybe(st.fractions(0, 1, max_denominator=999))),
        nationality_exclusions=draw(
            several(
                st.builds(NationalityExclusion, nationality=nations, reason=texts, authority=texts),
                key=lambda e: e.nationality,
            )
        ),
        critical=draw(st.booleans()),
        as_posted=draw(st.just("") | texts),
        source_url=draw(st.just("") | texts),
        seen_on=draw(maybe(days)),
        provenance=draw(st.sampled_from(list(Provenance))),
    )


@st.composite
def languages(draw):
    code = draw(st.sampled_from(["en", "fr", "ar", "es"]))
    level = draw(maybe(st.sampled_from(list(LanguageLevel))))
    if code not in ("en", "fr"):
        return Language(code=code, level=level)
    on = draw(maybe(st.dates(date(2020, 1, 1), date(2050, 1, 1))))
    until = draw(maybe(st.dates(date(2050, 1, 2), date(2060, 1, 1)))) if on else None
    return Language(code=code, level=level, ams_score=draw(maybe(st.integers(0, 100))), ams_on=on, ams_until=until)


@st.composite
def assignments(draw):
    cuts = sorted(draw(st.sets(later_days, max_size=4)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(Assignment(name=draw(names), starts_on=first, ends_on=last) for first, last in pairs)


@st.composite
def officers(draw):
    service, corps, grade = draw(ranks | st.just(("XXX-POLICE", "", "captain")) | st.just(("", "", "")))
    status = draw(maybe(st.sampled_from(list(ServiceStatus))))
    passed = draw(maybe(days))
    held = [
        draw(maybe(d))
        for d in (st.dates(date(2030, 1, 1), date(2040, 1, 1)), st.dates(date(2041, 1, 1), date(2050, 1, 1)))
    ]
    return Officer(
        number=draw(names),
        service=service,
        nationality=draw(nations),
        home_unit=draw(st.just("") | names),
        unit_strength=draw(maybe(st.integers(1, 1_000_000))),
        woman=draw(maybe(st.booleans())),
        born_on=draw(maybe(st.dates(date(1930, 1, 1), date(1980, 1, 1)))),
        corps=corps,
        grade=grade,
        education=draw(maybe(st.sampled_from(list(Education)))),
        academy_diploma=draw(maybe(st.booleans())),
        joined_on=draw(maybe(st.dates(date(1995, 1, 1), date(2019, 1, 1)))),
        training_months=draw(maybe(st.integers(0, 120))),
        status=status,
        retired_on=None if status is ServiceStatus.ACTIVE else draw(maybe(later_days)),
        licensed_on=draw(maybe(st.dates(date(1995, 1, 1), date(2019, 1, 1)))),
        driving_months=draw(maybe(st.integers(0, 720))),
        firearms_passed_on=passed,
        firearms_tested=draw(st.sampled_from([None, True] if passed else [None, True, False])),
        passport_until=draw(maybe(days)),
        conduct=draw(maybe(st.sampled_from(list(Conduct)))),
        repatriated=draw(maybe(st.booleans())),
        state_certificate_on=draw(maybe(days)),
        self_attestation_on=draw(maybe(days)),
        medical=draw(maybe(st.sampled_from(list(MedicalClass)))),
        medical_until=draw(maybe(days)),
        vaccinated=draw(maybe(st.booleans())),
        languages=draw(maybe(several(languages(), key=lambda held: held.code))),
        skills=draw(
            maybe(
                several(
                    st.builds(
                        Skill,
                        code=codes,
                        level=st.integers(1, 4),
                        years=maybe(st.integers(0, 60)),
                        last_used=maybe(st.integers(1950, 2100)),
                    ),
                    key=lambda s: s.code,
                )
            )
        ),
        assignments=draw(maybe(assignments())),
        available_from=held[0],
        available_until=held[1],
        release_consent=draw(maybe(st.booleans())),
        excluded_missions=draw(several(st.sampled_from(["MINURSO", "MINUSCA", "OTHER-OP"]), key=lambda m: m)),
        modalities=draw(several(st.sampled_from([m for m in Modality if m.takes_individuals]), key=lambda m: m)),
        missions_served=draw(st.integers(0, 50)),
        last_mission_ended_on=draw(maybe(later_days)),
        provenance=draw(st.sampled_from(list(Provenance))),
    )


def one_share_a_call(written: list[Opening]) -> bool:
    shares: dict[str, set[Fraction]] = {}
    for opening in written:
        if opening.call and opening.female_target is not None:
            shares.setdefault(opening.call, set()).add(opening.female_target)
    return all(len(found) == 1 for found in shares.values())


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.mark.parametrize("kind", KINDS)
def test_openings_come_back_as_they_were(kind):
    @settings(PATIENT, max_examples=EXAMPLES[kind])
    @given(st.lists(openings(), min_size=1, max_size=4, unique_by=lambda o: o.ref.casefold()).filter(one_share_a_call))
    def comes_back(written):
        read = read_openings(openings_file(written, kind=kind), name=f"calls.{kind}").records
        assert read == tuple(written)

    comes_back()


@pytest.mark.parametrize("kind", KINDS)
def test_officers_come_back_as_they_were(kind):
    @settings(PATIENT, max_examples=EXAMPLES[kind])
    @given(st.lists(officers(), min_size=1, max_size=4, unique_by=lambda o: o.number.casefold()))
    def comes_back(written):
        read = read_officers(officers_file(written, kind=kind), name=f"officers.{kind}").records
        assert read == tuple(written)

    comes_back()


def test_text_that_a_spreadsheet_would_calculate_comes_back_as_it_was():
    written = [
        Opening(ref="POST-1", as_posted=posted) for posted in ("=1+1", "'=1+1", "+212", "- three years", "＝1", "@a")
    ]
    for number, opening in enumerate(written):
        for kind in KINDS:
            assert read_openings(openings_file([opening], kind=kind), name=f"a.{kind}").records == (opening,), number
