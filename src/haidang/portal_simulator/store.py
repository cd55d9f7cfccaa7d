"""What the portal keeps, in an SQLite file of its own: dossiers, the progress of each in order of arrival, sessions."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
  code TEXT PRIMARY KEY, state TEXT NOT NULL, record TEXT NOT NULL, updates INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS progress (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL, state TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (code, record)
);
CREATE TABLE IF NOT EXISTS inbox (
  code TEXT PRIMARY KEY, record TEXT NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS entry (
  kind TEXT NOT NULL, code TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (kind, code)
);
CREATE TABLE IF NOT EXISTS calls (service TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""
Row = dict[str, Any]


class Store:
    """The portal's memory. One lock: requests are handled one after the other, as far as the tables go."""

    def __init__(self, path: str | Path, *, session_seconds: float = 900) -> None:
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.executescript(_SCHEMA)
        self._lock = threading.RLock()
        self._sessions: dict[str, float] = {}
        self._session_seconds = session_seconds

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of a request or nothing of it."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    # Sessions, which a restart forgets

    def open_session(self) -> str:
        """A session for one who has signed in."""
        token = secrets.token_hex(16)
        with self._lock:
            self._sessions[token] = monotonic() + self._session_seconds
        return token

    def has_session(self, token: str) -> bool:
        """Whether the session is still good."""
        with self._lock:
            return self._sessions.get(token, 0.0) > monotonic()

    def end_session(self, token: str) -> None:
        """Lets the session expire now."""
        with self._lock:
            self._sessions.pop(token, None)

    # Dossiers

    def dossier(self, code: str) -> Row | None:
        """The dossier as it was last sent, with `TrangThaiHoSo` as progress has left it."""
        row = self._one("SELECT record, state FROM dossier WHERE code = ?", code)
        return {**json.loads(row[0]), "TrangThaiHoSo": row[1]} if row else None

    def save_dossier(self, record: Mapping[str, Any]) -> None:
        """Adds the dossier or puts it in the place of what was known."""
        self._run(
            "INSERT INTO dossier (code, state, record) VALUES (?, ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET state = excluded.state, record = excluded.record, updates = updates + 1",
            record["MaHoSo"],
            record["TrangThaiHoSo"],
            _text(record),
        )

    def add_progress(self, record: Mapping[str, Any]) -> None:
        """Adds a line to the dossier's history; the very same line a second time is the same line."""
        code, state = record["MaHoSo"], record["TrangThai"]
        self._run("INSERT OR IGNORE INTO progress (code, state, record) VALUES (?, ?, ?)", code, state, _text(record))
        self._run("UPDATE dossier SET state = ? WHERE code = ?", state, code)

    def has_progress(self, record: Mapping[str, Any]) -> bool:
        """Whether this very line is known."""
        row = self._one("SELECT 1 FROM progress WHERE code = ? AND record = ?", record["MaHoSo"], _text(record))
        return row is not None

    def history(self, code: str) -> list[Row]:
        """The progress of a dossier in the order in which it arrived."""
        rows = self._all("SELECT record FROM progress WHERE code = ? ORDER BY id", code)
        return [json.loads(row[0]) for row in rows]

    def dossiers(self, *, limit: int = 100, after: str = "") -> list[tuple[str, str, int]]:
        """Code, state and number of updates, by code."""
        query = "SELECT code, state, updates FROM dossier WHERE code > ? ORDER BY code LIMIT ?"
        return [(row[0], row[1], row[2]) for row in self._all(query, after, limit)]

    def counts(self) -> dict[str, int]:
        """Dossiers by state."""
        return dict(self._all("SELECT state, count(*) FROM dossier GROUP BY state ORDER BY CAST(state AS INTEGER)"))

    # What was filed here, for the province to fetch

    def file(self, record: Mapping[str, Any]) -> None:
        """A dossier that a citizen has filed on the portal: known as every dossier is, and waiting in the inbox."""
        if self.dossier(record["MaHoSo"]) is None:
            self.save_dossier(record)
        self._run("INSERT OR IGNORE INTO inbox (code, record) VALUES (?, ?)", record["MaHoSo"], _text(record))

    def inbox(self, *, limit: int) -> list[Row]:
        """What was filed and not acknowledged."""
        query = "SELECT record FROM inbox WHERE acknowledged = 0 ORDER BY rowid LIMIT ?"
        return [json.loads(row[0]) for row in self._all(query, limit)]

    def acknowledge(self, code: str) -> bool:
        """Takes a filing off the inbox; whether there was one. `acknowledged` counts, so that a second time is seen."""
        found = self._one("SELECT 1 FROM inbox WHERE code = ?", code)
        self._run("UPDATE inbox SET acknowledged = acknowledged + 1 WHERE code = ?", code)
        return found is not None

    def acknowledgements(self) -> dict[str, int]:
        """How often each filing was acknowledged."""
        return dict(self._all("SELECT code, acknowledged FROM inbox ORDER BY rowid"))

    # Everything else that has a code: procedures, ratings, questions and answers

    def keep(self, kind: str, code: str, record: Mapping[str, Any]) -> None:
        """Adds or replaces an entry."""
        self._run("INSERT OR REPLACE INTO entry (kind, code, record) VALUES (?, ?, ?)", kind, code, _text(record))

    def entry(self, kind: str, code: str) -> Row | None:
        """One entry."""
        row = self._one("SELECT record FROM entry WHERE kind = ? AND code = ?", kind, code)
        return json.loads(row[0]) if row else None

    def entries(self, kind: str) -> list[Row]:
        """All entries of a kind, by code."""
        return [json.loads(row[0]) for row in self._all("SELECT record FROM entry WHERE kind = ? ORDER BY code", kind)]

    def count_call(self, service: str) -> None:
        """Counts a request."""
        query = "INSERT INTO calls VALUES (?, 1) ON CONFLICT (service) DO UPDATE SET count = count + 1"
        self._run(query, service)

    def calls(self) -> dict[str, int]:
        """Requests by service."""
        return dict(self._all("SELECT service, count FROM calls ORDER BY service"))

    def _run(self, query: str, *values: Any) -> None:
        with self._lock:
            self._base.execute(query, values)

    def _one(self, query: str, *values: Any) -> Any:
        with self._lock:
            return self._base.execute(query, values).fetchone()

    def _all(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._base.execute(query, values).fetchall()


def _text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
