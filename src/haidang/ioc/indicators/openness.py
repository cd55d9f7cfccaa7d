"""Figures as they are open to everybody: what was kept of public indicators, without cells that would tell of persons.

The small-number rule: a figure that rests on fewer than LEAST dossiers is withheld, numerator and denominator with it.
Where what is withheld among the parts of a whole could be reckoned back from the whole, because it is one part alone or
rests on too few together, the next smallest part is withheld too.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haidang.ioc.indicators import keeping, names
from haidang.ioc.indicators.catalogue import Spec, current
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import Figure
from haidang.ioc.indicators.periods import months
from haidang.platform import facts

LEAST = 10
MONTHS = 13
OF_PERSONS = frozenset({"dossiers", "steps", "events", "signed_results"})
"""Datasets whose rows each tell of somebody's matter."""

COLUMNS = (
    facts.Column("indicator", facts.Kind.TEXT, "Mã chỉ số"),
    facts.Column("version", facts.Kind.INTEGER, "Phiên bản định nghĩa"),
    facts.Column("first_day", facts.Kind.DATE, "Ngày đầu của kỳ"),
    facts.Column("last_day", facts.Kind.DATE, "Ngày cuối của kỳ"),
    facts.Column("grain", facts.Kind.TEXT, "Của ai: province, agency, procedure, commune"),
    facts.Column("place", facts.Kind.TEXT, "Mã cơ quan, thủ tục hoặc xã; trống: toàn tỉnh"),
    facts.Column("name", facts.Kind.TEXT, "Tên cơ quan, thủ tục hoặc xã"),
    facts.Column("value", facts.Kind.REAL, "Giá trị; trống: không có mẫu số, hoặc không công khai vì số nhỏ"),
    facts.Column("unit", facts.Kind.TEXT, "Đơn vị: percent, minute (phút làm việc), count, point"),
    facts.Column("numerator", facts.Kind.REAL, "Tử số, hoặc giá trị đo"),
    facts.Column("denominator", facts.Kind.REAL, "Mẫu số; trống: chỉ số không phải tỷ lệ"),
    facts.Column("withheld", facts.Kind.BOOLEAN, "Không công khai: dưới 10 hồ sơ, hoặc tính ngược ra được"),
    facts.Column("as_of", facts.Kind.MOMENT, "Số liệu đến lúc này (UTC)"),
)
"""The data dictionary of what can be downloaded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure for everybody; None where it is withheld, which is not the same as having no value."""

    first: date
    last: date
    grain: Grain
    place: str
    name: str
    figure: Figure | None
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """A public indicator with its cells, by month and place."""

    spec: Spec
    cells: tuple[Cell, ...]

    def of(self, grain: Grain, first: date | None = None) -> list[Cell]:
        """The cells of a grain, of one month if it is given."""
        return [cell for cell in self.cells if cell.grain is grain and first in (None, cell.first)]

    @property
    def latest(self) -> Cell | None:
        """The province's last month that has a value."""
        found = [cell for cell in self.of(Grain.PROVINCE) if cell.figure is not None and cell.figure.value is not None]
        return found[-1] if found else None

    @property
    def months(self) -> list[date]:
        """The first days of the months there are, newest first."""
        return sorted({cell.first for cell in self.cells}, reverse=True)


def public(*, on: date) -> list[Spec]:
    """The indicators that are open to everybody."""
    return [spec for spec in current(on=on) if spec.definition.is_public]


def opened(spec: Spec, *, now: datetime, on: date) -> Open:
    """What everybody may know of an indicator, from the figures that were kept last."""
    frames, cells = months(as_of=now, count=MONTHS), list[Cell]()
    for grain in (Grain.PROVINCE, *spec.definition.grains):
        found = [each for each in keeping.kept(spec, grain, frames) if each.figure.base or each.figure.numerator]
        called = names.names(grain, {each.place for each in found if each.place}, on=on)
        for first in sorted({each.first for each in found}):
            kept = [each for each in found if each.first == first]
            hidden = withheld([each.figure for each in kept]) if _is_of_persons(spec) else [False] * len(kept)
            cells += [
                Cell(
                    each.first,
                    each.last,
                    grain,
                    each.place,
                    called.get(each.place, ""),
                    None if is_hidden else each.figure,
                    each.as_of,
                )
                for each, is_hidden in zip(kept, hidden, strict=True)
            ]
    return Open(spec, tuple(cells))


def _is_of_persons(spec: Spec) -> bool:
    return spec.formula is not None and bool(OF_PERSONS & set(spec.formula.datasets))


def withheld(figures: Sequence[Figure], least: int = LEAST) -> list[bool]:
    """Which of the figures of one whole are withheld, so that none can be reckoned back from the others."""
    order = sorted(range(len(figures)), key=lambda place: figures[place].base)
    hidden, rows = set[int](), 0
    for place in order:
        base = figures[place].base
        alone = bool(hidden) and (len(hidden) < 2 or rows < least)
        if base and (base < least or alone):
            hidden.add(place)
            rows += base
    return [place in hidden for place in range(len(figures))]


def lines(found: Iterable[Open]) -> Iterator[tuple[Any, ...]]:
    """What can be downloaded, in the order of COLUMNS."""
    for each in found:
        unit = each.spec.definition.unit.value
        for cell in each.cells:
            figure = cell.figure
            value = figure.value if figure else None
            yield (
                each.spec.code, each.spec.number, cell.first, cell.last, cell.grain.value, cell.place, cell.name,
                None if value is None else round(float(value), 6), unit,
                None if figure is None or figure.numerator is None else float(figure.numerator),
                None if figure is None or figure.denominator is None else float(figure.denominator),
                figure is None, cell.as_of,
            )  # fmt: skip


def as_csv(found: Iterable[Open]) -> bytes:
    """The lines as CSV in UTF-8 with a mark that spreadsheets understand."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in COLUMNS])
    for line in lines(found):
        writer.writerow(["" if value is None else _plain(value) for value in line])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_parquet(found: Iterable[Open]) -> bytes:
    """The same lines as Parquet, with types."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        facts.Kind.TEXT: pa.string(),
        facts.Kind.INTEGER: pa.int64(),
        facts.Kind.REAL: pa.float64(),
        facts.Kind.BOOLEAN: pa.bool_(),
        facts.Kind.DATE: pa.date32(),
        facts.Kind.MOMENT: pa.timestamp("us", "UTC"),
    }
    schema = pa.schema([pa.field(c.name, types[c.kind], metadata={"title": c.title}) for c in COLUMNS])
    rows = [dict(zip(schema.names, line, strict=True)) for line in lines(found)]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return out.getvalue()
