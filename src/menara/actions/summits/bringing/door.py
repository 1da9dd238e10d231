"""The one door for all lists: look at what a list would change; bring it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from menara.actions.officers import Imported, take_turn
from menara.actions.summits.bringing import delegations, requests, setting
from menara.actions.summits.bringing.comparison import Comparison, Given, ListMovedOn, Standing
from menara.actions.summits.days import summit_of
from menara.actions.summits.requests import expire_requests
from menara.models import Delegation, Interpreter, MeetingRequest, Membership, Room
from menara.permissions import may_edit, require
from menara.queries.summits.lists import Lists, held_list


@dataclass(frozen=True, slots=True)
class _Kind:
    model: type[Any]
    compare: Callable[[Lists, Sequence[Given], datetime], Comparison]
    write: Callable[[Lists, Comparison, Membership, datetime], None]


KINDS = {
    "delegations": _Kind(Delegation, delegations.compare_delegations, delegations.write_delegations),
    "rooms": _Kind(Room, setting.compare_rooms, setting.write_rooms),
    "interpreters": _Kind(Interpreter, setting.compare_interpreters, setting.write_interpreters),
    "requests": _Kind(MeetingRequest, requests.compare_requests, requests.write_requests),
}


def look_at_list(*, what: str, summit_id: int, given: Sequence[Given], actor: Membership, now: datetime) -> Comparison:
    """What a list would change; nothing is written. ``what`` is one of ``KINDS``. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``BadInput`` with every fault at its row and column."""
    require(actor, may_edit)
    summit_of(summit_id)
    if what == "requests":
        expire_requests(now=now)
    return KINDS[what].compare(held_list(what=what, summit_id=summit_id), given, now)


def bring_list(
    *, what: str, summit_id: int, given: Sequence[Given], actor: Membership, now: datetime, seen: str = ""
) -> Imported:
    """Enter what is new and correct what differs, all or nothing; nothing is taken away, and the same list twice
    changes nothing. ``seen`` is the mark of the comparison a person said yes to. Raises as ``look_at_list``, and
    ``ListMovedOn`` where the list would change something else by now."""
    require(actor, may_edit)
    summit_of(summit_id)
    kind = KINDS[what]
    try:
        with transaction.atomic():
            take_turn(actor)
            # Locked in one order, so that a correction by hand and a list wait for one another rather than for ever.
            list(
                kind.model.objects.select_for_update(no_key=True)
                .filter(summit_id=summit_id)
                .order_by("pk")
                .values_list("pk")
            )
            if what == "requests":
                expire_requests(now=now)
            lists = held_list(what=what, summit_id=summit_id)
            comparison = kind.compare(lists, given, now)
            if seen and seen != comparison.mark:
                raise ListMovedOn
            kind.write(lists, comparison, actor, now)
    except IntegrityError as error:
        # What is not there yet cannot be locked: someone entered the same by hand at this moment.
        raise ListMovedOn from error
    return Imported(
        entered=len(comparison.of(Standing.NEW)),
        corrected=len(comparison.of(Standing.CHANGED)),
        unchanged=len(comparison.of(Standing.SAME)),
    )
