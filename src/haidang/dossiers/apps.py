"""Registers the room with Django."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from haidang.payments import api as payments


class DossiersConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.dossiers"

    def ready(self) -> None:
        """Declares what citizens are told; has timers looked after; tells the event lake of dossiers."""
        from haidang.dossiers import facts
        from haidang.dossiers.telling import kinds
        from haidang.payments import api as payments
        from haidang.platform import periodic

        kinds.declare()
        periodic.register(periodic.Job("dossiers.timers", _fire_timers, every=timedelta(minutes=1)))
        payments.fill_note("dossier", _note_settled)
        facts.register()


def _note_settled(settled: "payments.Settled", now: datetime) -> None:
    from haidang.dossiers.services.fee_receipts import note_settled

    note_settled(settled, now)


def _fire_timers(now: datetime) -> int:
    from haidang.dossiers.services.process import fire_timers

    return sum(not moved.problem for moved in fire_timers(now=now))
