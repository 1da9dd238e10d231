"""Names of ranks, languages and skills in the letter's language; a code nobody named is printed as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from menara import facts

Named = Mapping[str, Mapping[str, str]]
"""Code to names by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """``ranks`` by ``service/corps/grade``, ``languages`` by ISO 639 code, ``skills`` by code."""

    ranks: Named = field(default_factory=dict)
    languages: Named = field(default_factory=dict)
    skills: Named = field(default_factory=dict)


def committed() -> Glossary:
    """The names of the committed fact files."""
    return Glossary(
        ranks={step.key: step.names for step in facts.rank_steps()},
        languages={code: language.names for code, language in facts.languages().items()},
        skills={code: skill.names for code, skill in facts.skills().items()},
    )
