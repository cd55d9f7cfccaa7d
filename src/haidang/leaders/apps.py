"""Registers the room with Django."""

from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.leaders"
