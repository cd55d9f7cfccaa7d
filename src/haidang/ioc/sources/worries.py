"""What the people who tend a source must be told: a change held, rows set apart, failures, data gone stale."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haidang.identity import api as identity
from haidang.ioc.alert_tables import Alert
from haidang.ioc.alerts import Matter, end_alert, raise_alert
from haidang.ioc.sources import access
from haidang.ioc.sources.labels import PROBLEMS
from haidang.ioc.sources.tables import BadRow, HeldChange, Source, SourceRun
from haidang.platform import clock

HELD, BAD, FAILING, STALE = "source.held", "source.quarantine", "source.failing", "source.stale"
FAILURES = 3
"""After so many failed runs in a row somebody is told; a source that answers at the second try is no news."""


def subject(source: Source) -> str:
    """What an alert about `source` is about."""
    return f"source:{source.code}"


def after_run(source: Source, run: SourceRun, *, now: datetime) -> None:
    """Raises and ends what a run has shown."""
    held_change(source, now=now)
    quarantine(source, now=now)
    if run.state == SourceRun.State.FAILED and (source.failures >= FAILURES or source.loaded_at is None):
        words = {"title": source.title, "problem": PROBLEMS.get(run.problem, run.problem)}
        title = _("Nguồn “%(title)s” không nạp được: %(problem)s") % words
        _raise(source, FAILING, title, now=now, data={"failures": source.failures, "problem": run.problem})
    elif run.state != SourceRun.State.FAILED:
        end_alert(FAILING, subject(source), now=now)
    freshness(source, now=now)


def held_change(source: Source, *, now: datetime) -> None:
    """An alert for as long as a change of columns waits for a decision."""
    change = HeldChange.objects.filter(source=source, state=HeldChange.State.OPEN).first()
    if change is None:
        end_alert(HELD, subject(source), now=now)
        return
    title = _("Nguồn “%(title)s” đổi cấu trúc: dữ liệu được giữ lại chờ duyệt") % {"title": source.title}
    _raise(source, HELD, title, now=now, data={"change": change.pk, **change.difference}, is_serious=True)


def quarantine(source: Source, *, now: datetime) -> None:
    """An alert for as long as rows wait to be repaired."""
    count = BadRow.objects.filter(source=source, state=BadRow.State.OPEN).count()
    if not count:
        end_alert(BAD, subject(source), now=now)
        return
    words = ngettext(
        "Nguồn “%(title)s” có %(count)s dòng bị cách ly", "Nguồn “%(title)s” có %(count)s dòng bị cách ly", count
    )
    _raise(source, BAD, words % {"title": source.title, "count": count}, now=now, data={"rows": count})


def freshness(source: Source, *, now: datetime) -> bool:
    """An alert while the last good delivery is older than promised; whether it is so."""
    if source.contract is None or not is_stale(source, now=now):
        end_alert(STALE, subject(source), now=now)
        return False
    title = _("Nguồn “%(title)s” quá hạn cam kết cập nhật") % {"title": source.title}
    since = source.loaded_at or source.made_at
    _raise(source, STALE, title, now=now, data={"since": since.isoformat()})
    return True


def is_stale(source: Source, *, now: datetime) -> bool:
    """Whether `source` has broken its promise of freshness by `now`."""
    if source.contract is None or not source.is_active:
        return False
    promise = timedelta(minutes=source.contract.value.fresh_minutes)
    return (source.loaded_at or source.made_at) + promise < now


def _raise(
    source: Source, kind: str, title: str, *, now: datetime, data: dict[str, object], is_serious: bool = False
) -> None:
    severity = Alert.Severity.SERIOUS if is_serious else Alert.Severity.WARNING
    matter = Matter(kind, subject(source), title, severity=severity, agency_id=source.agency_id, data=data)
    raise_alert(matter, people=_people(source, now=now), now=now)


def _people(source: Source, *, now: datetime) -> list[int]:
    """Those who tend the owner's sources; where the owner has nobody, those of the agencies above it."""
    on = clock.local(now).date()
    found = access.tenders(source.agency_id, on=on)
    if found:
        return found
    parent = identity.agencies_by_id([source.agency_id], on=on)[source.agency_id].parent_id
    return access.tenders(parent, on=on) if parent else []
