"""Registers the room with Django, and its periodic work with the worker."""

from datetime import time, timedelta

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.steering"

    def ready(self) -> None:
        """Urging by rule, forecasts every hour, alerts of every morning, the digest after them; facts for the lake."""
        from haidang.platform import facts, periodic
        from haidang.steering import digest, ports
        from haidang.steering.attention import raising
        from haidang.steering.facts import DIRECTIVES
        from haidang.steering.forecasts import looking_back, questions, refresh
        from haidang.steering.services.urging import urge_due

        periodic.register(periodic.Job(name="steering.urge", work=urge_due, every=timedelta(minutes=15)))
        periodic.register(periodic.Job(name="steering.forecast", work=refresh.refresh, every=timedelta(hours=1)))
        periodic.register(periodic.Job(name="steering.look_back", work=looking_back.keep_up, at=time(3, 30)))
        ports.fill_forecasts(questions.chances)
        periodic.register(periodic.Job(name="steering.attention", work=raising.raise_alerts, at=raising.EVERY_DAY_AT))
        periodic.register(periodic.Job(name="steering.digest", work=digest.send_digests, at=digest.EVERY_DAY_AT))
        facts.register(DIRECTIVES)
