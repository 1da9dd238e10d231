"""Calls and posts are entered, corrected and imported whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from menara.actions.officers import Imported, SourceMissing
from menara.actions.posts import (
    CallContradicts,
    CallFacts,
    RefTaken,
    correct_call,
    correct_post,
    enter_call,
    enter_post,
    import_openings,
)
from menara.models import Call, DutyStation, Mission, Post, RecordChanged
from menara.permissions import NotAllowed
from menara.queries.posts import as_openings, call_record, post_record
from menara.terms import Provenance
from office import Office, opening

DAY, LATER = datetime(2026, 12, 15, 17, 0, tzinfo=UTC), datetime(2027, 1, 15, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_who_may_not(office: Office, role: str) -> None:
    actor = getattr(office, role)
    own = enter_post(opening=opening("R-1"), actor=office.editor)
    call_id = Post.objects.get(pk=own).call_id
    for act in (
        lambda: enter_post(opening=opening("R-2"), actor=actor),
        lambda: correct_post(post_id=own, version=1, opening=opening("R-2"), actor=actor),
        lambda: import_openings(openings=[opening("R-2")], actor=actor),
        lambda: enter_call(call=CallFacts(ref="C"), actor=actor),
        lambda: correct_call(call_id=call_id, version=1, call=CallFacts(ref="C"), actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert as_openings() == (opening("R-1"),)


def test_posts_of_one_call_share_it_and_others_have_their_own(office: Office) -> None:
    shared = [opening("R-1", call="C-1", deadline=DAY), opening("R-2", call="C-1", deadline=DAY)]
    import_openings(openings=[*shared, opening("R-3"), opening("R-4")], actor=office.editor)
    assert sorted(Call.objects.values_list("ref", flat=True)) == ["", "", "C-1"]
    assert Call.objects.get(posts__ref="R-3").title == {"en": "Post R-3"}


def test_a_call_does_not_say_two_things(office: Office) -> None:
    contradicting = [opening("R-1", call="C-1", deadline=DAY), opening("R-2", call="C-1", deadline=LATER)]
    with pytest.raises(CallContradicts) as refusal:
        import_openings(openings=[opening("R-3"), *contradicting], actor=office.editor)
    assert refusal.value.facts == {"calls": "C-1"}
    assert (Post.objects.count(), Call.objects.count()) == (0, 0)


def test_a_new_deadline_moves_the_call_and_so_all_its_posts(office: Office) -> None:
    shared = [opening("R-1", call="C-1", deadline=DAY), opening("R-2", call="C-1", deadline=DAY)]
    import_openings(openings=shared, actor=office.editor)
    moved = [replace(known, deadline=LATER) for known in shared]
    import_openings(openings=moved, actor=office.editor)
    assert as_openings() == tuple(moved)
    assert Call.objects.get().version == 2


def test_a_post_moved_to_another_call_leaves_no_shadow(office: Office) -> None:
    own = enter_post(opening=opening("R-1"), actor=office.editor)
    correct_post(post_id=own, version=1, opening=opening("R-1", call="C-1"), actor=office.editor)
    assert as_openings() == (opening("R-1", call="C-1"),)
    import_openings(openings=[opening("R-2")], actor=office.editor)
    assert sorted(Call.objects.values_list("ref", flat=True)) == ["", "C-1"]


def test_a_mission_not_met_before_is_entered_with_its_code(office: Office) -> None:
    Mission.objects.create(organisation_id=office.id, code="UNMISS", name={"en": "Mission in South Sudan"})
    places = [("UNMISS", "Juba"), ("UNMISS", "Bor"), ("UNKNOWN", "Juba"), ("", "")]
    import_openings(
        openings=[opening(f"R-{n}", mission=m, duty_station=s) for n, (m, s) in enumerate(places)], actor=office.editor
    )
    assert sorted(Mission.objects.values_list("code", "name__en")) == [
        ("UNKNOWN", None),
        ("UNMISS", "Mission in South Sudan"),
    ]
    assert sorted(DutyStation.objects.values_list("mission__code", "code")) == [
        ("UNKNOWN", "Juba"),
        ("UNMISS", "Bor"),
        ("UNMISS", "Juba"),
    ]
    assert [(o.mission, o.duty_station) for o in as_openings()] == places


def test_a_ref_is_one_posts(office: Office) -> None:
    enter_post(opening=opening("R-1"), actor=office.editor)
    other = enter_post(opening=opening("R-2"), actor=office.editor)
    enter_call(call=CallFacts(ref="C-1"), actor=office.editor)
    for act in (
        lambda: enter_post(opening=opening("R-1"), actor=office.editor),
        lambda: correct_post(post_id=other, version=1, opening=opening("R-1"), actor=office.editor),
        lambda: import_openings(openings=[opening("R-9"), opening("R-9")], actor=office.editor),
        lambda: enter_call(call=CallFacts(ref="C-1"), actor=office.editor),
    ):
        with pytest.raises(RefTaken):
            act()
    assert [o.ref for o in as_openings()] == ["R-1", "R-2"]


def test_the_second_of_two_corrections_is_refused(office: Office) -> None:
    own = enter_post(opening=opening("R-1"), actor=office.editor)
    correct_post(post_id=own, version=1, opening=opening("R-1", level="P-4"), actor=office.editor)
    with pytest.raises(RecordChanged):
        correct_post(post_id=own, version=1, opening=opening("R-1", level="P-5"), actor=office.planner)
    record = post_record(post_id=own)
    assert (record.opening.level, record.version) == ("P-4", 2)


def test_a_real_post_needs_a_source(office: Office) -> None:
    real = opening("R-1", provenance=Provenance.REAL)
    with pytest.raises(SourceMissing):
        import_openings(openings=[real], actor=office.editor)
    import_openings(openings=[replace(real, source_url="example.org")], actor=office.editor)
    assert Post.objects.count() == 1


def test_an_import_repeats_without_effect(office: Office) -> None:
    brought = [opening("R-1", call="C-1"), opening("R-2", female_target=Fraction(1, 4)), opening("R-3")]
    assert import_openings(openings=brought, actor=office.editor) == Imported(entered=3, corrected=0, unchanged=0)
    assert import_openings(openings=brought, actor=office.editor) == Imported(entered=0, corrected=0, unchanged=3)
    changed = [*brought[:2], opening("R-3", armed=True)]
    assert import_openings(openings=changed, actor=office.editor) == Imported(entered=0, corrected=1, unchanged=2)
    assert as_openings() == tuple(changed)


def test_a_call_is_entered_and_corrected(office: Office) -> None:
    own = enter_call(call=CallFacts(ref="C-1", deadline=DAY, female_target=Fraction(1, 4)), actor=office.editor)
    correct_call(call_id=own, version=1, call=CallFacts(ref="C-1", deadline=LATER, caller="UN"), actor=office.editor)
    record = call_record(call_id=own)
    assert (record.line.deadline, record.line.caller, record.line.female_target, record.version) == (
        LATER,
        "UN",
        None,
        2,
    )
    with pytest.raises(RecordChanged):
        correct_call(call_id=own, version=1, call=CallFacts(ref="C-2"), actor=office.editor)
