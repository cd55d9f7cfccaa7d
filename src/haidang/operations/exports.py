"""An answer to take along: CSV and Excel with the plain numbers, PNG and PDF with the chart."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.ioc.api import questions
from haidang.operations import drawings, pictures
from haidang.platform import clock

KINDS = {"csv": "CSV", "xlsx": "Excel", "png": "PNG", "pdf": "PDF"}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "pdf": "application/pdf",
}
COLUMNS = (
    *("indicator", "version", "place", "name", "first", "last"),
    *("numerator", "denominator", "value", "base", "target", "as_of"),
)
Cell = str | int | float | None


def response(answer: questions.Answer, kind: str, *, chart: drawings.Drawing, now: datetime) -> HttpResponse:
    """The file, to be saved under a name that says what it is and of which day."""
    content = {"csv": _csv, "xlsx": _excel, "png": _png, "pdf": _pdf}[kind](answer, chart, now)
    found = HttpResponse(content, content_type=MEDIA[kind])
    found["Content-Disposition"] = f'attachment; filename="{answer.spec.code}-{drawings.today(now)}.{kind}"'
    found["X-Content-Type-Options"] = "nosniff"
    return found


def cells(answer: questions.Answer) -> Iterator[list[Cell]]:
    """One row for each place and period: the numbers as they are, unknown ones empty."""
    for row in answer.rows:
        for frame, figure, target in zip(answer.frames, row.figures, answer.path, strict=True):
            value = figure.value if figure else None
            yield [
                answer.spec.code,
                answer.spec.number,
                row.place,
                row.name,
                frame.first.isoformat(),
                frame.last.isoformat(),
                figure.numerator if figure else None,
                figure.denominator if figure else None,
                None if value is None else round(float(value), 6),
                figure.base if figure else 0,
                None if target is None else float(target),
                answer.as_of.isoformat(),
            ]


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, as a text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _csv(answer: questions.Answer, _chart: drawings.Drawing, _now: datetime) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in cells(answer))
    # Excel takes a CSV for Latin-1 unless it begins with this mark.
    return out.getvalue().encode("utf-8-sig")


def _excel(answer: questions.Answer, _chart: drawings.Drawing, now: datetime) -> bytes:
    day = clock.local(now).date()
    text, number = reports.ColumnKind.TEXT, reports.ColumnKind.BLANK
    titles = [_("Mã nơi"), _("Nơi"), _("Từ ngày"), _("Đến ngày"), _("Tử số"), _("Mẫu số"), _("Giá trị"),
              _("Số dòng"), _("Mục tiêu")]  # fmt: skip
    widths = [16, 40, 12, 12, 14, 14, 14, 12, 12]
    kinds = [text, text, text, text, number, number, number, number, number]
    sheet = reports.Sheet(
        superior="",
        agency=identity.province_name(on=day),
        made_on=day,
        form="",
        title=drawings.title_of(answer),
        subtitles=[drawings.said(answer.as_of), _note(answer)],
        columns=[reports.Column(*each) for each in zip(titles, kinds, widths, strict=True)],
        lines=[reports.Line([*row[2:11]]) for row in cells(answer)],
        file_name=answer.spec.code[:31],
    )
    return reports.workbook(sheet)


def _png(answer: questions.Answer, chart: drawings.Drawing, _now: datetime) -> bytes:
    return pictures.png(chart, title=chart.title, note=f"{drawings.said(answer.as_of)}. {_note(answer)}")


def _pdf(answer: questions.Answer, chart: drawings.Drawing, _now: datetime) -> bytes:
    head, rows = drawings.table(answer)
    note = f"{drawings.said(answer.as_of)}. {_note(answer)}"
    return pictures.pdf(chart, title=chart.title, note=note, head=head, rows=rows, foot=answer.spec.code)


def _note(answer: questions.Answer) -> str:
    words = _("Chỉ số %(code)s, phiên bản %(number)s; * là giá trị dựa trên ít trường hợp")
    return words % {"code": answer.spec.code, "number": answer.spec.number}
