"""Messages on their way: how many, which failed and why, who carries them; sending again or giving up."""

from typing import Any

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.guards import acting, message_operators
from haidang.console.message_forms import DecisionForm, FilterForm
from haidang.notifications import api as notifications
from haidang.platform import clock
from haidang.ui import refusals
from haidang.ui.paging import Page
from haidang.ui.sending import attempt

PAGE = 50


@message_operators
@refusals.shown
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """Figures, providers and a list; a POST sends what has failed on a channel again."""
    if request.method == "POST":
        count = notifications.retry_failed(channel=request.POST.get("kenh", ""), **acting(request))
        notes.success(request, ngettext("Đã cho gửi lại %(n)s tin.", "Đã cho gửi lại %(n)s tin.", count) % {"n": count})
        return redirect("console:messages")
    now, form = clock.now(), FilterForm(request.GET)
    rows = notifications.deliveries(**form.wish)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    shown, figures = rows[page.offset : page.offset + PAGE], notifications.figures(now=now)
    context = {
        "now": now,
        "figures": figures,
        "failed": sum(each.by_state[notifications.State.FAILED] for each in figures),
        "states": list(notifications.State),
        "standings": notifications.standings(),
        "form": form,
        "rows": [(row, notifications.masked(row), title_of(row.kind)) for row in shown],
        "page": page,
        "is_demo": notifications.is_captured(),
    }
    return render(request, "console/messages.html", context)


def title_of(kind: str) -> str:
    """What a kind of message is called; of one that is declared no more, its code; of a notice to officers, that."""
    try:
        return str(notifications.kind_of(kind).title)
    except KeyError:
        return kind or _("Thông báo cho cán bộ")


@message_operators
@refusals.shown
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One message without its content; a POST sends it again (`viec` gui-lai) or gives it up with a reason."""
    row = notifications.deliveries().filter(pk=delivery_id).first() if delivery_id < 2**63 else None
    if row is None:
        raise Http404(_("Không có tin này."))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: _decide(request, delivery_id, form.cleaned_data)):
        notes.success(request, _("Đã thực hiện."))
        return redirect("console:message", delivery_id=delivery_id)
    context = {
        "row": row,
        "address": notifications.masked(row),
        "title": title_of(row.kind),
        "receipts": list(row.receipts.order_by("pk")),
        "form": form,
        "may_retry": row.state in {notifications.State.FAILED, notifications.State.DROPPED},
        "may_give_up": row.state in {notifications.State.FAILED, notifications.State.QUEUED},
    }
    return render(request, "console/message.html", context, status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, delivery_id: int, found: dict[str, Any]) -> None:
    common = {"delivery_id": delivery_id, **acting(request)}
    if found["viec"] == DecisionForm.RETRY:
        notifications.retry(**common)
    else:
        notifications.give_up(reason=found["reason"], **common)


@message_operators
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything that a demonstration would have sent; elsewhere there is no such page."""
    if not notifications.is_captured():
        raise Http404(_("Chỉ bản trình diễn có hộp thư mô phỏng."))
    channel = request.GET.get("kenh", "")
    rows = notifications.captured(channel=channel)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    context = {
        "rows": rows[page.offset : page.offset + PAGE],
        "page": page,
        "channel": channel,
        "channels": [way for way in notifications.LEAVING if way is not notifications.Channel.PUSH],
    }
    return render(request, "console/mailbox.html", context)
