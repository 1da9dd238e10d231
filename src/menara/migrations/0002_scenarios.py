"""Plans kept under a name, the course of a plan's work and how groups came out; fenced and recorded like the rest."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import menara.models.tenancy
from menara.models.fences import FenceTables, KeepHistory, no_triggers, triggers

PLAN = "menara_plan"
BEFORE = {"unspoken": ["outcome"], "unnoticed": ["progress", "heartbeat_at"]}
NOW = {"unspoken": ["outcome", "fairness", "course"], "unnoticed": ["progress", "course", "heartbeat_at"]}


class Migration(migrations.Migration):
    dependencies = [("menara", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="course",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="plan",
            name="fairness",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("note", models.TextField(blank=True, default="")),
                ("kept_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                (
                    "plan",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scenarios", to="menara.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organisation"),
                        django.db.models.functions.text.Lower("name"),
                        name="scenario_name_once",
                    ),
                    models.UniqueConstraint(fields=("organisation", "plan"), name="scenario_plan_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="scenario_has_name"),
                ],
            },
        ),
        FenceTables(["Scenario"]),
        KeepHistory(["Scenario"]),
        # What a plan's work said of itself is no decision, and how groups came out is large.
        migrations.RunSQL(
            [*no_triggers(PLAN), *triggers(PLAN, **NOW)], [*no_triggers(PLAN), *triggers(PLAN, **BEFORE)]
        ),
    ]
