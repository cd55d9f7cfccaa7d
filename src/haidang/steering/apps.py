"""Registers the room with Django, and its periodic work with the worker."""

from datetime import timedelta

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.steering"

    def ready(self) -> None:
        """Urging by rule."""
        from haidang.platform import periodic
        from haidang.steering.services.urging import urge_due

        periodic.register(periodic.Job(name="steering.urge", work=urge_due, every=timedelta(minutes=15)))
