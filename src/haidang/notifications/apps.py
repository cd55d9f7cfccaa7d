"""Registers the room with Django, and its delivery with the worker."""

from datetime import datetime, timedelta

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.notifications"

    def ready(self) -> None:
        """Has waiting messages delivered."""
        from haidang.platform import periodic

        periodic.register(periodic.Job("notifications.push", _deliver, every=timedelta(minutes=1)))


def _deliver(now: datetime) -> int:
    from haidang.notifications.delivery import deliver

    return deliver(now)
