"""Throwing a draft away, after asking once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.portal.guards import account, citizens_only


@citizens_only
def delete(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Asks, then deletes."""
    user = account(request)
    draft = dossiers.draft_of(user, str(draft_id), now=clock.now())
    if request.method == "POST":
        dossiers.delete_draft(user=user, draft_id=draft.id)
        messages.success(request, _("Đã xóa hồ sơ nháp."))
        return redirect("portal:my_dossiers")
    return render(request, "portal/filing/delete.html", {"draft": draft})
