"""SQL that keeps the words of a withdrawn text from the public. No policy can: a policy hides rows, not columns.

The row of the communique stays readable, as its address must say that there was a text, what it was called, and why it
is withdrawn. Its words leave it in the same statement that withdraws it, whoever sends that.
"""

from __future__ import annotations

TITLED = """
-- The titles of the languages that had a text, which are those its address can be read in.
CREATE FUNCTION menara_titles_of_texts(titles jsonb, bodies jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(titles)
    WHERE coalesce(bodies ->> key, '') <> ''
$$;
"""

SEAL = """
CREATE FUNCTION menara_seal_withdrawn() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO menara_sealedtext (organisation_id, communique_id, titles, bodies)
        VALUES (OLD.organisation_id, OLD.id, OLD.titles, OLD.bodies);
    NEW.titles := menara_titles_of_texts(OLD.titles, OLD.bodies);
    NEW.bodies := '{}';
    RETURN NEW;
END $$;
-- After ``approved_text``, by its name: that one has seen to it that the words are those released.
CREATE TRIGGER seal_withdrawn BEFORE UPDATE ON menara_communique
    FOR EACH ROW WHEN (NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn')
    EXECUTE FUNCTION menara_seal_withdrawn();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON menara_sealedtext FOR EACH ROW EXECUTE FUNCTION menara_never();
"""

# The owner sees no organisation's rows; for what was withdrawn before, the wall is lifted for one statement.
LIFTED = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE menara_communique NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER approved_text;
DO $$
DECLARE
    before text := current_setting('menara.organisation', true);
    one record;
BEGIN
    FOR one IN SELECT id, organisation_id FROM menara_communique WHERE status = 'withdrawn' ORDER BY id LOOP
        PERFORM set_config('menara.organisation', one.organisation_id::text, true);
        %s
    END LOOP;
    PERFORM set_config('menara.organisation', coalesce(before, ''), true);
END $$;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE menara_communique FORCE ROW LEVEL SECURITY, ENABLE TRIGGER approved_text;
"""

SEAL_EARLIER = (
    LIFTED
    % """
        INSERT INTO menara_sealedtext (organisation_id, communique_id, titles, bodies)
            SELECT organisation_id, id, titles, bodies FROM menara_communique WHERE id = one.id;
        UPDATE menara_communique SET titles = menara_titles_of_texts(titles, bodies), bodies = '{}' WHERE id = one.id;
"""
)

UNSEAL = (
    LIFTED
    % """
        UPDATE menara_communique SET titles = s.titles, bodies = s.bodies
            FROM menara_sealedtext s WHERE s.communique_id = menara_communique.id AND menara_communique.id = one.id;
"""
)

NO_SEAL = """
DROP TRIGGER stays ON menara_sealedtext;
DROP TRIGGER seal_withdrawn ON menara_communique;
DROP FUNCTION menara_seal_withdrawn;
"""

NO_TITLED = "DROP FUNCTION menara_titles_of_texts;"
