"""The promise of a dossier: who holds it, until when, why it stands still, what the citizen must do."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haidang.dossiers import deadlines, ledger
from haidang.dossiers.fees import Money
from haidang.dossiers.labels import GROUND_LABELS
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Dossier, Reappointment
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow
from haidang.worktime import api as worktime


@dataclass(frozen=True, slots=True)
class Promise:
    """What the citizen may rely on. Times are aware; `explanation` says why it is due then, line by line.

    `recounted_at`: when it would be due on the calendar that is in force now, where that is another moment because the
    calendar was amended after receipt; a forecast for officers, which moves no promise.
    """

    due_at: datetime | None
    recounted_at: datetime | None
    first_promised_at: datetime | None
    reappointment: Reappointment | None
    receive_by: datetime | None
    holder: str
    holder_task: str
    holder_since: datetime | None
    is_paused: bool
    pause_reason: str
    citizen_must_do: str
    office_minutes_left: int | None
    explanation: list[str]


def promise(dossier: Dossier, *, now: datetime) -> Promise:
    """The promise of `dossier` as of `now`."""
    state = State(dossier.state)
    holder, task, since = _holder(dossier, state, now)
    return Promise(
        due_at=dossier.due_at,
        recounted_at=_recounted(dossier, now),
        first_promised_at=dossier.promised_at,
        reappointment=Reappointment.objects.filter(dossier=dossier).select_related("signer").first(),
        receive_by=dossier.receive_by if state is State.NEW else None,
        holder=holder,
        holder_task=task,
        holder_since=since,
        is_paused=dossier.is_paused,
        pause_reason=_pause_reason(dossier),
        citizen_must_do=_duty(dossier),
        office_minutes_left=_left(dossier, now),
        explanation=_explanation(dossier),
    )


def _holder(dossier: Dossier, state: State, now: datetime) -> tuple[str, str, datetime | None]:
    competent, receiving, returning = (
        _("Bộ phận Một cửa, %(agency)s") % {"agency": _short_name(place, dossier, now)}
        for place in (dossier.agency_id, dossier.receiving_agency_id, dossier.intake_agency_id)
    )
    if state in {State.SUPPLEMENT, State.PAYMENT}:
        return _("Người nộp hồ sơ"), _duty(dossier), None
    steps = workflow.open_steps(dossier.stream)
    if steps:
        step = steps[0]
        role = identity.Role(step.role).label
        agency = _short_name(step.agency_id, dossier, now)
        return _("%(role)s, %(agency)s") % {"role": role, "agency": agency}, step.name, step.opened_at
    at_desk = {
        State.NEW: (receiving, _("Kiểm tra và trả lời việc tiếp nhận"), dossier.submitted_at),
        State.PROCESSING: (competent, _("Ban hành kết quả"), None),
        State.DONE: (returning, _("Trả kết quả"), dossier.finished_at),
        State.WITHDRAWN: (competent, _("Xác nhận việc rút hồ sơ"), dossier.closed_at),
    }
    return at_desk.get(state, ("", "", None))


def _short_name(agency_id: int, dossier: Dossier, now: datetime) -> str:
    """Who has the agency's work today: a citizen is told where to turn now."""
    place = (agency_id, dossier.procedure_code)
    return identity.current([place], on=clock.local(now).date())[place].short_name


def _duty(dossier: Dossier) -> str:
    state = State(dossier.state)
    if dossier.money == Money.REQUESTED:
        return _("Nộp phí, lệ phí theo thông báo rồi báo lại cho Bộ phận Một cửa.")
    return {
        State.SUPPLEMENT: _("Bổ sung giấy tờ theo yêu cầu bên dưới."),
        State.PAYMENT: _("Thực hiện nghĩa vụ tài chính theo thông báo rồi báo lại cho Bộ phận Một cửa."),
        State.DONE: _("Nhận kết quả."),
    }.get(state, "")


def _pause_reason(dossier: Dossier) -> str:
    if not dossier.is_paused:
        return ""
    current = dossier.clock.get(until__isnull=True)
    ground = GROUND_LABELS[deadlines.Ground(current.ground)]
    return f"{ground}: {current.reason}" if current.reason else str(ground)


def _left(dossier: Dossier, now: datetime) -> int | None:
    """Office minutes until the due moment, negative when it has passed; None when nothing is due.

    None too on a day that the dossier's calendar does not know: the date stands, how far it is cannot be counted.
    """
    if dossier.due_at is None or dossier.closed_at is not None or dossier.calendar_version_id is None:
        return None
    calendar = ledger.calendar_of(dossier)
    try:
        if now <= dossier.due_at:
            return worktime.office_minutes_between(calendar, now, dossier.due_at)
        return -worktime.office_minutes_between(calendar, dossier.due_at, now)
    except worktime.CalendarRangeError:
        return None


def _recounted(dossier: Dossier, now: datetime) -> datetime | None:
    if dossier.due_at is None or dossier.closed_at is not None:
        return None
    try:
        current = identity.calendar_version_of(dossier.agency_id, on=clock.local(now).date())
        rules = replace(ledger.rules_of(dossier), calendar=identity.calendar(current.pk))
        found = deadlines.due(rules, ledger.intervals(dossier))
    except (identity.CalendarRefused, worktime.WorktimeError):  # No calendar now, or one that does not reach so far.
        return None
    return found if found != dossier.due_at else None


def _explanation(dossier: Dossier) -> list[str]:
    if dossier.received_at is None:
        return []
    lang = "en" if (get_language() or "vi").startswith("en") else "vi"
    return deadlines.explain(ledger.rules_of(dossier), ledger.intervals(dossier), lang=lang)
