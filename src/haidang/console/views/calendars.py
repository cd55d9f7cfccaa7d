"""Office calendars: what the version in force says, and publishing the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console import calendars as sheets
from haidang.console.forms import DayForm
from haidang.console.guards import P, administrator, managed, needs
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.worktime import api as worktime


@dataclass(frozen=True, slots=True)
class Sheet:
    """The version in force of a calendar, compiled, and the year that is looked at."""

    version: identity.CalendarVersion
    calendar: worktime.Calendar
    year: int


@needs(P.CALENDARS_MANAGE)
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """The calendars that this administrator may change; with one there is nothing to choose."""
    found = sheets.own_calendars(managed(request, P.CALENDARS_MANAGE))
    if len(found) == 1:
        return redirect("console:calendar", code=next(iter(found)))
    return render(request, "console/calendars.html", {"versions": list(found.values())})


@needs(P.CALENDARS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """A year of the version in force; a POST publishes the next version with one day changed."""
    sheet = _sheet(request, code)
    if request.method != "POST":
        return _show(request, sheet, DayForm(initial={"version": sheet.version.number, "kind": DayForm.HOLIDAY}))
    form = DayForm(request.POST)
    if form.is_valid() and _publish(administrator(request), sheet, form):
        day: date = form.cleaned_data["day"]
        messages.success(request, _("Đã công bố phiên bản mới của lịch. Hạn đã hẹn với người dân không thay đổi."))
        return redirect(f"{request.path}?nam={day.year}")
    return _show(request, sheet, form, status=422)


def _sheet(request: HttpRequest, code: str) -> Sheet:
    version = sheets.own_calendars(managed(request, P.CALENDARS_MANAGE)).get(code)
    if version is None:
        raise Http404(_("Không có lịch này, hoặc bạn không quản lý cơ quan của lịch."))
    compiled = identity.calendar(version.pk)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else clock.today().year
    return Sheet(version, compiled, min(max(year, compiled.valid_from.year), compiled.valid_to.year))


def _publish(actor: identity.User, sheet: Sheet, form: DayForm) -> bool:
    """Publishes if it can be; says on the form why not."""
    found = form.cleaned_data
    if not sheet.calendar.valid_from <= found["day"] <= sheet.calendar.valid_to:
        form.add_error("day", _("Ngày này nằm ngoài khoảng hiệu lực của lịch."))
        return False
    if found["kind"] == _kind_now(sheet, found["day"]):
        form.add_error("kind", _("Lịch hiện hành đã ghi ngày này như vậy."))
        return False
    definition = sheets.with_day(sheet.version.definition, found["day"], found["kind"])
    try:
        identity.amend_calendar(
            actor=actor,
            code=sheet.version.calendar.code,
            definition=definition,
            expected_number=found["version"],
            reason=found["reason"],
            now=clock.now(),
        )
    except Refused as refusal:
        # The page that says no shows the newest version, so the next try is against that one.
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = sheet.version.number  # type: ignore[index]
        form.add_error(None, str(refusal))
        return False
    return True


def _kind_now(sheet: Sheet, day: date) -> str:
    if day in sheet.calendar.holidays:
        return DayForm.HOLIDAY
    return DayForm.WORKED if day in sheet.calendar.worked_days else DayForm.USUAL


def _show(request: HttpRequest, sheet: Sheet, form: DayForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "sheet": sheet,
        "form": form,
        "years": sheets.years(sheet.calendar),
        "months": sheets.year(sheet.calendar, sheet.year),
        "special": sheets.special_days(sheet.calendar, sheet.year),
    }
    return render(request, "console/calendar.html", context, status=status)
