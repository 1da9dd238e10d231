"""Rosters and openings made by a seed, for the demonstration and for measuring. Nothing made here is real.

Which published figure drives what stands in ``synthesis.toml``; shares marked U are settings of the demonstration.
Same size, seed and day: same records, on every machine.

    chances     a seeded source of chance, and the shares of ``synthesis.toml``
    persons     who an officer is: home unit, age, rank, education, languages, skills
    papers      what an officer's file holds, and what is missing from it
    rosters     whole rosters
    batches     whole sets of openings
"""

from menara.facts.synthesis.batches import openings
from menara.facts.synthesis.chances import figures
from menara.facts.synthesis.persons import HomeUnit, home_units
from menara.facts.synthesis.rosters import roster

__all__ = ["HomeUnit", "figures", "home_units", "openings", "roster"]
