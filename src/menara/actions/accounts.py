"""Found an organisation, open accounts, and say who is a member in which role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from menara.actions.summits.calendars import close_addresses
from menara.errors import Refusal
from menara.models import Account, FocalPoint, Membership, Organisation, OrganisationKind, Role, acting_for
from menara.permissions import may_administer, require
from menara.queries.officers import NoSuchRecord
from menara.wording import gettext_noop


class AddressTaken(Refusal):
    """The e-mail address signs in already."""

    def __init__(self, *, email: str) -> None:
        super().__init__(
            "address_taken", gettext_noop("The address %(email)s has an account already."), {"email": email}
        )


class WeakPassword(Refusal):
    """The password does not meet the rules of this installation."""

    def __init__(self, *, reasons: list[str]) -> None:
        super().__init__("weak_password", "%(reasons)s", {"reasons": " ".join(reasons)})


class LastAdministrator(Refusal):
    """An organisation keeps at least one administrator."""

    def __init__(self) -> None:
        super().__init__("last_administrator", gettext_noop("Name another administrator first: one must remain."))


class OfficeOrDelegation(Refusal):
    """A person is of the office or speaks for another body's delegation; a change of role turns neither into the
    other."""

    def __init__(self) -> None:
        super().__init__(
            "office_or_delegation",
            gettext_noop(
                "A person is of your office or speaks for another body's delegation. Name the focal point on the page "
                "of the delegation."
            ),
        )


class NewsroomTaken(Refusal):
    """Another organisation's newsroom stands at this address."""

    def __init__(self, *, newsroom: str) -> None:
        super().__init__(
            "newsroom_taken",
            gettext_noop("The address “%(newsroom)s” is another newsroom's. Choose another one."),
            {"newsroom": newsroom},
        )


def found_organisation(
    *,
    kind: OrganisationKind,
    name: Mapping[str, str],
    country: str = "",
    time_zone: str = "UTC",
    home_unit_share: Fraction | None = None,
    is_demonstration: bool = False,
    newsroom: str = "",
) -> int:
    """Enter a new organisation and return its id. Only an installer calls this: no face offers it to a member."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('menara_organisation', 'id'))")
            (organisation_id,) = cursor.fetchone()
        # Its number is drawn first, because an organisation's row is visible only to itself.
        with acting_for(organisation_id):
            Organisation.objects.create(
                pk=organisation_id,
                kind=kind.value,
                name=dict(name),
                country=country,
                time_zone=time_zone,
                home_unit_share=home_unit_share,
                is_demonstration=is_demonstration,
                newsroom=newsroom,
            )
    return int(organisation_id)


def open_account(*, email: str, name: str, password: str, language: str = "en") -> int:
    """Open an account and return its id. It is in no organisation yet. Raises ``AddressTaken``, ``WeakPassword``."""
    account = Account(email=Account.normalise(email), name=name)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(reasons=list(error.messages)) from error
    try:
        with transaction.atomic():
            made = Account.objects.create_user(email=email, name=name, password=password, language=language)
    except IntegrityError as error:
        raise AddressTaken(email=account.email) from error
    return int(made.pk)


def found_membership(*, organisation_id: int, account_id: int, role: Role) -> int:
    """Make the first member of a new organisation; later ones are an administrator's to add. Only an installer calls
    this."""
    with acting_for(organisation_id):
        return Membership.objects.create(organisation_id=organisation_id, account_id=account_id, role=role.value).pk


def add_member(*, email: str, name: str, password: str, role: Role, actor: Membership) -> int:
    """Open an account for a new colleague and make it a member; the membership's id. Raises ``NotAllowed``,
    ``AddressTaken``, ``WeakPassword``."""
    require(actor, may_administer)
    with transaction.atomic():
        account_id = open_account(email=email, name=name, password=password)
        made = Membership.objects.create(organisation_id=actor.organisation_id, account_id=account_id, role=role.value)
    return made.pk


def change_role(*, membership_id: int, role: Role, actor: Membership) -> None:
    """Give a member another role, at once. Raises ``NotAllowed``, ``NoSuchRecord``, ``OfficeOrDelegation``,
    ``LastAdministrator``."""
    require(actor, may_administer)
    with transaction.atomic():
        member = _member(membership_id, actor)
        if (member.role == Role.FOCAL_POINT) != (role is Role.FOCAL_POINT):
            raise OfficeOrDelegation
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(member)
        member.role = role.value
        member.save(update_fields=["role"])


def end_membership(*, membership_id: int, actor: Membership, now: datetime) -> None:
    """Let a member go; the next request of theirs finds no organisation. Raises ``NotAllowed``, ``NoSuchRecord``,
    ``LastAdministrator``."""
    require(actor, may_administer)
    with transaction.atomic():
        member = _member(membership_id, actor)
        _keep_an_administrator(member)
        member.ended_at = now
        member.save(update_fields=["ended_at"])
        # One who is named for another delegation later does not come back to these.
        spoken_for = FocalPoint.objects.filter(membership=member, ended_at__isnull=True)
        close_addresses(delegation_ids=list(spoken_for.values_list("delegation_id", flat=True)), now=now)
        spoken_for.update(ended_at=now)


def choose_language(*, account: Account, language: str) -> None:
    """Remember the language a person reads in."""
    account.language = language
    account.save(update_fields=["language"])


def change_settings(
    *, actor: Membership, home_unit_share: Fraction | None, time_zone: str, newsroom: str | None = None
) -> None:
    """Change the organisation's own settings; ``newsroom`` is its public address, blank for none, None to leave it.
    Raises ``NotAllowed``, ``NewsroomTaken``."""
    require(actor, may_administer)
    changes = {"home_unit_share": home_unit_share, "time_zone": time_zone}
    changes |= {} if newsroom is None else {"newsroom": newsroom}
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=actor.organisation_id).update(**changes)
    except IntegrityError as error:
        raise NewsroomTaken(newsroom=newsroom or "") from error


def _member(membership_id: int, actor: Membership) -> Membership:
    members = Membership.objects.select_for_update().filter(organisation_id=actor.organisation_id)
    member = members.filter(pk=membership_id).first()
    if member is None:
        raise NoSuchRecord(kind="membership", record_id=membership_id)
    return member


def _keep_an_administrator(leaving: Membership) -> None:
    administrators = Membership.objects.select_for_update().filter(
        organisation_id=leaving.organisation_id, role=Role.ADMINISTRATOR.value, ended_at__isnull=True
    )
    if leaving.role == Role.ADMINISTRATOR and not [m for m in administrators if m.pk != leaving.pk]:
        raise LastAdministrator
