"""Registers the room with Django, and its delivery with the worker."""

from datetime import datetime, timedelta

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.notifications"

    def ready(self) -> None:
        """Checks who carries messages, declares the digest, and has waiting messages delivered."""
        from haidang.notifications import digest, providers
        from haidang.platform import periodic

        providers.check_settings()
        digest.declare()
        periodic.register(periodic.Job("notifications.deliver", _deliver, every=timedelta(minutes=1)))


def _deliver(now: datetime) -> int:
    from haidang.notifications.delivery import deliver

    return deliver(now)
