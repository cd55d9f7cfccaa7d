"""The plan on paper: the report of its progress (PDF, Excel), and the worksheet to fill in."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering.labels import PROGRESS_LABELS
from haidang.steering.plan06 import groups
from haidang.steering.plan06.board import PlanBoard, Task
from haidang.steering.plan06.columns import COLUMNS
from haidang.steering.plan06.progress import Progress

# Whoever prints it, a paper of the state is in Vietnamese.
_VIETNAMESE = override("vi")
_WIDTHS = {"number": 12, "group": 14, "title": 60, "lead": 28, "cooperating": 34, "due": 14, "product": 34,
           "done_on": 16, "evidence": 40}  # fmt: skip


@_VIETNAMESE
def plan_sheet(board: PlanBoard, tasks: Sequence[Task], *, made_at: datetime) -> reports.Sheet:
    """The report: a line for every task that the reader may see, and how many stand how."""
    moment = clock.local(made_at)
    text, number, day = reports.ColumnKind.TEXT, reports.ColumnKind.BLANK, reports.ColumnKind.DATE
    province = next(iter(identity.agencies(moment.date(), level=identity.Level.PROVINCE)), None)
    counts = "; ".join(f"{PROGRESS_LABELS[kind]}: {board.total.counts[kind]}" for kind in Progress)
    return reports.Sheet(
        superior="",
        agency=province.name if province else "",
        made_on=moment.date(),
        form="",
        title=_("Tiến độ thực hiện nhiệm vụ Đề án 06"),
        subtitles=[_("Tính đến %(moment)s") % {"moment": f"{moment:%H:%M %d/%m/%Y}"}, counts],
        columns=[
            reports.Column(_("Số"), number, 7),
            reports.Column(_("Nội dung nhiệm vụ"), text, 44),
            reports.Column(_("Nhóm tiện ích"), number, 9),
            reports.Column(_("Chủ trì"), text, 20),
            reports.Column(_("Phối hợp"), text, 22),
            reports.Column(_("Thời hạn"), day, 12),
            reports.Column(_("Sản phẩm"), text, 22),
            reports.Column(_("Tình trạng"), text, 16),
            reports.Column(_("Minh chứng"), text, 26),
        ],
        lines=[_line(task) for task in tasks],
        notes=[_("Có %(count)s nhiệm vụ.") % {"count": len(tasks)}, groups.NOTE],
        signers=[_("Người lập biểu"), _("Thủ trưởng cơ quan")],
        file_name=f"de-an-06-{moment:%Y%m%d}",
    )


def _line(task: Task) -> reports.Line:
    due = clock.local(task.due_at).date() if task.due_at else None
    how = str(PROGRESS_LABELS[task.progress])
    others = ", ".join(task.cooperating)
    return reports.Line(
        [task.number, task.title, task.group, task.lead, others, due, task.product, how, task.evidence[:300]]
    )


def template() -> bytes:
    """The worksheet to fill in: headings, one example of each way to write a deadline, and how to fill it in."""
    book = Workbook()
    page = book.active
    page.title = "Nhiệm vụ"
    page.append(list(COLUMNS.values()))
    for place, name in enumerate(COLUMNS, start=1):
        page.cell(1, place).font = Font(bold=True)
        page.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS[name]
    page.freeze_panes = "A2"
    guide = book.create_sheet("Hướng dẫn")
    guide.column_dimensions["A"].width = 110
    for line in _GUIDE:
        guide.append([line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


_GUIDE = (
    "Mỗi nhiệm vụ một dòng ở trang “Nhiệm vụ”; giữ nguyên dòng tiêu đề.",
    "Số nhiệm vụ: không trùng trong kế hoạch. Nhập lại cùng số thì nhiệm vụ được cập nhật, không tạo thêm.",
    "Nhóm tiện ích: số từ 1 đến 5:",
    *(f"   {key}. {name}" for key, name in groups.GROUPS.items()),
    f"   {groups.NOTE}",
    "Cơ quan chủ trì: tên đầy đủ, tên ngắn hoặc mã định danh. Cơ quan phối hợp: nhiều cơ quan cách nhau bằng dấu “;”.",
    "Thời hạn: ngày (31/12/2024) hoặc “thường xuyên”. Hạn rơi vào ngày nghỉ được tính đến hết ngày làm việc kế tiếp.",
    "Ngày hoàn thành, Minh chứng: chỉ ghi khi nhiệm vụ đã xong; minh chứng là số, ký hiệu văn bản hoặc kết quả cụ thể.",
)
