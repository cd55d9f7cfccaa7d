"""Registers the room with Django."""

from django.apps import AppConfig


class IocConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.ioc"

    def ready(self) -> None:
        """Sources are run when they are due, their promises of freshness watched."""
        from haidang.ioc.sources import schedule
        from haidang.platform import periodic

        periodic.register(periodic.Job(name="ioc.sources", work=schedule.run_due, every=schedule.EVERY))
        periodic.register(periodic.Job(name="ioc.freshness", work=schedule.watch, every=schedule.WATCH_EVERY))
