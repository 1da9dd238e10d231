"""What a guest reaches: the focal point of another body's delegation, or a reader of the newsroom.

Each tenant table is shut to guests, in the schema, but those named here; of these a guest reads the rows that ``read``
lets through and writes those that ``write`` does. The conditions name other tables without more ado, because what a
guest sees of those is limited in the same way. ``tests/shape/test_guests.py`` fails for a table that was forgotten.

What a guest may do to a row it reaches, and conditions that took the place of some of these, stand in
``walls_guests.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

FUNCTIONS = """
CREATE FUNCTION menara_guest() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('menara.guest', true), '')::bigint $$;
CREATE FUNCTION menara_guest_summit() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('menara.guest_summit', true), '')::bigint $$;
"""

NO_FUNCTIONS = "DROP FUNCTION menara_guest_summit; DROP FUNCTION menara_guest;"

SIDES = """
-- Which side of a meeting speaks here: a guest's own, or that of the organisation itself, which is the host's where the
-- meeting was not arranged by request. None where neither delegation is its own.
CREATE FUNCTION menara_side(meeting bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN r.id IS NULL THEN CASE WHEN menara_guest() IS NULL THEN 'host' END
        WHEN menara_guest() IS NOT NULL THEN
            CASE menara_guest() WHEN r.receiving_id THEN 'host' WHEN r.asking_id THEN 'guest'
                WHEN r.asked_id THEN 'guest' END
        WHEN d.id = r.receiving_id THEN 'host'
        WHEN d.id IS NOT NULL THEN 'guest'
    END
    FROM menara_meeting m
    LEFT JOIN menara_meetingrequest r ON r.id = m.request_id
    LEFT JOIN menara_delegation d ON d.is_host AND d.id IN (r.asking_id, r.asked_id)
    WHERE m.id = meeting
$$;
-- For everyone, members too: what the other side means to say is not to be read.
CREATE POLICY own_side ON menara_talkingpoint AS RESTRICTIVE
    USING (side = menara_side(meeting_id)) WITH CHECK (side = menara_side(meeting_id));
"""

NO_SIDES = "DROP POLICY own_side ON menara_talkingpoint; DROP FUNCTION menara_side;"

ACCOUNTS = """
CREATE POLICY guests_apart ON menara_account AS RESTRICTIVE
    USING ((SELECT menara_guest()) IS NULL
           OR id = nullif(current_setting('menara.account', true), '')::bigint
           OR email = nullif(current_setting('menara.email', true), ''));
-- A public address leads to its organisation's row, and to no other.
CREATE POLICY by_newsroom ON menara_organisation FOR SELECT
    USING (newsroom = nullif(current_setting('menara.newsroom', true), ''));
CREATE POLICY guests_read ON menara_historyentry AS RESTRICTIVE FOR SELECT USING ((SELECT menara_guest()) IS NULL);
"""

NO_ACCOUNTS = """
DROP POLICY guests_read ON menara_historyentry;
DROP POLICY by_newsroom ON menara_organisation;
DROP POLICY guests_apart ON menara_account;
"""

G = "(SELECT menara_guest())"
SUMMIT = "(SELECT menara_guest_summit())"
ON_DELEGATION = f"{G} > 0"
ON_NEWSROOM = f"{G} = 0"


def _of(column: str, model: str) -> str:
    return f"{column} IN (SELECT id FROM menara_{model})"


_OWN_PEOPLE = f"person_id IN (SELECT person_id FROM menara_delegationmember WHERE delegation_id = {G})"
_OWN_REQUEST = f"(asking_id = {G} OR asked_id = {G})"


@dataclass(frozen=True, slots=True)
class Reach:
    """Conditions on a row. ``write`` counts for what is added, changed and taken away; ``add`` for what is added where
    that differs. None is never."""

    read: str | None = None
    write: str | None = None
    add: str | None = None


REACH: dict[str, Reach] = {
    "Summit": Reach(read=f"id = {SUMMIT}"),
    "Delegation": Reach(read=f"id = {G} OR summit_id = {SUMMIT}", write=f"id = {G}"),
    "DelegationMember": Reach(
        read=f"delegation_id = {G} OR (role = 'head' AND {_of('delegation_id', 'delegation')})",
        write=f"delegation_id = {G}",
    ),
    "Institution": Reach(read="id IN (SELECT institution_id FROM menara_delegation)"),
    "Person": Reach(
        read="id IN (SELECT person_id FROM menara_delegationmember)",
        write=f"id IN (SELECT person_id FROM menara_delegationmember WHERE delegation_id = {G})",
        add=ON_DELEGATION,
    ),
    "PersonTitle": Reach(read=_of("person_id", "person"), write=_OWN_PEOPLE),
    "Absence": Reach(read=_OWN_PEOPLE, write=_OWN_PEOPLE),
    "FocalPoint": Reach(read=f"delegation_id = {G}"),
    "MeetingRequest": Reach(read=_OWN_REQUEST, write=_OWN_REQUEST),
    "RequestPerson": Reach(read=_of("request_id", "meetingrequest"), write=_of("request_id", "meetingrequest")),
    "Slot": Reach(read=f"summit_id = {SUMMIT}"),
    "Room": Reach(read=f"summit_id = {SUMMIT}"),
    "Programme": Reach(read=f"summit_id = {SUMMIT} AND status <> 'draft'"),
    "Placement": Reach(read=f"{_of('programme_id', 'programme')} AND {_of('request_id', 'meetingrequest')}"),
    "PlacementPerson": Reach(read=_of("placement_id", "placement")),
    "PlacementInterpreter": Reach(read=_of("placement_id", "placement")),
    "WaitingPlace": Reach(read=_of("request_id", "meetingrequest"), write=_of("request_id", "meetingrequest")),
    "Notice": Reach(read=f"delegation_id = {G}", write=f"delegation_id = {G}"),
    "CalendarFeed": Reach(read=f"delegation_id = {G}", write=f"delegation_id = {G}"),
    "Meeting": Reach(read=_of("request_id", "meetingrequest")),
    "Participant": Reach(read=_of("meeting_id", "meeting")),
    "Statement": Reach(read=_of("meeting_id", "meeting")),
    "AgendaItem": Reach(read=_of("meeting_id", "meeting"), write=_of("meeting_id", "meeting")),
    "TalkingPoint": Reach(read=_of("meeting_id", "meeting"), write=_of("meeting_id", "meeting")),
    "Minutes": Reach(read=_of("meeting_id", "meeting"), write=_of("meeting_id", "meeting")),
    "Clause": Reach(read=_of("minutes_id", "minutes"), write=_of("minutes_id", "minutes")),
    "ClauseVersion": Reach(read=_of("clause_id", "clause"), write=_of("clause_id", "clause")),
    "Signature": Reach(read=_of("minutes_id", "minutes"), write=_of("minutes_id", "minutes")),
    "Addendum": Reach(read=_of("minutes_id", "minutes"), write=_of("minutes_id", "minutes")),
    "Outcome": Reach(read=_of("meeting_id", "meeting")),
    "OutcomeStep": Reach(read=_of("outcome_id", "outcome")),
    "Commitment": Reach(read=_of("outcome_id", "outcome"), write=_of("outcome_id", "outcome")),
    "CommitmentEvidence": Reach(read=_of("commitment_id", "commitment"), add=_of("commitment_id", "commitment")),
    "Membership": Reach(read="account_id = nullif(current_setting('menara.account', true), '')::bigint"),
    "Communique": Reach(read="status IN ('released', 'withdrawn')"),
    "Reply": Reach(
        read="status IN ('published', 'removed')",
        add=f"{ON_NEWSROOM} AND status = 'waiting' AND NOT is_official AND NOT is_pinned",
    ),
    "ReplyContact": Reach(add=ON_NEWSROOM),
    "ReplySender": Reach(read=ON_NEWSROOM, add=ON_NEWSROOM),
}

# The history is written through its own trigger, in the owner's name, and shut to guests by ``ACCOUNTS``.
OTHERWISE_SHUT = frozenset({"HistoryEntry", "HistoryHead"})


class KeepGuestsApart(Operation):
    """Shut these tenant tables to guests, but for what ``REACH`` lets through."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[str]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models says nothing of guests."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        for name in self.models:
            table = to_state.apps.get_model(app_label, name)._meta.db_table
            for statement in policies(table, REACH.get(name, Reach())):
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any) -> None:
        for name in self.models:
            table = from_state.apps.get_model(app_label, name)._meta.db_table
            for verb in ("read", "add", "change", "take"):
                schema_editor.execute(f"DROP POLICY guests_{verb} ON {table}")

    def describe(self) -> str:
        return f"Keep guests from {', '.join(self.models)}"


def policies(table: str, reach: Reach) -> list[str]:
    """The statements that shut one table to guests, but for what ``reach`` lets through."""
    read, change, add = (_or_member(condition) for condition in (reach.read, reach.write, reach.add or reach.write))
    begin = "CREATE POLICY guests_{} ON " + table + " AS RESTRICTIVE FOR {} "
    return [
        begin.format("read", "SELECT") + f"USING ({read})",
        begin.format("add", "INSERT") + f"WITH CHECK ({add})",
        begin.format("change", "UPDATE") + f"USING ({change}) WITH CHECK ({change})",
        begin.format("take", "DELETE") + f"USING ({change})",
    ]


def _or_member(condition: str | None) -> str:
    return f"{G} IS NULL" if condition is None else f"{G} IS NULL OR ({condition})"
