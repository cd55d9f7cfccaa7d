"""The house's own work on sources: runs whatever is due, and watches promises of freshness."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from haidang.identity import api as identity
from haidang.ioc.sources import worries
from haidang.ioc.sources.errors import Busy
from haidang.ioc.sources.running import run
from haidang.ioc.sources.tables import Source

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
WATCH_EVERY = timedelta(minutes=15)


def due(now: datetime) -> list[str]:
    """The codes of the sources that are to be run by `now`, longest waiting first."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    rows = Source.objects.filter(is_free, is_active=True, next_run_at__lte=now, contract__isnull=False)
    return list(rows.order_by("next_run_at").values_list("code", flat=True))


def run_due(now: datetime) -> int:
    """Runs each; how many. One that breaks costs none of the others their turn, and is tried again later."""
    actor, done = identity.system_account(now=now), 0
    for code in due(now):
        try:
            run(code=code, actor=actor, now=now, key=f"due:{code}:{now:%Y%m%d%H%M%S%f}", trigger="schedule")
            done += 1
        except Busy:
            continue
        except Exception:
            log.exception("source %s failed", code)
    return done


def watch(now: datetime) -> int:
    """Raises or ends the alert about each source's freshness; how many are stale."""
    rows = Source.objects.filter(is_active=True).select_related("contract")
    return sum(1 for source in rows if worries.freshness(source, now=now))
