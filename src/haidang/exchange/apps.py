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
        periodic.register(periodic.Job("exchange.forget", delivering.forget, at=time(2, 30)))
