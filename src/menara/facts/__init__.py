"""What Menara knows before anyone enters anything: committed files, each fact with its source and its mark.

    rulebook    norms, national overlays, the register of rules R1 to R25, the stages of the AMS
    officers    ladders of rank, languages, skills
    posts       missions, their stations and ceilings
    calls       the openings seen, and the synthetic ones that complete them
    rooms       what rooms offer, and the areas they lie in
    summits     the meeting of Marrakech and what came of it
    evidence    sources, procedures, pass rates, shares of women
    synthesis   rosters and openings made by a seed, for the demonstration and for measuring
    world       whole worlds of officers and posts made by a seed, as columns, for measuring staffing

Loaders read once and share what they read; it is frozen. Nothing here asks the clock or the network.
"""

from menara.facts.calls import openings_real, openings_synthetic, seen_openings
from menara.facts.evidence import assessments, gender_figures, gender_target, policies, sources
from menara.facts.odds import odds_model, priors
from menara.facts.officers import languages, rank_steps, ranks, skills
from menara.facts.posts import missions
from menara.facts.rooms import areas, equipment
from menara.facts.rulebook import ams_stages, norms, registered_rules
from menara.facts.summits import marrakech_2025

__all__ = [
    "ams_stages",
    "areas",
    "assessments",
    "equipment",
    "gender_figures",
    "gender_target",
    "languages",
    "marrakech_2025",
    "missions",
    "norms",
    "odds_model",
    "openings_real",
    "openings_synthetic",
    "policies",
    "priors",
    "rank_steps",
    "ranks",
    "registered_rules",
    "seen_openings",
    "skills",
    "sources",
]
