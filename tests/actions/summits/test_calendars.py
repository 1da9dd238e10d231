"""Secret addresses, and busy times from a calendar: who may, what is kept, and what the same file does twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from calendar_desk import FIRST, Desk, lay, name_focal_point
from menara.actions.summits.calendars import Taken, end_feed, hashed, make_feed, take_busy_times
from menara.actions.summits.sides import NotYourDelegation
from menara.intake.calendars import BusyTime
from menara.models import Absence, CalendarFeed, Guest, Membership, acting_for
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.calendars import feed_by_hash, feeds_of
from office import NOW, Office


@pytest.fixture
def desk(office: Office) -> Desk:
    laid = lay(office)
    name_focal_point(laid, "norway")
    return laid


def make(desk: Desk, delegation: str = "norway", person: int | None = None, *, actor: Membership | None = None) -> str:
    return make_feed(
        delegation_id=desk.delegations[delegation],
        person_id=person,
        language="fr",
        actor=actor or desk.office.editor,
        now=NOW,
    ).secret


def found(desk: Desk, secret: str, delegation: str = "norway") -> bool:
    return feed_by_hash(delegation_id=desk.delegations[delegation], secret_hash=hashed(secret)) is not None


# --- addresses --------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_secret_is_kept(desk: Desk) -> None:
    secret = make(desk)
    (row,) = CalendarFeed.objects.all()
    assert (row.secret_hash, row.language, len(secret) >= 43) == (hashed(secret), "fr", True)
    assert secret not in str(vars(row))


def test_a_new_address_ends_the_one_before_it_of_the_same_person_only(desk: Desk) -> None:
    whole, persons = make(desk), make(desk, person=desk.heads["norway"])
    again = make(desk)
    assert [found(desk, secret) for secret in (whole, persons, again)] == [False, True, True]
    assert [line.person_id for line in feeds_of(delegation_id=desk.delegations["norway"])] == [
        None,
        desk.heads["norway"],
    ]


def test_an_ended_address_and_another_delegations_lead_nowhere(desk: Desk) -> None:
    secret = make(desk)
    (line,) = feeds_of(delegation_id=desk.delegations["norway"])
    assert not found(desk, secret, "ghana")
    end_feed(feed_id=line.id, actor=desk.office.editor, now=NOW)
    assert not found(desk, secret)
    first = CalendarFeed.objects.get().ended_at
    end_feed(feed_id=line.id, actor=desk.office.editor, now=NOW + timedelta(days=1))
    assert CalendarFeed.objects.get().ended_at == first


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("editor", True), ("planner", True), ("approver", False)])
def test_who_may_make_an_address(desk: Desk, role: str, may: bool) -> None:
    actor = getattr(desk.office, role)
    if may:
        assert make(desk, actor=actor)
    else:
        with pytest.raises(NotAllowed):
            make(desk, actor=actor)


def test_a_focal_point_makes_and_ends_addresses_of_the_own_delegation_alone(desk: Desk) -> None:
    make(desk, "ghana")
    (other,) = feeds_of(delegation_id=desk.delegations["ghana"])
    own = Guest(desk.delegations["norway"], desk.summit)
    with acting_for(desk.office.id, account_id=desk.office.focal_point.account_id, guest=own):
        secret = make(desk, actor=desk.office.focal_point)
        assert found(desk, secret)
        with pytest.raises(NotYourDelegation):
            make(desk, "ghana", actor=desk.office.focal_point)
        with pytest.raises(NoSuchRecord):  # the schema hides it
            end_feed(feed_id=other.id, actor=desk.office.focal_point, now=NOW)
        assert feeds_of(delegation_id=desk.delegations["ghana"]) == ()
    assert CalendarFeed.objects.filter(ended_at__isnull=True).count() == 2


def test_an_address_is_of_one_of_the_delegation(desk: Desk) -> None:
    with pytest.raises(NoSuchRecord):
        make(desk, person=desk.heads["ghana"])


# --- busy times -------------------------------------------------------------------------------------------------------


def busy(key: str, begins: datetime = FIRST, *, title: str = "Dinner", minutes: int = 60) -> BusyTime:
    ends = begins + timedelta(minutes=minutes)
    return BusyTime(key=key, uid=key.rpartition("#")[0] or key, begins_at=begins, ends_at=ends, title=title)


def take(desk: Desk, *times: BusyTime, also: tuple[str, ...] = (), titles: bool = False, **who: object) -> Taken:
    told: dict[str, object] = {"delegation": "norway", "person": "norway", "actor": desk.office.editor, **who}
    return take_busy_times(
        delegation_id=desk.delegations[str(told["delegation"])],
        person_id=desk.heads[str(told["person"])],
        busy=times,
        uids={*(time.uid for time in times), *also},
        with_titles=titles,
        actor=told["actor"],  # type: ignore[arg-type]
    )


def held(desk: Desk) -> list[tuple[str, str, str]]:
    rows = Absence.objects.filter(person=desk.heads["norway"]).order_by("during", "pk")
    return [(row.calendar_uid, f"{row.during.lower:%d %H:%M}-{row.during.upper:%H:%M}", row.reason) for row in rows]


def test_busy_times_are_entered_without_their_titles(desk: Desk) -> None:
    assert take(desk, busy("a"), busy("b", FIRST + timedelta(hours=3))) == Taken(
        entered=2, changed=0, unchanged=0, removed=0
    )
    assert held(desk) == [("a", "25 09:00-10:00", ""), ("b", "25 12:00-13:00", "")]


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    take(desk, busy("a"), busy("s#20251126T090000Z"))
    before = list(Absence.objects.order_by("pk").values())
    assert take(desk, busy("a"), busy("s#20251126T090000Z")) == Taken(entered=0, changed=0, unchanged=2, removed=0)
    assert list(Absence.objects.order_by("pk").values()) == before


def test_what_moved_is_changed_and_what_its_event_no_longer_says_is_removed(desk: Desk) -> None:
    take(desk, busy("moves"), busy("gone"), busy("stays"), busy("s#20251125T090000Z"), busy("s#20251126T090000Z"))
    done = take(desk, busy("moves", FIRST + timedelta(hours=1)), busy("s#20251126T090000Z"), also=("gone",))
    assert done == Taken(entered=0, changed=1, unchanged=1, removed=2)
    assert sorted(held(desk)) == [
        ("moves", "25 10:00-11:00", ""),
        ("s#20251126T090000Z", "25 09:00-10:00", ""),
        ("stays", "25 09:00-10:00", ""),  # the file says nothing of it
    ]


def test_absences_entered_by_hand_and_other_peoples_stay(desk: Desk) -> None:
    from calendar_desk import span

    Absence.objects.create(organisation_id=desk.office.id, person_id=desk.heads["norway"], during=span(FIRST))
    take(desk, busy("a"), delegation="ghana", person="ghana")
    take(desk, also=("a", ""))
    assert held(desk) == [("", "25 09:00-09:30", "")]
    assert Absence.objects.filter(person=desk.heads["ghana"]).count() == 1


def test_titles_are_kept_where_the_person_says_so(desk: Desk) -> None:
    take(desk, busy("a", title="x" * 300), titles=True)
    assert held(desk)[0][2] == "x" * 200
    assert take(desk, busy("a")) == Taken(entered=0, changed=1, unchanged=0, removed=0)
    assert held(desk)[0][2] == ""


def test_a_focal_point_takes_busy_times_of_the_own_people_alone(desk: Desk) -> None:
    actor = desk.office.focal_point
    own = Guest(desk.delegations["norway"], desk.summit)
    with acting_for(desk.office.id, account_id=actor.account_id, guest=own):
        assert take(desk, busy("a"), actor=actor).entered == 1
        with pytest.raises(NotYourDelegation):
            take(desk, busy("a"), delegation="ghana", person="ghana", actor=actor)
        with pytest.raises(NoSuchRecord):
            take(desk, busy("a"), person="ghana", actor=actor)
    assert Absence.objects.count() == 1
