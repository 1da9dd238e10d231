"""Organisations, the accounts of people, and who is a member of what in which role.

An account belongs to a person, not to an organisation: its row is seen by the person and by those who share an
organisation with the person. The policies are in ``walls.py``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from menara.models.fields import FractionField, WordsField, choices_of, one_of
from menara.models.tenancy import Tenant, acting_for, organisation_acted_for


class OrganisationKind(StrEnum):
    NATIONAL_POLICE = "national_police"
    UN_POLICE_DIVISION = "un_police_division"
    MISSION = "mission"
    REGIONAL_BODY = "regional_body"
    PARTNER = "partner"


class Role(StrEnum):
    """What a member may do; ``permissions.py`` says what each means."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PLANNER = "planner"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    FOCAL_POINT = "focal_point"  # of another body's delegation: a guest, who sees nothing but that


class Organisation(models.Model):
    """Someone who works with Menara: the tenant itself. Partners of an organisation are its ``Institution`` rows."""

    kind = models.CharField(max_length=20, choices=choices_of(OrganisationKind))
    name = WordsField()
    country = models.CharField(max_length=3, blank=True, default="")  # ISO 3166 alpha-3
    time_zone = models.CharField(max_length=64, default="UTC")
    home_unit_share = FractionField(null=True, blank=True)  # the largest share of a home unit a plan may take
    overlay = models.JSONField(default=dict, blank=True)  # what it asks of its own officers, see engines' Overlay
    is_demonstration = models.BooleanField(default=False)
    newsroom = models.SlugField(max_length=60, blank=True, default="")  # its public address; blank: none

    class Meta:
        constraints = [
            one_of("kind", OrganisationKind),
            models.UniqueConstraint(fields=["newsroom"], name="organisation_newsroom_once", condition=~Q(newsroom="")),
        ]

    def __str__(self) -> str:
        return self.name.get("en") or next(iter(self.name.values()), "")


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, *, email: str, password: str | None, name: str, language: str = "en") -> Account:
        """Save a new account."""
        account = self.model(email=self.normalize_email(email), name=name, language=language)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account that signs in with this address, found before any organisation is known."""
        email = Account.normalise(username or "")
        with acting_for(None, email=email):
            return self.get(email=email)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return Account.normalise(email or "")


class Account(AbstractBaseUser):
    """A person who signs in. The display name is how others see who decided what."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    # Signing in is no correction of the account, and must work where its row may only be read.
    last_login = None

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            # One address, one person, in the whole installation: the address is what a person signs in with.
            models.UniqueConstraint(fields=["email"], name="account_email_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_lower"),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Write the row, which is open to its own person only, whoever's request this is."""
        with acting_for(organisation_acted_for(), account_id=self.pk, email=self.email):
            super().save(*args, **options)

    @staticmethod
    def normalise(email: str) -> str:
        return email.strip().lower()

    def clean(self) -> None:
        self.email = self.normalise(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def natural_key(self) -> tuple[Any, ...]:
        return (self.email,)


class Membership(Tenant):
    """An account's role in an organisation. It is ended, not deleted: what the member decided stays the member's."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=13, choices=choices_of(Role))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "account"], name="membership_once"),
            one_of("role", Role),
        ]
