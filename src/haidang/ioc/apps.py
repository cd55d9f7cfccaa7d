"""Registers the room with Django."""

from django.apps import AppConfig


class IocConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.ioc"
