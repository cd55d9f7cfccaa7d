"""Registers the room with Django."""

from django.apps import AppConfig


class ReformConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.reform"

    def ready(self) -> None:
        """Tells the event lake of cuts."""
        from haidang.platform import facts
        from haidang.reform.facts import CUTS

        facts.register(CUTS)
