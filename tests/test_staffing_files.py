"""World-scale files: nothing lost on the way out and back, and nothing believed that the bytes do not bear out."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import SHARED
from engines.staffing.doubleloop import any_staffing
from menara import staffing_files
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Sides, Staffing
from menara.errors import BadInput, Fault
from menara.staffing_files import NAMES, SIDE_COLUMNS, Constraints, read_npz, write_npz

FILES = SHARED / "data" / "bench" / "staffing"
Arrays = dict[str, Any]


def sides_of(problem: Staffing, share: tuple[int, int]) -> Sides:
    by_mission = np.arange(problem.missions)
    return Sides(
        pledge=np.arange(problem.countries) + 300,
        country_cap=by_mission + 1,
        women_share=share,
        french_min=by_mission + 2,
        arabic_min=by_mission,
    )


@pytest.fixture
def problem() -> Staffing:
    return any_staffing(5, officers=130, posts=9)


@pytest.fixture
def file(tmp_path: Path, problem: Staffing) -> Path:
    path = tmp_path / "world.npz"
    write_npz(path, problem, sides={"std": sides_of(problem, (1, 4)), "tight": sides_of(problem, (2, 5))})
    return path


def arrays_of(path: Path) -> Arrays:
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}


def refused(path: Path, constraints: Constraints = "std") -> list[tuple[str, str, int]]:
    with pytest.raises(BadInput) as told:
        read_npz(path, constraints=constraints)
    assert {fault.file for fault in told.value.faults} == {path.name}
    assert all(str(fault) for fault in told.value.faults)
    return sorted((fault.code, fault.column, fault.row) for fault in told.value.faults)


def read_or_refused(path: Path) -> Staffing | list[Fault]:
    try:
        return read_npz(path, constraints="std")
    except BadInput as told:
        return list(told.faults)


def same(one: Staffing, other: Staffing) -> bool:
    return all(np.array_equal(getattr(one.officers, n), getattr(other.officers, n)) for n in OFFICER_COLUMNS) and all(
        np.array_equal(getattr(one.posts, n), getattr(other.posts, n)) for n in POST_COLUMNS
    )


def test_what_is_written_is_read(file: Path, problem: Staffing) -> None:
    for constraints, share in (("std", (1, 4)), ("tight", (2, 5))):
        back = read_npz(file, constraints=constraints)  # type: ignore[arg-type]
        assert same(back, problem)
        assert np.array_equal(back.excluded, problem.excluded)
        assert back.sides is not None
        written = sides_of(problem, share)
        for field in fields(Sides):
            assert np.array_equal(getattr(back.sides, field.name), getattr(written, field.name))
    assert read_npz(file).sides is None


def test_columns_come_wide_enough_to_compute_with(file: Path) -> None:
    back = read_npz(file, constraints="std")
    officers = {n: getattr(back.officers, n).dtype for n in OFFICER_COLUMNS if n != "skills"}
    posts = {n: getattr(back.posts, n).dtype for n in POST_COLUMNS if n not in ("required", "desired")}
    assert {*officers.values(), *posts.values(), back.excluded.dtype} == {np.dtype(np.int32)}
    assert {back.officers.skills.dtype, back.posts.required.dtype, back.posts.desired.dtype} == {np.dtype(np.int64)}
    assert back.sides is not None
    assert {getattr(back.sides, n).dtype for n in SIDE_COLUMNS if n != "women_share"} == {np.dtype(np.int64)}
    assert all(type(part) is int for part in back.sides.women_share)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["R", "M"])
def test_the_given_files_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    std, tight = (read_npz(FILES / f"{name}.npz", constraints=c) for c in ("std", "tight"))  # type: ignore[arg-type]
    assert std.sides is not None
    assert tight.sides is not None
    write_npz(tmp_path / "copy.npz", std, sides={"std": std.sides, "tight": tight.sides})
    given, copied = arrays_of(FILES / f"{name}.npz"), arrays_of(tmp_path / "copy.npz")
    assert set(given) - set(copied) == {"mission_language"}
    for column, array in copied.items():
        assert array.dtype == given[column].dtype
        assert np.array_equal(array, given[column])


def test_values_too_large_for_the_usual_type_are_kept(tmp_path: Path, problem: Staffing) -> None:
    large = problem.officers.score.copy()
    large[3] = 900_000
    changed = any_staffing(5, officers=130, posts=9)
    object.__setattr__(changed.officers, "score", large)
    write_npz(tmp_path / "large.npz", changed, sides={})
    assert same(read_npz(tmp_path / "large.npz"), changed)


def test_a_problem_with_decisions_has_no_place_in_the_layout(tmp_path: Path, problem: Staffing) -> None:
    object.__setattr__(problem, "withdrawn", (1,))
    with pytest.raises(ValueError, match="decisions"):
        write_npz(tmp_path / "no.npz", problem, sides={})
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_complete_or_absent(tmp_path: Path, problem: Staffing, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(file: Any, **arrays: Any) -> None:
        file.write(b"PK half")
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez_compressed", half)
    with pytest.raises(OSError, match="full"):
        write_npz(tmp_path / "world.npz", problem, sides={})
    assert list(tmp_path.iterdir()) == []


# --- what is refused --------------------------------------------------------------------------------------------------


def without(*names: str) -> Callable[[Arrays], Arrays]:
    return lambda arrays: {name: array for name, array in arrays.items() if name not in names}


def with_array(**changed: Any) -> Callable[[Arrays], Arrays]:
    return lambda arrays: arrays | changed


def astype(name: str, kind: Any) -> Callable[[Arrays], Arrays]:
    return lambda arrays: arrays | {name: arrays[name].astype(kind)}


SPOILT: dict[str, tuple[Callable[[Arrays], Arrays], list[tuple[str, str, int]]]] = {
    "two arrays missing": (
        without("officer_rank", "std_pledge"),
        [("missing", "officer_rank", 0), ("missing", "std_pledge", 0)],
    ),
    "a column one short": (
        lambda a: a | {"officer_age": a["officer_age"][1:]},
        [("wrong_shape", "officer_age", 0)],
    ),
    "the first column one short": (
        lambda a: a | {"officer_country": a["officer_country"][1:]},
        [("wrong_shape", "officer_country", 0)],
    ),
    "five languages": (
        with_array(officer_lang=np.zeros((130, 5), dtype=np.int8)),
        [("wrong_shape", "officer_lang", 0)],
    ),
    "one number for a column": (with_array(post_cap=np.int64(3)), [("wrong_shape", "post_cap", 0)]),
    "a share of three numbers": (
        with_array(std_women_share=np.array([1, 2, 3])),
        [("wrong_shape", "std_women_share", 0)],
    ),
    "a share of fractions": (with_array(std_women_share=np.array([0.5, 1])), [("wrong_shape", "std_women_share", 0)]),
    "a share with nothing below": (
        with_array(std_women_share=np.array([1, 0])),
        [("out_of_range", "std_women_share", 0)],
    ),
    "objects": (astype("officer_age", object), [("bad_array", "officer_age", 0)]),
    "words": (astype("officer_age", "U3"), [("bad_array", "officer_age", 0)]),
    "complex numbers": (astype("officer_age", complex), [("bad_array", "officer_age", 0)]),
    "a table of records": (
        with_array(officer_age=np.zeros(130, dtype=[("a", "i4"), ("b", "i4")])),
        [("bad_array", "officer_age", 0)],
    ),
    "whole numbers as fractions": (astype("officer_age", float), [("not_whole", "officer_age", 0)]),
    "not a number": (
        lambda a: a | {"officer_age": np.where(np.arange(130) == 4, np.nan, a["officer_age"])},
        [("not_whole", "officer_age", 6)],
    ),
    "a number beyond 64 bits signed": (
        lambda a: a | {"officer_age": np.where(np.arange(130) == 4, 2**64 - 1, a["officer_age"].astype(np.uint64))},
        [("out_of_range", "officer_age", 6)],
    ),
    "an age of minus one": (
        lambda a: a | {"officer_age": np.where(np.arange(130) == 0, -1, a["officer_age"])},
        [("out_of_range", "officer_age", 2)],
    ),
    "a side constraint nobody knows": (
        with_array(std_rank_cap=np.zeros(3)),
        [("unknown_constraint", "std_rank_cap", 0)],
    ),
    "faults of several kinds": (
        lambda a: astype("officer_age", float)(without("officer_rank")(a)),
        [("missing", "officer_rank", 0), ("not_whole", "officer_age", 0)],
    ),
    "no table of exclusions, so that no index can be judged": (
        lambda a: with_array(officer_country=np.full(130, 9_999))(without("mission_excluded_country", "post_cap")(a)),
        [("missing", "mission_excluded_country", 0), ("missing", "post_cap", 0)],
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_of_a_file_is_named(name: str, file: Path) -> None:
    spoil, faults = SPOILT[name]
    np.savez_compressed(file, **spoil(arrays_of(file)))
    assert refused(file) == faults


def test_all_faults_of_the_values_are_told_at_once(file: Path) -> None:
    arrays = arrays_of(file)
    arrays["officer_age"][:] = 121
    arrays["post_cap"][2] = -1
    arrays["std_women_share"] = np.array([1, 2, 3])
    np.savez_compressed(file, **arrays)
    with pytest.raises(BadInput) as told:
        read_npz(file, constraints="std")
    assert {fault.column for fault in told.value.faults} == {"officer_age", "post_cap", "std_women_share"}
    assert told.value.total == 130 + 1 + 1


HARMLESS: dict[str, Callable[[Arrays], Arrays]] = {
    "other names": with_array(mission_language=np.zeros(4), author=np.array(["x"]), officer_note=np.array([None])),
    "constraints not asked for": with_array(tight_rank_cap=np.zeros(4), tight_pledge=np.array([-1.5])),
    "other byte order": lambda a: a | {"officer_age": a["officer_age"].astype(">i4")},
    "columns first": lambda a: a | {"officer_lang": np.asfortranarray(a["officer_lang"])},
    "wider": lambda a: {name: array.astype(np.int64) for name, array in a.items()},
    "yes and no": lambda a: (
        a | {"officer_fem": a["officer_fem"] != 0, "mission_excluded_country": a[NAMES["excluded"]] != 0}
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_read(name: str, file: Path, problem: Staffing) -> None:
    np.savez(file, **HARMLESS[name](arrays_of(file)))
    assert same(read_npz(file, constraints="std"), problem)


def npy(header: bytes, body: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    return b"\x93NUMPY" + version + len(header).to_bytes(2 if version[0] == 1 else 4, "little") + header + body


BYTES = {
    "nothing": b"",
    "no array": b"hello",
    "a shape that would fill any memory": npy(b"{'descr': '<i8', 'fortran_order': False, 'shape': (10**15,), }"),
    "a shape beyond the bytes": npy(
        b"{'descr': '<i1', 'fortran_order': False, 'shape': (1000000000000,), }", b"\0" * 130
    ),
    "a shape below the bytes": npy(b"{'descr': '<i1', 'fortran_order': False, 'shape': (129,), }", b"\0" * 130),
    "a negative shape": npy(b"{'descr': '<i1', 'fortran_order': False, 'shape': (-130,), }", b"\0" * 130),
    "a pickle": npy(b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n(S'false'\ntR."),
    "a header cut short": npy(b"{'descr': '<i1', 'fortran"),
    "a header of brackets": npy(b"(" * 5000),
    "an unknown version": npy(b"{}", version=b"\x09\x00"),
    "a long header": npy(b" " * 100_000, version=b"\x02\x00"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_header_is_believed_only_where_the_bytes_agree(name: str, file: Path) -> None:
    members = dict.fromkeys(zipfile.ZipFile(file).namelist(), file)
    with zipfile.ZipFile(file) as old:
        kept = {member: old.read(member) for member in members}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member, data in kept.items():
            new.writestr(member, BYTES[name] if member == "officer_age.npy" else data)
    assert refused(file) == [("bad_array", "officer_age", 0)]


def test_a_file_that_unpacks_too_large_is_refused_before_it_is_unpacked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffing_files, "MOST_BYTES", 1_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert refused(file) == [("too_large", "", 0)]


def test_a_size_told_too_small_does_not_unpack_more(file: Path) -> None:
    """A megabyte of zeros that says it holds 130 bytes: no more than that is read, and its checksum is wrong."""
    data = npy(b"{'descr': '|i1', 'fortran_order': False, 'shape': (1000000,), }".ljust(117) + b"\n", b"\0" * 1_000_000)
    arrays = arrays_of(file)
    arrays.pop("officer_age")
    np.savez(file, **arrays)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("officer_age.npy", data)
    spoilt = file.read_bytes().replace(len(data).to_bytes(4, "little"), (130).to_bytes(4, "little"))
    file.write_bytes(spoilt)
    assert refused(file) == [("bad_array", "officer_age", 0)]


OTHERS = {"empty": b"", "PK": b"PK", "text": b"no zip at all", "no member": b"PK\x05\x06" + b"\0" * 18}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    assert {code for code, _column, _row in refused(path)} <= {"unreadable", "missing"}


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.npz") == [("unreadable", "", 0)]
    assert refused(tmp_path) == [("unreadable", "", 0)]


@pytest.mark.parametrize("seed", range(300))
def test_damage_is_refused_or_does_no_harm(seed: int, file: Path, problem: Staffing) -> None:
    """Cut or change bytes anywhere: a refusal, or what was written. Never another error, never another problem."""
    draw, data = random.Random(seed), bytearray(file.read_bytes())
    if seed % 3 == 0:
        del data[draw.randrange(len(data)) :]
    else:
        for _ in range(draw.choice((1, 3, 30))):
            data[draw.randrange(len(data))] = draw.randrange(256)
    file.write_bytes(bytes(data))
    back = read_or_refused(file)
    assert back if isinstance(back, list) else same(back, problem)


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@pytest.mark.parametrize("seed", range(150))
def test_damaged_headers_are_refused_or_do_no_harm(seed: int, file: Path) -> None:
    """The same inside one array, its checksum made right again: NumPy's own words are read as warily."""
    draw = random.Random(seed)
    with zipfile.ZipFile(file) as old:
        kept = {member: old.read(member) for member in old.namelist()}
    data = bytearray(kept["officer_age.npy"])
    for _ in range(draw.choice((1, 2, 9))):
        data[draw.randrange(100)] = draw.randrange(256)
    with zipfile.ZipFile(file, "w") as new:
        for member, content in (kept | {"officer_age.npy": bytes(data)}).items():
            new.writestr(member, content)
    back = read_or_refused(file)
    if isinstance(back, list):
        assert {fault.column for fault in back} == {"officer_age"}
    else:
        assert len(back.officers) == 130


def test_it_reads_from_what_numpy_writes_uncompressed(file: Path, problem: Staffing) -> None:
    stream = io.BytesIO()
    np.savez(stream, **arrays_of(file))
    file.write_bytes(stream.getvalue())
    assert same(read_npz(file), problem)
