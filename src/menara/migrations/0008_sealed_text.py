"""The words of a withdrawn text leave the row that the public reads, those of earlier withdrawals too."""

import django.db.models.deletion
from django.db import migrations, models

import menara.models.fields
import menara.models.tenancy
from menara.models import walls_withdrawn
from menara.models.fences import FenceTables, KeepHistory
from menara.models.guests import KeepGuestsApart


def _words():
    return menara.models.fields.WordsField(blank=True, default=dict, validators=[menara.models.fields.check_words])


class Migration(migrations.Migration):
    dependencies = [("menara", "0007_own_part")]

    operations = [
        migrations.CreateModel(
            name="SealedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("titles", _words()),
                ("bodies", _words()),
                (
                    "communique",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="menara.communique"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="menara.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "communique"), name="sealedtext_once"),
                ],
            },
        ),
        FenceTables(["SealedText"]),
        KeepGuestsApart(["SealedText"]),
        KeepHistory(["SealedText"], unspoken=["titles", "bodies"]),
        migrations.RunSQL(walls_withdrawn.TITLED, walls_withdrawn.NO_TITLED),
        migrations.RunSQL(walls_withdrawn.SEAL_EARLIER, walls_withdrawn.UNSEAL),
        migrations.RunSQL(walls_withdrawn.SEAL, walls_withdrawn.NO_SEAL),
    ]
