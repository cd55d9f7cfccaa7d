"""Day by day: received, finished, and at the end of each day open and late; counted from the rows of today.

What stood at a day's end is what stands now, with what came since taken off and what went since put back; so is what
was late, from the spans that the due date went through. Nothing is stored, so that nothing can grow false.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, DateTimeField, F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from haidang.dossiers.board.answer import reached
from haidang.dossiers.board.asked import Asked
from haidang.dossiers.board.conditions import narrowing
from haidang.dossiers.models import Dossier
from haidang.dossiers.reports.reach import Reach
from haidang.platform import clock

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What came and went on the local days from `first` to `last`, and how it stood at the end of the last of them.

    `received`, `open` and `late` are of dossiers that an agency has accepted; filings that wait for it are in none.
    """

    first: date
    last: date
    received: int
    finished: int
    open: int
    late: int


def trend(asked: Asked, reach: Reach, *, now: datetime, days: int) -> list[Day]:
    """The last `days` local days, today up to `now` the last; raises Invalid for an agency that is not in reach."""
    where = reached(asked, reach, now=now) & narrowing(asked) & Q(received_at__isnull=False, received_at__lte=now)
    today = clock.local(now).date()
    first = today - _DAY * (days - 1)
    start = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0) - _DAY * (days - 1)
    received = _by_day("received_at", where & Q(received_at__gte=start))
    finished = _by_day("finished_at", where & Q(finished_at__gte=start, finished_at__lte=now))
    closed = _by_day("closed_at", where & Q(closed_at__gte=start, closed_at__lte=now))
    late = _late_at_end(where, start=start, now=now)
    open_ = Dossier.objects.filter(where & (Q(closed_at__isnull=True) | Q(closed_at__gt=now))).count()
    found: list[Day] = []
    for day in (today - _DAY * back for back in range(days)):
        found.append(Day(day, day, received[day], finished[day], open_, late(day)))
        open_ += closed[day] - received[day]
    return [each for each in reversed(found) if each.first >= first]


def by_week(days: list[Day]) -> list[Day]:
    """The same by weeks from Monday to Sunday; the first and the last may be shorter."""
    weeks = [list(part) for _week, part in groupby(days, key=lambda each: each.first.isocalendar()[:2])]
    return [
        Day(
            first=week[0].first,
            last=week[-1].last,
            received=sum(each.received for each in week),
            finished=sum(each.finished for each in week),
            open=week[-1].open,
            late=week[-1].late,
        )
        for week in weeks
    ]


def _by_day(field: str, where: Q) -> Counter[date]:
    day = TruncDate(field, tzinfo=clock.LOCAL)
    rows = Dossier.objects.filter(where).annotate(day=day).values_list("day").order_by()
    return Counter(dict(rows.annotate(n=Count("pk"))))


def _late_at_end(where: Q, *, start: datetime, now: datetime) -> Callable[[date], int]:
    """How many were late at the end of a day: those whose lateness had begun by then and not ended.

    A due date is missed from its moment, or from the act that set it when that came later, until another act changes
    it or the dossier is closed.
    """
    never = Value(now + _DAY * 400, output_field=DateTimeField())
    begun = Greatest(F("span__due_at"), F("span__since"))
    ended = Least(Coalesce(F("span__until"), never), Coalesce(F("closed_at"), never))
    rows = (
        Dossier.objects.filter(where & (Q(closed_at__isnull=True) | Q(closed_at__gte=start)))
        .annotate(span=FilteredRelation("due_dates"))
        .filter(span__due_at__lt=now, span__since__lt=now)
        .annotate(begun=begun, ended=ended)
        .filter(begun__lt=F("ended"), ended__gte=start)
        .annotate(from_day=TruncDate("begun", tzinfo=clock.LOCAL), to_day=TruncDate("ended", tzinfo=clock.LOCAL))
    )
    spans: Mapping[tuple[date, date], int] = {
        (begin, end): count
        for begin, end, count in rows.values_list("from_day", "to_day").annotate(n=Count("pk")).order_by()
    }
    return lambda day: sum(count for (begin, end), count in spans.items() if begin <= day < end)
