"""Procedures that the national portal words otherwise: what would change, approving or leaving it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.console.guards import P, administrator, needs
from haidang.console.labels import PROCEDURE_FIELDS
from haidang.console.posting import posted
from haidang.exchange import api as exchange
from haidang.platform import clock
from haidang.ui.paging import Page

PAGE = 10


@needs(P.EXCHANGE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def procedures(request: HttpRequest) -> HttpResponse:
    """News with their differences; a POST approves or dismisses those of the procedure `code`."""
    done, problem = posted(request, _decide, to="console:exchange_procedures")
    if done:
        return done
    rows = exchange.procedure_news()
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    context = {
        "rows": [(row, _changes(row.changes)) for row in rows[page.offset : page.offset + PAGE]],
        "counts": exchange.procedure_counts(),
        "page": page,
        "problems": [("", problem)] if problem else [],
    }
    return render(request, "console/exchange_procedures.html", context, status=422 if problem else 200)


def _changes(changes: list[list[str]]) -> list[list[str]]:
    """Kept differences with what they are about in words."""
    return [[str(PROCEDURE_FIELDS.get(field, field)), *rest] for field, *rest in changes]


def _decide(request: HttpRequest) -> str:
    common: dict[str, Any] = {
        "code": request.POST.get("code", "")[:64],
        "record_hash": request.POST.get("record", "")[:64],
        "actor": administrator(request),
        "now": clock.now(),
        "key": request.POST.get("key", ""),
    }
    if request.POST.get("act") == "dismiss":
        exchange.dismiss_procedure(reason=request.POST.get("reason", ""), **common)
        return _("Đã giữ nguyên thủ tục.")
    exchange.approve_procedure(**common)
    return _("Đã công bố phiên bản mới từ hôm nay. Hồ sơ đã nộp giữ phiên bản cũ.")
