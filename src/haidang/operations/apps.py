"""Registers the room with Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.operations"
