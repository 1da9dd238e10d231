"""Made worlds: the same for the same seed, however they are cut, and of the shape of the files they stand beside."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from conftest import SHARED
from menara.engines.staffing.faults import faults
from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Staffing
from menara.engines.staffing.screen import screen
from menara.facts.world import CHUNK, World, roster, world
from menara.staffing_files import read_npz, write_npz

SMALL = {"vacancies": 300, "missions": 6}


def same(one: Staffing, other: Staffing) -> bool:
    return (
        all(np.array_equal(getattr(one.officers, n), getattr(other.officers, n)) for n in OFFICER_COLUMNS)
        and all(np.array_equal(getattr(one.posts, n), getattr(other.posts, n)) for n in POST_COLUMNS)
        and np.array_equal(one.excluded, other.excluded)
    )


def test_a_seed_makes_one_world() -> None:
    assert same(world(seed=1, **SMALL).bare, world(seed=1, **SMALL).bare)
    assert not same(world(seed=1, **SMALL).bare, world(seed=2, **SMALL).bare)


@pytest.mark.parametrize("first", [0, 5, CHUNK - 3, CHUNK, 2 * CHUNK + 1])
def test_a_roster_is_the_same_however_it_is_cut(first: int) -> None:
    whole = roster(seed=3, first=0, size=3 * CHUNK, missions=6)
    part = roster(seed=3, first=first, size=2_000, missions=6)
    for name in OFFICER_COLUMNS:
        assert np.array_equal(getattr(part, name), getattr(whole, name)[first : first + 2_000])


def test_a_roster_has_no_period() -> None:
    ages = [roster(seed=3, first=chunk * CHUNK, size=500, missions=6).age.tolist() for chunk in range(3)]
    assert ages[0] != ages[1] != ages[2]


@pytest.mark.parametrize("tightness", [0, 1, Fraction(1, 2), Fraction(-1, 2)])
def test_a_world_has_no_fault(tightness: Fraction | int) -> None:
    for seed in range(5):
        problem = world(seed=seed, **SMALL).staffing(tightness=tightness)
        assert faults(problem) == ()
        assert problem.posts.capacity.sum() == 300
        assert problem.posts.capacity.min() >= 1


@pytest.mark.parametrize(("officers", "vacancies"), [(0, 0), (0, 5), (7, 0), (1, 1)])
def test_small_worlds_are_whole(officers: int, vacancies: int) -> None:
    made = world(seed=1, officers=officers, vacancies=vacancies, missions=1, countries=3)
    assert (len(made.bare.officers), made.bare.posts.capacity.sum()) == (officers, vacancies)
    assert faults(made.staffing(tightness=1)) == ()
    assert screen(made.bare).officers == officers


def test_sizes_are_those_asked() -> None:
    assert len(world(seed=1, **SMALL).bare.officers) == 3_000
    assert len(world(seed=1, scarce=True, **SMALL).bare.officers) == 900
    assert len(world(seed=1, officers=50, **SMALL).bare.officers) == 50


@pytest.mark.parametrize(
    "wrong",
    [{"officers": -1}, {"vacancies": -1}, {"missions": 0}, {"countries": 0}, {"density": 0.3}, {"density": 12}],
    ids=str,
)
def test_worlds_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"."):
        world(seed=1, **(SMALL | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("tightness", [2, -9])
def test_constraints_that_cannot_be_are_refused(tightness: int) -> None:
    with pytest.raises(ValueError, match="tight"):
        world(seed=1, **SMALL).staffing(tightness=tightness)


def test_tighter_is_tighter_everywhere() -> None:
    made = world(seed=1, vacancies=2_000, missions=18)
    std, tight = made.std, made.tight
    assert (tight.pledge <= std.pledge).all()
    assert (tight.country_cap < std.country_cap).any()
    assert (tight.country_cap <= std.country_cap).all()
    assert (std.women_share, tight.women_share) == ((1, 4), (2, 5))
    assert made.staffing(tightness=None).sides is None


@pytest.mark.parametrize("density", [0.6, 2.0, 5.0])
def test_density_scales_the_eligible_pairs(density: float) -> None:
    pairs = {d: sum(share(made(seed, d)) for seed in range(6)) for d in (1.0, density)}
    assert pairs[density] / pairs[1.0] == pytest.approx(density, rel=0.15)


def made(seed: int, density: float) -> World:
    return world(seed=seed, vacancies=1_500, missions=20, density=density)


def share(one: World) -> float:
    market = screen(one.bare)
    return len(market.officer) / market.officers / market.posts


def quality(problem: Staffing) -> float:
    market = screen(problem)
    bonus = problem.worth.filled + problem.worth.critical * problem.posts.critical
    return float(market.worth.mean() - (np.diff(market.starts) * bonus).sum() / len(market.officer))


SHAPES = {
    "share of eligible pairs": (lambda p: len(screen(p).officer) / len(p.officers) / len(p.posts), 0.35),
    "mean worth without what is critical": (quality, 0.05),
    "women": (lambda p: p.officers.woman.mean(), 0.15),
    "years": (lambda p: p.officers.years.mean(), 0.05),
    "age": (lambda p: p.officers.age.mean(), 0.05),
    "rank": (lambda p: p.officers.rank.mean(), 0.1),
    "free at once": (lambda p: (p.officers.available == 0).mean(), 0.1),
    "skills held": (lambda p: np.bitwise_count(p.officers.skills).mean(), 0.05),
    "skills required": (lambda p: np.bitwise_count(p.posts.required).mean(), 0.1),
    "speakers of French": (lambda p: (p.officers.languages[:, 1] >= 3).mean(), 0.3),
    "vacancies of a post": (lambda p: p.posts.capacity.mean(), 0.1),
    "a second language asked": (lambda p: (p.posts.second >= 0).mean(), 0.35),
    "years asked": (lambda p: p.posts.years_min.mean(), 0.1),
    "pledged of all vacancies": (lambda p: p.sides.pledge.sum() / p.posts.capacity.sum(), 0.05),
    "largest pledge": (lambda p: p.sides.pledge.max(), 0.2),
    "caps of all vacancies": (lambda p: p.sides.country_cap.sum() / p.posts.capacity.sum(), 0.1),
}


@pytest.mark.shared
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("tightness", ["std", "tight"])
def test_made_worlds_have_the_shape_of_the_given_files(shape: str, tightness: str) -> None:
    measure, close = SHAPES[shape]
    given = read_npz(SHARED / "data" / "bench" / "staffing" / "M.npz", constraints=tightness)  # type: ignore[arg-type]
    degree = int(tightness == "tight")
    ours = [world(seed=s, vacancies=2_000, missions=18).staffing(tightness=degree) for s in range(4)]
    assert np.mean([measure(one) for one in ours]) == pytest.approx(measure(given), rel=close)


def test_a_made_world_goes_into_a_file_and_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    one = world(seed=4, **SMALL)
    path = tmp_path_factory.mktemp("world") / "made.npz"
    write_npz(path, one.bare, sides={"std": one.std, "tight": one.tight})
    assert same(read_npz(path, constraints="tight"), one.bare)
