"""Any two plans of the organisation side by side: who moved, what it cost, which constraint paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from menara.models import Membership
from menara.permissions import may_see_sensitive
from menara.queries.listing import Page, within
from menara.queries.officers import officer_ids
from menara.queries.posts import post_ids
from menara.queries.scenarios import Comparable, TwoPlans, comparable, two_plans
from menara.web import labels
from menara.web.days import instant_in_words
from menara.web.doors import behind_door
from menara.web.labels import label
from menara.web.languages import isolated
from menara.web.lists import Asked, exports_at, pages_of, table_file
from menara.web.plans.comparison_rows import PARTS, Row, level_row, optima, rows_of, signed, withheld
from menara.web.tenancy import membership

SHOWN = 12  # rows of each part where all parts stand together
PER_PAGE = 50
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))  # a cell of a file stands alone


@behind_door()
def page(request: HttpRequest) -> HttpResponse:
    """Two plans side by side, or the choice of two where the address names none."""
    member, asked = membership(request), Asked(request)
    plans = comparable()
    before, after = asked.number("before"), asked.number("after")
    context: dict[str, Any] = {
        "choices": [_choice(one, member) for one in plans],
        "before": before,
        "after": after,
        "swap_url": asked.with_(before=after, after=before) if before and after else "",
        "empty": _empty(plans),
    }
    if before and after and before != after:
        context |= _comparison(asked, two_plans(before_id=before, after_id=after), member)
    return render(request, "plans/comparison.html", context)


@behind_door()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the rows that the address asks for, of one part or of all, the levels first."""
    asked, member = Asked(request), membership(request)
    two = two_plans(before_id=asked.number("before") or 0, after_id=asked.number("after") or 0)
    part = asked.text("part")
    header = [
        _("Part"),
        pgettext("in one plan beside another", "What"),
        _("About"),
        _name(two.before),
        _name(two.after),
        _("Difference"),
    ]
    rows: list[Sequence[str]] = []
    if part not in PARTS:
        for one in two.found.levels:
            level = level_row(one, two.found.unit)
            rows.append((_("Levels"), level["optima"], level["name"], level["before"], level["after"],
                         level["difference"]))  # fmt: skip
    for one_part in [part] if part in PARTS else PARTS:
        for row in rows_of(two, part=one_part, sensitive=may_see_sensitive(member)):
            rows.append((str(PARTS[one_part]), row.what, row.about, row.before, row.after, row.difference))
    plain = [[str(cell).translate(ISOLATES) for cell in row] for row in rows]
    return table_file(name="comparison", kind=kind, header=header, rows=plain)


def _comparison(asked: Asked, two: TwoPlans, member: Membership) -> dict[str, Any]:
    sensitive = may_see_sensitive(member)
    rows = {part: rows_of(two, part=part, sensitive=sensitive) for part in PARTS}
    part = asked.text("part") if asked.text("part") in PARTS else ""
    shown = {one: rows[one][:SHOWN] for one in PARTS}
    pages: dict[str, Any] = {}
    if part:
        number = within(asked.page(), total=len(rows[part]), per_page=PER_PAGE)
        lines = tuple(rows[part][(number - 1) * PER_PAGE : number * PER_PAGE])
        shown = {part: list(lines)}
        pages = pages_of(asked, Page(lines=lines, total=len(rows[part]), number=number, per_page=PER_PAGE))
    link = _Links(row for found in shown.values() for row in found)
    return {
        "is_compared": True,
        "names": [_name(two.before), _name(two.after)],
        "urls": [reverse("plan", args=[one.plan_id]) for one in (two.before, two.after)],
        "summary": _summary(two),
        "levels": [level_row(one, two.found.unit) for one in two.found.levels],
        "parts": [
            {
                "name": word,
                "count": len(rows[one]),
                "url": asked.with_(part=one),
                "is_here": one == part,
            }
            for one, word in PARTS.items()
        ],
        "overview_url": asked.with_(part=None),
        "part": part,
        "sections": [
            {
                "id": one,
                "name": PARTS[one],
                "rows": [link.row(row) for row in found],
                "total": len(rows[one]),
                "all_url": asked.with_(part=one) if len(rows[one]) > len(found) and not part else "",
                "note": _note(one, two, sensitive=sensitive),
                "empty": _nothing(one),
            }
            for one, found in shown.items()
        ],
        "pages": pages,
        "exports": exports_at(asked, {kind.upper(): reverse("compare_export", args=[kind]) for kind in FILES}),
    }


FILES = ("csv", "xlsx")


class _Links:
    """The addresses of the records that the rows shown are about, read at once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        found = list(rows)
        self.officers = officer_ids({row.officer for row in found if row.officer})
        self.posts = post_ids({row.post for row in found if row.post})

    def row(self, row: Row) -> dict[str, Any]:
        url = ""
        if row.officer in self.officers:
            url = reverse("officer", args=[self.officers[row.officer]])
        elif not row.officer and row.post in self.posts:
            url = reverse("post", args=[self.posts[row.post]])
        return {
            "shape": row.shape,
            "what": row.what,
            "about": row.about,
            "url": url,
            "before": row.before,
            "after": row.after,
            "difference": row.difference,
        }


def _summary(two: TwoPlans) -> list[str]:
    """The comparison in two or three sentences."""
    found = two.found
    said = []
    deciding = next((level for level in found.levels if level.goal == found.decides), None)
    if deciding is not None and deciding.difference is not None:
        first = _("They first differ in: %(goal)s, by %(difference)s. Proven difference: %(optima)s.")
        facts = {
            "goal": label(labels.GOALS, deciding.goal),
            "difference": signed(deciding.goal, deciding.difference, found.unit),
            "optima": optima(deciding, found.unit),
        }
        said.append(first % facts)
    elif all(level.difference == 0 for level in found.levels):
        said.append(_("Both slates are worth the same at every level."))
    else:
        said.append(_("One of them has no slate, so that there is no cost to compare."))
    if found.asks_the_same:
        said.append(_("Both ask the same: no record, no setting and no decision differs."))
    elif not found.records and len(found.decisions) == 1:
        said.append(_("One decision is all in which they differ: the difference is what that decision costs or gains."))
    return said


def _note(part: str, two: TwoPlans, *, sensitive: bool) -> str:
    if part == "paid":
        return _(
            "What the recorded prices charge for one unit of room: lifting the constraint would gain at most that. "
            "What it gains exactly is found by planning without it."
        )
    hidden = withheld(two)
    if part == "records" and hidden and not sensitive:
        return _("Changes of health and conduct records, which your role does not read: %(count)s") % {
            "count": isolated(hidden)
        }
    return ""


def _nothing(part: str) -> str:
    return {
        "moves": _("Every officer stands where he or she stood."),
        "openings": _("Every post has the same part in the value."),
        "paid": _("No constraint is charged for in one plan otherwise than in the other."),
        "decisions": _("The same decisions stand in both."),
        "records": _("Records, norms and settings are the same."),
    }[part]


def _choice(one: Comparable, member: Membership) -> dict[str, Any]:
    made = instant_in_words(one.created_at, zone=member.organisation.time_zone)
    state = label(labels.PLAN_STATES, one.status)
    return {"id": one.plan_id, "label": f"{_name(one)} · {state} · {made}", "is_scenario": bool(one.scenario)}


def _name(one: Comparable) -> str:
    return one.scenario or one.name


def _empty(plans: Sequence[Comparable]) -> dict[str, str]:
    if len(plans) < 2:
        reason = _("There are not yet two plans with a result. Make another plan, or plan again with another decision.")
    else:
        reason = _("Choose the plan to begin from and the one to compare with it.")
    return {"title": _("Choose two plans"), "reason": reason, "url": reverse("plans"), "action": _("All plans")}
