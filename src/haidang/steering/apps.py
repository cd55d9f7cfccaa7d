"""Registers the room with Django."""

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.steering"
