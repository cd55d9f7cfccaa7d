"""Registers the room with Django."""

from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.open_api"
