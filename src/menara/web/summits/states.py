"""What states of the summit's records are called, and in which tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from menara.queries.summits.commitments import CommitmentState
from menara.queries.summits.minutes import MinutesRecord
from menara.web.labels import Label
from menara.web.languages import isolated

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


def minutes_state(record: MinutesRecord) -> dict[str, Any]:
    """Whose turn it is with minutes, as their reader sees it: the context of ``parts/state.html``."""
    if record.locked_at is not None:
        return {"tone": "good", "label": _("signed by both sides")}
    mine = sum(record.side not in clause.top.agreed_at for clause in record.waiting)
    if record.side is not None and mine:
        said = ngettext("%(count)s clause waits for you", "%(count)s clauses wait for you", mine)
        return {"tone": "wait", "label": said % {"count": isolated(mine)}}
    if not record.is_ready:
        return {"tone": "going", "label": _("being written")}
    if record.side is not None and record.side not in record.signatures:
        return {"tone": "wait", "label": _("waits for your signature")}
    return {"tone": "going", "label": _("waits for the other signature")}
