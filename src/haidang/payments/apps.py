"""Registers the room with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.payments"
