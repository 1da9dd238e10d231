"""SQL that holds guests to what they can know: of what they enter, of their own account, of the office's history."""

from __future__ import annotations

from menara.models.guests import G

# What a guest enters stands as entered (or invented, in an invented world): a source is the office's to give.
ENTERED = ("person", "persontitle", "delegationmember", "meetingrequest", "commitment")

# What a guest may change of a row it reaches, beside those of ``walls_guests.CHANGES``.
CHANGES: dict[str, tuple[str, ...]] = {
    "account": ("language", "password"),
    "absence": ("during", "reason", "calendar_uid"),
    "delegationmember": ("role", "precedence", "version"),
    "persontitle": ("text", "acting", "validity", "version"),
}

ENTRIES = """
CREATE FUNCTION menara_own_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.provenance NOT IN ('entered', 'synthetic') OR (NEW.source_key, NEW.source_url, NEW.mark) <> ('', '', '') THEN
        PERFORM menara_refuse('a guest names no source', TG_TABLE_NAME || '_by_guests');
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION menara_person_of_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM menara_delegation WHERE id = menara_guest() AND institution_id = NEW.institution_id) THEN
        PERFORM menara_refuse('a guest enters people of its own body', 'people_of_own_body');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_of_guest BEFORE INSERT ON menara_person
    FOR EACH ROW WHEN (menara_guest() IS NOT NULL) EXECUTE FUNCTION menara_person_of_guest();
""" + "".join(
    f"CREATE TRIGGER own_entries BEFORE INSERT ON menara_{table} FOR EACH ROW WHEN (menara_guest() IS NOT NULL) "
    "EXECUTE FUNCTION menara_own_entries();\n"
    for table in ENTERED
)

NO_ENTRIES = "".join(f"DROP TRIGGER own_entries ON menara_{table};\n" for table in ENTERED) + (
    """
DROP TRIGGER person_of_guest ON menara_person;
DROP FUNCTION menara_person_of_guest;
DROP FUNCTION menara_own_entries;
"""
)

COLUMNS = "".join(
    f"CREATE TRIGGER for_guests BEFORE UPDATE ON menara_{table} FOR EACH ROW WHEN (menara_guest() IS NOT NULL) "
    f"EXECUTE FUNCTION menara_guest_changes({', '.join(map(repr, columns))});\n"
    for table, columns in CHANGES.items()
)

NO_COLUMNS = "".join(f"DROP TRIGGER for_guests ON menara_{table};\n" for table in CHANGES)

ADDRESSES = """
-- A secret address that was closed, because somebody left who knows it, is not opened again.
CREATE TRIGGER stays_closed BEFORE UPDATE OF ended_at ON menara_calendarfeed
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
    EXECUTE FUNCTION menara_never();
"""

NO_ADDRESSES = "DROP TRIGGER stays_closed ON menara_calendarfeed;"

POLICIES = f"""
CREATE POLICY guests_take ON menara_account AS RESTRICTIVE FOR DELETE USING ({G} IS NULL);
-- How much an office does is its own affair. The trigger that keeps the history reads the head in its owner's name.
CREATE POLICY guests_read ON menara_historyhead AS RESTRICTIVE FOR SELECT USING ({G} IS NULL OR current_user =
    (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'menara_historyhead'::regclass));
"""  # noqa: S608 (fixed text)

NO_POLICIES = """
DROP POLICY guests_read ON menara_historyhead;
DROP POLICY guests_take ON menara_account;
"""
