"""Internal processes: which there are, checking and publishing a file, a version drawn, dossiers moved to it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.guards import P, administrator, needs
from haidang.console.process_forms import MigrateForm, ProcessForm
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.workflow import api as workflow

MOST_DOSSIERS = 200


@needs(P.PROCESSES_MANAGE)
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """Every process with its newest version and how many dossiers run on which."""
    return render(request, "console/processes.html", {"processes": workflow.processes()})


@needs(P.PROCESSES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Checks a file, and publishes it if that is asked; what is wrong is said element by element."""
    if request.method != "POST":
        return _upload(request, ProcessForm(initial={"code": request.GET.get("ma", "")[:60]}))
    form = ProcessForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload(request, form, status=422)
    found = form.cleaned_data
    bpmn = workflow.with_defaults(form.bpmn, role=found["role"], hours=f"{found['hours'] or ''}")
    form.keep(bpmn)
    problems = workflow.check(bpmn)
    if problems or request.POST.get("act") != "publish":
        return _upload(request, form, bpmn=bpmn, problems=problems, status=422 if problems else 200)
    try:
        version = workflow.publish_as(
            administrator(request), found["code"], name=found["name"], bpmn=bpmn, now=clock.now()
        )
    except workflow.ProcessRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _upload(request, form, bpmn=bpmn, status=403 if refusal.code == "not-allowed" else 422)
    messages.success(request, _("Đã công bố phiên bản %(number)s của quy trình.") % {"number": version.number})
    return redirect("console:process", version_id=version.pk)


def _upload(
    request: HttpRequest,
    form: ProcessForm,
    *,
    bpmn: bytes = b"",
    problems: list[workflow.Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a file; `problems` are None before it was checked."""
    drawing = workflow.preview(bpmn) if bpmn and not problems else ""
    context = {"form": form, "problems": problems, "drawing": drawing}
    return render(request, "console/process_new.html", context, status=status)


@needs(P.PROCESSES_MANAGE)
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version: drawn, its steps, the other versions, and the dossiers that run on those."""
    found = _version(version_id)
    form = MigrateForm(codes=_codes(request, found), initial={"key": uuid.uuid4().hex})
    return _show(request, found, form)


@needs(P.PROCESSES_MANAGE)
@require_http_methods(["POST", "GET", "HEAD"])
def migrate(request: HttpRequest, version_id: int) -> HttpResponse:
    """Moves the chosen dossiers to a version, and says for each what became of it."""
    found = _version(version_id)
    if request.method != "POST":
        return redirect("console:process", version_id=version_id)
    form = MigrateForm(request.POST, codes=_codes(request, found))
    if not form.is_valid():
        return _show(request, found, form, status=422)
    outcomes = dossiers.migrate_many(
        form.cleaned_data["dossier"],
        version_id=found.pk,
        actor=administrator(request),
        now=clock.now(),
        key=form.cleaned_data["key"],
    )
    results = list(outcomes)
    again = MigrateForm(codes=_codes(request, found), initial={"key": uuid.uuid4().hex})
    return _show(request, found, again, results=results)


def _version(version_id: int) -> workflow.ProcessVersion:
    found = workflow.ProcessVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise Http404(_("Không có phiên bản quy trình này."))
    return found


def _codes(request: HttpRequest, found: workflow.ProcessVersion) -> list[str]:
    """The dossiers that this administrator may move, by code; after these have been moved come the next."""
    movable = dossiers.movable_to(found, user=administrator(request), on=clock.today())
    return movable[:MOST_DOSSIERS]


def _show(
    request: HttpRequest,
    found: workflow.ProcessVersion,
    form: MigrateForm,
    *,
    results: list[dossiers.Moved] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": found,
        "steps": workflow.described(found),
        "drawing": workflow.preview(found.bpmn.encode()),
        "versions": workflow.versions(found.code),
        "form": form,
        "results": results,
    }
    return render(request, "console/process.html", context, status=status)
