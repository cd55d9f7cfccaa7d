"""Registers the room with Django."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.platform"
    label = "ground"
