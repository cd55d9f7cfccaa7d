"""Until when something is to be done: a day, and the close of office on it, by the calendar of whoever leads."""

from datetime import date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering.errors import Invalid
from haidang.worktime import api as worktime


def calendar_of(agency_id: int, *, on: date) -> worktime.Calendar:
    """The office calendar of the agency at `on`."""
    return identity.calendar(identity.calendar_version_of(agency_id, on=on).pk)


def directive_due(day: date, *, agency_id: int, now: datetime) -> datetime:
    """The close of office of a day that a leader names. Raises Invalid: gone by, a day off, outside the calendar."""
    calendar = calendar_of(agency_id, on=clock.local(now).date())
    try:
        if not calendar.is_working_day(day):
            raise Invalid(
                _("Ngày %(day)s là ngày nghỉ. Ngày làm việc kế tiếp là %(next)s.")
                % {"day": f"{day:%d/%m/%Y}", "next": f"{close_after(calendar, day):%d/%m/%Y}"},
                field="due_on",
            )
        due_at = close_after(calendar, day)
    except worktime.WorktimeError as error:
        raise _outside(error) from error
    if due_at <= now:
        raise Invalid(_("Hạn đã qua. Hãy chọn một ngày làm việc từ nay về sau."), field="due_on")
    return due_at


def plan_due(day: date, *, agency_id: int, today: date) -> datetime:
    """The close of office of a day that a plan states; of a day off, that of the next working day (Civil Code 148)."""
    try:
        return close_after(calendar_of(agency_id, on=today), day)
    except worktime.WorktimeError as error:
        raise _outside(error) from error


def close_after(calendar: worktime.Calendar, day: date) -> datetime:
    """The close of office of `day`, or of the next working day. Raises CalendarRangeError outside the calendar."""
    noon = datetime.combine(day, time(12), tzinfo=calendar.zone)
    term = worktime.Term.of("0", "calendar_day")
    found = worktime.due(calendar, noon, term=term)
    if found is None:  # only an open pause gives no due moment
        raise worktime.TermError("Không có hạn.", "No due moment.")
    return found


def _outside(error: worktime.WorktimeError) -> Invalid:
    return Invalid(error.text("en" if (get_language() or "vi").startswith("en") else "vi"), field="due_on")
