"""Registers the room with Django, and its periodic work with the worker."""

from datetime import timedelta

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.steering"

    def ready(self) -> None:
        """Urging by rule, the alerts of every morning, and the digest after them."""
        from haidang.platform import periodic
        from haidang.steering import digest
        from haidang.steering.attention.raising import EVERY_DAY_AT, raise_alerts
        from haidang.steering.services.urging import urge_due

        periodic.register(periodic.Job(name="steering.urge", work=urge_due, every=timedelta(minutes=15)))
        periodic.register(periodic.Job(name="steering.attention", work=raise_alerts, at=EVERY_DAY_AT))
        periodic.register(periodic.Job(name="steering.digest", work=digest.send_digests, at=digest.EVERY_DAY_AT))
