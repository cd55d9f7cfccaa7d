"""Fees of the province: which procedures have rules of its own, and publishing them for one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.catalogue import api as catalogue
from haidang.console.fee_forms import FeeRulesForm
from haidang.console.guards import P, administrator, needs
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.forms import new_key
from haidang.ui.paging import Page

PAGE = 30


@needs(P.FEES_MANAGE)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Procedures by name or code (`q`); without a search those that have rules of the province."""
    words = request.GET.get("q", "").strip()[:200]
    own = catalogue.codes_with_fee_rules()
    found = catalogue.search(words, limit=PAGE, on=clock.today()).items if words else []
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=len(own))
    shown = [] if words else own[page.offset : page.offset + page.size]
    context = {
        "words": words,
        "hits": found,
        "own": [catalogue.published(code, on=clock.today()) for code in shown],
        "own_codes": set(own),
        "page": page,
    }
    return render(request, "console/fees.html", context)


@needs(P.FEES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """Fees and exemptions in force; a POST publishes the next version with those that were sent."""
    user, today = administrator(request), clock.today()
    try:
        published = catalogue.published(procedure_code, on=today)
    except catalogue.ProcedureNotFound as refusal:
        raise Http404(str(refusal)) from refusal
    if not catalogue.may_publish_fees(user, published.code, on=today):
        raise PermissionDenied(_("Mức phí, lệ phí của tỉnh do quản trị viên cấp tỉnh công bố."))
    if request.method != "POST":
        initial = {"key": new_key(), "version": published.number}
        return _show(request, published, FeeRulesForm(content=published.content, initial=initial))
    form = FeeRulesForm(request.POST, content=published.content)
    if form.is_valid() and _publish(request, published, form):
        messages.success(request, _("Đã công bố. Hồ sơ nộp trước đó giữ mức thu cũ."))
        return redirect("console:fee_rules", procedure_code=published.code)
    return _show(request, published, form, status=422)


def _publish(request: HttpRequest, published: catalogue.PublishedProcedure, form: FeeRulesForm) -> bool:
    """Publishes if it can be; says on the form why not."""
    try:
        catalogue.publish_fee_rules(
            code=published.code,
            rules=form.rules,
            actor=administrator(request),
            expected_number=form.cleaned_data["version"],
            now=clock.now(),
            key=form.cleaned_data["key"],
        )
    except Refused as refusal:
        form.blame(refusal.field, str(refusal))
        # The page that says no shows the newest version, so the next try is against that one.
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = published.number  # type: ignore[index]
        if refusal.code == "key-reused":
            form.data["key"] = new_key()  # type: ignore[index]
        return False
    return True


def _show(
    request: HttpRequest, published: catalogue.PublishedProcedure, form: FeeRulesForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"published": published, "form": form}
    return render(request, "console/fee_rules.html", context, status=status)
