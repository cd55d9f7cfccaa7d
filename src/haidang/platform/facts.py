"""Facts that rooms declare for the event lake: which tables there are, of which columns, and what has changed in them.

A room registers its datasets when Django starts (`AppConfig.ready`) and knows nothing of how they are stored;
`ioc.lake` asks them for changes and keeps Parquet files of them. Nothing that tells who a person is may be declared: no
names of people, no identity numbers, telephones, addresses, e-mails, nor text that somebody typed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | datetime | date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What a column holds. A moment is aware; the lake keeps it in UTC to the microsecond."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    MOMENT = "moment"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and what that means, in Vietnamese."""

    name: str
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that have changed since a cursor, in the order of the dataset's columns, and the cursor after them.

    `is_last`: nothing more has changed just now. Each group named by `rows` (see `Dataset.group`) is replaced as a
    whole by those rows; groups in `gone` (values of the group's columns) have no rows left. `is_whole`: the rows are
    all there are and replace the table.
    """

    rows: Sequence[Row]
    cursor: str
    is_last: bool = True
    gone: Sequence[Row] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of facts.

    `key`: columns whose values name a row once, never empty. `group`: columns of the key whose rows are always told
    together (by default the key). `month_of`: the moment by whose month (UTC) the rows are stored, the same for ever
    for all rows of a group; None for a small table. `is_append_only`: a row once told never changes. `order`: how rows
    should lie in a file, for whoever reads part of it (by default by key).

    `changes(cursor, limit)` tells about `limit` changed rows since `cursor` ("" for the beginning). The same change may
    be told twice but none may be left out, even if transactions commit in another order than they began in.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    changes: Callable[[str, int], Batch]
    month_of: str | None = None
    group: tuple[str, ...] = ()
    is_append_only: bool = False
    order: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def grouped_by(self) -> tuple[str, ...]:
        """The columns that name a group of rows told together."""
        return self.group or self.key

    @property
    def ordered_by(self) -> tuple[str, ...]:
        """The columns by which rows lie in a file."""
        return self.order or self.key


_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_declared: dict[str, Dataset] = {}
_providers: dict[str, Callable[[], Iterable[Dataset]]] = {}


def register(dataset: Dataset) -> None:
    """Makes a dataset known; one of the same name is replaced. Raises ValueError if its declaration is not sound."""
    _check(dataset)
    _declared[dataset.name] = dataset


def provide(name: str, datasets: Callable[[], Iterable[Dataset]]) -> None:
    """Makes known where more datasets come from that are only known at run time, such as people's own sources."""
    _providers[name] = datasets


def datasets() -> dict[str, Dataset]:
    """Every dataset of the house by name. Raises ValueError if a provided one is not sound or takes another's name."""
    found = dict(_declared)
    for name in sorted(_providers):
        for dataset in _providers[name]():
            _check(dataset)
            if dataset.name in found:
                raise ValueError(f"{name}: {dataset.name} is declared twice")
            found[dataset.name] = dataset
    return dict(sorted(found.items()))


def whole(rows: Sequence[Row], cursor: str) -> Batch:
    """The batch of a small table that is told as a whole whenever it is another than at `cursor`."""
    print_ = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return Batch((), cursor) if print_ == cursor else Batch(rows, print_, is_whole=True)


def _check(dataset: Dataset) -> None:
    names, kinds = dataset.names, {column.name: column.kind for column in dataset.columns}
    problems = [f"name {name!r}" for name in (dataset.name, *names) if not _NAME.fullmatch(name)]
    problems += ["two columns of one name"] if len(set(names)) < len(names) else []
    problems += ["no key"] if not dataset.key else []
    used = {*dataset.key, *dataset.group, *dataset.order, *([dataset.month_of] if dataset.month_of else [])}
    problems += [f"no column {name!r}" for name in sorted(used - set(names))]
    problems += ["group is not of the key"] if set(dataset.group) - set(dataset.key) else []
    if dataset.month_of and kinds.get(dataset.month_of) is not Kind.MOMENT:
        problems.append("the month is not of a moment")
    if problems:
        raise ValueError(f"dataset {dataset.name}: {', '.join(problems)}")
