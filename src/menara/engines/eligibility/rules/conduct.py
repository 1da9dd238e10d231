"""Rules about conduct. Vetting by the United Nations is separate and comes later."""

from __future__ import annotations

from datetime import date

import numpy as np

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Post
from menara.engines.eligibility.roster import CONDUCTS, Roster
from menara.engines.eligibility.rules.rule import Bits, Rule, three_valued
from menara.engines.outcome import Change
from menara.terms import Conduct
from menara.wording import gettext_noop as _

ACCEPTED = (Conduct.CLEAR, Conduct.MINOR_TRAFFIC)


def conduct_is_clear(roster: Roster, post: Post, on: date) -> Bits:
    """There is no conviction, prosecution or investigation, criminal or disciplinary. Being under investigation
    already bars. Minor traffic matters do not; drink-driving and dangerous driving are not minor."""
    accepted = np.isin(roster.conduct, [CONDUCTS.index(c) for c in ACCEPTED])
    return three_valued(accepted, roster.conduct >= 0)


def was_not_sent_home(roster: Roster, post: Post, on: date) -> Bits:
    """The officer was never repatriated or barred from a mission on disciplinary grounds. An end of tour for medical
    or national reasons, or because posts were abolished, is not meant."""
    return three_valued(roster.repatriated == 0, roster.repatriated >= 0)


def _cleared(officer: Officer, post: Post, on: date) -> Change | None:
    within_reach = officer.conduct is None or officer.conduct is Conduct.UNDER_INVESTIGATION
    return Change(sets={"conduct": Conduct.CLEAR}, says={"conduct": Conduct.CLEAR}, within_reach=within_reach)


def _never_sent_home(officer: Officer, post: Post, on: date) -> Change | None:
    return Change(sets={"repatriated": False}, says={}, within_reach=officer.repatriated is None)


RULES = (
    Rule(
        test=conduct_is_clear,
        sentence=_("There is a conviction, a prosecution, an investigation or a grave traffic offence."),
        reads=(),
        looks_at=("conduct",),
        source="S47",
        mark="S",
        mend=_cleared,
    ),
    Rule(
        test=was_not_sent_home,
        sentence=_("The officer was sent home or barred from a mission on disciplinary grounds."),
        reads=(),
        looks_at=("repatriated",),
        source="S37",
        mark="C",
        mend=_never_sent_home,
    ),
)
