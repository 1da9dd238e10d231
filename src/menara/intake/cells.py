"""What one cell says: a text, a code, a number, a day, an instant, a share, yes or no.

Each reader takes stripped, non-blank text and returns a value or raises ``CellFault``. Nothing that can be read in two
ways is guessed: the fault says both readings.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from menara.intake.nations import NATIONS
from menara.wording import gettext_noop as _

EnumT = TypeVar("EnumT", bound=Enum)
Reader = Callable[[str], Any]

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2100, 12, 31)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫", "01234567890123456789%.")

MORE_THAN_TEXT = re.compile(
    # controls but tab and line ends; marks that turn, embed or isolate a direction; tags; code points of no character
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}|[A-Za-z][\w+/-]+)?"
)
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class CellFault(Exception):  # noqa: N818 (a fault is what it is called everywhere)
    """One cell cannot be used. ``allowed`` is data (codes, forms, bounds), never prose. ``more`` holds the faults of
    the cell's further items."""

    def __init__(self, code: str, sentence: str, *, allowed: str = "", found: str | None = None) -> None:
        super().__init__(code)
        self.code, self.sentence, self.allowed, self.found = code, sentence, allowed, found
        self.more: tuple[CellFault, ...] = ()


# --- text -------------------------------------------------------------------------------------------------------------


def text(cell: str) -> str:
    """Free text in composed form (NFC). Joiners inside Arabic words stay."""
    if cell.isascii() and cell.isprintable():
        return cell
    if MORE_THAN_TEXT.search(cell):
        raise CellFault("characters", HIDDEN)
    return unicodedata.normalize("NFC", cell)


def identifier(cell: str) -> str:
    """A name that machines compare: one line of characters that can all be seen."""
    if len(cell) > 100:
        raise CellFault("too_long", TOO_LONG, allowed="100")
    if not (cell.isascii() and cell.isprintable()) and any(
        unicodedata.category(c) in UNSEEN or (c.isspace() and c != " ") for c in cell
    ):
        raise CellFault("characters", HIDDEN_IN_NAME)
    if cell[0] in "'=+-@＝＋－＠":
        raise CellFault("formula", FORMULA_IN_NAME)
    return unicodedata.normalize("NFC", cell)


def code_of(known: Iterable[str], sentence: str) -> Reader:
    """A reader of codes from a list, with the nearest one as a hint."""
    codes = {code.casefold(): code for code in known}

    def read(cell: str) -> str:
        if found := codes.get(cell.casefold()):
            return found
        raise CellFault("code", sentence, allowed=nearest(cell, codes.values()))

    return read


def nearest(cell: str, known: Iterable[str], *, shown: int = 3) -> str:
    """The codes most like ``cell``; all of them where there are few, the first ones where none is like it."""
    known = list(known)
    by_fold = {code.casefold(): code for code in known}
    like = difflib.get_close_matches(cell.casefold(), by_fold, n=shown, cutoff=0.6)
    if like:
        return ", ".join(by_fold[code] for code in like)
    return ", ".join(known) if len(known) <= 8 else ", ".join(known[:5]) + ", …"


def nationality(cell: str) -> str:
    if cell.upper() in NATIONS:
        return cell.upper()
    raise CellFault("nationality", NATIONALITY, allowed=nearest(cell.upper(), sorted(NATIONS)))


def word_of(kind: type[EnumT], *, also: Mapping[str, EnumT] | None = None) -> Reader:
    """A reader of an enumeration: by value for words, by name for ordered kinds."""
    by_word = {spelled(member).casefold(): member for member in kind}
    allowed = ", ".join(spelled(member) for member in kind)
    by_word.update(also or {})

    def read(cell: str) -> EnumT:
        try:
            return by_word[cell.casefold()]
        except KeyError:
            raise CellFault("word", NOT_ALLOWED, allowed=allowed) from None

    return read


def spelled(member: Enum) -> str:
    """How files write a member of an enumeration."""
    return (
        member.value if isinstance(member.value, str) else member.name.lower() if len(member.name) > 3 else member.name
    )


def truth(cell: str) -> bool:
    try:
        return TRUTHS[cell.casefold()]
    except KeyError:
        raise CellFault("yes_no", NOT_ALLOWED, allowed="yes, no") from None


TRUTHS = {"yes": True, "true": True, "oui": True, "نعم": True, "no": False, "false": False, "non": False, "لا": False}


# --- numbers ----------------------------------------------------------------------------------------------------------


def whole(least: int, most: int) -> Reader:
    """A reader of whole numbers within bounds; Arabic-Indic digits count as digits."""
    allowed = f"{least}–{most}"

    def read(cell: str) -> int:
        digits = cell.translate(DIGITS)
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", digits):
            raise CellFault("number", NOT_WHOLE, allowed=allowed)
        value = int(digits)
        if not least <= value <= most:
            raise CellFault("out_of_bounds", OUT_OF_BOUNDS, allowed=allowed)
        return value

    return read


def share(cell: str) -> Fraction:
    """A share from nothing to all: ``25%``, ``0.25`` or ``1/4``, kept exactly."""
    digits = cell.translate(DIGITS)
    if found := re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,9})?) ?%", digits):
        value = Fraction(found[1]) / 100
    elif re.fullmatch(r"[0-9](\.[0-9]{1,12})?|[0-9]{1,6}/0*[1-9][0-9]{0,5}", digits):
        value = Fraction(digits)
    else:
        raise CellFault("share", NOT_A_SHARE, allowed="25%, 0.25, 1/4")
    if value > 1:
        raise CellFault("share", NOT_A_SHARE, allowed="0%–100%")
    return value


# --- days and instants ------------------------------------------------------------------------------------------------


def day(cell: str) -> date:
    """A day written ``YYYY-MM-DD``. Every other form is refused with what it may mean."""
    digits = cell.translate(DIGITS)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", digits):
        try:
            found = date.fromisoformat(digits)
        except ValueError:
            _refuse_hijri(int(digits[:4]))
            raise CellFault("date", NO_SUCH_DAY, allowed="YYYY-MM-DD") from None
        _refuse_hijri(found.year)
        if not FIRST_DAY <= found <= LAST_DAY:
            raise CellFault("out_of_bounds", DAY_OUT_OF_BOUNDS, allowed=f"{FIRST_DAY} – {LAST_DAY}")
        return found
    raise _why_not_a_day(digits)


def _refuse_hijri(year: int) -> None:
    if 1300 <= year <= 1500:
        raise CellFault("hijri", HIJRI, allowed="YYYY-MM-DD")


def _why_not_a_day(digits: str) -> CellFault:
    if found := re.fullmatch(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})", digits):
        first, second, year = map(int, found.groups())
        _refuse_hijri(year)
        readings = sorted({r for r in (_iso(year, second, first), _iso(year, first, second)) if r})
        if len(readings) == 2:
            return CellFault("date_ambiguous", AMBIGUOUS_DAY, allowed=" | ".join(readings))
        if readings:
            return CellFault("date_form", OTHER_FORM, allowed=readings[0])
    if found := re.fullmatch(r"([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})", digits):
        year, month, number = map(int, found.groups())
        _refuse_hijri(year)
        if reading := _iso(year, month, number):
            return CellFault("date_form", OTHER_FORM, allowed=reading)
    if re.fullmatch(r"[0-9]{5}", digits) and 10_000 <= int(digits) <= 75_000:
        readings = [str(start + timedelta(days=int(digits))) for start in (date(1899, 12, 30), date(1904, 1, 1))]
        return CellFault("date_serial", DAY_COUNT, allowed=" | ".join(readings))
    return CellFault("date", NOT_A_DAY, allowed="YYYY-MM-DD")


def _iso(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""


def instant(cell: str) -> datetime:
    """An instant with its zone: an offset (``2026-12-15T23:59-05:00``) or a named zone
    (``2026-12-15 23:59 America/New_York``). Without a zone it is not an instant."""
    digits = cell.translate(DIGITS)
    found = INSTANT.fullmatch(digits)
    if not found:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", digits):
            raise CellFault("zone", NO_HOUR, allowed=INSTANT_FORMS)
        raise CellFault("instant", NOT_AN_INSTANT, allowed=INSTANT_FORMS)
    if not found[5]:
        raise CellFault("zone", NO_ZONE, allowed=INSTANT_FORMS)
    on = day("-".join(found.group(1, 2, 3)))
    try:
        local = datetime.fromisoformat(f"{on}T{found[4]}")
    except ValueError:
        raise CellFault("instant", NOT_AN_INSTANT, allowed=INSTANT_FORMS) from None
    return _in_zone(local, found[5])


def _in_zone(local: datetime, zone: str) -> datetime:
    if zone[0] in "+-" or zone == "Z":
        try:
            return datetime.fromisoformat(local.isoformat() + zone)
        except ValueError:
            raise CellFault("zone", NO_ZONE, allowed=INSTANT_FORMS) from None
    try:
        found = local.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CellFault("zone", UNKNOWN_ZONE, allowed=INSTANT_FORMS) from None
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        # the hour is skipped or comes twice when the clocks change
        readings = sorted(found.replace(fold=fold, tzinfo=_offset(found.replace(fold=fold))) for fold in (0, 1))
        raise CellFault("instant", HOUR_TWICE, allowed=" | ".join(r.isoformat() for r in readings))
    return found


def _offset(instant: datetime) -> timezone:
    return timezone(instant.utcoffset() or timedelta())


INSTANT_FORMS = "2026-12-15T23:59-05:00, 2026-12-15 23:59 America/New_York"

HIDDEN = _("There are characters in this text that cannot be seen or that turn its direction. Type it again.")
HIDDEN_IN_NAME = _(
    "There are characters in “%(found)s” that cannot be seen or that turn its direction; two names could look alike "
    "and differ. Type it again."
)
TOO_LONG = _("This text is longer than %(allowed)s characters.")
FORMULA_IN_NAME = _("“%(found)s” would be a formula in a spreadsheet; it should begin with a letter or a digit.")
FORMULA = _("“%(found)s” would be a formula in a spreadsheet. Write text that begins so with an apostrophe before it.")
NATIONALITY = _("“%(found)s” is not a nationality in three letters (ISO 3166). Near it: %(allowed)s.")
NOT_ALLOWED = _("“%(found)s” is not one of: %(allowed)s.")
NOT_WHOLE = _("“%(found)s” is not a whole number (%(allowed)s).")
OUT_OF_BOUNDS = _("%(found)s is outside the bounds %(allowed)s.")
NOT_A_SHARE = _("“%(found)s” is not a share. Write for example %(allowed)s.")
NO_SUCH_DAY = _("There is no day “%(found)s” (%(allowed)s).")
NOT_A_DAY = _("“%(found)s” is not a day. Write it as %(allowed)s.")
DAY_OUT_OF_BOUNDS = _("%(found)s is not within %(allowed)s.")
HIJRI = _("“%(found)s” looks like a day of the Hijri calendar. Write the Gregorian day as %(allowed)s.")
OTHER_FORM = _("“%(found)s” is not written as days are in these files. Write %(allowed)s.")
DAY_COUNT = _(
    "“%(found)s” looks like a spreadsheet's count of days (since 1900 | since 1904): %(allowed)s. Write the day meant, "
    "or give the cell a date format."
)
AMBIGUOUS_DAY = _("“%(found)s” can be read as two days: %(allowed)s. Write the one that is meant.")
OTHER_FORM = _("“%(found)s” is not written as days are in these files. Write %(allowed)s.")
DAY_COUNT = _(
    "“%(found)s” looks like a spreadsheet's count of days (since 1900 | since 1904): %(allowed)s. Write the day meant, "
    "or give the cell a date format."
)
NO_HOUR = _("“%(found)s” has no hour and no time zone, and midnight is not one moment. For example: %(allowed)s.")
NO_ZONE = _("“%(found)s” has no time zone. For example: %(allowed)s.")
UNKNOWN_ZONE = _("The time zone in “%(found)s” is not known. For example: %(allowed)s.")
NOT_AN_INSTANT = _("“%(found)s” is not a day with an hour and a zone. For example: %(allowed)s.")
HOUR_TWICE = _("The clocks change at “%(found)s”: this hour is skipped or comes twice. Write one of: %(allowed)s.")
