"""How moments, days and amounts are said in Vietnamese and in English."""

from dataclasses import dataclass

from haidang.worktime.counts import Amount, AmountUnit
from haidang.worktime.days import DAY
from haidang.worktime.errors import Language
from haidang.worktime.moments import date_of
from haidang.worktime.terms import Term, Unit

_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS_VI = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
    Unit.YEAR: "năm",
}
_AMOUNTS_VI = {
    AmountUnit.OFFICE_MINUTE: "phút làm việc",
    AmountUnit.WORKING_DAY: "ngày làm việc",
    AmountUnit.CALENDAR_DAY: "ngày",
    AmountUnit.MONTH: "tháng",
    AmountUnit.YEAR: "năm",
}


@dataclass(frozen=True, slots=True)
class Said:
    """The same sentence in both languages."""

    vi: str
    en: str

    def text(self, language: Language = "vi") -> str:
        """The sentence in the reader's language."""
        return self.en if language == "en" else self.vi


def clock(minute: int) -> str:
    """Hour and minute of a clock minute."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def day(number: int) -> Said:
    """A day with its weekday."""
    at = date_of(number)
    written = f"{at:%d/%m}/{at.year:04d}"
    return Said(f"{_WEEKDAYS_VI[at.weekday()]} {written}", f"{_WEEKDAYS_EN[at.weekday()]} {at.isoformat()}")


def days(first: int, last: int) -> Said:
    """One day, or a stretch of days."""
    if first == last:
        return day(first)
    begin, end = day(first), day(last)
    return Said(f"{begin.vi} – {end.vi}", f"{begin.en} – {end.en}")


def moment(minute: int) -> Said:
    """A clock minute; midnight that ends a day is said as 24:00 of that day only by the day's own line."""
    at = day(minute // DAY)
    return Said(f"{clock(minute)} {at.vi}", f"{clock(minute)} on {at.en}")


def term(value: Term) -> Said:
    """A term in words."""
    number = f"{value.value:f}"
    plural = "" if number == "1" else "s"
    unit = value.unit.value.replace("_", " ")
    return Said(f"{number.replace('.', ',')} {_UNITS_VI[value.unit]}", f"{number} {unit}{plural}")


def amount(value: Amount) -> Said:
    """An amount in words; office minutes with their hours beside them."""
    plural = "" if value.value == 1 else "s"
    said = Said(
        f"{value.value} {_AMOUNTS_VI[value.unit]}",
        f"{value.value} {value.unit.value.replace('_', ' ')}{plural}",
    )
    if value.unit is not AmountUnit.OFFICE_MINUTE or abs(value.value) <= 60:
        return said
    hours, minutes = divmod(abs(value.value), 60)
    rest_vi, rest_en = (f" {minutes} phút", f" {minutes} min") if minutes else ("", "")
    return Said(f"{said.vi} ({hours} giờ{rest_vi})", f"{said.en} ({hours} h{rest_en})")
