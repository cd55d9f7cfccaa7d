"""The Project 06 plan: how it stands, its tasks, import from Excel with a rehearsal first, report."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.dossiers.api import reports
from haidang.identity.api import Permission
from haidang.leaders.guards import page, reader
from haidang.leaders.plan_form import PlanForm
from haidang.platform import clock, files
from haidang.platform.errors import NotAllowed, Refused
from haidang.steering import api as steering
from haidang.ui import downloads, uploads

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@page
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """How the plan stands, by group and by leading agency; every figure opens its tasks."""
    board = steering.plan_board(reader(request), now=clock.now())
    standings = list(steering.PROGRESS_LABELS.items())
    context = {
        "board": board,
        "standings": standings,
        "totals": [(kind, words, board.total.counts[kind]) for kind, words in standings],
        "tables": [
            (_("Theo nhóm tiện ích"), "nhom", [(line, _counts(line)) for line in board.by_group]),
            (_("Theo cơ quan chủ trì"), "co_quan", [(line, _counts(line)) for line in board.by_agency]),
        ],
        "note": steering.PLAN_GROUPS_NOTE,
        "may_import": _may_import(request),
    }
    return render(request, "leaders/plan.html", context)


def _counts(line: steering.PlanLine) -> list[tuple[str, int]]:
    return [(kind.value, line.counts[kind]) for kind in steering.PROGRESS_LABELS]


def _may_import(request: HttpRequest) -> bool:
    return bool(steering.reach(reader(request), Permission.STEERING_DIRECT, on=clock.today()))


@page
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks, by number; `nhom`, `co_quan` and `tinh_trang` narrow the list."""
    asked = {name: request.GET.get(key, "") for name, key in _NARROWING.items()}
    found = steering.plan_tasks(reader(request), now=clock.now(), **asked)
    words = [
        steering.PLAN_GROUPS.get(asked["group"], ""),
        next((task.lead for task in found if asked["agency"]), asked["agency"][:40]),
        steering.PROGRESS_LABELS.get(asked["standing"], ""),  # type: ignore[call-overload]
    ]
    context = {
        "tasks": [(task, steering.PROGRESS_LABELS[task.progress]) for task in found],
        "narrowed": [str(each) for each in words if each],
    }
    return render(request, "leaders/plan_tasks.html", context)


_NARROWING = {"group": "nhom", "agency": "co_quan", "standing": "tinh_trang"}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Imports the plan: a file is rehearsed first; what the rehearsal says is then taken in by a second press."""
    if not _may_import(request):
        raise NotAllowed(_("Chỉ lãnh đạo cơ quan nhập kế hoạch."))
    form = PlanForm(request.POST, request.FILES) if request.method == "POST" else PlanForm()
    found, sha256 = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            content, sha256 = _content(form)
            is_rehearsal = not form.cleaned_data["stored"]
            found = steering.import_plan(content, actor=reader(request), now=clock.now(), is_rehearsal=is_rehearsal)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    if found is not None and not found.is_rehearsal and not found.count(steering.ImportResult.REFUSED):
        return redirect("leaders:plan")
    counts = [(kind, words, found.count(kind)) for kind, words in _result_words().items()] if found else []
    context = {"form": form, "found": found, "sha256": sha256, "counts": counts, "words": _result_words()}
    return render(request, "leaders/plan_import.html", context, status=422 if form.errors else 200)


def _content(form: PlanForm) -> tuple[bytes, str]:
    """The bytes of the file that was sent now, or of the one rehearsed before; raises FileRefused."""
    sha256 = form.cleaned_data["stored"]
    if not sha256:
        taken = uploads.take([form.cleaned_data["file"]])
        if taken.refused:
            raise files.FileRefused(taken.refused[0])
        sha256 = taken.stored[0].sha256
    try:
        with files.open_file(sha256) as handle:
            return handle.read(), sha256
    except FileNotFoundError as error:
        raise files.FileRefused(_("Kho tệp không còn giữ tệp này. Hãy chọn lại tệp.")) from error


def _result_words() -> dict[steering.ImportResult, str]:
    return {
        steering.ImportResult.CREATED: _("Tạo mới"),
        steering.ImportResult.CHANGED: _("Cập nhật"),
        steering.ImportResult.UNCHANGED: _("Không đổi"),
        steering.ImportResult.REFUSED: _("Không nhận được"),
    }


@page
@require_safe
def template(_request: HttpRequest) -> FileResponse:
    """The worksheet to fill in."""
    return downloads.file_response(BytesIO(steering.plan_template()), name="de-an-06-mau.xlsx", media_type=EXCEL)


@page
@require_safe
def excel(request: HttpRequest) -> FileResponse:
    """The report as a workbook."""
    sheet = _sheet(request)
    return downloads.file_response(BytesIO(reports.workbook(sheet)), name=f"{sheet.file_name}.xlsx", media_type=EXCEL)


@page
@require_safe
def pdf(request: HttpRequest) -> FileResponse:
    """The report as PDF."""
    sheet = _sheet(request)
    return downloads.file_response(BytesIO(reports.document(sheet)), name=f"{sheet.file_name}.pdf", media_type=PDF)


def _sheet(request: HttpRequest) -> reports.Sheet:
    now, user = clock.now(), reader(request)
    return steering.plan_sheet(steering.plan_board(user, now=now), steering.plan_tasks(user, now=now), made_at=now)
