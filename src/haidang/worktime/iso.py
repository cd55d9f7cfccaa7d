"""ISO 8601 texts by the hundred thousand to local clock minutes and back: digits are read as columns of bytes.

Only plainly written moments are read here; any other text is left to `read_moment`, which knows how to complain.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from haidang.worktime.days import Int64
from haidang.worktime.kernels import Bools
from haidang.worktime.moments import date_of

_Bytes = npt.NDArray[np.uint8]
_ZONES = {16: "", 17: "Z", 19: "", 20: "Z", 22: "+", 25: "+"}
_ZERO, _DASH, _COLON, _PLUS, _UTC, _T, _SPACE = b"0-:+ZT "


def read_minutes(texts: Sequence[str], *, offset: int) -> tuple[Int64, Bools]:
    """Local clock minutes of the texts, and which of them could be read."""
    minutes = np.zeros(len(texts), dtype=np.int64)
    is_read = np.zeros(len(texts), dtype=np.bool_)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    for length in np.unique(lengths):
        if int(length) in _ZONES:
            rows = np.flatnonzero(lengths == length)
            chosen = texts if len(rows) == len(texts) else [texts[row] for row in rows.tolist()]
            joined = "".join(chosen)
            if joined.isascii():
                columns = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(len(rows), int(length)).T
                minutes[rows], is_read[rows] = _columns(columns, offset=offset)
    return minutes, is_read


def _columns(columns: _Bytes, *, offset: int) -> tuple[Int64, Bools]:
    length = len(columns)
    year, wrong = _number(columns[0:4])
    month, wrong_month = _number(columns[5:7])
    day, wrong_day = _number(columns[8:10])
    time, wrong_time = _time_of_day(columns[11:16])
    wrong |= wrong_month | wrong_day | wrong_time | (month < 1) | (month > 12)
    wrong |= (columns[4] != _DASH) | (columns[7] != _DASH) | ((columns[10] != _T) & (columns[10] != _SPACE))
    if length in (19, 20, 25):
        second, wrong_second = _number(columns[17:19])
        wrong |= (columns[16] != _COLON) | wrong_second | (second > 59)
    months = ((year - 1970) * 12 + month - 1).view("datetime64[M]")
    first, following = (m.astype("datetime64[D]").view(np.int64) for m in (months, months + 1))
    wrong |= (day < 1) | (day > following - first)
    minutes = (first + day - 1) * 1440 + time
    zone = _ZONES[length]
    if zone == "+":
        east, wrong_zone = _east(columns)
        return minutes - east + offset, ~(wrong | wrong_zone)
    if zone:
        minutes = minutes + offset
        wrong |= columns[-1] != _UTC
    return minutes, ~wrong


def _number(columns: _Bytes) -> tuple[Int64, Bools]:
    digits = columns - np.uint8(_ZERO)  # what is not a digit wraps far above nine
    value = np.zeros(columns.shape[1], dtype=np.int64)
    for column in digits:
        value = value * 10 + column
    wrong: Bools = np.any(digits > 9, axis=0)
    return value, wrong


def _time_of_day(columns: _Bytes) -> tuple[Int64, Bools]:
    hour, wrong_hour = _number(columns[0:2])
    minute, wrong_minute = _number(columns[3:5])
    wrong = wrong_hour | wrong_minute | (hour > 23) | (minute > 59) | (columns[2] != _COLON)
    return hour * 60 + minute, wrong


def _east(columns: _Bytes) -> tuple[Int64, Bools]:
    sign = columns[-6]
    minutes, wrong = _time_of_day(columns[-5:])
    return np.where(sign == _DASH, -minutes, minutes), wrong | ((sign != _DASH) & (sign != _PLUS))


class MomentTexts:
    """Writes local clock minutes as ISO 8601 with a fixed offset, remembering the days already written.

    `before` and `after` stand around each text.
    """

    def __init__(self, *, offset: int, before: str = "", after: str = "") -> None:
        sign = "-" if offset < 0 else "+"
        hours, minutes = divmod(abs(offset), 60)
        end = f"{sign}{hours:02d}:{minutes:02d}{after}"
        self._times = [f"T{m // 60:02d}:{m % 60:02d}:00{end}" for m in range(1440)]
        self._before = before
        self._days: dict[int, str] = {}

    def write(self, minutes: Int64) -> list[str]:
        """The texts of many minutes."""
        days, times = minutes // 1440, minutes % 1440
        known, at = self._days, self._times
        for day in np.unique(days).tolist():
            if day not in known:
                known[day] = self._before + date_of(day).isoformat()
        return [known[day] + at[time] for day, time in zip(days.tolist(), times.tolist(), strict=True)]
