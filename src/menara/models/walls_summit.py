"""SQL of the summit's tables that Django has no words for: places followed by people, minutes that stay locked."""

from __future__ import annotations

PLACES = """
ALTER TABLE menara_placementperson ADD CONSTRAINT menara_placementperson_follows
    FOREIGN KEY (organisation_id, placement_id, programme_id, during, state)
    REFERENCES menara_placement (organisation_id, id, programme_id, during, state) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE menara_placementinterpreter ADD CONSTRAINT menara_placementinterpreter_follows
    FOREIGN KEY (organisation_id, placement_id, programme_id, during, state)
    REFERENCES menara_placement (organisation_id, id, programme_id, during, state) ON UPDATE CASCADE ON DELETE CASCADE;
"""

LOCKED_MINUTES = """
CREATE FUNCTION menara_locked_minutes() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    own bigint := CASE TG_TABLE_NAME
        WHEN 'menara_clauseversion' THEN (SELECT minutes_id FROM menara_clause
            WHERE id = (to_jsonb(coalesce(NEW, OLD)) ->> 'clause_id')::bigint)
        ELSE (to_jsonb(coalesce(NEW, OLD)) ->> 'minutes_id')::bigint END;
BEGIN
    IF EXISTS (SELECT FROM menara_minutes WHERE id = own AND locked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the minutes are locked; what comes later is an addendum'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_are_locked';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""

MINUTES = (
    LOCKED_MINUTES  # noqa: S608 (fixed text)
    + """
CREATE TRIGGER locked_minutes BEFORE INSERT OR UPDATE OR DELETE ON menara_clause
    FOR EACH ROW EXECUTE FUNCTION menara_locked_minutes();
CREATE TRIGGER locked_minutes BEFORE INSERT OR UPDATE OR DELETE ON menara_clauseversion
    FOR EACH ROW EXECUTE FUNCTION menara_locked_minutes();
CREATE TRIGGER locked_minutes BEFORE INSERT OR UPDATE OR DELETE ON menara_signature
    FOR EACH ROW EXECUTE FUNCTION menara_locked_minutes();

CREATE FUNCTION menara_minutes_stay_locked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'locked minutes stay as they are'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_stay_locked';
END $$;
CREATE TRIGGER stay_locked BEFORE UPDATE OR DELETE ON menara_minutes
    FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION menara_minutes_stay_locked();
CREATE TRIGGER stay_agreed BEFORE UPDATE OR DELETE ON menara_addendum
    FOR EACH ROW WHEN (OLD.status = 'agreed') EXECUTE FUNCTION menara_minutes_stay_locked();
"""
)

NO_MINUTES = """
DROP TRIGGER stay_agreed ON menara_addendum;
DROP TRIGGER stay_locked ON menara_minutes;
DROP TRIGGER locked_minutes ON menara_signature;
DROP TRIGGER locked_minutes ON menara_clauseversion;
DROP TRIGGER locked_minutes ON menara_clause;
DROP FUNCTION menara_minutes_stay_locked;
DROP FUNCTION menara_locked_minutes;
"""

NO_PLACES = """
ALTER TABLE menara_placementinterpreter DROP CONSTRAINT menara_placementinterpreter_follows;
ALTER TABLE menara_placementperson DROP CONSTRAINT menara_placementperson_follows;
"""
