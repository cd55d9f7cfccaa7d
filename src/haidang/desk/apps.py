"""Registers the room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.desk"
