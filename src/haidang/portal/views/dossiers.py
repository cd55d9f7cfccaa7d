"""One's own dossiers, the promise page of one, its papers and its files."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.portal.forms import RatingForm
from haidang.portal.guards import account, citizens_only, signed_in
from haidang.ui import downloads


@citizens_only
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """Drafts first, then everything filed, newest first."""
    user, now = account(request), clock.now()
    context = {"rows": dossiers.mine(user, now=now), "drafts": dossiers.drafts_of(user, now=now)}
    return render(request, "portal/my_dossiers.html", context)


@signed_in
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The promise page: who holds it, until when, why it stands still, what is to be done, every step so far."""
    return dossier_page(request, code)


def dossier_page(
    request: HttpRequest, code: str, *, rating: RatingForm | None = None, status: int = 200
) -> HttpResponse:
    """Draws the promise page, with a rating form that may carry errors."""
    view = dossiers.view(account(request), code, now=clock.now())
    command = dossiers.Command
    context = {
        "view": view,
        "promise": view.promise,
        "agency_name": identity.name_with_place(view.agency, on=clock.today()),
        "intake_name": identity.name_with_place(view.intake_agency, on=clock.today()),
        "sections": view.answers,
        "may_supplement": command.SUPPLEMENT in view.allowed,
        "may_withdraw": command.WITHDRAW in view.allowed,
        "may_rate": command.RATE in view.allowed and view.rating is None,
        "rating_form": rating or RatingForm(),
    }
    return render(request, "portal/dossier.html", context, status=status)


@signed_in
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the receipt and appointment, by an address that can be known beforehand."""
    return redirect("portal:paper", code, dossiers.receipt_of(account(request), code, now=clock.now()))


@signed_in
def paper(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """A paper that was issued about the dossier, as a page that prints well."""
    found = dossiers.paper_for(account(request), code, paper_id, now=clock.now())
    return render(request, "portal/paper.html", {"paper": found, "sheet": found.sheet, "paper_id": paper_id})


@signed_in
def paper_pdf(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """The same paper as PDF."""
    found = dossiers.paper_for(account(request), code, paper_id, now=clock.now())
    return downloads.pdf_response(dossiers.draw_paper(found.sheet), name=found.file_name)


@signed_in
def document(request: HttpRequest, document_id: UUID) -> FileResponse:
    """A file of a dossier, for those who may see the dossier."""
    found, handle = dossiers.document_for(account(request), str(document_id), now=clock.now())
    return downloads.file_response(handle, name=found.name, media_type=found.media_type)
