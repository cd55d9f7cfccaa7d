"""Carrying the outbox to the national portal: as the house's periodic work, or by a worker of its own."""

from datetime import datetime
from random import Random

from haidang.exchange.national import TOPIC, Link, forget_calls, is_connected
from haidang.platform.delivery.rests import Rules
from haidang.platform.delivery.worker import Moment, Round, Tally, running_from

IN_ONE_GO = 500
"""Messages that the periodic job tries at most, so that the other jobs get their turn."""


def deliver(*, moment: Moment, most: int, rules: Rules | None = None, seed: int | None = None) -> Tally:
    """Sends what is due, as one worker of any number; nothing while no portal is set up."""
    if not is_connected():
        return Tally()
    link = Link(moment)
    try:
        # Jitter needs chance, not secrecy.
        return Round(TOPIC, link.send, moment, rules or Rules(), Random(seed)).run(most=most)  # noqa: S311
    finally:
        link.close()


def deliver_due(now: datetime) -> int:
    """The periodic job: returns how many messages the portal has taken."""
    return deliver(moment=running_from(now), most=IN_ONE_GO).delivered


def forget(now: datetime) -> int:
    """The nightly job: removes old excerpts."""
    return forget_calls(now)
