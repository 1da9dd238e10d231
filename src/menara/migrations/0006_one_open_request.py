"""Between two delegations one request is open at a time, whoever asks whom."""

from django.db import migrations, models
from django.db.models.functions import comparison


class Migration(migrations.Migration):
    dependencies = [("menara", "0005_communique")]

    operations = [
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.UniqueConstraint(
                models.F("organisation"),
                comparison.Least("asking", "asked"),
                comparison.Greatest("asking", "asked"),
                condition=models.Q(("status__in", ["asked", "countered"])),
                name="request_open_once",
            ),
        ),
    ]
