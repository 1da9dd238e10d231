"""All tables, and the walls between organisations with them: no table ever stands open."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import menara.models.fields
import menara.models.tenancy
from menara.models import walls
from menara.models.fences import FenceTables, KeepHistory

TENANT_TABLES = [
    "Call",
    "Commitment",
    "Decision",
    "DutyStation",
    "Institution",
    "Meeting",
    "Mission",
    "Nomination",
    "NominationStep",
    "Officer",
    "OfficerAssignment",
    "OfficerDocument",
    "OfficerLanguage",
    "OfficerMedical",
    "OfficerSkill",
    "OfficerVetting",
    "Outcome",
    "OutcomeStep",
    "Participant",
    "Partnership",
    "Person",
    "PersonTitle",
    "Plan",
    "PlanFile",
    "PlanPost",
    "Post",
    "Proposal",
    "Statement",
    "Summit",
]
SPECIAL_HISTORY = {"OfficerMedical", "OfficerVetting", "PlanFile", "Plan"}


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("national_police", "national_police"),
                            ("un_police_division", "un_police_division"),
                            ("mission", "mission"),
                            ("regional_body", "regional_body"),
                            ("partner", "partner"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "name",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("country", models.CharField(blank=True, default="", max_length=3)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("home_unit_share", menara.models.fields.FractionField(blank=True, max_length=40, null=True)),
                ("overlay", models.JSONField(blank=True, default=dict)),
                ("is_demonstration", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["national_police", "un_police_division", "mission", "regional_body", "partner"],
                            )
                        ),
                        name="organisation_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("sort_ar", menara.models.fields.SortKeyField(language="ar", source="name")),
                ("sort_fr", menara.models.fields.SortKeyField(language="fr", source="name")),
                ("sort_en", menara.models.fields.SortKeyField(language="en", source="name")),
                ("search", menara.models.fields.SearchKeyField(sources=("name",))),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("country", models.CharField(blank=True, default="", max_length=3)),
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
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="institution_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="institution_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="institution_real_names_its_source",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organisation", "code"),
                        name="institution_code_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(max_length=40)),
                ("service", models.CharField(max_length=80)),
                ("nationality", models.CharField(max_length=3)),
                ("home_unit", models.CharField(max_length=120)),
                ("unit_strength", models.PositiveIntegerField(blank=True, null=True)),
                ("woman", models.BooleanField(blank=True, null=True)),
                ("born_on", models.DateField(blank=True, null=True)),
                ("corps", models.CharField(blank=True, default="", max_length=80)),
                ("grade", models.CharField(blank=True, default="", max_length=80)),
                (
                    "education",
                    models.SmallIntegerField(
                        blank=True, choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")], null=True
                    ),
                ),
                ("academy_diploma", models.BooleanField(blank=True, null=True)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("training_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("active", "active"), ("retired", "retired"), ("civilian", "civilian")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("retired_on", models.DateField(blank=True, null=True)),
                ("driving_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("firearms_passed_on", models.DateField(blank=True, null=True)),
                ("firearms_tested", models.BooleanField(blank=True, null=True)),
                ("languages_known", models.BooleanField(default=True)),
                ("skills_known", models.BooleanField(default=True)),
                ("assignments_known", models.BooleanField(default=True)),
                ("available_from", models.DateField(blank=True, null=True)),
                ("available_until", models.DateField(blank=True, null=True)),
                ("release_consent", models.BooleanField(blank=True, null=True)),
                ("excluded_missions", models.JSONField(blank=True, default=list)),
                ("modalities", models.JSONField(blank=True, default=list)),
                ("missions_served", models.PositiveSmallIntegerField(default=0)),
                ("last_mission_ended_on", models.DateField(blank=True, null=True)),
                (
                    "search",
                    menara.models.fields.SearchKeyField(sources=("number", "home_unit", "corps", "grade", "service")),
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
                "indexes": [models.Index(fields=["organisation", "home_unit"], name="officer_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="officer_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="officer_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="officer_real_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "retired", "civilian", ""])),
                        name="officer_status_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "number"), name="officer_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="officer_has_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("available_from__isnull", True),
                            ("available_until__isnull", True),
                            ("available_from__lt", models.F("available_until")),
                            _connector="OR",
                        ),
                        name="officer_available_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=200)),
                ("language", models.CharField(default="en", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("email",), name="account_email_once"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="account_email_lower",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("queued", "queued"),
                            ("running", "running"),
                            ("solved", "solved"),
                            ("infeasible", "infeasible"),
                            ("stopped", "stopped"),
                            ("failed", "failed"),
                            ("accepted", "accepted"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("on_day", models.DateField()),
                ("settings", models.JSONField(blank=True, default=dict)),
                ("seconds", models.FloatField(default=60.0)),
                ("input_hash", models.CharField(blank=True, default="", max_length=80)),
                ("outcome", models.JSONField(blank=True, default=dict)),
                ("progress", models.JSONField(blank=True, default=dict)),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, default="", max_length=60)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "follows",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="menara.plan",
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
                "indexes": [models.Index(fields=["organisation", "-created_at"], name="plan_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "queued", "running", "solved", "infeasible", "stopped", "failed", "accepted"],
                            )
                        ),
                        name="plan_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_accepted_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "names",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("search", menara.models.fields.SearchKeyField(sources=("names",))),
                ("sort_ar", menara.models.fields.SortKeyField(language="Arab", source="names")),
                ("sort_en", menara.models.fields.SortKeyField(language="Latn", source="names")),
                (
                    "institution",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="menara.institution",
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
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="person_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="person_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="person_real_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Summit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("sort_ar", menara.models.fields.SortKeyField(language="ar", source="name")),
                ("sort_fr", menara.models.fields.SortKeyField(language="fr", source="name")),
                ("sort_en", menara.models.fields.SortKeyField(language="en", source="name")),
                ("search", menara.models.fields.SearchKeyField(sources=("name",))),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "venue",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("time_zone", models.CharField(max_length=64)),
                ("country", models.CharField(blank=True, default="", max_length=3)),
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
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="summit_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="summit_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="summit_real_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("held_on", models.DateField()),
                ("begins_at", models.TimeField(blank=True, null=True)),
                ("part_of_day", models.CharField(blank=True, default="", max_length=10)),
                ("time_zone", models.CharField(max_length=64)),
                (
                    "venue",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                (
                    "subject",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("source_note", models.TextField(blank=True, default="")),
                (
                    "hosted_by",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="menara.institution",
                    ),
                ),
                (
                    "requested_by",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="menara.institution",
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
                    "received_by",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="menara.person",
                    ),
                ),
                (
                    "summit",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="menara.summit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="meeting_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="meeting_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_real_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("expressed_interest", "expressed_interest"),
                            ("agreed_action", "agreed_action"),
                            ("pledge", "pledge"),
                            ("instrument", "instrument"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("quantity", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "unit",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("note_verbale", models.CharField(blank=True, default="", max_length=120)),
                (
                    "title",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True)),
                (
                    "counterpart",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="menara.institution",
                    ),
                ),
                (
                    "meeting",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="menara.meeting",
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
                    "summit",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="menara.summit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="outcome_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="outcome_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcome_real_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["expressed_interest", "agreed_action", "pledge", "instrument"])
                        ),
                        name="outcome_kind_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "id", "kind"), name="outcome_with_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "pledge"), _negated=True),
                            models.Q(
                                ("quantity__gt", 0),
                                ("quantity__isnull", False),
                                models.Q(("note_verbale", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_pledge_has_quantity_and_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "instrument"), _negated=True),
                            models.Q(
                                models.Q(("title", {}), _negated=True),
                                models.Q(("signed_on__isnull", False), ("provenance", "real"), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_instrument_has_title_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("since_on", models.DateField(blank=True, null=True)),
                (
                    "purpose",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
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
                    "partner",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="menara.institution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="partnership_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="partnership_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="partnership_real_names_its_source",
                    ),
                    models.UniqueConstraint(fields=("organisation", "partner"), name="partnership_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "outcome_kind",
                    models.CharField(
                        choices=[
                            ("expressed_interest", "expressed_interest"),
                            ("agreed_action", "agreed_action"),
                            ("pledge", "pledge"),
                            ("instrument", "instrument"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "outcome",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="menara.outcome"
                    ),
                ),
                (
                    "partnership",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="menara.partnership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="commitment_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="commitment_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="commitment_real_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome_kind__in", ("agreed_action", "pledge", "instrument"))),
                        name="commitment_rests_on_no_wish",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("ref", models.CharField(blank=True, default="", max_length=80)),
                (
                    "title",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("caller", models.CharField(blank=True, default="", max_length=120)),
                ("deadline_at", models.DateTimeField(blank=True, null=True)),
                ("deadline_zone", models.CharField(blank=True, default="", max_length=64)),
                ("female_target", menara.models.fields.FractionField(blank=True, max_length=40, null=True)),
                ("note_verbale", models.CharField(blank=True, default="", max_length=120)),
                ("as_posted", models.TextField(blank=True, default="")),
                ("search", menara.models.fields.SearchKeyField(sources=("ref", "title", "caller"))),
                (
                    "commitment",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="menara.commitment",
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
                    "outcome",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="menara.outcome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="call_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="call_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="call_real_names_its_source",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ref", ""), _negated=True),
                        fields=("organisation", "ref"),
                        name="call_ref_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deadline_at__isnull", True),
                            models.Q(("deadline_zone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="call_deadline_has_zone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("sort_ar", menara.models.fields.SortKeyField(language="ar", source="name")),
                ("sort_fr", menara.models.fields.SortKeyField(language="fr", source="name")),
                ("sort_en", menara.models.fields.SortKeyField(language="en", source="name")),
                ("search", menara.models.fields.SearchKeyField(sources=("name",))),
                ("code", models.CharField(max_length=40)),
                ("working_languages", models.JSONField(blank=True, default=list)),
                ("armed", models.BooleanField(blank=True, null=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
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
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="mission_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="mission_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mission_real_names_its_source",
                    ),
                    models.UniqueConstraint(fields=("organisation", "code"), name="mission_code_once"),
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="mission_has_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyStation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("sort_ar", menara.models.fields.SortKeyField(language="ar", source="name")),
                ("sort_fr", menara.models.fields.SortKeyField(language="fr", source="name")),
                ("sort_en", menara.models.fields.SortKeyField(language="en", source="name")),
                ("search", menara.models.fields.SearchKeyField(sources=("name",))),
                ("code", models.CharField(max_length=80)),
                (
                    "mission",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duty_stations", to="menara.mission"
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
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="dutystation_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="dutystation_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dutystation_real_names_its_source",
                    ),
                    models.UniqueConstraint(fields=("organisation", "mission", "code"), name="dutystation_code_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("ref", models.CharField(max_length=80)),
                (
                    "title",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                (
                    "modality",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("IPO", "IPO"),
                            ("P", "P"),
                            ("FPU", "FPU"),
                            ("SPT", "SPT"),
                            ("CIVPOL_EXPERT", "CIVPOL_EXPERT"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("level", models.CharField(blank=True, default="", max_length=10)),
                ("positions", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "vacancy_state",
                    models.CharField(
                        blank=True,
                        choices=[("confirmed", "confirmed"), ("pending", "pending"), ("frozen", "frozen")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("rank_min", models.JSONField(blank=True, default=dict)),
                (
                    "education",
                    models.SmallIntegerField(
                        blank=True, choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")], null=True
                    ),
                ),
                ("years_total", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("years_specific", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("specific_skill", models.CharField(blank=True, default="", max_length=80)),
                ("stream", models.CharField(blank=True, default="", max_length=80)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("armed", models.BooleanField(blank=True, null=True)),
                ("driving", models.BooleanField(blank=True, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("tour_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("extendable", models.BooleanField(blank=True, null=True)),
                ("max_nominations", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("nationality_exclusions", models.JSONField(blank=True, default=list)),
                ("critical", models.BooleanField(default=False)),
                ("as_posted", models.TextField(blank=True, default="")),
                ("seen_on", models.DateField(blank=True, null=True)),
                ("sort_ar", menara.models.fields.SortKeyField(language="ar", source="title")),
                ("sort_fr", menara.models.fields.SortKeyField(language="fr", source="title")),
                ("sort_en", menara.models.fields.SortKeyField(language="en", source="title")),
                ("search", menara.models.fields.SearchKeyField(sources=("ref", "title"))),
                (
                    "call",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="menara.call"
                    ),
                ),
                (
                    "duty_station",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="menara.dutystation",
                    ),
                ),
                (
                    "mission",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="menara.mission",
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
                "indexes": [models.Index(fields=["organisation", "call"], name="post_of_call")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="post_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="post_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="post_real_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("modality__in", ["IPO", "P", "FPU", "SPT", "CIVPOL_EXPERT", ""])),
                        name="post_modality_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vacancy_state__in", ["confirmed", "pending", "frozen", ""])),
                        name="post_vacancy_state_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "ref"), name="post_ref_once"),
                    models.CheckConstraint(condition=models.Q(("ref", ""), _negated=True), name="post_has_ref"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("nominated", "nominated"),
                            ("registered", "registered"),
                            ("desk_review", "desk_review"),
                            ("interview", "interview"),
                            ("selected", "selected"),
                            ("reserve", "reserve"),
                            ("not_selected", "not_selected"),
                            ("vetting", "vetting"),
                            ("medical", "medical"),
                            ("travel", "travel"),
                            ("inducted", "inducted"),
                            ("deployed", "deployed"),
                            ("end_of_tour", "end_of_tour"),
                            ("repatriated", "repatriated"),
                            ("debriefed", "debriefed"),
                            ("home", "home"),
                            ("withdrawn_by_state", "withdrawn_by_state"),
                            ("clearance_expired", "clearance_expired"),
                            ("post_frozen", "post_frozen"),
                            ("post_abolished", "post_abolished"),
                        ],
                        default="nominated",
                        max_length=20,
                    ),
                ),
                ("note_verbale", models.CharField(blank=True, default="", max_length=120)),
                ("made_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="nominations", to="menara.officer"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="menara.plan",
                    ),
                ),
                (
                    "post",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="nominations", to="menara.post"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "stage"], name="nomination_by_stage")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "nominated",
                                    "registered",
                                    "desk_review",
                                    "interview",
                                    "selected",
                                    "reserve",
                                    "not_selected",
                                    "vetting",
                                    "medical",
                                    "travel",
                                    "inducted",
                                    "deployed",
                                    "end_of_tour",
                                    "repatriated",
                                    "debriefed",
                                    "home",
                                    "withdrawn_by_state",
                                    "clearance_expired",
                                    "post_frozen",
                                    "post_abolished",
                                ],
                            )
                        ),
                        name="nomination_stage_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "officer", "post"), name="nomination_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NominationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nominated", "nominated"),
                            ("registered", "registered"),
                            ("desk_review", "desk_review"),
                            ("interview", "interview"),
                            ("selected", "selected"),
                            ("reserve", "reserve"),
                            ("not_selected", "not_selected"),
                            ("vetting", "vetting"),
                            ("medical", "medical"),
                            ("travel", "travel"),
                            ("inducted", "inducted"),
                            ("deployed", "deployed"),
                            ("end_of_tour", "end_of_tour"),
                            ("repatriated", "repatriated"),
                            ("debriefed", "debriefed"),
                            ("home", "home"),
                            ("withdrawn_by_state", "withdrawn_by_state"),
                            ("clearance_expired", "clearance_expired"),
                            ("post_frozen", "post_frozen"),
                            ("post_abolished", "post_abolished"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("nominated", "nominated"),
                            ("registered", "registered"),
                            ("desk_review", "desk_review"),
                            ("interview", "interview"),
                            ("selected", "selected"),
                            ("reserve", "reserve"),
                            ("not_selected", "not_selected"),
                            ("vetting", "vetting"),
                            ("medical", "medical"),
                            ("travel", "travel"),
                            ("inducted", "inducted"),
                            ("deployed", "deployed"),
                            ("end_of_tour", "end_of_tour"),
                            ("repatriated", "repatriated"),
                            ("debriefed", "debriefed"),
                            ("home", "home"),
                            ("withdrawn_by_state", "withdrawn_by_state"),
                            ("clearance_expired", "clearance_expired"),
                            ("post_frozen", "post_frozen"),
                            ("post_abolished", "post_abolished"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("document", models.CharField(blank=True, default="", max_length=200)),
                ("reason", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "nomination",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="menara.nomination"
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
                    models.UniqueConstraint(
                        fields=("organisation", "nomination", "order"), name="nominationstep_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_stage", ""), ("to_stage", "nominated")),
                            models.Q(
                                ("from_stage", "nominated"),
                                (
                                    "to_stage__in",
                                    [
                                        "desk_review",
                                        "interview",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "registered",
                                        "reserve",
                                        "selected",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "registered"),
                                (
                                    "to_stage__in",
                                    [
                                        "desk_review",
                                        "interview",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "reserve",
                                        "selected",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "desk_review"),
                                (
                                    "to_stage__in",
                                    [
                                        "interview",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "reserve",
                                        "selected",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "interview"),
                                (
                                    "to_stage__in",
                                    [
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "reserve",
                                        "selected",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "reserve"),
                                (
                                    "to_stage__in",
                                    [
                                        "clearance_expired",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "selected",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "selected"),
                                (
                                    "to_stage__in",
                                    [
                                        "clearance_expired",
                                        "medical",
                                        "post_abolished",
                                        "post_frozen",
                                        "travel",
                                        "vetting",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "vetting"),
                                (
                                    "to_stage__in",
                                    [
                                        "clearance_expired",
                                        "medical",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "travel",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "medical"),
                                (
                                    "to_stage__in",
                                    [
                                        "clearance_expired",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "travel",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "travel"),
                                (
                                    "to_stage__in",
                                    [
                                        "clearance_expired",
                                        "inducted",
                                        "post_abolished",
                                        "post_frozen",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(("from_stage", "inducted"), ("to_stage__in", ["deployed", "repatriated"])),
                            models.Q(
                                ("from_stage", "deployed"),
                                ("to_stage__in", ["end_of_tour", "repatriated", "withdrawn_by_state"]),
                            ),
                            models.Q(("from_stage", "end_of_tour"), ("to_stage__in", ["repatriated"])),
                            models.Q(("from_stage", "repatriated"), ("to_stage__in", ["debriefed", "home"])),
                            models.Q(("from_stage", "debriefed"), ("to_stage__in", ["home"])),
                            models.Q(
                                ("from_stage", "clearance_expired"),
                                (
                                    "to_stage__in",
                                    [
                                        "medical",
                                        "not_selected",
                                        "post_abolished",
                                        "post_frozen",
                                        "vetting",
                                        "withdrawn_by_state",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("from_stage", "post_frozen"),
                                ("to_stage__in", ["nominated", "post_abolished", "withdrawn_by_state"]),
                            ),
                            _connector="OR",
                        ),
                        name="nominationstep_allowed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_stage", "not_selected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="nominationstep_refusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "viewer"),
                            ("editor", "editor"),
                            ("planner", "planner"),
                            ("approver", "approver"),
                            ("administrator", "administrator"),
                        ],
                        max_length=13,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
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
                    models.UniqueConstraint(fields=("organisation", "account"), name="membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["viewer", "editor", "planner", "approver", "administrator"])),
                        name="membership_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField()),
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
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="historyhead_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("table", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("verb", models.CharField(max_length=6)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
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
                "indexes": [models.Index(fields=["organisation", "table", "row_id"], name="history_of_row")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "number"), name="historyentry_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_kind",
                    models.CharField(
                        choices=[
                            ("expressed_interest", "expressed_interest"),
                            ("agreed_action", "agreed_action"),
                            ("pledge", "pledge"),
                            ("instrument", "instrument"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_kind",
                    models.CharField(
                        choices=[
                            ("expressed_interest", "expressed_interest"),
                            ("agreed_action", "agreed_action"),
                            ("pledge", "pledge"),
                            ("instrument", "instrument"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                    "outcome",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="menara.outcome"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_kind__in", ["expressed_interest", "agreed_action", "pledge", "instrument"])
                        ),
                        name="outcomestep_from_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_kind__in", ["expressed_interest", "agreed_action", "pledge", "instrument"])
                        ),
                        name="outcomestep_to_kind_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "outcome", "to_kind"), name="outcomestep_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True), name="outcomestep_has_document"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "head"),
                            ("member", "member"),
                            ("note_taker", "note_taker"),
                            ("interpreter", "interpreter"),
                            ("security", "security"),
                            ("press", "press"),
                        ],
                        default="member",
                        max_length=12,
                    ),
                ),
                ("precedence", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "meeting",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="menara.meeting"
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
                    "person",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="menara.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "meeting", "person"), name="participant_once"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["host", "guest"])), name="participant_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["head", "member", "note_taker", "interpreter", "security", "press"])
                        ),
                        name="participant_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("acting", models.BooleanField(blank=True, null=True)),
                ("validity", django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True)),
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
                    "person",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="titles", to="menara.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="persontitle_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="persontitle_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="persontitle_real_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="menara.plan"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "plan"), name="planfile_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="menara.plan"
                    ),
                ),
                (
                    "post",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="menara.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "plan", "post"), name="planpost_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pin", "pin"), ("exclude", "exclude"), ("waive", "waive"), ("estimate", "estimate")],
                        max_length=8,
                    ),
                ),
                ("per_cent", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="menara.call",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="menara.officer",
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
                    "post",
                    menara.models.tenancy.Within(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="menara.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pin", "exclude", "waive", "estimate"])),
                        name="decision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="decision_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("call__isnull", True),
                                ("kind", "pin"),
                                ("officer__isnull", False),
                                ("post__isnull", False),
                            ),
                            models.Q(("call__isnull", True), ("kind", "exclude"), ("officer__isnull", False)),
                            models.Q(
                                ("call__isnull", False),
                                ("kind", "waive"),
                                ("officer__isnull", True),
                                ("post__isnull", True),
                            ),
                            models.Q(
                                ("call__isnull", True),
                                ("kind", "estimate"),
                                ("officer__isnull", False),
                                ("per_cent__isnull", False),
                                ("per_cent__lte", 100),
                                ("post__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_says_about_what",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organisation", "kind", "officer", "post", "call"),
                        name="decision_stands_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("nominee", "nominee"), ("reserve", "reserve")], max_length=7)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("odds", models.PositiveSmallIntegerField()),
                ("quality", models.IntegerField()),
                ("pinned", models.BooleanField(default=False)),
                ("unknown_rules", models.JSONField(blank=True, default=list)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="menara.officer"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="menara.plan"
                    ),
                ),
                (
                    "post",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="menara.post"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["nominee", "reserve"])), name="proposal_kind_known"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "plan", "post", "officer", "kind"), name="proposal_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "nominee")),
                        fields=("organisation", "plan", "officer"),
                        name="proposal_one_post_each",
                    ),
                    models.CheckConstraint(condition=models.Q(("odds__lte", 100)), name="proposal_per_cent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("real", "real"), ("synthetic", "synthetic"), ("entered", "entered")],
                        default="entered",
                        max_length=9,
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=200)),
                ("source_url", models.TextField(blank=True, default="")),
                (
                    "mark",
                    models.CharField(
                        blank=True, choices=[("C", "C"), ("S", "S"), ("U", "U"), ("I", "I")], default="", max_length=1
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "on_behalf_of",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("conveyed_wish", "conveyed_wish"),
                            ("stressed_importance", "stressed_importance"),
                            ("expressed", "expressed"),
                            ("proposed", "proposed"),
                            ("agreed", "agreed"),
                            ("signed", "signed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "meeting",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="menara.meeting"
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
                    "speaker",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="menara.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                        name="statement_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="statement_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("provenance", "real"), _negated=True),
                            models.Q(("source_key", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="statement_real_names_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                ["conveyed_wish", "stressed_importance", "expressed", "proposed", "agreed", "signed"],
                            )
                        ),
                        name="statement_verb_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerVetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conduct",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "clear"),
                            ("minor_traffic", "minor_traffic"),
                            ("drink_driving", "drink_driving"),
                            ("dangerous_driving", "dangerous_driving"),
                            ("under_investigation", "under_investigation"),
                            ("prosecuted", "prosecuted"),
                            ("convicted", "convicted"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("repatriated", models.BooleanField(blank=True, null=True)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="vettings", to="menara.officer"
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
                    models.UniqueConstraint(fields=("organisation", "officer"), name="officervetting_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "conduct__in",
                                [
                                    "clear",
                                    "minor_traffic",
                                    "drink_driving",
                                    "dangerous_driving",
                                    "under_investigation",
                                    "prosecuted",
                                    "convicted",
                                    "",
                                ],
                            )
                        ),
                        name="officervetting_conduct_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80)),
                ("level", models.PositiveSmallIntegerField()),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("last_used", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skills", to="menara.officer"
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
                    models.UniqueConstraint(fields=("organisation", "officer", "code"), name="officerskill_once"),
                    models.CheckConstraint(condition=models.Q(("level__range", (1, 4))), name="officerskill_level"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerMedical",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("medical", models.SmallIntegerField(blank=True, choices=[(0, "0"), (1, "1"), (2, "2")], null=True)),
                ("medical_until", models.DateField(blank=True, null=True)),
                ("vaccinated", models.BooleanField(blank=True, null=True)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="medicals", to="menara.officer"
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
                    models.UniqueConstraint(fields=("organisation", "officer"), name="officermedical_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerLanguage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8)),
                (
                    "level",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (6, "6"), (7, "7")],
                        null=True,
                    ),
                ),
                ("ams_on", models.DateField(blank=True, null=True)),
                ("ams_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("ams_until", models.DateField(blank=True, null=True)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="languages", to="menara.officer"
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
                    models.UniqueConstraint(fields=("organisation", "officer", "code"), name="officerlanguage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ams_score__isnull", True), ("ams_score__lte", 100), _connector="OR"),
                        name="officerlanguage_per_cent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("passport", "passport"),
                            ("driving_licence", "driving_licence"),
                            ("state_certificate", "state_certificate"),
                            ("self_attestation", "self_attestation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, default="", max_length=120)),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="menara.officer"
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
                    models.UniqueConstraint(fields=("organisation", "officer", "kind"), name="officerdocument_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["passport", "driving_licence", "state_certificate", "self_attestation"])
                        ),
                        name="officerdocument_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "officer",
                    menara.models.tenancy.Within(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="menara.officer",
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
                "indexes": [models.Index(fields=["organisation", "officer"], name="assignment_of_officer")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("officer"), models.F("officer"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("period", "&&"),
                        ],
                        name="officerassignment_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__endswith__lte", datetime.date(2200, 1, 1)),
                            ("period__isempty", False),
                            ("period__lower_inf", False),
                            ("period__startswith__gte", datetime.date(1900, 1, 1)),
                            ("period__upper_inf", False),
                        ),
                        name="officerassignment_bounded",
                    ),
                ],
            },
        ),
        # --- What Django does not write by itself -----------------------------------------------------------------------
        FenceTables(TENANT_TABLES),
        FenceTables(["Membership", "HistoryEntry", "HistoryHead"], policy=False),
        migrations.RunSQL(walls.ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(walls.HISTORY, "DROP FUNCTION menara_keep_history; DROP FUNCTION menara_link;"),
        migrations.RunSQL(
            walls.LADDER,
            "DROP TRIGGER climb_with_document ON menara_outcome; DROP FUNCTION menara_climb_with_document;",
        ),
        KeepHistory([name for name in TENANT_TABLES if name not in SPECIAL_HISTORY]),
        KeepHistory(["Organisation", "Membership"]),
        KeepHistory(["OfficerMedical"], unspoken=["medical", "medical_until", "vaccinated"]),
        KeepHistory(["OfficerVetting"], unspoken=["conduct", "repatriated"]),
        KeepHistory(["PlanFile"], unspoken=["text"]),
        KeepHistory(["Plan"], unspoken=["outcome"], unnoticed=["progress", "heartbeat_at"]),
    ]
