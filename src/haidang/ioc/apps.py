"""Registers the room with Django."""

from datetime import timedelta

from django.apps import AppConfig


class IocConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.ioc"

    def ready(self) -> None:
        """Keeps the event lake and the figures given out, runs sources, watches their promises of freshness."""
        from haidang.ioc.indicators.keeping import keep
        from haidang.ioc.lake.updating import keep_up
        from haidang.ioc.sources import facts as source_facts
        from haidang.ioc.sources import schedule
        from haidang.platform import facts, periodic

        facts.provide("ioc.sources", source_facts.datasets)

        periodic.register(periodic.Job("ioc.lake", keep_up, every=timedelta(minutes=5)))
        # Jobs are done by name: after the lake.
        periodic.register(periodic.Job("ioc.lake_figures", keep, every=timedelta(minutes=5)))
        periodic.register(periodic.Job("ioc.sources", schedule.run_due, every=schedule.EVERY))
        periodic.register(periodic.Job("ioc.freshness", schedule.watch, every=schedule.WATCH_EVERY))
