"""What the room tells the event lake: agencies through time, and who has carried on their work."""

from datetime import date

from haidang.identity.lineage import lineage
from haidang.identity.models import Agency, AgencyVersion, Succession
from haidang.platform import facts
from haidang.platform.facts import Batch, Column, Dataset, Kind

_COLUMNS = (
    Column("code", Kind.TEXT, "Mã cơ quan (Quyết định 20/2020/QĐ-TTg)"),
    Column("valid_from", Kind.DATE, "Từ ngày này cơ quan được gọi như thế"),
    Column("valid_to", Kind.DATE, "Đến trước ngày này; trống: đến nay"),
    Column("name", Kind.TEXT, "Tên cơ quan"),
    Column("short_name", Kind.TEXT, "Tên ngắn"),
    Column("kind", Kind.TEXT, "Cấp: province, department, district, commune"),
    Column("area_code", Kind.TEXT, "Mã đơn vị hành chính"),
    Column("parent_code", Kind.TEXT, "Cơ quan cấp trên"),
    Column("successor_code", Kind.TEXT, "Cơ quan kế tục sau cùng của phần việc chính; trống: chưa có"),
    Column("succeeded_on", Kind.DATE, "Ngày việc được chuyển cho cơ quan kế tục đầu tiên"),
)


def _changes(cursor: str, _limit: int) -> Batch:
    """All versions of all agencies: some hundreds of rows, which a reorganisation changes by the dozen."""
    codes = dict(Agency.objects.values_list("id", "code"))
    known = lineage(date.max)
    # The latest first: of several days the first one stays.
    first = dict(Succession.objects.order_by("-on").values_list("predecessor_id", "on"))
    fields = ("agency_id", "valid_from", "valid_to", "name", "short_name", "level", "area_code", "parent_id")
    rows = []
    for agency, *said, parent in AgencyVersion.objects.order_by("agency__code", "valid_from").values_list(*fields):
        heir = known.heir(agency)
        successor = (codes[heir], first[agency]) if heir != agency else (None, None)
        rows.append((codes[agency], *said, codes.get(parent), *successor))
    return facts.whole(rows, cursor)


AGENCIES = Dataset(name="agencies", title="Cơ quan", columns=_COLUMNS, key=("code", "valid_from"), changes=_changes)
