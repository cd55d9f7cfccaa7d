"""Reads the journal as it grows: every line once it is committed, none left out.

Numbers are drawn when a line is written, but a line is seen only once its transaction commits, so on PostgreSQL a line
with a smaller number may appear after one with a larger. Numbers that are missing between the lines that were seen are
therefore remembered in the cursor and looked up again. Such a number can still appear only while the transaction that
drew it runs. A transaction that writes has a number of its own, and `pg_snapshot_xmin` says below which all have ended:
once it has passed `pg_snapshot_xmax` as it was when the number was found missing, whoever drew it has committed or
never will. Between drawing a number and being given its own a transaction spends less than the `_SETTLING` seconds for
which a missing number is looked up in any case. SQLite lets one writer in at a time: there, numbers appear in order.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from haidang.platform.models import JournalEntry

_SETTLING = 60.0
_FIELDS = ("id", "stream", "seq", "kind", "at", "payload")


class Line(NamedTuple):
    """A line of the journal without who did it; `payload` is JSON text. `at` is aware, in UTC."""

    id: int
    stream: str
    seq: int
    kind: str
    at: Any
    payload: str


class Feed(NamedTuple):
    """Lines that had not been read before, the cursor after them, and whether there are no more just now."""

    lines: list[Line]
    cursor: str
    is_last: bool


class _Gap(NamedTuple):
    """Numbers `first` to `last` that were missing at second `since`; settled when none before `fence` runs."""

    first: int
    last: int
    fence: int
    since: float


def read(cursor: str, *, limit: int) -> Feed:
    """About `limit` lines after `cursor` ("" for the beginning), those that appeared late first."""
    after, gaps = _parsed(cursor)
    oldest, _newest, second = _transactions()
    late = [line for gap in gaps for line in _lines(Q(id__gte=gap.first, id__lte=gap.last))]
    fresh = _lines(Q(id__gt=after), limit=limit)
    # Asked after the lines were read: whoever drew a number that was missing there had begun before this.
    newest = _transactions()[1]
    waiting = [gap for gap in gaps if gap.fence > oldest or second - gap.since < _SETTLING]
    waiting = [part for gap in waiting for part in _without(gap, {line.id for line in late})]
    if connection.vendor == "postgresql":
        waiting += _missing(after, [line.id for line in fresh], fence=newest, since=second)
    last = fresh[-1].id if fresh else after
    return Feed(late + fresh, json.dumps({"after": last, "gaps": waiting}), len(fresh) < limit)


def _lines(where: Q, *, limit: int | None = None) -> list[Line]:
    rows = JournalEntry.objects.filter(where).order_by("id").values_list(*_FIELDS)[:limit]
    return [Line(*row) for row in rows]


def _parsed(cursor: str) -> tuple[int, list[_Gap]]:
    plain: dict[str, Any] = json.loads(cursor or '{"after": 0, "gaps": []}')
    return plain["after"], [_Gap(*gap) for gap in plain["gaps"]]


def _missing(after: int, ids: Sequence[int], *, fence: int, since: float) -> list[_Gap]:
    """The numbers that were left out up to the last line that was read."""
    edges = [after, *ids]
    return [_Gap(left + 1, right - 1, fence, since) for left, right in pairwise(edges) if right - left > 1]


def _without(gap: _Gap, found: Iterable[int]) -> list[_Gap]:
    """What is left of a gap in which lines have appeared."""
    inside = sorted(number for number in found if gap.first <= number <= gap.last)
    edges = [gap.first - 1, *inside, gap.last + 1]
    return [gap._replace(first=left + 1, last=right - 1) for left, right in pairwise(edges) if right - left > 1]


def _transactions() -> tuple[int, int, float]:
    """Below which number all transactions have ended, which the next one gets, and the database's second."""
    if connection.vendor != "postgresql":
        return 0, 0, 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint,"
            " extract(epoch FROM clock_timestamp())::float8 FROM pg_current_snapshot() s"
        )
        oldest, newest, second = cursor.fetchone()
    return oldest, newest, second
