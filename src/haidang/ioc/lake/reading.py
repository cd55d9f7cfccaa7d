"""Reading the lake: tables of one snapshot as Ibis expressions, and as of when they are."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from haidang.ioc.lake import layout
from haidang.ioc.lake.engines import Engine, engine
from haidang.platform.errors import Refused

if TYPE_CHECKING:
    import ibis.expr.types as ir


class LakeNotReady(Refused):
    """The lake has not been filled yet, or lacks what was asked for."""

    code = "lake-not-ready"


@dataclass(slots=True)
class Reader:
    """One snapshot of the lake, for the thread that asked for it; later updates do not change what it reads."""

    snapshot: layout.Snapshot
    engine: Engine
    _tables: dict[str, "ir.Table"] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The tables that there are."""
        return sorted(self.snapshot.tables)

    @property
    def as_of(self) -> datetime:
        """Everything that was committed before this moment is in every table. Raises LakeNotReady."""
        return self.as_of_tables(self.snapshot.tables)

    def as_of_tables(self, names: Iterable[str]) -> datetime:
        """The same for some tables alone: that of the oldest. Raises LakeNotReady."""
        moments = [self._known(name).as_of for name in names]
        whole = [moment for moment in moments if moment is not None]
        if not whole or len(whole) < len(moments):
            raise _not_ready()
        return min(whole)

    def table(self, name: str) -> "ir.Table":
        """A table with the latest row of each key. Raises LakeNotReady."""
        if name not in self._tables:
            files = self._known(name).files
            self._tables[name] = self.engine.table(name, [layout.folder() / file.path for file in files])
        return self._tables[name]

    def rows(self, expression: "ir.Table") -> list[dict[str, Any]]:
        """The rows that an expression over `table` says, by column. Moments come without a zone, in UTC."""
        return self.engine.rows(expression)

    def _known(self, name: str) -> layout.Table:
        if name not in self.snapshot.tables:
            raise _not_ready()
        return self.snapshot.tables[name]


def _not_ready() -> LakeNotReady:
    return LakeNotReady(_("Kho số liệu chưa được nạp xong. Hãy thử lại sau ít phút."))


class _Kept(threading.local):
    reader: Reader | None = None
    place: str = ""


_kept = _Kept()


def reader() -> Reader:
    """A reader of the snapshot that is published now; a thread keeps its engine while the snapshot stays the same."""
    snapshot, place = layout.load(), str(layout.folder())
    kept = _kept.reader
    if kept is None or _kept.place != place or kept.snapshot.number != snapshot.number:
        kept = Reader(snapshot, engine())
        _kept.reader, _kept.place = kept, place
    return kept
