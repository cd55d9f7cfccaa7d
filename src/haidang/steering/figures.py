"""The figures that a directive can be about, counted by the board when they are asked for (docs/decisions/0019).

A figure's key is "NAME@AGENCY", or "NAME@AGENCY:PROCEDURE" for one procedure there: "late@H06.03". It counts the
agency, all below it and the work they inherited. What else it is narrowed by stands behind a question mark:
"late@H06.03?step=Thẩm+định".
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.steering.errors import Invalid

KEY_LIMIT = 300
"""Characters of a key, at most: the width of the column that keeps it."""


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


NARROWED_BY = ("unit", "step", "ground")


@dataclass(frozen=True, slots=True)
class Key:
    """Which figure, of which dossiers: those of an agency, narrowed as the board narrows them."""

    figure: Figure
    asked: boards.Asked

    def __str__(self) -> str:
        asked = self.asked
        more = {name: getattr(asked, name) for name in NARROWED_BY if getattr(asked, name)}
        more |= {"own": "1"} if asked.is_own else {}
        procedure = f":{asked.procedure}" if asked.procedure else ""
        return f"{self.figure}@{asked.agency}{procedure}{f'?{urlencode(more)}' if more else ''}"


def key_of(asked: boards.Asked) -> Key | None:
    """The key of a figure of the board; None for one that directives do not know, or that is too long to name."""
    if not asked.agency or asked.agency == boards.NOWHERE or asked.figure.value not in set(Figure):
        return None
    if asked.has_step and asked.figure is boards.Figure.FINISHED_ON_TIME:
        return None  # what is finished waits at no step
    found = Key(Figure(asked.figure.value), asked)
    return found if len(str(found)) <= KEY_LIMIT else None


def read_key(text: str) -> Key:
    """The figure that a text names; raises Invalid."""
    what, _question, more = text.partition("?")
    name, _at, place = what.partition("@")
    agency_code, _colon, procedure = place.partition(":")
    if name not in set(Figure) or not agency_code:
        raise Invalid(_("Không có chỉ số này."), field="subject")
    given = dict(parse_qsl(more))
    narrowed = {each: given[each] for each in NARROWED_BY if each in given}
    figure = boards.Figure(name)
    asked = boards.Asked(figure, agency_code, is_own="own" in given, procedure=procedure, **narrowed)
    return Key(Figure(name), asked)


def measured(key: Key, *, now: datetime) -> Measured:
    """One figure as of now. Raises Invalid for an agency that is not there any more."""
    numerator = boards.behind(key.asked, boards.EVERYTHING, now=now).count()
    if key.figure is not Figure.ON_TIME:
        return Measured(key.figure, numerator, None, now)
    done = boards.behind(key.asked.counting(boards.Figure.FINISHED), boards.EVERYTHING, now=now).count()
    return Measured(key.figure, numerator, done, now)


def everything(agency_code: str, *, now: datetime) -> dict[Figure, Measured]:
    """All figures of an agency, counted once. Raises Invalid for an agency that is not there any more."""
    found = boards.board(boards.Asked(agency=agency_code), boards.EVERYTHING, now=now)
    return {figure: _of(figure, found) for figure in Figure}


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
