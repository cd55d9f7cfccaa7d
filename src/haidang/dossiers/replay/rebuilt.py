"""The rows of one dossier as its journal tells them, while the journal is being read."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from haidang.dossiers import deadlines
from haidang.dossiers.deadlines import Ground, Interval, Rules
from haidang.dossiers.lifecycle import Command, State
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow
from haidang.worktime import api as worktime

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line as a fold reads it: what was done, when, by which account, and what the journal kept of it."""

    command: Command
    at: datetime
    actor_id: int
    data: Row


@dataclass(slots=True)
class Rebuilt:
    """Rows by table, each as column → value; `dossier` is one row, the others are in the order of their making.

    What the journal does not hold in clear (names, identity numbers, addresses, answers) is not rebuilt: those
    columns are written once, on filing, and never changed.
    """

    dossier: Row
    clock: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    supplements: list[Row] = field(default_factory=list)
    fee_requests: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    reappointments: list[Row] = field(default_factory=list)
    due_dates: list[Row] = field(default_factory=list)
    moves: list[Row] = field(default_factory=list)
    """The moves of the internal process, from which its rows follow."""
    holders: dict[tuple[str, int], Row] = field(default_factory=dict)
    """Who has or had which step, and in whose place it was done, by the step's node and the move that opened it."""

    def hold(self, line: Line, **values: Any) -> None:
        """Sets columns of the step that the line names; a step of whom nothing is left to say is left out."""
        key = (line.data["step"], line.data["opened_by"])
        row = self.holders.setdefault(key, {"assignee_id": None, "assigned_at": None, "on_behalf_of_id": None}) | values
        self.holders[key] = row
        if not any(row.values()):
            del self.holders[key]

    @property
    def holder_rows(self) -> list[Row]:
        """`holders` as rows of the table of steps, in the order of their opening."""
        order = sorted(self.holders, key=lambda key: (key[1], key[0]))
        return [{"node": node, "move": move, **self.holders[node, move]} for node, move in order]

    def process(self) -> workflow.Told | None:
        """The rows of the internal process, its steps and timers; None while there is no process."""
        if not self.moves:
            return None
        return workflow.told(self.moves, calendar=identity.calendar(self.dossier["calendar_version_id"]))

    @property
    def is_received(self) -> bool:
        """Whether the clock has ever been started."""
        return self.dossier["received_at"] is not None

    def start_clock(self, line: Line) -> None:
        """The first interval of the ledger; the due date then is the promise."""
        self.clock.append(_interval(1, "", "", line))
        self._settle()
        self.dossier["promised_at"] = self.dossier["due_at"]

    def turn_clock(self, ground: str, reason: str, line: Line) -> None:
        """Closes the running interval at the line's moment and opens the next, paused on `ground` or running ("")."""
        self.clock[-1]["until"] = line.at
        self.clock.append(_interval(len(self.clock) + 1, ground, reason, line))
        self.dossier["is_paused"] = bool(ground)
        self._settle()

    def end_clock(self, line: Line) -> None:
        """Closes the ledger; dates stay as they last were."""
        if self.clock and self.clock[-1]["until"] is None:
            self.clock[-1]["until"] = line.at
        self.dossier["is_paused"] = False
        self.dossier["closed_at"] = line.at

    def count_anew(self) -> None:
        """The dates after an extension, with the promise as it was."""
        self._settle()

    def keep_due_date(self, seq: int, at: datetime) -> None:
        """After a line: a span of its own for a due date that is another than before."""
        due_at = self.dossier["due_at"]
        if due_at == (self.due_dates[-1]["due_at"] if self.due_dates else None):
            return
        since = at
        if self.due_dates:
            since = max(at, self.due_dates[-1]["since"])
            self.due_dates[-1]["until"] = since
        day = clock.local(due_at).date() if due_at else None
        early = datetime.combine(day, time.min, clock.LOCAL) if day else None
        row = {"seq": seq, "since": since, "until": None, "due_at": due_at, "early_before": early}
        self.due_dates.append(row)

    def _settle(self) -> None:
        rules, ledger = self._rules(), [_plain(row) for row in self.clock]
        due_at = deadlines.due(rules, ledger)
        self.dossier["due_at"] = due_at
        self.dossier["warn_at"] = deadlines.warn(rules, start=ledger[0].since, due_at=due_at) if due_at else None

    def _rules(self) -> Rules:
        row = self.dossier
        return Rules(
            term=worktime.Term.parse(row["term"]),
            convention=worktime.Convention(row["convention"]),
            policy=worktime.PausePolicy(row["pause_policy"]),
            calendar=identity.calendar(row["calendar_version_id"]),
            extra_days=sum(each["days"] for each in self.reappointments),
        )


def unfiled(code: str) -> Rebuilt:
    """A dossier before its first line."""
    return Rebuilt(
        {
            "code": code,
            "state": State.NEW,
            "received_at": None,
            "term": "",
            "convention": "",
            "pause_policy": "",
            "calendar_version_id": None,
            "promised_at": None,
            "due_at": None,
            "warn_at": None,
            "is_paused": False,
            "finished_at": None,
            "closed_at": None,
            "returned_at": None,
            "handover": "",
            "supplement_count": 0,
            "money": "none",
        }
    )


def _interval(seq: int, ground: str, reason: str, line: Line) -> Row:
    return {
        "seq": seq,
        "ground": ground,
        "reason": reason,
        "started_by_id": line.actor_id,
        "since": line.at,
        "until": None,
    }


def _plain(row: Row) -> Interval:
    return Interval(Ground(row["ground"]) if row["ground"] else None, row["since"], row["until"])
