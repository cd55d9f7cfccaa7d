"""Registers the room with Django."""

from django.apps import AppConfig


class ProcedureControlConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.procedure_control"
