"""Registers the room with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.identity"

    def ready(self) -> None:
        """Tells the event lake of agencies."""
        from haidang.identity.facts import AGENCIES
        from haidang.platform import facts

        facts.register(AGENCIES)
