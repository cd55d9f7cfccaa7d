"""How times of the room are written for people: always in their own unit, never converted into another."""

from fractions import Fraction

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from haidang.catalogue.api import TimeLimit
from haidang.reform.labels import UNIT_LABELS
from haidang.worktime.api import AmountUnit

HOUR = 60


def limit_words(limit: TimeLimit | None) -> str:
    """A stated time as "5 ngày làm việc"; a dash where there is none."""
    return f"{limit.value} {UNIT_LABELS.get(limit.unit, limit.unit)}" if limit else "–"


def amount_words(value: int | None, unit: AmountUnit | str) -> str:
    """A counted time; office minutes as hours and minutes, not as days. A dash for None."""
    if value is None:
        return "–"
    if unit != AmountUnit.OFFICE_MINUTE:
        return f"{value} {UNIT_LABELS.get(str(unit), unit)}"
    hours, minutes = divmod(value, HOUR)
    parts = []
    if hours or not minutes:
        parts.append(ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours})
    if minutes:
        parts.append(ngettext("%(count)s phút", "%(count)s phút", minutes) % {"count": minutes})
    return _("%(span)s làm việc") % {"span": " ".join(parts)}


def percent_words(share: Fraction | None) -> str:
    """A share in per cent with one decimal, rounded down so that it never looks better than it is; a dash for None."""
    if share is None:
        return "–"
    tenths = share * 10 // 1
    sign, whole = ("-" if tenths < 0 else ""), abs(int(tenths))
    point = "." if (get_language() or "vi").startswith("en") else ","
    return f"{sign}{whole // 10}{point}{whole % 10} %"


def ratio(part: int, whole: int) -> Fraction | None:
    """`part` of `whole` in per cent; None of nothing."""
    return Fraction(part * 100, whole) if whole else None
