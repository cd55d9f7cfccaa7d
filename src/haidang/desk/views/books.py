"""The register of dossiers and the list of results handed over, on screen, as Excel and as PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haidang.desk.forms.reports import BookForm, HandoverForm
from haidang.desk.guards import officer, officer_page
from haidang.desk.views.reports import EXCEL, PAGE, PDF, first_words
from haidang.dossiers.api import reports
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.downloads import file_response
from haidang.ui.paging import Page
from haidang.ui.refusals import shown


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of book: its page, its form, how it is opened, read and printed."""

    title: Any
    template: str
    form: type[BookForm]
    open: Callable[..., reports.Book]
    lines: Callable[..., list[Any]]
    sheet: Callable[..., reports.Sheet]


KINDS = {
    "register": Kind(
        gettext_lazy("Sổ theo dõi hồ sơ"),
        "desk/register.html",
        BookForm,
        reports.register,
        reports.register_lines,
        reports.register_sheet,
    ),
    "handovers": Kind(
        gettext_lazy("Danh sách kết quả đã trả"),
        "desk/handovers.html",
        HandoverForm,
        reports.handovers,
        reports.handover_lines,
        reports.handover_sheet,
    ),
}


class Answer(NamedTuple):
    """The form as asked, and the book, None where the form says why there is none."""

    form: BookForm
    book: reports.Book | None


@officer_page
@shown
@require_safe
def book(request: HttpRequest, kind: str) -> HttpResponse:
    """One page of a book."""
    form, found = _answer(request, kind)
    context: dict[str, Any] = {"form": form, "book": found, "title": KINDS[kind].title, "kind": kind}
    if found:
        page = Page.asked(request.GET.get("trang"), size=PAGE, total=found.total)
        context |= {
            "page": page,
            "lines": KINDS[kind].lines(found, start=page.offset, size=PAGE),
            "days": reports.days_words(found.period),
            "query": urlencode({name: form[name].value() or "" for name in form.fields}),
        }
    return render(request, KINDS[kind].template, context, status=200 if found else 422)


@officer_page
@shown
@require_safe
def excel(request: HttpRequest, kind: str) -> FileResponse:
    """The book as Excel."""
    sheet = _sheet(request, kind, most=reports.MOST_EXCEL_LINES)
    return file_response(BytesIO(reports.workbook(sheet)), name=f"{sheet.file_name}.xlsx", media_type=EXCEL)


@officer_page
@shown
@require_safe
def pdf(request: HttpRequest, kind: str) -> FileResponse:
    """The book as PDF."""
    sheet = _sheet(request, kind, most=reports.MOST_PDF_LINES)
    return file_response(BytesIO(reports.document(sheet)), name=f"{sheet.file_name}.pdf", media_type=PDF)


def _sheet(request: HttpRequest, kind: str, *, most: int) -> reports.Sheet:
    form, found = _answer(request, kind)
    if found is None:
        raise Refused(first_words(form))
    lines = reports.all_lines(found, KINDS[kind].lines, most=most)
    return KINDS[kind].sheet(found, lines, made_on=clock.today())


def _answer(request: HttpRequest, kind: str) -> Answer:
    user, now, today = officer(request), clock.now(), clock.today()
    reach = reports.of_registers(user, on=today)
    agencies = reports.books_of(reach, on=today)
    defaults = {"co_quan": agencies[0].code if agencies else "", "ky": reports.Preset.MONTH.value}
    form = KINDS[kind].form(defaults | request.GET.dict(), agencies=agencies)
    if not form.is_valid():
        return Answer(form, None)
    found = form.cleaned_data
    channel = {"channel": found["cach_tra"]} if "cach_tra" in found else {}
    try:
        period = form.period(as_of=now, today=today)
        return Answer(form, KINDS[kind].open(found["co_quan"], period, reach, on=today, **channel))
    except Refused as refusal:
        form.refuse(refusal)
        return Answer(form, None)
