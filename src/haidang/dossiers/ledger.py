"""Writes a dossier's clock ledger and the dates that follow from it; called only inside an act."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import deadlines
from haidang.dossiers.deadlines import Ground, Interval, Rules
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.models import ClockInterval, Dossier, Reappointment
from haidang.identity import api as identity
from haidang.worktime import api as worktime


def rules_of(dossier: Dossier) -> Rules:
    """Under what the dossier's deadline is counted; only for a received one."""
    return Rules(
        term=worktime.Term.parse(dossier.term),
        convention=worktime.Convention(dossier.convention),
        policy=worktime.PausePolicy(dossier.pause_policy),
        calendar=calendar_of(dossier),
        extra_days=sum(Reappointment.objects.filter(dossier=dossier).values_list("days", flat=True)),
    )


def calendar_of(dossier: Dossier) -> worktime.Calendar:
    """The office calendar, in the version under which the dossier was received. Raises WrongState before that."""
    if dossier.calendar_version_id is None:
        raise WrongState(_("Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn."))
    return identity.calendar(dossier.calendar_version_id)


def intervals(dossier: Dossier) -> list[Interval]:
    """The ledger as plain values, oldest first."""
    return [Interval(row.ground_or_none, row.since, row.until) for row in dossier.clock.all()]


def start(dossier: Dossier, *, actor: identity.User, now: datetime) -> None:
    """Starts the clock at `now` and promises a due date."""
    ClockInterval.objects.create(dossier=dossier, seq=1, started_by=actor, since=now)
    _settle(dossier)
    dossier.promised_at = dossier.due_at


def pause(dossier: Dossier, ground: Ground, *, actor: identity.User, reason: str, now: datetime) -> None:
    """Stops the clock at `now` on a legal ground."""
    _turn(dossier, ground.value, actor=actor, reason=reason, now=now)
    dossier.is_paused = True
    _settle(dossier)


def resume(dossier: Dossier, *, actor: identity.User, reason: str, now: datetime) -> None:
    """Lets the clock run again from `now`."""
    _turn(dossier, "", actor=actor, reason=reason, now=now)
    dossier.is_paused = False
    _settle(dossier)


def extend(dossier: Dossier, *, days: int) -> datetime:
    """Counts a running clock anew with an extension of `days` working days and returns the new due date.

    The first promise stays what it was.
    """
    _settle(dossier, replace(rules_of(dossier), extra_days=days))
    if dossier.due_at is None:
        raise WrongState(_("Không thể hẹn lại khi thời hạn đang tạm dừng."))
    return dossier.due_at


def end(dossier: Dossier, *, now: datetime) -> None:
    """Closes the ledger; the due date stays as it last was."""
    ClockInterval.objects.filter(dossier=dossier, until__isnull=True).update(until=now)
    dossier.is_paused = False
    dossier.closed_at = now


def _turn(dossier: Dossier, ground: str, *, actor: identity.User, reason: str, now: datetime) -> None:
    current = dossier.clock.get(until__isnull=True)
    if now < current.since:
        raise Invalid(_("Thời điểm này sớm hơn lần chuyển trạng thái trước của đồng hồ thời hạn."), field="at")
    current.until = now
    current.save(update_fields=["until"])
    ClockInterval.objects.create(
        dossier=dossier, seq=current.seq + 1, ground=ground, reason=reason, started_by=actor, since=now
    )


def _settle(dossier: Dossier, rules: Rules | None = None) -> None:
    """Stores when the result is due and from when it is at risk; neither while a pause holds the clock."""
    rules, ledger = rules or rules_of(dossier), intervals(dossier)
    dossier.due_at = deadlines.due(rules, ledger)
    dossier.warn_at = deadlines.warn(rules, start=ledger[0].since, due_at=dossier.due_at) if dossier.due_at else None
