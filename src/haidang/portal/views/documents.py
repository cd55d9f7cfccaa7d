"""Filing, step 3: the files. A refused file says why beside its own input and costs none of the others."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.platform import clock, files
from haidang.platform.errors import Refused
from haidang.portal.filing_forms import STEPS
from haidang.portal.guards import account, citizens_only
from haidang.portal.upload_rows import UploadRow, rows_of
from haidang.ui import uploads


@citizens_only
def documents(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One input for each required document and one for others; files are kept as soon as they are sent."""
    user, now = account(request), clock.now()
    draft = dossiers.draft_of(user, str(draft_id), now=now)
    refused: dict[str, list[str]] = {}
    if request.method == "POST":
        rows = rows_of(draft)
        refused = {row.key: words for row in rows if (words := _attach(request, draft, row))}
        if remove := request.POST.get("remove"):
            dossiers.detach_from_draft(user=user, draft_id=draft.id, document_id=remove)
        if not refused and "later" in request.POST:
            messages.success(request, _("Đã lưu hồ sơ nháp. Bạn có thể tiếp tục bất cứ lúc nào."))
            return redirect("portal:my_dossiers")
        if not refused and "next" in request.POST:
            return redirect("portal:draft_review", draft_id=draft.id)
        if not refused:
            return redirect("portal:draft_documents", draft_id=draft.id)
        draft = dossiers.draft_of(user, str(draft_id), now=now)
    rows = rows_of(draft, refused=refused)
    errors = [(row.input_id, words) for row in rows for words in row.refused]
    context = {
        "draft": draft,
        "rows": rows,
        "errors": errors,
        "steps": STEPS,
        "accept": files.ACCEPT,
        "limit_mb": uploads.limit_mb(),
    }
    return render(request, "portal/filing/documents.html", context, status=422 if errors else 200)


def _attach(request: HttpRequest, draft: dossiers.DraftView, row: UploadRow) -> list[str]:
    """Attaches the files sent for one document; returns the words about those that were refused."""
    taken = uploads.take(request.FILES.getlist(row.input_name))
    for stored in taken.stored:
        upload = dossiers.Upload(stored, row.title or stored.name, row.key)
        try:
            dossiers.attach_to_draft(user=account(request), draft_id=draft.id, upload=upload, now=clock.now())
        except Refused as refusal:
            taken.refused.append(str(refusal))
    return taken.refused
