"""Collects the sentences of Menara, keeps the translation files in step, and says what they lack.

    python -m menara.ground.translations update     new sentences in, vanished ones out
    python -m menara.ground.translations compile    .po to .mo, where it changed
    python -m menara.ground.translations check      exit code 1 and one line for each fault

Needs no gettext on the system.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from menara.ground.data_folder import PROJECT

LANGUAGES = ("ar", "fr")
_LOCALE = PROJECT / "locale"
_SOURCE = PROJECT / "src" / "menara"
_SAME_AS_ENGLISH = _LOCALE / "same_as_english.txt"

_CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")


def file_of(language: str, kind: str = "po") -> Path:
    """The translation file of a language."""
    return _LOCALE / language / "LC_MESSAGES" / f"django.{kind}"


def collected() -> Catalog:
    """Every sentence that the source marks for translation, from Python and from templates."""
    catalog = Catalog(project="Menara", charset="utf-8", fuzzy=False)
    for path in sorted(_SOURCE.rglob("*")):
        if not path.is_file() or "vendor" in path.parts or "migrations" in path.parts:
            continue
        for line, message, context in _sentences(path):
            catalog.add(message, locations=[(path.relative_to(PROJECT).as_posix(), line)], context=context)
    return catalog


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    if path.suffix == ".py":
        text = path.read_text()
    elif path.suffix in (".html", ".txt") and "templates" in path.parts:
        text = _python_of_template(path)
    else:
        return
    for line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=_CALLS):
        yield line, message, context


def _python_of_template(path: Path) -> str:
    """The translation calls of a template as lines of Python, each on the line it has in the template."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    calls = re.compile(
        r"\b(?:n?p?gettext|_)\((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+(?:\s*count)?\s*\)"
    )
    lines = templatize(path.read_text(), origin=path.name)
    found: list[str] = []
    for call in calls.finditer(lines):
        line = lines.count("\n", 0, call.start())
        found += [""] * (line - len(found))
        if len(found) > line:
            found[line] += "; " + call.group().replace("\n", " ")
        else:
            found.append(call.group().replace("\n", " "))
    return "\n".join(found) + "\n"


def kept(language: str) -> Catalog:
    """The translations of a language as committed; empty when there are none yet."""
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Menara", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring every translation file in step with the source: new sentences are empty, vanished ones are gone."""
    source = collected()
    for language in LANGUAGES:
        catalog = kept(language)
        catalog.update(source, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            # Without line numbers and dates, so that a change shows only the sentences it changed.
            write_po(file, catalog, width=120, omit_header=False, sort_output=True, include_lineno=False)
        header = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator): .*\n', re.MULTILINE)
        path.write_bytes(header.sub(b"", path.read_bytes()))


def compile_all() -> None:
    """Compile the files that are newer than what was made of them."""
    for language in LANGUAGES:
        source, target = file_of(language), file_of(language, "mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime <= source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, kept(language))


def same_as_english() -> frozenset[str]:
    """The messages that may read in another language as they do in English: names, codes, units."""
    if not _SAME_AS_ENGLISH.exists():
        return frozenset()
    lines = _SAME_AS_ENGLISH.read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def faults() -> list[str]:
    """One line for everything that keeps the translations from being complete."""
    source, excused = collected(), same_as_english()
    found = []
    for language in LANGUAGES:
        catalog = kept(language)
        wanted = {_key(message) for message in source if message.id}
        known = {_key(message): message for message in catalog if message.id}
        found += [f"{language}: not in the file: {key[1]!r}" for key in sorted(wanted - known.keys(), key=str)]
        found += [f"{language}: no longer in the source: {key[1]!r}" for key in sorted(known.keys() - wanted, key=str)]
        for key in sorted(wanted & known.keys(), key=str):
            found += [f"{language}: {fault}: {key[1]!r}" for fault in message_faults(known[key], language, excused)]
    return found


def _key(message: Message) -> tuple[str, str]:
    return (message.context or "", message.id if isinstance(message.id, str) else message.id[0])


def message_faults(message: Message, language: str, excused: frozenset[str]) -> Iterator[str]:
    """What one translation lacks."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(texts):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as fuzzy"
    if sources[0] not in excused:
        if any(text in sources for text in texts):
            yield "the same as in English, and not listed in same_as_english.txt"
        if language == "ar" and not all(_ARABIC.search(text) for text in texts):
            yield "without Arabic letters"
    wanted = set(_PLACE.findall(sources[-1]))
    for text in texts:
        given = set(_PLACE.findall(text))
        # A plural form for one or two may say the number in a word.
        if given - wanted or (len(sources) == 1 and wanted - given):
            yield f"other places to fill: {', '.join(sorted(given ^ wanted))}"


def _report(lines: Iterable[str]) -> int:
    lines = list(lines)
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 (a program's own words)
    print(f"translations: {len(lines)} faults" if lines else "translations: complete")  # noqa: T201
    return 1 if lines else 0


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) == 2 else ""
    if task == "update":
        update()
    elif task == "compile":
        compile_all()
    elif task == "check":
        sys.exit(_report(faults()))
    else:
        sys.exit(__doc__)
