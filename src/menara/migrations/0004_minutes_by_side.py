"""Each side of a meeting writes for itself alone: words, agreement, signatures, evidence, verification."""

from django.db import migrations

from menara.models import walls_minutes


class Migration(migrations.Migration):
    dependencies = [("menara", "0003_summit_desk")]

    operations = [migrations.RunSQL(walls_minutes.SIDES, walls_minutes.NO_SIDES)]
