"""A staffing problem in plain Python, one pair at a time, and its best plan by trying all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from menara.engines.staffing.problem import OFFICER_COLUMNS, POST_COLUMNS, Staffing

Plan = Sequence[int]  # the post of each officer, -1 none
MASK = 2**64 - 1


class World:
    def __init__(self, problem: Staffing) -> None:
        self.problem = problem
        self.officers = _rows(problem.officers, OFFICER_COLUMNS)
        self.posts = _rows(problem.posts, POST_COLUMNS)
        self.excluded = problem.excluded.tolist()

    def unmet(self, i: int, j: int) -> set[str]:
        o, p = self.officers[i], self.posts[j]
        answers = {
            "holds_required_skills": o["skills"] & p["required"] == p["required"],
            "holds_rank": p["rank_min"] <= o["rank"] <= p["rank_max"],
            "speaks_main_language": o["languages"][p["main"]] >= p["main_level"],
            "has_served_years": o["years"] >= p["years_min"],
            "is_free_by_start": o["available"] <= p["start"],
            "speaks_second_language": p["second"] < 0 or o["languages"][p["second"]] >= p["second_level"],
            "is_within_age": o["age"] <= p["age_max"],
            "served_elsewhere_last": o["last"] != p["mission"],
            "is_cleared": o["clearance"] >= p["clearance"],
            "country_is_accepted": not self.excluded[p["mission"]][o["country"]],
        }
        return {name for name, holds in answers.items() if not holds}

    def quality(self, i: int, j: int) -> int:
        o, p, w = self.officers[i], self.posts[j], self.problem.worth
        found = o["score"] + w.language * (o["languages"][p["main"]] - p["main_level"])
        found += w.year * min(w.years_counted, o["years"] - p["years_min"])
        found += w.skill * (o["skills"] & p["desired"]).bit_count()
        if w.chance:
            x = (i + self.problem.first) * 0x9E3779B97F4A7C15 + j * 0xC2B2AE3D27D4EB4F & MASK
            x ^= x >> 29
            x = x * 0xBF58476D1CE4E5B9 & MASK
            found += (x ^ x >> 32) & 255
        return min(w.most, max(w.least, found))

    def bonus(self, j: int) -> int:
        return self.problem.worth.filled + self.problem.worth.critical * self.posts[j]["critical"]

    def open_pairs(self) -> list[tuple[int, int]]:
        """Eligible pairs that no decision keeps out."""
        pinned = {i: j for j, i in self.problem.pins}
        return [
            (i, j)
            for i in range(len(self.officers))
            for j in range(len(self.posts))
            if not self.unmet(i, j)
            and i not in self.problem.withdrawn
            and j not in self.problem.frozen
            and pinned.get(i, j) == j
        ]

    def penalties(self, plan: Plan) -> int:
        if (sides := self.problem.sides) is None:
            return 0
        lost = 0
        for m in range(self.problem.missions):
            there = [self.officers[i] for i, j in enumerate(plan) if j >= 0 and self.posts[j]["mission"] == m]
            for language, wanted in ((1, sides.french_min), (2, sides.arabic_min)):
                speakers = sum(o["languages"][language] >= sides.speaker_level for o in there)
                lost += sides.speaker_penalty * max(0, int(wanted[m]) - speakers)
        return lost

    def quality_of(self, plan: Plan) -> int:
        return sum(self.quality(i, j) for i, j in enumerate(plan) if j >= 0)

    def value(self, plan: Plan) -> int:
        bonus = sum(self.bonus(j) for j in plan if j >= 0)
        return self.quality_of(plan) + bonus - self.penalties(plan)

    def broken(self, plan: Plan) -> set[str]:
        """The names of the constraints a plan breaks."""
        problem, found = self.problem, set()
        chosen = [(i, j) for i, j in enumerate(plan) if j >= 0]
        found |= {"eligible" for i, j in chosen if self.unmet(i, j)}
        found |= {"not_withdrawn" for i, _ in chosen if i in problem.withdrawn}
        found |= {"not_frozen" for _, j in chosen if j in problem.frozen}
        found |= {"pinned" for j, i in problem.pins if plan[i] != j}
        filled = Counter(j for _, j in chosen)
        found |= {"capacity" for j, n in filled.items() if n > self.posts[j]["capacity"]}
        if problem.sides is not None:
            found |= self._sides(chosen)
        return found

    def _sides(self, chosen: list[tuple[int, int]]) -> set[str]:
        sides, found = self.problem.sides, set()
        country = Counter(self.officers[i]["country"] for i, _ in chosen)
        found |= {"pledge" for c, n in country.items() if n > sides.pledge[c]}
        here = Counter((self.posts[j]["mission"], self.officers[i]["country"]) for i, j in chosen)
        found |= {"country_cap" for (m, _), n in here.items() if n > sides.country_cap[m]}
        part, whole = sides.women_share
        for m in range(self.problem.missions):
            women = [self.officers[i]["woman"] for i, j in chosen if self.posts[j]["mission"] == m]
            if whole * sum(women) < part * len(women):
                found.add("share_of_women")
        return found

    def plans(self) -> Iterator[list[int]]:
        """Every plan of eligible pairs, whatever else it breaks."""
        choices: list[list[int]] = [[-1] for _ in self.officers]
        for i, j in self.open_pairs():
            choices[i].append(j)

        def rest(plan: list[int]) -> Iterator[list[int]]:
            if len(plan) == len(choices):
                yield plan
                return
            for j in choices[len(plan)]:
                if j < 0 or plan.count(j) < self.posts[j]["capacity"]:
                    yield from rest([*plan, j])

        return rest([])

    def best(self, *, without: str = "") -> tuple[int, list[int]] | None:
        """The best value and the first plan that has it; ``without`` a constraint. None where nothing fits."""
        found: tuple[int, list[int]] | None = None
        for plan in self.plans():
            if not self.broken(plan) - {without} and (found is None or self.value(plan) > found[0]):
                found = (self.value(plan), plan)
        return found


def _rows(table: Any, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    names = {n: getattr(table, n).tolist() for n in columns}
    return [{n: values[k] for n, values in names.items()} for k in range(len(table))]
