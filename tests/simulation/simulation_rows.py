"""Every row of the house, and how to take back what a run has written."""

from datetime import datetime

from django.db import connection, transaction

SINCE = datetime.fromisoformat("2024-09-30T00:00+07:00")
UNTIL = datetime.fromisoformat("2024-11-04T09:00+07:00")


def rows():
    """Every column of every row of every table but those of procedures, which a run only reads."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if not table.startswith(("django_", "catalogue_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
                columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
                found[table] = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def rewind_numbers():
    """PostgreSQL does not take back the numbers that a rolled-back insert drew: sets counters behind the last row."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for sequence in connection.introspection.get_sequences(cursor, table):
                name, column = connection.ops.quote_name(table), connection.ops.quote_name(sequence["column"])
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({column}), 0) + 1, false) FROM {name}",
                    [table, sequence["column"]],
                )


def undone(act):
    """What `act` returns, after everything it wrote has been rolled back."""
    rewind_numbers()
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    rewind_numbers()
    return found
