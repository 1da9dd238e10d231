"""The walls between organisations and the history, as operations of a migration.

One operation a step, each for a list of tenant tables, so that a later migration fences its new tables in one line:

    FenceTables(["Thing"]), KeepHistory(["Thing"])

``tests/shape/test_tenancy.py`` reads the catalogue of the database and fails for a table that was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import Model

from menara.models.tenancy import Within

OWN = "organisation_id = nullif(current_setting('menara.organisation', true), '')::bigint"


class FenceTables(Operation):
    """Raise row-level security, forced, on tenant tables and bind the keys between them to the organisation."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[str], *, policy: bool = True) -> None:
        self.models = list(models)
        self.policy = policy

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models says nothing of walls."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        found = [to_state.apps.get_model(app_label, name) for name in self.models]
        # All the targets before the first key.
        for statements in (_target, self._security, _keys):
            for model in found:
                for statement in statements(model):
                    schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any) -> None:
        for name in self.models:
            table = from_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f"DROP POLICY IF EXISTS own_organisation ON {table}")
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")

    def _security(self, model: type[Model]) -> Iterator[str]:
        table = model._meta.db_table
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        if self.policy:
            yield f"CREATE POLICY own_organisation ON {table} USING ({OWN}) WITH CHECK ({OWN})"

    def describe(self) -> str:
        return f"Fence {', '.join(self.models)}"


def _target(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    yield f"ALTER TABLE {table} ADD CONSTRAINT {table}_within UNIQUE (organisation_id, id)"


def _keys(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    for field in model._meta.local_fields:
        if isinstance(field, Within):
            target = field.related_model._meta.db_table
            yield (
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.name}_within "
                f"FOREIGN KEY (organisation_id, {field.column}) REFERENCES {target} (organisation_id, id)"
            )


_CHANGED_ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def triggers(table: str, *, unspoken: Sequence[str] = (), unnoticed: Sequence[str] = ()) -> list[str]:
    """The statements that make a table keep its history. A later migration that gives a table columns which are not to
    be told takes the triggers away and makes them anew."""
    arguments = f"'{{{','.join(unspoken)}}}', '{{{','.join(unnoticed)}}}'"
    return [
        f"CREATE TRIGGER keep_history_{verb} AFTER {verb} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION menara_keep_history({arguments})"
        for verb, rows in _CHANGED_ROWS.items()
    ]


def no_triggers(table: str) -> list[str]:
    """The statements that take them away."""
    return [f"DROP TRIGGER IF EXISTS keep_history_{verb} ON {table}" for verb in _CHANGED_ROWS]


class KeepHistory(Operation):
    """Record every change of these tables.

    ``unspoken`` columns are recorded as changed without their values: they are large, or not for every reader.
    A change of ``unnoticed`` columns alone is not recorded: a plan's progress is no decision.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: Sequence[str], *, unspoken: Sequence[str] = (), unnoticed: Sequence[str] = ()) -> None:
        self.models = list(models)
        self.unspoken = list(unspoken)
        self.unnoticed = list(unnoticed)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models says nothing of triggers."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        for name in self.models:
            table = to_state.apps.get_model(app_label, name)._meta.db_table
            for statement in triggers(table, unspoken=self.unspoken, unnoticed=self.unnoticed):
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any) -> None:
        for name in self.models:
            for statement in no_triggers(from_state.apps.get_model(app_label, name)._meta.db_table):
                schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Keep the history of {', '.join(self.models)}"
