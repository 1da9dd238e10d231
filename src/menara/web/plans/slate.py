"""The slate of a plan: each post with its nominees, the reasons, the figures of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menara.models import DecisionKind
from menara.queries.decisions import DecisionLine
from menara.queries.plans import PlannedPost, PlanRecord, ProposalLine
from menara.queries.screening import rules_barring, standings
from menara.web import labels
from menara.web.codes import rank_name
from menara.web.findings import what_is_missing, why_not
from menara.web.languages import isolated, spoken
from menara.web.plans import words

RESERVES = 1  # shown behind the nominees of a post; the workbook has all


def figures_of(record: PlanRecord) -> list[dict[str, Any]]:
    """The context of ``parts/figures.html``: what the plan comes to."""
    positions = sum(post.positions for post in record.posts)
    critical = sum(post.positions for post in record.posts if post.critical)
    nominees = [one for post in record.posts for one in post.nominees]
    women = sum(one.woman is True for one in nominees)
    of = _("%(part)s of %(whole)s")

    def part(value: str, whole: int) -> str:
        return of % {"part": isolated(value), "whole": isolated(whole)}

    return [
        {
            "label": _("critical positions filled"),
            "value": part(words.level_value(record.outcome, "critical_filled"), critical),
            "url": "#slate",
        },
        {
            "label": _("positions filled"),
            "value": part(words.level_value(record.outcome, "filled"), positions),
            "url": "#slate",
        },
        {
            "label": _("selections to expect"),
            "value": words.level_value(record.outcome, "expected_success"),
            "url": "#proof",
        },
        {"label": _("nominees"), "value": len(nominees), "url": "#slate"},
        {"label": _("women among them"), "value": part(str(women), len(nominees)), "url": "#slate"},
    ]


def slate_of(record: PlanRecord, on: date, *, may_decide: bool) -> list[dict[str, Any]]:
    """The context of ``parts/slate.html``: critical posts first, those left empty last."""
    screened = standings(on=on)
    decisions = _by_pair(record.decisions)
    found = []
    for post in sorted(record.posts, key=lambda post: (not post.nominees, not post.critical, post.ref)):
        shown = [_nominee(post, one, decisions, may_decide=may_decide) for one in post.nominees]
        why = reverse("plan_why", args=[record.line.id])
        shown += [
            _nominee(post, one, decisions, may_decide=may_decide, is_reserve=True)
            | {"why_url": f"{why}?officer={one.number}"}
            for one in post.reserves[:RESERVES]
        ]
        found.append(
            {
                **brief(post),
                "is_critical": post.critical,
                "success": _success(post),
                "next_url": reverse("plan_alternatives", args=[record.line.id, post.id]),
                "nominees": shown if post.nominees else [],
                "empty_reason": "" if post.nominees else _why_empty(post, screened[post.id].eligible, on),
            }
        )
    return found


def brief(post: PlannedPost) -> dict[str, Any]:
    """A post of the plan in one line."""
    return {
        "post": spoken(post.title, fallback=post.ref),
        "reference": post.ref,
        "level": post.level,
        "place": " · ".join(filter(None, [post.mission, post.duty_station])),
        "url": reverse("post", args=[post.id]),
        "nominee_numbers": [one.number for one in post.nominees],
    }


def _success(post: PlannedPost) -> int | None:
    """Expected selections of the post's positions, in per cent of one."""
    if not post.nominees:
        return None
    missed: dict[int, float] = {}
    for one in post.nominees:
        missed[one.position] = missed.get(one.position, 1.0) * (1 - one.odds / 100)
    return round(100 * sum(1 - left for left in missed.values()) / post.positions)


def _nominee(
    post: PlannedPost,
    one: ProposalLine,
    decisions: Mapping[tuple[str, int, int], DecisionLine],
    *,
    may_decide: bool,
    is_reserve: bool = False,
) -> dict[str, Any]:
    pin = decisions.get((DecisionKind.PIN, one.officer_id, post.id))
    estimate = decisions.get((DecisionKind.ESTIMATE, one.officer_id, post.id))
    pair = f"officer={one.officer_id}&post={post.id}"
    return {
        "position": one.order if is_reserve else one.position + 1,
        "is_reserve": is_reserve,
        "service_number": one.number,
        "url": reverse("officer", args=[one.officer_id]),
        "against_url": reverse("against", args=[one.officer_id, post.id]),
        "summary": " · ".join(
            filter(
                None,
                [isolated(rank_name(one.grade)), isolated(one.home_unit), str(labels.SEXES["f"]) if one.woman else ""],
            )
        ),
        "odds": one.odds,
        "odds_note": _("own estimate") if estimate else "",
        "quality": one.quality,
        "is_pinned": one.pinned,
        "unknown": " ".join(what_is_missing(rule) for rule in one.unknown_rules),
        "reasons": _reasons(post, one, pin, estimate, is_reserve=is_reserve),
        "pin_url": f"{reverse('decide')}?kind=pin&{pair}" if may_decide and not pin else None,
        "exclude_url": f"{reverse('decide')}?kind=exclude&{pair}" if may_decide and not pin else None,
        "release_url": reverse("withdraw", args=[pin.id]) if may_decide and pin else None,
    }


def _reasons(
    post: PlannedPost,
    one: ProposalLine,
    pin: DecisionLine | None,
    estimate: DecisionLine | None,
    *,
    is_reserve: bool,
) -> list[str]:
    found = []
    if pin:
        found.append(_("Pinned by %(by)s: %(reason)s") % {"by": isolated(pin.by), "reason": isolated(pin.reason)})
    if not one.unknown_rules:
        found.append(_("Every rule this post asks is met."))
    if estimate:
        said = _("Odds estimated by %(by)s: %(reason)s")
        found.append(said % {"by": isolated(estimate.by), "reason": isolated(estimate.reason)})
    if is_reserve:
        found.append(_("Next in order for this post among those on no slate."))
    elif post.reserves:
        said = _("Next in order would be %(officer)s, with odds of %(odds)s.")
        following = post.reserves[0]
        found.append(said % {"officer": isolated(following.number), "odds": isolated(f"{following.odds} %")})
    elif not one.pinned:
        found.append(_("Nobody else on the roster is eligible and free for this post."))
    return found


def _why_empty(post: PlannedPost, eligible: int, on: date) -> str:
    if eligible:
        said = ngettext(
            "%(count)s officer is eligible, but the plan as a whole is better with the officer elsewhere.",
            "%(count)s officers are eligible, but the plan as a whole is better with them elsewhere.",
            eligible,
        )
        return said % {"count": isolated(eligible)}
    counted = rules_barring(post_id=post.id, on=on)
    if not counted:
        return _("Nobody on the roster is eligible.")
    hardest = max(counted, key=lambda rule: counted[rule][0] or counted[rule][1] / 1_000_000)
    return _("Nobody on the roster is eligible. What bars most officers: %(why)s") % {"why": why_not(hardest)}


def _by_pair(decisions: Sequence[DecisionLine]) -> dict[tuple[str, int, int], DecisionLine]:
    return {(d.kind, d.officer_id, d.post_id): d for d in decisions if d.officer_id and d.post_id}
