"""The head of a delegation as a list names it: the same person with more or other words, or somebody else.

Who has a name in common with the head on record, or none in a script that the head has one in, is the same person. A
blank cell says nothing: names and titles are added and corrected here, and struck out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from menara.actions.summits.bringing.comparison import Change, Given, rewrite
from menara.models import Delegation, DelegationMember, DelegationRole, Person, PersonTitle
from menara.models.sorting import search_key
from menara.queries.summits.lists import SCRIPTS, Cells, plain, title_at, words_cells, words_of

HEAD_COLUMNS = ("head_latn", "head_arab", "title_en", "title_fr", "title_ar")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPlan:
    """``names`` by script and ``title`` by language, as they are to be. ``same``: the head on record, who stays it;
    ``replaced``: the one who no longer leads."""

    names: Mapping[str, str]
    title: Mapping[str, str]
    same: DelegationMember | None = None
    replaced: DelegationMember | None = None

    @property
    def cells(self) -> dict[str, str]:
        return {**words_cells("head", self.names, SCRIPTS), **words_cells("title", self.title)}

    def changes(self, before: Cells) -> list[Change]:
        """What differs from the cells on record."""
        return [
            Change(column=column, before=before[column], after=after)
            for column, after in self.cells.items()
            if before[column] != after
        ]


def head_of(given: Given, held: DelegationMember | None, on: date) -> HeadPlan | None:
    """What a row says of the head; None where it says nothing. ``on``: the day whose title is meant."""
    names, title = words_of("head", given.cells, SCRIPTS), words_of("title", given.cells)
    if not names and not title:
        return None
    if held is None:
        return HeadPlan(names=names, title=title)
    if not _is_same(held.person, names):
        return HeadPlan(names=names, title=title, replaced=held)
    on_record = title_at(held.person.titles.all(), on)
    return HeadPlan(
        names={**held.person.names, **names},
        title={**(on_record.text if on_record else {}), **title},
        same=held,
    )


def write_heads(plans: Sequence[tuple[HeadPlan, Delegation]], on: date, own: Mapping[str, int]) -> None:
    """Enter and correct the heads of delegations; who led before stays as a member."""
    _step_back([plan.replaced for plan, _row in plans if plan.replaced is not None])
    risen = _enter([(plan, row) for plan, row in plans if plan.same is None], on, own)
    _correct([*(plan for plan, _row in plans if plan.same is not None), *risen], on, own)


def _is_same(person: Person, names: Mapping[str, str]) -> bool:
    known = {script: search_key(name) for script, name in person.names.items() if name}
    both = known.keys() & names.keys()
    return not both or any(known[script] == search_key(names[script]) for script in both)


def _step_back(members: Sequence[DelegationMember]) -> None:
    for member in members:
        member.role = DelegationRole.MEMBER.value
    rewrite(members, "role")


def _enter(plans: Sequence[tuple[HeadPlan, Delegation]], on: date, own: Mapping[str, int]) -> list[HeadPlan]:
    """Heads who are new as such. People not on record are entered; members of the delegation by that name rise, and
    are returned with what is to be corrected of them."""
    members = _members([row for _plan, row in plans])
    risen, strangers = [], []
    for plan, row in plans:
        known = (members.get((row.pk, script, search_key(name))) for script, name in plan.names.items())
        member = next(filter(None, known), None)
        if member is None:
            strangers.append((plan, row, Person(**own, names=dict(plan.names), institution_id=row.institution_id)))
        else:
            member.role = DelegationRole.HEAD.value
            risen.append(_with_what_is_known(plan, member, on))
    rewrite([plan.same for plan in risen if plan.same], "role")
    Person.objects.bulk_create(person for _plan, _row, person in strangers)
    DelegationMember.objects.bulk_create(
        DelegationMember(**own, delegation=row, person=person, role=DelegationRole.HEAD.value)
        for _plan, row, person in strangers
    )
    _enter_titles([(plan, person.pk) for plan, _row, person in strangers], own)
    return risen


def _members(delegations: Sequence[Delegation]) -> dict[tuple[int, str, str], DelegationMember]:
    """By delegation, script and name."""
    rows = DelegationMember.objects.filter(delegation__in=delegations)
    rows = rows.select_related("person").prefetch_related("person__titles")
    return {
        (member.delegation_id, script, search_key(name)): member
        for member in rows
        for script, name in member.person.names.items()
    }


def _with_what_is_known(plan: HeadPlan, member: DelegationMember, on: date) -> HeadPlan:
    person = member.person
    held = title_at(person.titles.all(), on)
    title = {**(held.text if held else {}), **plan.title}
    return HeadPlan(names={**person.names, **plan.names}, title=title, same=member)


def _correct(plans: Sequence[HeadPlan], on: date, own: Mapping[str, int]) -> None:
    people, titles, untitled = [], [], []
    for plan in plans:
        person = plan.same.person if plan.same else None
        if person is None:
            continue
        if {key: plain(name) for key, name in person.names.items()} != dict(plan.names):
            person.names = dict(plan.names)
            people.append(person)
        held = title_at(person.titles.all(), on)
        if held is None:
            untitled.append((plan, person.pk))
        elif held.text != dict(plan.title):
            held.text = dict(plan.title)
            titles.append(held)
    rewrite(people, "names")
    rewrite(titles, "text")
    _enter_titles(untitled, own)


def _enter_titles(plans: Sequence[tuple[HeadPlan, int]], own: Mapping[str, int]) -> None:
    PersonTitle.objects.bulk_create(
        PersonTitle(**own, person_id=person_id, text=dict(plan.title)) for plan, person_id in plans if plan.title
    )
