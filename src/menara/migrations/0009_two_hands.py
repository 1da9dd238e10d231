"""A person is of the office or of a delegation, and what two sides sign is signed by two."""

from django.db import migrations, models

from menara.models import walls_members


class Migration(migrations.Migration):
    dependencies = [("menara", "0008_sealed_text")]

    operations = [
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("organisation", "minutes", "signed_by"), name="signature_two_hands"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="addendum_two_hands",
            ),
        ),
        migrations.RunSQL(walls_members.ONE_OR_THE_OTHER, walls_members.NO_ONE_OR_THE_OTHER),
    ]
