"""Messages of a played province: owners hear of its last two weeks, each when the worker would have sent it."""

from datetime import datetime, timedelta

from haidang.notifications import api as notifications

TOLD = timedelta(days=14)
"""For how long before the end of a run people are told: mail from further back would have been read long ago."""
_STEP = timedelta(hours=1)


def send_messages(until: datetime) -> int:
    """Sends what was told, hour by hour, into the mailbox of the demonstration; nothing where mail would leave."""
    if not notifications.is_captured():
        return 0
    hours = int(TOLD / _STEP)
    return sum(notifications.deliver(until - _STEP * back) for back in range(hours, -1, -1))
