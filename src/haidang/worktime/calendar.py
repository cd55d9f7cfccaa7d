"""The calendar of an office: weekly shifts, holidays, worked days and the dates between which all this is known."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from haidang.worktime import calendar_form
from haidang.worktime.days import Days, Shifts, office_minutes
from haidang.worktime.errors import CalendarError, CalendarRangeError
from haidang.worktime.moments import date_of, datetime_of, day_number, minute_of, steady_zone

DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"
_LONGEST_YEARS = 200
_MONDAY = 0


@dataclass(frozen=True)
class Calendar:
    """An immutable calendar, valid on the dates valid_from..valid_to, both included.

    `weekly_shifts` holds seven days from Monday, each a tuple of half-open (start, end) minutes after midnight;
    a worked day (make-up Saturday) goes by Monday's shifts. `day_minutes` is the length of one working day when
    a term runs; without it Monday's. Raises CalendarError for a date that is both holiday and worked.
    """

    weekly_shifts: tuple[Shifts, ...]
    valid_from: date
    valid_to: date
    holidays: frozenset[date] = frozenset()
    worked_days: frozenset[date] = frozenset()
    day_minutes: int = 0
    timezone: str = DEFAULT_TIMEZONE
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    offset: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check_range()
        zone, offset = steady_zone(self.timezone, since=self.valid_from, until=self.valid_to)
        object.__setattr__(self, "zone", zone)
        object.__setattr__(self, "offset", offset)
        self._check_days()
        if not self.day_minutes:
            object.__setattr__(self, "day_minutes", office_minutes(self.weekly_shifts[_MONDAY]))
        if not 0 < self.day_minutes <= 1440:
            raise CalendarError(
                "day_minutes: số phút của một ngày làm việc phải từ 1 đến 1440 (thứ Hai không có giờ làm việc?).",
                "day_minutes: the minutes of a working day must be 1 to 1440 (no office hours on Monday?).",
            )

    def _check_range(self) -> None:
        if self.valid_to < self.valid_from or self.valid_to.year - self.valid_from.year > _LONGEST_YEARS:
            raise CalendarError(
                f"valid_to: ngày {self.valid_to} phải sau valid_from {self.valid_from}, cách nhau tối đa 200 năm.",
                f"valid_to: {self.valid_to} must follow valid_from {self.valid_from} by at most 200 years.",
            )

    def _check_days(self) -> None:
        both = sorted(self.holidays & self.worked_days)
        if both:
            raise CalendarError(
                f"holidays, worked_days: ngày {both[0]} vừa là ngày nghỉ vừa là ngày làm bù.",
                f"holidays, worked_days: {both[0]} is both a holiday and a worked day.",
            )
        if self.worked_days and not self.weekly_shifts[_MONDAY]:
            raise CalendarError(
                "worked_days: ngày làm bù theo giờ của thứ Hai, nhưng thứ Hai không có giờ làm việc.",
                "worked_days: worked days go by Monday's shifts, but Monday has none.",
            )

    @classmethod
    def from_json(cls, source: str | bytes | dict[str, Any]) -> "Calendar":
        """Read the JSON form; raises CalendarError whose message names the field."""
        return cls(**calendar_form.read(source))

    def to_json(self) -> str:
        """The JSON form, one list element a line, so that an amendment is one line of a diff."""
        return calendar_form.write(
            {
                "timezone": self.timezone,
                "valid_from": self.valid_from,
                "valid_to": self.valid_to,
                "weekly_shifts": self.weekly_shifts,
                "holidays": self.holidays,
                "worked_days": self.worked_days,
                "day_minutes": self.day_minutes,
            }
        )

    def shifts_on(self, day: date) -> Shifts:
        """The shifts worked on a date, by the rule holiday > worked day > weekday."""
        if day in self.holidays:
            return ()
        return self.weekly_shifts[_MONDAY if day in self.worked_days else day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Whether a date has office minutes; raises CalendarRangeError outside the validity."""
        return bool(self.days.shifts(self.known_day(day_number(day))))

    @cached_property
    def days(self) -> Days:
        """The calendar as numbers, compiled once."""
        shapes: dict[Shifts, int] = {(): 0}
        shape_of = []
        for ordinal in range(self.valid_from.toordinal(), self.valid_to.toordinal() + 1):
            shifts = self.shifts_on(date.fromordinal(ordinal))
            shape_of.append(shapes.setdefault(shifts, len(shapes)))
        return Days(first=day_number(self.valid_from), shapes=tuple(shapes), shape_of=shape_of)

    def known_day(self, day: int) -> int:
        """The same day number, or CalendarRangeError if the calendar says nothing about it."""
        if not 0 <= day - self.days.first < len(self.days):
            raise self.outside(day)
        return day

    def minute(self, moment: datetime) -> int:
        """The local clock minute of an aware datetime inside the range; else MomentError, CalendarRangeError."""
        minute = minute_of(moment, offset=self.offset)
        self.known_day(minute // 1440)
        return minute

    def moment(self, minute: int) -> datetime:
        """The aware local datetime of a clock minute."""
        return datetime_of(minute, zone=self.zone)

    def outside(self, day: int | None = None) -> CalendarRangeError:
        """The error for a day number outside the range; without one, for a count that runs past its end."""
        span_vi, span_en = f"từ {self.valid_from} đến {self.valid_to}", f"from {self.valid_from} to {self.valid_to}"
        if day is None:
            return CalendarRangeError(
                f"Phép tính đi ra ngoài lịch làm việc (quá ngày {self.valid_to}): lịch chỉ có hiệu lực {span_vi}. "
                "Hãy bổ sung lịch trước khi tính.",
                f"The count leaves the calendar (past {self.valid_to}): it is valid only {span_en}. "
                "Extend the calendar first.",
            )
        try:
            asked = date_of(day).isoformat()
        except (ValueError, OverflowError):
            asked = f"1970-01-01 + {day}"
        return CalendarRangeError(
            f"Ngày {asked} nằm ngoài lịch làm việc: lịch chỉ có hiệu lực {span_vi}. Hãy bổ sung lịch trước khi tính.",
            f"The date {asked} is outside the calendar: it is valid only {span_en}. Extend the calendar first.",
        )
