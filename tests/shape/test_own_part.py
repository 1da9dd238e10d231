"""A guest keeps to its own part, in the schema: statements that no action would send, sent all the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pytest
from django.db import Error, connection, transaction

from menara.actions.summits.clauses import agree_words, propose_words
from menara.actions.summits.delegations import DelegationFacts, correct_delegation
from menara.actions.summits.minutes import open_minutes, sign_minutes
from menara.actions.summits.requests import RequestFacts, correct_request
from menara.errors import BadInput
from menara.models import (
    PUBLIC,
    CalendarFeed,
    ClauseVersion,
    Commitment,
    Delegation,
    DelegationMember,
    Meeting,
    MeetingRequest,
    Outcome,
    Person,
    Signature,
    TalkingPoint,
    acting_for,
)
from menara.queries.summits.minutes import minutes_record
from newsroom_desk import drafted, released
from office import NOW, TODAY, Office
from two_sides import Table, lay

WALLS = ("42501", "23514")  # row-level security; a check or a trigger

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Ids that statements name: delegations, people, requests, and what else they reach for."""

    organisation: int
    summit: int
    host: int
    guest: int
    other: int
    host_head: int
    guest_head: int
    other_head: int
    stranger: int
    met: int  # the request whose meeting is on record
    asked_by_us: int
    asked_of_us: int
    commitment: int
    colleague: int


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def about(table: Table) -> Rows:
    own = {"organisation_id": table.office.id}
    request = {**own, "summit_id": table.summit, "subject": {"en": "Training"}, "asked_at": NOW}
    ours = MeetingRequest.objects.create(
        **request, asking_id=table.guest, asked_id=table.host, receiving_id=table.host, expires_at=NOW
    )
    theirs = MeetingRequest.objects.create(
        **request, asking_id=table.other, asked_id=table.guest, receiving_id=table.guest
    )
    outcome = Outcome.objects.create(
        **own, summit_id=table.summit, meeting_id=table.meeting, kind="agreed_action", text={"en": "Training"}
    )
    CalendarFeed.objects.create(
        **own, delegation_id=table.guest, secret_hash="closed", made_at=NOW, ended_at=NOW, language="en"
    )
    commitment = Commitment.objects.create(
        **own, outcome=outcome, outcome_kind=outcome.kind, text={"en": "Train"}, due_on=TODAY, owner_side="host"
    )
    return Rows(
        organisation=table.office.id,
        summit=table.summit,
        host=table.host,
        guest=table.guest,
        other=table.other,
        host_head=table.host_head,
        guest_head=table.guest_head,
        other_head=DelegationMember.objects.get(delegation_id=table.other).person_id,
        stranger=Person.objects.create(**own, names={"Latn": "Stranger"}).pk,
        met=table.request,
        asked_by_us=ours.pk,
        asked_of_us=theirs.pk,
        commitment=commitment.pk,
        colleague=table.office.editor.account_id,
    )


def written(statement: str, *arguments: object) -> int:
    """How many rows a statement wrote; none where a wall refused it, and nothing else."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
            return int(cursor.rowcount)
    except Error as error:
        if getattr(error.__cause__, "sqlstate", "") not in WALLS:
            raise
        return 0


ASKING = (
    "INSERT INTO menara_meetingrequest (organisation_id, summit_id, asking_id, asked_id, receiving_id, subject, status,"
    " asked_at, priority, clearance, minutes, is_tentative, answer_note, asking_language, asked_language, persons,"
    " equipment, provenance, source_key, source_url, mark, version) VALUES ({organisation}, {summit}, {ASKER}, {ASKED},"
    " {ASKER}, '{{}}', 'STATUS', now(), PRIORITY, 0, 30, false, '', '', '', 4, '{{}}', 'entered', '', '', '', 1)"
)
JOINING = (
    "INSERT INTO menara_delegationmember (organisation_id, delegation_id, person_id, role, provenance, source_key,"
    " source_url, mark, version) VALUES ({organisation}, {guest}, {PERSON}, 'member', 'entered', '', '', '', 1)"
)


PERSON = (
    "INSERT INTO menara_person (organisation_id, names, institution_id, search, sort_ar, sort_en, provenance,"
    " source_key, source_url, mark, version) SELECT organisation_id, names, INSTITUTION, search, sort_ar, sort_en,"
    " 'PROVENANCE', 'SOURCE', '', '', 1 FROM menara_person WHERE id = {guest_head}"
)


def person(*, of: str, provenance: str = "entered", source: str = "") -> str:
    """The statement that enters a person of a delegation's body."""
    body = f"(SELECT institution_id FROM menara_delegation WHERE id = {{{of}}})"  # noqa: S608
    return PERSON.replace("INSTITUTION", body).replace("PROVENANCE", provenance).replace("SOURCE", source)


def asking(asker: str, asked: str, status: str = "asked", priority: int = 2) -> str:
    """The statement that enters a request."""
    told = {"ASKER": asker, "ASKED": asked, "STATUS": status, "PRIORITY": str(priority)}
    statement = ASKING
    for place, value in told.items():
        statement = statement.replace(place, value)
    return statement


FORBIDDEN = {
    # Requests: who asks, who answers, what the office decides
    "accept what one asked": "UPDATE menara_meetingrequest SET status = 'accepted' WHERE id = {asked_by_us}",
    "withdraw what another asked": "UPDATE menara_meetingrequest SET status = 'withdrawn' WHERE id = {asked_of_us}",
    "reword what another asked": "UPDATE menara_meetingrequest SET minutes = 90 WHERE id = {asked_of_us}",
    "ask somebody else now": "UPDATE menara_meetingrequest SET asked_id = {other} WHERE id = {asked_by_us}",
    "receive instead": "UPDATE menara_meetingrequest SET receiving_id = {guest} WHERE id = {asked_by_us}",
    "turn the sides of a meeting": "UPDATE menara_meetingrequest SET receiving_id = {guest} WHERE id = {met}",
    "come first": "UPDATE menara_meetingrequest SET priority = 1 WHERE id = {asked_by_us}",
    "delete a request": "DELETE FROM menara_meetingrequest WHERE id = {asked_by_us}",
    "ask in another's name": asking("other", "guest"),
    "ask and accept at once": asking("guest", "other", "accepted"),
    "ask with a priority": asking("guest", "other", priority=1),
    "need a stranger": "INSERT INTO menara_requestperson (organisation_id, request_id, person_id)"
    " VALUES ({organisation}, {asked_by_us}, {stranger})",
    # People: nobody else's, by no detour
    "make another's head a member": JOINING.replace("PERSON", "other_head"),
    "make a stranger a member": JOINING.replace("PERSON", "stranger"),
    "put another person in a place": "UPDATE menara_delegationmember SET person_id = {other_head}"
    " WHERE delegation_id = {guest}",
    "enter a person of another's body": person(of="other"),
    "enter a person as on record": person(of="guest", provenance="real", source="S1"),
    "name a source": person(of="guest", source="S1"),
    "rename another's head": "UPDATE menara_person SET names = '{{}}' WHERE id = {other_head}",
    "change a person's body": "UPDATE menara_person SET institution_id = NULL WHERE id = {guest_head}",
    "keep another away": "INSERT INTO menara_absence (organisation_id, person_id, during, reason, calendar_uid)"
    " VALUES ({organisation}, {host_head}, tstzrange(now(), now() + interval '1 h'), '', '')",
    # The delegation, its notices and addresses
    "take precedence": "UPDATE menara_delegation SET precedence = 1 WHERE id = {guest}",
    "host the summit": "UPDATE menara_delegation SET is_host = true WHERE id = {guest}",
    "note on another": "UPDATE menara_delegation SET note = 'x' WHERE id = {other}",
    "open another's calendar": "INSERT INTO menara_calendarfeed (organisation_id, delegation_id, secret_hash, language,"
    " made_at) VALUES ({organisation}, {other}, 'x', 'en', now())",
    "open a closed address again": "UPDATE menara_calendarfeed SET ended_at = NULL WHERE delegation_id = {guest}",
    "open a calendar of another's head": "INSERT INTO menara_calendarfeed (organisation_id, delegation_id, person_id,"
    " secret_hash, language, made_at) VALUES ({organisation}, {guest}, {other_head}, 'x', 'en', now())",
    "tell oneself a notice": "INSERT INTO menara_notice (organisation_id, delegation_id, request_id, kind, facts,"
    " made_at) VALUES ({organisation}, {guest}, {met}, 'placed', '{{}}', now())",
    "wait in another's name": "INSERT INTO menara_waitingplace (organisation_id, request_id, asked_at, asked_by_id)"
    " VALUES ({organisation}, {met}, now(), {colleague})",
    # What came of the meeting
    "drop the host's commitment": "DELETE FROM menara_commitment WHERE id = {commitment}",
    "report the host's as done": "UPDATE menara_commitment SET done_on = now() WHERE id = {commitment}",
    "move a meeting": "UPDATE menara_meeting SET request_id = {asked_by_us}",
    # Who one is
    "promote oneself": "UPDATE menara_membership SET role = 'administrator'",
    "speak for another": "INSERT INTO menara_focalpoint (organisation_id, membership_id, delegation_id, named_at)"
    " SELECT {organisation}, id, {other}, now() FROM menara_membership",
    "sign in at another address": "UPDATE menara_account SET email = 'x@example.org'",
    "close one's account": "UPDATE menara_account SET is_active = false",
    "rename a colleague": "UPDATE menara_account SET name = 'x' WHERE id = {colleague}",
    "move the newsroom": "UPDATE menara_organisation SET newsroom = 'stolen'",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_focal_point_cannot(table: Table, about: Rows, name: str) -> None:
    with table.as_guest():
        assert written(FORBIDDEN[name].format(**asdict(about))) == 0


ALLOWED = {
    "answer what was asked": "UPDATE menara_meetingrequest SET status = 'accepted' WHERE id = {asked_of_us}",
    "withdraw what one asked": "UPDATE menara_meetingrequest SET status = 'withdrawn' WHERE id = {asked_by_us}",
    "reword what one asked": "UPDATE menara_meetingrequest SET minutes = 45 WHERE id = {asked_by_us}",
    "let it expire": "UPDATE menara_meetingrequest SET status = 'expired' WHERE id = {asked_by_us}",
    "ask": asking("guest", "other"),
    "need the other's head": "INSERT INTO menara_requestperson (organisation_id, request_id, person_id)"
    " VALUES ({organisation}, {asked_by_us}, {host_head})",
    "be there later": "UPDATE menara_delegation SET present = NULL, most_in_row = 2 WHERE id = {guest}",
    "enter a person": person(of="guest"),
    "correct a name": "UPDATE menara_person SET names = '{{}}' WHERE id = {guest_head}",
}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_focal_point_can(table: Table, about: Rows, name: str) -> None:
    MeetingRequest.objects.filter(pk=about.asked_of_us if name == "ask" else 0).update(status="declined")
    with table.as_guest():
        assert written(ALLOWED[name].format(**asdict(about))) == 1


READ = {
    "accounts": ("SELECT FROM menara_account", 1),  # one's own
    "memberships": ("SELECT FROM menara_membership", 1),
    "history": ("SELECT FROM menara_historyentry", 0),
    "how long the history is": ("SELECT FROM menara_historyhead", 0),
    "the host's talking points": ("SELECT FROM menara_talkingpoint", 0),
    "interpreters": ("SELECT FROM menara_interpreter", 0),
    "requests of others": ("SELECT FROM menara_meetingrequest WHERE {guest} NOT IN (asking_id, asked_id)", 0),
    "strangers": ("SELECT FROM menara_person WHERE id = {stranger}", 0),
    "drafts of communiques": ("SELECT FROM menara_communique", 0),
}


@pytest.mark.parametrize("name", READ)
def test_what_a_focal_point_reads(table: Table, about: Rows, name: str) -> None:
    own = {"organisation_id": table.office.id}
    TalkingPoint.objects.create(**own, meeting_id=table.meeting, side="host", text={"en": "Ask for less."})
    MeetingRequest.objects.create(
        **own, summit_id=table.summit, asking_id=table.other, asked_id=table.host, receiving_id=table.host, asked_at=NOW
    )
    if "communique" in name:
        drafted(table.office, Meeting.objects.get(pk=table.meeting))
    statement, count = READ[name]
    with table.as_guest(), connection.cursor() as cursor:
        cursor.execute(statement.format(**asdict(about)))
        assert cursor.rowcount == count


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE menara_meetingrequest SET receiving_id = {guest} WHERE id = {met}",
        "UPDATE menara_meetingrequest SET asking_id = {other} WHERE id = {met}",
        "UPDATE menara_delegation SET is_host = false WHERE id = {host}",
        "UPDATE menara_meeting SET request_id = {asked_by_us}",
        "UPDATE menara_meeting SET request_id = NULL",
    ],
)
def test_the_office_turns_no_side_round_once_they_have_met(table: Table, about: Rows, statement: str) -> None:
    assert written(statement.format(**asdict(about))) == 0


def test_the_office_is_told_why_at_the_field(table: Table) -> None:
    row, guest = MeetingRequest.objects.get(), Delegation.objects.get(pk=table.guest)
    turned = RequestFacts(asking_id=table.guest, asked_id=table.host, subject={"en": "x"}, receiving_id=table.guest)
    hosting = DelegationFacts(institution_id=table.partner, is_host=True)
    actor = table.office.editor
    with pytest.raises(BadInput) as refused:
        correct_request(request_id=row.pk, version=row.version, request=turned, actor=actor, now=NOW)
    assert [(fault.column, fault.code) for fault in refused.value.faults] == [("receiving", "meeting_on_record")]
    with pytest.raises(BadInput) as refused:
        correct_delegation(delegation_id=guest.pk, version=guest.version, delegation=hosting, actor=actor)
    assert ("is_host", "meeting_on_record") in [(fault.column, fault.code) for fault in refused.value.faults]


# --- minutes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def minutes(table: Table) -> int:
    return open_minutes(
        meeting_id=table.meeting, authoritative="en", second="", actor=table.office.administrator, now=NOW,
        draft={"en": "One.\n\nTwo."},
    )  # fmt: skip


def agree(table: Table) -> str:
    with table.as_guest() as guest:
        for version in ClauseVersion.objects.all():
            agree_words(version_id=version.pk, actor=guest, now=NOW)
        return minutes_record(meeting_id=table.meeting).current_hash


def test_no_clause_is_carried_out_of_locked_minutes(table: Table, minutes: int) -> None:
    own = {"organisation_id": table.office.id, "summit_id": table.summit}
    text_hash = agree(table)
    sign = {"minutes_id": minutes, "text_hash": text_hash, "signed_as": "", "now": NOW}
    with table.as_guest() as guest:
        sign_minutes(**sign, actor=guest)
    sign_minutes(**sign, actor=table.office.administrator)
    request = MeetingRequest.objects.create(
        **own, asking_id=table.guest, asked_id=table.host, receiving_id=table.host, asked_at=NOW
    )
    meeting = Meeting.objects.create(**own, request=request, held_on=TODAY, time_zone="UTC")
    elsewhere = open_minutes(
        meeting_id=meeting.pk, authoritative="en", second="", actor=table.office.administrator, now=NOW
    )
    moved = ("UPDATE menara_clause SET minutes_id = %s WHERE minutes_id = %s", elsewhere, minutes)
    with table.as_guest():
        assert written(*moved) == 0
    assert written(*moved) == 0
    assert minutes_record(meeting_id=table.meeting).current_hash == text_hash


def test_other_words_void_a_signature_whoever_writes_them(table: Table, minutes: int) -> None:
    text_hash = agree(table)
    sign_minutes(minutes_id=minutes, text_hash=text_hash, signed_as="", actor=table.office.administrator, now=NOW)
    assert Signature.objects.count() == 1
    with table.as_guest():
        assert written("UPDATE menara_clause SET position = position + 5") == 2
    assert Signature.objects.count() == 0


def test_nobody_signs_by_another_hand(table: Table, minutes: int) -> None:
    forged = (
        "INSERT INTO menara_signature (organisation_id, minutes_id, side, text_hash, signed_at, signed_by_id,"
        " signed_as) VALUES (%s, %s, 'guest', 'x', now(), %s, 'x')"
    )
    with table.as_guest() as guest:
        assert written(forged, table.office.id, minutes, table.office.editor.account_id) == 0
        assert written(forged, table.office.id, minutes, guest.account_id) == 1


def test_new_words_of_a_clause_wait_for_the_other_side_again(table: Table, minutes: int) -> None:
    agree(table)
    clause = ClauseVersion.objects.order_by("pk")[0].clause_id
    with table.as_guest() as guest:
        propose_words(clause_id=clause, words={"en": "Another one."}, actor=guest, now=NOW)
    assert [one.number for one in minutes_record(meeting_id=table.meeting).waiting] == [1]


# --- the public -------------------------------------------------------------------------------------------------------

REPLY = (
    "INSERT INTO menara_reply (organisation_id, communique_id, name, language, text, status, is_official, is_pinned,"
    " received_at, reason) VALUES (%s, %s, 'x', 'en', 'x', 'waiting', false, false, now(), '')"
)


@pytest.mark.parametrize(("stage", "taken"), [(drafted, 0), (released, 1)])
def test_readers_reply_to_what_is_released_alone(office: Office, stage: object, taken: int) -> None:
    row = stage(office)  # type: ignore[operator]
    with acting_for(office.id, guest=PUBLIC):
        assert written(REPLY, office.id, row.pk) == taken


@pytest.mark.parametrize("change", ["newsroom = 'stolen'", "name = '{}'"])
def test_readers_leave_the_organisation_as_it_is(office: Office, change: str) -> None:
    with acting_for(office.id, guest=PUBLIC):
        assert written(f"UPDATE menara_organisation SET {change}") == 0  # noqa: S608
