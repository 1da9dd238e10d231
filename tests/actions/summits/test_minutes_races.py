"""Many hands at the minutes at once, each on its own connection as the serving role: no words are lost, one text is
signed, and nothing is agreed that nobody read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.db import connection

from menara.actions.summits.clauses import add_clause, agree_words, propose_words
from menara.actions.summits.minutes import open_minutes, sign_minutes
from menara.errors import Refusal
from menara.ground import roles
from menara.models import ClauseVersion, Membership, Minutes, Signature
from menara.queries.summits.minutes import minutes_record
from office import NOW, at_work, found
from two_sides import Table, lay

HANDS = 10  # of each side
Act = Callable[[Membership, int], None]


@pytest.fixture
def table(transactional_db: None) -> Iterator[Table]:
    founded = found("races")
    with at_work(founded):
        table = lay(founded)
    yield table
    connection.close()


@pytest.fixture
def clause(table: Table) -> int:
    with table.as_host() as actor:
        minutes = open_minutes(meeting_id=table.meeting, authoritative="fr", second="", actor=actor, now=NOW)
        return add_clause(minutes_id=minutes, words={"fr": "Un."}, actor=actor, now=NOW)


def race(table: Table, hosts: Sequence[Act], guests: Sequence[Act]) -> Counter[str]:
    """Let all begin at one moment; how many ended in which way."""
    hands = [(table.as_host, act) for act in hosts] + [(table.as_guest, act) for act in guests]
    start, ended = threading.Barrier(len(hands)), Counter[str]()

    def hand(acting: Callable[[], object], act: Act, n: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {roles.APPLICATION}")
            start.wait()
            with acting() as actor:  # type: ignore[attr-defined]
                act(actor, n)
            ended["done"] += 1
        except Refusal as refusal:
            ended[refusal.code] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(acting, act, n)) for n, (acting, act) in enumerate(hands)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return ended


def test_words_of_twenty_hands_are_all_kept_one_above_the_other(table: Table, clause: int) -> None:
    def propose(actor: Membership, n: int) -> None:
        propose_words(clause_id=clause, words={"fr": f"Texte {n}."}, actor=actor, now=NOW, seen=1)

    assert race(table, [propose] * HANDS, [propose] * HANDS) == {"done": 2 * HANDS}
    with at_work(table.office):
        kept = list(ClauseVersion.objects.order_by("number").values_list("number", "text"))
    assert [number for number, _text in kept] == list(range(1, 2 * HANDS + 2))
    assert {text["fr"] for _number, text in kept} == {"Un."} | {f"Texte {n}." for n in range(2 * HANDS)}


def test_nobody_agrees_to_words_that_were_not_the_newest(table: Table, clause: int) -> None:
    with at_work(table.office):
        first = minutes_record(meeting_id=table.meeting).clauses[0].top.id

    def agree(actor: Membership, _n: int) -> None:
        agree_words(version_id=first, actor=actor, now=NOW)

    def propose(actor: Membership, n: int) -> None:
        propose_words(clause_id=clause, words={"fr": f"Texte {n}."}, actor=actor, now=NOW)

    ended = race(table, [propose], [agree] * HANDS)
    assert ended["done"] + ended["words_moved_on"] == HANDS + 1
    with at_work(table.office):
        (record,) = minutes_record(meeting_id=table.meeting).clauses
    # Where someone was in time, the first words are agreed; the newer ones wait either way.
    assert (record.agreed is not None) is (ended["done"] > 1)
    assert not record.top.is_agreed


def test_both_sides_sign_one_text_once(table: Table, clause: int) -> None:
    def sign(actor: Membership, _n: int) -> None:
        record = minutes_record(meeting_id=table.meeting)
        sign_minutes(minutes_id=record.id, text_hash=record.current_hash, signed_as="", actor=actor, now=NOW)

    with table.as_guest() as actor:
        agree_words(version_id=minutes_record(meeting_id=table.meeting).clauses[0].top.id, actor=actor, now=NOW)
    ended = race(table, [sign] * HANDS, [sign] * HANDS)
    assert ended["done"] >= 2
    assert ended["done"] + ended["minutes_locked"] == 2 * HANDS
    with at_work(table.office):
        assert sorted(Signature.objects.values_list("side", flat=True)) == ["guest", "host"]
        assert Minutes.objects.get().text_hash == minutes_record(meeting_id=table.meeting).current_hash


def test_a_text_that_moved_on_is_not_signed(table: Table, clause: int) -> None:
    with table.as_guest() as actor:
        agree_words(version_id=minutes_record(meeting_id=table.meeting).clauses[0].top.id, actor=actor, now=NOW)
    with at_work(table.office):
        read = minutes_record(meeting_id=table.meeting)

    def sign(actor: Membership, _n: int) -> None:
        sign_minutes(minutes_id=read.id, text_hash=read.current_hash, signed_as="", actor=actor, now=NOW)

    def propose(actor: Membership, n: int) -> None:
        propose_words(clause_id=clause, words={"fr": f"Texte {n}."}, actor=actor, now=NOW)

    ended = race(table, [sign], [sign, propose])
    with at_work(table.office):
        record = minutes_record(meeting_id=table.meeting)
        signed = Signature.objects.count()
    if record.locked_at is not None:
        assert (signed, len(record.clauses[0].versions), ended["minutes_locked"]) == (2, 1, 1)
    else:
        assert (signed, len(record.clauses[0].versions)) == (0, 2)


def test_minutes_are_opened_by_one_of_twenty(table: Table) -> None:
    def open_(actor: Membership, _n: int) -> None:
        open_minutes(meeting_id=table.meeting, authoritative="fr", second="en", actor=actor, now=NOW)

    assert race(table, [open_] * HANDS, [open_] * HANDS) == {"done": 1, "minutes_open_already": 2 * HANDS - 1}
