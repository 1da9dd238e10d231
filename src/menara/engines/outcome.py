"""What every engine answers: a status, findings, and the limits and progress of long work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class Answer(IntEnum):
    """A rule's answer. Unknown is a task for a clerk, never a silent rejection."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


class Status(StrEnum):
    """How a search ended. Infeasible is an answer, not an error."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # an answer with a proven gap
    STOPPED = "stopped"  # by a person; the best answer is kept with its gap
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's answer for one officer and one post, as a name and facts; sentences are made in the faces.

    ``asked`` and ``found`` are the values compared; ``change`` is the smallest one that would turn the answer to met,
    ``None`` where nothing within anyone's power would. ``source`` and ``mark`` say whose rule it is.
    """

    rule: str
    answer: Answer
    applies: bool = True
    asked: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    mark: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change that turns an answer to met: ``sets`` gives the officer's fields their new values.

    ``says`` holds the few facts a sentence needs (a day, a score, a language). ``within_reach`` is false for what no
    one can change (age, nationality, a past conviction): then the change says what would have had to be.
    """

    sets: Mapping[str, Any]
    says: Mapping[str, Any] = field(default_factory=dict)
    within_reach: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to stop: seconds of work, or a proven gap (bound - value) / value small enough; 0 asks for the optimum.
    ``seed`` fixes every choice left open."""

    seconds: float = 60.0
    seed: int = 1
    gap: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A word from long work: which step; of one level the value held and the bound proven, where known, in whole
    numbers of which ``unit`` make one. A listener that returns False stops the work."""

    step: str
    done: int = 0
    total: int = 0
    level: str = ""
    value: int | None = None
    bound: int | None = None
    unit: int = 1


Listener = Callable[[Progress], bool]
