"""SQL that keeps the office and the delegations it receives apart as people: nobody is of both."""

from __future__ import annotations

ONE_OR_THE_OTHER = """
CREATE FUNCTION menara_one_or_the_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'menara_membership' OR NOT EXISTS (SELECT FROM menara_membership
            WHERE id = (to_jsonb(NEW) ->> 'membership_id')::bigint AND role = 'focal_point') THEN
        PERFORM menara_refuse('a person is of the office or speaks for a delegation', 'office_or_delegation');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_or_the_other BEFORE UPDATE OF role ON menara_membership
    FOR EACH ROW WHEN ((OLD.role = 'focal_point') <> (NEW.role = 'focal_point'))
    EXECUTE FUNCTION menara_one_or_the_other();
CREATE TRIGGER one_or_the_other BEFORE INSERT OR UPDATE OF membership_id, ended_at ON menara_focalpoint
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION menara_one_or_the_other();
"""

NO_ONE_OR_THE_OTHER = """
DROP TRIGGER one_or_the_other ON menara_focalpoint;
DROP TRIGGER one_or_the_other ON menara_membership;
DROP FUNCTION menara_one_or_the_other;
"""
