"""An SQL database, read only: one query of the contract, on SQLite below the operator's folder or on PostgreSQL.

That nothing can be written is the database's own doing: SQLite is opened read-only with `query_only`, PostgreSQL in
a read-only transaction. What the query gives is kept as the list of objects it is.
"""

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings as installation
from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.connectors.folder import below, is_below
from haidang.ioc.sources.connectors.port import Ask, Failed, Problems
from haidang.ioc.sources.deliveries import Arrived
from haidang.ioc.sources.formats.sheet import ROW_LIMIT

SECONDS = 60


class Sql:
    """SQL databases.

    Settings: database ("sqlite" or "postgresql"), path (SQLite) or url without password (PostgreSQL), query with
    :cursor where it goes on. Secret: password.
    """

    def fetch(self, ask: Ask) -> Iterator[Arrived]:
        """The rows of the query as one delivery."""
        rows = _sqlite(ask) if ask.settings.get("database", "sqlite") == "sqlite" else _postgresql(ask)
        yield Arrived(json.dumps(rows, ensure_ascii=False, indent=0).encode(), "truy-van.json")

    def problems(self, settings: Mapping[str, Any]) -> Problems:
        """What is wrong with the settings."""
        query = str(settings.get("query", "")).strip()
        if not query.lower().startswith(("select", "with")) or ";" in query.rstrip(";"):
            yield "settings.query", _("Hãy ghi một câu truy vấn SELECT.")
        if settings.get("database", "sqlite") == "sqlite":
            if not settings.get("path") or not is_below(str(settings["path"])):
                yield "settings.path", _("Hãy ghi tệp SQLite nằm trong thư mục nhận tệp của máy chủ.")
        elif settings.get("database") == "postgresql":
            if not _is_allowed(str(settings.get("url", ""))):
                yield "settings.url", _("Dạng postgresql://tên@máy:cổng/csdl, máy được phép, không kèm mật khẩu.")
        else:
            yield "settings.database", _("Loại cơ sở dữ liệu không có trong danh sách.")


def _is_allowed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or 5432
    except ValueError:
        return False
    known = {host, f"{host}:{port}"} & set(installation.SOURCE_HOSTS)
    # Options behind "?" could name another host than the one that was checked.
    return parts.scheme == "postgresql" and not parts.password and not parts.query and bool(known)


def _sqlite(ask: Ask) -> list[dict[str, Any]]:
    path = below(str(ask.settings.get("path", "")))
    if not path.is_file():
        raise Failed("path", path.name)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5)) as database:
            database.execute("PRAGMA query_only = ON")
            # Called every so many steps; a true answer ends the query.
            steps = iter(range(SECONDS * 2_000))
            database.set_progress_handler(lambda: next(steps, None) is None, 10_000)
            cursor = database.execute(str(ask.settings["query"]), {"cursor": ask.cursor})
            return _objects([item[0] for item in cursor.description or ()], cursor)
    except sqlite3.Error as error:
        raise Failed("query", str(error)) from error


def _postgresql(ask: Ask) -> list[dict[str, Any]]:
    import psycopg

    url = str(ask.settings.get("url", ""))
    if not _is_allowed(url):
        raise Failed("host")
    query = str(ask.settings["query"]).replace("%", "%%").replace(":cursor", "%(cursor)s")
    try:
        with psycopg.connect(
            url, password=ask.secrets.get("password") or None, connect_timeout=10, autocommit=False
        ) as database:
            database.read_only = True
            database.execute(f"SET statement_timeout = {SECONDS * 1000}")
            found = database.execute(query.encode(), {"cursor": ask.cursor})
            return _objects([item.name for item in found.description or ()], found)
    except psycopg.Error as error:
        raise Failed("query", type(error).__name__) from error


def _objects(names: list[str], rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        found.append({name: _plain(value) for name, value in zip(names, row, strict=True)})
        if len(found) > ROW_LIMIT:
            raise Failed("too_large")
    return found


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case None | bool() | int() | float() | str():
            return value
    return str(value)
