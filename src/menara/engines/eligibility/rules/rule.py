"""What a rule is: one question about an officer and a post, with three answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from menara.engines.eligibility.officer import Officer
from menara.engines.eligibility.post import Authority, Post
from menara.engines.eligibility.roster import Flags, Roster
from menara.engines.outcome import Change


class Bits(NamedTuple):
    """Two columns over the roster: *met*, and *known*. Met is always known."""

    met: Flags
    known: Flags


Test = Callable[[Roster, Post, date], Bits]
Mend = Callable[[Officer, Post, date], Change | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A true statement about an eligible officer.

    ``test`` is its only definition; its docstring is the public explanation. ``reads`` names the fields of the post it
    depends on, so that posts which ask the same share one answer. ``asked`` says whether this post asks it at all;
    where it does not, the answer is *met*. ``looks_at`` names the officer's fields it uses. ``mend`` gives the smallest
    change that turns the answer to met. ``source`` and ``mark`` are those of the rule; a value taken from a norm
    carries its own in ``Post.authority`` under ``norm``. ``national`` names the field of the overlay that asks it, for
    a rule of the officer's own nation: source and mark are then the overlay's.
    """

    test: Test
    sentence: str
    reads: tuple[str, ...]
    looks_at: tuple[str, ...]
    source: str
    mark: str
    mend: Mend
    asked: Callable[[Post], bool] = lambda post: True
    norm: str = ""
    national: str = ""
    since: date | None = None  # the period the rule is in force, by the day of planning
    until: date | None = None

    @property
    def name(self) -> str:
        return self.test.__name__

    def holds(self, on: date) -> bool:
        """Whether the rule is in force on the day of planning."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def key(self, post: Post) -> tuple[Any, ...]:
        """What this post asks of this rule; equal keys have equal answers."""
        return tuple(getattr(post, name) for name in self.reads)

    def authority(self, post: Post) -> Authority:
        return post.authority.get(self.norm, Authority(self.source, self.mark))

    def asks(self, post: Post) -> Mapping[str, Any]:
        return {name: getattr(post, name) for name in self.reads}


def everyone(roster: Roster, *, met: bool, known: bool = True) -> Bits:
    """The same answer for the whole roster."""
    return Bits(np.full(roster.size, met and known), np.full(roster.size, known))


def unknown(roster: Roster) -> Bits:
    """The post itself does not say what the rule needs."""
    return everyone(roster, met=False, known=False)


def three_valued(met: Flags, known: Flags) -> Bits:
    """``met`` where known, nothing where not."""
    return Bits(met & known, known)


def no_change(officer: Officer, post: Post, on: date) -> Change | None:
    """Nothing about the officer would help: the post itself is in the way."""
    return None
