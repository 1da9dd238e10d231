"""``docs/eligibility.md`` says of every rule what the code says of it.

The document is written from the list of rules and the shipped norms:

    PYTHONPATH=src python tests/engines/eligibility/test_document.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from menara.engines.eligibility.norms import Norm, Overlay
from menara.engines.eligibility.rules import RULES, Rule
from menara.facts import norms, sources
from menara.sentences import label, unknown_sentence
from menara.terms import LanguageLevel, Mark

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "eligibility.md"

INTRODUCTION = """\
# Who may serve where, and why not

Menara asks every rule below of every officer and every post. Each rule is one true statement about an eligible officer,
and gives one of three answers:

- **met**;
- **not met**: the officer cannot be nominated for this post;
- **not known**: a fact is missing, in the record or in the call. That is a task for somebody, never a silent refusal.
  An officer with an answer not known is on no slate unless a person puts him or her there, and is then marked.

An officer is eligible when every rule the post asks is met. Sex and home unit are looked at by no rule: shares of women
and caps on units bind a whole slate, never one officer.

**Whose rule it is.** Every rule and every value names its source (a key of the list at the end) and how well it is
known: confirmed by the issuing body, from a secondary source, or inferred. What the call itself says goes before any
norm and is shown as the call's own word. A value that nobody has confirmed is a *setting of this installation*; it is
listed apart and is not a rule of the United Nations.

**Days.** A tour is half-open: it begins on its first day and ends on the day it is over. Months are counted by the
calendar: the same day of a later month, or its last day where there is none. A person born on 29 February is a year
older on 1 March where there is no 29 February. Ages count on the first and on the last day of the tour, the validity of
tests on the first day, and none of it on the day of nomination.

**The smallest change.** For every answer that is not met, Menara names the least that would turn it: a day, a score, a
paper. Where nobody can bring it about, such as an age or a conviction, it says what would have had to be.

This page is written from the code; a test holds the two together.
"""

SUBJECTS = {
    "vacancy": "The post",
    "person": "Age and nationality",
    "career": "Service, experience, rank and education",
    "languages": "Languages",
    "papers": "Licences, tests and papers",
    "conduct": "Conduct",
    "release": "Release and availability",
    "nation": "What the officer's own nation asks",
}


def written() -> str:
    """The document as the code would have it."""
    return "\n".join([INTRODUCTION, *_rules(), *_values(), *_settings(), *_overlays(), *_sources()])


def _rules() -> Iterator[str]:
    yield "## The rules\n"
    subject = ""
    for rule in RULES:
        name = rule.test.__module__.rpartition(".")[2]
        if name != subject:
            subject = name
            yield f"### {SUBJECTS[subject]}\n"
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"#### `{rule.name}`\n"
    yield " ".join((rule.test.__doc__ or "").split()) + "\n"
    yield f"- Refused: {rule.sentence}"
    yield f"- Not known: {unknown_sentence(rule.name)}"
    yield f"- Looks at: {', '.join(f'`{fact}`' for fact in rule.looks_at) or 'the post alone'}"
    value = f"; the value is the norm `{rule.norm}`, with a source of its own" if rule.norm else ""
    yield f"- Whose rule: {_whose(rule.source, rule.mark)}{value}\n"


def _whose(source: str, mark: str) -> str:
    match source:
        case "call":
            return "the call's own word"
        case "home service":
            return "the home service's own decision"
        case "national overlay":
            return "the officer's own nation; it can only tighten"
    return f"{source}, {label(Mark(mark))}"


def _values() -> Iterator[str]:
    yield "## Values in force\n"
    yield "What a modality asks of everyone, where the call does not say otherwise.\n"
    yield from _table([n for n in norms().norms if not n.is_setting])


def _settings() -> Iterator[str]:
    yield "## Settings of this installation\n"
    yield "These values are not confirmed. They are configuration, to be set by whoever runs Menara, and not rules of"
    yield "the United Nations.\n"
    yield from _table([n for n in norms().norms if n.is_setting])


def _table(listed: list[Norm]) -> Iterator[str]:
    yield "| value | of | | in force | how well known | sources |"
    yield "|---|---|---|---|---|---|"
    for norm in listed:
        of = f"{norm.modality.value} {norm.level}".strip()
        since, until = (f"{day}" if day else "" for day in (norm.since, norm.until))
        period = f"{since or '…'} to {until or '…'}" if since or until else "always"
        yield f"| `{norm.name}` | {of} | {norm.value} | {period} | {label(norm.mark)} | {norm.source or 'none found'} |"
    yield ""


def _overlays() -> Iterator[str]:
    yield "## What nations ask of their own officers\n"
    yield "| nation | asks | how well known | sources |"
    yield "|---|---|---|---|"
    for overlay in norms().overlays:
        yield f"| {overlay.nationality} | {'; '.join(_asks(overlay))} | {label(overlay.mark)} | {overlay.source} |"
    yield ""


def _asks(overlay: Overlay) -> Iterator[str]:
    for rule in RULES:
        value = getattr(overlay, rule.national) if rule.national else None
        if value is True:
            yield f"`{rule.national}`"
        elif isinstance(value, int) and value is not False:
            yield f"`{rule.national}` {value}"
        elif value:
            yield f"`{rule.national}` " + ", ".join(f"{c} {LanguageLevel(v).name}" for c, v in sorted(value.items()))


def _sources() -> Iterator[str]:
    yield "## Sources\n"
    for key in sorted(_keys(), key=lambda key: int(key[1:])):
        source = sources()[key]
        yield f"- **{key}** {source.what}".rstrip() + (f" ({'; '.join(source.addresses)})" if source.addresses else "")
    yield ""


def _keys() -> set[str]:
    said = [rule.source for rule in RULES] + [n.source for n in norms().norms] + [o.source for o in norms().overlays]
    return {key for source in said for key in re.findall(r"\bS\d+\b", source)}


def test_the_document_is_what_the_code_says() -> None:
    assert DOCUMENT.read_text() == written(), "write it again: see the head of this file"


def test_every_rule_is_described_once() -> None:
    headings = re.findall(r"^#### `(\w+)`$", DOCUMENT.read_text(), re.MULTILINE)
    assert headings == [rule.name for rule in RULES]


def test_a_setting_is_never_shown_as_a_rule() -> None:
    """A value that is not confirmed stands under settings, and there alone."""
    text = DOCUMENT.read_text()
    values, settings = text.split("## Settings of this installation")
    unconfirmed = label(Mark.UNCONFIRMED)
    assert f"| {unconfirmed} |" not in values
    listed = [line for line in settings.split("## What nations ask")[0].splitlines() if line.startswith("| `")]
    assert len(listed) == sum(norm.is_setting for norm in norms().norms) > 0
    assert all(f"| {unconfirmed} |" in line for line in listed)


def test_every_value_says_where_it_stands() -> None:
    for norm in norms().norms:
        assert norm.source or norm.is_setting, norm.name


if __name__ == "__main__":
    DOCUMENT.write_text(written())
