"""Clients signed in as a member of an office."""

from __future__ import annotations

from typing import Any

from django.test import Client

from office import Office

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(office: Office, role: str = "administrator", language: str = "en") -> Client:
    """A client behind the door."""
    from menara.models import Account

    member: Any = getattr(office, role)
    client = Client()
    client.force_login(Account.objects.get(pk=member.account_id), BACKEND)
    client.cookies["django_language"] = language
    return client
