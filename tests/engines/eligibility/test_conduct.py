"""Being under investigation bars; minor traffic matters do not; drink-driving is not minor."""

from __future__ import annotations

import pytest

from engines.eligibility.example import MET, NOT_MET, UNKNOWN, Case, Table, check, named, rows
from menara.engines.eligibility.rules import BY_NAME
from menara.engines.outcome import Change
from menara.terms import Conduct

CASES: Table = {
    "conduct_is_clear": (
        Case(what="clear", answer=MET),
        Case(what="minor traffic", answer=MET, officer={"conduct": Conduct.MINOR_TRAFFIC}),
        Case(what="drink-driving", answer=NOT_MET, officer={"conduct": Conduct.DRINK_DRIVING}),
        Case(what="dangerous driving", answer=NOT_MET, officer={"conduct": Conduct.DANGEROUS_DRIVING}),
        Case(
            what="under investigation, which may end",
            answer=NOT_MET,
            officer={"conduct": Conduct.UNDER_INVESTIGATION},
            change=Change(sets={"conduct": Conduct.CLEAR}, says={"conduct": Conduct.CLEAR}),
        ),
        Case(what="prosecuted", answer=NOT_MET, officer={"conduct": Conduct.PROSECUTED}),
        Case(
            what="convicted, which stays",
            answer=NOT_MET,
            officer={"conduct": Conduct.CONVICTED},
            change=Change(sets={"conduct": Conduct.CLEAR}, says={"conduct": Conduct.CLEAR}, within_reach=False),
        ),
        Case(
            what="not on record",
            answer=UNKNOWN,
            officer={"conduct": None},
            change=Change(sets={"conduct": Conduct.CLEAR}, says={"conduct": Conduct.CLEAR}),
        ),
    ),
    "was_not_sent_home": (
        Case(what="never", answer=MET),
        Case(
            what="sent home before",
            answer=NOT_MET,
            officer={"repatriated": True},
            change=Change(sets={"repatriated": False}, within_reach=False),
        ),
        Case(
            what="not on record",
            answer=UNKNOWN,
            officer={"repatriated": None},
            change=Change(sets={"repatriated": False}),
        ),
    ),
}


@pytest.mark.parametrize(("rule", "case"), rows(CASES), ids=named)
def test_conduct(rule: str, case: Case) -> None:
    check(BY_NAME[rule], case)
