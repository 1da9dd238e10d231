"""The page of minutes: each clause in its languages, what each side says to it, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from menara.engines.minutes.difference import difference, is_same
from menara.models import AddendumStatus, Membership, Side
from menara.permissions import may_edit, may_sign, may_speak
from menara.queries.summits.meetings import MeetingRecord
from menara.queries.summits.minutes import ClauseRecord, ClauseState, MinutesRecord, Version
from menara.web import labels
from menara.web.days import day_in_words, isolated
from menara.web.labels import label
from menara.web.languages import Spoken, spoken
from menara.web.origins import badge
from menara.web.summits.tongues import column


def minutes_page(
    record: MinutesRecord,
    meeting: MeetingRecord,
    member: Membership,
    *,
    typed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The context of ``summits/minutes.html``. ``typed`` holds what was sent and refused: ``where`` (a clause's id,
    "new", "sign" or "addendum"), ``words`` by language, and the ``fault`` in words."""
    may_write = may_speak(member) and record.side is not None and record.locked_at is None
    typed = typed or {}
    is_placed = typed.get("where") in {"new", "sign", "addendum", *(str(one.id) for one in record.clauses)}
    clauses = [_clause(one, record, may_write=may_write, member=member, typed=typed) for one in record.clauses]
    mine = [c for c in clauses if c["waits_for_reader"]]
    return {
        "minutes": {
            "meeting_url": reverse("meeting", args=[record.meeting_id]),
            "meeting_title": spoken(meeting.subject),
            "standfirst": _between(record, meeting),
            "provenance": badge(meeting.origin),
            "is_locked": record.locked_at is not None,
            "locked_at": record.locked_at,
            "zone": meeting.time_zone,
            "side": label(labels.SIDES, record.side) if record.side else "",
            "may_write": may_write,
            "add_url": reverse("clause_add", args=[record.meeting_id]) if may_write else None,
            "text_url": reverse("minutes_text", args=[record.meeting_id]),
            "briefing_url": reverse("briefing", args=[record.meeting_id]),
        },
        "languages": [column(code) | {"counts": code == record.authoritative} for code in record.languages],
        "sides": [_side(side, record) for side in Side],
        "clauses": clauses,
        "figures": _figures(record, clauses),
        "first_waiting": mine[0]["anchor"] if mine else "",
        "fault": "" if is_placed else typed.get("fault", ""),
        "new": _typed(typed, "new", record, {}),
        "signing": _signing(record, member, typed),
        "check": _check(record),
        "addenda": [_addendum(one, record, member) for one in record.addenda],
        "addendum": _typed(typed, "addendum", record, {}) if record.locked_at and may_speak(member) else None,
        "addendum_url": reverse("addendum_propose", args=[record.meeting_id]),
    }


def party(record: MinutesRecord, side: Side) -> Spoken:
    """A side by the name of its body; by its role at the table where the record has none."""
    return spoken(record.parties[side]) or Spoken(str(labels.SIDES[side]))


# --- one clause -------------------------------------------------------------------------------------------------------


def _clause(
    clause: ClauseRecord, record: MinutesRecord, *, may_write: bool, member: Membership, typed: Mapping[str, Any]
) -> dict[str, Any]:
    top, base = clause.top, _base(clause, record.side)
    waits = record.side is not None and record.side not in top.agreed_at and record.locked_at is None
    agreed = clause.agreed
    is_text = clause.state is ClauseState.AGREED
    place = record.clauses.index(clause)
    return {
        "id": clause.id,
        "anchor": f"clause-{clause.id}",
        "number": clause.number,
        "state": clause.state.value,
        "is_removal": top.is_removal,
        "version": top.number,
        "columns": [_column(code, top, base, record) for code in record.languages],
        "compared": _compared(clause, base, record.side),
        "sides": [_stand(side, top, record) for side in Side],
        "waits_for_reader": waits,
        "agree_url": reverse("words_agree", args=[top.id]) if may_write and waits else None,
        "words_url": reverse("clause_words", args=[clause.id]) if may_write else None,
        "removal_url": reverse("clause_removal", args=[clause.id]) if may_write and not top.is_removal else None,
        "move_url": reverse("clause_move", args=[clause.id]) if may_write else None,
        "is_first": place == 0,
        "is_last": place == len(record.clauses) - 1,
        "restore": agreed is not None and agreed.id != top.id,
        "agreed_words": [{"code": code, "text": agreed.words.get(code, "")} for code in record.languages]
        if agreed
        else [],
        "form": _typed(typed, str(clause.id), record, top.words),
        "outcome_url": reverse("words_outcome", args=[agreed.id]) if agreed and is_text and may_edit(member) else None,
        "history": [_past(version, clause, record) for version in reversed(clause.versions)],
    }


def _base(clause: ClauseRecord, side: Side | None) -> Version | None:
    """What the newest words are read against: the words last agreed, else those that stood before from the reader's own
    side, else the ones before. Agreed words are read as they are."""
    top = clause.top
    if top.is_agreed or len(clause.versions) == 1:
        return None
    if clause.agreed is not None:
        return clause.agreed
    own = clause.last_of(side) if side else None
    return own or clause.versions[-2]


def _compared(clause: ClauseRecord, base: Version | None, side: Side | None) -> str:
    if base is None or clause.top.is_removal:
        return ""
    version = {"number": isolated(base.number)}
    if base.is_agreed:
        return _("Compared with the words last agreed (version %(number)s).") % version
    if base.side is side:
        return _("Compared with your own last words (version %(number)s).") % version
    return _("Compared with the words before (version %(number)s).") % version


def _column(code: str, top: Version, base: Version | None, record: MinutesRecord) -> dict[str, Any]:
    words = top.words.get(code, "")
    pieces = difference(base.words.get(code, ""), words) if base and not top.is_removal else ()
    return column(code) | {
        "text": words,
        "pieces": [{"change": piece.change.value, "text": piece.text} for piece in pieces]
        if pieces and not is_same(pieces)
        else [],
        "is_stale": code in top.stale,
        "is_missing": not words,
        "counts": code == record.authoritative,
    }


def _stand(side: Side, top: Version, record: MinutesRecord) -> dict[str, Any]:
    name = {"side": _called(side, record)}
    if side in top.agreed_at:
        told = _("%(side)s agrees") if top.side is not side else _("%(side)s proposes")
        return {"tone": "good", "sentence": told % name}
    return {"tone": "wait", "sentence": _("%(side)s has not agreed") % name}


def _called(side: Side, record: MinutesRecord) -> str:
    """A side as its reader calls it: short, since it stands under every clause."""
    if record.side is None:
        return isolated(party(record, side))
    return _("Your side") if side is record.side else _("The other side")


def _past(version: Version, clause: ClauseRecord, record: MinutesRecord) -> dict[str, Any]:
    before = next((one for one in clause.versions if one.number == version.number - 1), None)
    code = record.authoritative
    pieces = difference(before.words.get(code, ""), version.words.get(code, "")) if before else ()
    return {
        "number": version.number,
        "by": party(record, version.side),
        "at": version.proposed_at,
        "is_removal": version.is_removal,
        "is_agreed": version.is_agreed,
        "language": column(code),
        "text": version.words.get(code, ""),
        "pieces": [{"change": piece.change.value, "text": piece.text} for piece in pieces],
    }


def _typed(typed: Mapping[str, Any], where: str, record: MinutesRecord, words: Mapping[str, str]) -> dict[str, Any]:
    """A form of words: as it was sent, where it was refused, else the words that stand."""
    is_here = typed.get("where") == where
    given = typed.get("words", {}) if is_here else words
    return {
        "is_open": is_here,
        "fault": typed.get("fault", "") if is_here else "",
        "fields": [column(code) | {"text": given.get(code, "")} for code in record.languages],
    }


# --- the whole text ---------------------------------------------------------------------------------------------------


def _between(record: MinutesRecord, meeting: MeetingRecord) -> str:
    return " · ".join(
        [
            isolated(day_in_words(meeting.held_on)),
            _("between %(host)s and %(guest)s")
            % {"host": isolated(party(record, Side.HOST)), "guest": isolated(party(record, Side.GUEST))},
        ]
    )


def _side(side: Side, record: MinutesRecord) -> dict[str, Any]:
    signed = record.signatures.get(side)
    return {
        "name": party(record, side),
        "role": label(labels.SIDES, side),
        "is_reader": side is record.side,
        "signed_as": signed.signed_as if signed else "",
        "signed_at": signed.at if signed else None,
        "state": {"tone": "good", "label": _("signed")} if signed else {"tone": "wait", "label": _("not signed yet")},
    }


def _figures(record: MinutesRecord, clauses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    waiting = [c for c in clauses if c["state"] in ("waits_host", "waits_guest")]
    mine = [c for c in waiting if c["waits_for_reader"]]
    found = [
        {"label": _("clauses"), "value": len(record.stands), "url": "#text"},
        {"label": _("agreed by both"), "value": len(record.stands) - len(waiting), "url": "#text"},
    ]
    if record.side and not record.locked_at:
        others = [c for c in waiting if not c["waits_for_reader"]]
        found += [
            {"label": _("wait for you"), "value": len(mine), "url": _anchor(mine)},
            {"label": _("wait for the other side"), "value": len(others), "url": _anchor(others)},
        ]
    if record.stale:
        stale = [c for c in clauses if c["id"] in {one.id for one in record.stale}]
        found.append({"label": _("translations to renew"), "value": len(stale), "url": _anchor(stale)})
    return found


def _anchor(clauses: list[dict[str, Any]]) -> str:
    return f"#{clauses[0]['anchor']}" if clauses else ""


def _signing(record: MinutesRecord, member: Membership, typed: Mapping[str, Any]) -> dict[str, Any]:
    has_signed = record.side in record.signatures if record.side else False
    may = may_sign(member) and record.side is not None and record.locked_at is None and not has_signed
    obstacles = []
    if not record.stands:
        obstacles.append({"sentence": _("There is no clause yet."), "url": "#text"})
    for numbers, sentence in (
        (record.waiting, _("Not agreed by both sides: clause %(number)s")),
        (record.stale, _("Translation not up to date: clause %(number)s")),
    ):
        obstacles += [
            {"sentence": sentence % {"number": isolated(one.number)}, "url": f"#clause-{one.id}"} for one in numbers
        ]
    return {
        "url": reverse("minutes_sign", args=[record.meeting_id]) if may and record.is_ready else None,
        "obstacles": obstacles if record.locked_at is None else [],
        "is_ready": record.is_ready,
        "text_hash": record.text_hash or record.current_hash,
        "signed_as": typed.get("signed_as", "") or member.account.name,
        "fault": typed.get("fault", "") if typed.get("where") == "sign" else "",
        "has_signed": has_signed,
    }


def _check(record: MinutesRecord) -> dict[str, Any] | None:
    """The hash that was locked beside the hash of the words as they are now, and so with each addendum."""
    if record.locked_at is None:
        return None
    agreed = [one for one in record.addenda if one.status is AddendumStatus.AGREED]
    is_whole = record.text_hash == record.current_hash and all(one.hash == one.recomputed for one in agreed)
    return {
        "locked": record.text_hash,
        "recomputed": record.current_hash,
        "is_whole": is_whole,
        "command": "sha256sum minutes.txt",
    }


def _addendum(one: Any, record: MinutesRecord, member: Membership) -> dict[str, Any]:
    states = {
        AddendumStatus.PROPOSED: {"tone": "wait", "label": _("proposed")},
        AddendumStatus.AGREED: {"tone": "good", "label": _("agreed by both")},
        AddendumStatus.WITHDRAWN: {"tone": "quiet", "label": _("withdrawn")},
    }
    is_open = one.status is AddendumStatus.PROPOSED and record.side is not None
    is_own = one.side is record.side
    return {
        "number": one.number,
        "columns": [column(code) | {"text": one.words.get(code, "")} for code in record.languages],
        "by": party(record, one.side),
        "at": one.proposed_at,
        "state": states[one.status],
        "hash": one.hash,
        "is_whole": one.hash == one.recomputed,
        "agree_url": reverse("addendum_agree", args=[one.id]) if is_open and not is_own and may_sign(member) else None,
        "withdraw_url": reverse("addendum_withdraw", args=[one.id])
        if is_open and is_own and may_speak(member)
        else None,
    }
