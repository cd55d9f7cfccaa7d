"""Held changes: what has changed, a mapping to approve, or a reason to refuse."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.ioc import api as ioc
from haidang.ioc.api import source_labels, sources
from haidang.operations.source_acts import DecisionForm, NoteForm
from haidang.operations.source_guards import page, reader
from haidang.platform import clock
from haidang.ui.sending import attempt, sent_by


@page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One held change; a POST does what the pressed button (`act`) says."""
    found = sources.change_for(reader(request), number, now=clock.now())
    pressed = request.POST.get("act", "") if request.method == "POST" else ""
    decide = DecisionForm(request.POST if pressed == "duyet" else None, difference=found.difference)
    refuse = NoteForm(request.POST if pressed == "tu-choi" else None, prefix="no")
    if _done(request, number, pressed, decide, refuse):
        return redirect("operations:source", code=found.source.code)
    view = sources.view(reader(request), found.source.code, now=clock.now(), listed=1)
    context = {
        "change": found,
        "source": found.source,
        "retyped": [
            (item["name"], source_labels.TYPE_LABELS[item["declared"]], source_labels.TYPE_LABELS[item["found"]])
            for item in found.difference["retyped"]
        ],
        "state": source_labels.HELD_LABELS[ioc.HeldChange.State(found.state)],
        "decide": decide,
        "refuse": refuse,
        "is_open": found.state == ioc.HeldChange.State.OPEN and view.allowed["tend"],
    }
    return render(request, "operations/sources/change.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, number: int, pressed: str, decide: DecisionForm, refuse: NoteForm) -> bool:
    values = sent_by(request)
    values.pop("expected_version")
    if pressed == "duyet" and decide.is_valid():
        note = decide.cleaned_data["note"]
        if attempt(decide, lambda: ioc.approve_change(change_id=number, mapped=decide.mapped(), note=note, **values)):
            messages.success(request, _("Đã duyệt. Dữ liệu giữ lại sẽ được nạp trong lần chạy tới."))
            return True
    if pressed == "tu-choi" and refuse.is_valid():
        note = refuse.cleaned_data["note"]
        if attempt(refuse, lambda: ioc.refuse_change(change_id=number, note=note, **values)):
            messages.success(request, _("Đã ghi nhận không nhận tệp này; các tệp sau sẽ được nạp."))
            return True
    return False
