"""Communiques: what a statement said after its verb, every hand in a text, and an approved text that stays as it is."""

import django.contrib.postgres.fields
from django.db import migrations, models

import menara.models.fields
from menara.models import walls_newsroom


class Migration(migrations.Migration):
    dependencies = [
        ("menara", "0004_minutes_by_side"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="matter",
            field=menara.models.fields.WordsField(
                blank=True, default=dict, validators=[menara.models.fields.check_words]
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="reasons",
            field=menara.models.fields.WordsField(
                blank=True, default=dict, validators=[menara.models.fields.check_words]
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="editors",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_pinned", True)),
                fields=("organisation", "communique"),
                name="reply_one_pinned",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_pinned", False)) | models.Q(("is_official", True), ("status", "published")),
                name="reply_pinned_is_official",
            ),
        ),
        migrations.RunSQL(walls_newsroom.APPROVED, walls_newsroom.NO_APPROVED),
    ]
