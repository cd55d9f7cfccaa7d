"""What a source holds and where it came from: rows, their lineage, rows set apart, runs, deliveries."""

import io
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haidang.ioc import api as ioc
from haidang.ioc.api import source_labels, sources
from haidang.operations.source_acts import NoteForm, RepairForm
from haidang.operations.source_guards import page, reader
from haidang.operations.source_labels import RUN_TONES
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.downloads import file_response
from haidang.ui.paging import Page
from haidang.ui.sending import attempt, sent_by

PAGE = 50


def _listed(request: HttpRequest, code: str, question: Any, **more: Any) -> tuple[Any, Page]:
    """A page of a list of a source, the nearest one to what the address asks for."""
    user, now = reader(request), clock.now()
    total = question(user, code, now=now, offset=0, limit=0, **more).total
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    return question(user, code, now=now, offset=shown.offset, limit=PAGE, **more).items, shown


@page
@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The current rows of a source, those that changed last first."""
    found, shown = _listed(request, code, sources.rows_page)
    view = sources.view(reader(request), code, now=clock.now(), listed=1)
    columns = view.health.contract.kept
    context = {
        "source": view.health.source,
        "columns": columns,
        "rows": [(row, [row.values.get(column.name) for column in columns]) for row in found],
        "page": shown,
    }
    return render(request, "operations/sources/rows.html", context)


@page
@require_safe
def row(request: HttpRequest, number: int) -> HttpResponse:
    """Where a row came from: file, line, run, version of the contract; and the line as it came."""
    found = sources.row_for(reader(request), number, now=clock.now())
    contract = found.contract.value
    context = {
        "row": found,
        "source": found.source,
        "values": [(column, found.values.get(column.name)) for column in contract.kept],
    }
    return render(request, "operations/sources/row.html", context)


@page
@require_safe
def bad_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows set apart; `trang-thai` narrows the list, by default to those that wait."""
    state = request.GET.get("trang-thai", "open")
    found, shown = _listed(request, code, sources.bad_page, state=state)
    context = {
        "source": sources.view(reader(request), code, now=clock.now(), listed=1).health.source,
        "rows": [(item, source_labels.BAD_LABELS[item.state], reasons(item)) for item in found],
        "page": shown,
        "state": state,
        "states": list(source_labels.BAD_LABELS.items()),
    }
    return render(request, "operations/sources/bad_rows.html", context)


def reasons(bad: ioc.BadRow) -> list[tuple[str, Any]]:
    """Why a row was set apart, in words."""
    return [(name, source_labels.REASONS[code]) for name, code in bad.reasons]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def bad_row(request: HttpRequest, number: int) -> HttpResponse:
    """One row set apart: repaired or dismissed by the button that was pressed (`act`)."""
    bad = sources.bad_row_for(reader(request), number, now=clock.now())
    contract = bad.source.contract.value if bad.source.contract else bad.contract.value
    pressed = request.POST.get("act", "") if request.method == "POST" else ""
    repair = RepairForm(request.POST if pressed == "sua" else None, contract=contract, cells=_shown_cells(bad))
    dismiss = NoteForm(request.POST if pressed == "loai" else None)
    done = (pressed == "sua" and _repair(request, repair, number)) or (
        pressed == "loai" and _dismiss(request, dismiss, number)
    )
    if done:
        return redirect("operations:source_bad_rows", code=bad.source.code)
    view = sources.view(reader(request), bad.source.code, now=clock.now(), listed=1)
    context = {
        "bad": bad,
        "source": bad.source,
        "reasons": reasons(bad),
        "state": source_labels.BAD_LABELS[ioc.BadRow.State(bad.state)],
        "repair": repair,
        "dismiss": dismiss,
        "is_open": bad.state == ioc.BadRow.State.OPEN and view.allowed["tend"],
    }
    return render(request, "operations/sources/bad_row.html", context, status=422 if request.method == "POST" else 200)


def _shown_cells(bad: ioc.BadRow) -> dict[str, Any]:
    return {name: "" if cell in (None, "•••") else cell for name, cell in bad.cells.items()}


def _repair(request: HttpRequest, form: RepairForm, number: int) -> bool:
    if not form.is_valid():
        return False
    values = sent_by(request)
    values.pop("expected_version")
    try:
        ioc.repair_row(row_id=number, cells=form.cells(), **values)
    except ioc.StillBad as refusal:
        form.blame(refusal.reasons)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _dismiss(request: HttpRequest, form: NoteForm, number: int) -> bool:
    values = sent_by(request)
    values.pop("expected_version")
    return form.is_valid() and attempt(
        form, lambda: ioc.dismiss_row(row_id=number, note=form.cleaned_data["note"], **values)
    )


@page
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One run: its figures and the deliveries it took."""
    found = sources.run_for(reader(request), number, now=clock.now())
    taken = found.loaded.select_related("first_seen")
    context = {
        "run": found,
        "source": found.source,
        "state": (source_labels.RUN_LABELS[ioc.SourceRun.State(found.state)], RUN_TONES[found.state]),
        "trigger": source_labels.TRIGGER_LABELS.get(found.trigger, found.trigger),
        "problem": source_labels.PROBLEMS.get(found.problem, found.problem),
        "taken": [(item, source_labels.DELIVERY_LABELS[item.state]) for item in taken],
    }
    return render(request, "operations/sources/run.html", context)


@page
@require_safe
def delivery(request: HttpRequest, number: int) -> FileResponse | HttpResponse:
    """A delivery as it came, to be saved; where there may be personal data in it, by who tends the source only."""
    found = sources.delivery_for(reader(request), number, now=clock.now())
    view = sources.view(reader(request), found.source.code, now=clock.now(), listed=1)
    if not view.allowed["tend"]:
        return redirect("operations:source", code=found.source.code)
    return file_response(io.BytesIO(ioc.content_of(found)), name=found.name, media_type="application/octet-stream")
