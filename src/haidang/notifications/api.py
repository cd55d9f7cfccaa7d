"""The door of `notifications`: devices that want messages, and messages to them."""

from haidang.notifications.delivery import deliver
from haidang.notifications.devices import SubscriptionRefused, device_count, forget, subscribe
from haidang.notifications.queue import Push, push
from haidang.notifications.vapid import public_key

__all__ = ["Push", "SubscriptionRefused", "deliver", "device_count", "forget", "public_key", "push", "subscribe"]
