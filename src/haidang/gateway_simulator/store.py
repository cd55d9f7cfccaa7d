"""What the gateway keeps, in an SQLite file of its own: money in, money back, calls sent, and the faults set."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS moved (
  number TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, reference TEXT NOT NULL, amount INTEGER NOT NULL, at TEXT NOT NULL,
  of TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS moved_reference ON moved (reference);
CREATE TABLE IF NOT EXISTS called (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL, what TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that moved: in (`amount` positive) or back (negative, `of` the number it came in by); local time."""

    number: str
    reference: str
    amount: int
    at: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong with the calls about the payments to come."""

    copies: int = 1
    late_seconds: float = 0
    is_lost: bool = False
    is_forged: bool = False
    """A call with a false signature and ten times the amount goes before the true one."""


class Overdrawn(ValueError):
    """More was to go back than had come in."""


class Store:
    """The gateway's memory; requests change it one after the other."""

    def __init__(self, path: str | Path) -> None:
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.executescript(_SCHEMA)
        self._lock = threading.RLock()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def move(self, *, key: str, reference: str, amount: int, at: str, of: str = "") -> tuple[Moved, bool]:
        """Enters money under a new number; the same key again gives the first row and False. Raises Overdrawn."""
        with self._transaction():
            found = self._one("key = ?", key)
            if found:
                return found, False
            if of and self.left_of(of) + amount < 0:
                raise Overdrawn(of)
            count = self._base.execute("SELECT count(*) FROM moved").fetchone()[0] + 1
            row = Moved(f"{'HT' if of else 'GD'}{at}{count:06d}", reference, amount, at, of)
            self._base.execute(
                "INSERT INTO moved VALUES (?, ?, ?, ?, ?, ?)", (row.number, key, reference, amount, at, of)
            )
            return row, True

    def by_number(self, number: str) -> Moved | None:
        """The money with that number."""
        with self._lock:
            return self._one("number = ?", number)

    def left_of(self, number: str) -> int:
        """How much of the money with that number has not gone back."""
        with self._lock:
            query = "SELECT coalesce(sum(amount), 0) FROM moved WHERE number = ? OR of = ?"
            return int(self._base.execute(query, (number, number)).fetchone()[0])

    def came_in(self, reference: str) -> list[Moved]:
        """The money that came in under a reference."""
        return self._many("reference = ? AND of = ''", reference)

    def on_day(self, day: str) -> list[Moved]:
        """All that moved on a local day, as yyyyMMdd."""
        return self._many("substr(at, 1, 8) = ?", day)

    def newest(self) -> list[Moved]:
        """What moved last."""
        return self._many("1", order="rowid DESC LIMIT 100")

    def note_call(self, number: str, what: str, answer: str) -> None:
        """Remembers a call that was sent, or why none was."""
        with self._lock:
            self._base.execute("INSERT INTO called (number, what, answer) VALUES (?, ?, ?)", (number, what, answer))

    def calls(self) -> list[tuple[str, str, str]]:
        """The last calls: number, what, answer."""
        with self._lock:
            query = "SELECT number, what, answer FROM called ORDER BY id DESC LIMIT 100"
            return list(self._base.execute(query))

    @property
    def faults(self) -> Faults:
        """The faults that are set."""
        with self._lock:
            row = self._base.execute("SELECT value FROM setting WHERE name = 'faults'").fetchone()
        return Faults(**json.loads(row[0])) if row else Faults()

    def set_faults(self, faults: Faults) -> None:
        """Sets the faults of the payments to come."""
        with self._lock:
            self._base.execute("INSERT OR REPLACE INTO setting VALUES ('faults', ?)", (json.dumps(asdict(faults)),))

    def _one(self, where: str, value: str) -> Moved | None:
        return next(iter(self._many(where, value)), None)

    def _many(self, where: str, *values: str, order: str = "rowid") -> list[Moved]:
        with self._lock:
            # The conditions are the constants above, never what somebody sent.
            query = f"SELECT number, reference, amount, at, of FROM moved WHERE {where} ORDER BY {order}"  # noqa: S608
            return [Moved(*row) for row in self._base.execute(query, values)]
