"""The templates of each rule. Why an officer is refused stands with the rule itself (``Rule.sentence``).

Numbers stand after a colon or before a sign, so that no language has to bend a noun to them. Where several templates
stand for one thing, the first whose places can be filled is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from menara.wording import gettext_noop as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``unknown``: why there is no answer. ``asked``: what the rule asks of this post. The rest say what would turn the
    answer to met: ``record`` a fact to put on record, ``do`` a thing to be done, ``beyond`` what would have had to be
    and nobody can change, ``stuck`` what stands in the way where no fact of the officer would help."""

    unknown: str
    asked: tuple[str, ...]
    record: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


NOT_ASKED = _("The post does not ask this.")
NATION_DOES_NOT_ASK = _("The officer's own nation does not ask this.")

SILENT: Mapping[str, str] = {
    "start": _("The call does not say the first day."),
    "end": _("The call does not say how long the tour is."),
    "tour_months": _("The call does not say how long the tour lasts, and no norm does."),
    "modality": _("The call does not say in which way the officer would serve."),
    "armed": _("The call does not say whether officers are armed."),
    "medical": _("The call does not say whether officers are armed, so the medical class is open."),
    "specific_skill": _("The call does not say in which field the years are to be."),
}
"""What a call left open, by the field of the post a rule reads."""

ASK_THE_CALLER = _("Ask whoever issued the call to complete it. %(silent)s")

TEST_ASKED = _("%(language)s (%(score)s %% or more)")
LANGUAGE_ASKED = _("%(language)s (%(level)s, or better)")
SKILL_ASKED = _("%(skill)s (level %(level)s or higher)")
RANK_ASKED = _("%(grade)s in %(ladder)s")

RULES: Mapping[str, Words] = {
    "takes_individuals": Words(
        unknown=_("It is not known whether the post is for a person or for a formed unit."),
        asked=(_("A post for which persons are nominated; this one: %(modality)s."), _("A post for persons.")),
        stuck=(_("No person can be nominated: a formed unit is pledged whole, by one nation."),),
    ),
    "vacancy_is_open": Words(
        unknown=_("It is not known whether the vacancy is open."),
        asked=(_("A vacancy that is not frozen; this one: %(vacancy_state)s."), _("A vacancy that is open.")),
        stuck=(_("Wait until the vacancy is no longer frozen."),),
    ),
    "serves_in_modality": Words(
        unknown=_("It is not known whether the officer is offered for this way of serving."),
        asked=(_("An officer offered to serve as: %(modality)s."), _("An officer offered for this way of serving.")),
        do=(_("Offer the officer as: %(modality)s."),),
    ),
    "nationality_is_accepted": Words(
        unknown=_("The officer's nationality is not on record."),
        asked=(_("Any nationality but: %(excluded)s."),),
        stuck=(_("Nothing would change this while the post excludes the nationality: %(excluded)s."),),
    ),
    "has_reached_minimum_age": Words(
        unknown=_("The record does not say when the officer was born, so the minimum age is open."),
        asked=(
            _("Age on the first day, %(start)s: %(min_age)s or more."),
            _("Age on the first day: %(min_age)s or more."),
        ),
        record=(_("Record the day of birth; on or before %(born_by)s would do."),),
        beyond=(_("Only a later start would do: the officer would have to be born on or before %(born_by)s."),),
    ),
    "is_below_maximum_age_at_start": Words(
        unknown=_("The record does not say when the officer was born, so the maximum age at the start is open."),
        asked=(
            _("Age on the first day, %(start)s: less than %(max_age)s."),
            _("Age on the first day: less than %(max_age)s."),
        ),
        record=(_("Record the day of birth; on or after %(born_from)s would do for the first day."),),
        beyond=(_("Nothing would do: on the first day, only someone born on or after %(born_from)s is young enough."),),
    ),
    "is_below_maximum_age_at_end": Words(
        unknown=_("The record does not say when the officer was born, so the maximum age at the end is open."),
        asked=(
            _("Age on the last day of the tour, %(last_day)s: less than %(max_age)s."),
            _("Age on the last day of the tour: less than %(max_age)s."),
        ),
        record=(_("Record the day of birth; on or after %(born_from)s would do for the whole tour."),),
        beyond=(
            _(
                "Only a shorter tour or an earlier start would do: the officer would have to be born on or after "
                "%(born_from)s."
            ),
        ),
    ),
    "is_in_service": Words(
        unknown=_("The record does not say whether the officer is in service, or since when retired."),
        asked=(
            _("In active service."),
            _("In active service, or retired on the first day, %(start)s, for at most so many years: %(years)s."),
            _("In active service, or retired on the first day for at most so many years: %(years)s."),
        ),
        record=(
            _("Record the day of retirement; on or after %(retired_from)s would do."),
            _("Record the standing in the home service; this would do: %(status)s."),
        ),
        beyond=(_("Only this would do: %(status)s."),),
    ),
    "has_served_long_enough": Words(
        unknown=_("The record does not say since when the officer has served, training apart."),
        asked=(
            _("Years of police service on %(start)s, academy training not counted: %(min_service_years)s or more."),
            _("Years of police service on the first day, academy training not counted: %(min_service_years)s or more."),
        ),
        record=(
            _(
                "Record the first day in the police, the months of training and any retirement; a first day on or "
                "before %(joined_by)s would do."
            ),
        ),
        beyond=(
            _(
                "Only a later start would do: years of service asked: %(years)s, so a first day in the police on or "
                "before %(joined_by)s."
            ),
        ),
    ),
    "has_total_experience": Words(
        unknown=_("The record does not say how many years of experience the officer has."),
        asked=(
            _("Years of experience on %(start)s, academy training not counted: %(years_total)s or more."),
            _("Years of experience on the first day, academy training not counted: %(years_total)s or more."),
        ),
        record=(
            _(
                "Record what the experience is counted from: the first day in the police, training and any retirement; "
                "a first day on or before %(joined_by)s would do."
            ),
        ),
        beyond=(
            _(
                "Only a later start would do: years of experience asked: %(years)s, so a first day in the police on or "
                "before %(joined_by)s."
            ),
        ),
    ),
    "has_specific_experience": Words(
        unknown=_("The record does not say how many years the officer has practised the field of the post."),
        asked=(
            _("Years of practice in %(specific_skill)s: %(years_specific)s or more."),
            _("Years of practice in the field of the post: %(years_specific)s or more."),
        ),
        record=(_("Record the years of practice in %(skill)s; this many would do: %(years)s."),),
        beyond=(_("Only more time in the field would do: years of practice asked in %(skill)s: %(years)s."),),
    ),
    "holds_rank": Words(
        unknown=_("The rank is not on record, or no equivalent is named for the officer's own ladder."),
        asked=(_("Lowest rank accepted, or a higher one in the same ladder: %(ranks)s."),),
        record=(_("Record the rank; this one or a higher one would do: %(ranks)s."),),
        do=(_("Promotion to this rank or a higher one would do: %(ranks)s."),),
        stuck=(_("Ask which rank of the officer's own ladder is accepted; the call names only: %(ranks)s."),),
    ),
    "is_educated": Words(
        unknown=_("The record does not say which diplomas the officer holds, or whether years may stand for one."),
        asked=(
            _(
                "Diploma: %(education)s or higher; or a first university degree and so many years of experience more: "
                "%(degree_substitute_years)s."
            ),
            _("Diploma: %(education)s or higher."),
        ),
        record=(_("Record the diploma; this one or a higher one would do: %(education)s."),),
        do=(_("This diploma or a higher one would do: %(education)s."),),
    ),
    "has_required_skills": Words(
        unknown=_("The record does not say which skills the officer has."),
        asked=(_("Skills: %(skills)s."),),
        record=(_("Record the skills; these would do: %(skills)s."),),
        do=(_("Train and have assessed: %(skills)s."),),
    ),
    "passed_language_test": Words(
        unknown=_("The record does not say how the officer did in the language test."),
        asked=(
            _("AMS language test passed in each of: %(tests)s."),
            _("AMS language test passed in one of: %(any_test)s."),
        ),
        record=(
            _("Record the result of the AMS language test, or have it taken by %(not_after)s: %(tests)s."),
            _("Record the result of the AMS language test, or have it taken: %(tests)s."),
        ),
        do=(
            _("Pass the AMS language test between %(not_before)s and %(not_after)s: %(tests)s."),
            _("Pass the AMS language test by %(not_after)s: %(tests)s."),
            _("Pass the AMS language test: %(tests)s."),
        ),
    ),
    "language_test_is_valid_at_start": Words(
        unknown=_("The record does not say when the officer took the language test, or how it went."),
        asked=(
            _("AMS language test valid on the first day, %(start)s; months it counts: %(ams_valid_months)s."),
            _("AMS language test valid on the first day, %(start)s."),
            _("AMS language test valid on the first day."),
        ),
        record=(
            _(
                "Record the day and the result of the AMS language test; a test on or after %(not_before)s would do: "
                "%(tests)s."
            ),
            _("Record the result of the AMS language test: %(tests)s."),
        ),
        do=(
            _("Pass the AMS language test again between %(not_before)s and %(not_after)s: %(tests)s."),
            _("Pass the AMS language test on or before the first day, %(not_after)s: %(tests)s."),
        ),
    ),
    "speaks_required_languages": Words(
        unknown=_("The record does not say at what level the officer holds a language the post requires."),
        asked=(_("Languages: %(levels)s."),),
        record=(_("Record the level in each of these languages: %(languages)s."),),
        do=(_("Reach this level in each of these languages: %(languages)s."),),
    ),
    "may_drive": Words(
        unknown=_("The record does not say since when the officer holds a licence, or how much the officer drives."),
        asked=(
            _(
                "Driving licence on %(start)s, held for years: %(licence_years)s or more; months of recent driving: "
                "%(driving_months)s or more."
            ),
            _("Driving licence on %(start)s."),
            _("Driving licence on the first day."),
        ),
        record=(
            _(
                "Record the driving licence and recent driving; a licence issued on or before %(licensed_by)s and this "
                "many months of driving would do: %(driving_months)s."
            ),
            _("Record the driving licence; one issued on or before %(licensed_by)s would do."),
        ),
        do=(
            _(
                "Hold a driving licence by %(licensed_by)s, and by the first day reach months of recent driving: "
                "%(driving_months)s."
            ),
            _("Obtain a driving licence by %(licensed_by)s."),
        ),
        beyond=(
            _("Only a later start would do: the driving licence would have to be issued on or before %(licensed_by)s."),
        ),
    ),
    "passed_firearms_test": Words(
        unknown=_("The record does not say whether, or when, the officer passed the firearms test."),
        asked=(
            _("Firearms test valid on the first day, %(start)s; months it counts: %(firearms_valid_months)s."),
            _("Firearms test passed."),
        ),
        record=(
            _("Record the day the firearms test was passed; on or after %(not_before)s would do."),
            _("Record whether the firearms test was passed."),
        ),
        do=(
            _("Pass the firearms test between %(not_before)s and %(not_after)s."),
            _("Pass the firearms test by %(not_after)s."),
        ),
    ),
    "passport_is_valid": Words(
        unknown=_("The record does not say until when the passport is valid."),
        asked=(
            _("Passport valid for so many months from %(start)s: %(passport_months)s."),
            _("Passport valid for so many months from the first day: %(passport_months)s."),
        ),
        record=(_("Record the passport; valid until %(valid_until)s or later would do."),),
        do=(_("Renew the passport, to be valid until %(valid_until)s or later."),),
    ),
    "is_medically_cleared": Words(
        unknown=_("The record does not say for what, or until when, the officer is medically cleared."),
        asked=(
            _("Medical clearance valid beyond the first day, %(start)s: %(medical)s."),
            _("Medical clearance valid beyond the first day, %(start)s."),
            _("Medical clearance valid beyond the first day."),
        ),
        record=(_("Record the medical clearance; valid beyond %(valid_after)s, this class would do: %(class)s."),),
        do=(_("Obtain a medical clearance valid beyond %(valid_after)s: %(class)s."),),
    ),
    "is_vaccinated": Words(
        unknown=_("The record does not say whether the officer is vaccinated."),
        asked=(_("Vaccination certificate."),),
        record=(_("File the vaccination certificate."),),
        do=(_("Have the officer vaccinated, and file the certificate."),),
    ),
    "is_certified_by_state": Words(
        unknown=_("The state's certificate is not on record."),
        asked=(
            _("The state's certificate: no conviction, investigation or prosecution, no violation of human rights."),
        ),
        record=(_("Have the state's certificate signed and filed."),),
    ),
    "has_attested": Words(
        unknown=_("The officer's own attestation is not on record."),
        asked=(_("The officer's own attestation, beside the state's certificate."),),
        record=(_("Have the officer sign the attestation, and file it."),),
    ),
    "conduct_is_clear": Words(
        unknown=_("The record does not say whether there is a conviction, a prosecution or an investigation."),
        asked=(_("No conviction, prosecution or investigation; minor traffic matters do not count."),),
        record=(_("Record what the conduct file says; this would do: %(conduct)s."),),
        do=(_("Wait until the investigation has ended without finding; this would do: %(conduct)s."),),
        beyond=(_("Nothing would do: what is on the conduct record stays there."),),
    ),
    "was_not_sent_home": Words(
        unknown=_("The record does not say whether the officer was ever sent home on disciplinary grounds."),
        asked=(_("Never sent home or barred on disciplinary grounds."),),
        record=(_("Record that the officer was never sent home on disciplinary grounds, if that is so."),),
        beyond=(_("Nothing would do: a return home on disciplinary grounds stays on record."),),
    ),
    "is_released": Words(
        unknown=_("The record does not say whether the home service releases the officer."),
        asked=(_("The home service's agreement to release the officer."),),
        record=(_("Ask the home service whether it releases the officer, and record the answer."),),
        do=(_("Obtain the agreement of the home service."),),
    ),
    "is_available": Words(
        unknown=_("It is not known whether the officer is available for the whole tour."),
        asked=(
            _("Available from %(start)s to %(last_day)s."),
            _("Available for the whole tour."),
        ),
        do=(_("Make the officer available from %(from)s to %(last_day)s."),),
    ),
    "is_not_promised_elsewhere": Words(
        unknown=_("The record does not say what other assignments the officer has."),
        asked=(
            _("No other assignment between %(start)s and %(last_day)s."),
            _("No other assignment during the tour."),
        ),
        record=(_("Record the officer's other assignments; none during the tour would do."),),
        do=(_("Relieve the officer of these assignments, or move them: %(assignments)s."),),
    ),
    "is_not_withheld_from_mission": Words(
        unknown=_("It is not known whether the home office withholds the officer from this mission."),
        asked=(
            _("An officer whom the home office does not withhold from %(mission)s."),
            _("An officer whom the home office does not withhold."),
        ),
        do=(_("Ask the home office to let the officer go to %(mission)s."),),
    ),
    "satisfies_national_service": Words(
        unknown=_("The record does not say whether the officer has served as long as the officer's own nation asks."),
        asked=(
            _("Years of service the officer's own nation asks, training not counted: %(min_service_years)s or more."),
        ),
        record=(
            _(
                "Record the first day in the police, training and any retirement; for the officer's own nation a first "
                "day on or before %(joined_by)s would do."
            ),
        ),
        beyond=(
            _(
                "Only a later start would do: years of service the officer's own nation asks: %(years)s, so a first "
                "day on or before %(joined_by)s."
            ),
        ),
    ),
    "satisfies_national_tour_cap": Words(
        unknown=_("It is not known whether the tour is as short as the officer's own nation asks."),
        asked=(_("Months of a tour the officer's own nation allows: %(max_tour_months)s at most."),),
        stuck=(_("Only a shorter tour would do; months the officer's own nation allows: %(max_tour_months)s."),),
    ),
    "satisfies_national_gap": Words(
        unknown=_("The record does not say when the officer's last mission ended."),
        asked=(_("Months between two missions the officer's own nation asks: %(min_gap_months)s or more."),),
        record=(_("Record the end of the last mission; on or before %(ended_by)s would do."),),
        beyond=(_("Only a later start would do: the last mission would have to end on or before %(ended_by)s."),),
    ),
    "satisfies_national_language": Words(
        unknown=_("The record does not say at what level the officer holds a language the officer's own nation asks."),
        asked=(_("Languages the officer's own nation asks: %(min_language_level)s."),),
        record=(_("Record the level the officer's own nation asks in each of these languages: %(languages)s."),),
        do=(_("Reach the level the officer's own nation asks in each of these languages: %(languages)s."),),
    ),
    "satisfies_national_licence": Words(
        unknown=_("The record does not say whether the officer holds the licence the officer's own nation asks."),
        asked=(_("Driving licence, which the officer's own nation asks for every post."),),
        record=(_("Record the driving licence the officer's own nation asks; issued by %(licensed_by)s would do."),),
        do=(_("Obtain the driving licence the officer's own nation asks, by %(licensed_by)s."),),
    ),
    "satisfies_national_availability": Words(
        unknown=_("It is not known whether the officer is available as long as the officer's own nation asks."),
        asked=(_("Months of availability the officer's own nation asks: %(min_available_months)s or more."),),
        do=(_("Make the officer available to %(last_day)s at least, as the officer's own nation asks."),),
    ),
}
