"""Guests name no source for what they enter, and enter people of their own body alone."""

from django.db import migrations

from menara.models import walls_entries


class Migration(migrations.Migration):
    dependencies = [("menara", "0009_two_hands")]

    operations = [
        migrations.RunSQL(walls_entries.ENTRIES, walls_entries.NO_ENTRIES),
        migrations.RunSQL(walls_entries.COLUMNS, walls_entries.NO_COLUMNS),
        migrations.RunSQL(walls_entries.ADDRESSES, walls_entries.NO_ADDRESSES),
        migrations.RunSQL(walls_entries.POLICIES, walls_entries.NO_POLICIES),
    ]
