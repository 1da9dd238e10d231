"""What states of the summit's records are called, and in which tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from menara.queries.summits.commitments import CommitmentState
from menara.web.labels import Label

STATES: Mapping[CommitmentState, tuple[str, Label]] = {
    CommitmentState.OPEN: ("going", pgettext_lazy("a commitment", "open")),
    CommitmentState.OVERDUE: ("bad", pgettext_lazy("a commitment", "overdue")),
    CommitmentState.RETURNED: ("wait", pgettext_lazy("a commitment", "returned")),
    CommitmentState.DONE: ("wait", pgettext_lazy("a commitment", "done, to be verified")),
    CommitmentState.VERIFIED: ("good", pgettext_lazy("a commitment", "verified")),
}


def state_of_commitment(state: CommitmentState) -> dict[str, Any]:
    """The context of ``parts/state.html``."""
    tone, label = STATES[state]
    return {"tone": tone, "label": label}
