"""Cuts the typefaces of pages to the letters that Arabic, French and English use.

As npm ships them, the two weights of the two scripts weigh 135 kB, more than a whole first page may. Cut, they weigh
about 67 kB. The licence reserves the family name for unmodified files, so the cut files carry none: style sheets call
the family "Menara Sans". The letters kept here and ``unicode-range`` in ``tokens.css`` say the same.
"""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS = 0, 13, 14

# Ranges of code points, both ends included.
LETTERS = {
    "latin": (
        *((0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x2013, 0x2014), (0x2018, 0x201E), (0x2022, 0x2022)),
        *((0x2026, 0x2026), (0x202F, 0x202F), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2212, 0x2212)),
    ),
    "arabic": (
        *((0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x652), (0x660, 0x66C)),
        *((0x670, 0x671), (0x67E, 0x67E), (0x686, 0x686), (0x6A4, 0x6A4), (0x6A9, 0x6A9), (0x6AD, 0x6AD)),
        *((0x6AF, 0x6AF), (0x6CC, 0x6CC), (0x200C, 0x200F)),
    ),
}


_CUT_FILE = re.compile(r"-(latin|arabic)-\d+-normal\.woff2")


def script_of(name: str) -> str:
    """The script to which the file of this name is cut; empty for a file that is taken as it is."""
    found = _CUT_FILE.search(name)
    return found.group(1) if found else ""


def cut(source: Path, target: Path, *, script: str) -> None:
    """Write ``target``, the WOFF2 file ``source`` with no more than the letters of ``script``."""
    options = Options()
    options.flavor = "woff2"
    options.name_IDs = [_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS]
    options.hinting = script == "latin"  # Arabic shapes gain nothing from hints and pay a quarter of their weight
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in LETTERS[script] for point in range(first, last + 1)])
    subsetter.subset(font)
    save_font(font, str(target), options)
