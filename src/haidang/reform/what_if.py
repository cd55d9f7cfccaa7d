"""What would have happened under a shorter term: which past dossiers would have been late. Pure.

Every figure comes from the least term of each dossier (`dossiers.History.least`): the smallest term with which the
legal clock, on the dossier's own calendar and with its own pauses, would have called it on time. Under a term of n,
exactly those dossiers are late whose least term is more than n.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from haidang.catalogue.api import TimeLimit
from haidang.dossiers.api import Ending, History

LimitOf = Callable[[History], int | None]
"""The term tried for a dossier, as a number comparable with its least term; None where it cannot be tried."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A term tried on dossiers. On-time shares have `judged` as their denominator.

    `judged`: finished dossiers, and open ones that have passed the term already (they are late, whenever they end).
    `undecided`: open ones still within the term. `other_unit`: those with a term of another unit, on which it cannot
    be tried; `uncounted`: those whose calendar does not reach; `without_result`: withdrawn, stopped, refused.
    """

    finished: int
    on_time_before: int
    judged_before: int
    on_time_after: int
    judged: int
    undecided: int
    other_unit: int
    uncounted: int
    without_result: int
    newly_late: tuple[History, ...]
    """Finished dossiers that kept their own term and would have missed this one."""
    open_late: tuple[History, ...]
    """Open dossiers within their own term that have passed this one."""


def tried(histories: Sequence[History], limit_of: LimitOf) -> Trial:
    """What the term of `limit_of` would have meant for each of `histories`."""
    ended = [item for item in histories if item.ending is not Ending.WITHOUT_RESULT]
    counted = [(item, item.least, limit_of(item)) for item in ended if item.least is not None]
    rows = [(item, least, limit) for item, least, limit in counted if limit is not None]
    is_finished = [item.ending is Ending.FINISHED for item, _least, _limit in rows]
    late = [least > limit for _item, least, limit in rows]
    was_late = [least > item.own for item, least, _limit in rows]
    done = sum(is_finished)
    every = list(zip(rows, is_finished, late, was_late, strict=True))
    open_late = sum(now_late and not fin for _row, fin, now_late, _was in every)
    return Trial(
        finished=done,
        on_time_before=sum(fin and not was for _row, fin, _late, was in every),
        judged_before=done + sum(was and not fin for _row, fin, _late, was in every),
        on_time_after=sum(fin and not now_late for _row, fin, now_late, _was in every),
        judged=done + open_late,
        undecided=len(rows) - done - open_late,
        other_unit=len(counted) - len(rows),
        uncounted=len(ended) - len(counted),
        without_result=len(histories) - len(ended),
        newly_late=tuple(row[0] for row, fin, now_late, was in every if fin and now_late and not was),
        open_late=tuple(row[0] for row, fin, now_late, was in every if not fin and now_late and not was),
    )


def to_limit(limit: TimeLimit) -> LimitOf:
    """Tries one committed time: on dossiers whose own term is of its unit, never on others."""
    return lambda item: item.as_term(Decimal(str(limit.value))) if item.kind.unit == limit.unit else None


def cut_by(amount: Decimal, unit: str) -> LimitOf:
    """Tries each dossier's own term less `amount` of `unit` (at least 0)."""

    def limit(item: History) -> int | None:
        if item.kind.unit != unit:
            return None
        return max(0, item.own - item.as_term(amount))

    return limit


def shortest_promise(histories: Sequence[History], percent: int) -> int | None:
    """The shortest term that at least `percent` % of the judged dossiers would have kept; None without finished ones.

    `histories` share the unit of their term (`kind.term_in`). A longer term keeps more dossiers and has fewer open
    ones behind it, so the shares only rise and the first that reaches `percent` is the answer. An open dossier that
    would pass every term tried is late under all of them: the answer may lie beyond all finished ones, then None.
    """
    counted = [(item.ending, item.least) for item in histories if item.least is not None]
    finished = sorted(least for ending, least in counted if ending is Ending.FINISHED)
    waiting = sorted(least for ending, least in counted if ending is Ending.OPEN)
    if not finished:
        return None
    kept = overdue = 0
    overdue = len(waiting)
    for term in sorted({*finished, *waiting}):
        while kept < len(finished) and finished[kept] <= term:
            kept += 1
        while overdue and waiting[len(waiting) - overdue] <= term:
            overdue -= 1
        if kept * 100 >= percent * (len(finished) + overdue):
            return term
    return None
