"""Apologising for a delay that is certain to come, and setting a new date: once, and before the first has passed.

Decree 61/2018/NĐ-CP, article 19 (DOMAIN §3.2): at the latest one day before the deadline the competent agency says
so in writing, with the reason and the time that it still needs; the date is set anew at most once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import deadlines, ledger
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier, Reappointment
from haidang.dossiers.papers.issuing import issue
from haidang.dossiers.papers.kinds import Kind
from haidang.dossiers.papers.signing import Signer, possible_signers
from haidang.identity import api as identity
from haidang.platform import clock

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewDate:
    """The new date: so many working days after the due date, or a working day; one of the two."""

    working_days: int | None = None
    day: date | None = None


def reappoint(
    *,
    code: str,
    new_date: NewDate,
    reason: str,
    unit: str,
    signer_id: int,
    actor: identity.User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Moves the due date by a signed apology; the first promise stays on record and in sight.

    `unit`: who in the agency is responsible for the delay. `signer_id`: a leader or head of section of that
    agency; one of them who acts himself signs himself, a clerk names who has signed.
    """

    def change(dossier: Dossier) -> Payload:
        due_before = _due_to_move(dossier, now=now)
        why = require_text(reason, field="reason", message=_("Hãy ghi rõ lý do chậm trễ."))
        responsible = require_text(
            unit, field="unit", message=_("Hãy ghi đơn vị chịu trách nhiệm về việc chậm trễ."), limit=200
        )
        days = _days(dossier, new_date, due_before)
        signer = _signer(dossier, signer_id, order=order)
        due_after = ledger.extend(dossier, days=days)
        row = Reappointment.objects.create(
            dossier=dossier,
            days=days,
            due_before=due_before,
            due_after=due_after,
            reason=why,
            unit=responsible,
            signer=signer.user,
            made_by=actor,
            made_at=now,
        )
        return _told(row) | issue(order, dossier, Kind.APOLOGY, details=_details(row), signer=signer)

    request = {
        "code": code,
        "working_days": new_date.working_days,
        "day": new_date.day.isoformat() if new_date.day else None,
        "reason": reason,
        "unit": unit,
        "signer": signer_id,
    }
    order = Order(Command.REAPPOINT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _due_to_move(dossier: Dossier, *, now: datetime) -> datetime:
    """The due date; refused a second time, and after the day before it by the local date of the act."""
    if Reappointment.objects.filter(dossier=dossier).exists():
        raise WrongState(_("Hồ sơ này đã được hẹn lại một lần. Quy định chỉ cho hẹn lại một lần."))
    if dossier.due_at is None:
        raise WrongState(_("Hồ sơ này hiện không có hạn trả kết quả để hẹn lại."))
    due_on = clock.local(dossier.due_at).date()
    if clock.local(now).date() > due_on - timedelta(days=1):
        raise WrongState(
            _("Chỉ được xin lỗi và hẹn lại chậm nhất một ngày trước hạn trả (%(due)s).") % {"due": f"{due_on:%d/%m/%Y}"}
        )
    return dossier.due_at


def _days(dossier: Dossier, new_date: NewDate, due_at: datetime) -> int:
    if (new_date.working_days is None) == (new_date.day is None):
        raise Invalid(_("Hãy ghi số ngày làm việc cần thêm, hoặc chọn ngày hẹn mới."), field="working_days")
    field = "working_days" if new_date.day is None else "new_date"
    days = new_date.working_days if new_date.day is None else _days_until(dossier, new_date.day, due_at)
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Invalid(
            _("Ngày hẹn mới phải sau hạn trả hiện nay, nhiều nhất %(most)s ngày làm việc.") % {"most": MOST_DAYS},
            field=field,
        )
    return days


def _days_until(dossier: Dossier, day: date, due_at: datetime) -> int:
    calendar = ledger.calendar_of(dossier)
    if not calendar.is_working_day(day):
        raise Invalid(_("Ngày hẹn mới phải là ngày làm việc."), field="new_date")
    return deadlines.extension_days(calendar, due_at, day)


def _signer(dossier: Dossier, signer_id: int, *, order: Order) -> Signer:
    for each in possible_signers(dossier, order.actor, on=clock.local(order.now).date()):
        if each.user.pk == signer_id:
            return each
    raise Invalid(
        _("Người ký phải là lãnh đạo cơ quan hoặc lãnh đạo phòng của cơ quan giải quyết. Lãnh đạo tự ký tên mình."),
        field="signer",
    )


def _details(row: Reappointment) -> dict[str, Any]:
    return {
        "days": row.days,
        "reason": row.reason,
        "unit": row.unit,
        "due_before": clock.local(row.due_before),
        "due_after": clock.local(row.due_after),
    }


def _told(row: Reappointment) -> Payload:
    return {
        "days": row.days,
        "due_before": row.due_before.isoformat(),
        "due_at": row.due_after.isoformat(),
        "reason": row.reason,
        "unit": row.unit,
        "signer": row.signer_id,
    }
