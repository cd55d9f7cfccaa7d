"""Exchange with the national portal: what waits and why, what differs, and what an operator decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.console.guards import P, administrator, needs
from haidang.console.labels import LANE_STATES
from haidang.exchange import api as exchange
from haidang.platform import clock
from haidang.platform.delivery import partners
from haidang.platform.delivery.figures import LaneState, figures, lanes_in
from haidang.platform.errors import Refused
from haidang.ui.paging import Page

PAGE = 50
REASONS_SHOWN = 10


@needs(P.EXCHANGE_MANAGE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, since when, how fast it goes; lanes in the state that was chosen."""
    now = clock.now()
    found = figures(exchange.TOPIC, now=now)
    state = _state(request.GET.get("trang-thai"), found.lanes)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=found.lanes[state])
    lanes = lanes_in(exchange.TOPIC, state, now=now)[page.offset : page.offset + PAGE]
    context = {
        "figures": found,
        "states": [(each, LANE_STATES[each], found.lanes[each]) for each in LaneState],
        "state": state,
        "state_words": LANE_STATES[state],
        "lanes": [(lane, lane.subject.removeprefix("dossier:")) for lane in lanes],
        "reasons": exchange.stopped_reasons(limit=REASONS_SHOWN),
        "partner": partners.standing(exchange.TOPIC),
        "is_connected": exchange.is_connected(),
        "portal_page": exchange.portal_page(),
        "page": page,
    }
    return render(request, "console/exchange.html", context)


def _state(asked: str | None, counts: Any) -> LaneState:
    """The state asked for; else the first that has lanes, stopped ones before all others."""
    known = {str(each): each for each in LaneState}
    if asked in known:
        return known[asked]
    order = (LaneState.STOPPED, LaneState.RESTING, LaneState.DUE, LaneState.HELD)
    return next((state for state in order if counts[state]), LaneState.DUE)


@needs(P.EXCHANGE_MANAGE)
@require_safe
def lane(request: HttpRequest, lane_id: int) -> HttpResponse:
    """One dossier's messages that wait, why, and what can be done."""
    return _lane(request, lane_id)


def _lane(request: HttpRequest, lane_id: int, *, problem: Refused | None = None) -> HttpResponse:
    found = exchange.lane_view(lane_id, now=clock.now())
    if found is None:
        raise Http404(_("Không tìm thấy hồ sơ này trong hàng chờ liên thông."))
    problems = [("id_reason" if problem.field == "reason" else "", str(problem))] if problem else []
    context = {
        "view": found,
        "state_words": LANE_STATES.get(found.state) if found.state else None,
        "problems": problems,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "console/exchange_lane.html", context, status=422 if problem else 200)


@needs(P.EXCHANGE_MANAGE)
@require_POST
def retry(request: HttpRequest, lane_id: int) -> HttpResponse:
    """Tries a lane at once."""
    common: dict[str, Any] = {"actor": administrator(request), "now": clock.now(), "key": request.POST.get("key", "")}
    return _decide(request, lane_id, lambda: exchange.retry(lane_id=lane_id, **common), _("Sẽ gửi lại ngay."))


@needs(P.EXCHANGE_MANAGE)
@require_POST
def give_up(request: HttpRequest, lane_id: int) -> HttpResponse:
    """Gives up the first message, with a reason."""
    common: dict[str, Any] = {"actor": administrator(request), "now": clock.now(), "key": request.POST.get("key", "")}
    seq = _number(request.POST.get("seq"))
    reason = request.POST.get("reason", "")
    return _decide(
        request,
        lane_id,
        lambda: exchange.give_up(lane_id=lane_id, seq=seq, reason=reason, **common),
        _("Đã bỏ thông điệp; những thông điệp sau sẽ được gửi tiếp."),
    )


def _decide(request: HttpRequest, lane_id: int, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except exchange.NotFound as refusal:
        raise Http404(str(refusal)) from refusal
    except Refused as refusal:
        return _lane(request, lane_id, problem=refusal)
    messages.success(request, words)
    return redirect("console:exchange_lane", lane_id=lane_id)


@needs(P.EXCHANGE_MANAGE)
@require_POST
def retry_alike(request: HttpRequest) -> HttpResponse:
    """Tries every lane that was stopped for the same reason; without a reason the portal that counts as down."""
    common: dict[str, Any] = {"actor": administrator(request), "now": clock.now(), "key": request.POST.get("key", "")}
    problem = request.POST.get("problem", "")
    try:
        if problem:
            done = exchange.retry_alike(problem=problem, **common)
            words = _("Sẽ gửi lại %(count)s hồ sơ.") % {"count": done.messages}
        else:
            exchange.try_partner(**common)
            words = _("Sẽ thử liên lạc lại với Cổng ngay.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("console:exchange")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


@needs(P.EXCHANGE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def reconciling(request: HttpRequest) -> HttpResponse:
    """Ours, theirs, what differs; a POST repairs one dossier (`code`) or all that differ."""
    problem = ""
    if request.method == "POST":
        try:
            words = _repair(request)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, words)
            return redirect("console:exchange_reconciling")
    verdict, code = request.GET.get("ket-qua", ""), request.GET.get("thu-tuc", "")[:40]
    rows = exchange.checks(verdict, procedure_code=code)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    now = clock.now()
    month = clock.local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    context = {
        "standing": exchange.standing(),
        "verdicts": [(each, each.label) for each in exchange.DossierCheck.Verdict],
        "verdict": verdict,
        "procedure_code": code,
        "rows": rows[page.offset : page.offset + PAGE],
        "procedures": exchange.by_procedure(limit=20),
        "share": exchange.sync_share(since=month, until=now, as_of=now),
        "coverage": exchange.code_coverage(),
        "page": page,
        "problems": [("", problem)] if problem else [],
    }
    return render(request, "console/exchange_reconciling.html", context, status=422 if problem else 200)


def _repair(request: HttpRequest) -> str:
    common: dict[str, Any] = {"actor": administrator(request), "now": clock.now(), "key": request.POST.get("key", "")}
    code = request.POST.get("code", "")[:60]
    if code:
        done = exchange.repair(code=code, **common)
        return _("Sẽ gửi lại %(count)s thông điệp của hồ sơ %(code)s.") % {"count": done.messages, "code": code}
    return _("Sẽ gửi lại cho %(count)s hồ sơ bị lệch.") % {"count": exchange.repair_all(**common)}
