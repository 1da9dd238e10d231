"""The kinds of file and of list that an address may ask for."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from menara.queries.summits.lists import COLUMNS


class TableKind(StringConverter):
    """``csv`` or ``xlsx`` at the end of an address."""

    regex = "csv|xlsx"


class ListOfSummit(StringConverter):
    """One of the lists that a summit takes from files."""

    regex = "|".join(COLUMNS)


def register() -> None:
    """Make ``<table:kind>`` and ``<list:what>`` known to addresses."""
    register_converter(TableKind, "table")
    register_converter(ListOfSummit, "list")
