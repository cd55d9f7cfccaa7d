"""Registers the room with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.catalogue"
