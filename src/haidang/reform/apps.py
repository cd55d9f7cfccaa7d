"""Registers the room with Django."""

from django.apps import AppConfig


class ReformConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.reform"
