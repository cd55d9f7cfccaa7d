"""Brings the lake up to date: asks every dataset what has changed, merges it, publishes the whole in one step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from haidang.ioc.lake import layout
from haidang.ioc.lake.layout import Snapshot, Table
from haidang.ioc.lake.merging import Merger
from haidang.ioc.lake.staging import stage
from haidang.platform import clock, facts
from haidang.platform.errors import Refused
from haidang.platform.facts import Dataset

log = logging.getLogger(__name__)
Progress = Callable[[str, int], None]
"""Called with a dataset's title and how many more of its rows were taken in."""


class LakeBusy(Refused):
    """Another process is changing the lake."""

    code = "lake-busy"


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: rows taken in by dataset, and which datasets failed (they stay as they were)."""

    snapshot: Snapshot
    rows: dict[str, int] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def update(*, now: datetime, progress: Progress | None = None) -> Updated:
    """Takes in what has changed since the last update; the lake is then as of `now`. Raises LakeBusy."""
    return _alone(now, progress, is_rebuild=False)


def rebuild(*, now: datetime, progress: Progress | None = None) -> Updated:
    """Makes the whole lake anew; readers keep the old one until the new one is whole. Raises LakeBusy."""
    return _alone(now, progress, is_rebuild=True)


def keep_up(now: datetime) -> int:
    """The periodic work: an update, unless another process is at it. Raises RuntimeError if a dataset failed."""
    try:
        done = update(now=now)
    except LakeBusy:
        return 0
    if done.failed:
        raise RuntimeError(f"not taken into the lake: {', '.join(done.failed)}")
    return sum(done.rows.values())


def _alone(now: datetime, progress: Progress | None, *, is_rebuild: bool) -> Updated:
    with layout.alone() as is_mine:
        if not is_mine:
            raise LakeBusy(_("Kho số liệu đang được cập nhật ở nơi khác. Hãy thử lại sau."))
        before = layout.load()
        layout.sweep(before)
        work = _Update(before, now, progress or (lambda _title, _rows: None), is_rebuild=is_rebuild)
        try:
            return work.run()
        finally:
            work.merger.close()


class _Update:
    def __init__(self, before: Snapshot, now: datetime, progress: Progress, *, is_rebuild: bool) -> None:
        self.snapshot, self.now, self.progress, self.is_rebuild = before, now, progress, is_rebuild
        self.merger = Merger()
        self.tables: dict[str, Table] = {}
        self.rows: dict[str, int] = {}

    def run(self) -> Updated:
        datasets = facts.datasets()
        # What is no longer declared leaves the lake; what is declared otherwise than before is made anew.
        for name, dataset in datasets.items():
            known = self.snapshot.tables.get(name)
            is_same = known is not None and known.columns == _columns(dataset)
            self.tables[name] = known if known and is_same and not self.is_rebuild else Table(_columns(dataset))
        failed = [name for name, dataset in datasets.items() if not self._take_in(dataset)]
        if self.is_rebuild:
            # A dataset that cannot be made anew stays as it was.
            self.tables |= {name: self.snapshot.tables[name] for name in failed if name in self.snapshot.tables}
        self._publish()
        layout.sweep(self.snapshot)
        return Updated(self.snapshot, self.rows, tuple(failed))

    def _take_in(self, dataset: Dataset) -> bool:
        """Whether all changes of the dataset are in; one that fails keeps none of the others."""
        try:
            while not self._take_in_some(dataset):
                if not self.is_rebuild:
                    # A first filling of years takes long: whoever is cut off goes on from here.
                    self._publish()
        except Exception:
            log.exception("%s is not taken into the lake", dataset.name)
            return False
        return True

    def _take_in_some(self, dataset: Dataset) -> bool:
        table = self.tables[dataset.name]
        staged = stage(dataset, table.cursor, told=lambda rows: self.progress(dataset.title, rows))
        month = f"{self.now.astimezone(UTC):%Y-%m}"
        files = self.merger.merged(dataset, table, staged, this_month=month)
        as_of = self.now if staged.is_last else table.as_of
        self.tables[dataset.name] = Table(table.columns, staged.cursor, as_of, files)
        self.rows[dataset.name] = self.rows.get(dataset.name, 0) + staged.rows
        for path in staged.files:
            path.unlink()
        return staged.is_last

    def _publish(self) -> None:
        # A table that has no files yet cannot be read.
        tables = {name: table for name, table in self.tables.items() if table.files}
        self.snapshot = layout.publish(tables, before=self.snapshot, now=clock.machine_now())


def _columns(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    return tuple((column.name, str(column.kind)) for column in dataset.columns)
