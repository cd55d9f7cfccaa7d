"""Registers the room with Django."""

from datetime import timedelta

from django.apps import AppConfig


class IocConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.ioc"

    def ready(self) -> None:
        """Keeps the event lake up to date, and after it the figures that are given out."""
        from haidang.ioc.indicators.keeping import keep
        from haidang.ioc.lake.updating import keep_up
        from haidang.platform import periodic

        periodic.register(periodic.Job("ioc.lake", keep_up, every=timedelta(minutes=5)))
        # Jobs are done by name: after the lake.
        periodic.register(periodic.Job("ioc.lake_figures", keep, every=timedelta(minutes=5)))
