"""What reports, registers and lists look like as sheets: columns of the forms, rows from the figures and books."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from haidang.dossiers.reports.periods import Cell, Figures, Period
from haidang.dossiers.reports.register import HANDOVER_LABELS, Book, HandoverLine, RegisterLine
from haidang.dossiers.reports.report import KIND_LABELS, Report, ReportRow
from haidang.dossiers.reports.report import Kind as ReportKind
from haidang.dossiers.reports.sheet import Column, Kind, Line, Sheet, Value
from haidang.identity import api as identity

# Whoever prints it, a paper of the state is in Vietnamese.
_VIETNAMESE = override("vi")
NEW_FORMS_FROM = date(2025, 9, 15)
"""From when Circular 03/2025/TT-VPCP gives the forms; before, 01/2018/TT-VPCP (DOMAIN §3.3)."""

CELLS = (
    Cell.RECEIVED, Cell.ONLINE, Cell.PAPER, Cell.CARRIED, Cell.DONE, Cell.EARLY, Cell.ON_TIME, Cell.LATE,
    Cell.OPEN, Cell.OPEN_IN_TIME, Cell.OPEN_LATE, Cell.PAUSED, Cell.GIVEN_BACK,
)  # fmt: skip
"""The cells of a report in the order of its columns; the rate and the refusals follow."""


def cell_titles() -> dict[Cell, tuple[str, str]]:
    """The group and the title of each cell's column."""
    received, done, still = _("Số hồ sơ nhận giải quyết"), _("Đã giải quyết"), _("Đang giải quyết")
    return {
        Cell.RECEIVED: (received, _("Tổng số")),
        Cell.ONLINE: (received, _("Trong kỳ: trực tuyến")),
        Cell.PAPER: (received, _("Trong kỳ: trực tiếp, bưu chính")),
        Cell.CARRIED: (received, _("Từ kỳ trước")),
        Cell.DONE: (done, _("Tổng số")),
        Cell.EARLY: (done, _("Trước hạn")),
        Cell.ON_TIME: (done, _("Đúng hạn")),
        Cell.LATE: (done, _("Quá hạn")),
        Cell.OPEN: (still, _("Tổng số")),
        Cell.OPEN_IN_TIME: (still, _("Trong hạn")),
        Cell.OPEN_LATE: (still, _("Quá hạn")),
        Cell.PAUSED: ("", _("Tạm dừng")),
        Cell.GIVEN_BACK: ("", _("Trả lại, rút")),
        Cell.REFUSED: ("", _("Từ chối tiếp nhận")),
        Cell.IN_PERIOD: (received, _("Trong kỳ")),
    }


def cell_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The cells under their headings as (heading, [(cell, title)]); a cell of its own has a blank heading."""
    titles, found = cell_titles(), list[tuple[str, list[tuple[str, str]]]]()
    for cell in CELLS:
        group, title = titles[cell]
        if group and found and found[-1][0] == group:
            found[-1][1].append((cell.value, title))
        else:
            found.append((group, [(cell.value, title)]))
    return found


def cell_words(cell: Cell) -> str:
    """A cell by its heading and title."""
    group, title = cell_titles()[cell]
    return f"{group}: {title}" if group else title


@_VIETNAMESE
def report_sheet(report: Report, *, made_on: date) -> Sheet:
    """Report 06a or 07a with a line for every row in which something is counted, and the sum."""
    kind, period = report.asked.kind, report.asked.period
    lines = [
        _report_line(str(at), row_name(row), row.figures, depth=row.depth) for at, row in enumerate(report.rows, 1)
    ]
    lines.append(_report_line("", _("Tổng cộng"), report.total, is_strong=True))
    superior, agency = _heading(report.agency, on=made_on)
    return Sheet(
        superior=superior,
        agency=agency,
        made_on=made_on,
        form=_("Biểu số %(number)s") % {"number": kind.value},
        title=str(KIND_LABELS[kind]),
        subtitles=[days_words(period), anchor_words(report)],
        columns=_report_columns(kind),
        lines=lines,
        notes=notes(report),
        signers=[_("Người lập biểu"), _("Thủ trưởng cơ quan")],
        file_name=f"{kind.value}-{period.first:%Y%m%d}-{period.last:%Y%m%d}",
    )


def row_name(row: ReportRow) -> str:
    """What a row is called; what an agency does itself, beside what is below it, is said."""
    return _("Riêng %(agency)s") % {"agency": row.name} if row.is_own else row.name


def _report_columns(kind: ReportKind) -> list[Column]:
    titles = cell_titles()
    formulas = {
        Cell.RECEIVED: "(3) = (4) + (5) + (6)",
        Cell.DONE: "(7) = (8) + (9) + (10)",
        Cell.OPEN: "(11) = (12) + (13)",
    }
    names = _("Đơn vị") if kind is ReportKind.AGENCIES else _("Lĩnh vực giải quyết")
    cells = [
        Column(titles[cell][1], Kind.NUMBER, 9, titles[cell][0], formulas.get(cell, f"({at})"))
        for at, cell in enumerate(CELLS, start=3)
    ]
    return [
        Column(_("TT"), Kind.BLANK, 5, formula="(1)"),
        Column(names, Kind.TEXT, 34, formula="(2)"),
        *cells,
        Column(_("Tỷ lệ đúng hạn, trước hạn"), Kind.SHARE, 10, formula="(16) = ((8) + (9)) / (7)"),
        Column(titles[Cell.REFUSED][1], Kind.NUMBER, 9, formula="(17)"),
    ]


def _report_line(number: str, name: str, figures: Figures, *, depth: int = 0, is_strong: bool = False) -> Line:
    counts: list[Value] = [figures.of(cell) for cell in CELLS]
    return Line([number, name, *counts, figures.rate, figures.of(Cell.REFUSED)], depth, is_strong)


def notes(report: Report) -> list[str]:
    """What a reader must know beside the table, in sentences."""
    found = [
        _("(3) = (7) + (11) + (14) + (15). Cột (17) không tính vào tổng số. Dấu “–”: chưa có hồ sơ nào để tính tỷ lệ."),
    ]
    if report.asked.period.is_running:
        found.append(_("Kỳ báo cáo chưa kết thúc; số liệu đến %(moment)s.") % {"moment": _moment(report.asked.period)})
    if report.empty:
        names = ", ".join(row_name(row) for row in report.empty)
        found.append(_("Không phát sinh hồ sơ (%(count)s): %(names)s.") % {"count": len(report.empty), "names": names})
    return found


def days_words(period: Period) -> str:
    """The days of a period in a sentence."""
    days = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    return _("Từ ngày %(first)s đến ngày %(last)s") % days


def anchor_words(report: Report) -> str:
    """Under which structure the figures are summed."""
    return _("Theo cơ cấu tổ chức ngày %(day)s") % {"day": f"{report.asked.anchor:%d/%m/%Y}"}


def _moment(period: Period) -> str:
    return f"{period.moment.astimezone(period.start.tzinfo):%H:%M %d/%m/%Y}"


def _heading(agency: identity.AgencyView | None, *, on: date) -> tuple[str, str]:
    """The two lines at the head: the superior and the agency itself; of everything, the province."""
    if agency is None:
        agency = next(iter(identity.agencies(on, level=identity.Level.PROVINCE)), None)
    if agency is None:
        return "", ""
    return identity.agency_name(agency.parent_id, on=on) if agency.parent_id else "", agency.name


@_VIETNAMESE
def register_sheet(book: Book, lines: Sequence[RegisterLine], *, made_on: date) -> Sheet:
    """The register in the columns of its form."""
    superior, agency = _heading(book.agency, on=made_on)
    days, handing = _("Ngày, tháng, năm"), _("Trả kết quả")
    is_new = book.period.last >= NEW_FORMS_FROM
    return Sheet(
        superior=superior,
        agency=agency,
        made_on=made_on,
        form=_("Mẫu số 07, Thông tư 03/2025/TT-VPCP") if is_new else _("Mẫu số 06, Thông tư 01/2018/TT-VPCP"),
        title=_("Sổ theo dõi hồ sơ"),
        subtitles=[days_words(book.period)],
        columns=[
            Column(_("TT"), Kind.BLANK, 5),
            Column(_("Mã hồ sơ"), Kind.TEXT, 28),
            Column(_("Nội dung hồ sơ"), Kind.TEXT, 30),
            Column(_("Số lượng (bộ)"), Kind.NUMBER, 7),
            Column(_("Họ và tên chủ hồ sơ"), Kind.TEXT, 18),
            Column(_("Địa chỉ"), Kind.TEXT, 26),
            Column(_("Số điện thoại"), Kind.TEXT, 13),
            Column(_("Nhận hồ sơ"), Kind.MOMENT, 12, days),
            Column(_("Hẹn trả"), Kind.MOMENT, 12, days),
            Column(_("Ngày nhận kết quả"), Kind.MOMENT, 12, days),
            Column(_("Bên giao ký"), Kind.BLANK, 8, handing),
            Column(_("Bên nhận ký"), Kind.BLANK, 8, handing),
            Column(_("Người nhận"), Kind.TEXT, 15, handing),
            Column(_("Ghi chú"), Kind.TEXT, 14),
        ],
        lines=[_register_line(at, line) for at, line in enumerate(lines, start=1)],
        notes=[_("Có %(count)s hồ sơ.") % {"count": len(lines)}],
        signers=[_("Người ghi sổ"), _("Phụ trách Bộ phận Một cửa")],
        file_name=f"so-theo-doi-{book.agency.code}-{book.period.first:%Y%m%d}",
        text_column=2,
    )


def _register_line(at: int, line: RegisterLine) -> Line:
    people = [line.owner, line.address, line.phone]
    moments = [line.received_at, line.promised_at, line.returned_at]
    return Line([str(at), line.code, line.matter, 1, *people, *moments, "", "", line.receiver, line.note])


@_VIETNAMESE
def handover_sheet(book: Book, lines: Sequence[HandoverLine], *, made_on: date) -> Sheet:
    """The list of results handed over, with room for the signatures of both sides."""
    superior, agency = _heading(book.agency, on=made_on)
    return Sheet(
        superior=superior,
        agency=agency,
        made_on=made_on,
        form="",
        title=_("Danh sách kết quả đã trả"),
        subtitles=[days_words(book.period), _("Cách trả: %(how)s") % {"how": HANDOVER_LABELS[book.channel]}],
        columns=[
            Column(_("TT"), Kind.BLANK, 5),
            Column(_("Mã hồ sơ"), Kind.TEXT, 28),
            Column(_("Nội dung hồ sơ"), Kind.TEXT, 32),
            Column(_("Kết quả"), Kind.TEXT, 22),
            Column(_("Chủ hồ sơ"), Kind.TEXT, 20),
            Column(_("Địa chỉ"), Kind.TEXT, 24),
            Column(_("Trả lúc"), Kind.MOMENT, 12),
            Column(_("Cách trả"), Kind.TEXT, 13),
            Column(_("Trả qua bưu điện"), Kind.BLANK, 8),
            Column(_("Người nhận"), Kind.TEXT, 16),
            Column(_("Ký nhận"), Kind.BLANK, 10),
        ],
        lines=[_handover_line(at, line) for at, line in enumerate(lines, start=1)],
        notes=[_("Có %(count)s kết quả.") % {"count": len(lines)}],
        signers=[_("Bên giao"), _("Bên nhận")],
        file_name=f"ket-qua-da-tra-{book.agency.code}-{book.period.first:%Y%m%d}",
        text_column=2,
    )


def _handover_line(at: int, line: HandoverLine) -> Line:
    post = "X" if line.by_post else ""
    people = [line.owner, line.address]
    return Line(
        [str(at), line.code, line.matter, line.results, *people, line.returned_at, line.how, post, line.receiver, ""]
    )
