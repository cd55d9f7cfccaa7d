"""How times, amounts and spans are written for people, in the language of the page."""

from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from haidang.platform import clock

WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
DAY_MINUTES = 450


def moment(value: datetime) -> str:
    """A moment in full: 07:30, thứ Hai 04/11/2024 (local time)."""
    here = clock.local(value)
    return f"{here:%H:%M}, {WEEKDAYS[here.weekday()]} {here:%d/%m/%Y}"


def short_moment(value: datetime) -> str:
    """A moment for a narrow column: 07:30 04/11/2024 (local time)."""
    return f"{clock.local(value):%H:%M %d/%m/%Y}"


def day(value: date) -> str:
    """A date with its weekday: thứ Hai 04/11/2024; of a datetime, the local date."""
    here = clock.local(value) if isinstance(value, datetime) else value
    return f"{WEEKDAYS[here.weekday()]} {here:%d/%m/%Y}"


def thousands(value: int) -> str:
    """A whole number with its thousands apart: 1.505 (in English 1,505)."""
    grouped = f"{value:,}"
    return grouped if (get_language() or "vi").startswith("en") else grouped.replace(",", ".")


def dong(value: int) -> str:
    """An amount in đồng: 150.000 ₫."""
    return f"{thousands(value)}\u00a0₫"


def office_span(minutes: int, *, day_minutes: int = DAY_MINUTES) -> str:
    """A span of office time in its two largest units: 2 ngày 3 giờ làm việc."""
    days, rest = divmod(abs(minutes), day_minutes)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(count)s ngày", "%(count)s ngày", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours})
    if not days and (left or not hours):
        parts.append(ngettext("%(count)s phút", "%(count)s phút", left) % {"count": left})
    return _("%(span)s làm việc") % {"span": " ".join(parts)}


def office_time_left(minutes: int, *, day_minutes: int = DAY_MINUTES) -> str:
    """What is left until a due moment, or how long it has passed (negative minutes)."""
    span = {"span": office_span(minutes, day_minutes=day_minutes)}
    return _("còn %(span)s") % span if minutes >= 0 else _("đã quá %(span)s") % span
