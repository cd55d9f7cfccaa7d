"""What the room tells the event lake: which procedures were offered as online services, and when."""

from haidang.catalogue.history import spans, state
from haidang.platform.facts import Batch, Column, Dataset, Kind

_COLUMNS = (
    Column("procedure_code", Kind.TEXT, "Thủ tục"),
    Column("number", Kind.INTEGER, "Phiên bản"),
    Column("is_offered", Kind.BOOLEAN, "Tỉnh có nhận hồ sơ"),
    Column("service_level", Kind.TEXT, "Mức dịch vụ công trực tuyến cao nhất: full, partial, none"),
    Column("valid_from", Kind.DATE, "Có hiệu lực từ ngày này"),
    Column("valid_to", Kind.DATE, "Đến trước ngày này; trống: đến nay"),
)


def _changes(cursor: str, _limit: int) -> Batch:
    now = state()
    if cursor == now:
        return Batch((), cursor)
    rows = [
        (
            span.code,
            span.number,
            span.is_offered,
            next(iter(span.service_levels), "none"),
            span.valid_from,
            span.valid_to,
        )
        for span in spans()
    ]
    return Batch(rows, now, is_whole=True)


SERVICES = Dataset(
    name="services",
    title="Dịch vụ công trực tuyến",
    columns=_COLUMNS,
    key=("procedure_code", "number"),
    changes=_changes,
)
