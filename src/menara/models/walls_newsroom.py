"""SQL of the newsroom that Django has no words for: every hand in a text is kept, an approved text stays as it is."""

from __future__ import annotations

APPROVED = """
-- Whoever touched the words may not be the one who approves them, however many hands came after.
ALTER TABLE menara_communique ADD CONSTRAINT communique_approved_by_none_of_its_editors
    CHECK (approved_by_id IS NULL OR NOT (approved_by_id = ANY (editors)));

CREATE FUNCTION menara_communique_text() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    new_words boolean := (NEW.titles, NEW.bodies, NEW.dated_on) IS DISTINCT FROM (OLD.titles, OLD.bodies, OLD.dated_on);
BEGIN
    NEW.editors := OLD.editors;
    IF new_words AND NOT NEW.edited_by_id = ANY (OLD.editors) THEN
        NEW.editors := OLD.editors || NEW.edited_by_id;
    END IF;
    IF new_words AND OLD.status IN ('released', 'withdrawn') THEN
        RAISE EXCEPTION 'a released text stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'communique_released_stays';
    END IF;
    IF OLD.status IN ('released', 'withdrawn') AND NEW.status NOT IN ('released', 'withdrawn')
       OR OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn' THEN
        RAISE EXCEPTION 'what was released can only be withdrawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'communique_released_is_withdrawn_only';
    END IF;
    IF new_words AND (NEW.status NOT IN ('draft', 'submitted') OR NEW.approved_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'new words are approved anew'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'communique_new_words_approved_anew';
    END IF;
    IF NEW.status = 'released' AND OLD.status NOT IN ('approved', 'released') THEN
        RAISE EXCEPTION 'only an approved text is released'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'communique_released_once_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved_text BEFORE UPDATE ON menara_communique
    FOR EACH ROW EXECUTE FUNCTION menara_communique_text();
"""

NO_APPROVED = """
DROP TRIGGER approved_text ON menara_communique;
DROP FUNCTION menara_communique_text;
ALTER TABLE menara_communique DROP CONSTRAINT communique_approved_by_none_of_its_editors;
"""
