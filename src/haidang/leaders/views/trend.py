"""How it went: received, finished, open and late, day by day or week by week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.dossiers.api import boards
from haidang.leaders import query
from haidang.leaders.charts import Chart, chart
from haidang.leaders.filters import chips
from haidang.leaders.guards import page, reach
from haidang.leaders.memo import Memo
from haidang.platform import clock

DAYS, WEEKS = 30, 12
LONGER = 30
"""How many times as long as a board a trend may be kept: it reads far more, and only today's end of it moves."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The days of a trend, as they were counted at `as_of`."""

    days: tuple[boards.Day, ...]
    as_of: datetime


_memo: Memo[Trend] = Memo(most=64)


@page
@require_safe
def trend(request: HttpRequest) -> HttpResponse:
    """The last 30 days, or with `ky=tuan` the last 12 weeks, of what the address narrows to."""
    wanted, held, is_weekly = query.asked(request.GET), reach(request), request.GET.get("ky") == "tuan"
    found = _counted(wanted, held, days=WEEKS * 7 if is_weekly else DAYS)
    days = boards.by_week(list(found.days)) if is_weekly else list(found.days)
    context = {
        "days": list(reversed(days)),
        "as_of": found.as_of,
        "is_weekly": is_weekly,
        "flow": _flow(days),
        "stock": _stock(days),
        "chips": chips(wanted, held, now=found.as_of),
        "query": query.words(wanted),
    }
    return render(request, "leaders/trend.html", context)


def _counted(wanted: boards.Asked, held: boards.Reach, *, days: int) -> Trend:
    now = clock.now()

    def count() -> Trend:
        return Trend(tuple(boards.trend(wanted, held, now=now, days=days)), now)

    age = timedelta(seconds=settings.BOARD_SECONDS * LONGER)
    return _memo.get((wanted, held, days, clock.today()), count, now=now, age=age)


def _flow(days: list[boards.Day]) -> Chart:
    received, finished = [day.received for day in days], [day.finished for day in days]
    return chart([("received", _("Tiếp nhận"), received), ("finished", _("Có kết quả"), finished)])


def _stock(days: list[boards.Day]) -> Chart:
    open_, late = [day.open for day in days], [day.late for day in days]
    return chart([("open", _("Đang giải quyết"), open_), ("late", _("Trễ hạn"), late)])
