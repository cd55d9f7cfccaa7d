"""Office calendars of agencies: published versions, and which of them counts for an agency."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from haidang.identity.lineage import lineage
from haidang.identity.models import Agency, AgencyVersion, CalendarVersion, User, WorkCalendar
from haidang.identity.rights import scopes
from haidang.identity.roles import Permission
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.worktime import api as worktime


class CalendarRefused(Refused):
    """A calendar that cannot be published, with the reason."""

    code = "calendar-refused"


@lru_cache(maxsize=256)
def _compiled(definition: str) -> worktime.Calendar:
    """What a definition says, compiled once. Not by the version's id, because ids come back after a rollback."""
    return worktime.Calendar.from_json(json.loads(definition))


def calendar_version_of(agency_id: int, *, on: date) -> CalendarVersion:
    """The newest version of the calendar of whoever has the agency's work at `on`, or of his nearest superior's."""
    seen: set[int] = set()
    current: int | None = lineage(on).heir(agency_id)
    while current is not None and current not in seen:
        seen.add(current)
        calendar_id = Agency.objects.values_list("calendar_id", flat=True).get(pk=current)
        if calendar_id is not None:
            return CalendarVersion.objects.filter(calendar_id=calendar_id).latest("number")
        standing = AgencyVersion.objects.filter(agency_id=current, valid_from__lte=on)
        current = standing.order_by("-valid_from").values_list("parent_id", flat=True).first()
    raise CalendarRefused(_("Cơ quan này và cấp trên của nó chưa có lịch làm việc. Hãy công bố lịch trước."))


def calendar_names(agency_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """Which version of which calendar `calendar_version_of` gives for each agency ("province v2"), in four queries."""
    own = dict(Agency.objects.filter(calendar__isnull=False).values_list("pk", "calendar_id"))
    parents = dict(
        AgencyVersion.objects.filter(valid_from__lte=on).order_by("valid_from").values_list("agency_id", "parent_id")
    )
    newest = CalendarVersion.objects.values_list("calendar_id", "calendar__code").annotate(number=Max("number"))
    names = {calendar_id: f"{code} v{number}" for calendar_id, code, number in newest}
    known, found = lineage(on), {}
    for agency_id in agency_ids:
        seen: set[int] = set()
        current: int | None = known.heir(agency_id)
        while current is not None and current not in own and current not in seen:
            seen.add(current)
            current = parents.get(current)
        found[agency_id] = names.get(own.get(current or 0, 0), "")
    return found


def calendar(version_id: int) -> worktime.Calendar:
    """The calendar that a published version states."""
    definition = CalendarVersion.objects.values_list("definition", flat=True).get(pk=version_id)
    return _compiled(json.dumps(definition, sort_keys=True))


def publish_calendar(
    code: str, *, name: str, definition: dict[str, Any], reason: str, now: datetime
) -> CalendarVersion:
    """Publishes the next version of calendar `code`; the same definition again publishes nothing.

    Due dates already promised do not move: a dossier keeps the version it was received under.
    """
    try:
        worktime.Calendar.from_json(definition)
    except ValueError as error:
        raise CalendarRefused(_("Lịch làm việc không hợp lệ: %(why)s") % {"why": error}) from error
    with transaction.atomic():
        holder, _made = WorkCalendar.objects.get_or_create(code=code, defaults={"name": name})
        last = holder.versions.order_by("-number").first()
        if last and json.dumps(last.definition, sort_keys=True) == json.dumps(definition, sort_keys=True):
            return last
        number = last.number + 1 if last else 1
        return CalendarVersion.objects.create(
            calendar=holder, number=number, definition=definition, reason=reason, published_at=now
        )


def amend_calendar(
    *, actor: User, code: str, definition: dict[str, Any], expected_number: int, reason: str, now: datetime
) -> CalendarVersion:
    """Publishes the next version of a calendar, by an administrator of every agency that the calendar belongs to.

    Raises CalendarRefused: not his calendar, somebody published since `expected_number`, or not a valid calendar.
    """
    with transaction.atomic():
        holder = WorkCalendar.objects.select_for_update().filter(code=code).first()
        if holder is None or not _manages(actor, holder, on=clock.local(now).date()):
            raise CalendarRefused(_("Không có lịch này, hoặc bạn không quản lý cơ quan của lịch."))
        if holder.versions.latest("number").number != expected_number:
            raise CalendarRefused(_("Người khác vừa công bố một phiên bản. Hãy xem lại lịch rồi công bố lại."))
        return publish_calendar(code, name=holder.name, definition=definition, reason=reason, now=now)


def _manages(actor: User, holder: WorkCalendar, *, on: date) -> bool:
    owners = set(Agency.objects.filter(calendar=holder).values_list("pk", flat=True))
    managed = [scope for scope in scopes(actor, Permission.CALENDARS_MANAGE, on=on) if scope.is_whole]
    return bool(owners) and owners <= {each for scope in managed for each in scope.agency_ids}
