"""Registers the room with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.portal"
