"""Papers and files of a dossier: what was issued, as page and PDF, the control slip, and the documents themselves."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from haidang.desk.guards import officer, officer_page
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.ui.downloads import file_response, pdf_response

FIRST_YEAR = 2000


@officer_page
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the receipt and appointment of a dossier, by an address that can be known beforehand."""
    try:
        found = dossiers.receipt_of(officer(request), code, now=clock.now())
    except dossiers.WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", code=code)
    return redirect("desk:paper", code=code, paper_id=found)


@officer_page
@require_safe
def paper(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """An issued paper as a page that prints well."""
    found = dossiers.paper_for(officer(request), code, paper_id, now=clock.now())
    return render(request, "desk/paper.html", {"paper": found, "sheet": found.sheet, "paper_id": paper_id})


@officer_page
@require_safe
def paper_pdf(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """The same paper as A4 PDF."""
    found = dossiers.paper_for(officer(request), code, paper_id, now=clock.now())
    return pdf_response(dossiers.draw_paper(found.sheet), name=found.file_name)


@officer_page
@require_safe
def control(request: HttpRequest, code: str) -> HttpResponse:
    """The control slip as of now, as A4 PDF."""
    try:
        sheet = dossiers.control_slip(officer(request), code, now=clock.now())
    except dossiers.WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", code=code)
    return pdf_response(dossiers.draw_paper(sheet), name=f"control-{code}.pdf")


@officer_page
@require_safe
def handing_over(request: HttpRequest) -> HttpResponse:
    """A day's results that an agency hands over to the one-stop desk: which agencies have any, and the list of one."""
    day = _day(request)
    found = dossiers.handings(officer(request), day, now=clock.now())
    wanted = request.GET.get("co-quan", "")
    chosen = next((item for item in found if str(item.agency.id) == wanted), next(iter(found), None))
    sheet = dossiers.results_list(officer(request), chosen.agency.id, day, now=clock.now()) if chosen else None
    if sheet and request.GET.get("dang") == "pdf":
        return pdf_response(dossiers.draw_paper(sheet), name=f"ban-giao-{day.isoformat()}.pdf")
    return render(request, "desk/handing_over.html", {"day": day, "found": found, "chosen": chosen, "sheet": sheet})


def _day(request: HttpRequest) -> date:
    """The day that is asked for; today where none was given, or none on which anybody worked with this."""
    try:
        day = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return clock.today()
    return day if FIRST_YEAR <= day.year <= clock.today().year else clock.today()


@officer_page
@require_safe
def document(request: HttpRequest, document_id: UUID) -> FileResponse:
    """A file of a dossier that this officer may see."""
    found, handle = dossiers.document_for(officer(request), str(document_id), now=clock.now())
    return file_response(handle, name=found.name, media_type=found.media_type)
