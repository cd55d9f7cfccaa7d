"""Each source as a table of the lake, `source_<code>`: its columns, and where each row came from.

Personal columns are in no row, so they cannot get there. Revisions are given while the source is locked, so they are
committed in their order and a cursor over them leaves nothing out.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from haidang.ioc.sources.contract import Column, Contract
from haidang.ioc.sources.tables import Source, SourceRow
from haidang.ioc.sources.values import Habits, Unfit, typed
from haidang.platform import facts
from haidang.platform.facts import Batch, Dataset, Kind

LINEAGE = (
    facts.Column("source_row", Kind.INTEGER, "Số của dòng, để mở nguồn gốc"),
    facts.Column("source_delivery", Kind.TEXT, "Mã băm của tệp đã mang dòng đến"),
    facts.Column("source_line", Kind.INTEGER, "Dòng thứ mấy trong tệp"),
    facts.Column("source_version", Kind.INTEGER, "Phiên bản hợp đồng của nguồn"),
    facts.Column("source_changed_at", Kind.MOMENT, "Lúc dòng đổi lần cuối"),
)


def table_name(code: str) -> str:
    """The name of a source's table in the lake."""
    return f"source_{code}"


def datasets() -> Iterator[Dataset]:
    """A dataset for each source under its present contract."""
    for source in Source.objects.filter(contract__isnull=False).select_related("contract").order_by("code"):
        if source.contract is not None:
            yield dataset(source.pk, source.contract.value)


def dataset(source_id: int, contract: Contract) -> Dataset:
    """The dataset of one source."""
    columns = tuple(
        facts.Column(column.name, Kind(column.type), column.title or column.source) for column in contract.kept
    )
    return Dataset(
        name=table_name(contract.code),
        title=contract.title,
        columns=(*columns, *LINEAGE),
        key=contract.keys,
        changes=_changes(source_id, contract.kept),
    )


def _changes(source_id: int, columns: tuple[Column, ...]) -> Callable[[str, int], Batch]:
    def changes(cursor: str, limit: int) -> Batch:
        rows = SourceRow.objects.filter(source=source_id, revision__gt=int(cursor or 0)).order_by("revision")
        found = list(rows.select_related("delivery", "contract")[: limit + 1])
        told = found[:limit]
        after = str(told[-1].revision) if told else cursor
        return Batch([_row(row, columns) for row in told], after, is_last=len(found) <= limit)

    return changes


def _row(row: SourceRow, columns: tuple[Column, ...]) -> facts.Row:
    values = [_value(row.values.get(column.name), column) for column in columns]
    return (*values, row.pk, row.delivery.sha256, row.line, row.contract.number, row.changed_at)


def _value(held: object, column: Column) -> facts.Value:
    """What a row holds, as the lake keeps it; None for what an older contract let in and the present cannot read."""
    try:
        value = typed(held, column.type, Habits())
    except Unfit:
        return None
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(str(value))
    if column.type == "moment":
        return datetime.fromisoformat(str(value))
    return value
