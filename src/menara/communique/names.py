"""Names and titles in a text: each must be on record, in its script and, for a title, in its language.

In Latin script a name shows by its capital. Arabic has none: there a name shows by the form of address or the title
before it, or by being one of the given names below. So in Arabic this finds less, and a second person still reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from menara.communique.arabic import genitive
from menara.communique.folded import folded, words
from menara.communique.record import Record, Words

Span = tuple[int, int]

# Words that stand with a capital inside a sentence and name nobody.
_CAPITALISED = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december lundi mardi mercredi jeudi vendredi samedi dimanche mr mrs ms mme m mm mlle i un onu
    interpol unpol united nations unies secretary general secretariat meeting bilateral talks visit
    delegation police peacekeeping operations operation cooperation co partnership security sides parties
    international assembly headquarters kingdom royaume republic republique
"""
_CAPITALS = frozenset(_CAPITALISED.split())
_TITLES = {
    "en": r"minister|ambassador|king|queen|majesty|highness|"
    r"excellency|president|chancellor|governor|mayor|colonel|"
    r"brigadier|lieutenant|captain|major|commissioner|advis[eo]r|under-secretary|director|chief|commander|inspector|"
    r"superintendent|envoy|chair(?:man|woman|person)?|deputy|attache|prefect|wali|prince|sheikh|admiral|marshal",
    "fr": r"ministre|ambassad(?:eur|rice)|roi|reine|majeste|altesse|excellence|presidente?|chanceli[eè]re?|"
    r"gouverneure?|maire|colonel|brigadier|lieutenant|capitaine|commandant|commissaire|conseill(?:er|ere)|"
    r"sous-secretaire|direct(?:eur|rice)|inspect(?:eur|rice)|prefete?|wali|adjointe?|attachee?|"
    r"emissaire|prince|cheikh|amiral|marechal|envoyee?",
    "ar": r"وزير|وزيره|سفير|سفيره|ملك|جلاله|سمو|فخامه|رييس(?! وفد)|رييسه(?! وفد)|مدير|مديره|والي|مستشار|مستشاره|مفوض|"
    r"عميد|عقيد|جنرال|قايد|نايب|نايبه|مبعوث|محافظ|وكيل|كاتب (?:عام|الدوله)|امير|مارشال|مستشار",
}
_ACTING = {
    "en": re.compile(r"(?<!\w)acting (?=head|chief|director|police|secretary|minister|commissioner|advis[eo]r|under)"),
    "fr": re.compile(r"par interim|interimaires?"),
    "ar": re.compile(r"بالنيابه|بالوكاله"),
}
_ADDRESS = re.compile(
    r"(?<!\w)(?:[وفبلك]|لل)?(?:ال)?(?:سيد|سيده|دكتور|دكتوره|معالي|سعاده|استاذ|استاذه|انسه)\s+(?P<name>\w+(?:\s+\w+)?)"
)
_GIVEN = re.compile(
    r"(?<!\w)[وفبلك]?(?P<name>(?:عبد ?(?:ال|لل)\w+|محمد|احمد|محمود|حسن|حسين|مصطفي|يوسف|ابراهيم|اسماعيل|عمر|عثمان|"
    r"ابو بكر|"
    r"فيصل|خالد|سعيد|رشيد|كريم|هشام|ياسين|طارق|ادريس|المهدي|يونس|زكرياء?|نبيل|جمال|كمال|عادل|منير|سمير|انس|بلال|حمزه|عزيز|"
    r"فاطمه|خديجه|عايشه|مريم|زينب|نادي?ه|سعاد|ليلي|امينه|حليمه|جون|جان|ديفيد|مايكل|بيتر|روبرت|انطونيو|لويس)"
    r"(?:\s+\w+)?)(?!\w)"
)
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]*[\w]|[A-Z]")
_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|[“«\"(]\s*|\n\s*|\A\s*)$")


def vocabulary(record: Record, language: str = "") -> frozenset[str]:
    """The folded words of all names and texts on record; with ``language``, of those in it alone."""
    told: list[Words] = [record.venue, record.city, record.event, record.requested_by, *record.known]
    for principal in (record.host, record.guest):
        told += [principal.institution, principal.country, *principal.titles]
    for statement in record.statements:
        told += [statement.matter, statement.reasons, statement.on_behalf_of]
    for result in record.results:
        told += [result.text, result.title, result.unit, *(step.text for step in result.followups)]
    texts = [text for one in told for code, text in one.items() if not language or code == language]
    if not language:
        people = (record.host.names, record.guest.names, *(statement.speaker for statement in record.statements))
        texts += [name for names in people for name in names.values()]
        texts += [result.note_verbale for result in record.results]
    return frozenset(word for text in texts for word in words(text))


def unknown_names(record: Record, source: str, language: str, *, is_title: bool) -> Iterator[Span]:
    """Where the original text names someone or something that is not on record: spans of the original."""
    if language == "ar":
        return
    known = vocabulary(record) | _CAPITALS
    run: Span | None = None
    for match in _CAPITAL.finditer(source):
        parts = [part for part in words(match.group()) if part not in ("l", "d", "s", "qu")]
        is_known = all(part in known or part.rstrip("s") in known for part in parts)
        begins = bool(_BEGINS.search(source, 0, match.start())) or match.start() == 0
        if is_known or (begins and not _goes_on(source, match.end())) or (is_title and match.start() == 0):
            if run:
                yield run
            run = None
            continue
        joined = run and source[run[1] : match.start()].strip(" .-") == ""
        if run and not joined:
            yield run
            run = None
        run = (run[0], match.end()) if run and joined else (match.start(), match.end())
    if run:
        yield run


def _goes_on(source: str, end: int) -> bool:
    """Whether another capital follows at once: then the first is no mere beginning of a sentence."""
    following = re.match(r"[ \u00a0]([A-ZÀ-ÖØ-Þ][\w’'-]+)", source[end:])
    return (
        bool(following)
        and following is not None
        and following[1].isascii()
        and following[1].casefold() not in _CAPITALS
    )


def unknown_people(record: Record, text: str, language: str) -> Iterator[Span]:
    """Arabic names in a folded text that are not on record."""
    if language != "ar":
        return
    known = vocabulary(record)
    for pattern in (_ADDRESS, _GIVEN):
        for match in pattern.finditer(text):
            if not set(words(match["name"])) & known:
                yield match.span("name")


def unknown_titles(record: Record, text: str, language: str, passed: list[Span]) -> Iterator[Span]:
    """Titles in a folded text that nobody on record holds in this language."""
    known = vocabulary(record, language)
    prefix = r"[وفبلك]?(?:ال|لل)?" if language == "ar" else ""
    for match in re.finditer(rf"(?<!\w){prefix}(?P<title>{_TITLES[language]})(?P<plural>s|ين|ون)?(?!\w)", text):
        if any(start <= match.start() and match.end() <= end for start, end in passed):
            continue
        forms = {match["title"], match.group(), f"ال{match['title']}"}
        if not forms & known and not set(words(match.group())) & known:
            yield match.span()
    if not any(one for principal in (record.host, record.guest) for one in principal.is_acting):
        for match in _ACTING[language].finditer(text):
            yield match.span()


def proper_names(record: Record, language: str) -> tuple[str, ...]:
    """The whole names on record, folded, longest first: what stands in them is nobody's claim."""
    told: list[Mapping[str, str]] = [record.venue, record.city, record.event, record.requested_by, *record.known]
    for principal in (record.host, record.guest):
        told += [principal.institution, principal.country, *principal.titles]
    told += [statement.on_behalf_of for statement in record.statements]
    found = {folded(text) for one in told for text in one.values() if text}
    event, city = record.event.get(language, ""), record.city.get(language, "")
    if event and city:
        found.add(folded(re.sub(rf"\s*[,،]\s*{re.escape(city)}$", "", event)))
    found |= {genitive(name) for name in found}
    found |= {folded(name) for principal in (record.host, record.guest) for name in principal.names.values() if name}
    return tuple(sorted(found, key=len, reverse=True))
