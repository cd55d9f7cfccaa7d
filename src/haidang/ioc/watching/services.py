"""Verbs: set and end a watch, take note of an alert. The one write path of their tables."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.alert_tables import Alert
from haidang.ioc.alerts import end_alert
from haidang.ioc.errors import AlertNotFound, Invalid, NotAllowed
from haidang.ioc.indicators import catalogue
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.watching import selectors
from haidang.ioc.watching.tables import Noted, Watch
from haidang.platform import acts, clock
from haidang.platform.acts import Payload
from haidang.platform.journal import GENESIS

Order = acts.Order[User]
MOST_LIMIT, MOST_HOURS, MOST_WATCHES = 1e12, 24 * 366, 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be watched; `limit` in the indicator's unit (office minutes for times), in hours for STALE."""

    indicator: str
    kind: Watch.Kind
    grain: Grain = Grain.PROVINCE
    limit: float | None = None
    severity: str = Alert.Severity.WARNING

    @property
    def plain(self) -> dict[str, object]:
        """As plain values."""
        found = {"indicator": self.indicator, "kind": self.kind.value, "grain": self.grain.value}
        return {**found, "limit": self.limit, "severity": str(self.severity)}


def set_watch(*, wish: Wish, actor: User, now: datetime, key: str) -> int:
    """Begins a watch; returns its number. Raises NotAllowed, IndicatorNotFound, Invalid, KeyReused."""
    if wish.limit is not None and not math.isfinite(wish.limit):
        raise Invalid(_("Hãy cho ngưỡng là một số."), field="limit")
    order = Order("ioc.watch.set", actor, now, key, wish.plain)

    def act() -> Payload:
        _check_may_set(actor, now)
        _check(wish, now)
        row = Watch(set_by=actor, set_at=now, head_hash=GENESIS, **wish.plain)
        row.save()
        acts.write(row, order, wish.plain)
        return {"id": row.pk}

    return int(acts.once(order, act)[0]["id"])


def end_watch(*, watch_id: int, actor: User, now: datetime, key: str) -> int:
    """Ends a watch and the alerts that it raised; returns its number. Raises NotAllowed, AlertNotFound, KeyReused."""
    order = Order("ioc.watch.end", actor, now, key, {"watch": watch_id})

    def act() -> Payload:
        _check_may_set(actor, now)
        row = Watch.objects.select_for_update().filter(pk=watch_id, ended_at=None).first() if _fits(watch_id) else None
        if row is None:
            raise AlertNotFound(_("Không có theo dõi này."))
        row.ended_at = now
        acts.write(row, order, {})
        for subject in Alert.objects.filter(kind=row.alert_kind, ended_at=None).values_list("subject", flat=True):
            end_alert(row.alert_kind, subject, now=now)
        return {"id": row.pk}

    return int(acts.once(order, act)[0]["id"])


def take_note(*, alert_id: int, actor: User, now: datetime, key: str) -> int:
    """Says that the actor sees to an alert; returns its number. Raises AlertNotFound, KeyReused."""
    order = Order("ioc.alert.note", actor, now, key, {"alert": alert_id})

    def act() -> Payload:
        alert = next((row for row in selectors.open_for(actor, now=now) if row.pk == alert_id), None)
        if alert is None:
            raise AlertNotFound(_("Không có cảnh báo này, hoặc bạn không có quyền xem."))
        if not Noted.objects.filter(alert=alert).exists():
            row = Noted(alert=alert, by=actor, at=now, head_hash=GENESIS)
            row.save()
            acts.write(row, order, {"alert": alert.pk})
        return {"id": alert.pk}

    return int(acts.once(order, act)[0]["id"])


def _fits(number: int) -> bool:
    return 0 < number < 2**63


def _check_may_set(actor: User, now: datetime) -> None:
    if not identity.has_anywhere(actor, Permission.IOC_PUBLISH, on=clock.local(now).date()):
        raise NotAllowed(_("Bạn không có quyền đặt theo dõi."))


def _check(wish: Wish, now: datetime) -> None:
    spec = catalogue.one(wish.indicator, on=clock.local(now).date())
    if wish.grain is not Grain.PROVINCE and wish.grain not in spec.definition.grains:
        raise Invalid(_("Chỉ số này không chia được theo mục đã chọn."), field="grain")
    needs = wish.kind is not Watch.Kind.UNUSUAL
    most = MOST_HOURS if wish.kind is Watch.Kind.STALE else MOST_LIMIT
    if needs and (wish.limit is None or not -most <= wish.limit <= most):
        raise Invalid(_("Hãy cho ngưỡng là một số."), field="limit")
    if Watch.objects.filter(ended_at=None).count() >= MOST_WATCHES:
        raise Invalid(_("Đã có nhiều theo dõi; hãy bỏ bớt."), field="kind")
