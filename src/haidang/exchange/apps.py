"""Registers the room with Django, and its periodic work with the house."""

from datetime import time, timedelta

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.exchange"

    def ready(self) -> None:
        """Makes the room's periodic work known."""
        from haidang.exchange import delivering
        from haidang.platform import periodic

        periodic.register(periodic.Job("exchange.deliver", delivering.deliver_due, every=timedelta(seconds=20)))
        periodic.register(periodic.Job("exchange.fetch", delivering.fetch_due, every=timedelta(minutes=1)))
        periodic.register(periodic.Job("exchange.reconcile", delivering.reconcile_due, at=time(1, 30)))
        periodic.register(periodic.Job("exchange.forget", delivering.forget, at=time(2, 30)))
