"""A synthetic roster and a few calls that an office can plan with, small enough to solve in a moment."""

from __future__ import annotations

from office import TODAY, Office

SIZE = 200
REFS = ("SYN-P-03", "SYN-P-09", "SYN-P-10")


def fill(office: Office) -> list[int]:
    """Put the roster and the calls on record; the ids of the posts of ``REFS``, in that order."""
    from menara import facts
    from menara.actions.officers import import_officers
    from menara.actions.posts import import_openings
    from menara.facts import synthesis
    from menara.queries.posts import post_ids

    import_officers(officers=synthesis.roster(size=SIZE, on=TODAY), actor=office.editor)
    import_openings(openings=[o for o in facts.openings_synthetic() if o.ref in REFS], actor=office.editor)
    ids = post_ids(REFS)
    return [ids[ref] for ref in REFS]
