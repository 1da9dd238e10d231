"""What the columns of a summit's lists are called in French and Arabic, and how else people head them.

A heading is compared folded, with and without its accents and the marks of its letters. The first of several is the one
that templates and exports write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from menara.intake.columns import folded
from menara.models.sorting import search_key

Headings = Mapping[str, tuple[str, ...]]

_NAMES_FR = {"en": "anglais", "fr": "français", "ar": "arabe"}
_NAMES_AR = {"en": "بالإنجليزية", "fr": "بالفرنسية", "ar": "بالعربية"}

FRENCH: Mapping[str, Headings] = {
    "delegations": {
        "code": ("code",),
        **{f"name_{code}": (f"nom {name}",) for code, name in _NAMES_FR.items()},
        "country": ("pays",),
        "host": ("hôte",),
        "precedence": ("préséance", "rang", "rang de préséance"),
        "head_latn": ("chef en caractères latins", "chef", "chef de délégation"),
        "head_arab": ("chef en caractères arabes",),
        **{f"title_{code}": (f"titre {name}", f"fonction {name}") for code, name in _NAMES_FR.items()},
        "languages": ("langues",),
        "present_from": ("présente à partir de", "arrivée"),
        "present_until": ("présente jusqu’à", "présente jusqu'à", "départ"),
        "most_in_row": ("rencontres sans pause",),
        "note": ("note",),
    },
    "rooms": {
        "code": ("code",),
        **{f"name_{code}": (f"nom {name}",) for code, name in _NAMES_FR.items()},
        "area": ("bâtiment", "espace", "lieu"),
        "capacity": ("places", "capacité"),
        "equipment": ("équipement",),
        "clearance": ("habilitation",),
        "turnover_minutes": ("remise en état", "minutes de remise en état"),
        "hours": ("horaires", "heures", "ouverture"),
    },
    "interpreters": {
        "code": ("code",),
        "name_latn": ("nom en caractères latins", "nom"),
        "name_arab": ("nom en caractères arabes",),
        "pairs": ("langues", "paires de langues"),
        "shifts": ("vacations", "horaires"),
        "clearance": ("habilitation",),
        "most_minutes_in_row": ("minutes d’affilée", "minutes d'affilée"),
        "rest_minutes": ("minutes de repos", "repos"),
    },
    "requests": {
        "number": ("numéro", "n°"),
        "asking": ("qui demande", "demandeur"),
        "asked": ("qui est sollicité", "sollicité"),
        "receiving": ("qui reçoit",),
        **{f"subject_{code}": (f"objet {name}",) for code, name in _NAMES_FR.items()},
        "priority": ("priorité",),
        "minutes": ("durée en minutes", "durée", "minutes"),
        "tentative": ("provisoire",),
        "persons": ("personnes",),
        "asking_language": ("langue de qui demande",),
        "asked_language": ("langue de qui est sollicité",),
        "equipment": ("équipement",),
        "clearance": ("habilitation",),
        "window_from": ("pas avant",),
        "window_until": ("pas après",),
        "preferred_from": ("de préférence à partir de",),
        "preferred_until": ("de préférence jusqu’à", "de préférence jusqu'à"),
        "expires_at": ("expire le",),
        "status": ("état",),
    },
}
ARABIC: Mapping[str, Headings] = {
    "delegations": {
        "code": ("الرمز",),
        **{f"name_{code}": (f"الاسم {name}",) for code, name in _NAMES_AR.items()},
        "country": ("البلد", "الدولة"),
        "host": ("المضيف",),
        "precedence": ("الأسبقية", "الرتبة في الأسبقية"),
        "head_latn": ("رئيس الوفد بالحروف اللاتينية",),
        "head_arab": ("رئيس الوفد بالحروف العربية", "رئيس الوفد"),
        **{f"title_{code}": (f"الصفة {name}",) for code, name in _NAMES_AR.items()},
        "languages": ("اللغات",),
        "present_from": ("حاضر ابتداء من", "الوصول"),
        "present_until": ("حاضر إلى غاية", "المغادرة"),
        "most_in_row": ("لقاءات بلا استراحة",),
        "note": ("ملاحظة",),
    },
    "rooms": {
        "code": ("الرمز",),
        **{f"name_{code}": (f"الاسم {name}",) for code, name in _NAMES_AR.items()},
        "area": ("المبنى", "الفضاء"),
        "capacity": ("المقاعد", "السعة"),
        "equipment": ("التجهيزات",),
        "clearance": ("مستوى التأهيل الأمني", "التأهيل الأمني"),
        "turnover_minutes": ("إعادة التهيئة", "دقائق إعادة التهيئة"),
        "hours": ("الساعات", "ساعات الفتح"),
    },
    "interpreters": {
        "code": ("الرمز",),
        "name_latn": ("الاسم بالحروف اللاتينية",),
        "name_arab": ("الاسم بالحروف العربية", "الاسم"),
        "pairs": ("اللغات", "أزواج اللغات"),
        "shifts": ("أوقات العمل",),
        "clearance": ("مستوى التأهيل الأمني", "التأهيل الأمني"),
        "most_minutes_in_row": ("الدقائق المتصلة",),
        "rest_minutes": ("دقائق الراحة",),
    },
    "requests": {
        "number": ("الرقم",),
        "asking": ("الطالب",),
        "asked": ("المطلوب لقاؤه",),
        "receiving": ("من يستقبل",),
        **{f"subject_{code}": (f"الموضوع {name}",) for code, name in _NAMES_AR.items()},
        "priority": ("الأولوية",),
        "minutes": ("المدة بالدقائق", "المدة", "الدقائق"),
        "tentative": ("مبدئي",),
        "persons": ("عدد الأشخاص",),
        "asking_language": ("لغة الطالب",),
        "asked_language": ("لغة المطلوب لقاؤه",),
        "equipment": ("التجهيزات",),
        "clearance": ("مستوى التأهيل الأمني", "التأهيل الأمني"),
        "window_from": ("ليس قبل",),
        "window_until": ("ليس بعد",),
        "preferred_from": ("يفضل ابتداء من",),
        "preferred_until": ("يفضل إلى غاية",),
        "expires_at": ("ينتهي أجله في",),
        "status": ("الحالة",),
    },
}
_NAMES_EN = {"en": "English", "fr": "French", "ar": "Arabic"}

# Templates and exports write the columns' own names in English; pages say the first of these.
ENGLISH: Mapping[str, Headings] = {
    "delegations": {
        "name_en": ("name in English", "name", "delegation", "body"),
        **{f"name_{code}": (f"name in {_NAMES_EN[code]}",) for code in ("fr", "ar")},
        "precedence": ("precedence", "rank", "rank of precedence"),
        "head_latn": ("head in Latin script", "head", "head of delegation"),
        "head_arab": ("head in Arabic script",),
        "title_en": ("title in English", "title"),
        **{f"title_{code}": (f"title in {_NAMES_EN[code]}",) for code in ("fr", "ar")},
        "present_from": ("present from", "arrival"),
        "present_until": ("present until", "departure"),
        "most_in_row": ("meetings without a break",),
    },
    "rooms": {
        "name_en": ("name in English", "name", "room"),
        **{f"name_{code}": (f"name in {_NAMES_EN[code]}",) for code in ("fr", "ar")},
        "area": ("building or area", "venue", "building"),
        "capacity": ("seats",),
        "turnover_minutes": ("turn-over in minutes", "turnover", "turn over"),
        "hours": ("hours", "open", "opening hours"),
    },
    "interpreters": {
        "name_latn": ("name in Latin script", "name", "interpreter"),
        "name_arab": ("name in Arabic script",),
        "pairs": ("pairs of languages", "languages", "language pairs"),
        "most_minutes_in_row": ("minutes in a row",),
        "rest_minutes": ("minutes of rest", "rest"),
    },
    "requests": {
        "asking": ("who asks",),
        "asked": ("who is asked",),
        "receiving": ("who receives",),
        "subject_en": ("subject in English", "subject"),
        **{f"subject_{code}": (f"subject in {_NAMES_EN[code]}",) for code in ("fr", "ar")},
        "minutes": ("length in minutes", "length"),
        "asking_language": ("language of who asks",),
        "asked_language": ("language of who is asked",),
        "window_from": ("not before",),
        "window_until": ("not after",),
        "preferred_from": ("rather from",),
        "preferred_until": ("rather until",),
        "expires_at": ("expires at",),
        "status": ("state",),
    },
}


class Names(Mapping[str, str]):
    """Other names of columns to the columns; whatever the accents and letters of a name, it is found."""

    def __init__(self, headings: Iterable[Headings]) -> None:
        self._columns = {_key(name): column for one in headings for column, names in one.items() for name in names}

    def __getitem__(self, name: str) -> str:
        return self._columns[_key(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@cache
def aliases(what: str) -> Names:
    """Every other name of a list's columns."""
    return Names(headings[what] for headings in (ENGLISH, FRENCH, ARABIC))


def heading(what: str, column: str, language: str) -> str:
    """What a column is called in a language; its own name where that is neither French nor Arabic."""
    headings = {"fr": FRENCH, "ar": ARABIC}.get(language[:2])
    return headings[what][column][0] if headings else column


def said(what: str, column: str, language: str) -> str:
    """What a page calls a column."""
    if language[:2] in ("fr", "ar"):
        return heading(what, column, language)
    return ENGLISH[what].get(column, (column.replace("_", " "),))[0]


def _key(name: str) -> str:
    return search_key(folded(name))
