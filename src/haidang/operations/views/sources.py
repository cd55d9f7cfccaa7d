"""Sources: the list with their health, a source, running it, handing a file in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.ioc import api as ioc
from haidang.ioc.api import source_labels, sources
from haidang.operations.source_acts import HandInForm
from haidang.operations.source_guards import page, reader
from haidang.operations.source_labels import RUN_TONES, STATUS
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.sending import sent_by

HANDED_IN = ("csv", "excel", "folder")


@page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The sources that the reader may see, those with worries first."""
    found = sources.listing(reader(request), now=clock.now())
    may_declare = ioc.may_declare_sources(reader(request), on=clock.today())
    context = {
        "sources": [(item, *STATUS[item.status]) for item in found],
        "kinds": source_labels.KIND_LABELS,
        "may_declare": may_declare,
        "drafts": ioc.source_drafts.drafts_of(reader(request)) if may_declare else [],
    }
    return render(request, "operations/sources/list.html", context)


@page
@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: contract, runs, what waits, what was set apart."""
    return _shown(request, code, HandInForm())


def _shown(request: HttpRequest, code: str, form: HandInForm) -> HttpResponse:
    view = sources.view(reader(request), code, now=clock.now())
    words, tone, symbol = STATUS[view.health.status]
    context = {
        "view": view,
        "source": view.health.source,
        "contract": view.health.contract,
        "status": (words, tone, symbol),
        "form": form if view.health.source.kind in HANDED_IN and view.allowed["tend"] else None,
        "runs": [(run, source_labels.RUN_LABELS[run.state], RUN_TONES[run.state]) for run in view.runs],
        "kinds": source_labels.KIND_LABELS,
        "types": source_labels.TYPE_LABELS,
        "triggers": source_labels.TRIGGER_LABELS,
        "problems": source_labels.PROBLEMS,
        "deliveries": source_labels.DELIVERY_LABELS,
    }
    return render(request, "operations/sources/source.html", context, status=422 if form.is_bound else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Runs a source now; a page that was reloaded runs nothing."""
    if request.method == "POST":
        _run(request, code, "hand")
    return redirect("operations:source", code=code)


def _run(request: HttpRequest, code: str, trigger: str) -> None:
    values = sent_by(request)
    try:
        done = ioc.run_source(
            code=code, actor=values["actor"], now=values["now"], key=f"{values['key']}:{trigger}"[:80], trigger=trigger
        )
    except Refused as refusal:
        if refusal.code.endswith("not-found"):
            raise
        messages.error(request, str(refusal))
        return
    words = _(
        "%(state)s: đọc %(read)s dòng, thêm %(added)s, đổi %(changed)s, không đổi %(unchanged)s, cách ly %(bad)s; "
        "%(repeated)s tệp trùng."
    )
    figures = {
        "state": source_labels.RUN_LABELS[done.state],
        **{name: getattr(done, name) for name in ("read", "added", "changed", "unchanged", "repeated")},
        "bad": done.quarantined,
    }
    (messages.success if done.state == ioc.SourceRun.State.DONE else messages.warning)(request, words % figures)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a file in and loads it."""
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is None:
        return redirect("operations:source", code=code)
    if form.is_valid():
        file, values = form.cleaned_data["file"], sent_by(request)
        values.pop("expected_version")
        try:
            ioc.hand_in(code=code, content=file.read(), name=file.name, **values)
            _run(request, code, "upload")
            return redirect("operations:source", code=code)
        except Refused as refusal:
            if refusal.code.endswith("not-found"):
                raise
            form.add_error("file", str(refusal))
    return _shown(request, code, form)
