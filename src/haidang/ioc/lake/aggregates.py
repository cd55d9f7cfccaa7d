"""The six aggregates that boards live on, as Ibis expressions over the lake's tables: the same for every engine.

Moments are in UTC without a zone (see `engines`); `now` is aware. Counting rules are those of `dossiers.boards`.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

STANDING_STILL = 5
"""National state of a dossier that waits for a supplement."""


def plain(moment: datetime) -> datetime:
    """A moment as the lake keeps it: in UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def backlog(dossiers: "ir.Table", *, now: datetime) -> "ir.Table":
    """Open dossiers by agency and lateness: late, at_risk, in_time, or paused."""
    import ibis

    at, open_ = plain(now), dossiers.filter(dossiers.is_open)
    unreceived = open_.due_at.isnull()
    lateness = ibis.cases(
        (unreceived & (open_.is_paused | (open_.state == STANDING_STILL)), "paused"),
        ((open_.due_at < at) | (unreceived & (open_.receive_by < at)), "late"),
        ((open_.warn_at <= at) & ~unreceived, "at_risk"),
        else_="in_time",
    )
    return open_.group_by(agency_code=open_.agency_code, lateness=lateness).agg(dossiers=lambda table: table.count())


def on_time(dossiers: "ir.Table") -> "ir.Table":
    """Finished dossiers by local month of the result and agency, and how many of them on time."""
    done = dossiers.filter(dossiers.finished_month.notnull())
    return done.group_by(month=done.finished_month, agency_code=done.agency_code).agg(
        finished=done.count(), on_time=done.count(where=done.is_on_time)
    )


def at_risk(dossiers: "ir.Table", *, now: datetime, limit: int = 100) -> "ir.Table":
    """The open dossiers that are about to be late, the nearest due date first."""
    at = plain(now)
    found = dossiers.filter(dossiers.is_open, dossiers.due_at >= at, dossiers.warn_at <= at)
    return found.select("code", "agency_code", "procedure_code", "due_at").order_by("due_at", "code").limit(limit)


def online_rate(dossiers: "ir.Table") -> "ir.Table":
    """Filed dossiers by local month and agency, and how many of them online."""
    return dossiers.group_by(month=dossiers.submitted_month, agency_code=dossiers.agency_code).agg(
        filed=dossiers.count(), online=dossiers.count(where=dossiers.channel == "online")
    )


def procedure_times(dossiers: "ir.Table") -> "ir.Table":
    """Finished dossiers by procedure: how many, median and 95th percentile of their office minutes."""
    return _spread(dossiers.filter(dossiers.office_minutes.notnull()), "procedure_code")


def step_durations(steps: "ir.Table") -> "ir.Table":
    """Completed steps by procedure and step: how many, median and 95th percentile of their office minutes."""
    done = steps.filter(steps.status == "done", steps.office_minutes.notnull())
    return _spread(done, "procedure_code", "node")


def _spread(rows: "ir.Table", *by: str) -> "ir.Table":
    """Both quantiles are asked for at once: the values are gathered once."""
    found = rows.group_by(*by).agg(count=rows.count(), both=rows.office_minutes.quantile([0.5, 0.95]))
    return found.select(*by, "count", median=found.both[0], p95=found.both[1])
