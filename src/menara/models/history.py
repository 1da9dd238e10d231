"""What was changed, by whom, in an order that cannot be rewritten unseen.

Triggers write it (``walls.py``), so that raw SQL is recorded like everything else. Each entry holds the hash of the
one before; the head of each organisation's chain is kept apart, so that a cut end shows too. The application can read
its organisation's entries and change none.
"""

from __future__ import annotations

from django.db import models

from menara.models.tenancy import Tenant


class HistoryEntry(Tenant):
    """One change of one row. ``before`` and ``after`` hold the columns that differ; in a new or deleted row, all."""

    number = models.BigIntegerField()  # 1, 2, 3… in the organisation
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)  # none where a job or an installer acted
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    verb = models.CharField(max_length=6)  # insert, update, delete
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="historyentry_in_order")]
        indexes = [models.Index(fields=["organisation", "table", "row_id"], name="history_of_row")]


class HistoryHead(Tenant):
    """The last link of an organisation's chain."""

    number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="historyhead_once")]
