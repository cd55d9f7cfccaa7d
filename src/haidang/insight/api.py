"""The door of `insight`: event logs, forecasts, their evaluation, process maps."""

from haidang.insight.baselines import prior_rate
from haidang.insight.columns import Columns
from haidang.insight.comparable import QUANTILES, Compared, Level
from haidang.insight.errors import LogRefused
from haidang.insight.evaluation import Evaluation, evaluate
from haidang.insight.files import read
from haidang.insight.log import Case, Event, EventLog, Floats, Ints, build, days_of
from haidang.insight.metrics import Bin, Scores, calibration, scores
from haidang.insight.model import PLAIN_LEVELS, Forecasts, Model
from haidang.insight.prefixes import Facts, Questions, facts_of, open_cases, prefixes
from haidang.insight.split import Split, split_at, temporal_split

__all__ = [
    "PLAIN_LEVELS",
    "QUANTILES",
    "Bin",
    "Case",
    "Columns",
    "Compared",
    "Evaluation",
    "Event",
    "EventLog",
    "Facts",
    "Floats",
    "Forecasts",
    "Ints",
    "Level",
    "LogRefused",
    "Model",
    "Questions",
    "Scores",
    "Split",
    "build",
    "calibration",
    "days_of",
    "evaluate",
    "facts_of",
    "open_cases",
    "prefixes",
    "prior_rate",
    "read",
    "scores",
    "split_at",
    "temporal_split",
]
