"""A problem and its result to a file and back, validated: ``plan.json``.

The file holds everything a third party needs to check the plan alone: roster, openings, norms and decisions as they
were, their hash, the slate, and the prices that prove its bounds. Numbers are whole, shares are written ``1/4``, days
``2027-06-01``. Nothing is coerced: a value of the wrong kind is a fault, and all faults are named at once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from math import isfinite
from types import GenericAlias, ModuleType
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, mapping_structure_factory, override
from cattrs.preconf.json import make_converter

from menara import terms
from menara.engines import outcome
from menara.engines.matching.problem import Prices, Problem, Result
from menara.engines.matching.verify import Claim
from menara.engines.matching.verify import verify as verify_result
from menara.errors import BadInput, Fault, Refusal
from menara.wording import gettext_noop as _

T = TypeVar("T")

FORMAT, VERSION = "menara-plan", 1
PARTS = {"problem": Problem, "problem_sha256": str, "result": Result}
MOST_FAULTS = 50
MOST_SHOWN = 80  # characters of a wrong value
HALF_A_LETTER = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan file: the problem, what came out, and the hash of the problem."""

    problem: Problem
    result: Result
    problem_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What became of every claim of a plan file."""

    claims: tuple[Claim, ...]
    plan: Plan | None = None

    @property
    def ok(self) -> bool:
        """No claim was found false. Claims with ``ok`` None are the solver's and were not re-checked."""
        return all(claim.ok is not False for claim in self.claims)


def to_json(*, problem: Problem, result: Result) -> str:
    """The text of a plan file; the same plan has the same text."""
    asked = _converter.unstructure(problem)
    body = {
        "format": FORMAT,
        "version": VERSION,
        "problem_sha256": _hash(asked),
        "result": _converter.unstructure(result),
        "problem": asked,
    }
    lines = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in body.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def problem_hash(problem: Problem) -> str:
    """The SHA-256 of a problem: equal for equal problems, whatever file or database they came from."""
    return _hash(_converter.unstructure(problem))


def from_json(text: str, *, file: str = "plan.json") -> Plan:
    """Read a plan file. Raises ``BadInput`` naming every place whose value is missing or of the wrong kind."""
    body = _parsed(text, file)
    wrong = [
        *(_fault(file, name, "nothing", "a plan file has this") for name in sorted(_NAMES - set(body))),
        *(_fault(file, name, "this name", ", ".join(sorted(_NAMES))) for name in sorted(set(body) - _NAMES)),
        *(
            _fault(file, name, _shown(body[name]), _shown(value))
            for name, value in (("format", FORMAT), ("version", VERSION))
            if name in body and (type(body[name]) is not type(value) or body[name] != value)
        ),
    ]
    parts: dict[str, Any] = {}
    for name, kind in PARTS.items():
        if name in body:
            try:
                parts[name] = _converter.structure(body[name], kind)
            except _UNREADABLE as unreadable:
                wrong += _faults(unreadable, file, name)
    if wrong:
        raise BadInput(wrong[:MOST_FAULTS], total=len(wrong))
    return Plan(**parts)


def read_strictly(text: str, kind: type[T], *, file: str) -> T:
    """Read another JSON file as the record ``kind``, as strictly. Raises ``BadInput`` naming every place."""
    body = _parsed(text, file)
    try:
        return _converter.structure(body, kind)
    except _UNREADABLE as unreadable:
        wrong = [replace(fault, column=fault.column.lstrip(".")) for fault in _faults(unreadable, file, "")]
        raise BadInput(wrong[:MOST_FAULTS], total=len(wrong)) from unreadable


def verify(text: str, *, file: str = "plan.json") -> Verification:
    """Check every claim of a plan file without a solver. A file that cannot be read, or whose problem cannot be
    planned at all, raises ``BadInput``."""
    plan = from_json(text, file=file)
    found = problem_hash(plan.problem)
    same = Claim(name="input_hash", ok=found == plan.problem_sha256, claimed=plan.problem_sha256, recomputed=found)
    try:
        claims = verify_result(problem=plan.problem, result=plan.result)
    except Refusal as refusal:
        raise BadInput([_fault(file, "problem", str(refusal), "a problem that can be planned")]) from refusal
    return Verification(claims=(same, *claims), plan=plan)


def _hash(problem: Mapping[str, Any]) -> str:
    text = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        body = json.loads(text, parse_constant=_no_number, object_pairs_hook=_no_twins)
        if HALF_A_LETTER.search(text) or not text.isascii():  # half a letter is no text, and has no hash
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        raise BadInput([_fault(file, "", str(wrong), "a plan file as Menara writes it")]) from wrong
    if not isinstance(body, dict):
        raise BadInput([_fault(file, "", type(body).__name__, "an object")])
    return body


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _value in pairs).most_common(1)[0][0]
        raise ValueError(f"a name stands twice: {_shown(twice)}")
    return found


def _fault(file: str, place: str, found: str, allowed: str) -> Fault:
    return Fault(
        file=file,
        row=0,
        column=place,
        code="plan_file",
        sentence=_("%(column)s: %(found)s is not allowed; %(allowed)s."),
        found=found,
        allowed=allowed,
    )


def _faults(wrong: Exception, file: str, part: str) -> list[Fault]:
    """A fault for each place of ``part`` that could not be read."""
    found = []
    for line in cattrs.transform_error(wrong, path=part, format_exception=_said):
        said, place = line.split("\n @ ", 1)
        value, allowed = json.loads(said)
        found.append(_fault(file, place, value, allowed))
    return found


def _said(wrong: BaseException, kind: Any) -> str:
    """What was found and what is allowed, as a line of JSON; cattrs adds the place."""
    expected = getattr(kind, "__name__", "") or "what Menara writes there"
    if isinstance(wrong, _Unlike):
        told = wrong.args
    elif isinstance(wrong, KeyError):
        told = ("nothing", "a value is needed")
    elif isinstance(wrong, cattrs.ForbiddenExtraKeysError):
        told = (", ".join(sorted(map(_shown, wrong.extra_fields))), "no such name")
    elif isinstance(wrong, Refusal):
        told = (str(wrong), "a problem that can be planned")
    else:
        told = (_shown(str(wrong)), expected)
    return json.dumps(told) + "\n"


class _Unlike(ValueError):  # noqa: N818 - never leaves this file
    """A value of the wrong kind: what was found, and what is allowed."""

    def __init__(self, found: Any, allowed: str) -> None:
        super().__init__(_shown(found), allowed)


def _shown(value: Any) -> str:
    text = str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _strict(kind: type, name: str) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _type: Any) -> Any:
        if type(value) is not kind:
            raise _Unlike(value, name)
        return value

    return structure


_text = _strict(str, "a text")
_whole = _strict(int, "a whole number")
_truth = _strict(bool, "true or false")
_list = _strict(list, "a list")
_object = _strict(dict, "an object")


def _written_as(read: Callable[[str], Any], write: Callable[[Any], str], name: str) -> Callable[[Any, Any], Any]:
    """Texts that are read and written in one way only."""

    def structure(value: Any, _type: Any) -> Any:
        try:
            found = read(_text(value, str))
        except (ValueError, ArithmeticError):
            raise _Unlike(value, name) from None
        if write(found) != value:
            raise _Unlike(value, name)
        return found

    return structure


_share = _written_as(Fraction, str, "a share such as 1/4")
_day = _written_as(date.fromisoformat, date.isoformat, "a day such as 2027-06-01")
_moment = _written_as(datetime.fromisoformat, datetime.isoformat, "a moment such as 2027-06-01T17:00:00+00:00")


def _norm_value(value: Any, _type: Any) -> int | bool | Fraction:
    if type(value) in (bool, int):
        return value
    return _share(value, Fraction)


def _pins_out(pins: Mapping[tuple[str, str], int]) -> list[list[Any]]:
    return [[officer, opening, price] for (officer, opening), price in pins.items()]


def _pins_in(value: Any, _type: Any) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for entry in _list(value, list):
        if len(_list(entry, list)) != 3:
            raise _Unlike(entry, "officer, opening and price")
        officer, opening, price = entry
        pin = (_text(officer, str), _text(opening, str))
        if pin in found:
            raise _Unlike(entry, "one price a pin")
        found[pin] = _whole(price, int)
    return found


def _number(value: Any, _type: Any) -> float:
    if type(value) not in (int, float) or abs(value) > 1e300 or not isfinite(value):
        raise _Unlike(value, "a number")
    return float(value)


def _made_converter() -> cattrs.Converter:
    converter = make_converter(forbid_extra_keys=True, omit_if_default=True)
    for kind, hook in {int: _whole, str: _text, bool: _truth, date: _day, datetime: _moment}.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(Fraction, _share)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(int | bool | Fraction, _norm_value)
    converter.register_unstructure_hook(int | bool | Fraction, lambda v: str(v) if isinstance(v, Fraction) else v)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    for words in (*_enums(terms), *_enums(outcome)):  # named one by one: a str enum is also a str to the converter
        converter.register_structure_hook(words, lambda v, t: t(_same_kind(v, t)))
        converter.register_unstructure_hook(words, lambda v: v.value)
    converter.register_structure_hook_factory(is_dataclass, _records)
    converter.register_structure_hook_factory(lambda kind: get_origin(kind) is tuple, _lists)
    converter.register_structure_hook_factory(lambda kind: get_origin(kind) in (dict, Mapping), _objects)
    converter.register_unstructure_hook(
        Prices,
        make_dict_unstructure_fn(
            Prices, converter, _cattrs_omit_if_default=True, pins=override(unstruct_hook=_pins_out)
        ),
    )
    return converter


def _records(kind: type, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """Records are written as objects and nothing else; a blank text or list is not an empty record."""
    special: dict[str, Any] = {"pins": override(struct_hook=_pins_in)} if kind is Prices else {}
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, **special
    )
    return lambda value, asked: structure(_object(value, dict), asked)


def _lists(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """A text is not a list of its letters."""
    inner: Any = GenericAlias(list, get_args(kind)[:1])
    structure = converter.get_structure_hook(inner)
    return lambda value, _asked: tuple(structure(_list(value, list), inner))


def _objects(kind: Any, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    structure = mapping_structure_factory(kind, converter)
    return lambda value, asked: structure(_object(value, dict), asked)


def _enums(module: ModuleType) -> list[type[Enum]]:
    found = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Enum)]
    return [kind for kind in found if kind.__module__ == module.__name__]


def _same_kind(value: Any, kind: type[Enum]) -> Any:
    """Enum values are looked up by equality, and ``1.0 == 1``: hold the kind too."""
    words = [word.value for word in kind]
    if type(value) is not type(words[0]) or value not in words:
        raise _Unlike(value, f"one of {', '.join(map(str, words))}")
    return value


_converter = _made_converter()
_NAMES = {"format", "version", *PARTS}
_UNREADABLE = (cattrs.BaseValidationError, Refusal, ValueError, TypeError, KeyError, AttributeError, RecursionError)

__all__ = ["Plan", "Verification", "from_json", "problem_hash", "read_strictly", "to_json", "verify"]
