"""The lake on disk: Parquet files, and the manifest that says which of them are the lake.

    HAIDANG_HOME/lake/manifest.json                    the snapshot that readers read
    HAIDANG_HOME/lake/data/DATASET/MONTH/NAME.parquet  never changed once written
    HAIDANG_HOME/lake/work                             of the update that runs; worth nothing afterwards

Files are written and made durable first; then the manifest is replaced by one rename. Whoever is cut off before that
leaves the lake as it was. Files that a snapshot no longer names stay for `KEPT`, for readers of the one before.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

import msgspec
from django.conf import settings

KEPT = timedelta(hours=1)
"""How long files that are no longer part of the lake stay, by the machine's clock."""


class File(msgspec.Struct, frozen=True):
    """A Parquet file: its path below the lake, the month (UTC) of its rows, how many rows and bytes it has."""

    path: str
    month: str
    rows: int
    bytes: int


class Table(msgspec.Struct, frozen=True):
    """A dataset in a snapshot: its columns as (name, kind), its files, up to where its changes are in.

    `as_of`: everything that was committed before is in; None while it is filled for the first time.
    """

    columns: tuple[tuple[str, str], ...]
    cursor: str = ""
    as_of: datetime | None = None
    files: tuple[File, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(file.rows for file in self.files)

    @property
    def bytes(self) -> int:
        """How large its files are together."""
        return sum(file.bytes for file in self.files)


class Snapshot(msgspec.Struct, frozen=True):
    """The whole lake at one moment; `retired`: when files of former snapshots were put aside."""

    number: int = 0
    tables: dict[str, Table] = {}
    retired: dict[str, datetime] = {}
    v: int = 1

    @property
    def paths(self) -> set[str]:
        """Every file that is part of it."""
        return {file.path for table in self.tables.values() for file in table.files}


def folder() -> Path:
    """Where the lake lies."""
    return Path(settings.HAIDANG_HOME) / "lake"


def load() -> Snapshot:
    """The snapshot that is published; an empty one before the first."""
    try:
        return msgspec.json.decode((folder() / "manifest.json").read_bytes(), type=Snapshot)
    except FileNotFoundError:
        return Snapshot()


def publish(tables: dict[str, Table], *, before: Snapshot, now: datetime) -> Snapshot:
    """Makes `tables` the lake in one step, after `before`; `now` is the machine's time. Returns the new snapshot."""
    names = {file.path for table in tables.values() for file in table.files}
    retired = dict.fromkeys(before.paths, now) | before.retired
    kept = {path: at for path, at in retired.items() if path not in names and now - at < KEPT}
    snapshot = Snapshot(before.number + 1, tables, kept)
    draft = folder() / f".manifest-{secrets.token_hex(4)}"
    with draft.open("wb") as handle:
        handle.write(msgspec.json.encode(snapshot))
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(folder() / "manifest.json")
    sync(folder())
    return snapshot


def sweep(snapshot: Snapshot) -> int:
    """Removes every file that neither the lake nor readers of its last snapshots need; returns how many.

    Only for whoever holds the lake `alone`: files of another update that is under way would look the same.
    """
    needed = snapshot.paths | set(snapshot.retired)
    stale = [path for path in (folder() / "data").rglob("*.parquet") if str(path.relative_to(folder())) not in needed]
    for path in [*stale, *folder().glob(".manifest-*")]:
        path.unlink()
    return len(stale)


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this process is the one that changes the lake while the block runs; a dead one's lock is free."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as handle:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            shutil.rmtree(work(), ignore_errors=True)


def work() -> Path:
    """The folder of the update that runs."""
    return folder() / "work"


def new_file(dataset: str, month: str) -> Path:
    """A path that no file has had, in a folder that is there."""
    place = folder() / "data" / dataset / month
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{secrets.token_hex(8)}.parquet"


def described(path: Path, *, month: str, rows: int) -> File:
    """A file as the manifest names it, its content and its name made durable before."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync(path.parent)
    return File(str(path.relative_to(folder())), month, rows, path.stat().st_size)


def sync(place: Path) -> None:
    """Makes the names in a folder durable, up to the lake's own."""
    for each in [place, *place.parents]:
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if each == folder():
            return
