"""``menara manage``"""

from __future__ import annotations

import os
import sys

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> int:
    """Run one of Django's management commands in the application's role, for example: menara manage check"""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menara.ground.settings")
    execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
    return 0
