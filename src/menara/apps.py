"""Menara as Django knows it: one app, one label."""

from __future__ import annotations

from django.apps import AppConfig


class MenaraConfig(AppConfig):
    name = "menara"
    label = "menara"
    verbose_name = "Menara"
    default_auto_field = "django.db.models.BigAutoField"
