"""Keeps what a demonstration would send."""

from haidang.notifications.channels import Accepted, Parcel
from haidang.notifications.models import CapturedMessage


class Capture:
    """A provider that delivers into a table; the same key twice is one message."""

    def __init__(self, name: str) -> None:
        self.name = name

    def send(self, parcel: Parcel) -> Accepted:
        """Keeps it; it has arrived at once."""
        row = CapturedMessage(
            key=parcel.key,
            channel=parcel.channel,
            address=parcel.address,
            subject=parcel.subject,
            body=parcel.body,
            at=parcel.at,
        )
        CapturedMessage.objects.bulk_create([row], ignore_conflicts=True)
        return Accepted(parcel.key, is_delivered=True)
