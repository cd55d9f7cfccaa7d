"""What heads of agencies answer for: the agencies, the page of one, its monthly report."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import boards, reports
from haidang.identity import api as identity
from haidang.leaders.guards import page, reach, reader
from haidang.leaders.month import months_back, period_of
from haidang.platform import clock
from haidang.reform import api as reform
from haidang.steering import api as steering
from haidang.ui import downloads

PDF = "application/pdf"
SHOWN_PLANS = {reform.Status.SUBMITTED, reform.Status.APPROVED, reform.Status.PUBLISHED}
MOST_PLANS = 2_000


@page
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """The agencies whose heads' pages the reader may see, each with its own figures of the moment."""
    now, on = clock.now(), clock.today()
    seen = steering.accountable(reader(request), on=on)
    found = boards.board(boards.Asked(), reach(request), now=now, grouping=boards.Grouping.EACH_AGENCY)
    lines = {line.code: line for line in found.lines}
    overdue = steering.overdue_by_agency(reader(request), now=now)
    views = [view for view in identity.agencies(on) if view.id in seen]
    groups = [
        (heading, [(code, name, lines.get(code), overdue.get(code, 0)) for code, name in choices])
        for heading, choices in identity.grouped(views, key=lambda view: view.code, on=on)
    ]
    return render(request, "leaders/heads.html", {"groups": groups, "as_of": now, "days": boards.DAYS})


@page
@require_safe
def head(request: HttpRequest, code: str) -> HttpResponse:
    """What the head of an agency answers for in a month (`thang`, 2024-11)."""
    now = clock.now()
    period = period_of(request.GET.get("thang", ""), now=now)
    account = steering.account(reader(request), code, period=period)
    context = {
        "account": account,
        "month": f"{period.first:%Y-%m}",
        "months": [(f"{day:%Y-%m}", f"{day:%m/%Y}") for day in months_back(now)],
        "commitments": _commitments(account),
        "received": account.dossiers.of(reports.Cell.RECEIVED),
        "directed": [
            (steering.KIND_LABELS["directive"], account.directives),
            (steering.KIND_LABELS["plan06"], account.plan),
        ],
        "may_direct": steering.may_direct(reader(request), account.agency.id, on=clock.today()),
    }
    return render(request, "leaders/head.html", context)


@page
@require_safe
def pdf(request: HttpRequest, code: str) -> FileResponse:
    """The monthly report, from the same figures as the page."""
    now = clock.now()
    account = steering.account(reader(request), code, period=period_of(request.GET.get("thang", ""), now=now))
    sheet = steering.account_sheet(account, _commitments(account), made_at=now)
    return downloads.file_response(BytesIO(reports.document(sheet)), name=f"{sheet.file_name}.pdf", media_type=PDF)


def _commitments(account: steering.Account) -> list[tuple[str, str, str]]:
    """The time-reduction plans of procedures that the agency executes: matter, promise, status."""
    on = clock.local(account.period.moment).date()
    codes = set(catalogue.procedures_of(account.agency.id, on=on))
    known = [plan for plan in reform.plans(limit=MOST_PLANS)[0] if plan.proposed_at < account.period.until]
    rows = [plan for plan in known if plan.procedure_code in codes and reform.Status(plan.status) in SHOWN_PLANS]
    names = catalogue.names({plan.from_version_id for plan in rows})
    return [
        (names[plan.from_version_id], _promise(plan), str(reform.STATUS_LABELS[reform.Status(plan.status)]))
        for plan in rows
    ]


def _promise(plan: reform.ReductionPlan) -> str:
    """The shortest way of saying what is promised: each distinct change of time once."""
    changes = [(_limit(item["before"] or item["statutory"]), _limit(item["proposed"])) for item in plan.items]
    return "; ".join(dict.fromkeys(f"{before} → {after}" for before, after in changes))


def _limit(value: dict[str, object] | None) -> str:
    return reform.limit_words(catalogue.TimeLimit(**value) if value else None)  # type: ignore[arg-type]
