"""Replies of readers: sent by anyone, read by someone before anyone else, answered and kept civil by the office."""

from __future__ import annotations

import ipaddress
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from menara.communique.characters import Hidden, hidden_in
from menara.errors import BadInput, Fault, Refusal
from menara.models import (
    MEMBER,
    Communique,
    CommuniqueStatus,
    Membership,
    Organisation,
    Reply,
    ReplyReason,
    ReplySender,
    ReplyStatus,
    acting_for,
)
from menara.permissions import may_moderate, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop

SHORT_SPAN, MOST_IN_SHORT = timedelta(minutes=10), 3
MOST_IN_DAY = 10
MOST_WAITING = 200  # of one communique
NAME_LENGTH, TEXT_LENGTH, SHORTEST = 80, 4000, 2
KEPT = timedelta(days=2)  # how long it is known that a sender wrote


class TooManyReplies(Refusal):
    """Someone, or all together, sent more than a person reads."""

    def __init__(self, sentence: str, **facts: int) -> None:
        super().__init__("too_many_replies", sentence, facts)


class NoReplies(Refusal):
    """The text takes no replies, or is no longer there to reply to."""

    def __init__(self) -> None:
        super().__init__("no_replies", gettext_noop("No replies are taken to this text."))


class AlreadyDecided(Refusal):
    """Someone else was there before."""

    def __init__(self, *, status: str) -> None:
        super().__init__(
            "already_decided_reply",
            gettext_noop("This reply has been decided on already: %(reply_status)s."),
            {"reply_status": status},
        )


class NotOfficial(Refusal):
    """Only the office's own answer is pinned."""

    def __init__(self) -> None:
        super().__init__("not_official", gettext_noop("Only an official answer that stands in public can be pinned."))


# --- from the public --------------------------------------------------------------------------------------------------


def send_reply(
    *, communique_id: int, name: str, email: str, text: str, language: str, sender: str, now: datetime
) -> int:
    """Take in a reader's reply, to be read by someone first, and return its id. ``sender`` is the network address it
    came from, kept only as a keyed hash that changes each day.

    Call it as a guest of the newsroom. Raises ``NoReplies``, ``BadInput`` with every fault at once, ``TooManyReplies``.
    """
    held = Communique.objects.filter(pk=communique_id, status=CommuniqueStatus.RELEASED, takes_replies=True)
    row = held.values("organisation_id").first()
    if row is None:
        raise NoReplies
    told = {
        "name": name.strip(),
        "email": email.strip(),
        "text": text.replace("\r\n", "\n").replace("\r", "\n").strip(),
    }
    if faults := _faults(**told):
        raise BadInput(faults)
    with transaction.atomic():
        _count_sender(row["organisation_id"], sender, now)
        _count_waiting(row["organisation_id"], communique_id)
        return _insert(row["organisation_id"], communique_id, told, language, now)


def sender_hash(sender: str, on: date) -> str:
    """What a sender is known by for one day; of the newer kind of addresses one network is one sender."""
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        known = sender
    else:
        is_new = address.version == 6
        known = str(ipaddress.ip_network(f"{address}/64", strict=False)) if is_new else str(address)
    return salted_hmac(f"menara.reply.{on.isoformat()}", known, algorithm="sha256").hexdigest()


def _faults(*, name: str, email: str, text: str) -> list[Fault]:
    found = []
    for column, value, shortest, longest in (("name", name, 1, NAME_LENGTH), ("text", text, SHORTEST, TEXT_LENGTH)):
        if len(value) < shortest:
            found.append(_fault(column, "too_short", gettext_noop("Write something here.")))
        if len(value) > longest:
            found.append(
                _fault(
                    column,
                    "too_long",
                    gettext_noop("%(found)s characters are too many; at most %(allowed)s are taken."),
                    found=str(len(value)),
                    allowed=str(longest),
                )
            )
        found += [_hidden(column, hidden) for hidden in hidden_in(value)[:20]]
    if "\n" in name:
        found.append(_fault("name", "too_many_lines", gettext_noop("A name stands on one line.")))
    try:
        validate_email(email)
    except ValidationError:
        found.append(_fault("email", "not_an_address", gettext_noop("This is no e-mail address.")))
    if len(email) > 254:
        found.append(_fault("email", "too_long", gettext_noop("The address is too long.")))
    return found


def _hidden(column: str, hidden: Hidden) -> Fault:
    return Fault(
        file="reply",
        row=hidden.line,
        column=column,
        code=hidden.kind,
        sentence=_WHERE[hidden.kind],
        found=hidden.name,
        allowed=str(hidden.column),
    )


# As in an edited text, with the line and the place in it: ``allowed`` carries the place.
_WHERE = {
    "control": gettext_noop("Line %(row)s, character %(allowed)s: %(found)s is a control; write plain text."),
    "direction": gettext_noop(
        "Line %(row)s, character %(allowed)s: %(found)s turns the direction of the text round; write plain text."
    ),
    "invisible": gettext_noop("Line %(row)s, character %(allowed)s: %(found)s cannot be seen; write plain text."),
    "marks": gettext_noop("Line %(row)s, character %(allowed)s: more marks than a letter bears, as %(found)s."),
    "markup": gettext_noop("Line %(row)s, character %(allowed)s: “%(found)s” is markup; write plain text."),
}


def _fault(column: str, code: str, sentence: str, *, found: str = "", allowed: str = "") -> Fault:
    return Fault(file="reply", row=0, column=column, code=code, sentence=sentence, found=found, allowed=allowed)


def _count_sender(organisation_id: int, sender: str, now: datetime) -> None:
    """Note that a sender wrote, unless it did too often."""
    own = sender_hash(sender, now.date())
    # The key changes at midnight; the last minutes before it still count.
    both = {own, sender_hash(sender, (now - SHORT_SPAN).date())}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [own, organisation_id])
    lately = ReplySender.objects.filter(sender_hash__in=both, received_at__lte=now)
    if lately.filter(received_at__gt=now - SHORT_SPAN).count() >= MOST_IN_SHORT:
        raise TooManyReplies(
            gettext_noop("You have sent %(most)s replies within ten minutes. Please wait a little before the next."),
            most=MOST_IN_SHORT,
        )
    if lately.filter(sender_hash=own).count() >= MOST_IN_DAY:
        raise TooManyReplies(
            gettext_noop("You have sent %(most)s replies today. Please come back tomorrow."), most=MOST_IN_DAY
        )
    ReplySender.objects.create(organisation_id=organisation_id, sender_hash=own, received_at=now)


def _count_waiting(organisation_id: int, communique_id: int) -> None:
    # A reader sees no waiting reply, so the office counts them.
    with acting_for(organisation_id, guest=MEMBER):
        waiting = Reply.objects.filter(communique_id=communique_id, status=ReplyStatus.WAITING).count()
    if waiting >= MOST_WAITING:
        raise TooManyReplies(
            gettext_noop("%(most)s replies to this text wait to be read. Please come back later."), most=MOST_WAITING
        )


def _insert(organisation_id: int, communique_id: int, told: dict[str, str], language: str, now: datetime) -> int:
    """Write the reply and, apart from it, the address. A reader can read neither, so nothing is asked back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('menara_reply', 'id'))")
        (reply_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO menara_reply (id, organisation_id, communique_id, name, language, text, status, is_official,"
            " is_pinned, received_at, reason) OVERRIDING SYSTEM VALUE"
            " VALUES (%s, %s, %s, %s, %s, %s, 'waiting', false, false, %s, '')",
            [reply_id, organisation_id, communique_id, told["name"], language, told["text"], now],
        )
        cursor.execute(
            "INSERT INTO menara_replycontact (organisation_id, reply_id, email) VALUES (%s, %s, %s)",
            [organisation_id, reply_id, told["email"]],
        )
    return int(reply_id)


# --- by the office ----------------------------------------------------------------------------------------------------


def publish_reply(*, reply_id: int, actor: Membership, now: datetime) -> None:
    """Let the public read a waiting reply. Raises ``NotAllowed``, ``NoSuchRecord``, ``AlreadyDecided``."""
    _decide(reply_id, actor, now, before=ReplyStatus.WAITING, after=ReplyStatus.PUBLISHED)


def refuse_reply(*, reply_id: int, reason: ReplyReason, actor: Membership, now: datetime) -> None:
    """Keep a waiting reply from the public, for a reason. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``AlreadyDecided``."""
    _decide(reply_id, actor, now, before=ReplyStatus.WAITING, after=ReplyStatus.REFUSED, reason=reason)


def remove_reply(*, reply_id: int, reason: ReplyReason, actor: Membership, now: datetime) -> None:
    """Take a published reply away; in its place stand the day and the class of the reason. Raises ``NotAllowed``,
    ``NoSuchRecord``, ``AlreadyDecided``."""
    _decide(reply_id, actor, now, before=ReplyStatus.PUBLISHED, after=ReplyStatus.REMOVED, reason=reason)


def answer_officially(
    *,
    communique_id: int,
    text: str,
    language: str,
    actor: Membership,
    now: datetime,
    answers_id: int | None = None,
) -> int:
    """Answer for the office, a text or one reply to it that stands in public, and return the answer's id. Raises
    ``NotAllowed``, ``NoSuchRecord``, ``BadInput``."""
    require(actor, may_moderate)
    said = text.replace("\r\n", "\n").strip()
    faults = [fault for fault in _faults(name="-", email="a@example.org", text=said) if fault.column == "text"]
    if faults:
        raise BadInput(faults)
    with transaction.atomic():
        row = Communique.objects.filter(pk=communique_id, status=CommuniqueStatus.RELEASED).first()
        if row is None:
            raise NoSuchRecord(kind="communique", record_id=communique_id)
        answered = None
        if answers_id is not None:
            answered = Reply.objects.filter(pk=answers_id, communique=row, status=ReplyStatus.PUBLISHED).first()
            if answered is None:
                raise NoSuchRecord(kind="reply", record_id=answers_id)
        own = Organisation.objects.get(pk=actor.organisation_id)
        made = Reply.objects.create(
            organisation_id=actor.organisation_id,
            communique=row,
            name=(own.name.get(language) or str(own))[:NAME_LENGTH],
            language=language,
            text=said,
            status=ReplyStatus.PUBLISHED.value,
            is_official=True,
            answers=answered,
            received_at=now,
            decided_at=now,
            decided_by_id=actor.account_id,
        )
    return made.pk


def pin_answer(*, reply_id: int, actor: Membership, pinned: bool = True) -> None:
    """Put an official answer first, in place of the one before, or no longer. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``NotOfficial``."""
    require(actor, may_moderate)
    with transaction.atomic():
        row = _locked(reply_id)
        if not row.is_official or row.status != ReplyStatus.PUBLISHED:
            raise NotOfficial
        Reply.objects.filter(communique_id=row.communique_id, is_pinned=True).update(is_pinned=False)
        if pinned:
            Reply.objects.filter(pk=row.pk).update(is_pinned=True)


def forget_senders(*, organisation_id: int, now: datetime) -> int:
    """Delete who wrote when, once no limit asks for it any more; how many were deleted."""
    with acting_for(organisation_id, guest=MEMBER):
        deleted, _by_model = ReplySender.objects.filter(received_at__lt=now - KEPT).delete()
    return deleted


def _decide(
    reply_id: int,
    actor: Membership,
    now: datetime,
    *,
    before: ReplyStatus,
    after: ReplyStatus,
    reason: ReplyReason | None = None,
) -> None:
    require(actor, may_moderate)
    with transaction.atomic():
        row = _locked(reply_id)
        if row.status != before:
            raise AlreadyDecided(status=row.status)
        row.status = after.value
        row.reason = reason.value if reason else ""
        row.is_pinned = False
        row.decided_at = now
        row.decided_by_id = actor.account_id
        row.save(update_fields=["status", "reason", "is_pinned", "decided_at", "decided_by"])
    forget_senders(organisation_id=actor.organisation_id, now=now)


def _locked(reply_id: int) -> Reply:
    row = Reply.objects.select_for_update().filter(pk=reply_id).first()
    if row is None:
        raise NoSuchRecord(kind="reply", record_id=reply_id)
    return row
