"""A sheet as an Excel workbook: real numbers and dates, frozen heading, widths, and no text that Excel would run."""

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from haidang.dossiers.reports.sheet import Column, Kind, Line, Sheet, Value

_FORMATS = {
    Kind.NUMBER: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "hh:mm dd/mm/yyyy",
}
_THIN = Side(style="thin", color="888888")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONT = "Times New Roman"


def workbook(sheet: Sheet) -> bytes:
    """The sheet as the bytes of an .xlsx file."""
    book = Workbook()
    page = book.active
    page.title = sheet.file_name[:31]
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    head = _heading(page, sheet)
    below = _columns(page, sheet, head)
    for number, line in enumerate(sheet.lines, start=below):
        _line(page, sheet, line, number)
    _foot(page, sheet, below + len(sheet.lines) + 1)
    page.freeze_panes = page.cell(below, 3)
    page.print_title_rows = f"{head}:{below - 1}"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(page: object, sheet: Sheet) -> int:
    """The rows above the table; returns the row in which the table begins."""
    last = len(sheet.columns)
    half = max(2, last // 2)
    day = f"Ngày {sheet.made_on:%d} tháng {sheet.made_on:%m} năm {sheet.made_on:%Y}"
    _across(page, 1, 1, half, sheet.superior.upper())
    _across(page, 2, 1, half, sheet.agency.upper(), bold=True)
    _across(page, 1, half + 1, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _across(page, 2, half + 1, last, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _across(page, 3, 1, half, sheet.form, italic=True)
    _across(page, 3, half + 1, last, day, italic=True)
    _across(page, 5, 1, last, sheet.title.upper(), bold=True, size=14)
    for number, words in enumerate(sheet.subtitles, start=6):
        _across(page, number, 1, last, words, italic=True)
    return 7 + len(sheet.subtitles)


def _columns(page: object, sheet: Sheet, row: int) -> int:
    """The two rows of headings and the row of formulas, if any column has one; returns the first row of figures."""
    for title, first, count in sheet.groups:
        if title:
            _across(page, row, first + 1, first + count, title, bold=True, grid=True)
            for at in range(first, first + count):
                _put(page, row + 1, at + 1, sheet.columns[at].title, bold=True)
        else:
            _across(page, row, first + 1, first + 1, sheet.columns[first].title, bold=True, grid=True, rows=2)
    if not any(column.formula for column in sheet.columns):
        return row + 2
    for at, column in enumerate(sheet.columns, start=1):
        _put(page, row + 2, at, column.formula, italic=True)
    return row + 3


def _line(page: object, sheet: Sheet, line: Line, row: int) -> None:
    for at, (column, value) in enumerate(zip(sheet.columns, line.values, strict=True)):
        cell = _write(page, row, at + 1, value)
        cell.border = _GRID
        cell.font = Font(name=_FONT, size=11, bold=line.is_strong)
        cell.alignment = _alignment(column, indent=line.depth if at == sheet.text_column else 0)
        if column.kind in _FORMATS and not isinstance(value, str):
            cell.number_format = _FORMATS[column.kind]


def _alignment(column: Column, *, indent: int) -> Alignment:
    side = {Kind.TEXT: "left", Kind.NUMBER: "right", Kind.SHARE: "right"}.get(column.kind, "center")
    return Alignment(horizontal=side, vertical="top", wrap_text=column.kind is Kind.TEXT, indent=indent * 2)


def _foot(page: object, sheet: Sheet, row: int) -> None:
    last = len(sheet.columns)
    for number, words in enumerate(sheet.notes, start=row):
        _across(page, number, 1, last, words, italic=True, side="left")
    row += len(sheet.notes) + 1
    for number, words in enumerate(sheet.signers):
        share = max(1, last // len(sheet.signers))
        first = number * share + 1
        _across(page, row, first, min(first + share - 1, last), words.upper(), bold=True)
        _across(page, row + 1, first, min(first + share - 1, last), "(Ký và ghi rõ họ tên)", italic=True)


def _put(page: object, row: int, column: int, value: Value, *, bold: bool = False, italic: bool = False) -> None:
    _across(page, row, column, column, value, bold=bold, italic=italic, grid=True)


def _across(
    page: object,
    row: int,
    first: int,
    last: int,
    value: Value,
    *,
    bold: bool = False,
    italic: bool = False,
    grid: bool = False,
    rows: int = 1,
    size: int = 11,
    side: str = "center",
) -> None:
    """One value over the columns `first` to `last` and over `rows` rows."""
    cell = _write(page, row, first, value)
    cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if grid:
        for at in range(first, last + 1):
            for number in range(row, row + rows):
                page.cell(number, at).border = _GRID  # type: ignore[attr-defined]
    if last > first or rows > 1:
        page.merge_cells(start_row=row, end_row=row + rows - 1, start_column=first, end_column=last)  # type: ignore[attr-defined]


def _write(page: object, row: int, column: int, value: Value) -> Cell:
    cell: Cell = page.cell(row, column)  # type: ignore[attr-defined]
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # Excel knows local times only
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # Somebody's name may begin with "=": it stays a text, never a formula.
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
