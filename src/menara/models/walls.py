"""SQL that Django has no words for: who sees organisations and accounts, the history's chain, the ladder's guard.

Used by the first migration; a later one replaces a function by writing it anew, never by editing this text.
"""

from __future__ import annotations

ACCOUNTS = """
ALTER TABLE menara_membership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- A person sees every membership of his or her own, to choose an organisation; all else is the organisation's.
CREATE POLICY own_organisation ON menara_membership
    USING (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint)
    WITH CHECK (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint);
CREATE POLICY own_account ON menara_membership FOR SELECT
    USING (account_id = nullif(current_setting('menara.account', true), '')::bigint);

ALTER TABLE menara_organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON menara_organisation
    USING (id = nullif(current_setting('menara.organisation', true), '')::bigint)
    WITH CHECK (id = nullif(current_setting('menara.organisation', true), '')::bigint);
CREATE POLICY own_account ON menara_organisation FOR SELECT
    USING (id IN (SELECT organisation_id FROM menara_membership
                  WHERE account_id = nullif(current_setting('menara.account', true), '')::bigint));

ALTER TABLE menara_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- One's own row, and the one row that is signing in.
CREATE POLICY own_account ON menara_account
    USING (id = nullif(current_setting('menara.account', true), '')::bigint
           OR email = nullif(current_setting('menara.email', true), ''))
    WITH CHECK (id = nullif(current_setting('menara.account', true), '')::bigint
           OR email = nullif(current_setting('menara.email', true), ''));
CREATE POLICY fellow_members ON menara_account FOR SELECT
    USING (id IN (SELECT account_id FROM menara_membership
                  WHERE organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint));
"""

HISTORY = """
ALTER TABLE menara_historyentry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE menara_historyhead ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- Everyone reads the own organisation's; only the owner, through the trigger below, adds.
CREATE POLICY own_organisation ON menara_historyentry FOR SELECT
    USING (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint);
CREATE POLICY added_by_trigger ON menara_historyentry FOR INSERT TO CURRENT_USER
    WITH CHECK (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint);
CREATE POLICY own_organisation ON menara_historyhead FOR SELECT
    USING (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint);
CREATE POLICY moved_by_trigger ON menara_historyhead TO CURRENT_USER
    USING (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint)
    WITH CHECK (organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint);

-- One link's hash. The parts are put in a JSON array, so that no part can pass for another.
CREATE FUNCTION menara_link(previous bytea, organisation bigint, number bigint, at timestamptz, account bigint,
                            table_name text, row_id bigint, verb text, before jsonb, after jsonb)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_catalog.sha256(previous || pg_catalog.convert_to(pg_catalog.jsonb_build_array(
        organisation, number, extract(epoch FROM at), account, table_name, row_id, verb, before, after)::text, 'UTF8'))
$$;

-- Once a statement, not once a row: the head is written once however many rows change. A row written thirty thousand
-- times in one transaction leaves as many dead versions for each reading to step over.
CREATE FUNCTION menara_keep_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    unspoken text[] := TG_ARGV[0]::text[];
    unnoticed text[] := TG_ARGV[1]::text[];
    who bigint := nullif(current_setting('menara.account', true), '');
    changes refcursor;
    was jsonb;
    is_now jsonb;
    own bigint;
    row_number bigint;
    what text;
    moment timestamptz := clock_timestamp();
    head_of bigint;  -- the organisation whose head is in hand
    last_number bigint;
    last_hash bytea;
    new_hash bytea;
    hidden text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        OPEN changes FOR SELECT NULL::jsonb, to_jsonb(n) FROM new_rows n ORDER BY n.id;
    ELSIF TG_OP = 'DELETE' THEN
        OPEN changes FOR SELECT to_jsonb(o), NULL::jsonb FROM old_rows o ORDER BY o.id;
    ELSE
        -- A row whose number was changed is one row gone and another come.
        OPEN changes FOR SELECT to_jsonb(o), to_jsonb(n) FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
            ORDER BY coalesce(n.id, o.id);
    END IF;
    LOOP
        FETCH changes INTO was, is_now;
        EXIT WHEN NOT FOUND;
        row_number := coalesce(is_now, was) ->> 'id';
        -- An organisation's own row belongs to itself.
        own := coalesce(coalesce(is_now, was) ->> 'organisation_id', row_number::text);
        what := CASE WHEN was IS NULL THEN 'insert' WHEN is_now IS NULL THEN 'delete' ELSE 'update' END;
        IF what = 'update' THEN
            CONTINUE WHEN was - unnoticed = is_now - unnoticed;
            SELECT jsonb_object_agg(key, value) INTO was
                FROM jsonb_each(was) WHERE value IS DISTINCT FROM is_now -> key;
            SELECT jsonb_object_agg(key, is_now -> key) INTO is_now FROM jsonb_object_keys(was) AS key;
        END IF;
        FOREACH hidden IN ARRAY unspoken LOOP
            IF was ? hidden THEN was := jsonb_set(was, ARRAY[hidden], '"…"'); END IF;
            IF is_now ? hidden THEN is_now := jsonb_set(is_now, ARRAY[hidden], '"…"'); END IF;
        END LOOP;
        IF head_of IS DISTINCT FROM own THEN
            UPDATE menara_historyhead SET number = last_number, hash = last_hash WHERE organisation_id = head_of;
            -- The head's row makes writers of one organisation wait for one another, and so puts the links in order.
            INSERT INTO menara_historyhead (organisation_id, number, hash) VALUES (own, 0, ''::bytea)
                ON CONFLICT (organisation_id) DO NOTHING;
            SELECT number, hash INTO STRICT last_number, last_hash FROM menara_historyhead
                WHERE organisation_id = own FOR UPDATE;
            head_of := own;
        END IF;
        new_hash := menara_link(last_hash, own, last_number + 1, moment, who, TG_TABLE_NAME::text, row_number,
                                what, was, is_now);
        INSERT INTO menara_historyentry
            (organisation_id, number, at, account_id, "table", row_id, verb, before, after, previous, hash)
            VALUES (own, last_number + 1, moment, who, TG_TABLE_NAME, row_number, what, was, is_now,
                    last_hash, new_hash);
        last_number := last_number + 1;
        last_hash := new_hash;
    END LOOP;
    CLOSE changes;
    UPDATE menara_historyhead SET number = last_number, hash = last_hash WHERE organisation_id = head_of;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION menara_keep_history() FROM PUBLIC;

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'menara_app') THEN
        REVOKE ALL ON menara_historyentry, menara_historyhead FROM menara_app;
        GRANT SELECT ON menara_historyentry, menara_historyhead TO menara_app;
    END IF;
END $$;
"""

LADDER = """
-- A commitment rests on an outcome of a certain kind; where the outcome climbs, so does what rests on it.
ALTER TABLE menara_commitment ADD CONSTRAINT menara_commitment_outcome_kind
    FOREIGN KEY (organisation_id, outcome_id, outcome_kind)
    REFERENCES menara_outcome (organisation_id, id, kind) ON UPDATE CASCADE;

CREATE FUNCTION menara_climb_with_document() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM menara_outcomestep
                   WHERE organisation_id = NEW.organisation_id AND outcome_id = NEW.id
                     AND from_kind = OLD.kind AND to_kind = NEW.kind) THEN
        RAISE EXCEPTION 'an outcome changes its kind only by a step with a document'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_climbs_with_document';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER climb_with_document BEFORE UPDATE OF kind ON menara_outcome
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION menara_climb_with_document();
"""
