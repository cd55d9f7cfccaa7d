"""Periods as people ask for them: this month, last quarter, or two dates; and what is said when they make none."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from haidang.dossiers.errors import Invalid
from haidang.dossiers.reports.periods import FIRST_YEAR, LAST_YEAR, Period, PeriodError


class Preset(StrEnum):
    """The periods that agencies report on, counted from the day of asking."""

    MONTH = "thang-nay"
    LAST_MONTH = "thang-truoc"
    QUARTER = "quy-nay"
    LAST_QUARTER = "quy-truoc"
    HALF = "6-thang-nay"
    LAST_HALF = "6-thang-truoc"
    YEAR = "nam-nay"
    LAST_YEAR = "nam-truoc"
    CUSTOM = "tuy-chon"


PRESET_LABELS = {
    Preset.MONTH: _("Tháng này"),
    Preset.LAST_MONTH: _("Tháng trước"),
    Preset.QUARTER: _("Quý này"),
    Preset.LAST_QUARTER: _("Quý trước"),
    Preset.HALF: _("6 tháng này (nửa năm)"),
    Preset.LAST_HALF: _("6 tháng trước (nửa năm)"),
    Preset.YEAR: _("Năm nay"),
    Preset.LAST_YEAR: _("Năm trước"),
    Preset.CUSTOM: _("Tùy chọn từ ngày, đến ngày"),
}
_MONTHS = {
    Preset.MONTH: 1,
    Preset.LAST_MONTH: 1,
    Preset.QUARTER: 3,
    Preset.LAST_QUARTER: 3,
    Preset.HALF: 6,
    Preset.LAST_HALF: 6,
    Preset.YEAR: 12,
    Preset.LAST_YEAR: 12,
}
_PREVIOUS = {Preset.LAST_MONTH, Preset.LAST_QUARTER, Preset.LAST_HALF, Preset.LAST_YEAR}


def days_of(preset: Preset, *, today: date) -> tuple[date, date]:
    """First and last day of a preset other than CUSTOM."""
    length = _MONTHS[preset]
    begins = (today.month - 1) // length * length
    months = today.year * 12 + begins - (length if preset in _PREVIOUS else 0)
    after = months + length
    return _first(months), _first(after) - timedelta(days=1)


def _first(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def period(first: date, last: date, *, as_of: datetime) -> Period:
    """The period of those days; raises Invalid in words."""
    try:
        return Period(first, last, as_of)
    except PeriodError as error:
        field, words = _WORDS[error.args[0]]
        raise Invalid(words % {"first": FIRST_YEAR, "last": LAST_YEAR}, field=field) from error


_WORDS = {
    "order": ("last", _("Ngày cuối kỳ phải bằng hoặc sau ngày đầu kỳ.")),
    "years": ("first", _("Kỳ báo cáo phải nằm trong các năm từ %(first)s đến %(last)s.")),
    "future": ("first", _("Kỳ báo cáo chưa bắt đầu. Hãy chọn ngày đầu kỳ không sau hôm nay.")),
}
