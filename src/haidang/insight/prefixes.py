"""Prefixes of cases: what was known of each when somebody might have asked how it will go on."""

from dataclasses import dataclass, field

import numpy as np

from haidang.insight.log import ACTIVITY, STEP, Bools, EventLog, Floats, Ints

PLACE = "place"
"""The column by which load is counted, where a log has it: whose cases wait for the same hands."""
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Facts:
    """What each event of a log knows of its case's past; nothing here looks ahead but `left` and `stay`.

    `age`, `gap`: days of clock since the case's first and since its event before. `previous`: code of the activity
    before, -1 for none. `entered`: clock at which the present step was entered; `is_entry`: whether this event did so.
    `load`: cases open at the same place at that moment. `left`: days of clock to the case's end, `stay`: from the
    step's entry to the event that left it; NaN where the case is still open.
    """

    log: EventLog
    case: Ints
    position: Ints
    age: Floats
    gap: Floats
    previous: Ints
    entered: Floats
    is_entry: Bools
    load: Floats
    left: Floats
    stay: Floats


@dataclass(frozen=True, slots=True)
class Questions:
    """Rows of `facts` asked about `wait` days of clock after their event."""

    facts: Facts
    row: Ints
    wait: Floats
    in_step: Floats = field(init=False)
    """Days of clock in the present step."""
    slack: Floats = field(init=False)
    """Days of clock until the deadline; negative when it has passed, NaN where there is none."""
    left: Floats = field(init=False)
    """Days of clock that the case still took; NaN where it is open."""

    def __post_init__(self) -> None:
        facts, log = self.facts, self.facts.log
        clock = log.clock[self.row] + self.wait
        object.__setattr__(self, "in_step", clock - facts.entered[self.row])
        object.__setattr__(self, "slack", log.due[self.row] - clock)
        object.__setattr__(self, "left", facts.left[self.row] - self.wait)

    @property
    def case(self) -> Ints:
        """The case of each row."""
        return self.facts.case[self.row]

    @property
    def is_late(self) -> Floats:
        """1.0 where the case missed the deadline that stood at the row, else 0.0; asks for `left` and `slack`."""
        return (self.left > self.slack).astype(np.float64)

    def where(self, wanted: Bools) -> "Questions":
        """Some of the rows."""
        return Questions(self.facts, self.row[wanted], self.wait[wanted])

    def __len__(self) -> int:
        return len(self.row)


def facts_of(log: EventLog) -> Facts:
    """The past of every event, and its future where the case is over."""
    case = log.case_of
    begins, ends = log.first[:-1][case], log.first[1:][case] - 1
    rows = np.arange(len(case))
    before = np.maximum(rows - 1, begins)
    activity, step = log.columns[ACTIVITY].codes, log.columns[STEP].codes
    is_first = rows == begins
    is_entry = is_first | (step != step[before])
    # The row of the entry into the present step: entries only grow along a case.
    entry = np.maximum.accumulate(np.where(is_entry, rows, 0))
    is_over = log.is_over[case]
    return Facts(
        log=log,
        case=case,
        position=rows - begins,
        age=log.clock - log.clock[begins],
        gap=log.clock - log.clock[before],
        previous=np.where(is_first, -1, activity[before]),
        entered=log.clock[entry],
        is_entry=is_entry,
        load=_load(log, case),
        left=np.where(is_over, log.clock[ends] - log.clock, np.nan),
        stay=np.where(is_over, _leaving(log, is_entry, ends) - log.clock[entry], np.nan),
    )


def _leaving(log: EventLog, is_entry: Bools, ends: Ints) -> Floats:
    """The clock at the event that left each row's step: the next entry of the same case, or the case's end."""
    count = len(ends)
    ahead = np.where(is_entry, np.arange(count), count)
    following = np.append(np.minimum.accumulate(ahead[::-1])[::-1][1:], count) if count else ahead
    return log.clock[np.minimum(following, ends)]


def _load(log: EventLog, case: Ints) -> Floats:
    """How many cases were open at each event's moment, at the same place if the log says where; itself included."""
    column = log.columns.get(PLACE)
    place = column.codes if column else np.zeros(len(case), dtype=np.int64)
    home = place[log.first[:-1]]
    load = np.zeros(len(case))
    for code in np.unique(place):
        rows, here = place == code, home == code
        begun, ended = np.sort(log.begun[here]), np.sort(log.ended[here])
        moments = log.at[rows]
        load[rows] = np.searchsorted(begun, moments, "right") - np.searchsorted(ended, moments, "right")
    return load


def prefixes(facts: Facts, cases: Bools) -> Questions:
    """Every prefix of the chosen cases at its own event: each event but the last, after which nothing is to come.

    A case of a single event is its own only prefix.
    """
    log = facts.log
    size = np.diff(log.first)[facts.case]
    wanted = cases[facts.case] & ((facts.position < size - 1) | (size == 1))
    rows = np.flatnonzero(wanted)
    return Questions(facts, rows, np.zeros(len(rows)))


def with_waiting(asked: Questions) -> Questions:
    """The same, and each once more at some moment between its event and the next: most questions come in between.

    The moments are spread evenly and are the same at every run.
    """
    log = asked.facts.log
    following = np.minimum(asked.row + 1, log.first[1:][asked.case] - 1)
    pause = log.clock[following] - log.clock[asked.row]
    share = (np.arange(len(asked)) * _GOLDEN) % 1.0
    return Questions(
        asked.facts, np.concatenate((asked.row, asked.row)), np.concatenate((asked.wait, asked.wait + pause * share))
    )


def open_cases(facts: Facts, waits: Floats) -> Questions:
    """The open cases of a log at their last event; `waits` (m): days of clock since then, NaN for those over."""
    cases = np.flatnonzero(~facts.log.is_over)
    return Questions(facts, facts.log.first[1:][cases] - 1, waits[cases])
