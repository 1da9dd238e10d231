"""Two-sided minutes: clause by clause each side proposes and agrees, both sign, and the text is locked with its hash.

A clause is never overwritten: each proposal is a version, and the latest one that both sides agreed to is the text.
Once locked the schema lets nothing of the text change (``walls_minutes.py``); what comes later is an addendum.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from menara.models.fields import WordsField, choices_of, one_of
from menara.models.summits.meetings import Meeting, Side
from menara.models.tenancy import Tenant, Within


class AgendaItem(Tenant):
    """What is to be talked about."""

    meeting = Within(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(default=0)
    text = WordsField()


class TalkingPoint(Tenant):
    """What one side means to say. The other side never sees it."""

    meeting = Within(Meeting, models.CASCADE, related_name="talking_points")
    side = models.CharField(max_length=5, choices=choices_of(Side))
    order = models.PositiveSmallIntegerField(default=0)
    text = WordsField()

    class Meta:
        constraints = [one_of("side", Side)]


class Minutes(Tenant):
    """The minutes of one meeting. ``authoritative`` is the language that counts, ``second`` the one beside it."""

    meeting = Within(Meeting, related_name="minutes")
    authoritative = models.CharField(max_length=8)
    second = models.CharField(max_length=8, blank=True, default="")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the locked text, hexadecimal
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "meeting"], name="minutes_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, text_hash="") | (Q(locked_at__isnull=False) & ~Q(text_hash="")),
                name="minutes_locked_with_hash",
            ),
            models.CheckConstraint(condition=~Q(authoritative=""), name="minutes_have_authoritative_language"),
        ]


class Clause(Tenant):
    """One clause: a place in the text, whose words are in its versions."""

    minutes = Within(Minutes, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "minutes", "position"],
                name="clause_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


class ClauseVersion(Tenant):
    """Words proposed for a clause by one side, and who of either side agreed to them. Proposing is agreeing.

    ``made_from`` holds, by language, the hash of the authoritative words that a translation was made from: where it is
    not that of this version's, the translation is stale.
    """

    clause = Within(Clause, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = WordsField()
    is_removal = models.BooleanField(default=False)  # proposes to take the clause out
    made_from = models.JSONField(default=dict, blank=True)
    side = models.CharField(max_length=5, choices=choices_of(Side))
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    host_agreed_at = models.DateTimeField(null=True, blank=True)
    host_agreed_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    guest_agreed_at = models.DateTimeField(null=True, blank=True)
    guest_agreed_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            one_of("side", Side),
            models.UniqueConstraint(fields=["organisation", "clause", "number"], name="clauseversion_once"),
            models.CheckConstraint(
                condition=Q(host_agreed_at__isnull=True, host_agreed_by__isnull=True)
                | Q(host_agreed_at__isnull=False, host_agreed_by__isnull=False),
                name="clauseversion_host_agreed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(guest_agreed_at__isnull=True, guest_agreed_by__isnull=True)
                | Q(guest_agreed_at__isnull=False, guest_agreed_by__isnull=False),
                name="clauseversion_guest_agreed_by_someone",
            ),
        ]


class Signature(Tenant):
    """One side's signature under the text of this hash."""

    minutes = Within(Minutes, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=5, choices=choices_of(Side))
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=300)  # name and title, for a side that may not read the other's accounts

    class Meta:
        constraints = [
            one_of("side", Side),
            models.UniqueConstraint(fields=["organisation", "minutes", "side"], name="signature_once"),
            # Also of one who speaks for both delegations.
            models.UniqueConstraint(fields=["organisation", "minutes", "signed_by"], name="signature_two_hands"),
        ]


class AddendumStatus(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class Addendum(Tenant):
    """What both sides added after the text was locked. ``hash`` chains it to the text and the addenda before it."""

    minutes = Within(Minutes, models.CASCADE, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = WordsField()
    status = models.CharField(max_length=9, choices=choices_of(AddendumStatus), default=AddendumStatus.PROPOSED.value)
    side = models.CharField(max_length=5, choices=choices_of(Side))
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            one_of("side", Side),
            one_of("status", AddendumStatus),
            models.UniqueConstraint(fields=["organisation", "minutes", "number"], name="addendum_number_once"),
            models.CheckConstraint(
                condition=~Q(status=AddendumStatus.AGREED.value)
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(hash="")),
                name="addendum_agreed_with_hash",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")), name="addendum_two_hands"
            ),
        ]
