"""Reads `DATABASE_URL`; without it the embedded SQLite file in `HAIDANG_HOME` is used."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(home: Path) -> dict[str, Any]:
    """Django's `DATABASES["default"]` for this installation."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(str(home / "haidang.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL phải bắt đầu bằng postgresql:// hoặc sqlite:// (đang là {parts.scheme or 'trống'}://)"
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # SQLite ignores SELECT … FOR UPDATE: taking the write lock at BEGIN is what serialises two officers.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # recursive_triggers: without it INSERT OR REPLACE slips past the append-only triggers.
            # synchronous=FULL: an acknowledged dossier survives a power cut, not only a crash.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
            ),
        },
        "TEST": {"NAME": os.environ.get("HAIDANG_TEST_DB") or None},
    }
