"""Registers the room with Django."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.scorecards"
