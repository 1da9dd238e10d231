"""What stands in the way of a meeting in a programme, made into sentences.

Every constraint of the engine has its templates here, the fullest first; the first whose places can be filled is
spoken. Names are facts: words by language, codes and other sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from menara.sentences.sentence import Sentence, first_that_fits
from menara.wording import gettext_noop as _

MEETING = _("%(one)s and %(other)s")
HEAD = _("the head of the delegation of %(delegation)s")
MEMBER = _("a member of the delegation of %(delegation)s")

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "known_records": (_("The meeting of %(meeting)s is not of this summit."), _("A record is not of this summit.")),
    "mandatory_is_held": (_("The meeting of %(meeting)s is fixed and has to be held."),),
    "has_its_slots": (
        _("The meeting of %(meeting)s needs %(asked)s steps of the clock in a row; from there only %(found)s follow."),
        _("The meeting of %(meeting)s needs its steps of the clock in a row."),
    ),
    "starts_when_allowed": (
        _("The meeting of %(meeting)s cannot begin on %(day)s at %(begin)s: that is past, or outside the time asked."),
        _("The meeting of %(meeting)s can begin at certain times only."),
    ),
    "is_in_its_room": (
        _("The meeting of %(meeting)s is fixed in the room %(fixed)s."),
        _("The meeting of %(meeting)s is fixed in its room."),
    ),
    "participant_is_available": (
        _("On %(day)s at %(begin)s, %(participant)s cannot meet."),
        _("At the times that are left, %(participant)s cannot meet."),
        _("At the times that are left, somebody cannot meet."),
    ),
    "one_meeting_at_a_time": (
        _("On %(day)s at %(begin)s, %(participant)s would be in two meetings: of %(meeting)s, and of %(other)s."),
        _("In each place that is left, %(participant)s is in another meeting: of %(other)s."),
        _("In each place that is left, %(participant)s is in another meeting."),
    ),
    "participant_rests": (
        _("After %(allowed)s steps in a row without a pause, %(participant)s has one; here it would be %(found)s."),
        _("After some meetings in a row, %(participant)s has a pause."),
    ),
    "one_meeting_in_a_room": (
        _(
            "The room %(room)s is taken on %(day)s from %(taken_from)s to %(taken_until)s by the meeting of %(other)s; "
            "it cannot take the meeting of %(meeting)s."
        ),
        _("The room %(room)s is taken on %(day)s at %(begin)s by two meetings: of %(meeting)s, and of %(other)s."),
        _("The room %(room)s is taken at the times that are left."),
        _("The rooms are taken at the times that are left."),
    ),
    "room_is_turned_over": (
        _(
            "Between the meetings of %(meeting)s and of %(other)s the room %(room)s is free for %(found)s minutes; to "
            "turn it over takes %(asked)s."
        ),
        _("The room %(room)s needs time to be turned over."),
    ),
    "room_is_open": (
        _("The room %(room)s is closed on %(day)s at %(begin)s."),
        _("The room %(room)s is closed at the times that are left."),
    ),
    "room_seats_all": (
        _("The room %(room)s seats %(found)s; %(asked)s persons are expected at the meeting of %(meeting)s."),
        _("The room %(room)s seats fewer than are expected."),
        _("No other room seats all who are expected at the meeting of %(meeting)s."),
    ),
    "room_is_equipped": (
        _("The room %(room)s lacks what the meeting of %(meeting)s needs: %(lacking)s."),
        _("The room %(room)s lacks what the meeting needs."),
        _("No other room has what the meeting of %(meeting)s needs."),
    ),
    "room_is_cleared": (
        _(
            "The room %(room)s is cleared up to level %(found)s; what is said in the meeting of %(meeting)s needs "
            "level %(asked)s."
        ),
        _("The room %(room)s is not cleared for what is said in the meeting."),
        _("No other room is cleared for what is said in the meeting of %(meeting)s."),
    ),
    "tables_suffice": (_("There are no more places at the times that are left."),),
    "languages_are_covered": (
        _("Nobody interprets from %(from)s into %(into)s in the meeting of %(meeting)s."),
        _("Nobody interprets in the meeting of %(meeting)s."),
    ),
    "nobody_has_the_pair": (
        _(
            "No interpreter of this summit works from %(from)s into %(into)s, directly or by relay; the meeting of "
            "%(meeting)s needs one."
        ),
    ),
    "interpreters_are_busy": (
        _(
            "On %(day)s at %(begin)s nobody is free who interprets from %(from)s into %(into)s; the meeting of "
            "%(meeting)s needs one."
        ),
    ),
    "interpreter_is_on_shift": (
        _("The interpreter %(interpreter)s is off duty on %(day)s at %(begin)s."),
        _("The interpreter %(interpreter)s is off duty at the times that are left."),
        _("The interpreters are off duty at the times that are left."),
    ),
    "one_meeting_an_interpreter": (
        _(
            "On %(day)s at %(begin)s the interpreter %(interpreter)s would be in two meetings: of %(meeting)s, and of "
            "%(other)s."
        ),
        _("In each place that is left, the interpreter %(interpreter)s is in another meeting."),
        _("In each place that is left, the interpreters are in other meetings."),
    ),
    "interpreter_rests": (
        _("After %(allowed)s steps in a row the interpreter %(interpreter)s rests; here it would be %(found)s."),
        _("After some meetings in a row the interpreter %(interpreter)s rests."),
        _("After some meetings in a row the interpreters rest."),
    ),
    "interpreter_is_cleared": (
        _(
            "The interpreter %(interpreter)s is cleared up to level %(found)s; what is said in the meeting of "
            "%(meeting)s needs level %(asked)s."
        ),
        _("The interpreter %(interpreter)s is not cleared for what is said in the meeting."),
        _("Other interpreters are not cleared for what is said in the meeting of %(meeting)s."),
    ),
    "time_to_walk": (
        _(
            "Between the meetings of %(meeting)s and of %(other)s, %(participant)s has %(found)s minutes; the walk "
            "takes %(asked)s."
        ),
        _(
            "Between the meetings of %(meeting)s and of %(other)s, the interpreter %(interpreter)s has %(found)s "
            "minutes; the walk takes %(asked)s."
        ),
        _("From one meeting to the next the walk takes too long."),
    ),
    "time_to_travel": (_("From one meeting to the next the way takes too long."),),
    "comes_after": (
        _("The meeting of %(meeting)s comes after that of %(other)s."),
        _("The meeting of %(meeting)s has its place in an order."),
    ),
    "breaks_are_fair": (_("The pauses would be shared too unevenly."),),
    # What the engine does not know of.
    "stands_on_the_clock": (
        _("The meeting of %(meeting)s begins on %(day)s at %(begin)s, where no step of the clock begins."),
    ),
    "has_its_minutes": (
        _("The meeting of %(meeting)s has %(found)s minutes in the programme; %(asked)s were accepted."),
    ),
    "is_accepted": (_("The request of the meeting of %(meeting)s is no longer accepted."),),
    "has_a_head": (_("The delegation of %(delegation)s has no head yet; name one, then place its meetings."),),
    "has_begun": (_("The meeting of %(meeting)s has begun or was held; it stays where it is."),),
    "is_preferred": (_("The meeting of %(meeting)s was asked for another time, if possible."),),
}
OTHER = _("Something stands in the way of the meeting of %(meeting)s.")
AT_ALL = _("Something stands in the way.")


def barred_sentence(constraint: str, facts: Mapping[str, Any]) -> Sentence:
    """What one constraint says, from what is known of the records it is about."""
    return first_that_fits((*TEMPLATES.get(constraint, ()), OTHER), facts) or Sentence(template=AT_ALL)
