"""Lists: what waits for the officer, and what a search finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from haidang.desk.guards import officer, officer_page
from haidang.desk.views.office import bulk_form
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.ui.paging import Page

PAGE = 50
GIVEN = 5
"""How many directives stand above the dossiers."""


@officer_page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """My queue, most urgent first; `viec` narrows it to a task, `muc` to a risk, `giu` to who has the step."""
    task = request.GET.get("viec", "")
    risk = request.GET.get("muc", "")
    task = task if task in dossiers.TASK_LABELS else ""
    risk = risk if risk in set(dossiers.Risk) else ""
    holder = request.GET.get("giu", "")
    holder = holder if holder in dossiers.HOLDER_LABELS else ""
    now = clock.now()
    found = dossiers.queue(officer(request), now=now, task=task, risk=risk, holder=holder)
    given, given_total = steering.waiting_for(officer(request), now=now, limit=GIVEN)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=len(found.rows))
    rows = found.rows[page.offset : page.offset + page.size]
    context = {
        "queue": found,
        "rows": rows,
        "holder": holder,
        "holders": [(kind, dossiers.HOLDER_LABELS[kind], count) for kind, count in found.by_holder.items()],
        "bulk": bulk_form(officer(request), [row.step_id for row in rows if row.step_id]),
        "page": page,
        "task": task,
        "risk": risk,
        "tabs": [(kind, dossiers.TASK_LABELS[kind], count) for kind, count in found.by_task.items()],
        "risks": list(found.by_risk.items()),
        "several_agencies": len({row.agency_name for row in found.rows}) > 1,
        "is_cut": len(found.rows) >= dossiers.QUEUE_LIMIT,
        "limit": dossiers.QUEUE_LIMIT,
        "given": given,
        "given_total": given_total,
        "news": steering.unread(officer(request), now=now),
    }
    return render(request, "desk/queue.html", context)


@officer_page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Dossiers by code, name without diacritics, procedure or identity number; a whole code leads straight there."""
    words = request.GET.get("q", "").strip()[:200]
    rows = dossiers.search_for_officer(officer(request), words, now=clock.now())
    if len(rows) == 1 and rows[0].code == "".join(words.split()).upper():
        return redirect("desk:dossier", code=rows[0].code)
    return render(request, "desk/search.html", {"words": words, "rows": rows, "several_agencies": True})
