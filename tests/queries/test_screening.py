"""Who is eligible for what, kept in memory until a record changes."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from menara.actions.officers import correct_officer, enter_officer
from menara.actions.posts import enter_post
from menara.engines.eligibility.explain import explain, verdict
from menara.engines.outcome import Answer
from menara.queries.officers import NoSuchRecord, as_engine_officers, officer_ids, officer_record
from menara.queries.posts import as_openings, post_ids
from menara.queries.screening import (
    answers_of_officer,
    answers_to_post,
    best_for,
    explanation,
    officers_answering,
    rules_barring,
    standings,
)
from office import TODAY, Office, officer, opening
from planning_world import fill


def test_every_way_of_asking_gives_the_answer_of_the_engine(office: Office) -> None:
    from menara import facts

    posts = fill(office)
    officers, openings = as_engine_officers(), as_openings()
    own, ids = officer_ids(), post_ids()
    told = {
        (ids[o.ref], own[them.number]): verdict(explain(officer=them, opening=o, norms=facts.norms(), on=TODAY))
        for o in openings
        for them in officers
    }
    for post_id in posts:
        answers = {officer_id: told[post_id, officer_id] for officer_id in own.values()}
        assert answers_to_post(post_id=post_id, on=TODAY) == answers
        counted = [list(answers.values()).count(answer) for answer in (Answer.MET, Answer.UNKNOWN, Answer.NOT_MET)]
        standing = standings(on=TODAY)[post_id]
        assert [standing.eligible, standing.unknown, standing.barred] == counted
        eligible = officers_answering(post_id=post_id, answer=Answer.MET, on=TODAY)
        assert {one.officer_id for one in best_for(post_id=post_id, on=TODAY, at_most=999)} == eligible
    someone = next(iter(own.values()))
    assert answers_of_officer(officer_id=someone, on=TODAY) == {p: told[p, someone] for p in ids.values()}
    assert explanation(officer_id=someone, post_id=posts[0], on=TODAY).verdict is told[posts[0], someone]


def test_the_best_come_first(office: Office) -> None:
    (post_id, *_rest) = fill(office)
    found = best_for(post_id=post_id, on=TODAY, at_most=3)
    assert [(-one.odds, -one.quality) for one in found] == sorted((-one.odds, -one.quality) for one in found)


def test_what_is_kept_falls_with_the_first_change_of_a_record(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    officer_id = enter_officer(officer=officer("1", release_consent=False), actor=office.editor)
    assert answers_to_post(post_id=post_id, on=TODAY) == {officer_id: Answer.NOT_MET}
    with django_assert_num_queries(2):
        answers_to_post(post_id=post_id, on=TODAY)
    version = officer_record(officer_id=officer_id, sensitive=True).version
    correct_officer(
        officer_id=officer_id, version=version, officer=officer("1", release_consent=True), actor=office.editor
    )
    assert answers_to_post(post_id=post_id, on=TODAY) == {officer_id: Answer.UNKNOWN}


def test_rules_are_counted_with_whom_they_bar(office: Office) -> None:
    post_id = enter_post(opening=opening("R-1"), actor=office.editor)
    enter_officer(officer=officer("1", release_consent=False), actor=office.editor)
    enter_officer(officer=officer("2", release_consent=None), actor=office.editor)
    assert rules_barring(post_id=post_id, on=TODAY)["is_released"] == (1, 1)


def test_what_is_not_on_record_is_refused(office: Office) -> None:
    asks = (
        lambda: answers_to_post(post_id=1, on=TODAY),
        lambda: answers_of_officer(officer_id=1, on=TODAY),
        lambda: best_for(post_id=1, on=TODAY, at_most=1),
        lambda: rules_barring(post_id=1, on=TODAY),
        lambda: explanation(officer_id=1, post_id=1, on=TODAY),
    )
    for ask in asks:
        with pytest.raises(NoSuchRecord):
            ask()
