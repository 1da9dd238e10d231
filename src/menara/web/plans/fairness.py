"""How contributors, women and home units came out of a plan, and the officers behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from menara.engines.matching.fairness import KINDS, MEN, NOT_STATED, WOMEN, Fairness, Group, Standing
from menara.queries.fairness import fairness_in, standings_in
from menara.queries.listing import Page, within
from menara.queries.officers import officer_ids
from menara.queries.plans import plan_record
from menara.queries.posts import post_ids
from menara.web.doors import behind_door
from menara.web.labels import Label, label
from menara.web.languages import isolated
from menara.web.lists import Asked, Filter, column, exports_at, filters_in, pages_of, table_file
from menara.web.plans import words

NO_NAME = "-"  # how an address names the group of those of whom it is not stated
FEW = 20  # below so many no per cent are told: one person more would change them too much
MOST_BESIDE = 6  # groups of one kind beside the slate; the page has all
KIND_NAMES: Mapping[str, Label] = {
    "sex": gettext_lazy("Women and men"),
    "service": gettext_lazy("Police services"),
    "nationality": gettext_lazy("Nationalities"),
    "home_unit": gettext_lazy("Home units"),
}
SEXES: Mapping[str, Label] = {
    WOMEN: gettext_lazy("Women"),
    MEN: gettext_lazy("Men"),
    NOT_STATED: gettext_lazy("not stated"),
}
COUNTS: Mapping[str, Label] = {
    "offered": pgettext_lazy("officers of a group", "On the roster"),
    "eligible": pgettext_lazy("officers of a group", "Eligible"),
    "proposed": pgettext_lazy("officers of a group", "Proposed"),
}
SIDES: Mapping[str, Label] = {
    "": gettext_lazy("within the range"),
    "fewer": gettext_lazy("below the range"),
    "more": gettext_lazy("above the range"),
}
NOBODY: Label = gettext_lazy("nobody eligible")


@behind_door()
def page(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every group of every kind, and the share of women of each call."""
    record, found = plan_record(plan_id=plan_id), fairness_in(plan_id=plan_id)
    context: dict[str, Any] = {
        "plan": {"name": record.line.name, "url": reverse("plan", args=[plan_id])},
        "standfirst": words.standfirst(record.line),
        "kinds": [kind_of(kind, found, plan_id) for kind in KINDS],
        "calls": [
            {
                "call": one.call,
                "nominees": one.nominees,
                "women": one.women,
                "asked": _("nothing asked")
                if one.asked is None
                else _("waived: %(count)s") % {"count": isolated(one.asked)}
                if one.waived
                else str(one.asked),
            }
            for one in found.calls
        ],
        "exports": exports_at(Asked(request), _files("fairness_export", plan_id)),
    }
    return render(request, "plans/fairness.html", context)


@behind_door()
def export(request: HttpRequest, plan_id: int, kind: str) -> HttpResponse:
    """The same groups as a file."""
    found = fairness_in(plan_id=plan_id)
    header = [_("Kind"), _("Group"), *(str(word) for word in COUNTS.values()), _("Expected"), _("Range from"), _("to")]
    header.append(_("Against the range"))
    rows = [
        (
            str(KIND_NAMES[of]),
            group_name(of, one.name),
            one.offered,
            one.eligible,
            one.proposed,
            round(float(one.expected), 2),
            one.low,
            one.high,
            str(SIDES[one.side]),
        )
        for of in KINDS
        for one in found.groups[of]
    ]
    return table_file(name="fairness", kind=kind, header=header, rows=rows)


def beside(found: Fairness | None, plan_id: int) -> dict[str, Any] | None:
    """The context of ``parts/came_out.html`` beside a slate: women and men, and contributors where there are several,
    home units of most nominees. None where it was not counted."""
    if found is None:
        return None
    kinds = [kind for kind in KINDS if kind == "sex" or len(found.groups[kind]) > 1]
    return {
        "url": reverse("fairness", args=[plan_id]),
        "kinds": [kind_of(kind, found, plan_id, most=MOST_BESIDE) for kind in kinds],
    }


def kind_of(kind: str, found: Fairness, plan_id: int, *, most: int | None = None) -> dict[str, Any]:
    """One table with its drawings: the groups of one kind, of most nominees first where not all are shown."""
    groups = found.groups[kind]
    chosen = groups if most is None else sorted(groups, key=lambda g: (-g.proposed, -g.offered, g.name))[:most]
    scale = max([1, *(max(g.high, g.proposed) for g in groups)])
    return {
        "id": kind,
        "name": KIND_NAMES[kind],
        "groups": [_row(kind, one, found, plan_id, scale) for one in chosen],
        "more": len(groups) - len(chosen),
    }


def _row(kind: str, one: Group, found: Fairness, plan_id: int, scale: int) -> dict[str, Any]:
    rows = reverse("fairness_officers", args=[plan_id])
    name = one.name or NO_NAME

    def url(count: str) -> str:
        return f"{rows}?{urlencode({'of': f'{kind}:{name}', 'count': '' if count == 'offered' else count})}"

    eligible = sum(g.eligible for g in found.groups[kind])
    return {
        "name": group_name(kind, one.name),
        "offered": {"value": one.offered, "url": url("offered")},
        "eligible": {"value": one.eligible, "url": url("eligible"), "share": share_of(one.eligible, eligible)},
        "proposed": {"value": one.proposed, "url": url("proposed"), "share": share_of(one.proposed, found.nominees)},
        "expected": number_format(round(float(one.expected), 1), decimal_pos=1),
        "range": str(one.low) if one.low == one.high else _("%(low)s to %(high)s") % {"low": one.low, "high": one.high},
        "service": one.name.partition("/")[0] if kind == "home_unit" and len(found.groups["service"]) > 1 else "",
        "side": str(SIDES[one.side]) if one.eligible else str(NOBODY),
        "is_outside": bool(one.side),
        "drawing": {
            "low": _across(one.low, scale),
            "wide": max(1.5, round(_across(one.high, scale) - _across(one.low, scale), 2)),
            "expected": _across(one.expected, scale),
            "found": _across(one.proposed, scale),
        },
    }


def share_of(part: int, whole: int) -> str:
    """Whole per cent, and nothing where so few are counted that per cent would mislead."""
    return f"{round(100 * part / whole)} %" if whole >= FEW else ""


def _across(count: int | Fraction, scale: int) -> float:
    return round(2 + 96 * float(count) / scale, 2)


def group_name(kind: str, name: str) -> str:
    """What a group is called; a home unit without its service, which stands in a column of its own."""
    if kind == "sex":
        return str(SEXES.get(name, name))
    return (name.partition("/")[2] if kind == "home_unit" else name) or str(SEXES[NOT_STATED])


# --- the officers behind a number -------------------------------------------------------------------------------------


@behind_door()
def officers(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The officers that one number counts, as the plan knew them."""
    asked, record = Asked(request), plan_record(plan_id=plan_id)
    every = standings_in(plan_id=plan_id)
    found = _wanted(asked, every)
    number = within(asked.page(), total=len(found), per_page=50)
    shown = Page(lines=tuple(found[(number - 1) * 50 : number * 50]), total=len(found), number=number)
    context: dict[str, Any] = {
        "plan": {"name": record.line.name, "url": reverse("fairness", args=[plan_id])},
        "standfirst": _("As the roster stood when the plan was made."),
        **filters_in(asked, _filters(every), kept=()),
        "columns": [column(asked, one, is_number=at == 3) for at, one in enumerate(_header())],
        "officers": _lines(shown.lines),
        "total": shown.total,
        "pages": pages_of(asked, shown),
        "exports": exports_at(asked, _files("fairness_officers_export", plan_id)),
        "empty": {
            "title": _("No officer matches"),
            "reason": _("No officer of this plan's roster fits all these filters."),
            "url": asked.path,
            "action": _("Show all officers"),
        },
    }
    return render(request, "plans/fairness_officers.html", context)


@behind_door()
def officers_export(request: HttpRequest, plan_id: int, kind: str) -> HttpResponse:
    """Exactly the officers that the address asks for."""
    found = _wanted(Asked(request), standings_in(plan_id=plan_id))
    rows = [(s.officer, _sex(s), group_name("home_unit", s.groups["home_unit"]), s.eligible_for, s.proposed_for)
            for s in found]  # fmt: skip
    return table_file(name="officers-of-plan", kind=kind, header=_header(), rows=rows)


def _header() -> list[str]:
    return [
        _("Officer"),
        _("Women and men"),
        _("Home unit"),
        _("Posts of the plan for which eligible"),
        _("Proposed for"),
    ]


def _wanted(asked: Asked, every: Sequence[Standing]) -> list[Standing]:
    kind, _colon, group = asked.text("of").partition(":")
    counts = {"eligible": lambda s: s.eligible_for > 0, "proposed": lambda s: s.proposed_for != ""}
    is_counted = counts.get(asked.text("count"), lambda s: True)
    name = "" if group == NO_NAME else group
    return [s for s in every if is_counted(s) and (kind not in KINDS or s.groups[kind] == name)]


def _filters(every: Sequence[Standing]) -> list[Filter]:
    groups = [
        (f"{kind}:{name or NO_NAME}", f"{KIND_NAMES[kind]} · {group_name(kind, name)}")
        for kind in KINDS
        for name in sorted({s.groups[kind] for s in every})
    ]
    return [
        Filter(name="of", label=_("Group"), kind="choice", options=[("", _("All")), *groups]),
        Filter(
            name="count",
            label=_("Counted as"),
            kind="choice",
            options=[("", str(COUNTS["offered"])), *((n, str(w)) for n, w in COUNTS.items() if n != "offered")],
        ),
    ]


def _lines(found: Sequence[Standing]) -> list[dict[str, Any]]:
    ids = officer_ids({s.officer for s in found})
    posts = post_ids({s.proposed_for for s in found if s.proposed_for})
    return [
        {
            "number": s.officer,
            "url": reverse("officer", args=[ids[s.officer]]) if s.officer in ids else "",
            "sex": _sex(s),
            "unit": group_name("home_unit", s.groups["home_unit"]),
            "service": s.groups["service"],
            "eligible_for": s.eligible_for,
            "post": s.proposed_for,
            "post_url": reverse("post", args=[posts[s.proposed_for]]) if s.proposed_for in posts else "",
        }
        for s in found
    ]


def _sex(standing: Standing) -> str:
    return label(SEXES, standing.groups["sex"]) or str(SEXES[NOT_STATED])


def _files(name: str, plan_id: int) -> dict[str, str]:
    return {kind.upper(): reverse(name, args=[plan_id, kind]) for kind in ("csv", "xlsx")}
