"""Moments in and out: aware datetimes and ISO 8601 texts to local clock minutes, and back.

A moment is cut to the minute it lies in: 16:59:59 is still inside office hours, 17:00:00 no longer.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from haidang.worktime.errors import CalendarError, MomentError

EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def date_of(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + EPOCH)


def steady_zone(name: str, *, since: date, until: date) -> tuple[ZoneInfo, int]:
    """The zone and its offset in minutes; raises CalendarError if unknown or if clocks change within the range."""
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise CalendarError(
            f"timezone: không biết múi giờ “{name}”.", f"timezone: unknown time zone “{name}”."
        ) from error
    days = range(since.toordinal(), until.toordinal() + 1, 14)
    offsets = {_offset(zone, date.fromordinal(day)) for day in (*days, until.toordinal())}
    if len(offsets) > 1:
        raise CalendarError(
            f"timezone: múi giờ “{name}” đổi giờ trong thời gian hiệu lực của lịch; lịch cần một độ lệch cố định.",
            f"timezone: clocks change in “{name}” while the calendar is valid; a calendar needs one fixed offset.",
        )
    return zone, offsets.pop()


def _offset(zone: ZoneInfo, day: date) -> int:
    offset = datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()
    return int((offset or timedelta()).total_seconds()) // 60


def require_aware(moment: datetime) -> None:
    """Raises MomentError for a datetime without a time zone: the room never guesses one."""
    if moment.tzinfo is None:
        raise MomentError(
            f"Thời điểm {moment.isoformat()} không có múi giờ.", f"The moment {moment.isoformat()} has no time zone."
        )


def minute_of(moment: datetime, *, offset: int) -> int:
    """The local clock minute in which an aware datetime lies; raises MomentError for a naive one."""
    require_aware(moment)
    east = moment.utcoffset() or timedelta()
    seconds = (moment.toordinal() - EPOCH) * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    return (seconds - east // timedelta(seconds=1)) // 60 + offset


def datetime_of(minute: int, *, zone: ZoneInfo) -> datetime:
    """The aware local datetime of a clock minute."""
    day, rest = divmod(minute, 1440)
    at = date_of(day)
    return datetime(at.year, at.month, at.day, rest // 60, rest % 60, tzinfo=zone)


def read_moment(text: str, *, zone: ZoneInfo) -> datetime:
    """Read ISO 8601 with date and time; without an offset it is local time. Raises MomentError."""
    if _ISO.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
        except ValueError:
            pass
    raise MomentError(
        f"Không đọc được thời điểm “{text}”: hãy viết NĂM-THÁNG-NGÀYTGIỜ:PHÚT, ví dụ 2024-04-26T16:30.",
        f"Cannot read the moment “{text}”: write YEAR-MONTH-DAYTHOUR:MINUTE, for example 2024-04-26T16:30.",
    )
