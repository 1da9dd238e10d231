"""Sample records that show every part of a page once; the tests render them in three languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms


class SampleForm(forms.Form):
    """One field of each kind, to be shown bound and faulty."""

    title = forms.CharField(help_text="As the call writes it.")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    answer = forms.ChoiceField(choices=[("selected", "Selected"), ("reserve", "Reserve")], widget=forms.RadioSelect)


def samples() -> dict[str, Any]:
    """The context of ``parts/gallery.html``."""
    return {**_thread(), **_lists(), **_records(), **_plan(), "form": SampleForm({"note": "Kept."})}


def _thread() -> dict[str, Any]:
    stages = [("Meeting", 1, "reached"), ("Outcome", 1, "reached"), ("Commitment", 0, "ahead"), ("Call", 10, "here")]
    return {
        "thread": [{"stage": name, "label": f"{name} 1", "url": "#", "state": state} for name, _, state in stages],
        "journey": [
            {"stage": name, "count": count, "url": "#", "note": "a short line", "state": state}
            for name, count, state in stages
        ],
        "ladder": [
            {"rung": "Expressed interest", "note": "25 November 2025, as reported", "state": "here"},
            {"rung": "Agreed action", "note": "none recorded", "state": "ahead"},
            {"rung": "Pledge", "note": "needs a note verbale with a number", "state": "ahead"},
            {"rung": "Instrument", "note": "nothing signed", "state": "ahead"},
        ],
        "steps": [
            {"label": "Nominated", "note": "", "when": "2026-11-09", "state": "reached"},
            {"label": "Interview", "note": "by video", "when": "2026-11-20", "state": "here"},
            {"label": "Answer", "note": "", "when": "", "state": "ahead"},
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "figures": [
            {"label": "posts filled", "value": "27 / 31", "url": "#"},
            {"label": "age", "value": 41, "url": ""},
        ],
        "filters": [
            {"name": "q", "label": "Search", "kind": "search", "value": ""},
            {"name": "years", "label": "Years at least", "kind": "number", "value": 5},
            {
                "name": "mission",
                "label": "Mission",
                "kind": "choice",
                "value": "MINUSCA",
                "options": [{"value": "", "label": "All"}, {"value": "MINUSCA", "label": "MINUSCA"}],
            },
        ],
        "kept": [{"name": "order", "value": "name"}],
        "applied": [{"label": "Mission: MINUSCA", "url_without": "?"}],
        "clear_url": "?",
        "columns": [
            {"label": "Tone", "url": "?order=-tone", "direction": "ascending", "is_number": False},
            {"label": "State", "url": "?order=state", "direction": "", "is_number": False},
            {"label": "Record", "url": "", "direction": "", "is_number": False},
        ],
        "exports": [{"label": "CSV", "url": "#"}, {"label": "XLSX", "url": "#"}],
        "pages": {
            "first": 1,
            "last": 5,
            "total": 31,
            "previous_url": "",
            "next_url": "?page=2",
            "links": [
                {"number": 1, "url": "?", "is_here": True},
                {"number": 2, "url": "?page=2", "is_here": False},
                {"number": None, "url": "", "is_here": False},
            ],
        },
        "empty": {
            "title": "No plan matches",
            "reason": "Seven exist, none is accepted.",
            "url": "?",
            "action": "Show all",
        },
        "due": [
            {"on": date(2026, 11, 24), "days": "tomorrow", "what": "Answer", "url": "#", "note": "", "who": "Director"}
        ],
    }


def _records() -> dict[str, Any]:
    finding = {"mark": "C", "source": "S46", "source_url": ""}
    return {
        "states": [{"tone": tone, "label": f"State: {tone}"} for tone in ("going", "good", "bad", "wait", "quiet")],
        "real": {"is_real": True, "source": "S57", "source_url": ""},
        "synthetic": {"is_real": False},
        "findings": [
            {
                **finding,
                "answer": "not_met",
                "rule": "The test is valid.",
                "fact": "Until 2027-01-12.",
                "change": "Pass again.",
            },
            {
                **finding,
                "answer": "unknown",
                "rule": "The passport is valid.",
                "fact": "None on file.",
                "change": "Enter it.",
            },
            {
                **finding,
                "answer": "met",
                "rule": "Aged 25 or more.",
                "fact": "38.",
                "change": "",
                "mark": "U",
                "source": "",
            },
        ],
        "facts": [
            {"label": "Level", "value": "P-4", "mark": "S", "source": "S57", "source_url": "", "url": ""},
            {"label": "Rank", "value": None, "mark": "", "source": "", "source_url": "", "url": ""},
        ],
        "documents": [
            {
                "title": "Certificate of the state",
                "note": "no conviction, investigation or prosecution",
                "state": {"tone": "wait", "label": "to sign"},
                "files": [{"label": "PDF", "url": "#"}],
            }
        ],
    }


def _plan() -> dict[str, Any]:
    nominee = {
        "service_number": "M-20417",
        "url": "#",
        "against_url": "#",
        "summary": "16 years, FR C1",
        "odds": 52,
        "odds_note": "",
        "quality": 88,
        "is_pinned": False,
        "is_reserve": False,
        "unknown": "",
        "reasons": ["Meets all rules."],
        "pin_url": "#",
        "exclude_url": "#",
        "release_url": None,
        "position": 1,
    }
    pinned = {"position": 2, "is_pinned": True, "pin_url": None, "release_url": "#", "unknown": "Passport not on file."}
    reserve = {"position": 3, "is_reserve": True, "odds_note": "own estimate"}
    line = {"post": "Coordinator", "level": "P-4", "place": "MONUSCO, Kinshasa", "url": "#"}
    closing = {"is_begun": True, "value": "14.58", "bound": "14.66", "gap": "0.5 %", "is_closed": False}
    course = {
        "levels": [
            {"name": "Posts filled", **closing, "value_line": "0,30 50,30 50,9 100,9", "bound_line": "9,3 100,3"},
            {"name": "Quality", "is_begun": False},
        ],
        "points": [{"seconds": "1.4", "level": "Posts filled", "value": "14.58", "bound": "14.66", "gap": "0.5 %"}],
        "seconds": "1.4",
    }
    counted = {"value": 12, "url": "#", "share": "29 %"}
    group = {
        "name": "Women",
        "offered": counted,
        "eligible": counted,
        "proposed": counted,
        "expected": "10.4",
        "range": "6 to 15",
        "side": "within the range",
        "is_outside": False,
        "drawing": {"low": 20.0, "wide": 40.0, "expected": 38.0, "found": 44.0},
    }
    outside = {"name": "Men", "side": "above the range", "is_outside": True}
    level = {"name": "Posts filled", "value": 27, "bound": 27, "gap": 0, "is_closed": True, "seconds": "0.21"}
    return {
        "slate": [
            {**line, "is_critical": True, "success": 71, "nominees": [nominee, nominee | pinned, nominee | reserve]},
            {
                **line,
                "is_critical": False,
                "success": None,
                "nominees": [],
                "empty_reason": "English was never tested.",
            },
        ],
        "pieces": [
            {"change": "same", "text": "to hold "},
            {"change": "removed", "text": "one session"},
            {"change": "added", "text": "two sessions"},
        ],
        "changes": [
            {"kind": kind, "subject": "M-20417", "url": "#", "note": "why"}
            for kind in ("added", "removed", "moved", "changed")
        ],
        "kind": {"id": "sex", "name": "Women and men", "groups": [group, group | outside], "more": 0},
        "course": course,
        "proof": {
            "sentence": "Value and bound meet.",
            "levels": [
                {**level, "by": "recorded prices"},
                {**level, "is_closed": False, "gap": "0.1 %", "by": "claim"},
            ],
            "checked": "The independent checker found no fault.",
            "command": "menara verify plan.json",
            "files": [{"label": "plan.json", "url": "#"}],
        },
        "job": {
            "url": "#",
            "is_running": True,
            "state": {"tone": "going", "label": "Working"},
            "percent": 62,
            "sentence": "Proving that no slate is better.",
            "seconds": "1.4",
            "course": course,
            "cancel_url": "#",
            "result_url": "",
            "steps": [{"label": "Records read", "note": "", "when": "0.2 s", "state": "reached"}],
        },
    }
