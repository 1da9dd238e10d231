"""The desk of a summit: delegations, programme, two-sided minutes, newsroom; and guests, kept apart in the schema."""

from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import menara.models.fields
import menara.models.tenancy
from menara.models import guests, walls_summit
from menara.models.fences import FenceTables, KeepHistory
from menara.models.guests import KeepGuestsApart

NEW = [
    "Absence",
    "Addendum",
    "AgendaItem",
    "CalendarFeed",
    "Clause",
    "ClauseVersion",
    "CommitmentEvidence",
    "Communique",
    "Delegation",
    "DelegationMember",
    "FocalPoint",
    "Interpreter",
    "InterpreterPair",
    "InterpreterShift",
    "MeetingRequest",
    "Minutes",
    "Notice",
    "Placement",
    "PlacementInterpreter",
    "PlacementPerson",
    "Programme",
    "Reminder",
    "Reply",
    "ReplyContact",
    "ReplySender",
    "RequestPerson",
    "Room",
    "RoomHours",
    "Signature",
    "Slot",
    "TalkingPoint",
    "WaitingPlace",
    "Walk",
]
SPECIAL = {"Programme", "TalkingPoint", "ReplyContact", "ReplySender", "CalendarFeed"}
TENANT_TABLES = import_module("menara.migrations.0001_initial").TENANT_TABLES


def _key(table: str, field: str, target: str) -> tuple[str, str]:
    """The statements that bind a key to the organisation and loose it again."""
    name = f"{table}_{field}_within"
    key = f"FOREIGN KEY (organisation_id, {field}_id) REFERENCES {target} (organisation_id, id)"
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} {key}", f"ALTER TABLE {table} DROP CONSTRAINT {name}"


class Migration(migrations.Migration):
    dependencies = [
        ("menara", "0002_scenarios"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("calendar_uid", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("agreed", "agreed"), ("withdrawn", "withdrawn")],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                ("proposed_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("hash", models.CharField(blank=True, default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64)),
                ("language", models.CharField(default="en", max_length=10)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ClauseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("is_removal", models.BooleanField(default=False)),
                ("made_from", models.JSONField(blank=True, default=dict)),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                ("proposed_at", models.DateTimeField()),
                ("host_agreed_at", models.DateTimeField(blank=True, null=True)),
                ("guest_agreed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CommitmentEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                ("reference", models.CharField(max_length=300)),
                ("note", models.TextField(blank=True, default="")),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Communique",
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
                ("slug", models.SlugField(max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("approved", "approved"),
                            ("released", "released"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "titles",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                (
                    "bodies",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("dated_on", models.DateField()),
                ("drafted_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("text_hash", models.CharField(blank=True, default="", max_length=64)),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_reason",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("takes_replies", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Delegation",
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
                ("is_host", models.BooleanField(default=False)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("precedence", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("present", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("most_in_row", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="DelegationMember",
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
            ],
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Interpreter",
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
                ("code", models.CharField(max_length=40)),
                (
                    "names",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("clearance", models.PositiveSmallIntegerField(default=0)),
                ("most_minutes_in_row", models.PositiveSmallIntegerField(default=120)),
                ("rest_minutes", models.PositiveSmallIntegerField(default=30)),
            ],
        ),
        migrations.CreateModel(
            name="InterpreterPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=8)),
                ("target", models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="InterpreterShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
        ),
        migrations.CreateModel(
            name="MeetingRequest",
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
                    "subject",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=2)),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("proposed_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("countered", "countered"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                        ],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("is_tentative", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_note", models.TextField(blank=True, default="")),
                ("asking_language", models.CharField(blank=True, default="", max_length=8)),
                ("asked_language", models.CharField(blank=True, default="", max_length=8)),
                ("persons", models.PositiveSmallIntegerField(default=4)),
                (
                    "equipment",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("clearance", models.PositiveSmallIntegerField(default=0)),
                ("window", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("preferred", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("authoritative", models.CharField(max_length=8)),
                ("second", models.CharField(blank=True, default="", max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("text_hash", models.CharField(blank=True, default="", max_length=64)),
                ("changed", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "placed"),
                            ("moved", "moved"),
                            ("room_changed", "room_changed"),
                            ("taken_out", "taken_out"),
                            ("room_free", "room_free"),
                        ],
                        max_length=12,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("occupies", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("is_pinned", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("no_show", "no_show"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PlacementInterpreter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("no_show", "no_show"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("pairs", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="PlacementPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("no_show", "no_show"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("superseded", "superseded")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "release_note",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
                ("proof", models.JSONField(blank=True, default=dict)),
                ("progress", models.JSONField(blank=True, default=dict)),
                ("stop_asked", models.BooleanField(default=False)),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("changed", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days_before", models.SmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=10)),
                ("text", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("published", "published"),
                            ("removed", "removed"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("is_official", models.BooleanField(default=False)),
                ("is_pinned", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("off_topic", "off_topic"),
                            ("personal_data", "personal_data"),
                            ("insult", "insult"),
                            ("advertising", "advertising"),
                            ("unlawful", "unlawful"),
                            ("repeated", "repeated"),
                        ],
                        default="",
                        max_length=13,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReplyContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
            ],
        ),
        migrations.CreateModel(
            name="ReplySender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender_hash", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RequestPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="Room",
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
                ("area", models.CharField(blank=True, default="", max_length=40)),
                ("capacity", models.PositiveSmallIntegerField()),
                (
                    "equipment",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("clearance", models.PositiveSmallIntegerField(default=0)),
                ("turnover_minutes", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RoomHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                ("signed_as", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
        ),
        migrations.CreateModel(
            name="TalkingPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("host", "host"), ("guest", "guest")], max_length=5)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "text",
                    menara.models.fields.WordsField(
                        blank=True, default=dict, validators=[menara.models.fields.check_words]
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitingPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Walk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.CharField(max_length=40)),
                ("other", models.CharField(max_length=40)),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_known",
        ),
        migrations.AddField(
            model_name="commitment",
            name="measure",
            field=menara.models.fields.WordsField(
                blank=True, default=dict, validators=[menara.models.fields.check_words]
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="owner_person",
            field=menara.models.tenancy.Within(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.person"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="owner_side",
            field=models.CharField(choices=[("host", "host"), ("guest", "guest")], default="host", max_length=5),
        ),
        migrations.AddField(
            model_name="commitment",
            name="returned_note",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="commitment",
            name="verified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="commitment",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="verified_side",
            field=models.CharField(
                blank=True, choices=[("host", "host"), ("guest", "guest")], default="", max_length=5
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ends_at",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="gifts",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="meeting",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="photo_released",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="newsroom",
            field=models.SlugField(blank=True, default="", max_length=60),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("viewer", "viewer"),
                    ("editor", "editor"),
                    ("planner", "planner"),
                    ("approver", "approver"),
                    ("administrator", "administrator"),
                    ("focal_point", "focal_point"),
                ],
                max_length=13,
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner_side__in", ["host", "guest"])), name="commitment_owner_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("verified_side__in", ["host", "guest", ""])), name="commitment_verified_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True), ("verified_side", "")),
                    models.Q(
                        ("done_on__isnull", False),
                        ("verified_at__isnull", False),
                        ("verified_by__isnull", False),
                        models.Q(("verified_side", ""), _negated=True),
                        models.Q(("verified_side", models.F("owner_side")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="commitment_verified_by_the_other_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["viewer", "editor", "planner", "approver", "administrator", "focal_point"])
                ),
                name="membership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("newsroom", ""), _negated=True),
                fields=("newsroom",),
                name="organisation_newsroom_once",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="person",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="menara.person"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="menara.meeting"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="person",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feeds",
                to="menara.person",
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="clauseversion",
            name="clause",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="menara.clause"
            ),
        ),
        migrations.AddField(
            model_name="clauseversion",
            name="guest_agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clauseversion",
            name="host_agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clauseversion",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="clauseversion",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="clause",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="menara.clauseversion",
            ),
        ),
        migrations.AddField(
            model_name="commitmentevidence",
            name="commitment",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="menara.commitment"
            ),
        ),
        migrations.AddField(
            model_name="commitmentevidence",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="commitmentevidence",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="edited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="meeting",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="communiques",
                to="menara.meeting",
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="communique",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="institution",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="menara.institution"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="delegation",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="delegationmember",
            name="delegation",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="delegationmember",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="delegationmember",
            name="person",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="menara.person"
            ),
        ),
        migrations.AddField(
            model_name="focalpoint",
            name="delegation",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="focal_points", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="focalpoint",
            name="membership",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="represented", to="menara.membership"
            ),
        ),
        migrations.AddField(
            model_name="focalpoint",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="interpreter",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="interpreter",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="interpreters", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="interpreterpair",
            name="interpreter",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="pairs", to="menara.interpreter"
            ),
        ),
        migrations.AddField(
            model_name="interpreterpair",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="interpretershift",
            name="interpreter",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="shifts", to="menara.interpreter"
            ),
        ),
        migrations.AddField(
            model_name="interpretershift",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="after",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="before",
                to="menara.meetingrequest",
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="asked",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="asked_to", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="asking",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="asked_for", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="host",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="menara.delegation",
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="receiving",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="meetingrequest",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="request",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="menara.meetingrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("request__isnull", False)),
                fields=("organisation", "request"),
                name="meeting_of_request_once",
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="meeting",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="menara.meeting"
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="minutes",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="menara.minutes"
            ),
        ),
        migrations.AddField(
            model_name="addendum",
            name="minutes",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="addenda", to="menara.minutes"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="delegation",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="menara.delegation"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="request",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="menara.meetingrequest"
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="request",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="menara.meetingrequest"
            ),
        ),
        migrations.AddField(
            model_name="placementinterpreter",
            name="interpreter",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="menara.interpreter"
            ),
        ),
        migrations.AddField(
            model_name="placementinterpreter",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="placementinterpreter",
            name="placement",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="interpreters", to="menara.placement"
            ),
        ),
        migrations.AddField(
            model_name="placementperson",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="placementperson",
            name="person",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.person"
            ),
        ),
        migrations.AddField(
            model_name="placementperson",
            name="placement",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="people", to="menara.placement"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="based_on",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="menara.programme",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="placementperson",
            name="programme",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="menara.programme"
            ),
        ),
        migrations.AddField(
            model_name="placementinterpreter",
            name="programme",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="menara.programme"
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="programme",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="menara.programme"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="programme",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="menara.programme",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="commitment",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="menara.commitment"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="answers",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answered",
                to="menara.reply",
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="communique",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="menara.communique"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="replycontact",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="replycontact",
            name="reply",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="contact", to="menara.reply"
            ),
        ),
        migrations.AddField(
            model_name="replysender",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="requestperson",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="requestperson",
            name="person",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.person"
            ),
        ),
        migrations.AddField(
            model_name="requestperson",
            name="request",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="people", to="menara.meetingrequest"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="room",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="menara.room"
            ),
        ),
        migrations.AddField(
            model_name="roomhours",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="roomhours",
            name="room",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="menara.room"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="minutes",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="menara.minutes"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="slot",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="slot",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="menara.summit"
            ),
        ),
        migrations.AddField(
            model_name="talkingpoint",
            name="meeting",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="talking_points", to="menara.meeting"
            ),
        ),
        migrations.AddField(
            model_name="talkingpoint",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="request",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.CASCADE, related_name="waiting", to="menara.meetingrequest"
            ),
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="room",
            field=menara.models.tenancy.Within(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.room"
            ),
        ),
        migrations.AddField(
            model_name="waitingplace",
            name="served_by",
            field=menara.models.tenancy.Within(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="menara.placement",
            ),
        ),
        migrations.AddField(
            model_name="walk",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="menara.organisation"
            ),
        ),
        migrations.AddField(
            model_name="walk",
            name="summit",
            field=menara.models.tenancy.Within(
                on_delete=django.db.models.deletion.PROTECT, related_name="walks", to="menara.summit"
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["organisation", "person"], name="absence_of_person"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False), ("during__lower_inf", False), ("during__upper_inf", False)
                ),
                name="absence_during_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["host", "guest"])), name="clauseversion_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseversion",
            constraint=models.UniqueConstraint(fields=("organisation", "clause", "number"), name="clauseversion_once"),
        ),
        migrations.AddConstraint(
            model_name="clauseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("host_agreed_at__isnull", True), ("host_agreed_by__isnull", True)),
                    models.Q(("host_agreed_at__isnull", False), ("host_agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="clauseversion_host_agreed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guest_agreed_at__isnull", True), ("guest_agreed_by__isnull", True)),
                    models.Q(("guest_agreed_at__isnull", False), ("guest_agreed_by__isnull", False)),
                    _connector="OR",
                ),
                name="clauseversion_guest_agreed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["host", "guest"])), name="commitmentevidence_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentevidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True), name="commitmentevidence_has_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                name="communique_provenance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="communique_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="communique_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "submitted", "approved", "released", "withdrawn"])),
                name="communique_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="communique_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(
                        models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                        models.Q(("approved_by", models.F("edited_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="communique_approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "submitted"]),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("text_hash", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="communique_beyond_draft_is_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="communique",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["released", "withdrawn"]), _negated=True),
                    models.Q(
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                        models.Q(
                            ("embargo_until__isnull", True),
                            ("embargo_until__lte", models.F("released_at")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="communique_released_after_embargo",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                name="delegation_provenance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="delegation_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="delegation_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                fields=("organisation", "summit", "institution"), name="delegation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_host", True)), fields=("organisation", "summit"), name="delegation_one_host"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(fields=("organisation", "secret_hash"), name="calendarfeed_secret_once"),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                name="delegationmember_provenance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="delegationmember_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="delegationmember_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.UniqueConstraint(
                fields=("organisation", "delegation", "person"), name="delegationmember_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "head")), fields=("organisation", "delegation"), name="delegation_one_head"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegationmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["head", "member", "note_taker", "interpreter", "security", "press"])),
                name="delegationmember_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="focalpoint",
            constraint=models.UniqueConstraint(
                fields=("organisation", "membership", "delegation"), name="focalpoint_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                name="interpreter_provenance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="interpreter_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="interpreter_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreter",
            constraint=models.UniqueConstraint(fields=("organisation", "summit", "code"), name="interpreter_code_once"),
        ),
        migrations.AddConstraint(
            model_name="interpreterpair",
            constraint=models.UniqueConstraint(
                fields=("organisation", "interpreter", "source", "target"), name="interpreterpair_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpreterpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="interpreterpair_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="interpretershift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False), ("during__lower_inf", False), ("during__upper_inf", False)
                ),
                name="interpretershift_during_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="interpretershift",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("interpreter"), models.F("interpreter"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="interpretershift_apart",
            ),
        ),
        migrations.AddIndex(
            model_name="meetingrequest",
            index=models.Index(fields=["organisation", "asking"], name="request_asking"),
        ),
        migrations.AddIndex(
            model_name="meetingrequest",
            index=models.Index(fields=["organisation", "asked"], name="request_asked"),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])),
                name="meetingrequest_provenance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="meetingrequest_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="meetingrequest_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["asked", "countered", "accepted", "declined", "withdrawn", "expired"])
                ),
                name="meetingrequest_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asking", models.F("asked")), _negated=True), name="meetingrequest_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receiving", models.F("asking")), ("receiving", models.F("asked")), _connector="OR"
                ),
                name="meetingrequest_one_of_them_receives",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)), name="meetingrequest_minutes_sane"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [1, 2, 3])), name="meetingrequest_priority_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "countered"), _negated=True),
                    ("proposed_minutes__isnull", False),
                    _connector="OR",
                ),
                name="meetingrequest_counter_has_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(fields=("organisation", "meeting"), name="minutes_once"),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("locked_at__isnull", True), ("text_hash", "")),
                    models.Q(("locked_at__isnull", False), models.Q(("text_hash", ""), _negated=True)),
                    _connector="OR",
                ),
                name="minutes_locked_with_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(("authoritative", ""), _negated=True), name="minutes_have_authoritative_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("organisation", "minutes", "position"),
                name="clause_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["host", "guest"])), name="addendum_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["proposed", "agreed", "withdrawn"])), name="addendum_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.UniqueConstraint(
                fields=("organisation", "minutes", "number"), name="addendum_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="addendum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "agreed"), _negated=True),
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", False),
                        models.Q(("hash", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="addendum_agreed_with_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "published", "superseded"])), name="programme_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                fields=("organisation", "summit", "number"), name="programme_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "published")),
                fields=("organisation", "summit"),
                name="programme_one_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", True), ("published_at__isnull", True), ("status", "draft")),
                    models.Q(
                        models.Q(("status", "draft"), _negated=True),
                        ("number__isnull", False),
                        ("published_at__isnull", False),
                        ("published_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="programme_numbered_when_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementperson",
            constraint=models.UniqueConstraint(
                fields=("organisation", "placement", "person"), name="placementperson_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placementperson",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state__in", ("planned", "held"))),
                expressions=[
                    (
                        models.Func(
                            models.F("programme"), models.F("programme"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(models.F("person"), models.F("person"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="person_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementinterpreter",
            constraint=models.UniqueConstraint(
                fields=("organisation", "placement", "interpreter"), name="placementinterpreter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placementinterpreter",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state__in", ("planned", "held"))),
                expressions=[
                    (
                        models.Func(
                            models.F("programme"), models.F("programme"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("interpreter"), models.F("interpreter"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="interpreter_booked_once",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["organisation", "delegation"], name="notice_of_delegation"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["placed", "moved", "room_changed", "taken_out", "room_free"])),
                name="notice_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("organisation", "commitment", "days_before"), name="reminder_once"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["organisation", "communique", "status"], name="reply_of_communique"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "published", "removed", "refused"])),
                name="reply_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["off_topic", "personal_data", "insult", "advertising", "unlawful", "repeated", ""])
                ),
                name="reply_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("status__in", ["waiting", "published"])),
                    models.Q(("status__in", ["removed", "refused"]), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reply_not_shown_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "waiting"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="reply_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="replycontact",
            constraint=models.UniqueConstraint(fields=("organisation", "reply"), name="replycontact_once"),
        ),
        migrations.AddIndex(
            model_name="replysender",
            index=models.Index(fields=["organisation", "sender_hash", "received_at"], name="replysender_lately"),
        ),
        migrations.AddConstraint(
            model_name="requestperson",
            constraint=models.UniqueConstraint(fields=("organisation", "request", "person"), name="requestperson_once"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("provenance__in", ["real", "synthetic", "entered"])), name="room_provenance_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ["C", "S", "U", "I", ""])), name="room_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provenance", "real"), _negated=True),
                    models.Q(("source_key", ""), _negated=True),
                    models.Q(("source_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="room_real_names_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("organisation", "summit", "code"), name="room_code_once"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "no_show", "cancelled"])),
                name="placement_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False), ("during__lower_inf", False), ("during__upper_inf", False)
                ),
                name="placement_during_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("occupies__contains", models.F("during"))), name="placement_occupies_its_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("organisation", "programme", "request"), name="placement_once"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id", "programme", "during", "state"), name="placement_followed"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state__in", ("planned", "held"))),
                expressions=[
                    (
                        models.Func(
                            models.F("programme"), models.F("programme"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("room"), models.F("room"), models.Value("[]"), function="int8range"), "&&"),
                    ("occupies", "&&"),
                ],
                name="room_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="roomhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False), ("during__lower_inf", False), ("during__upper_inf", False)
                ),
                name="roomhours_during_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="roomhours",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.Func(models.F("room"), models.F("room"), models.Value("[]"), function="int8range"), "&&"),
                    ("during", "&&"),
                ],
                name="roomhours_apart",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["host", "guest"])), name="signature_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("organisation", "minutes", "side"), name="signature_once"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False), ("during__lower_inf", False), ("during__upper_inf", False)
                ),
                name="slot_during_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(models.F("summit"), models.F("summit"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="slot_apart",
            ),
        ),
        migrations.AddConstraint(
            model_name="talkingpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["host", "guest"])), name="talkingpoint_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitingplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("organisation", "request"),
                name="waitingplace_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="walk",
            constraint=models.UniqueConstraint(fields=("organisation", "summit", "one", "other"), name="walk_once"),
        ),
        migrations.AddConstraint(
            model_name="walk",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="walk_named_in_order"
            ),
        ),
        # --- What Django does not write by itself -----------------------------------------------------------------------
        FenceTables(NEW),
        migrations.RunSQL(*_key("menara_meeting", "request", "menara_meetingrequest")),
        migrations.RunSQL(*_key("menara_outcome", "clause", "menara_clauseversion")),
        migrations.RunSQL(*_key("menara_commitment", "owner_person", "menara_person")),
        migrations.RunSQL(walls_summit.PLACES, walls_summit.NO_PLACES),
        migrations.RunSQL(walls_summit.MINUTES, walls_summit.NO_MINUTES),
        migrations.RunSQL(guests.FUNCTIONS, guests.NO_FUNCTIONS),
        KeepGuestsApart([*TENANT_TABLES, "Membership", "Scenario", *NEW]),
        migrations.RunSQL(guests.ACCOUNTS, guests.NO_ACCOUNTS),
        migrations.RunSQL(guests.SIDES, guests.NO_SIDES),
        KeepHistory([name for name in NEW if name not in SPECIAL]),
        KeepHistory(["Programme"], unspoken=["proof"], unnoticed=["progress", "heartbeat_at", "changed"]),
        KeepHistory(["TalkingPoint"], unspoken=["text"]),
        KeepHistory(["ReplyContact"], unspoken=["email"]),
        KeepHistory(["ReplySender"], unspoken=["sender_hash"]),
        KeepHistory(["CalendarFeed"], unspoken=["secret_hash"]),
    ]
