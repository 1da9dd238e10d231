"""World-scale problems in files: arrays in one ``.npz``, read without trusting it and written back.

Arrays carry the prefixes ``officer_``, ``post_``, ``mission_``, and ``std_`` and ``tight_`` for two sets of side
constraints; ``NAMES`` says which is which column of ``Staffing``.
"""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any, Literal

import numpy as np
from numpy.lib import format as npy

from menara.engines.staffing.faults import faults, total, usual_length
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Column, Officers, Posts, Sides, Staffing
from menara.errors import BadInput, Fault
from menara.wording import gettext_noop as _

Constraints = Literal["none", "std", "tight"]
MOST_BYTES = 4 << 30  # of all arrays together, unpacked
SHORT = {
    "languages": "lang", "woman": "fem", "available": "avail", "clearance": "clear", "capacity": "cap",
    "main_level": "mainlev", "second": "sec", "second_level": "seclev", "rank_min": "rmin", "rank_max": "rmax",
    "years_min": "ymin", "required": "req", "desired": "des", "age_max": "maxage", "critical": "crit",
}  # fmt: skip
SIDE_COLUMNS = ("pledge", "country_cap", "women_share", "french_min", "arabic_min")
EXCLUDED = "mission_excluded_country"
BITS = ("skills", "required", "desired")
NARROW = {"country": "i2", "score": "i2", "capacity": "i2", "mission": "i2"} | dict.fromkeys(BITS, "u4")

# what damaged bytes make the standard library and NumPy raise
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, TokenError,
    EOFError, ValueError, TypeError, RuntimeError, NotImplementedError, SyntaxError, OverflowError, MemoryError,
)  # fmt: skip

SENTENCES = {
    "unreadable": _("This is not a readable .npz file: %(found)s."),
    "too_large": _("The arrays of this file would take %(found)s bytes; at most %(allowed)s are read."),
    "missing": _("An array is missing: %(column)s."),
    "unknown_constraint": _(
        "An array of the side constraints is not known, so leaving it out could change the answer."
    ),
    "bad_array": _("This array cannot be read: %(found)s."),
    "wrong_shape": _("The shape of this column is %(found)s; it must be %(allowed)s."),
}


def _names(prefix: str, columns: tuple[str, ...]) -> dict[str, str]:
    return {f"{prefix}s.{name}": f"{prefix}_{SHORT.get(name, name)}" for name in columns}


NAMES = _names("officer", OFFICER_COLUMNS) | _names("post", POST_COLUMNS) | {"excluded": EXCLUDED}


def read_npz(path: str | os.PathLike[str], *, constraints: Constraints = "none") -> Staffing:
    """The problem of a file with one of its sets of side constraints.

    Columns come as int32, sets of bits as int64, side constraints as int64. Arrays that nothing needs are left unread.
    Raises ``BadInput`` with every fault: unreadable file, missing arrays, wrong shapes, values that cannot be.
    """
    path = Path(path)
    sides = {f"sides.{name}": f"{constraints}_{name}" for name in SIDE_COLUMNS} if constraints != "none" else {}
    names = NAMES | sides
    arrays, wrong = _arrays(path, names, constraints)
    if wrong and "excluded" not in arrays:
        raise BadInput(wrong)
    for name in names.keys() - arrays.keys():
        arrays[name] = _in_place_of(name, arrays)  # so that the faults of the others are told as well
    share = arrays.pop("sides.women_share", None)
    if share is not None and (share.shape != (2,) or share.dtype.kind not in "iub"):
        wrong.append(_fault(path, "wrong_shape", names["sides.women_share"], f"{share.shape} {share.dtype}", "(2,)"))
        share = np.array((0, 1))
    staffing = _staffing(arrays, share)
    count = len(wrong) + total(staffing)
    wrong += [replace(f, file=path.name, column=names.get(f.column, f.column)) for f in faults(staffing)]
    if wrong:
        raise BadInput(wrong, total=count)
    return staffing


def write_npz(path: str | os.PathLike[str], staffing: Staffing, *, sides: Mapping[str, Sides]) -> None:
    """The problem in the same layout, with each set of side constraints under its prefix (``std``, ``tight``).

    Decisions and weights have no place in this layout. The file is complete or absent. Raises ``ValueError`` for a
    problem with decisions, which would be lost.
    """
    if staffing.withdrawn or staffing.frozen or staffing.pins:
        raise ValueError("decisions have no place in this layout")
    held = {"officers": staffing.officers, "posts": staffing.posts}
    arrays: dict[str, Column] = {}
    for name, short in NAMES.items():
        owner, _dot, column = name.partition(".")
        values = staffing.excluded if name == "excluded" else getattr(held[owner], column)
        arrays[short] = values.astype("u1" if name == "excluded" else NARROW.get(column, "i1"))
        if not np.array_equal(arrays[short], values):
            arrays[short] = values.astype(np.int64)
    for prefix, constraints in sides.items():
        for name in SIDE_COLUMNS:
            arrays[f"{prefix}_{name}"] = np.asarray(getattr(constraints, name), dtype=np.int64)
    path = Path(path)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _in_place_of(name: str, arrays: Mapping[str, Column]) -> Column:
    """A column without faults for one that cannot be read."""
    if name == "sides.women_share":
        return np.array((0, 1))
    owner, _dot, column = name.partition(".")
    if owner == "sides":
        missions, countries = (*arrays["excluded"].shape, 0, 0)[:2]
        return np.zeros(countries if column == "pledge" else missions, dtype=np.int64)
    size = usual_length([array for other, array in arrays.items() if other.startswith(f"{owner}.")])
    return np.zeros((size, 4)[: 1 + (column == "languages")], dtype=np.int32)


def _staffing(arrays: dict[str, Column], share: Column | None) -> Staffing:
    columns: dict[str, dict[str, Any]] = {"officers": {}, "posts": {}, "sides": {}}
    for name, array in arrays.items():
        owner, _dot, column = name.partition(".")
        if column:
            columns[owner][column] = array
    sides = None
    if share is not None:
        sides = Sides(**columns["sides"], women_share=(int(share[0]), int(share[1])))
    return Staffing(
        officers=Officers(**columns["officers"]),
        posts=Posts(**columns["posts"]),
        excluded=arrays["excluded"],
        sides=sides,
    )


def _arrays(path: Path, names: Mapping[str, str], constraints: str) -> tuple[dict[str, Column], list[Fault]]:
    """The arrays named, by the names of ``Staffing``, and what is wrong with the file."""
    arrays, wrong = {}, []
    try:
        with zipfile.ZipFile(path) as archive:
            held = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            size = sum(held[name].file_size for name in names.values() if name in held)
            if size > MOST_BYTES:
                return {}, [_fault(path, "too_large", "", size, MOST_BYTES)]
            for name, column in names.items():
                if column not in held:
                    wrong.append(_fault(path, "missing", column, ""))
                    continue
                try:
                    arrays[name] = _widened(name, _array(archive.read(held[column])))
                except BROKEN as error:
                    wrong.append(_fault(path, "bad_array", column, error))
            known = set(names.values())
            unknown = [n for n in held if n.startswith(f"{constraints}_") and n not in known]
            wrong += [_fault(path, "unknown_constraint", name, name) for name in unknown]
    except (OSError, *BROKEN) as error:
        return {}, [_fault(path, "unreadable", "", getattr(error, "strerror", None) or error)]
    return arrays, wrong


def _array(data: bytes) -> Column:
    """The array of the bytes of a ``.npy``; its header is believed only where the bytes agree."""
    stream = BytesIO(data)
    version = npy.read_magic(stream)
    if version == (1, 0):
        shape, by_column, dtype = npy.read_array_header_1_0(stream)
    else:
        shape, by_column, dtype = npy.read_array_header_2_0(stream)
    if dtype.kind not in "iubf":
        raise ValueError(f"its values are no numbers ({dtype})")
    count = 1
    for size in shape:
        count *= size
    begin = stream.tell()
    if min(shape, default=0) < 0 or begin + count * dtype.itemsize != len(data):
        raise ValueError(f"{len(data) - begin} bytes for a shape of {shape} of {dtype}")
    return np.frombuffer(data, dtype=dtype, offset=begin).reshape(shape, order="F" if by_column else "C")


def _widened(name: str, array: Column) -> Column:
    """Whole numbers in a type wide enough to compute with; anything else as it is, for the faults to name."""
    if array.dtype.kind not in "iub":
        return array
    narrow = not name.startswith("sides.") and name.partition(".")[2] not in BITS
    wide, bits = (np.int32, 31) if narrow else (np.int64, 63)
    if array.size and not -(1 << bits) <= int(array.min()) <= int(array.max()) < 1 << bits:
        return array
    return np.ascontiguousarray(array, dtype=wide)


def _fault(path: Path, code: str, column: str, found: object, allowed: object = "") -> Fault:
    return Fault(
        file=path.name,
        row=0,
        column=column,
        code=code,
        sentence=SENTENCES[code],
        found=str(found),
        allowed=str(allowed),
    )
