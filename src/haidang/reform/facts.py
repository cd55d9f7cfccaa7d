"""What the room tells the event lake: by how much the time of every procedure was cut, version by version."""

from haidang.catalogue import api as catalogue
from haidang.platform.facts import Batch, Column, Dataset, Kind
from haidang.reform.cuts import procedure_cut

_COLUMNS = (
    Column("procedure_code", Kind.TEXT, "Thủ tục"),
    Column("number", Kind.INTEGER, "Phiên bản"),
    Column("is_counted", Kind.BOOLEAN, "Có thời hạn theo luật và cam kết so sánh được"),
    Column("cut_percent", Kind.REAL, "Phần trăm thời gian được cắt giảm; trống: không so sánh được"),
    Column("valid_from", Kind.DATE, "Có hiệu lực từ ngày này"),
    Column("valid_to", Kind.DATE, "Đến trước ngày này; trống: đến nay"),
)


def _changes(cursor: str, _limit: int) -> Batch:
    now = catalogue.procedures_state()
    if cursor == now:
        return Batch((), cursor)
    rows = []
    for span in catalogue.procedure_spans():
        if span.is_offered:
            percent = procedure_cut(span.channels).percent
            shown = None if percent is None else float(percent)
            rows.append((span.code, span.number, percent is not None, shown, span.valid_from, span.valid_to))
    return Batch(rows, now, is_whole=True)


CUTS = Dataset(
    name="procedure_cuts",
    title="Cắt giảm thời gian giải quyết",
    columns=_COLUMNS,
    key=("procedure_code", "number"),
    changes=_changes,
)
