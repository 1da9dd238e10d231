"""What a staffing claims, in files anyone can check: ``plan.csv`` and ``claims.json`` in one folder.

``plan.csv`` has a row for each officer who serves: ``post,officer``, both counted from 0. ``claims.json`` names the
problem by its hash (every column, the side constraints asked, what worth is made of, people's decisions), the plan by
its hash, and holds the value, the bounds, who proves them, and the prices as whole numbers. What is wrong with a file
is said all at once; nothing is coerced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from menara.engines.matching.problem import Conflict
from menara.engines.matching.verify import Claim
from menara.engines.outcome import Status
from menara.engines.staffing.check import Chosen
from menara.engines.staffing.faults import faults
from menara.engines.staffing.problem import (
    OFFICER_COLUMNS,
    POST_COLUMNS,
    SCALE,
    Column,
    Prices,
    Result,
    Sides,
    Staffing,
    Worth,
)
from menara.engines.staffing.verify import verify as verify_result
from menara.errors import BadInput, Fault
from menara.snapshots import Verification, read_strictly
from menara.staffing_files import Constraints, read_npz
from menara.wording import gettext_noop as _

FORMAT, VERSION = "menara-staffing", 1
PLAN, CLAIMS = "plan.csv", "claims.json"
HEADER = "post,officer"
MOST_BYTES = 1 << 28
WIDE = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    post: int
    officer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The problem a result is about. ``file`` is where it was read from, by its plain name."""

    file: str
    constraints: str
    worth: Worth
    withdrawn: tuple[int, ...]
    frozen: tuple[int, ...]
    pins: tuple[Pin, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of the plan; the fields of ``Result`` of the same names."""

    status: Status
    value: int
    bound: int
    gap: float | None
    quality: int
    quality_gap: float | None
    penalties: int
    filled: int
    price_bound: int
    proven_by: str
    pairs: int
    conflicts: tuple[Conflict, ...]
    seed: int
    seconds_screen: float
    seconds_solve: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Whole numbers in units of 1/``scale``."""

    scale: int
    post: tuple[int, ...]
    pledge: tuple[int, ...]
    country_cap: tuple[tuple[int, ...], ...]
    women: tuple[int, ...]
    men: tuple[int, ...]
    french: tuple[int, ...]
    arabic: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsFile:
    """``claims.json``."""

    format: str
    version: int
    problem: Problem
    plan_sha256: str
    result: Told
    prices: Priced


def result_files(
    *,
    result: Result,
    staffing: Staffing,
    folder: Path,
    source: str,
    constraints: Constraints,
    problem_sha256: str | None = None,
) -> dict[Path, bytes]:
    """The two files of a result, to be put in place together. ``source`` is the name of the problem's file; its hash
    is found where it is not given."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "problem": {
            "file": Path(source).name,
            "constraints": constraints,
            "worth": {f.name: getattr(staffing.worth, f.name) for f in fields(Worth)},
            "withdrawn": list(staffing.withdrawn),
            "frozen": list(staffing.frozen),
            "pins": [{"post": j, "officer": i} for j, i in staffing.pins],
            "sha256": problem_sha256 or staffing_hash(staffing),
        },
        "plan_sha256": plan_hash(result.plan),
        "result": _told(result),
        "prices": {"scale": SCALE} | {name: getattr(result.prices, name).tolist() for name in PRICES},
    }
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in body.items())
    officer = np.flatnonzero(result.plan >= 0)
    rows = (f"{j},{i}" for j, i in zip(result.plan[officer].tolist(), officer.tolist(), strict=True))
    return {
        folder / PLAN: "\n".join((HEADER, *rows, "")).encode(),
        folder / CLAIMS: ("{\n" + ",\n".join(lines) + "\n}\n").encode(),
    }


def _told(result: Result) -> dict[str, Any]:
    own = {
        "status": result.status.value,
        "gap": _finite(result.gap),
        "quality_gap": _finite(result.quality_gap),
        "filled": int((result.plan >= 0).sum()),
        "conflicts": [{"constraint": c.constraint, "about": dict(c.about)} for c in result.conflicts],
    }
    return {f.name: own[f.name] if f.name in own else getattr(result, f.name) for f in fields(Told)}


def _finite(share: float) -> float | None:
    return share if isfinite(share) else None


def staffing_hash(staffing: Staffing) -> str:
    """The SHA-256 of a problem: equal for equal problems, whatever file and types they came in."""
    told = sha256()
    decided: tuple[tuple[Any, ...], ...] = (staffing.withdrawn, staffing.frozen, staffing.pins)
    head = {
        "first": staffing.first,
        "worth": [getattr(staffing.worth, f.name) for f in fields(Worth)],
        "decisions": [sorted(set(part)) for part in decided],
        "sides": None if staffing.sides is None else [f.name for f in fields(Sides)],
    }
    told.update(json.dumps(head, sort_keys=True).encode())
    for name, column in _columns(staffing):
        whole = np.ascontiguousarray(column, dtype="<i8")
        told.update(f"\n{name} {whole.shape}\n".encode())
        told.update(whole.data)
    return told.hexdigest()


def _columns(staffing: Staffing) -> Iterator[tuple[str, Column]]:
    for name in OFFICER_COLUMNS:
        yield f"officers.{name}", getattr(staffing.officers, name)
    for name in POST_COLUMNS:
        yield f"posts.{name}", getattr(staffing.posts, name)
    yield "excluded", staffing.excluded
    if staffing.sides is not None:
        for part in fields(Sides):
            yield f"sides.{part.name}", np.array(getattr(staffing.sides, part.name))


def plan_hash(plan: Column) -> str:
    """The SHA-256 of a plan: the post of each officer, -1 none, whatever order its rows stand in."""
    return sha256(np.ascontiguousarray(plan, dtype="<i4").data).hexdigest()


def is_claims(text: str) -> bool:
    """Whether a text looks like a claims file and not like another plan."""
    return re.search(rf'"format"\s*:\s*"{FORMAT}"', text) is not None


def verify(path: Path, *, problem: Path | None = None) -> Verification:
    """Check every claim of a folder, or of its claims file, without a solver.

    ``problem`` is the problem's file; without it, the one named in the claims is looked for beside them, then a folder
    above, then where one stands. Raises ``BadInput`` where a file is missing or unreadable.
    """
    claims_path = path / CLAIMS if path.is_dir() else path
    claims = read_claims(_text(claims_path), file=str(claims_path))
    plan_path = claims_path.with_name(PLAN)
    source = problem or _found(claims.problem.file, claims_path)
    staffing = _staffing(claims, source, str(claims_path))
    chosen = read_plan(_text(plan_path), file=str(plan_path))
    plan = _plan(staffing, chosen)
    result = _result(claims, plan, str(claims_path))
    told = claims.result
    return Verification(
        claims=(
            _same("input_hash", claims.problem.sha256, staffing_hash(staffing)),
            _same("plan_hash", claims.plan_sha256, plan_hash(plan)),
            _same("filled", told.filled, len(chosen)),
            *verify_result(staffing=staffing, result=result, chosen=chosen),
            _same("gap", told.gap, _finite(result.gap)),
            _same("quality_gap", told.quality_gap, _finite(result.quality_gap)),
        )
    )


def read_claims(text: str, *, file: str = CLAIMS) -> ClaimsFile:
    """Raises ``BadInput`` naming every place whose value is missing or of the wrong kind."""
    claims = read_strictly(text, ClaimsFile, file=file)
    wrong = [_fault(file, place, found, allowed) for place, found, allowed in _unlike(claims)]
    if wrong:
        raise BadInput(wrong)
    return claims


def _unlike(claims: ClaimsFile) -> Iterator[tuple[str, object, str]]:
    """What kinds alone do not say."""
    for place, found, allowed in (
        ("format", claims.format, FORMAT),
        ("version", claims.version, VERSION),
        ("prices.scale", claims.prices.scale, SCALE),
    ):
        if found != allowed:
            yield place, found, str(allowed)
    if claims.problem.constraints not in get_args(Constraints):
        yield "problem.constraints", claims.problem.constraints, ", ".join(get_args(Constraints))
    if Path(claims.problem.file).name != claims.problem.file or claims.problem.file in {"", ".."}:
        yield "problem.file", claims.problem.file, "the plain name of a file"
    if len({len(row) for row in claims.prices.country_cap}) > 1:
        yield "prices.country_cap", "rows of several lengths", "one price a country in each row"
    for name in PRICES:
        rows = getattr(claims.prices, name)
        for price in (p for row in rows for p in (row if isinstance(row, tuple) else (row,))):
            if not -WIDE <= price < WIDE:
                yield f"prices.{name}", price, "a whole number of 64 bits"


def read_plan(text: str, *, file: str = PLAN) -> Chosen:
    """The rows of a ``plan.csv``. Raises ``BadInput`` naming every row that is no post and officer."""
    lines = text.split("\n")
    ends = lines.pop() == "" if len(lines) > 1 else False
    wrong = [] if ends else [_fault(file, "", "no end of line", "a file that ends with a whole line")]
    lines = [line.removesuffix("\r") for line in lines]
    if lines[:1] != [HEADER]:
        wrong.append(_fault(file, "", lines[0] if lines else "", HEADER, row=1))
    rows: list[tuple[int, int]] = []
    for row, line in enumerate(lines[1:], start=2):
        post, comma, officer = line.partition(",")
        if comma and _is_index(post) and _is_index(officer):
            rows.append((int(post), int(officer)))
        else:
            wrong.append(_fault(file, "", line, "two whole numbers: post,officer", row=row))
    if wrong:
        raise BadInput(wrong[:50], total=len(wrong))
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return Chosen(post=table[:, 0], officer=table[:, 1])


def _is_index(cell: str) -> bool:
    """Whole, from 0, written in one way only and short enough for any roster."""
    return cell.isascii() and cell.isdigit() and len(cell) < 10 and str(int(cell)) == cell


def _plan(staffing: Staffing, chosen: Chosen) -> Column:
    """The post of each officer, as far as the rows speak of officers of the problem, once."""
    plan = np.full(len(staffing.officers), -1, dtype=np.int64)
    known = chosen.officer < len(plan)
    plan[chosen.officer[known]] = chosen.post[known]
    return plan


def _staffing(claims: ClaimsFile, source: Path, file: str) -> Staffing:
    asked = claims.problem
    staffing = replace(
        read_npz(source, constraints=cast("Constraints", asked.constraints)),
        worth=asked.worth,
        withdrawn=asked.withdrawn,
        frozen=asked.frozen,
        pins=tuple((pin.post, pin.officer) for pin in asked.pins),
    )
    wrong = [replace(fault, file=file, column=f"problem.{fault.column}", row=0) for fault in faults(staffing)]
    if wrong:
        raise BadInput(wrong)
    return staffing


def _result(claims: ClaimsFile, plan: Column, file: str) -> Result:
    told = claims.result
    prices = {name: np.array(getattr(claims.prices, name), dtype=np.int64) for name in PRICES}
    return Result(
        status=told.status,
        value=told.value,
        bound=told.bound,
        price_bound=told.price_bound,
        proven_by=told.proven_by,
        plan=plan,
        prices=Prices(**prices),
        quality=told.quality,
        penalties=told.penalties,
        pairs=told.pairs,
        conflicts=told.conflicts,
    )


def _found(name: str, claims: Path) -> Path:
    """The problem's file, by its name."""
    for folder in (claims.parent, claims.parent.parent, Path()):
        if name and (folder / name).is_file():
            return folder / name
    raise BadInput(
        [_fault(str(claims), "problem.file", name, "the problem's file beside the claims, or named with --problem")]
    )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput([_fault(str(path), "", path.stat().st_size, f"at most {MOST_BYTES} bytes")])
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput([_fault(str(path), "", "other bytes", "UTF-8")]) from None
    except OSError as error:
        raise BadInput([_fault(str(path), "", error.strerror or error, "a file that can be read")]) from None


def _fault(file: str, place: str, found: object, allowed: str, *, row: int = 0) -> Fault:
    return Fault(
        file=file,
        row=row,
        column=place,
        code="staffing_file",
        sentence=_("%(found)s is not allowed; %(allowed)s."),
        found=str(found)[:80],
        allowed=allowed,
    )


def _same(name: str, claimed: Any, recomputed: Any) -> Claim:
    return Claim(name=name, ok=bool(claimed == recomputed), claimed=claimed, recomputed=recomputed)


PRICES = tuple(Prices.__dataclass_fields__)
