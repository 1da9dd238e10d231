"""Every committed fact has a mark, a source that exists and a table that reads whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

import menara
from menara import facts
from menara.facts import reading
from menara.terms import Mark

TOML = sorted(f.name for f in files("menara.facts").iterdir() if f.name.endswith(".toml"))
CSV = sorted(f.name for f in files("menara.facts").iterdir() if f.name.endswith(".csv"))


def entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every table within a TOML value, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from entries(inner)


def keys_named() -> set[str]:
    """Every source key that a fact file names as such."""
    found: set[str] = set()
    for name in TOML:
        for entry in entries(reading.table(name)):
            found.update(entry.get("sources", ()))
    for name in CSV:
        for row in reading.rows(name):
            found.update(reading.listed(row.get("sources", "")))
    return found


def keys_in_notes() -> set[str]:
    return {key for name in TOML if name != "sources.toml" for key in re.findall(r"\((S\d+)\)", reading.text(name))}


def keys_in_code() -> set[str]:
    """Source keys that rules and terms name: ``S47`` in quotes, or in the brackets of a docstring."""
    root = files(menara)
    found: set[str] = set()
    for folder in ("engines/eligibility", "engines/eligibility/rules", "engines/matching", "facts"):
        for file in root.joinpath(folder).iterdir():
            if file.name.endswith(".py"):
                found.update(re.findall(r"\bS\d{1,3}\b", file.read_text(encoding="utf-8")))
    found.update(re.findall(r"\bS\d{1,3}\b", root.joinpath("terms.py").read_text(encoding="utf-8")))
    return found


def test_every_source_named_is_listed() -> None:
    assert (keys_named() | keys_in_notes() | keys_in_code()) - facts.sources().keys() == set()


def test_every_source_listed_is_named() -> None:
    assert facts.sources().keys() - (keys_named() | keys_in_notes() | keys_in_code()) == set()


def test_a_source_says_what_it_is_and_where() -> None:
    for source in facts.sources().values():
        assert source.what
        assert source.addresses
        assert not any(address.startswith(("http:", "https:")) for address in source.addresses)


def test_a_shortened_address_cannot_be_followed() -> None:
    assert (facts.sources()["S6"].is_whole, facts.sources()["S3"].is_whole) == (True, False)


@pytest.mark.parametrize("name", TOML)
def test_every_mark_of_a_table_is_one_of_four(name: str) -> None:
    marked = [entry for entry in entries(reading.table(name)) if "mark" in entry]
    assert {entry["mark"] for entry in marked} <= set(Mark)
    assert [entry for entry in marked if entry["mark"] in "CS" and not entry["sources"]] == []


@pytest.mark.parametrize("name", [name for name in TOML if name not in ("ams_stages.toml", "sources.toml")])
def test_every_fact_of_a_table_has_a_mark(name: str) -> None:
    for key, value in reading.table(name).items():
        for entry in value if isinstance(value, list) else [value]:
            assert "mark" in entry or key == "extension", f"{key} in {name}: {entry}"


@pytest.mark.parametrize("name", CSV)
def test_every_row_is_as_wide_as_its_header(name: str) -> None:
    assert reading.rows(name)


@pytest.mark.parametrize("name", [name for name in CSV if not name.startswith("openings_real.")])
def test_every_row_that_states_a_fact_has_a_mark(name: str) -> None:
    for row in reading.rows(name):
        if name == "openings_synthetic.csv":
            assert row["provenance"] == "synthetic"
            continue
        assert Mark(row["mark"]) in (Mark.INFERRED, Mark.UNCONFIRMED) or reading.listed(row["sources"])


def test_a_row_with_a_stray_comma_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "text", lambda _name: "a,b\n1,2,3\n")
    with pytest.raises(ValueError, match=r"stray\.csv, line 2"):
        reading.rows("stray.csv")


def test_a_confirmed_fact_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="without a source"):
        reading.said({"mark": "C", "sources": []}, file="x.toml")
    assert reading.said({"mark": "U", "sources": []}, file="x.toml") == (Mark.UNCONFIRMED, ())


def test_loaders_share_what_they_read() -> None:
    for name in facts.__all__:
        loader = getattr(facts, name)
        if name != "gender_target":
            assert loader() is loader()
