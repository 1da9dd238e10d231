"""What every list has: filters that stand in the address, an order, pages, and exports of exactly the rows shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from menara.exports.tables import Sheet, to_csv, to_xlsx
from menara.queries.listing import Page
from menara.web.days import day_in_words

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One thing an address may ask of a list. ``kind``: search, choice, number or day; ``options`` of a choice are
    (value, label), the blank one first."""

    name: str
    label: str
    kind: str = "search"
    options: Sequence[tuple[str, str]] = ()

    def word(self, value: str) -> str:
        """What a value is called, for the line that says which filters are in force."""
        if self.kind == "choice":
            return dict(self.options).get(value, value)
        found = as_day(value) if self.kind == "day" else None
        return day_in_words(found) if found else value


class Asked:
    """The part of an address after its question mark, and addresses that differ from it in one thing."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.query = request.GET

    def text(self, name: str) -> str:
        return self.query.get(name, "").strip()[:200].replace("\x00", "")

    def number(self, name: str) -> int | None:
        return as_number(self.text(name))

    def day(self, name: str) -> date | None:
        return as_day(self.text(name))

    def truth(self, name: str) -> bool | None:
        return {"yes": True, "no": False}.get(self.text(name))

    def page(self) -> int:
        return self.number("page") or 1

    def order(self, allowed: Iterable[str], *, default: str) -> str:
        wanted = self.text("order")
        return wanted if wanted in allowed else default

    def with_(self, **changes: Any) -> str:
        """This address with other values; None takes a name away. A change of filters begins at the first page."""
        query = self.query.copy()
        if "page" not in changes:
            query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return _address(self.path, query)

    def at(self, path: str) -> str:
        """The same question put to another address: an export asks for all pages."""
        query = self.query.copy()
        query.pop("page", None)
        return _address(path, query)


def as_number(value: str) -> int | None:
    """A whole number as an address or a form writes it, None where it is none: ``²`` is a digit, yet no number."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def as_day(value: str) -> date | None:
    """A day as an address writes it, None where it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _address(path: str, query: QueryDict) -> str:
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return f"{path}?{query.urlencode()}" if query else path


def filters_in(asked: Asked, filters: Sequence[Filter], *, kept: Sequence[str] = ("order",)) -> dict[str, Any]:
    """The context of ``parts/filters.html`` and ``parts/applied.html``."""
    return {
        "filters": [
            {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "value": asked.text(one.name),
                "options": [{"value": value, "label": label} for value, label in one.options],
            }
            for one in filters
        ],
        "kept": [{"name": name, "value": asked.text(name)} for name in kept if asked.text(name)],
        "applied": [
            {
                "label": _("%(filter)s: %(value)s") % {"filter": one.label, "value": one.word(asked.text(one.name))},
                "url_without": asked.with_(**{one.name: None}),
            }
            for one in filters
            if asked.text(one.name)
        ],
        "clear_url": asked.path,
    }


def column(asked: Asked, label: str, *, by: str = "", order: str = "", is_number: bool = False) -> dict[str, Any]:
    """The context of ``parts/sort.html``. ``by`` is the order the heading asks for; a second click turns it round."""
    if not by:
        return {"label": label, "url": "", "direction": "", "is_number": is_number}
    turned = f"-{by}" if order == by else by
    direction = "ascending" if order == by else "descending" if order == f"-{by}" else ""
    return {"label": label, "url": asked.with_(order=turned), "direction": direction, "is_number": is_number}


def pages_of(asked: Asked, page: Page[Any]) -> dict[str, Any]:
    """The context of ``parts/pages.html``: the ends, where one is and the pages beside it."""

    def url(number: int | None) -> str:
        return asked.with_(page=number) if number else ""

    shown = sorted({1, page.pages, *range(max(1, page.number - 1), min(page.pages, page.number + 1) + 1)})
    links: list[dict[str, Any]] = []
    for number in shown:
        if links and number - links[-1]["number"] > 1:
            links.append({"number": None, "url": "", "is_here": False})
        links.append({"number": number, "url": url(number), "is_here": number == page.number})
    return {
        "first": page.first,
        "last": page.last,
        "total": page.total,
        "previous_url": url(page.previous),
        "next_url": url(page.next),
        "links": links if page.pages > 1 else [],
    }


def exports_at(asked: Asked, addresses: Mapping[str, str]) -> list[dict[str, str]]:
    """The context of ``parts/exports.html``: label to address, each with the question of this page."""
    return [{"label": label, "url": asked.at(path)} for label, path in addresses.items()]


def attachment(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to keep. ``name`` is ours, never a user's: plain letters, no path."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def table_file(*, name: str, kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Rows as CSV or XLSX, no cell of which is ever a formula."""
    if kind == "xlsx":
        return attachment(to_xlsx([Sheet(name=name, header=header, rows=rows)]), name=name, kind=kind)
    return attachment(to_csv(header=header, rows=rows), name=name, kind=kind)
