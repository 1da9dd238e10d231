"""Who of a summit's delegations is needed in which meeting, what they are called, and when they are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from menara.engines.meetings.problem import Participant
from menara.models import (
    Absence,
    Delegation,
    DelegationMember,
    DelegationRole,
    Institution,
    MeetingRequest,
    Person,
    RequestPerson,
)
from menara.queries.listing import Words
from menara.queries.summits.clock import Clock
from menara.sentences import Sentence
from menara.sentences.programme import HEAD, MEMBER

WORTH = {1: 9, 2: 3, 3: 1}  # of holding a meeting, by its priority: two usual ones do not outweigh one of the highest


def delegations_of(*, summit_id: int) -> dict[int, Delegation]:
    """The delegations of a summit by id, with their institutions; each row is read once."""
    rows = {row.pk: row for row in Delegation.objects.filter(summit_id=summit_id)}
    bodies = Institution.objects.in_bulk({row.institution_id for row in rows.values()})
    for row in rows.values():
        if row.institution_id in bodies:
            row.institution = bodies[row.institution_id]
    return rows


def with_sides(requests: Iterable[MeetingRequest], delegations: Mapping[int, Delegation]) -> dict[int, MeetingRequest]:
    """Requests by id, in the same order, with their two sides from among these delegations."""
    found = {row.pk: row for row in requests}
    for row in found.values():
        row.asking, row.asked = delegations[row.asking_id], delegations[row.asked_id]
    return found


class People:
    """Of these requests, whose sides are among these delegations: who heads which side and who is needed where. People
    are told by their ids."""

    def __init__(self, delegations: Mapping[int, Delegation], requests: Collection[MeetingRequest]) -> None:
        members = DelegationMember.objects.filter(delegation_id__in=list(delegations)).order_by("pk")
        self.heads: dict[int, int] = {}
        self.of: dict[int, list[Delegation]] = defaultdict(list)
        for person_id, delegation_id, role in members.values_list("person_id", "delegation_id", "role"):
            self.of[person_id].append(delegations[delegation_id])
            if role == DelegationRole.HEAD:
                self.heads[delegation_id] = person_id
        named = RequestPerson.objects.filter(request_id__in=[r.pk for r in requests])
        others: dict[int, list[int]] = defaultdict(list)
        for request_id, person_id in named.values_list("request_id", "person_id").order_by("person_id"):
            others[request_id].append(person_id)
        self.needed = {r.pk: self._needed(r, others[r.pk]) for r in requests}
        self.absences: dict[int, list[Any]] = defaultdict(list)
        away = Absence.objects.filter(person_id__in={person for needed in self.needed.values() for person in needed})
        for person_id, during in away.values_list("person_id", "during"):
            self.absences[person_id].append(during)

    def _needed(self, request: MeetingRequest, others: Iterable[int]) -> tuple[int, ...]:
        """The two heads, and whoever else is needed, each once."""
        heads = (self.heads[side] for side in (request.asking_id, request.asked_id) if side in self.heads)
        return tuple(dict.fromkeys((*heads, *others)))

    def lack_of_head(self, request: MeetingRequest) -> Words | None:
        """The name of a side that has no head yet; None where both have one."""
        for side in (request.asking, request.asked):
            if side.pk not in self.heads:
                return side.institution.name  # type: ignore[no-any-return]
        return None

    def names(self, requests: Iterable[MeetingRequest]) -> dict[str, Sentence]:
        """What those needed in these requests are called: a head by the delegation, whoever has no name too."""
        led = {person: delegation for delegation, person in self.heads.items()}
        needed = dict.fromkeys(person for r in requests for person in self.needed[r.pk])
        names = dict(Person.objects.filter(pk__in=needed.keys() - led.keys()).values_list("pk", "names"))
        found = {}
        for person in needed:
            own = self.of.get(person, [])
            if person in led:
                (of_head,) = [delegation for delegation in own if delegation.pk == led[person]]
                found[str(person)] = Sentence(template=HEAD, facts={"delegation": of_head.institution.name})
            elif any(names[person].values()) or not own:
                found[str(person)] = Sentence(template="%(name)s", facts={"name": names[person]})
            else:
                found[str(person)] = Sentence(template=MEMBER, facts={"delegation": own[0].institution.name})
        return found

    def participants(self, requests: Iterable[MeetingRequest], clock: Clock) -> tuple[Participant, ...]:
        """Everyone needed in these requests as the engine knows them, in order of id."""
        rank: dict[int, int] = defaultdict(int)
        for request in requests:
            for person in self.needed[request.pk]:
                rank[person] = max(rank[person], WORTH[request.priority])
        return tuple(self._participant(person, rank[person], clock) for person in sorted(rank))

    def _participant(self, person_id: int, rank: int, clock: Clock) -> Participant:
        delegations = self.of.get(person_id, [])
        there = frozenset(clock.spans)
        for delegation in delegations:
            if delegation.present is not None:
                there &= clock.within([delegation.present])
        there -= clock.touching(self.absences.get(person_id, ()))
        rows = [d.most_in_row for d in delegations if d.most_in_row]
        return Participant(
            key=str(person_id),
            available=None if len(there) == len(clock.spans) else there,
            in_a_row=min(rows, default=None),
            rank=rank,
        )
