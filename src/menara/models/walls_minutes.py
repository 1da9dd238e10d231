"""SQL by which each side of a meeting writes for itself alone: words, agreement, signatures, evidence, verification.

Row-level security says which rows a side reaches; these triggers say what it may do there. Which side speaks is told by
``menara_side`` (``guests.py``) from the settings of the transaction, never by what a statement claims.
"""

from __future__ import annotations

OWN_SIGNATURE = """
CREATE FUNCTION menara_own_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.side IS DISTINCT FROM menara_side_of_minutes(NEW.minutes_id) THEN
        PERFORM menara_refuse('a side signs for itself', 'signature_of_own_side');
    END IF;
    RETURN NEW;
END $$;
"""

SIDES = (
    """
CREATE FUNCTION menara_refuse(reason text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', reason USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- The columns of a row that a statement changed.
CREATE FUNCTION menara_changed_columns(before jsonb, after jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(key), '{}') FROM jsonb_each(after) WHERE value IS DISTINCT FROM before -> key
$$;

CREATE FUNCTION menara_side_of_minutes(minutes bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT menara_side(meeting_id) FROM menara_minutes WHERE id = minutes
$$;

-- Without a meeting only the organisation itself reads an outcome, as the host.
CREATE FUNCTION menara_side_of_outcome(outcome bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN meeting_id IS NULL THEN 'host' ELSE menara_side(meeting_id) END
    FROM menara_outcome WHERE id = outcome
$$;

CREATE FUNCTION menara_own_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text := (SELECT menara_side_of_minutes(minutes_id) FROM menara_clause WHERE id = NEW.clause_id);
    changed text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.side IS DISTINCT FROM own
            OR (own = 'host' AND (NEW.host_agreed_at IS NULL OR NEW.guest_agreed_at IS NOT NULL))
            OR (own = 'guest' AND (NEW.guest_agreed_at IS NULL OR NEW.host_agreed_at IS NOT NULL)) THEN
            PERFORM menara_refuse('a side proposes words in its own name alone', 'words_of_own_side');
        END IF;
        IF NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM menara_clauseversion
                              WHERE clause_id = NEW.clause_id) THEN
            PERFORM menara_refuse('new words come on top of the last', 'words_on_top');
        END IF;
        RETURN NEW;
    END IF;
    changed := menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW));
    IF NOT (changed <@ ARRAY[own || '_agreed_at', own || '_agreed_by_id'])
        OR (own = 'host' AND OLD.host_agreed_at IS NOT NULL)
        OR (own = 'guest' AND OLD.guest_agreed_at IS NOT NULL)
        OR own IS NULL THEN
        PERFORM menara_refuse('words stay as they were proposed; a side agrees for itself, once', 'words_stay');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_words BEFORE INSERT OR UPDATE ON menara_clauseversion
    FOR EACH ROW EXECUTE FUNCTION menara_own_words();

CREATE FUNCTION menara_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM menara_refuse('this is added to, and neither changed nor taken away', TG_TABLE_NAME || '_stays');
    RETURN NULL;
END $$;
CREATE TRIGGER stays BEFORE DELETE ON menara_clauseversion FOR EACH ROW EXECUTE FUNCTION menara_never();
CREATE TRIGGER stays BEFORE DELETE ON menara_clause FOR EACH ROW EXECUTE FUNCTION menara_never();
CREATE TRIGGER stays BEFORE UPDATE ON menara_signature FOR EACH ROW EXECUTE FUNCTION menara_never();
CREATE TRIGGER stays BEFORE DELETE ON menara_addendum FOR EACH ROW EXECUTE FUNCTION menara_never();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON menara_commitmentevidence
    FOR EACH ROW EXECUTE FUNCTION menara_never();

"""  # noqa: S608 (fixed text)
    + OWN_SIGNATURE
    + """CREATE TRIGGER own_side BEFORE INSERT ON menara_signature FOR EACH ROW EXECUTE FUNCTION menara_own_signature();

CREATE FUNCTION menara_minutes_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM menara_refuse('minutes stay', 'menara_minutes_stays');
    ELSIF TG_OP = 'INSERT' THEN
        IF menara_side(NEW.meeting_id) IS NULL OR NEW.locked_at IS NOT NULL THEN
            PERFORM menara_refuse('minutes are opened by a side, and open', 'minutes_opened_by_a_side');
        END IF;
        RETURN NEW;
    END IF;
    IF NOT (menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW)) <@ ARRAY['locked_at', 'text_hash', 'changed']) THEN
        PERFORM menara_refuse('the languages and the meeting of minutes stay', 'menara_minutes_stays');
    END IF;
    IF NEW.locked_at IS NOT NULL AND (SELECT count(DISTINCT side) FROM menara_signature
            WHERE minutes_id = NEW.id AND text_hash = NEW.text_hash) < 2 THEN
        PERFORM menara_refuse('both sides sign the text before it is locked', 'minutes_locked_by_both');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER change BEFORE INSERT OR UPDATE OR DELETE ON menara_minutes
    FOR EACH ROW EXECUTE FUNCTION menara_minutes_change();

CREATE FUNCTION menara_own_addendum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text := menara_side_of_minutes(NEW.minutes_id);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.side IS DISTINCT FROM own OR NEW.status <> 'proposed' OR NOT EXISTS
            (SELECT FROM menara_minutes WHERE id = NEW.minutes_id AND locked_at IS NOT NULL) THEN
            PERFORM menara_refuse('a side adds to locked minutes in its own name', 'addendum_of_own_side');
        END IF;
        RETURN NEW;
    END IF;
    IF own IS NULL OR OLD.status <> 'proposed'
        OR NOT (menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW))
            <@ ARRAY['status', 'agreed_at', 'agreed_by_id', 'hash'])
        OR (NEW.status = 'agreed' AND own = OLD.side)
        OR (NEW.status = 'withdrawn' AND own <> OLD.side) THEN
        PERFORM menara_refuse('the other side agrees to an addendum, the own one withdraws it', 'addendum_of_both');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_addendum BEFORE INSERT OR UPDATE ON menara_addendum
    FOR EACH ROW EXECUTE FUNCTION menara_own_addendum();

CREATE FUNCTION menara_own_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.side IS DISTINCT FROM
        (SELECT menara_side_of_outcome(outcome_id) FROM menara_commitment WHERE id = NEW.commitment_id) THEN
        PERFORM menara_refuse('a side gives evidence in its own name', 'evidence_of_own_side');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_evidence BEFORE INSERT ON menara_commitmentevidence
    FOR EACH ROW EXECUTE FUNCTION menara_own_evidence();

-- Members keep the records of both sides, but verify for their own alone; a guest does its own part and no more.
CREATE FUNCTION menara_own_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text := menara_side_of_outcome(NEW.outcome_id);
    is_guest boolean := menara_guest() IS NOT NULL;
    changed text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF is_guest AND NEW.owner_side IS DISTINCT FROM own THEN
            PERFORM menara_refuse('a guest undertakes for its own side', 'commitment_of_own_side');
        END IF;
        changed := CASE WHEN NEW.verified_at IS NULL THEN '{}' ELSE ARRAY['verified_at'] END;
    ELSE
        changed := menara_changed_columns(to_jsonb(OLD), to_jsonb(NEW));
        IF is_guest AND NOT (changed <@ (CASE WHEN OLD.owner_side = own
            THEN ARRAY['done_on', 'returned_note', 'version']
            ELSE ARRAY['done_on', 'verified_at', 'verified_side', 'verified_by_id', 'returned_note', 'version']
            END)) THEN
            PERFORM menara_refuse('a guest reports what is its own and verifies the rest', 'commitment_of_own_side');
        END IF;
        IF is_guest AND OLD.owner_side IS DISTINCT FROM own AND 'done_on' = ANY (changed)
            AND NEW.done_on IS NOT NULL THEN
            PERFORM menara_refuse('the side that undertook it reports that it is done', 'commitment_of_own_side');
        END IF;
    END IF;
    IF changed && ARRAY['verified_at', 'verified_side', 'verified_by_id'] AND NEW.verified_at IS NOT NULL
        AND NEW.verified_side IS DISTINCT FROM own THEN
        PERFORM menara_refuse('a side verifies in its own name', 'verified_by_own_side');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_commitment BEFORE INSERT OR UPDATE ON menara_commitment
    FOR EACH ROW EXECUTE FUNCTION menara_own_commitment();
"""
)

NO_SIDES = """
DROP TRIGGER own_commitment ON menara_commitment;
DROP TRIGGER own_evidence ON menara_commitmentevidence;
DROP TRIGGER own_addendum ON menara_addendum;
DROP TRIGGER change ON menara_minutes;
DROP TRIGGER own_side ON menara_signature;
DROP TRIGGER stays ON menara_commitmentevidence;
DROP TRIGGER stays ON menara_addendum;
DROP TRIGGER stays ON menara_signature;
DROP TRIGGER stays ON menara_clause;
DROP TRIGGER stays ON menara_clauseversion;
DROP TRIGGER own_words ON menara_clauseversion;
DROP FUNCTION menara_own_commitment;
DROP FUNCTION menara_own_evidence;
DROP FUNCTION menara_own_addendum;
DROP FUNCTION menara_minutes_change;
DROP FUNCTION menara_own_signature;
DROP FUNCTION menara_never;
DROP FUNCTION menara_own_words;
DROP FUNCTION menara_side_of_outcome;
DROP FUNCTION menara_side_of_minutes;
DROP FUNCTION menara_changed_columns;
DROP FUNCTION menara_refuse;
"""
