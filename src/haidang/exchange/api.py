"""The door of `exchange`: what is on its way to the national portal, and what an operator can do about it."""

from haidang.exchange.acts import Done, give_up, may_manage, replay, retry, retry_alike, try_partner
from haidang.exchange.delivering import deliver
from haidang.exchange.errors import NotFound
from haidang.exchange.national import TOPIC, is_connected

__all__ = [
    "TOPIC",
    "Done",
    "NotFound",
    "deliver",
    "give_up",
    "is_connected",
    "may_manage",
    "replay",
    "retry",
    "retry_alike",
    "try_partner",
]
