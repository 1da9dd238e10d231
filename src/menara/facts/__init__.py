"""What Menara knows before anyone enters anything: committed files, each fact with its source and its mark.

    rulebook    norms, national overlays, the register of rules, the stages of the AMS, procedures in force
    officers    ladders of rank, languages, skills
    posts       missions, their stations and ceilings

Loaders read once and share what they read; it is frozen. Nothing here asks the clock or the network.
"""

from menara.facts.officers import languages, rank_steps, ranks, skills
from menara.facts.posts import missions
from menara.facts.rulebook import norms

__all__ = ["languages", "missions", "norms", "rank_steps", "ranks", "skills"]
