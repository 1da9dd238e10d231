"""Constraints on spans of time that every table of them shares."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def bounded(field: str) -> models.CheckConstraint:
    """The span has a first and a last moment and is not empty."""
    return models.CheckConstraint(
        condition=Q(
            **{f"{field}__isempty": False, f"{field}__lower_inf": False, f"{field}__upper_inf": False},
        ),
        name=f"%(class)s_{field}_bounded",
    )


def same(column: str) -> Func:
    """A number as a range of one, because the wheel's PostgreSQL has no ``btree_gist`` to compare numbers with."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def one_at_a_time(*columns: str, during: str, name: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with the same columns share a moment of ``during``. Two racing writers are told apart here, and
    nowhere else."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((same(column), RangeOperators.OVERLAPS) for column in columns),
            (during, RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )
