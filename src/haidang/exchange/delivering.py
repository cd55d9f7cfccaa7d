"""Carrying the outbox to the national portal: as the house's periodic work, or by a worker of its own."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from haidang.exchange.inbound.arriving import fetch_filings
from haidang.exchange.national import TOPIC, Link, forget_calls, is_connected
from haidang.exchange.reconciling import comparing
from haidang.exchange.reconciling.comparing import Outcome
from haidang.platform.delivery.letters import Rejected, Unavailable
from haidang.platform.delivery.rests import Rules
from haidang.platform.delivery.worker import Moment, Round, Tally, running_from

EACH_NIGHT = 5_000
"""Dossiers compared a night at most; those that changed go first."""
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


def reconcile(*, moment: Moment, most: int, codes: Sequence[str] = ()) -> Outcome:
    """Holds ours against theirs: these dossiers, or up to `most` whose turn it is; nothing without a portal."""
    if not is_connected():
        return Outcome(is_whole=False)
    link = Link(moment)
    try:
        if codes:
            return comparing.reconcile_these(codes, portal=link.portal, moment=moment)
        return comparing.reconcile(portal=link.portal, moment=moment, most=most)
    finally:
        link.close()


def reconcile_due(now: datetime) -> int:
    """The nightly job: returns how many dossiers were compared."""
    return reconcile(moment=running_from(now), most=EACH_NIGHT).checked


def fetch_due(now: datetime) -> int:
    """The periodic job: fetches what was filed on the portal; returns how many dossiers were made."""
    if not is_connected():
        return 0
    link = Link(running_from(now))
    try:
        return fetch_filings(link.portal, now=now).filed
    except (Unavailable, Rejected):
        # Said on the page of troubled calls; the next look is soon.
        return 0
    finally:
        link.close()


def forget(now: datetime) -> int:
    """The nightly job: removes old excerpts."""
    return forget_calls(now)
