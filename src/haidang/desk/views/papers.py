"""Papers and files of a dossier: the appointment slip as page and PDF, and the documents themselves."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.desk.guards import officer, officer_page
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.ui.downloads import file_response


@officer_page
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt-and-appointment slip, to be printed."""
    try:
        found = dossiers.slip(officer(request), code, now=clock.now())
    except dossiers.WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", code=code)
    return render(request, "desk/slip.html", {"slip": found, "qr": _qr(found.code)})


def _qr(code: str) -> SafeString:
    """The dossier's code as QR, which every printed paper carries at its top left (TT 01/2023/TT-VPCP)."""
    words = _("Mã QR của hồ sơ %(code)s") % {"code": code}
    return mark_safe(segno.make(code, error="m", micro=False).svg_inline(scale=3, border=1, title=words))  # noqa: S308


@officer_page
@require_safe
def slip_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same slip as A4 PDF."""
    try:
        content = dossiers.slip_pdf(officer(request), code, now=clock.now())
    except dossiers.WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:dossier", code=code)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giay-hen-{code}.pdf"'
    return response


@officer_page
@require_safe
def document(request: HttpRequest, document_id: UUID) -> FileResponse:
    """A file of a dossier that this officer may see."""
    found, handle = dossiers.document_for(officer(request), str(document_id), now=clock.now())
    return file_response(handle, name=found.name, media_type=found.media_type)
