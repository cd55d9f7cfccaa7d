"""Dossiers as their journals tell them, in the columns of the lake: read line by line, on a path of its own.

Neither the lake nor the dossiers' rows are looked at, only the journal and, for what a line merely names (codes of
agencies, the service level of a procedure's case, the calendar), the published versions. What no journal tells (kept
clock minutes) is counted anew from its lines.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import OPEN, State
from haidang.identity import api as identity
from haidang.platform import journal
from haidang.platform.models import JournalEntry
from haidang.worktime import api as worktime

PREFIX = "dossier:"
Row = dict[str, Any]
_PAUSING = {"request_supplement", "pause", "request_payment"}
_CLOSING = {"reject", "withdraw", "stop", "finish"}
_ENDING_PAUSE = {"resume", "supplement", *_CLOSING}


def dossiers(*, until: datetime, progress: Callable[[int], None] | None = None) -> Iterator[Row]:
    """Every dossier as the lines up to `until` tell it; `progress` gets how many are done."""
    codes = dict(identity.Agency.objects.values_list("id", "code"))
    for number, (stream, entries) in enumerate(journal.streams(PREFIX), start=1):
        lines = [entry for entry in entries if entry.at <= until]
        if lines:
            yield told(stream.removeprefix(PREFIX), lines, codes)
        if progress:
            progress(number)


def told(code: str, lines: Sequence[JournalEntry], agencies: Mapping[int, str]) -> Row:
    """The dossier that `lines`, all of one stream in order, tell of."""
    filed = journal.data(lines[0])
    version = catalogue.version(filed["procedure_version"])
    case = version.content.case(filed["case"])
    story = _Story(submitted_at=lines[0].at)
    for line in lines:
        story.take(line)
    return {
        "code": code,
        "procedure_code": filed["procedure"],
        "procedure_version": version.number,
        "case_key": filed["case"],
        "service_level": case.service_level if case else "none",
        "agency_code": agencies[filed["agency"]],
        "intake_agency_code": agencies[filed["intake_agency"]],
        "channel": filed["channel"],
        "state": story.state,
        "is_open": State(story.state) in OPEN,
        "is_paused": story.pause_since is not None,
        "money": story.money,
        "supplement_count": story.supplements,
        "rating": story.rating,
        "submitted_at": story.submitted_at,
        "receive_by": datetime.fromisoformat(filed["receive_by"]),
        "received_at": story.received_at,
        "promised_at": story.promised_at,
        "due_at": story.due_at,
        "finished_at": story.finished_at,
        "closed_at": story.closed_at,
        "returned_at": story.returned_at,
        "handover": story.handover,
        "office_minutes": story.office_minutes(),
        "version": lines[-1].seq,
    }


@dataclass(slots=True)
class _Story:
    """What the lines read so far say."""

    submitted_at: datetime
    state: int = 1
    supplements: int = 0
    rating: int | None = None
    received_at: datetime | None = None
    promised_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    returned_at: datetime | None = None
    handover: str = ""
    money: str = "none"
    calendar: int | None = None
    may_pause: bool = False
    pause_since: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)

    def take(self, entry: JournalEntry) -> None:
        """Reads the next line."""
        command, data = entry.kind.rsplit(".", 1)[1], journal.data(entry)
        self.state = data["to"]
        self._dates(command, entry.at, data)
        self._clock(command, entry.at, data)
        if command == "request_supplement":
            self.supplements = data["number"]
        if command == "rate":
            self.rating = data["score"]
        self.handover = data["how"] if command == "return_result" else self.handover
        self.money = data.get("money", self.money)

    def _dates(self, command: str, at: datetime, data: Row) -> None:
        if command == "accept":
            self.received_at, self.may_pause = at, data["pause_policy"] != "none"
            self.calendar = data["calendar_version"]
        if command == "finish":
            self.finished_at = at
        if command == "return_result":
            self.returned_at = at
        if command in _CLOSING and self.closed_at is None:
            self.closed_at = at

    def _clock(self, command: str, at: datetime, data: Row) -> None:
        """The due date as the line tells it, and where the clock stood still."""
        if "due_at" in data:
            self.due_at = datetime.fromisoformat(data["due_at"]) if data["due_at"] else None
        elif data["v"] == 1 and command in _PAUSING and self.may_pause and self.due_at and at <= self.due_at:
            # The first journals told the due date only of acts that set one, not of those that suspended it.
            self.due_at = None
        if command == "accept":
            self.promised_at = self.due_at
        if self.received_at is None:
            return
        if _begins_pause(command, data):
            self.pause_since = at
        elif self.pause_since and (command in _ENDING_PAUSE or "resumes" in data):
            self.pauses.append((self.pause_since, at))
            self.pause_since = None

    def office_minutes(self) -> int | None:
        """What the clock had run at the result; None without one, or where the calendar does not reach."""
        if not (self.received_at and self.finished_at and self.calendar):
            return None
        calendar = identity.calendar(self.calendar)
        try:
            total = worktime.office_minutes_between(calendar, self.received_at, self.finished_at)
            stood = sum(worktime.office_minutes_between(calendar, since, until) for since, until in self.pauses)
        except worktime.WorktimeError:
            return None
        return total - (stood if self.may_pause else 0)


def _begins_pause(command: str, data: Row) -> bool:
    """A supplement always stops the clock of a received dossier; a request of payment where the procedure says so."""
    if command == "request_payment":
        return bool(data.get("ground", "payment"))
    return command in _PAUSING
