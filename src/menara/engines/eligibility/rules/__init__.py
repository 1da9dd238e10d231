"""The rules of eligibility, as one list.

To add a rule: write its function in the file of its subject, add it to that file's ``RULES``, test that it dies when
mutated, and give it Arabic and French words.
"""

from menara.engines.eligibility.rules import career, conduct, languages, nation, papers, person, release, vacancy
from menara.engines.eligibility.rules.rule import Bits, Rule

RULES: tuple[Rule, ...] = (
    *vacancy.RULES,
    *person.RULES,
    *career.RULES,
    *languages.RULES,
    *papers.RULES,
    *conduct.RULES,
    *release.RULES,
    *nation.RULES,
)

BY_NAME = {rule.name: rule for rule in RULES}

__all__ = ["BY_NAME", "RULES", "Bits", "Rule"]
