"""What a rule finds in the house: dossiers of its agency and of all below, as they stood at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Stretch
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering import due, ports
from haidang.steering.attention import matching
from haidang.steering.attention.kinds import Kind
from haidang.steering.attention.matching import Match
from haidang.steering.notice_tables import AttentionRule
from haidang.worktime import api as worktime

_AHEAD = timedelta(days=40)
"""How far ahead due dates are looked at for what is due soon: ten working days and a long holiday."""


@dataclass(slots=True)
class Office:
    """Calendars by agency, asked for once."""

    on: date
    known: dict[int, worktime.Calendar | None] = field(default_factory=dict)

    def calendar(self, agency_id: int) -> worktime.Calendar | None:
        """The office calendar of the agency; None where it has none."""
        if agency_id not in self.known:
            try:
                self.known[agency_id] = due.calendar_of(agency_id, on=self.on)
            except identity.CalendarRefused:
                self.known[agency_id] = None
        return self.known[agency_id]


def gathered(rules: Sequence[AttentionRule], *, since: datetime, until: datetime) -> list[Stretch]:
    """Everything that `rules` need to be asked about any moment of [since, until], in a few queries."""
    kinds = {Kind(rule.kind) for rule in rules}
    if not kinds:
        return []
    looks_ahead = kinds & {Kind.APOLOGY_DUE, Kind.FORECAST}
    looks_back = timedelta(days=max((rule.params.get("days", 0) for rule in rules), default=0))
    return dossiers.stretches(
        since=since - looks_back,
        until=until,
        due_before=until + _AHEAD if looks_ahead else until,
        with_steps=bool(kinds & matching.NEEDS_STEPS),
    )


def found(rule: AttentionRule, stretches: Iterable[Stretch], *, at: datetime, office: Office) -> list[Match]:
    """What the rule finds among `stretches` at `at`, under the agency tree of that day."""
    moment = clock.local(at)
    own = _own(rule, stretches, on=moment.date())
    params = rule.params
    find = {
        Kind.LATE_OVER: partial(matching.late_over, calendars=office.calendar, **params),
        Kind.LATE_CLUSTER: partial(matching.late_cluster, **params),
        Kind.APOLOGY_DUE: partial(matching.apology_due, calendars=office.calendar, **params),
    }.get(Kind(rule.kind))
    if find is not None:
        return find(own, at=moment)
    return matching.forecast(own, at=moment, of=ports.forecasts([item.code for item in own]), **params)


def _own(rule: AttentionRule, stretches: Iterable[Stretch], *, on: date) -> list[Stretch]:
    """Those whose work is today with the rule's agency or one below it."""
    known = identity.lineage(on)
    below = identity.descendants(known.heir(rule.agency_id), on=on)
    return [item for item in stretches if known.heir(item.agency_id, item.procedure_code) in below]
