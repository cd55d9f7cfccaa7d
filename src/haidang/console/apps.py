"""Registers the room with Django."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.console"
