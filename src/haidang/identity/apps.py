"""Registers the room with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.identity"
