"""What every record carries: where it comes from, how sure that is, and a version that a correction must name."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from menara.errors import Refusal
from menara.models.fields import SearchKeyField, SortKeyField, WordsField, choices_of, one_of
from menara.models.tenancy import Tenant
from menara.terms import Mark, Provenance
from menara.wording import gettext_noop


class RecordChanged(Refusal):
    """Someone else corrected the record since it was read."""

    def __init__(self, record: models.Model, *, version: int) -> None:
        super().__init__(
            "record_changed",
            gettext_noop(
                "Someone else changed this record while you had it open. Read it again before you correct it."
            ),
            {"record": record._meta.model_name, "id": record.pk, "version": version},
        )


class Recorded(Tenant):
    """A tenant row that a person can be asked about. Synthetic data says so; a real fact names its source."""

    provenance = models.CharField(max_length=9, choices=choices_of(Provenance), default=Provenance.ENTERED.value)
    source_key = models.CharField(max_length=200, blank=True, default="")
    source_url = models.TextField(blank=True, default="")
    mark = models.CharField(max_length=1, blank=True, default="", choices=choices_of(Mark))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        constraints = [
            one_of("provenance", Provenance),
            one_of("mark", Mark, blank=True),
            models.CheckConstraint(
                condition=~Q(provenance=Provenance.REAL.value) | ~Q(source_key="") | ~Q(source_url=""),
                name="%(class)s_real_names_its_source",
            ),
        ]

    @property
    def is_synthetic(self) -> bool:
        return self.provenance == Provenance.SYNTHETIC

    def correct(self, *, version: int, **changes: Any) -> Self:
        """Write the changes if the record still has this version, else raise ``RecordChanged`` and write nothing."""
        model = type(self)
        for name, value in changes.items():
            setattr(self, name, value)
        values = {
            field.attname: field.pre_save(self, False)
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in ("version", "organisation")
        }
        touched = model._base_manager.filter(pk=self.pk, version=version).update(version=F("version") + 1, **values)
        if not touched:
            raise RecordChanged(self, version=version)
        self.version = version + 1
        return self


class Named(models.Model):
    """A thing with a name in several languages, sorted in each and found in all."""

    name = WordsField()
    sort_ar = SortKeyField(source="name", language="ar")
    sort_fr = SortKeyField(source="name", language="fr")
    sort_en = SortKeyField(source="name", language="en")
    search = SearchKeyField(sources=("name",))

    class Meta:
        abstract = True


def sort_column(language: str) -> str:
    """The column to sort names by in a language of the pages; English where there is none for it."""
    return f"sort_{language[:2]}" if language[:2] in ("ar", "fr", "en") else "sort_en"
