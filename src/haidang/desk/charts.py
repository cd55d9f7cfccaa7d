"""Bars beside a report, drawn by the server: how the dossiers of each row divide; the table below has the figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.dossiers.api import reports

MOST_BARS = 15
_Cell = reports.Cell
# Class of the segment, its words, and the cells that it adds up.
SEGMENTS = (
    ("done", gettext_lazy("đã giải quyết đúng hạn, trước hạn"), (_Cell.EARLY, _Cell.ON_TIME)),
    ("done-late", gettext_lazy("đã giải quyết quá hạn"), (_Cell.LATE,)),
    ("open", gettext_lazy("đang giải quyết trong hạn"), (_Cell.OPEN_IN_TIME,)),
    ("open-late", gettext_lazy("đang giải quyết quá hạn"), (_Cell.OPEN_LATE,)),
    ("apart", gettext_lazy("tạm dừng, trả lại"), (_Cell.PAUSED, _Cell.GIVEN_BACK)),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar in hundredths of the longest, from `x`."""

    look: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row's bar; `words` says for those who do not see it what it shows."""

    name: str
    total: int
    segments: list[Segment]
    words: str


def bars(report: reports.Report) -> list[Bar]:
    """The largest rows of the level at which a report first divides, longest first; none where nothing divides."""
    rows = _level(report)
    rows = sorted(rows, key=lambda row: -row.figures.of(_Cell.RECEIVED))[:MOST_BARS]
    longest = max((row.figures.of(_Cell.RECEIVED) for row in rows), default=0)
    return [_bar(reports.row_name(row), row.figures, longest) for row in rows] if longest else []


def _level(report: reports.Report) -> list[reports.ReportRow]:
    for depth in range(4):
        rows = [row for row in report.rows if row.depth == depth]
        if len(rows) > 1:
            return rows
    return []


def _bar(name: str, figures: reports.Figures, longest: int) -> Bar:
    segments, said, x = [], [], 0.0
    for look, meaning, cells in SEGMENTS:
        count = sum(figures.of(cell) for cell in cells)
        width = 100 * count / longest
        if count:
            segments.append(Segment(look, round(x, 2), round(width, 2)))
            said.append(f"{count} {meaning}")
        x += width
    total = figures.of(_Cell.RECEIVED)
    words = _("%(name)s: %(total)s hồ sơ, gồm %(parts)s") % {"name": name, "total": total, "parts": ", ".join(said)}
    return Bar(name, total, segments, words)
