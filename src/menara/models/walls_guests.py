"""SQL that holds guests to their own part of a row, and both sides of a meeting to the side they are.

``guests.py`` says which rows a guest reaches; here stands what a guest may do to them. Who met whom stays once a
meeting is on record, for members too: else one could turn to the other's side, read what it means to say and sign for
it.
"""

from __future__ import annotations

from menara.models.guests import ON_NEWSROOM, REACH, G, policies
from menara.models.walls_minutes import OWN_SIGNATURE
from menara.models.walls_summit import LOCKED_MINUTES

OWN_ACCOUNT = "nullif(current_setting('menara.account', true), '')::bigint"

SIDES_STAY = """
CREATE FUNCTION menara_has_met(delegation bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM menara_meeting m JOIN menara_meetingrequest r ON r.id = m.request_id
                   WHERE delegation IN (r.asking_id, r.asked_id))
$$;

CREATE FUNCTION menara_sides_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'menara_meeting'
        OR TG_TABLE_NAME = 'menara_delegation' AND menara_has_met(NEW.id)
        OR TG_TABLE_NAME = 'menara_meetingrequest' AND EXISTS (SELECT FROM menara_meeting WHERE request_id = NEW.id)
    THEN
        PERFORM menara_refuse('who met whom stays once the meeting is on record', 'sides_stay');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sides_stay BEFORE UPDATE OF asking_id, asked_id, receiving_id, summit_id ON menara_meetingrequest
    FOR EACH ROW WHEN ((OLD.asking_id, OLD.asked_id, OLD.receiving_id, OLD.summit_id)
        IS DISTINCT FROM (NEW.asking_id, NEW.asked_id, NEW.receiving_id, NEW.summit_id))
    EXECUTE FUNCTION menara_sides_stay();
CREATE TRIGGER sides_stay BEFORE UPDATE OF is_host, institution_id, summit_id ON menara_delegation
    FOR EACH ROW WHEN ((OLD.is_host, OLD.institution_id, OLD.summit_id)
        IS DISTINCT FROM (NEW.is_host, NEW.institution_id, NEW.summit_id))
    EXECUTE FUNCTION menara_sides_stay();
CREATE TRIGGER sides_stay BEFORE UPDATE OF request_id ON menara_meeting
    FOR EACH ROW WHEN (OLD.request_id <> NEW.request_id OR NEW.request_id IS NULL AND OLD.request_id IS NOT NULL)
    EXECUTE FUNCTION menara_sides_stay();
"""

NO_SIDES_STAY = """
DROP TRIGGER sides_stay ON menara_meeting;
DROP TRIGGER sides_stay ON menara_delegation;
DROP TRIGGER sides_stay ON menara_meetingrequest;
DROP FUNCTION menara_sides_stay;
DROP FUNCTION menara_has_met;
"""

REQUESTS = """
CREATE FUNCTION menara_own_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := menara_guest();
    changed text[];
    was_open boolean;
    allowed boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.asking_id <> own OR NEW.status <> 'asked' OR NEW.summit_id IS DISTINCT FROM menara_guest_summit()
            OR NEW.answered_at IS NOT NULL OR NEW.answered_by_id IS NOT NULL OR NEW.proposed_minutes IS NOT NULL
            OR NEW.priority <> 2 OR NEW.clearance <> 0 OR NEW.host_id IS NOT NULL THEN
            PERFORM menara_refuse('a guest asks in its own name and leaves what the office decides', 'request_of_own');
        END IF;
        RETURN NEW;
    END IF;
    changed := array_remove(menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW)), 'version');
    was_open := OLD.status IN ('asked', 'countered');
    allowed := CASE
        WHEN changed = '{}' THEN true
        WHEN NEW.status = 'expired' THEN was_open AND changed = '{status}'
        WHEN own = OLD.asked_id THEN
            (was_open AND NEW.status IN ('accepted', 'declined', 'countered')
             OR OLD.status = 'accepted' AND NEW.status = 'declined')
            AND changed <@ '{status,answered_at,answered_by_id,answer_note,proposed_minutes}'
        WHEN NEW.status = 'withdrawn' THEN (was_open OR OLD.status = 'accepted') AND changed = '{status}'
        WHEN NEW.status = 'accepted' THEN OLD.status = 'countered' AND NEW.minutes = OLD.proposed_minutes
            AND changed <@ '{status,answered_at,answered_by_id,minutes}'
        ELSE was_open AND NEW.status = OLD.status
            AND changed <@ ARRAY['subject', 'minutes', 'is_tentative', 'expires_at', 'asking_language',
                                 'asked_language', 'persons', 'equipment', 'window', 'preferred']
    END;
    IF NOT allowed THEN
        PERFORM menara_refuse('the asking side asks and withdraws, the asked side answers', 'request_of_own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_request BEFORE INSERT OR UPDATE ON menara_meetingrequest
    FOR EACH ROW WHEN (menara_guest() IS NOT NULL) EXECUTE FUNCTION menara_own_request();
"""

NO_REQUESTS = """
DROP TRIGGER own_request ON menara_meetingrequest;
DROP FUNCTION menara_own_request;
"""

PEOPLE = """
CREATE FUNCTION menara_own_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    guest text := current_setting('menara.guest', true);
    is_of_body boolean;
BEGIN
    -- Looked up as a member, since a guest reads a person only once he or she is of the delegation.
    PERFORM set_config('menara.guest', '', true);
    is_of_body := EXISTS (
        SELECT FROM menara_person p JOIN menara_delegation d ON d.institution_id = p.institution_id
        WHERE p.id = NEW.person_id AND d.id = NEW.delegation_id);
    PERFORM set_config('menara.guest', guest, true);
    IF NOT is_of_body THEN
        PERFORM menara_refuse('a guest enters people of its own body', 'people_of_own_body');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_people BEFORE INSERT OR UPDATE OF person_id, delegation_id ON menara_delegationmember
    FOR EACH ROW WHEN (menara_guest() IS NOT NULL) EXECUTE FUNCTION menara_own_people();
"""

NO_PEOPLE = """
DROP TRIGGER own_people ON menara_delegationmember;
DROP FUNCTION menara_own_people;
"""

# What a guest may change of a row it reaches; the rest is the office's to say, or stays.
CHANGES: dict[str, tuple[str, ...]] = {
    "delegation": ("languages", "present", "most_in_row", "version"),
    "person": ("names", "search", "sort_ar", "sort_en", "version"),
    "waitingplace": ("ended_at",),
    "notice": ("read_at",),
    "calendarfeed": ("ended_at",),
    "clause": ("position",),
}

COLUMNS = """
CREATE FUNCTION menara_guest_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW)) <@ TG_ARGV::text[]) THEN
        PERFORM menara_refuse('a guest changes nothing else here', TG_TABLE_NAME || '_for_guests');
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER for_guests BEFORE UPDATE ON menara_{table} FOR EACH ROW WHEN (menara_guest() IS NOT NULL) "
    f"EXECUTE FUNCTION menara_guest_changes({', '.join(map(repr, columns))});\n"
    for table, columns in CHANGES.items()
)

NO_COLUMNS = "".join(f"DROP TRIGGER for_guests ON menara_{table};\n" for table in CHANGES) + (
    "DROP FUNCTION menara_guest_changes;"
)

# Conditions that take the place of those in ``guests.py``: table, verb, condition; None is never.
_OURS = f"(SELECT id FROM menara_meetingrequest WHERE asking_id = {G})"  # noqa: S608 (fixed text)
_OWN_PERSON = f"person_id IN (SELECT person_id FROM menara_delegationmember WHERE delegation_id = {G})"  # noqa: S608
_OF_THE_TWO = """EXISTS (SELECT FROM menara_delegationmember d JOIN menara_meetingrequest r
    ON d.delegation_id IN (r.asking_id, r.asked_id)
    WHERE r.id = request_id AND d.person_id = menara_requestperson.person_id)"""
_PLAIN = "status = 'waiting' AND NOT is_official AND NOT is_pinned AND num_nonnulls(answers_id, decided_by_id) = 0"
_TOLD = "(SELECT id FROM menara_communique WHERE status = 'released' AND takes_replies)"
_KEPT = ("meetingrequest", "delegation", "person", "waitingplace", "notice", "calendarfeed", "commitment")
NARROWED: tuple[tuple[str, str, str | None], ...] = (
    *((table, "take", None) for table in _KEPT),
    ("notice", "add", None),
    ("calendarfeed", "add", f"delegation_id = {G} AND (person_id IS NULL OR {_OWN_PERSON})"),
    ("waitingplace", "add", f"request_id IN (SELECT id FROM menara_meetingrequest) AND asked_by_id = {OWN_ACCOUNT}"),  # noqa: S608
    ("requestperson", "add", f"request_id IN {_OURS} AND {_OF_THE_TWO}"),
    ("requestperson", "change", None),
    ("requestperson", "take", f"request_id IN {_OURS} AND {_OWN_PERSON}"),
    ("reply", "add", f"{ON_NEWSROOM} AND {_PLAIN} AND communique_id IN {_TOLD}"),
)


def _policy(table: str, verb: str, condition: str | None) -> str:
    command = {"add": "INSERT", "change": "UPDATE", "take": "DELETE"}[verb]
    told = f"{G} IS NULL" if condition is None else f"{G} IS NULL OR ({condition})"
    clauses = {
        "add": f"WITH CHECK ({told})",
        "change": f"USING ({told}) WITH CHECK ({told})",
        "take": f"USING ({told})",
    }
    return (
        f"DROP POLICY IF EXISTS guests_{verb} ON menara_{table};\n"
        f"CREATE POLICY guests_{verb} ON menara_{table} AS RESTRICTIVE FOR {command} {clauses[verb]};\n"
    )


POLICIES = (
    "".join(_policy(*one) for one in NARROWED)
    + f"""
-- An organisation's own row is open to whoever acts for it; a guest and the public only read it.
CREATE POLICY guests_add ON menara_organisation AS RESTRICTIVE FOR INSERT WITH CHECK ({G} IS NULL);
CREATE POLICY guests_change ON menara_organisation AS RESTRICTIVE FOR UPDATE USING ({G} IS NULL);
CREATE POLICY guests_take ON menara_organisation AS RESTRICTIVE FOR DELETE USING ({G} IS NULL);
"""
)

_BEFORE = {
    (f"menara_{model.lower()}", verb): statement
    for model, reach in REACH.items()
    for verb, statement in zip(
        ("read", "add", "change", "take"), policies(f"menara_{model.lower()}", reach), strict=True
    )
}

NO_POLICIES = """
DROP POLICY guests_take ON menara_organisation;
DROP POLICY guests_change ON menara_organisation;
DROP POLICY guests_add ON menara_organisation;
""" + "".join(
    f"DROP POLICY guests_{verb} ON menara_{table};\n{_BEFORE[f'menara_{table}', verb]};\n"
    for table, verb, _condition in NARROWED
)

MINUTES = """
-- Before and after: a clause is not carried out of locked minutes either.
CREATE OR REPLACE FUNCTION menara_locked_minutes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    touched jsonb[] := ARRAY[to_jsonb(OLD), to_jsonb(NEW)];
BEGIN
    IF EXISTS (SELECT FROM unnest(touched) AS one JOIN menara_minutes m ON m.id = CASE TG_TABLE_NAME
            WHEN 'menara_clauseversion'
                THEN (SELECT minutes_id FROM menara_clause WHERE id = (one ->> 'clause_id')::bigint)
            ELSE (one ->> 'minutes_id')::bigint END
        WHERE m.locked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the minutes are locked; what comes later is an addendum'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_are_locked';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

-- A text that moved on is not the one that was signed.
CREATE FUNCTION menara_unsign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM menara_signature WHERE minutes_id = CASE TG_TABLE_NAME
        WHEN 'menara_clause' THEN (to_jsonb(NEW) ->> 'minutes_id')::bigint
        ELSE (SELECT minutes_id FROM menara_clause WHERE id = (to_jsonb(NEW) ->> 'clause_id')::bigint) END;
    RETURN NULL;
END $$;
CREATE TRIGGER unsign AFTER INSERT OR UPDATE ON menara_clause FOR EACH ROW EXECUTE FUNCTION menara_unsign();
CREATE TRIGGER unsign AFTER INSERT OR UPDATE ON menara_clauseversion FOR EACH ROW EXECUTE FUNCTION menara_unsign();

CREATE OR REPLACE FUNCTION menara_own_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.side IS DISTINCT FROM menara_side_of_minutes(NEW.minutes_id)
        OR NEW.signed_by_id IS DISTINCT FROM nullif(current_setting('menara.account', true), '')::bigint THEN
        PERFORM menara_refuse('a side signs for itself, by the hand of who signs', 'signature_of_own_side');
    END IF;
    RETURN NEW;
END $$;
"""

NO_MINUTES = """
DROP TRIGGER unsign ON menara_clauseversion;
DROP TRIGGER unsign ON menara_clause;
DROP FUNCTION menara_unsign;
""" + (LOCKED_MINUTES + OWN_SIGNATURE).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
