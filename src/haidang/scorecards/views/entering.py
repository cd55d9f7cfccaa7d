"""Entering a count that the house cannot make itself, with its source; and the file behind it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.platform import clock, files
from haidang.reform.api import qd766
from haidang.scorecards.asking import asked
from haidang.scorecards.forms import CountForm
from haidang.scorecards.guards import page, reader
from haidang.ui import downloads, uploads
from haidang.ui.sending import attempt, sent_by


@page
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A form for one input of one agency and span, with everything that was ever entered there."""
    now = clock.now()
    wish = asked(request, today=clock.local(now).date())
    card = wish.card(now)
    value = card.values.get(code)
    if value is None or not value.is_enterable:
        raise Http404(_("Số này không nhập tay."))
    if not qd766.may_enter(reader(request), card.agency.id, on=clock.local(now).date()):
        raise PermissionDenied(_("Bạn không có quyền nhập số liệu chấm điểm của cơ quan này."))
    is_sent = request.method == "POST"
    held = {"value": value.value if value.entry else None, "source": value.entry.source if value.entry else ""}
    form = CountForm(request.POST, request.FILES) if is_sent else CountForm(initial=held)
    if is_sent and form.is_valid() and _enter(request, form, card, code):
        messages.success(request, _("Đã lưu số liệu."))
        return redirect(f"{reverse('scorecards:card')}?{wish.query}")
    context = {
        "asked": wish,
        "card": card,
        "value": value,
        "form": form,
        "changes": qd766.history(value.entry) if value.entry else [],
        "version": value.entry.version if value.entry else 0,
    }
    return render(request, "scorecards/enter.html", context, status=422 if is_sent else 200)


def _enter(request: HttpRequest, form: CountForm, card: qd766.Card, code: str) -> bool:
    stored = uploads.take_from(form, "evidence")
    if stored is None:
        return False
    found = form.cleaned_data
    return attempt(
        form,
        lambda: qd766.enter_count(
            agency_code=card.agency.code,
            span=card.span,
            input_key=code,
            value=found["value"],
            source=found["source"],
            evidence=stored[0] if stored else None,
            **sent_by(request),
        ),
    )


@page
@require_safe
def evidence(_request: HttpRequest, number: int) -> FileResponse:
    """The file that was entered with a count."""
    found = qd766.evidence(number)
    try:
        handle = files.open_file(found.sha256)
    except FileNotFoundError as error:
        raise Http404(_("Kho tệp không còn giữ tệp này. Hãy báo quản trị hệ thống.")) from error
    return downloads.file_response(handle, name=found.name, media_type=found.media_type)
