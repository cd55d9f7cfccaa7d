"""Reports 06a and 07a: on screen with a chart, the dossiers behind each cell, Excel and PDF."""

from io import BytesIO
from typing import Any, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.desk.charts import SEGMENTS, bars
from haidang.desk.forms.reports import PeriodForm, ReportForm
from haidang.desk.guards import officer, officer_page
from haidang.dossiers.api import reports
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.downloads import file_response
from haidang.ui.paging import Page
from haidang.ui.refusals import shown

PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


class Answer(NamedTuple):
    """The form as asked, and the report, None where the form says why there is none."""

    form: ReportForm
    report: reports.Report | None


@officer_page
@shown
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report that the address asks for; this month's 06a when it asks for nothing."""
    form, found = _answer(request)
    context: dict[str, Any] = {"form": form, "report": found, "query": _query(form)}
    if found:
        context |= {
            "rows": [(row, reports.row_name(row), _cells(row.figures)) for row in found.rows],
            "total": _cells(found.total),
            "groups": reports.cell_groups(),
            "days": reports.days_words(found.asked.period),
            "anchor": reports.anchor_words(found),
            "notes": reports.notes(found),
            "bars": bars(found),
            "segments": [(look, words) for look, words, _cells_of in SEGMENTS],
        }
    return render(request, "desk/report.html", context, status=200 if found else 422)


@officer_page
@shown
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one cell: `dong` is the row, `o` the cell."""
    form, found = _answer(request)
    if found is None:
        return render(request, "desk/report.html", {"form": form}, status=422)
    cell = reports.cell_of(request.GET.get("o", ""))
    row = found.row(request.GET.get("dong", reports.TOTAL))
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=row.figures.of(cell))
    context = {
        "rows": reports.listed(found, row.id, cell, start=page.offset, size=PAGE, now=clock.now()),
        "page": page,
        "name": reports.row_name(row),
        "cell": reports.cell_words(cell),
        "days": reports.days_words(found.asked.period),
        "query": _query(form),
    }
    return render(request, "desk/report_dossiers.html", context)


@officer_page
@shown
@require_safe
def excel(request: HttpRequest) -> FileResponse:
    """The report as Excel."""
    sheet = _sheet(request)
    return file_response(BytesIO(reports.workbook(sheet)), name=f"{sheet.file_name}.xlsx", media_type=EXCEL)


@officer_page
@shown
@require_safe
def pdf(request: HttpRequest) -> FileResponse:
    """The report as PDF."""
    sheet = _sheet(request)
    return file_response(BytesIO(reports.document(sheet)), name=f"{sheet.file_name}.pdf", media_type=PDF)


def _sheet(request: HttpRequest) -> reports.Sheet:
    form, found = _answer(request)
    if found is None:
        raise Refused(first_words(form))
    return reports.report_sheet(found, made_on=clock.today())


def first_words(form: PeriodForm) -> str:
    """Why a form cannot be answered, for a file that has no page to say it on."""
    return next((str(words) for errors in form.errors.values() for words in errors), _("Yêu cầu chưa hợp lệ."))


def _answer(request: HttpRequest) -> Answer:
    user, now, today = officer(request), clock.now(), clock.today()
    reach = reports.of_reports(user, on=today)
    defaults = {
        "loai": reports.Kind.AGENCIES.value,
        "ky": reports.Preset.MONTH.value,
        "moc": f"{today:%Y-%m-%d}",
        "co_quan": "",
    }
    form = ReportForm(defaults | request.GET.dict())
    is_valid = form.is_valid()
    form.offer(reports.books_of(reach, on=form.cleaned_data.get("moc") or today))
    if not is_valid:
        return Answer(form, None)
    try:
        return Answer(form, reports.report(form.asked(as_of=now, today=today), reach))
    except Refused as refusal:
        form.refuse(refusal)
        return Answer(form, None)


def _query(form: ReportForm) -> str:
    """What was asked, as the query of links to lists and files."""
    return urlencode({name: form[name].value() or "" for name in form.fields})


def _cells(figures: reports.Figures) -> dict[str, Any]:
    counts = [(cell.value, figures.of(cell)) for cell in reports.CELLS]
    return {
        "counts": counts,
        "rate": figures.rate,
        "in_time": figures.in_time,
        "done": figures.of(reports.Cell.DONE),
        "refused": figures.of(reports.Cell.REFUSED),
    }
