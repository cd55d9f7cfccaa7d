"""The figures that a directive can be about, counted by the board when they are asked for (docs/decisions/0019).

A figure's key is "NAME@AGENCY", or "NAME@AGENCY:PROCEDURE" for one procedure there: "late@H06.03". It counts the
agency, all below it and the work they inherited.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.steering.errors import Invalid


class Figure(StrEnum):
    """What can be counted; `ON_TIME` is a share of the results of the last days, the others are counts."""

    OPEN = "open"
    LATE = "late"
    AT_RISK = "at_risk"
    DUE_TODAY = "due_today"
    PAUSED = "paused"
    ON_TIME = "finished_on_time"


FIGURE_LABELS: dict[Figure, str | Promise] = {
    Figure.OPEN: _("Hồ sơ đang giải quyết"),
    Figure.LATE: _("Hồ sơ đang giải quyết đã quá hạn"),
    Figure.AT_RISK: _("Hồ sơ có nguy cơ trễ hạn"),
    Figure.DUE_TODAY: _("Hồ sơ còn phải trả hôm nay"),
    Figure.PAUSED: _("Hồ sơ đang tạm dừng"),
    Figure.ON_TIME: _("Hồ sơ có kết quả đúng hạn trong 30 ngày"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A counted figure: `denominator` None for a plain count; true at `at`."""

    figure: Figure
    numerator: int
    denominator: int | None
    at: datetime

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values, to be frozen."""
        return {"numerator": self.numerator, "denominator": self.denominator, "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Key:
    """Which figure of which agency, and of which procedure if it is one's."""

    figure: Figure
    agency_code: str
    procedure_code: str = ""

    def __str__(self) -> str:
        return f"{self.figure}@{self.agency_code}{f':{self.procedure_code}' if self.procedure_code else ''}"


def read_key(text: str) -> Key:
    """The figure that a text names; raises Invalid."""
    name, _at, place = text.partition("@")
    agency_code, _colon, procedure = place.partition(":")
    if name not in set(Figure) or not agency_code:
        raise Invalid(_("Không có chỉ số này."), field="subject")
    return Key(Figure(name), agency_code, procedure)


def measured(key: Key, *, now: datetime) -> Measured:
    """One figure as of now. Raises Invalid for an agency that is not there any more."""
    return _of(key.figure, _counted(key.agency_code, key.procedure_code, now=now))


def everything(agency_code: str, *, now: datetime) -> dict[Figure, Measured]:
    """All figures of an agency, counted once. Raises Invalid for an agency that is not there any more."""
    found = _counted(agency_code, "", now=now)
    return {figure: _of(figure, found) for figure in Figure}


def _counted(agency_code: str, procedure_code: str, *, now: datetime) -> boards.Board:
    asked = boards.Asked(agency=agency_code, procedure=procedure_code)
    return boards.board(asked, boards.EVERYTHING, now=now)


def _of(figure: Figure, board: boards.Board) -> Measured:
    counts = board.total.of
    denominator = counts(boards.Figure.FINISHED) if figure is Figure.ON_TIME else None
    return Measured(figure, counts(boards.Figure(figure.value)) or 0, denominator, board.as_of)


def dossier_facts(dossier: dossiers.Dossier) -> dict[str, Any]:
    """How a dossier stands, as plain values: state, due date, the step that it waits at."""
    step = dossier.process.steps.filter(status="open").order_by("due_at").first() if dossier.process else None
    return {
        "state": dossier.state,
        "due_at": _plain(dossier.due_at),
        "finished_at": _plain(dossier.finished_at),
        "step": step.name if step else "",
    }


def _plain(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
