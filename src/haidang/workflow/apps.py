"""Registers the room with Django."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.workflow"
