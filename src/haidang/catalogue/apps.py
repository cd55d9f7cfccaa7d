"""Registers the room with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.catalogue"

    def ready(self) -> None:
        """Tells the event lake of online services."""
        from haidang.catalogue.facts import SERVICES
        from haidang.platform import facts

        facts.register(SERVICES)
