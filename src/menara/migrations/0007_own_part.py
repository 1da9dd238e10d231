"""Guests keep to their own part of each row, both sides of a meeting to the side they are, signatures to their text."""

from django.db import migrations

from menara.models import walls_guests


class Migration(migrations.Migration):
    dependencies = [("menara", "0006_one_open_request")]

    operations = [
        migrations.RunSQL(walls_guests.SIDES_STAY, walls_guests.NO_SIDES_STAY),
        migrations.RunSQL(walls_guests.REQUESTS, walls_guests.NO_REQUESTS),
        migrations.RunSQL(walls_guests.PEOPLE, walls_guests.NO_PEOPLE),
        migrations.RunSQL(walls_guests.COLUMNS, walls_guests.NO_COLUMNS),
        migrations.RunSQL(walls_guests.POLICIES, walls_guests.NO_POLICIES),
        migrations.RunSQL(walls_guests.MINUTES, walls_guests.NO_MINUTES),
    ]
