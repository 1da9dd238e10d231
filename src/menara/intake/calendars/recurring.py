"""When something that returns returns, within bounds: an endless rule is followed through the days asked for only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from menara.wording import gettext_noop as _

RULES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
    | {"BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"}
)
MOST = 40_000  # times a rule may come before the days asked for are over
MOST_PLACES = 12  # of BYSETPOS: each is looked for in every day or week the rule passes, found or not
SECONDS = 2.0  # that all rules of one file may take together
# Days and weekdays come round every 400 years. A rule is followed in years so late that the calendar ends soon behind
# them: one that never comes again stops there, instead of being looked for through eight thousand years.
LATE = 7_600


class RuleFault(Exception):  # noqa: N818 (a fault is what it is called everywhere)
    """A rule of recurrence cannot be followed."""

    def __init__(self, code: str, sentence: str, *, found: str, allowed: str = "") -> None:
        super().__init__(code)
        self.code, self.sentence, self.found, self.allowed = code, sentence, found, allowed


@dataclass(slots=True)
class Budget:
    """What one file may still cost."""

    left: float = SECONDS

    def spend(self, since: float) -> None:
        self.left -= monotonic() - since


def times(
    rule: str,
    *,
    first: datetime,
    until_of: Callable[[str], datetime],
    after: datetime,
    before: datetime,
    budget: Budget,
) -> Iterator[datetime]:
    """The local times, without a zone, at which a rule that began at ``first`` comes from ``after`` on and before
    ``before``; perhaps a few earlier ones.

    ``until_of`` reads the moment after UNTIL as a local time. Raises ``RuleFault``.
    """
    parts = _parts(rule)
    until = until_of(parts.pop("UNTIL")) if "UNTIL" in parts else before
    plain = ";".join(f"{name}={value}" for name, value in parts.items())
    since = monotonic()
    if budget.left < 0:
        raise RuleFault("rule_too_long", TOO_COSTLY, found=rule)
    start = _nearer(parts, first, after)
    try:
        followed = rrulestr(plain, dtstart=start.replace(year=start.year + LATE))
        for number, late in enumerate(followed):
            moment = late.replace(year=late.year - LATE)
            if moment > until or moment >= before:
                return
            if number >= MOST:
                raise RuleFault("rule_too_long", TOO_LONG, found=rule, allowed=f"{MOST:,}")
            yield moment
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        raise RuleFault("rule", RULE, found=rule) from error
    finally:
        budget.spend(since)
        if budget.left < 0:
            raise RuleFault("rule_too_long", TOO_COSTLY, found=rule)


def _nearer(parts: dict[str, str], first: datetime, after: datetime) -> datetime:
    """A later beginning from which the rule comes at the same times: whole steps of days or weeks are left out where
    nothing counts them."""
    unit = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"])
    if unit is None or "COUNT" in parts:
        return first
    step = timedelta(days=unit * int(parts.get("INTERVAL", "1")))
    return first + max(0, (after - first) // step - 1) * step


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.upper().strip().rstrip(";").split(";"):
        name, _equals, value = part.partition("=")
        if name not in PARTS or name in parts or not value:
            raise RuleFault("rule", RULE, found=rule)
        parts[name] = value
    if parts.get("FREQ") not in RULES:
        raise RuleFault("rule_frequency", FREQUENCY, found=rule, allowed=", ".join(RULES))
    if len(parts.get("BYSETPOS", "").split(",")) > MOST_PLACES:
        raise RuleFault("rule_too_long", TOO_MANY_PLACES, found=rule[:200], allowed=str(MOST_PLACES))
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleFault("rule", COUNT_AND_UNTIL, found=rule)
    interval = parts.get("INTERVAL", "1")
    if not re.fullmatch("[0-9]{1,5}", interval) or int(interval) == 0:
        raise RuleFault("rule", RULE, found=rule)
    return parts


RULE = _("It returns by a rule that cannot be read: “%(found)s”.")
FREQUENCY = _("It returns by the rule “%(found)s”; rules that can be followed are %(allowed)s.")
COUNT_AND_UNTIL = _("It returns by the rule “%(found)s”, which gives both a number of times and a last day.")
TOO_LONG = _("It returns by the rule “%(found)s” more than %(allowed)s times before the summit.")
TOO_MANY_PLACES = _("It returns by the rule “%(found)s”, which names more than %(allowed)s places (BYSETPOS).")
TOO_COSTLY = _("The rules of this file take too long to follow; the last one was “%(found)s”.")
