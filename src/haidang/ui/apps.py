"""Registers the room with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.ui"
