"""How far things come along the ladder, and the outcomes behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from menara.queries.summits.commitments import Conversion
from menara.queries.summits.commitments import conversion as conversion_lines
from menara.queries.summits.ladder import OutcomeListed, outcome_list
from menara.queries.summits.records import summit_choices
from menara.terms import OutcomeKind
from menara.web import labels
from menara.web.doors import behind_door, today
from menara.web.labels import label
from menara.web.languages import spoken
from menara.web.lists import Asked, Filter, column, exports_at, filters_in, table_file
from menara.web.origins import badge
from menara.web.summits.tongues import marked
from menara.web.tenancy import membership


@behind_door()
def conversion(request: HttpRequest) -> HttpResponse:
    """The ladder in figures: of all summits and of each."""
    lines = conversion_lines(on=today(membership(request)))
    heads = [_("Summit"), _("Meetings"), *(labels.OUTCOMES[kind] for kind in OutcomeKind)]
    heads += [_("With a commitment"), _("Commitments"), _("Done"), _("Verified"), _("Overdue")]
    page = {
        "columns": heads,
        "rows": [_row(line, heads[1:]) for line in lines],
        "course": _course(lines[0]),
        "commitments_url": reverse("commitments"),
    }
    return render(request, "summits/conversion.html", page)


@behind_door()
def outcomes(request: HttpRequest) -> HttpResponse:
    """Outcomes, those on a rung or above it where one is named."""
    asked = Asked(request)
    lines = _asked_for(asked)
    names = (_("Outcome"), _("Rung"), _("With"), _("Summit"), _("Commitments"), _("Record"))
    page: dict[str, Any] = {
        **filters_in(asked, _filters(), kept=()),
        "columns": [column(asked, name) for name in names],
        "outcomes": [
            {
                "url": reverse("outcome", args=[one.id]),
                "text": marked(one.text),
                "rung": label(labels.OUTCOMES, one.kind),
                "counterpart": spoken(one.counterpart),
                "summit": spoken(one.summit),
                "commitments": one.commitments,
                "provenance": badge(one.origin),
            }
            for one in lines
        ],
        "total": len(lines),
        "pages": {"first": 1 if lines else 0, "last": len(lines), "total": len(lines), "links": []},
        "exports": exports_at(
            asked, {kind.upper(): reverse("outcomes_export", args=[kind]) for kind in ("csv", "xlsx")}
        ),
        "empty": {
            "title": _("No outcome"),
            "reason": _("No outcome on record fits these filters."),
            "url": asked.path if asked.query else "",
            "action": _("Show all outcomes"),
        },
    }
    return render(request, "summits/outcome_list.html", page)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the outcomes that the address asks for."""
    header = [_("Outcome"), _("Rung"), _("With"), _("Summit"), _("Commitments")]
    rows = [
        (spoken(o.text), label(labels.OUTCOMES, o.kind), spoken(o.counterpart), spoken(o.summit), o.commitments)
        for o in _asked_for(Asked(request))
    ]
    return table_file(name="outcomes", kind=kind, header=header, rows=rows)


def _asked_for(asked: Asked) -> list[OutcomeListed]:
    rung, words = asked.text("rung"), asked.text("q").casefold()
    lines = outcome_list(
        at_least=OutcomeKind(rung) if rung in set(OutcomeKind) else None,
        summit_id=asked.number("summit"),
        with_commitment=asked.truth("commitment"),
    )
    return [one for one in lines if words in " ".join([*one.text.values(), *one.counterpart.values()]).casefold()]


def _filters() -> list[Filter]:
    every = ("", _("All"))
    return [
        Filter(name="q", label=_("Search")),
        Filter(
            name="rung",
            label=_("Rung reached"),
            kind="choice",
            options=[every, *((kind.value, str(labels.OUTCOMES[kind])) for kind in OutcomeKind)],
        ),
        Filter(
            name="commitment",
            label=_("With a commitment"),
            kind="choice",
            options=[every, ("yes", _("Yes")), ("no", _("No"))],
        ),
        Filter(
            name="summit",
            label=_("Summit"),
            kind="choice",
            options=[every, *((str(one.id), str(spoken(one.name))) for one in summit_choices())],
        ),
    ]


def _row(line: Conversion, heads: Sequence[Any]) -> dict[str, Any]:
    summit = f"&summit={line.summit_id}" if line.summit_id else ""
    listed = reverse("outcomes")
    kept = reverse("commitments")
    counts = [
        (line.meetings, f"{reverse('meetings')}?{summit.lstrip('&')}".rstrip("?")),
        *((line.outcomes[kind], f"{listed}?rung={kind.value}{summit}") for kind in OutcomeKind),
        (line.with_commitment, f"{listed}?commitment=yes{summit}"),
        (line.commitments, f"{kept}?{summit.lstrip('&')}".rstrip("?")),
        (line.done, f"{kept}?state=kept{summit}"),
        (line.verified, f"{kept}?state=verified{summit}"),
        (line.overdue, f"{kept}?state=overdue{summit}"),
    ]
    return {
        "name": spoken(line.summit) if line.summit_id else _("All summits"),
        "is_all": line.summit_id is None,
        "counts": [
            {"label": head, "value": value, "url": url} for head, (value, url) in zip(heads, counts, strict=True)
        ],
    }


def _course(line: Conversion) -> list[dict[str, Any]]:
    """Each stage with its share of the stage before it; a share of nothing is none."""
    stages = [(labels.OUTCOMES[kind], line.outcomes[kind]) for kind in OutcomeKind]
    told = [*stages, (_("With a commitment"), line.with_commitment)]
    found = [_stage(name, count, told[0][1]) for name, count in told]
    kept = [(_("Commitments"), line.commitments), (_("Done"), line.done), (_("Verified"), line.verified)]
    return [*found, *(_stage(name, count, line.commitments) for name, count in kept)]


def _stage(name: Any, count: int, whole: int) -> dict[str, Any]:
    return {
        "label": name,
        "count": count,
        "whole": whole,
        "share": f"{round(100 * count / whole)} %" if whole else "",
    }
