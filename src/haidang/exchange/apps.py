"""Registers the room with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.exchange"
