"""Forms by which a meeting is written down: the meeting itself, its people, what is to be said and what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menara.actions.summits.records import BodyFacts, MeetingFacts, ParticipantFacts
from menara.models import DelegationRole, Side, Verb
from menara.queries.summits.records import (
    RecordDraft,
    Seat,
    bodies_on_record,
    people_on_record,
    summit_choices,
)
from menara.web import labels
from menara.web.languages import reading, spoken
from menara.web.lists import as_number
from menara.web.summits.given import SCRIPTS as SCRIPT_NAMES
from menara.web.summits.people import SCRIPTS, own_script
from menara.web.summits.tongues import choices as tongue_choices

MOST_ROWS = 60
ABSENT = ""
NAMES = {"latin": "Latn", "arabic": "Arab"}  # the fields of a name, by script


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class MeetingForm(forms.Form):
    """Which meeting, when, where, between whom. People stand in ``PeopleRows``."""

    summit = forms.ChoiceField(label=gettext_lazy("Summit"))
    subject = forms.CharField(
        label=gettext_lazy("Subject"), help_text=gettext_lazy("What it was about, or who met whom.")
    )
    held_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins_at = _time(gettext_lazy("From"))
    ends_at = _time(gettext_lazy("Until"))
    venue = forms.CharField(label=gettext_lazy("Venue and room"), required=False)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    host_new = forms.CharField(
        label=gettext_lazy("Host not on the list"), required=False, help_text=gettext_lazy("Its name.")
    )
    guest = forms.ChoiceField(label=gettext_lazy("Guest"), required=False)
    guest_new = forms.CharField(
        label=gettext_lazy("Guest not on the list"), required=False, help_text=gettext_lazy("Its name.")
    )
    asked_by = forms.ChoiceField(label=gettext_lazy("At the request of"), required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    gifts = forms.CharField(
        label=gettext_lazy("Gifts exchanged"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    photo = forms.ChoiceField(label=gettext_lazy("Photographs released to the press"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, draft: RecordDraft | None = None, typed: QueryDict | None = None
    ) -> None:
        """``typed``: what somebody has typed so far and does not send yet; nothing of it is judged."""
        super().__init__(data, initial={**(_initial(draft) if draft else {}), **(_typed(typed) if typed else {})})
        bodies = [("", _("not known")), *((str(own), str(spoken(name))) for own, name in bodies_on_record())]
        summits = [(str(one.id), str(spoken(one.name))) for one in summit_choices()]
        options: dict[str, Sequence[tuple[str, Any]]] = {
            "summit": summits,
            "host": bodies,
            "guest": bodies,
            "asked_by": [("", _("not known")), *((side.value, labels.SIDES[side]) for side in Side)],
            "languages": tongue_choices(),
            "photo": [("", _("not known")), ("yes", _("Yes")), ("no", _("No"))],
        }
        for name, allowed in options.items():
            self.fields[name].choices = allowed  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.is_needed = field.required  # type: ignore[attr-defined]

    def groups(self) -> list[dict[str, Any]]:
        """The fields in their groups, for the template."""
        named = (
            (_("The meeting"), ("summit", "subject", "held_on", "begins_at", "ends_at", "venue")),
            (_("The two sides"), ("host", "host_new", "guest", "guest_new", "asked_by")),
            (_("Beside it"), ("languages", "gifts", "photo")),
        )
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in named]

    def facts(self, people: Sequence[ParticipantFacts], *, draft: RecordDraft | None) -> MeetingFacts:
        """What was written, as the action takes it; words in the page's language join those on record."""
        given = self.cleaned_data
        host, guest = self._body("host"), self._body("guest")
        zone = next((one.time_zone for one in summit_choices() if str(one.id) == given["summit"]), "UTC")
        return MeetingFacts(
            summit_id=int(given["summit"]),
            request_id=draft.request_id if draft else None,
            held_on=given["held_on"],
            begins_at=given["begins_at"],
            ends_at=given["ends_at"],
            time_zone=draft.time_zone if draft and draft.version else zone,
            subject=_merged(draft.subject if draft else {}, given["subject"]),
            venue=_merged(draft.venue if draft else {}, given["venue"]),
            hosted_by=host,
            requested_by={"host": host, "guest": guest}.get(given["asked_by"], BodyFacts()),
            received_by_id=draft.received_by_id if draft else None,
            languages=tuple(given["languages"]),
            gifts=given["gifts"],
            photo_released={"yes": True, "no": False}.get(given["photo"]),
            people=tuple(people),
        )

    def body_of(self, side: Side) -> BodyFacts:
        """The body of one side, for people who are not on record yet."""
        return self._body(side.value)

    def _body(self, name: str) -> BodyFacts:
        new = self.cleaned_data.get(f"{name}_new", "")
        chosen = as_number(self.cleaned_data.get(name) or "")
        return BodyFacts(id=None if new else chosen, name={reading(): new} if new else {})


class PeopleRows:
    """The people of a meeting, one row each, the first of them from the delegations, a blank one after them; one more
    each time somebody asks for it."""

    def __init__(self, data: QueryDict | None, seats: Sequence[Seat], *, one_more: bool = False) -> None:
        self.data, self.seats, self.one_more = data, seats, one_more
        count = (as_number(data.get("rows", "")) or 0) + one_more if data is not None else len(seats) + 1
        self.count = min(max(count, len(seats)), MOST_ROWS)

    @property
    def is_full(self) -> bool:
        return self.count >= MOST_ROWS

    def rows(self) -> list[dict[str, Any]]:
        """Each row with its fields as they are to be shown."""
        on_record = people_on_record()
        found = []
        for place in range(self.count):
            seat = self.seats[place] if place < len(self.seats) else None
            given = self._given(place, seat)
            found.append(
                {
                    "place": place,
                    "is_new": self.one_more and place == self.count - 1,
                    "seat": seat and {"names": _names(seat.names), "title": spoken(seat.title)},
                    "person_id": seat.person_id if seat else "",
                    "people": []
                    if seat
                    else [
                        {
                            "id": own,
                            "name": " · ".join(filter(None, [_names(names), str(spoken(body))])),
                            "is_chosen": str(own) == given["person"],
                        }
                        for own, names, body in on_record
                    ],
                    "names": _name_fields(given),
                    "title": given["title"],
                    "sides": _chosen(labels.SIDES, given["side"]),
                    "roles": [
                        *([_absent(given["role"])] if seat else []),
                        *_chosen(labels.DELEGATES, given["role"]),
                    ],
                }
            )
        return found

    def facts(self, form: MeetingForm) -> Iterator[ParticipantFacts]:
        """Everyone who took part, heads first on each side."""
        seated = []
        for place in range(self.count):
            given = self._given(place, None)
            if given["role"] not in set(DelegationRole) or given["side"] not in set(Side):
                continue
            names = {script: given[field] for field, script in NAMES.items()}
            person_id = as_number(given["person"])
            if person_id is None and not any((*names.values(), given["title"])):
                continue
            side = Side(given["side"])
            seated.append(
                ParticipantFacts(
                    person_id=person_id,
                    side=side,
                    role=DelegationRole(given["role"]),
                    names={} if person_id else {script: name for script, name in names.items() if name},
                    title={reading(): given["title"]} if given["title"] and not person_id else {},
                    body=form.body_of(side),
                )
            )
        yield from sorted(seated, key=lambda one: (one.side is not Side.HOST, one.role is not DelegationRole.HEAD))

    def _given(self, place: int, seat: Seat | None) -> dict[str, str]:
        names = ("person", *NAMES, "title", "side", "role")
        usual = {"side": Side.GUEST.value, "role": DelegationRole.MEMBER.value}
        if seat:
            usual = {"person": str(seat.person_id), "side": seat.side.value, "role": seat.role.value}
        if self.data is None or f"side-{place}" not in self.data:
            return {name: usual.get(name, "") for name in names}
        return {name: self.data.get(f"{name}-{place}", "").strip()[:200] for name in names}


class StatementForm(forms.Form):
    """A point raised: who said it, in whose name, with which verb."""

    speaker = forms.ChoiceField(label=gettext_lazy("Who said it"))
    verb = forms.ChoiceField(label=gettext_lazy("With which verb"))
    matter = forms.CharField(
        label=gettext_lazy("The words after the verb"),
        required=False,
        help_text=gettext_lazy("As in: to strengthen co-operation. A communique is made of them."),
    )
    reasons = forms.CharField(label=gettext_lazy("Reasons named"), required=False)
    text = forms.CharField(label=gettext_lazy("What was said"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    on_behalf_of = forms.CharField(label=gettext_lazy("On behalf of"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["speaker"].choices = [(str(own), name) for own, name in people]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [(v.value, labels.VERBS[v]) for v in Verb]  # type: ignore[attr-defined]


def _initial(draft: RecordDraft) -> dict[str, Any]:
    guest = draft.requested_by_id if draft.requested_by_id != draft.hosted_by_id else None
    seats = [seat for seat in draft.seats if seat.side is Side.GUEST and seat.institution]
    if guest is None and seats:
        named = {tuple(sorted(name.items())): own for own, name in bodies_on_record()}
        guest = named.get(tuple(sorted(seats[0].institution.items())))
    asked_by = (
        "" if draft.requested_by_id is None else "host" if draft.requested_by_id == draft.hosted_by_id else "guest"
    )
    return {
        "summit": str(draft.summit_id),
        "subject": str(spoken(draft.subject)),
        "held_on": draft.held_on.isoformat() if isinstance(draft.held_on, date) else None,
        "begins_at": draft.begins_at,
        "ends_at": draft.ends_at,
        "venue": str(spoken(draft.venue)),
        "host": str(draft.hosted_by_id or ""),
        "guest": str(guest or ""),
        "asked_by": asked_by,
        "languages": list(draft.languages),
        "gifts": draft.gifts,
        "photo": {True: "yes", False: "no"}.get(draft.photo_released, "") if draft.photo_released is not None else "",
        "version": draft.version,
    }


def _typed(data: QueryDict) -> dict[str, Any]:
    several = {"languages"}
    return {name: data.getlist(name) if name in several else data.get(name, "") for name in MeetingForm.base_fields}


def _merged(words: Any, text: str) -> dict[str, str]:
    """Words in other languages stay; a text that was shown in another language and left as it was is not copied."""
    if text and text == spoken(words):
        return dict(words)
    return {**words, reading(): text} if text else {code: told for code, told in words.items() if code != reading()}


def _names(names: Any) -> str:
    return " / ".join(text for text in names.values() if text)


def _name_fields(given: Mapping[str, str]) -> list[dict[str, str]]:
    """A name in each script, the reader's own first."""
    scripts = sorted(NAMES.items(), key=lambda one: one[1] != own_script())
    return [
        {
            "field": field,
            "label": str(SCRIPT_NAMES[script]),
            "value": given[field],
            "dir": "rtl" if script == "Arab" else "ltr",
            "lang": SCRIPTS[script] if script == "Arab" else "",
        }
        for field, script in scripts
    ]


def _absent(role: str) -> dict[str, Any]:
    return {"value": ABSENT, "label": _("did not take part"), "is_chosen": role == ABSENT}


def _chosen(options: Any, value: str) -> list[dict[str, Any]]:
    return [{"value": str(one), "label": word, "is_chosen": str(one) == value} for one, word in options.items()]
