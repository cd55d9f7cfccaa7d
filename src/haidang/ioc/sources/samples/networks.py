"""Samples of telecommunication and traffic. Made up."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from haidang.ioc.sources.samples.areas import communes, months, since_first
from haidang.ioc.sources.samples.chance import around, share, whole

Row = dict[str, Any]
STATIONS, STATIONS_AT_FIRST, MONTHS_TO_GO = 200, 62, 23
"""The province's plan of the samples: so many 5G stations by December 2025."""
CAMERAS = tuple(f"CAM-{number:03d}" for number in range(1, 41))


@cache
def _places() -> tuple[str, ...]:
    """The commune of each station in the order in which they are built; where more people are, more stand."""
    reach = list(accumulate(area.people for area in communes()))
    return tuple(
        communes()[min(bisect(reach, share("station", number) * reach[-1]), len(reach) - 1)].code
        for number in range(STATIONS)
    )


def stations_5g(until: date) -> Iterator[Row]:
    """Each commune, each month: 5G stations that stand at its end; never fewer than before, 200 at last."""
    for month in months(until):
        built = (
            STATIONS_AT_FIRST + (STATIONS - STATIONS_AT_FIRST) * min(since_first(month), MONTHS_TO_GO) // MONTHS_TO_GO
        )
        standing = Counter(_places()[:built])
        for area in communes():
            covered = min(99.0, 28.0 * standing[area.code] * around(1, 0.1, "cover", area.code))
            yield {
                "Mã xã": area.code,
                "Tên xã": area.name,
                "Tháng": f"{month:%d/%m/%Y}",
                "Số trạm 5G": standing[area.code],
                "Tỷ lệ dân số được phủ (%)": round(covered, 1),
            }


def subscribers_2g(until: date) -> Iterator[Row]:
    """Each commune, each month: subscribers whose phone knows 2G only; fewer each month."""
    for month in months(until):
        for area in communes():
            left = area.people * 0.06 * 0.9 ** since_first(month)
            yield {
                "ma_xa": area.code,
                "ten_xa": area.name,
                "thang": month.isoformat(),
                "thue_bao_2g": round(around(left, 0.04, "2g", area.code, month)),
                "thue_bao_di_dong": round(area.people * 1.18),
            }


def cameras(until: date) -> Iterator[Row]:
    """Each camera, each hour of the day before `until`: what went by."""
    day = until - timedelta(days=1)
    for code in CAMERAS:
        is_down = share("down", code, day) < 0.04
        for hour in range(24):
            busy = 0.08 if hour < 5 else 1.6 if hour in (6, 7, 16, 17) else 1.0
            yield {
                "ma_camera": code,
                "gio": f"{day.isoformat()}T{hour:02d}:00:00+07:00",
                "xe_may": 0 if is_down else round(around(620 * busy, 0.2, "bike", code, day, hour)),
                "o_to": 0 if is_down else round(around(240 * busy, 0.25, "car", code, day, hour)),
                "toc_do_tb": None if is_down else whole(28, 56, "speed", code, day, hour),
                "hoat_dong": not is_down,
            }
