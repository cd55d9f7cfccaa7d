"""Registers the room with Django."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.simulation"
