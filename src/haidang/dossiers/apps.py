"""Registers the room with Django."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.dossiers"
