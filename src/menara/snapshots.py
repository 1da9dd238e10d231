"""A problem and its result to a file and back, validated: ``plan.json``.

The file holds everything a third party needs to check the plan alone: roster, openings, norms and decisions as they
were, their hash, the slate, and the prices that prove its bounds. Numbers are whole, shares are written ``1/4``, days
``2027-06-01``. Nothing is coerced: a value of the wrong kind is a fault, and all faults are named at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from types import ModuleType
from typing import Any

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from menara import terms
from menara.engines import outcome
from menara.engines.matching.problem import Prices, Problem, Result
from menara.engines.matching.verify import Claim
from menara.engines.matching.verify import verify as verify_result
from menara.errors import BadInput, Fault
from menara.wording import gettext_noop as _

FORMAT, VERSION = "menara-plan", 1
MOST_FAULTS = 50


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
        *(() if body.get("format") == FORMAT else (_fault(file, "format", str(body.get("format")), FORMAT),)),
        *(() if body.get("version") == VERSION else (_fault(file, "version", str(body.get("version")), str(VERSION)),)),
        *(_fault(file, name, "", "format, version, problem, problem_sha256, result") for name in _odd_names(body)),
    ]
    if wrong:
        raise BadInput(wrong)
    try:
        return Plan(
            problem=_converter.structure(body["problem"], Problem),
            result=_converter.structure(body["result"], Result),
            problem_sha256=_text(body["problem_sha256"], str),
        )
    except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as wrong_value:
        raise BadInput(_faults(wrong_value, file)) from wrong_value


def verify(text: str, *, file: str = "plan.json") -> Verification:
    """Check every claim of a plan file without a solver. A file that cannot be read raises ``BadInput``."""
    plan = from_json(text, file=file)
    found = _hash(json.loads(text)["problem"])
    same = Claim(name="input_hash", ok=found == plan.problem_sha256, claimed=plan.problem_sha256, recomputed=found)
    return Verification(claims=(same, *verify_result(problem=plan.problem, result=plan.result)), plan=plan)


def _hash(problem: Mapping[str, Any]) -> str:
    text = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        body = json.loads(text, parse_constant=_no_number, object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as wrong:
        raise BadInput([_fault(file, "", str(wrong), "a plan file as Menara writes it")]) from wrong
    if not isinstance(body, dict):
        raise BadInput([_fault(file, "", type(body).__name__, "an object")])
    return body


def _odd_names(body: Mapping[str, Any]) -> list[str]:
    return sorted({"format", "version", "problem", "problem_sha256", "result"} ^ set(body))


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"a name stands twice: {next(n for n in names if names.count(n) > 1)}")
    return dict(pairs)


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


def _faults(wrong: Exception, file: str) -> list[Fault]:
    messages = cattrs.transform_error(wrong) if isinstance(wrong, cattrs.BaseValidationError) else [str(wrong)]
    split = [m.rsplit(" @ $.", 1) if " @ $." in m else (m, "") for m in messages[:MOST_FAULTS]]
    return [_fault(file, place, message, "the kind of value Menara writes there") for message, place in split]


def _strict(kind: type) -> Any:
    def structure(value: Any, _type: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}, found {value!r}")
        return value

    return structure


_text = _strict(str)


def _share(value: Any, _type: Any) -> Fraction:
    share = Fraction(_text(value, str))
    if str(share) != value:
        raise ValueError(f"{value!r} is not written as Menara writes shares")
    return share


def _norm_value(value: Any, _type: Any) -> int | bool | Fraction:
    if type(value) in (bool, int):
        return value
    return _share(value, Fraction)


def _pins_out(pins: Mapping[tuple[str, str], int]) -> list[list[Any]]:
    return [[officer, opening, price] for (officer, opening), price in pins.items()]


def _pins_in(value: Any, _type: Any) -> dict[tuple[str, str], int]:
    whole = _strict(int)
    return {(_text(o, str), _text(r, str)): whole(price, int) for o, r, price in value}


def _number(value: Any, _type: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError(f"expected a number, found {value!r}")
    return float(value)


def _made_converter() -> cattrs.Converter:
    converter = make_converter(forbid_extra_keys=True, omit_if_default=True)
    for kind in (int, str, bool):
        converter.register_structure_hook(kind, _strict(kind))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(Fraction, _share)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(int | bool | Fraction, _norm_value)
    converter.register_unstructure_hook(int | bool | Fraction, lambda v: str(v) if isinstance(v, Fraction) else v)
    converter.register_structure_hook(date, lambda v, _t: date.fromisoformat(_text(v, str)))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(datetime, lambda v, _t: datetime.fromisoformat(_text(v, str)))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    for words in (*_enums(terms), *_enums(outcome)):  # named one by one: a str enum is also a str to the converter
        converter.register_structure_hook(words, lambda v, t: t(_same_kind(v, t)))
        converter.register_unstructure_hook(words, lambda v: v.value)
    converter.register_structure_hook(
        Prices,
        make_dict_structure_fn(Prices, converter, _cattrs_forbid_extra_keys=True, pins=override(struct_hook=_pins_in)),
    )
    converter.register_unstructure_hook(
        Prices,
        make_dict_unstructure_fn(
            Prices, converter, _cattrs_omit_if_default=True, pins=override(unstruct_hook=_pins_out)
        ),
    )
    return converter


def _enums(module: ModuleType) -> list[type[Enum]]:
    found = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Enum)]
    return [kind for kind in found if kind.__module__ == module.__name__]


def _same_kind(value: Any, kind: type[Enum]) -> Any:
    """Enum values are looked up by equality, and ``1.0 == 1``: hold the kind too."""
    expected = type(next(iter(kind)).value)
    if type(value) is not expected:
        raise ValueError(f"expected one of {', '.join(str(m.value) for m in kind)}, found {value!r}")
    return value


_converter = _made_converter()

__all__ = ["Plan", "Verification", "from_json", "problem_hash", "to_json", "verify"]
