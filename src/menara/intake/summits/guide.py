"""What each column of a summit's lists is for, in a sentence, with what it may hold and an example."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from menara.intake.guide import TRUTH, Help
from menara.intake.summits.lists import columns_of
from menara.queries.summits.lists import COLUMNS, STANDING
from menara.wording import gettext_noop as _

MOMENT = "YYYY-MM-DD HH:MM"
CODES = "ISO 639"
MANY = _("items separated by ;")

_EQUIPMENT = _("Equipment, in the words of the rooms.")
_HOURS = (
    _("When it is open, by the clock of the summit; a day may stand before. Blank: as the slots are; none: closed."),
    "HH:MM-HH:MM;… | YYYY-MM-DD HH:MM-HH:MM;…",
    "09:00-13:00;14:30-18:00",
)

GUIDE: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "delegations": {
        "code": (_("A short code of the body; it finds the body again, at every summit."), "", "NOR-POL"),
        "name_en": (_("The body's name in English. One language is enough."), "", "Norwegian Police Service"),
        "name_fr": (_("The body's name in French."), "", "Police norvégienne"),
        "name_ar": (_("The body's name in Arabic."), "", "الشرطة النرويجية"),
        "country": (_("The body's country; blank: international."), "ISO 3166 alpha-3", "NOR"),
        "host": (_("Whether it hosts the summit; one does."), TRUTH, "no"),
        "precedence": (_("Its place in the order of precedence."), "0–999", "12"),
        "head_latn": (
            _("The head's name in Latin script, as the own office writes it. Blank: as on record."),
            "",
            "",
        ),
        "head_arab": (_("The head's name in Arabic script. Blank: as on record."), "", ""),
        "title_en": (_("The head's title in English. Blank: as on record."), "", "National Police Commissioner"),
        "title_fr": (_("The head's title in French. Blank: as on record."), "", "Directeur général de la police"),
        "title_ar": (_("The head's title in Arabic. Blank: as on record."), "", "المدير العام للشرطة"),
        "languages": (_("Languages it can work in, the preferred one first."), f"{CODES};…", "en;fr"),
        "present_from": (_("From when it is at the summit; blank: throughout."), MOMENT, "2027-10-11 18:00"),
        "present_until": (_("Until when it is at the summit."), MOMENT, "2027-10-14 12:00"),
        "most_in_row": (_("How many meetings its head takes without a break; blank: any."), "1–20", "3"),
        "note": (_("A note of the protocol office."), "", ""),
    },
    "rooms": {
        "code": (_("A short code, unique at the summit."), _("at most 40 characters"), "A1"),
        "name_en": (_("The room's name in English. One language is enough."), "", "Atlas 1"),
        "name_fr": (_("The room's name in French."), "", "Atlas 1"),
        "name_ar": (_("The room's name in Arabic."), "", "أطلس 1"),
        "area": (_("The venue or building; walking counts between them."), _("at most 40 characters"), "West wing"),
        "capacity": (_("How many it seats."), "2–5000", "12"),
        "equipment": (_EQUIPMENT, MANY, "screen;booth"),
        "clearance": (_("Up to which level meetings may be held in it; blank: 0."), "0–9", "1"),
        "turnover_minutes": (_("Minutes kept free behind each meeting; blank: 0."), "0–240", "10"),
        "hours": _HOURS,
    },
    "interpreters": {
        "code": (_("A short code, unique at the summit; it stands for the name."), _("at most 40 characters"), "I-01"),
        "name_latn": (_("The name in Latin script; may stay blank."), "", ""),
        "name_arab": (_("The name in Arabic script; may stay blank."), "", ""),
        "pairs": (
            _("From which language into which, each direction by itself; <> stands for both."),
            "ar-fr;ar<>en;…",
            "ar<>fr;en-fr",
        ),
        "shifts": (
            _("When on duty, by the summit's clock; a day may stand before. Blank: as the slots are; none: never."),
            _HOURS[1],
            "2027-10-12 09:00-13:00",
        ),
        "clearance": (_("Up to which level meetings may be interpreted; blank: 0."), "0–9", "0"),
        "most_minutes_in_row": (_("Minutes at most without rest; blank: 120."), "15–600", "90"),
        "rest_minutes": (_("Minutes of rest then; blank: 30."), "0–240", "30"),
    },
    "requests": {
        "number": (
            _("The number of a request on record, as in its file; blank: a new one, or found by the two."),
            "",
            "",
        ),
        "asking": (_("Who asks: the body's code, its name, or the country where it has sent one."), "", "NOR-POL"),
        "asked": (_("Who is asked, written in the same way."), "", "MAR"),
        "receiving": (_("Who receives the other; blank: the one that is asked."), "asked, asking", "asked"),
        "subject_en": (_("What they meet about, in English. One language is enough."), "", "Exchange of trainers"),
        "subject_fr": (_("What they meet about, in French."), "", "Échange de formateurs"),
        "subject_ar": (_("What they meet about, in Arabic."), "", "تبادل المدربين"),
        "priority": (_("1: before all others; 2: usual, as blank; 3: if room is left."), "1–3", "1"),
        "minutes": (_("How long; blank: 30."), "5–480", "30"),
        "tentative": (_("Whether it may still fall away."), TRUTH, "no"),
        "persons": (_("Persons in the room; blank: 4."), "2–500", "6"),
        "asking_language": (_("The language of who asks; blank: the delegation's first."), CODES, "en"),
        "asked_language": (_("The language of who is asked; blank: the delegation's first."), CODES, "ar"),
        "equipment": (_EQUIPMENT, MANY, "screen"),
        "clearance": (_("The clearance that the room needs; blank: 0."), "0–9", "0"),
        "window_from": (_("It must not begin before."), MOMENT, "2027-10-12 09:00"),
        "window_until": (_("It must not end after."), MOMENT, "2027-10-12 18:00"),
        "preferred_from": (_("It should rather begin from."), MOMENT, ""),
        "preferred_until": (_("It should rather not end after."), MOMENT, ""),
        "expires_at": (_("Until when an answer is awaited; blank: no end."), MOMENT, "2027-09-15 18:00"),
        "status": (
            _("accepted: both sides agree, where the asked delegation has no focal point. Blank: asked."),
            ", ".join(STANDING),
            "asked",
        ),
    },
}


def help_for_list(what: str) -> tuple[Help, ...]:
    """Every column of a list (a key of ``COLUMNS``), in the order of the file."""
    needed = {column.name for column in columns_of(what, zone="UTC", days=(date(2027, 10, 12),)) if column.decides}
    said = GUIDE[what]
    return tuple(
        Help(
            column=name,
            sentence=said[name][0],
            allowed=said[name][1],
            example=said[name][2],
            must_be_there=name in needed,
        )
        for name in COLUMNS[what]
    )
