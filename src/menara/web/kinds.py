"""The kinds of file an address may ask for."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class TableKind(StringConverter):
    """``csv`` or ``xlsx`` at the end of an address."""

    regex = "csv|xlsx"


def register() -> None:
    """Make ``<table:kind>`` known to addresses."""
    register_converter(TableKind, "table")
