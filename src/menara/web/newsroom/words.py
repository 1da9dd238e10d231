"""What stages, replies, reasons and languages are called on the pages of the newsroom."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from menara.models import CommuniqueStatus, ReplyReason, ReplyStatus
from menara.web.labels import Label

COMMUNIQUES: Mapping[str, Label] = {
    CommuniqueStatus.DRAFT: pgettext_lazy("a communique", "draft"),
    CommuniqueStatus.SUBMITTED: pgettext_lazy("a communique", "to be approved"),
    CommuniqueStatus.APPROVED: pgettext_lazy("a communique", "approved"),
    CommuniqueStatus.RELEASED: pgettext_lazy("a communique", "released"),
    CommuniqueStatus.WITHDRAWN: pgettext_lazy("a communique", "withdrawn"),
}
COMMUNIQUE_TONES: Mapping[str, str] = {
    CommuniqueStatus.DRAFT: "quiet",
    CommuniqueStatus.SUBMITTED: "wait",
    CommuniqueStatus.APPROVED: "going",
    CommuniqueStatus.RELEASED: "good",
    CommuniqueStatus.WITHDRAWN: "bad",
}
REPLIES: Mapping[str, Label] = {
    ReplyStatus.WAITING: pgettext_lazy("a reply", "waiting to be read"),
    ReplyStatus.PUBLISHED: pgettext_lazy("a reply", "published"),
    ReplyStatus.REFUSED: pgettext_lazy("a reply", "not published"),
    ReplyStatus.REMOVED: pgettext_lazy("a reply", "removed"),
}
REASONS: Mapping[str, Label] = {
    ReplyReason.OFF_TOPIC: _("not about the text"),
    ReplyReason.PERSONAL_DATA: _("personal data of someone"),
    ReplyReason.INSULT: _("an insult"),
    ReplyReason.ADVERTISING: _("advertising"),
    ReplyReason.UNLAWFUL: _("against the law"),
    ReplyReason.REPEATED: _("sent more than once"),
}
# Each language by its own name, as the switch of the pages does.
TONGUES: Mapping[str, str] = {"ar": "العربية", "fr": "Français", "en": "English"}
DIRECTIONS: Mapping[str, str] = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
