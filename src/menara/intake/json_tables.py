"""Reads a JSON list of objects as a table. Values keep their kind; lists and objects are allowed where a column holds
a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NoReturn

from menara.intake.faults import Faults
from menara.wording import gettext_noop as _

MAX_BYTES = 48 << 20
SPREAD = ("title",)  # {"title": {"ar": …}} stands for the columns title_ar, …


def read_json(
    stream: BinaryIO, *, faults: Faults, row_limit: int
) -> tuple[tuple[str, ...], Iterator[tuple[int, Sequence[Any]]]]:
    """Header and rows; the first object is row 2, as in a spreadsheet with the same content."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        _fail(faults, "too_large", TOO_LARGE, allowed=f"{MAX_BYTES >> 20} MB")
    objects = _parse(data, faults)
    if not isinstance(objects, list) or not all(isinstance(item, dict) for item in objects):
        _fail(faults, "not_a_list", NOT_A_LIST)
    if len(objects) > row_limit:
        _fail(faults, "too_many_rows", TOO_MANY_ROWS, found=f"{len(objects):,}", allowed=f"{row_limit:,}")
    spread = [_spread(item) for item in objects]
    header = tuple(dict.fromkeys(key for item in spread for key in item))
    rows = ((number, [item.get(key) for key in header]) for number, item in enumerate(spread, start=2))
    return header, rows


def _parse(data: bytes, faults: Faults) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        _fail(faults, "encoding", NOT_UTF8)
    except json.JSONDecodeError as error:
        _fail(faults, "json", NOT_JSON, row=error.lineno, found=error.msg)
    except (ValueError, RecursionError) as error:
        _fail(faults, "json", NOT_JSON, found=str(error) if isinstance(error, ValueError) else "too deep")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError("duplicate name " + next(n for n in names if names.count(n) > 1))
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _spread(item: dict[str, Any]) -> dict[str, Any]:
    """Names of things in several languages as one column a language."""
    flat = {}
    for key, value in item.items():
        if key in SPREAD and isinstance(value, dict):
            flat.update({f"{key}_{language}": text for language, text in value.items()})
        else:
            flat[key.strip()] = value
    return flat


def _fail(faults: Faults, code: str, sentence: str, *, row: int = 0, found: str = "", allowed: str = "") -> NoReturn:
    faults.add(row=row, column="", code=code, sentence=sentence, found=found, allowed=allowed)
    raise faults.refuse()


TOO_LARGE = _("A JSON file may have at most %(allowed)s. Give so long a table as CSV.")
TOO_MANY_ROWS = _("The file has %(found)s rows; at most %(allowed)s are read at once. Divide it.")
NOT_A_LIST = _("The file should be one list of objects, one for each row: [{…}, {…}].")
NOT_UTF8 = _("This JSON file is not UTF-8. Save it as UTF-8.")
NOT_JSON = _("This is not sound JSON: %(found)s.")
