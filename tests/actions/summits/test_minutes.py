"""Two-sided minutes: each side speaks for itself, both sign one text, and what is signed stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from menara.actions.summits.clauses import (
    MinutesLocked,
    NotASide,
    NothingNew,
    WordsMissing,
    WordsMovedOn,
    WordsUnreadable,
    add_clause,
    agree_words,
    move_clause,
    propose_removal,
    propose_words,
)
from menara.actions.summits.minutes import (
    AddendumSettled,
    LanguagesUnfit,
    MinutesOpenAlready,
    NotLocked,
    NotReadyToSign,
    OneHand,
    ParagraphsUnpaired,
    TextMovedOn,
    agree_addendum,
    open_minutes,
    propose_addendum,
    sign_minutes,
    withdraw_addendum,
)
from menara.models import Clause, ClauseVersion, Guest, Minutes, Side, Signature, acting_for
from menara.permissions import NotAllowed
from menara.queries.officers import NoSuchRecord
from menara.queries.summits.minutes import ClauseState, MinutesRecord, minutes_record
from office import NOW, Office
from two_sides import Table, lay

FR, EN = "Les deux services conviennent de former dix officiers.", "The two services agree to train ten officers."


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def minutes(table: Table) -> int:
    with table.as_host() as actor:
        return open_minutes(meeting_id=table.meeting, authoritative="fr", second="en", actor=actor, now=NOW)


@pytest.fixture
def clause(table: Table, minutes: int) -> Iterator[int]:
    with table.as_host() as actor:
        yield add_clause(minutes_id=minutes, words={"fr": FR, "en": EN}, actor=actor, now=NOW)


def read(table: Table) -> MinutesRecord:
    return minutes_record(meeting_id=table.meeting)


def agree_all(table: Table) -> None:
    """Each side agrees to what waits for it."""
    for acting in (table.as_host, table.as_guest):
        with acting() as actor:
            for one in read(table).clauses:
                agree_words(version_id=one.top.id, actor=actor, now=NOW)


def sign_both(table: Table, minutes: int) -> None:
    with table.as_host() as actor:
        sign_minutes(minutes_id=minutes, text_hash=read(table).current_hash, signed_as="Host", actor=actor, now=NOW)
    with table.as_guest() as actor:
        sign_minutes(minutes_id=minutes, text_hash=read(table).current_hash, signed_as="Guest", actor=actor, now=NOW)


def test_proposing_is_agreeing_for_one_side_and_the_other_sees_the_words(table: Table, clause: int) -> None:
    with table.as_guest():
        (one,) = read(table).clauses
        assert (one.state, set(one.top.agreed_at)) == (ClauseState.WAITS_GUEST, {Side.HOST})
        assert one.top.words == {"fr": FR, "en": EN}
    with table.as_guest() as actor:
        assert not propose_words(clause_id=clause, words={"fr": FR + " Oui.", "en": EN}, actor=actor, now=NOW, seen=1)
    (one,) = read(table).clauses
    assert (one.state, one.top.number, one.top.side) == (ClauseState.WAITS_HOST, 2, Side.GUEST)
    assert one.agreed is None


def test_words_of_both_sides_at_once_are_both_kept(table: Table, clause: int) -> None:
    with table.as_host() as actor:
        propose_words(clause_id=clause, words={"fr": "A", "en": "a"}, actor=actor, now=NOW, seen=1)
    with table.as_guest() as actor:
        assert propose_words(clause_id=clause, words={"fr": "B", "en": "b"}, actor=actor, now=NOW, seen=1)
    assert [version.words["fr"] for version in read(table).clauses[0].versions] == [FR, "A", "B"]


def test_one_agrees_to_the_newest_words_only(table: Table, clause: int) -> None:
    first = read(table).clauses[0].top.id
    with table.as_host() as actor:
        propose_words(clause_id=clause, words={"fr": "A", "en": "a"}, actor=actor, now=NOW)
    with table.as_guest() as actor, pytest.raises(WordsMovedOn):
        agree_words(version_id=first, actor=actor, now=NOW)
    agree_all(table)
    assert [one.state for one in read(table).clauses] == [ClauseState.AGREED]


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"en": EN}, WordsMissing),
        ({"fr": "  ", "en": EN}, WordsMissing),
        ({"fr": FR, "en": EN}, NothingNew),
        ({"fr": FR + "  ", "en": EN}, NothingNew),
        ({"fr": "Dix\u202eofficiers", "en": EN}, WordsUnreadable),
        ({"fr": FR, "en": "ten\x07"}, WordsUnreadable),
    ],
)
def test_words_that_cannot_stand_are_refused_and_nothing_is_saved(
    table: Table, clause: int, words: dict[str, str], refused: type[Exception]
) -> None:
    with table.as_guest() as actor, pytest.raises(refused):
        propose_words(clause_id=clause, words=words, actor=actor, now=NOW)
    assert ClauseVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "translated", "stale"),
    [
        ({"fr": FR + " Oui.", "en": EN}, False, ("en",)),
        ({"fr": FR + " Oui.", "en": EN}, True, ()),
        ({"fr": FR + " Oui.", "en": EN + " Yes."}, False, ()),
        ({"fr": FR, "en": EN + " Yes."}, False, ()),
        ({"fr": FR + " Oui."}, False, ("en",)),
    ],
)
def test_a_translation_is_stale_once_the_words_that_count_move_on(
    table: Table, clause: int, words: dict[str, str], translated: bool, stale: tuple[str, ...]
) -> None:
    with table.as_guest() as actor:
        propose_words(clause_id=clause, words=words, actor=actor, now=NOW, translated=translated)
    assert read(table).clauses[0].top.stale == stale


def test_nobody_signs_before_all_is_agreed_and_translated(table: Table, minutes: int, clause: int) -> None:
    with table.as_host() as actor, pytest.raises(NotReadyToSign):
        sign_minutes(minutes_id=minutes, text_hash=read(table).current_hash, signed_as="", actor=actor, now=NOW)
    with table.as_guest() as actor:
        propose_words(clause_id=clause, words={"fr": "Autre.", "en": EN}, actor=actor, now=NOW)
    agree_all(table)
    with table.as_host() as actor, pytest.raises(NotReadyToSign) as refused:
        sign_minutes(minutes_id=minutes, text_hash=read(table).current_hash, signed_as="", actor=actor, now=NOW)
    assert refused.value.facts["stale"] == "1"


def test_one_signs_the_text_that_was_read(table: Table, minutes: int, clause: int) -> None:
    agree_all(table)
    with table.as_host() as actor, pytest.raises(TextMovedOn):
        sign_minutes(minutes_id=minutes, text_hash="0" * 64, signed_as="", actor=actor, now=NOW)


def test_the_second_signature_locks_the_text_under_its_hash(table: Table, minutes: int, clause: int) -> None:
    agree_all(table)
    sign_both(table, minutes)
    record = read(table)
    assert record.locked_at == NOW
    assert record.text_hash == record.current_hash == hashlib.sha256(record.content).hexdigest()
    assert {side: signed.signed_as for side, signed in record.signatures.items()} == {
        Side.HOST: "Host",
        Side.GUEST: "Guest",
    }
    for refused in (
        lambda actor: add_clause(minutes_id=minutes, words={"fr": "x"}, actor=actor, now=NOW),
        lambda actor: propose_words(clause_id=clause, words={"fr": "x"}, actor=actor, now=NOW),
        lambda actor: propose_removal(clause_id=clause, actor=actor, now=NOW),
        lambda actor: move_clause(clause_id=clause, steps=1, actor=actor),
        lambda actor: sign_minutes(minutes_id=minutes, text_hash="", signed_as="", actor=actor, now=NOW),
    ):
        for acting in (table.as_host, table.as_guest):
            with acting() as actor, pytest.raises(MinutesLocked):
                refused(actor)


def test_new_words_undo_a_signature(table: Table, minutes: int, clause: int) -> None:
    agree_all(table)
    with table.as_host() as actor:
        sign_minutes(minutes_id=minutes, text_hash=read(table).current_hash, signed_as="", actor=actor, now=NOW)
    with table.as_guest() as actor:
        propose_words(clause_id=clause, words={"fr": "Autre.", "en": "Other."}, actor=actor, now=NOW)
    assert not Signature.objects.exists()


def test_a_clause_leaves_the_text_when_both_agree(table: Table, minutes: int, clause: int) -> None:
    with table.as_guest() as actor:
        add_clause(minutes_id=minutes, words={"fr": "Deux.", "en": "Two."}, actor=actor, now=NOW)
        propose_removal(clause_id=clause, actor=actor, now=NOW)
    assert [one.number for one in read(table).clauses] == [1, 2]
    agree_all(table)
    record = read(table)
    assert [(one.state, one.number) for one in record.clauses] == [(ClauseState.REMOVED, None), (ClauseState.AGREED, 1)]
    assert b"Deux." in record.content
    assert FR.encode() not in record.content


def test_clauses_are_moved_and_put_between(table: Table, minutes: int, clause: int) -> None:
    with table.as_host() as actor:
        last = add_clause(minutes_id=minutes, words={"fr": "C"}, actor=actor, now=NOW)
        middle = add_clause(minutes_id=minutes, words={"fr": "B"}, actor=actor, now=NOW, after_id=clause)
        assert [one.id for one in read(table).clauses] == [clause, middle, last]
        move_clause(clause_id=last, steps=-2, actor=actor)
        move_clause(clause_id=last, steps=-2, actor=actor)
    assert [one.id for one in read(table).clauses] == [last, clause, middle]


def test_a_draft_becomes_clauses_paragraph_by_paragraph(table: Table) -> None:
    with table.as_guest() as actor:
        draft = {"ar": "أول.\n\nثان.", "fr": "Un.\n \nDeux."}
        open_minutes(meeting_id=table.meeting, authoritative="ar", second="fr", actor=actor, now=NOW, draft=draft)
    assert [(one.top.words, one.top.side) for one in read(table).clauses] == [
        ({"ar": "أول.", "fr": "Un."}, Side.GUEST),
        ({"ar": "ثان.", "fr": "Deux."}, Side.GUEST),
    ]


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"authoritative": "fr", "second": "fr"}, LanguagesUnfit),
        ({"authoritative": "", "second": "fr"}, LanguagesUnfit),
        ({"authoritative": "fr", "second": "en", "draft": {"fr": "a\n\nb", "en": "a"}}, ParagraphsUnpaired),
        ({"authoritative": "fr", "second": "en", "meeting_id": 0}, NoSuchRecord),
    ],
)
def test_minutes_that_cannot_be_opened(table: Table, told: dict[str, object], refused: type[Exception]) -> None:
    with table.as_host() as actor, pytest.raises(refused), transaction.atomic():
        open_minutes(**{"meeting_id": table.meeting, "actor": actor, "now": NOW, **told})  # type: ignore[arg-type]
    assert not Minutes.objects.exists()


def test_minutes_are_opened_once(table: Table, minutes: int) -> None:
    with table.as_guest() as actor, pytest.raises(MinutesOpenAlready):
        open_minutes(meeting_id=table.meeting, authoritative="en", second="", actor=actor, now=NOW)


def test_addenda_are_agreed_by_the_other_side_and_chained(table: Table, minutes: int, clause: int) -> None:
    with table.as_host() as actor, pytest.raises(NotLocked):
        propose_addendum(minutes_id=minutes, words={"fr": "x"}, actor=actor, now=NOW)
    agree_all(table)
    sign_both(table, minutes)
    with table.as_host() as actor:
        ids = [
            propose_addendum(minutes_id=minutes, words={"fr": text}, actor=actor, now=NOW)
            for text in ("Un", "Deux", "Trois")
        ]
        with pytest.raises(AddendumSettled):
            agree_addendum(addendum_id=ids[0], actor=actor, now=NOW)
        withdraw_addendum(addendum_id=ids[2], actor=actor)
    with table.as_guest() as actor:
        agree_addendum(addendum_id=ids[1], actor=actor, now=NOW)
        agree_addendum(addendum_id=ids[0], actor=actor, now=NOW)
        for settled in (ids[0], ids[2]):
            with pytest.raises(AddendumSettled):
                agree_addendum(addendum_id=settled, actor=actor, now=NOW)
    record = read(table)
    agreed = {one.number: one for one in record.addenda if one.hash}
    assert {number: one.hash == one.recomputed for number, one in agreed.items()} == {1: True, 2: True}
    expected = f"menara addendum 1\nnumber 2\nfollows {record.text_hash}\nauthoritative fr\nlanguage fr\n  Deux\n"
    assert agreed[2].hash == hashlib.sha256(expected.encode()).hexdigest()
    assert record.chain_end == agreed[1].hash


@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_who_only_reads_proposes_nothing(table: Table, minutes: int, clause: int, role: str) -> None:
    actor = getattr(table.office, role)
    for act in (
        lambda: add_clause(minutes_id=minutes, words={"fr": "x"}, actor=actor, now=NOW),
        lambda: agree_words(version_id=0, actor=actor, now=NOW),
        lambda: move_clause(clause_id=0, steps=1, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_editor_speaks_but_does_not_sign_and_an_approver_signs(table: Table, minutes: int, clause: int) -> None:
    agree_all(table)
    told = {"minutes_id": minutes, "text_hash": read(table).current_hash, "signed_as": "", "now": NOW}
    with table.as_host("editor") as actor, pytest.raises(NotAllowed):
        sign_minutes(actor=actor, **told)
    with table.as_host("approver") as actor:
        assert not sign_minutes(actor=actor, **told)
    assert Signature.objects.get().signed_as == table.office.approver.account.name


# --- attacks by the serving role --------------------------------------------------------------------------------------


def run(statement: str, *arguments: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.rowcount


def test_a_guest_of_another_delegation_neither_reads_nor_writes(table: Table, minutes: int, clause: int) -> None:
    with table.as_guest(table.other) as actor:
        with pytest.raises(NoSuchRecord):
            minutes_record(meeting_id=table.meeting)
        with pytest.raises(NoSuchRecord):
            propose_words(clause_id=clause, words={"fr": "x"}, actor=actor, now=NOW)
        assert run("UPDATE menara_clauseversion SET text = '{}'") == 0
        assert run("UPDATE menara_minutes SET changed = 9") == 0


def meeting_of(table: Table, *, asking: int, asked: int) -> int:
    """Another meeting on record, by a request."""
    from menara.models import Meeting, MeetingRequest

    own = {"organisation_id": table.office.id, "summit_id": table.summit}
    request = MeetingRequest.objects.create(
        **own, asking_id=asking, asked_id=asked, receiving_id=asked, status="accepted", asked_at=NOW
    )
    return Meeting.objects.create(**own, request=request, held_on=NOW.date(), time_zone="UTC").pk


def test_a_meeting_of_two_others_has_no_side_for_the_office(table: Table) -> None:
    meeting = meeting_of(table, asking=table.guest, asked=table.other)
    with table.as_host() as actor, pytest.raises(NotASide):
        open_minutes(meeting_id=meeting, authoritative="fr", second="", actor=actor, now=NOW)


def test_one_who_speaks_for_both_delegations_signs_for_one(table: Table) -> None:
    meeting = meeting_of(table, asking=table.guest, asked=table.other)
    told = {"signed_as": "", "now": NOW}
    with table.as_guest(table.guest) as actor:
        minutes = open_minutes(meeting_id=meeting, authoritative="en", second="", actor=actor, now=NOW)
        add_clause(minutes_id=minutes, words={"en": EN}, actor=actor, now=NOW)
    with table.as_guest(table.other) as actor:
        record = minutes_record(meeting_id=meeting)
        agree_words(version_id=record.clauses[0].top.id, actor=actor, now=NOW)
        told["text_hash"] = minutes_record(meeting_id=meeting).current_hash
        assert not sign_minutes(minutes_id=minutes, actor=actor, **told)
    with table.as_guest(table.guest) as actor:
        with pytest.raises(OneHand):
            sign_minutes(minutes_id=minutes, actor=actor, **told)
        with pytest.raises(IntegrityError, match="signature_two_hands"):
            run(HOST_SIGNATURE.replace("'host'", "'guest'"))
    assert Signature.objects.count() == 1


def test_one_who_speaks_for_both_delegations_adds_nothing_alone(table: Table) -> None:
    meeting = meeting_of(table, asking=table.guest, asked=table.other)
    with table.as_guest(table.guest) as actor:
        minutes = open_minutes(meeting_id=meeting, authoritative="en", second="", actor=actor, now=NOW)
        add_clause(minutes_id=minutes, words={"en": EN}, actor=actor, now=NOW)
    other, told = table.office.administrator, {"minutes_id": minutes, "signed_as": "", "now": NOW}
    with acting_for(table.office.id, account_id=other.account_id, guest=Guest(table.other, table.summit)):
        record = minutes_record(meeting_id=meeting)
        agree_words(version_id=record.clauses[0].top.id, actor=other, now=NOW)
        told["text_hash"] = minutes_record(meeting_id=meeting).current_hash
        sign_minutes(actor=other, **told)
    with table.as_guest(table.guest) as actor:
        assert sign_minutes(actor=actor, **told)
    with table.as_guest(table.guest) as actor:
        own = propose_addendum(minutes_id=minutes, words={"en": "And two more."}, actor=actor, now=NOW)
    with table.as_guest(table.other) as actor:
        with pytest.raises(OneHand):
            agree_addendum(addendum_id=own, actor=actor, now=NOW)
        with pytest.raises(IntegrityError, match="addendum_two_hands"):
            run(
                "UPDATE menara_addendum SET status = 'agreed', agreed_at = now(), agreed_by_id = proposed_by_id,"
                " hash = 'x'"
            )


HOST_SIGNATURE = (
    "INSERT INTO menara_signature (organisation_id, minutes_id, side, text_hash, signed_at, signed_by_id, signed_as)"
    " SELECT organisation_id, id, 'host', 'x', opened_at, opened_by_id, 'x' FROM menara_minutes"
)
LATE_CLAUSE = (
    "INSERT INTO menara_clause (organisation_id, minutes_id, position)"
    " SELECT organisation_id, id, 9 FROM menara_minutes"
)
HOST_WORDS = (
    "INSERT INTO menara_clauseversion (organisation_id, clause_id, number, text, is_removal, made_from, side,"
    " proposed_at, proposed_by_id, host_agreed_at, host_agreed_by_id) SELECT organisation_id, clause_id, 2,"
    " '{\"fr\": \"x\"}', false, '{}', 'host', proposed_at, proposed_by_id, host_agreed_at, host_agreed_by_id"
    " FROM menara_clauseversion"
)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE menara_clauseversion SET text = \'{"fr": "x"}\'',
        "UPDATE menara_clauseversion SET side = 'guest'",
        "UPDATE menara_clauseversion SET host_agreed_at = now(), host_agreed_by_id = proposed_by_id",
        "UPDATE menara_clauseversion SET host_agreed_at = NULL, host_agreed_by_id = NULL",
        "UPDATE menara_clauseversion SET made_from = '{}'",
        "DELETE FROM menara_clauseversion",
        "DELETE FROM menara_clause",
        "DELETE FROM menara_minutes",
        "UPDATE menara_minutes SET authoritative = 'en'",
        "UPDATE menara_minutes SET locked_at = now(), text_hash = repeat('a', 64)",
        HOST_WORDS,
        HOST_WORDS.replace("clause_id, 2", "clause_id, 7").replace("'host', proposed_at", "'guest', proposed_at"),
        HOST_SIGNATURE,
    ],
)
def test_a_guest_speaks_for_no_other_side_by_raw_sql_either(
    table: Table, minutes: int, clause: int, statement: str
) -> None:
    with table.as_guest(), pytest.raises(IntegrityError):
        run(statement)


def test_the_office_does_not_agree_for_its_guest_by_raw_sql(table: Table, minutes: int, clause: int) -> None:
    with table.as_host(), pytest.raises(IntegrityError):
        run("UPDATE menara_clauseversion SET guest_agreed_at = now(), guest_agreed_by_id = proposed_by_id")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE menara_clauseversion SET text = '{}'",
        "UPDATE menara_clause SET position = 9",
        "UPDATE menara_minutes SET text_hash = 'b'",
        "UPDATE menara_minutes SET locked_at = NULL, text_hash = ''",
        "UPDATE menara_signature SET text_hash = 'b'",
        "DELETE FROM menara_signature",
        "DELETE FROM menara_minutes",
        LATE_CLAUSE,
    ],
)
@pytest.mark.parametrize("by_guest", [True, False])
def test_locked_minutes_do_not_change_by_raw_sql(
    table: Table, minutes: int, clause: int, statement: str, by_guest: bool
) -> None:
    agree_all(table)
    sign_both(table, minutes)
    with table.as_guest() if by_guest else table.as_host(), pytest.raises(IntegrityError):
        run(statement)
    assert Clause.objects.get().position == 1
