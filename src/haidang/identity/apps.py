"""Registers the room with Django."""

from datetime import time

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.identity"

    def ready(self) -> None:
        """Tells the event lake of agencies; forgets who asked how often long ago."""
        from haidang.identity.api_clients import forget_use
        from haidang.identity.facts import AGENCIES
        from haidang.platform import facts, periodic

        facts.register(AGENCIES)
        periodic.register(periodic.Job(name="identity.api_use", work=forget_use, at=time(3, 10)))
