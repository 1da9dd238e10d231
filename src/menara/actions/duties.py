"""What is due by the clock, whether or not anybody opens a page: expiry, reminders, releases, forgetting.

Each duty acts for one organisation at a time, in a transaction of its own, as the application's role, behind the same
walls as a member's request and in nobody's name. It may be done twice and does nothing the second time; two processes
that come at once leave each duty to one of them. One that fails is said in one line and stops no other.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction

from menara.actions.newsroom.due import release_due
from menara.actions.newsroom.replies import forget_senders
from menara.actions.summits.commitments import remind
from menara.actions.summits.requests import expire_requests
from menara.models import MEMBER, acting_for
from menara.queries.accounts import organisation_ids

WAIT = "5s"  # how long a duty waits for a row that somebody holds, before it leaves it to the next time
INSTALLATION = 0  # stands for an organisation's id where a duty is of none
log = logging.getLogger(__name__)

Counts = Mapping[str, int]
Duty = Callable[[int, datetime], Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A duty that could not be done this time; ``reason`` is one line."""

    duty: str
    organisation_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one pass over all organisations did: how many of each, in words, and what failed."""

    organisations: int
    done: Counts
    failures: tuple[Failure, ...]

    def __str__(self) -> str:
        """One plain line for a log."""
        told = [f"{count} {what}" for what, count in self.done.items()] or ["nothing was due"]
        told += [f"{len(self.failures)} duties failed"] if self.failures else []
        return f"Upkeep of {self.organisations} organisations: {', '.join(told)}."


def do_duties(*, now: datetime) -> Pass:
    """Do for every organisation what is due by ``now``. Raises only where the database is gone."""
    done: Counter[str] = Counter()
    failures = []
    organisations = organisation_ids()
    for name, duty, organisation_id in _all(organisations):
        try:
            done.update(_do(name, duty, organisation_id, now))
        except Exception as error:  # whatever it is, the other duties are done
            if isinstance(error, Error) and not connection.is_usable():
                raise
            failure = Failure(duty=name, organisation_id=organisation_id, reason=_in_a_line(error))
            log.error("The duty “%s” of organisation %s failed: %s", name, organisation_id, failure.reason)
            failures.append(failure)
    return Pass(
        organisations=len(organisations),
        done={what: count for what, count in done.items() if count},
        failures=tuple(failures),
    )


def _all(organisations: tuple[int, ...]) -> Iterator[tuple[str, Duty, int]]:
    for organisation_id in organisations:
        for name, duty in DUTIES.items():
            yield name, duty, organisation_id
    for name, duty in OF_THE_INSTALLATION.items():
        yield name, duty, INSTALLATION


def _do(name: str, duty: Duty, organisation_id: int, now: datetime) -> Counts:
    """Do one duty, unless another process is at it."""
    with transaction.atomic(), acting_for(organisation_id or None, guest=MEMBER):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            key = f"menara.duty.{name}"
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [key, organisation_id])
            (is_ours,) = cursor.fetchone()
        return duty(organisation_id, now) if is_ours else {}


def _in_a_line(error: Exception) -> str:
    """What went wrong, and where in Menara, without the pages of a whole trace."""
    by_database = getattr(getattr(error.__cause__, "diag", None), "message_primary", None)
    said = " ".join(str(by_database or error).split()) or "no reason given"
    where, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "menara" in path.parts:
            where = f" ({path.name}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return f"{type(error).__name__}: {said[:300]}{where}"


# --- the duties, one line each ----------------------------------------------------------------------------------------


def _expire_requests(_organisation_id: int, now: datetime) -> Counts:
    return {"requests expired": expire_requests(now=now)}


def _remind(_organisation_id: int, now: datetime) -> Counts:
    return {"reminders made": remind(now=now)}


def _release(organisation_id: int, now: datetime) -> Counts:
    due = release_due(now=now)
    if due.held_back:
        told = ", ".join(map(str, due.held_back))
        log.warning("Organisation %s: ordered releases that could not be made, communiques %s", organisation_id, told)
    return {"communiques released": len(due.released), "releases held back": len(due.held_back)}


def _forget_senders(organisation_id: int, now: datetime) -> Counts:
    return {"senders of replies forgotten": forget_senders(organisation_id=organisation_id, now=now)}


def _forget_sessions(_organisation_id: int, now: datetime) -> Counts:
    deleted, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return {"ended sessions forgotten": deleted}


DUTIES: dict[str, Duty] = {
    "release communiques": _release,
    "let requests expire": _expire_requests,
    "remind of commitments": _remind,
    "forget senders of replies": _forget_senders,
}
OF_THE_INSTALLATION: dict[str, Duty] = {"forget ended sessions": _forget_sessions}
