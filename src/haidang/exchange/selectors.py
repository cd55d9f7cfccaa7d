"""Questions about what is on its way."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, QuerySet

from haidang.dossiers import api as dossiers
from haidang.exchange.models import Filing, TroubledCall
from haidang.exchange.national import TOPIC
from haidang.platform import journal
from haidang.platform.delivery import figures
from haidang.platform.delivery.figures import LaneState
from haidang.platform.models import JournalEntry, OutboxLane


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits: line, what was done, the state that it tells, since when, how often it was sent."""

    seq: int
    command: str
    state: str
    since: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class LaneView:
    """A dossier's lane as an operator sees it: no personal data, only codes and reasons."""

    lane: OutboxLane
    code: str
    state: LaneState | None
    waiting: list[Waiting]
    calls: list[TroubledCall]
    decisions: list[JournalEntry]


def lane_view(lane_id: int, *, now: datetime) -> LaneView | None:
    """The lane with that id; None if there is none."""
    lane = OutboxLane.objects.filter(pk=lane_id, topic=TOPIC).first() if lane_id < 2**63 else None
    if lane is None:
        return None
    code = lane.subject.removeprefix("dossier:")
    rows = [(message, json.loads(message.payload)) for message in figures.waiting_in(lane)]
    waiting = [
        Waiting(
            message.seq,
            str(dossiers.COMMAND_LABELS[dossiers.Command(told["command"])]),
            str(dossiers.STATE_LABELS[dossiers.State(told["state"])]),
            message.created_at,
            message.attempts,
        )
        for message, told in rows
    ]
    calls = list(TroubledCall.objects.filter(code=code).order_by("-at", "-pk")[:20])
    return LaneView(lane, code, figures.state_of(lane, now=now), waiting, calls, journal.lines(lane.stream))


def stopped_reasons(*, limit: int) -> list[tuple[str, int]]:
    """Why lanes are stopped, with how many for each reason; the most first."""
    rows = OutboxLane.objects.filter(topic=TOPIC, stopped_at__isnull=False)
    found = rows.values_list("problem").annotate(count=Count("pk")).order_by("-count", "problem")
    return [(problem, count) for problem, count in found[:limit]]


def portal_page() -> str:
    """Where the portal's stand-in shows what it holds; empty for a real portal."""
    return str(settings.PORTAL["page_url"])


def troubled_calls(*, limit: int) -> list[TroubledCall]:
    """The last calls that went wrong."""
    return list(TroubledCall.objects.order_by("-at", "-pk")[:limit])


def verify() -> list[journal.Fault]:
    """What is wrong with the journals of lanes and filings."""
    faults: list[journal.Fault] = []
    for table in (OutboxLane, Filing):
        rows = table.objects.filter(version__gt=0).only("version", "head_hash")
        heads = {row.stream: journal.Head(row.version, row.head_hash) for row in rows}
        faults += journal.check_streams(f"{table.PREFIX}:", heads)
    return faults


def held_filings() -> QuerySet[Filing]:
    """Filings from the portal that wait for a decision, the oldest first; without what citizens wrote."""
    return Filing.objects.filter(status=Filing.Status.HELD).defer("record").order_by("arrived_at", "pk")


def filing_counts() -> list[tuple[str, int]]:
    """Filings by what has become of them, in words."""
    counts = dict(Filing.objects.values_list("status").annotate(Count("pk")))
    return [(str(status.label), counts.get(status.value, 0)) for status in Filing.Status]
