"""The only place that reads the system clock.

A demonstration province lives in its own year: `HAIDANG_HOME/clock.json` may hold an offset in seconds that is
added to the machine's time, so that pages, deadlines and form sets agree on the same day.
"""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def _file() -> Path:
    return Path(settings.HAIDANG_HOME) / "clock.json"


@cache
def offset() -> timedelta:
    """How far this installation's time is from the machine's; zero outside demonstrations."""
    try:
        return timedelta(seconds=json.loads(_file().read_text())["offset_seconds"])
    except FileNotFoundError:
        return timedelta()


def set_demo_time(start: datetime) -> None:
    """From now on this installation's time runs from `start` (aware). Only demonstrations do this."""
    seconds = (start - machine_now()).total_seconds()
    _file().write_text(json.dumps({"offset_seconds": round(seconds)}))
    offset.cache_clear()


def now() -> datetime:
    """The present moment of this installation, aware, in UTC."""
    return machine_now() + offset()


def machine_now() -> datetime:
    """The machine's own moment, for what the outside world compares with its clocks; a demonstration's is another."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """`moment` in Asia/Ho_Chi_Minh."""
    return moment.astimezone(LOCAL)


def today() -> date:
    """The present local date."""
    return local(now()).date()
