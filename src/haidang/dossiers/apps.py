"""Registers the room with Django."""

from datetime import datetime, timedelta

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.dossiers"

    def ready(self) -> None:
        """Declares what citizens are told; has timers looked after; tells the event lake of dossiers."""
        from haidang.dossiers import facts
        from haidang.dossiers.telling import kinds
        from haidang.platform import periodic

        kinds.declare()
        periodic.register(periodic.Job("dossiers.timers", _fire_timers, every=timedelta(minutes=1)))
        facts.register()


def _fire_timers(now: datetime) -> int:
    from haidang.dossiers.services.process import fire_timers

    return sum(not moved.problem for moved in fire_timers(now=now))
