"""The form a meeting is written down in: one blank person, more when asked for, nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from menara.models import Meeting, Participant, Person, Room
from office import Office
from two_sides import Table, lay
from web.doors import signed_in


@pytest.fixture
def table(office: Office) -> Table:
    return lay(office)


@pytest.fixture
def host(table: Table) -> Client:
    return signed_in(table.office, "editor")


def typed(table: Table, **known: Any) -> dict[str, Any]:
    """The form as a browser sends it, with one person who is not on record."""
    return {
        "summit": str(table.summit),
        "subject": "Training of trainers",
        "held_on": "2026-03-03",
        "begins_at": "10:15",
        "languages": ["fr", "en"],
        "gifts": "A model of the lighthouse.",
        "rows": "1",
        "person-0": "",
        "latin-0": "",
        "arabic-0": "",
        "title-0": "Director of Training",
        "side-0": "host",
        "role-0": "member",
    } | known


def rows_of(answer: Any) -> list[dict[str, Any]]:
    return list(answer.context["people"])


def test_one_blank_person_is_offered_and_one_more_when_asked(host: Client, table: Table) -> None:
    page = host.get(reverse("meeting_enter"))
    assert len(rows_of(page)) == 1
    answer = host.post(reverse("meeting_enter"), typed(table, one_more="1", begins_at="soon"))
    assert (answer.status_code, Meeting.objects.count()) == (200, 1)
    first, second = rows_of(answer)
    assert (first["title"], first["is_new"], second["title"], second["is_new"]) == (
        "Director of Training",
        False,
        "",
        True,
    )
    form = answer.context["form"]
    kept = {name: form[name].value() for name in ("subject", "held_on", "begins_at", "languages", "gifts")}
    assert kept == {
        "subject": "Training of trainers",
        "held_on": "2026-03-03",
        "begins_at": "soon",
        "languages": ["fr", "en"],
        "gifts": "A model of the lighthouse.",
    }
    assert not form.is_bound  # nothing is judged before it is sent


def test_the_enter_key_saves_and_does_not_add_a_person(host: Client) -> None:
    """A browser presses the first button of a form."""
    text = host.get(reverse("meeting_enter")).content.decode()
    form = text[text.index('<form class="form form-wide"') :]
    assert form.index("<button hidden>") < form.index('name="one_more"')


def test_a_person_is_not_dropped_for_want_of_a_name(host: Client, table: Table) -> None:
    answer = host.post(reverse("meeting_enter"), typed(table))
    assert (answer.status_code, Meeting.objects.count()) == (422, 1)
    assert answer.context["form"].non_field_errors() == ["Name every participant, in at least one script."]
    assert [row["title"] for row in rows_of(answer)] == ["Director of Training"]


def test_one_who_is_named_takes_part_without_a_choice_of_role(host: Client, table: Table) -> None:
    host.post(reverse("meeting_enter"), typed(table, **{"latin-0": "A. Member"}))
    (seated,) = Participant.objects.filter(meeting=Meeting.objects.order_by("-pk").first())
    person = Person.objects.get(pk=seated.person_id)
    assert (person.names, person.titles.get().text) == ({"Latn": "A. Member"}, {"en": "Director of Training"})
    assert (seated.role, seated.side) == ("member", "host")


def test_a_blank_person_is_nobody_and_rows_end_at_sixty(host: Client, table: Table) -> None:
    host.post(reverse("meeting_enter"), typed(table, **{"title-0": " "}))
    assert not Participant.objects.filter(meeting=Meeting.objects.order_by("-pk").first()).exists()
    answer = host.post(reverse("meeting_enter"), typed(table, rows="900", one_more="1"))
    assert (len(rows_of(answer)), answer.context["may_add"]) == (60, False)


def test_the_few_fields_that_are_needed_say_so(host: Client) -> None:
    text = host.get(reverse("meeting_enter")).content.decode()
    assert (text.count("(required)"), text.count("(optional)")) == (3, 0)


@pytest.mark.parametrize(
    ("language", "first", "names"),
    [
        ("en", "subject_en", ["latin", "arabic"]),
        ("fr", "subject_fr", ["latin", "arabic"]),
        ("ar", "subject_ar", ["arabic", "latin"]),
    ],
)
def test_the_readers_language_and_script_stand_first(
    host: Client, table: Table, language: str, first: str, names: list[str]
) -> None:
    host.cookies["django_language"] = language
    page = host.get(reverse("request_ask", args=[table.summit]))
    subjects = [field.name for group in page.context["groups"] for field in group["fields"] if "subject" in field.name]
    assert (subjects[0], sorted(subjects)) == (first, ["subject_ar", "subject_en", "subject_fr"])
    (row,) = rows_of(host.get(reverse("meeting_enter")))
    assert [name["field"] for name in row["names"]] == names


def test_words_in_another_language_say_in_which(host: Client, table: Table) -> None:
    """A subject written in English alone, read in Arabic; in English there is nothing to say."""
    marks = {}
    for language in ("en", "ar"):
        host.cookies["django_language"] = language
        page = host.get(reverse("request", args=[table.request])).content.decode()
        marks[language] = re.findall(r'<span class="tongue">\((.*?)\)</span>', page)
    assert marks == {"en": [], "ar": ["<bdi>الإنجليزية</bdi>"]}


def test_equipment_typed_in_any_language_is_one_thing(host: Client, table: Table) -> None:
    """Written in Arabic it is kept by its code, and read in French; what nobody knows stands as it was typed."""
    host.cookies["django_language"] = "ar"
    room = {"name_ar": "قاعة", "code": "a", "capacity": "8", "clearance": "0", "turnover_minutes": "0", "hours": ""}
    sent = room | {"equipment": "شاشة\nmappemonde\nscreen", "area": "الأجنحة"}
    assert host.post(reverse("room_enter", args=[table.summit]), sent).status_code == 302
    (made,) = Room.objects.filter(summit_id=table.summit)
    assert made.equipment == ["screen", "mappemonde"]
    host.cookies["django_language"] = "fr"
    (shown,) = host.get(reverse("setting", args=[table.summit])).context["rooms"]
    assert ([str(item) for item in shown["equipment"]], str(shown["area"])) == (["écran", "mappemonde"], "Pavillons")
