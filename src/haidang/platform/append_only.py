"""Rows that are written once: the model, and the migration operation that makes the database itself refuse changes."""

from typing import Any

from django.db import migrations, models
from django.utils.translation import gettext_lazy as _

from haidang.platform.errors import Refused

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


class Immutable(models.Model):
    """A row that is written once. The database refuses changes too (migration `append_only`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; raises Refused for a row that is already there."""
        if not self._state.adding:
            raise Refused(
                _("Phiên bản đã công bố không sửa được; hãy công bố phiên bản mới."), code="version-immutable"
            )
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises Refused."""
        raise Refused(_("Phiên bản đã công bố không xóa được."), code="version-immutable")


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
