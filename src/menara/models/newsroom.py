"""What goes out to the public: communiques made from the record, and what readers answered.

A reader's address stands in a table of its own, which the public side of Menara may write and never read.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from menara.models.fields import WordsField, choices_of, one_of
from menara.models.records import Recorded
from menara.models.summits.meetings import Meeting
from menara.models.tenancy import Tenant, Within


class CommuniqueStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"  # was released; its address says so


class Communique(Recorded):
    """A text for the public, in several languages. Who approves is not who wrote; ``text_hash`` is of what was
    approved."""

    meeting = Within(Meeting, null=True, blank=True, related_name="communiques")
    slug = models.SlugField(max_length=120)
    status = models.CharField(max_length=9, choices=choices_of(CommuniqueStatus), default=CommuniqueStatus.DRAFT.value)
    titles = WordsField()
    bodies = WordsField()  # paragraphs apart by a blank line
    dated_on = models.DateField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    edited_by = models.ForeignKey("menara.Account", models.PROTECT, related_name="+")
    editors = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)  # kept by a trigger
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    text_hash = models.CharField(max_length=64, blank=True, default="")
    embargo_until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = WordsField()
    takes_replies = models.BooleanField(default=True)

    class Meta:
        constraints = [
            *Recorded.Meta.constraints,
            one_of("status", CommuniqueStatus),
            models.UniqueConstraint(fields=["organisation", "slug"], name="communique_slug_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("edited_by"))),
                name="communique_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[CommuniqueStatus.DRAFT.value, CommuniqueStatus.SUBMITTED.value])
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(text_hash="")),
                name="communique_beyond_draft_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[CommuniqueStatus.RELEASED.value, CommuniqueStatus.WITHDRAWN.value])
                | (
                    Q(released_at__isnull=False, released_by__isnull=False)
                    & (Q(embargo_until__isnull=True) | Q(embargo_until__lte=F("released_at")))
                ),
                name="communique_released_after_embargo",
            ),
        ]


class SealedText(Tenant):
    """The words of a withdrawn communique, for the office alone: a trigger carries them here from the row that the
    public reads."""

    communique = Within(Communique, related_name="sealed")
    titles = WordsField()
    bodies = WordsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "communique"], name="sealedtext_once")]


class ReplyStatus(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REMOVED = "removed"  # after it stood in public: a dated notice remains
    REFUSED = "refused"  # never stood in public


class ReplyReason(StrEnum):
    """Why a reply is not shown, in classes that are said in public."""

    OFF_TOPIC = "off_topic"
    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"
    REPEATED = "repeated"


class Reply(Tenant):
    """A reader's reply, shown once someone has read it; or the office's own answer."""

    communique = Within(Communique, models.CASCADE, related_name="replies")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    text = models.TextField()
    status = models.CharField(max_length=9, choices=choices_of(ReplyStatus), default=ReplyStatus.WAITING.value)
    is_official = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    answers = Within("self", models.CASCADE, null=True, blank=True, related_name="answered")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("menara.Account", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=13, blank=True, default="", choices=choices_of(ReplyReason))

    class Meta:
        constraints = [
            one_of("status", ReplyStatus),
            one_of("reason", ReplyReason, blank=True),
            models.CheckConstraint(
                condition=Q(status__in=[ReplyStatus.WAITING.value, ReplyStatus.PUBLISHED.value], reason="")
                | (Q(status__in=[ReplyStatus.REMOVED.value, ReplyStatus.REFUSED.value]) & ~Q(reason="")),
                name="reply_not_shown_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=ReplyStatus.WAITING.value) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="reply_decided_by_someone",
            ),
            models.UniqueConstraint(
                fields=["organisation", "communique"], name="reply_one_pinned", condition=Q(is_pinned=True)
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(is_official=True, status=ReplyStatus.PUBLISHED.value),
                name="reply_pinned_is_official",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "communique", "status"], name="reply_of_communique")]


class ReplyContact(Tenant):
    """The e-mail address a reader left, for the office alone."""

    reply = Within(Reply, models.CASCADE, related_name="contact")
    email = models.EmailField(max_length=254, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "reply"], name="replycontact_once")]


class ReplySender(Tenant):
    """How many replies came from one sender lately, known by a keyed hash that changes each day."""

    sender_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "sender_hash", "received_at"], name="replysender_lately")]
