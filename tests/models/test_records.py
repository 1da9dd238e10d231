"""A correction names the version it corrects; a real record names its source."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from menara.models import Institution, RecordChanged
from office import Office


def test_the_second_of_two_corrections_is_refused_and_nothing_of_it_kept(office: Office) -> None:
    made = Institution.objects.create(organisation_id=office.id, name={"en": "Norwegian police"})
    first, second = Institution.objects.get(pk=made.pk), Institution.objects.get(pk=made.pk)
    first.correct(version=1, name={"en": "Norwegian National Police"})
    with pytest.raises(RecordChanged) as refusal:
        second.correct(version=1, country="NOR")
    assert refusal.value.facts == {"record": "institution", "id": made.pk, "version": 1}
    kept = Institution.objects.get(pk=made.pk)
    assert (kept.name, kept.country, kept.version) == ({"en": "Norwegian National Police"}, "", 2)


def test_a_correction_renews_the_keys_to_sort_and_search_by(office: Office) -> None:
    made = Institution.objects.create(organisation_id=office.id, name={"fr": "Éthiopie"})
    assert (made.sort_fr, made.sort_en, made.search) == ("ethiopie", "ethiopie", "ethiopie")
    made.correct(version=1, name={"fr": "Norvège", "ar": "النرويج"})
    kept = Institution.objects.get(pk=made.pk)
    assert (kept.sort_fr, kept.search) == ("norvege", "norvege النرويج")


@pytest.mark.parametrize(
    ("provenance", "source", "is_kept"),
    [
        ("real", "", False),
        ("real", "S3", True),
        ("synthetic", "", True),
        ("entered", "", True),
        ("guessed", "S3", False),
    ],
)
def test_a_real_record_names_its_source(office: Office, provenance: str, source: str, is_kept: bool) -> None:
    def enter() -> None:
        with transaction.atomic():
            Institution.objects.create(organisation_id=office.id, provenance=provenance, source_key=source)

    if is_kept:
        enter()
        assert Institution.objects.count() == 1
    else:
        with pytest.raises(IntegrityError):
            enter()
