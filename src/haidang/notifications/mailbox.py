"""The mailbox of a demonstration: everything that it would have sent."""

from django.db.models import QuerySet

from haidang.notifications.channels import Channel
from haidang.notifications.models import CapturedMessage


def captured(*, channel: str = "") -> QuerySet[CapturedMessage]:
    """What was kept, newest first, narrowed to a channel if there is such a one."""
    rows = CapturedMessage.objects.order_by("-at", "-pk")
    return rows.filter(channel=channel) if channel in Channel.values else rows
