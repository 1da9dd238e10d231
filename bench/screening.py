"""All officers against all vacancies, 10^9 pairs with ten conditions, and what the eligible ones are worth, beside data
engines on the same columns.

Every vacancy of the file is a post of its own. Each peer gets columns of the smallest types in its own memory, two
threads, and two forms of the query: *plain*, one join with the ten conditions, and *joined*, the fastest of several
tried, where officers are listed by skill held and posts by a required skill and each rank of their window, so that the
engine can join on equal keys (what is listed is not timed). The mix of the indexes is helped along by products made
beforehand. Number of pairs and sum of worth are the same for all, or the benchmark stops.

    python -m bench.screening [FILE.npz] [--no-peers] [--no-plain]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np
import polars as pl

from bench.record import Row, keep, shared
from menara.engines.staffing.problem import POST_COLUMNS, Posts, Staffing
from menara.engines.staffing.screen import screen, warm_up
from menara.staffing_files import read_npz

TARGET = 100
BY_OFFICER, BY_POST, MIX = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9
LANGUAGES = ("en", "fr", "ar", "es")
Answer = tuple[int, int]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", nargs="?", type=Path)
    asked.add_argument("--no-peers", action="store_true")
    asked.add_argument("--no-plain", action="store_true", help="leave out the slow form of each peer")
    given = asked.parse_args()
    folder = None if given.file else shared("staffing")
    path = given.file or (folder and folder / "L.npz")
    if path is None:
        return 0
    posts = read_npz(path)
    problem = one_post_a_vacancy(posts)
    warm_up(lambda name, seconds: print(f"  {name}: compiled or fetched in {seconds:.1f} s", file=sys.stderr))
    for name, one in (("posts", posts), ("vacancies", problem)):
        seconds, (pairs, total) = best(lambda one=one: answer(one), runs=7)  # type: ignore[misc]
        checks = len(one.officers) * len(one.posts)
        case = f"{len(one.officers):,} x {len(one.posts):,} {name}, {checks:.2g} pairs with worth"
        print(f"  {case}: {pairs:,} eligible, worth {total:,}")
        keep(Row(bench="screening", case=case, ours=seconds, unit="s"))
    if given.no_peers:
        return 0
    officers, wanted = tables(problem)
    for name, form, run in peers(officers, wanted):
        if given.no_plain and form == "plain":
            continue
        took, found = best(run, runs=1 if form == "plain" else 3)
        if found != (pairs, total):
            raise SystemExit(f"{name}, {form}: {found} is not {(pairs, total)}")
        ratio = took / seconds
        row = Row(
            bench="screening",
            case=f"{case}, {form}",
            ours=seconds,
            unit="s",
            peer=name,
            peer_value=took,
            ratio=ratio,
            target=f">= {TARGET} x" if form == "plain" else "",
            ok=ratio >= TARGET if form == "plain" else None,
        )
        keep(row)
    return 0


def one_post_a_vacancy(staffing: Staffing) -> Staffing:
    rows = np.repeat(np.arange(len(staffing.posts)), staffing.posts.capacity)
    posts = Posts(**{name: getattr(staffing.posts, name)[rows] for name in POST_COLUMNS})
    return replace(staffing, posts=replace(posts, capacity=np.ones(len(rows), dtype=np.int32)))


def answer(staffing: Staffing) -> Answer:
    market = screen(staffing)
    return len(market.officer), int(market.worth.sum(dtype=np.int64))


def best(run: Callable[[], Answer], *, runs: int) -> tuple[float, Answer]:
    """The shortest of a few runs, and the answer of the last."""
    times = []
    for _ in range(runs):
        began = perf_counter()
        found = run()
        times.append(perf_counter() - began)
    return min(times), found


def tables(staffing: Staffing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Officers and posts as a data engine likes them best. ``barred`` has a bit a mission that takes nobody from the
    officer's country; ``mix`` is the index times its constant, modulo 2^64."""
    people, posts = staffing.officers, staffing.posts
    small = ("rank", "years", "available", "age", "last", "clearance")
    bars = (staffing.excluded != 0).astype(np.uint64).T @ (
        np.uint64(1) << np.arange(staffing.missions, dtype=np.uint64)
    )
    officers = pl.DataFrame(
        {name: getattr(people, name).astype(np.int8) for name in small}
        | {language: people.languages[:, k].astype(np.int8) for k, language in enumerate(LANGUAGES)}
        | {"skills": people.skills.astype(np.uint32), "score": people.score.astype(np.int16)}
        | {"barred": bars[people.country], "mix_o": np.arange(len(people), dtype=np.uint64) * np.uint64(BY_OFFICER)}
    )
    bits = ("required", "desired")
    wanted = pl.DataFrame(
        {f"p_{n}": getattr(posts, n).astype(np.int8) for n in POST_COLUMNS if n not in (*bits, "capacity")}
        | {f"p_{n}": getattr(posts, n).astype(np.uint32) for n in bits}
        | {"mix_p": np.arange(len(posts), dtype=np.uint64) * np.uint64(BY_POST)}
    )
    return officers, wanted


def listed(officers: pl.DataFrame, wanted: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Officers once for each skill held, and once for none; posts by one skill required and each rank accepted."""
    skills = pl.DataFrame({"key": np.arange(-1, 24, dtype=np.int8), "bit": np.array([0, *(1 << k for k in range(24))])})
    skills = skills.with_columns(pl.col("bit").cast(pl.UInt32))
    held = officers.join(skills, how="cross").filter(pl.col("skills") & pl.col("bit") == pl.col("bit"))
    lowest = pl.when(pl.col("p_required") == 0).then(-1).otherwise(pl.col("p_required").bitwise_trailing_zeros())
    ranks = pl.DataFrame({"p_rank": np.arange(100, dtype=np.int8)})
    asked = wanted.with_columns(p_key=lowest.cast(pl.Int8)).join(ranks, how="cross")
    asked = asked.filter(pl.col("p_rank").is_between(pl.col("p_rank_min"), pl.col("p_rank_max")))
    return held.drop("bit"), asked


def peers(officers: pl.DataFrame, wanted: pl.DataFrame) -> list[tuple[str, str, Callable[[], Answer]]]:
    """Name, form of the query, and how to run it."""
    held, asked = listed(officers, wanted)
    duck = duckdb.connect(config={"threads": 2})
    for name, table in (("officers", officers), ("wanted", wanted), ("held", held), ("asked", asked)):
        duck.register("given", table.to_arrow())
        duck.execute(f"create table {name} as select * from given")  # noqa: S608
        duck.unregister("given")
    return [
        (f"DuckDB {duckdb.__version__}", "joined", lambda: by_duckdb(duck, JOINED)),
        (f"Polars {pl.__version__}", "joined", lambda: by_polars(held, asked, joined=True)),
        (f"DuckDB {duckdb.__version__}", "plain", lambda: by_duckdb(duck, PLAIN)),
        (f"Polars {pl.__version__}", "plain", lambda: by_polars(officers, wanted, joined=False)),
    ]


# --- DuckDB -----------------------------------------------------------------------------------------------------------

LEVEL = "(case {asked} when 0 then en when 1 then fr when 2 then ar when 3 then es else 9 end)"
PLAIN, JOINED = "officers, wanted where", "held join asked on key = p_key and rank = p_rank where"
CONDITIONS = f"""
    skills & p_required = p_required and rank between p_rank_min and p_rank_max
    and {LEVEL.format(asked="p_main")} >= p_main_level and years >= p_years_min and available <= p_start
    and {LEVEL.format(asked="p_second")} >= p_second_level and age <= p_age_max and last <> p_mission
    and clearance >= p_clearance and (barred >> p_mission) & 1 = 0
"""
LOW, HIGH = MIX & 0xFFFFFFFF, MIX >> 32
# a product of 64 bits does not fit and is an error there: the eight bits wanted are put together from halves
QUERY = f"""
with eligible as (
    select *, ((mix_o::uhugeint + mix_p) % 18446744073709551616::uhugeint)::ubigint as whole
    from {{source}} {CONDITIONS}
), halves as (
    select *, xor(whole, whole >> 29) & 4294967295 as low, xor(whole, whole >> 29) >> 32 as high from eligible
), mixed as (
    select *, low * {LOW}::ubigint as product from halves
), chances as (
    select *, xor(product & 255, ((product >> 32) + (high & 255) * {LOW & 255} + (low & 255) * {HIGH & 255}) & 255)::int
        as chance from mixed
)
select count(*), sum(least(1000, greatest(1,
    score + 40 * ({LEVEL.format(asked="p_main")}::int - p_main_level) + 10 * least(10, years::int - p_years_min)
    + 70 * bit_count(skills & p_desired)::int + chance)) + 1000 + 2000 * p_critical::int)
from chances
"""  # noqa: S608


def by_duckdb(duck: duckdb.DuckDBPyConnection, source: str) -> Answer:
    found = duck.execute(QUERY.format(source=source)).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


# --- Polars -----------------------------------------------------------------------------------------------------------


def by_polars(officers: pl.DataFrame, wanted: pl.DataFrame, *, joined: bool) -> Answer:
    c = pl.col
    if joined:
        pairs = officers.lazy().join(wanted.lazy(), left_on=["key", "rank"], right_on=["p_key", "p_rank"])
        rank = pl.lit(value=True)
    else:
        pairs = officers.lazy().join(wanted.lazy(), how="cross")
        rank = (c("rank") >= c("p_rank_min")) & (c("rank") <= c("p_rank_max"))
    eligible = pairs.filter(
        (c("skills") & c("p_required")) == c("p_required"),
        rank,
        level("p_main") >= c("p_main_level"),
        c("years") >= c("p_years_min"),
        c("available") <= c("p_start"),
        level("p_second") >= c("p_second_level"),
        c("age") <= c("p_age_max"),
        c("last") != c("p_mission"),
        c("clearance") >= c("p_clearance"),
        (c("barred") // (pl.lit(2, dtype=pl.UInt64).pow(c("p_mission").cast(pl.UInt32)))) % 2 == 0,
    )
    # there is no shift: a division by a power of two, which is as fast; products wrap around as wanted
    whole = c("mix_o") + c("mix_p")
    mixed = whole.xor(whole // (1 << 29)) * pl.lit(MIX, dtype=pl.UInt64)
    chance = mixed.xor(mixed // (1 << 32)) & 255
    quality = (
        c("score").cast(pl.Int32)
        + 40 * (level("p_main").cast(pl.Int32) - c("p_main_level"))
        + 10 * pl.min_horizontal(pl.lit(10, dtype=pl.Int32), c("years").cast(pl.Int32) - c("p_years_min"))
        + 70 * (c("skills") & c("p_desired")).bitwise_count_ones().cast(pl.Int32)
        + chance.cast(pl.Int32)
    )
    worth = quality.clip(1, 1000).cast(pl.Int64) + 1000 + 2000 * c("p_critical").cast(pl.Int64)
    found = eligible.select(pl.len(), worth=worth.sum()).collect(engine="streaming").row(0)
    return int(found[0]), int(found[1])


def level(asked: str) -> pl.Expr:
    """The officer's level in the language a post asks; above any level where it asks none."""
    found = pl.when(pl.col(asked) == 0).then("en").when(pl.col(asked) == 1).then("fr")
    return found.when(pl.col(asked) == 2).then("ar").when(pl.col(asked) == 3).then("es").otherwise(9)


if __name__ == "__main__":
    sys.exit(main())
