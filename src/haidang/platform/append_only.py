"""Migration operations that make a table append-only in the database itself, on SQLite and PostgreSQL."""

from typing import Any

from django.db import migrations

_POSTGRES = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
_POSTGRES_BACK = """
DROP TRIGGER {name} ON {table}; DROP TRIGGER {name}_truncate ON {table}; DROP FUNCTION {name}();
"""
_SQLITE = [
    "CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
]
_SQLITE_BACK = ["DROP TRIGGER {name}_update", "DROP TRIGGER {name}_delete"]


def append_only(table: str) -> migrations.RunPython:
    """An operation after which rows of `table` can be added but neither changed nor removed."""
    names = {"table": table, "name": f"{table}_append_only"}

    def run(schema_editor: Any, postgres: str, sqlite: list[str]) -> None:
        # PL/pgSQL bodies hold semicolons, SQLite takes one statement at a time.
        statements = [postgres] if schema_editor.connection.vendor == "postgresql" else sqlite
        for statement in statements:
            schema_editor.execute(statement.format(**names), params=None)

    return migrations.RunPython(
        lambda _apps, editor: run(editor, _POSTGRES, _SQLITE),
        lambda _apps, editor: run(editor, _POSTGRES_BACK, _SQLITE_BACK),
    )
