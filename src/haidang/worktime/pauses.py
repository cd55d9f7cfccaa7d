"""Pauses of the legal clock: intervals with a ground in law, and what a procedure lets them do to the term."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haidang.worktime.calendar import Calendar
from haidang.worktime.errors import PauseError


class PausePolicy(StrEnum):
    """What a pause does: the term stands still, begins anew at the last resume, or runs on."""

    PAUSE = "pause"
    RESTART = "restart"
    NONE = "none"

    @classmethod
    def named(cls, name: str | None) -> "PausePolicy":
        """The policy of this name, pause without one; raises PauseError."""
        if name is None:
            return cls.PAUSE
        if name in cls._value2member_map_:
            return cls(name)
        raise PauseError(
            f"policy: không biết cách xử lý tạm dừng “{name}”; chọn pause, restart hoặc none.",
            f"policy: unknown “{name}”; choose pause, restart or none.",
        )


@dataclass(frozen=True, slots=True)
class Pause:
    """The half-open interval [since, until) of aware datetimes; without `until` it is still open.

    `ground` says in words why the law lets the clock stand (supplement, payment, another agency).
    """

    since: datetime
    until: datetime | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A pause in local clock minutes; `number` counts from 1 as a person would."""

    number: int
    since: int
    until: int | None
    ground: str = ""


def spans(calendar: Calendar, pauses: Sequence[Pause], *, start: int) -> tuple[Span, ...]:
    """The pauses in clock minutes, after checking that each is a pause and that they follow one another.

    Raises PauseError that says which pause is wrong and why, CalendarRangeError for one outside the calendar.
    """
    found: list[Span] = []
    for number, pause in enumerate(pauses, 1):
        since = calendar.minute(pause.since)
        until = None if pause.until is None else calendar.minute(pause.until)
        span = Span(number, since, until, pause.ground)
        _check(span, start=start, previous=found[-1] if found else None)
        found.append(span)
    return tuple(found)


def _check(span: Span, *, start: int, previous: Span | None) -> None:
    number = span.number
    if span.since < start:
        raise PauseError(
            f"Lần tạm dừng thứ {number} bắt đầu trước khi nhận hồ sơ.",
            f"Pause {number} begins before the start.",
        )
    if span.until is not None and span.until < span.since:
        raise PauseError(
            f"Lần tạm dừng thứ {number} kết thúc trước khi bắt đầu.",
            f"Pause {number} is resumed before it began.",
        )
    if previous is None:
        return
    if span.since < previous.since:
        raise PauseError(
            f"Lần tạm dừng thứ {number} không đúng thứ tự: nó bắt đầu trước lần thứ {number - 1}.",
            f"Pause {number} is out of order: it begins before pause {number - 1}.",
        )
    if previous.until is None or span.since < previous.until:
        raise PauseError(
            f"Lần tạm dừng thứ {number} chồng lên lần thứ {number - 1}.",
            f"Pause {number} overlaps pause {number - 1}.",
        )
