"""Raising and ending alerts: one open row a matter, and word to the people who see to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haidang.ioc.alert_tables import Alert
from haidang.notifications import api as notifications


@dataclass(frozen=True, slots=True)
class Matter:
    """What an alert is about. `title`, `text`: words kept as they were when it was raised."""

    kind: str
    subject: str
    title: str
    text: str = ""
    severity: str = Alert.Severity.WARNING
    agency_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def raise_alert(matter: Matter, *, people: Iterable[int], now: datetime) -> bool:
    """Opens the alert and tells `people` (user ids), or notes that it goes on; whether it is new."""
    row, is_new = Alert.objects.get_or_create(
        kind=matter.kind,
        subject=matter.subject,
        ended_at=None,
        defaults={"severity": matter.severity, "raised_at": now, **_words(matter, now)},
    )
    if not is_new:
        Alert.objects.filter(pk=row.pk).update(**_words(matter, now))
        return False
    pushes = [
        notifications.Push(user_id, f"alert:{row.pk}", matter.title, matter.text[:300], now) for user_id in people
    ]
    notifications.push(pushes)
    return True


def _words(matter: Matter, now: datetime) -> dict[str, Any]:
    return {
        "title": matter.title[:300],
        "text": matter.text,
        "data": dict(matter.data),
        "agency_id": matter.agency_id,
        "last_seen_at": now,
    }


def end_alert(kind: str, subject: str, *, now: datetime) -> int:
    """Ends the alert of that kind about `subject` if one is open; returns how many ended."""
    return Alert.objects.filter(kind=kind, subject=subject, ended_at=None).update(ended_at=now)


def open_alerts(subject: str = "") -> list[Alert]:
    """The alerts that go on, newest first; those about `subject` only, if it is given."""
    rows = Alert.objects.filter(ended_at=None)
    return list((rows.filter(subject=subject) if subject else rows).select_related("agency").order_by("-raised_at"))
