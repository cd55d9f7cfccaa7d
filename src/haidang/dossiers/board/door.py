"""What the house above may use of the board, as `dossiers.boards`."""

from haidang.dossiers.board.answer import Board, Line, Paused, board
from haidang.dossiers.board.asked import NO_GROUND, NOWHERE, Asked, Figure, Grouping
from haidang.dossiers.board.conditions import DAYS, unit_of
from haidang.dossiers.board.counting import Figures
from haidang.dossiers.board.listing import Listed, behind, listed
from haidang.dossiers.board.places import Places, places
from haidang.dossiers.board.trend import Day, by_week, trend
from haidang.dossiers.board.wording import ground_words, procedure_names, reason_words, unit_names
from haidang.dossiers.reports.reach import EVERYTHING, Reach
from haidang.dossiers.reports.reach import of_reports as reach_of

__all__ = [
    "DAYS",
    "EVERYTHING",
    "NOWHERE",
    "NO_GROUND",
    "Asked",
    "Board",
    "Day",
    "Figure",
    "Figures",
    "Grouping",
    "Line",
    "Listed",
    "Paused",
    "Places",
    "Reach",
    "behind",
    "board",
    "by_week",
    "ground_words",
    "listed",
    "places",
    "procedure_names",
    "reach_of",
    "reason_words",
    "trend",
    "unit_names",
    "unit_of",
]
