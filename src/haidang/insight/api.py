"""The door of `insight`: event logs, forecasts, their evaluation, process maps."""

from haidang.insight.baselines import Answer, prior_rate
from haidang.insight.columns import Columns
from haidang.insight.comparable import QUANTILES, Compared, Level
from haidang.insight.errors import LogRefused
from haidang.insight.evaluation import Evaluation, evaluate
from haidang.insight.files import read
from haidang.insight.log import Case, Event, EventLog, Floats, Ints, build, days_of
from haidang.insight.metrics import Bin, Scores, auc_of_bins, calibration, merged, scores
from haidang.insight.model import PLAIN_LEVELS, Forecasts, Model
from haidang.insight.prefixes import Facts, Questions, facts_of, open_cases, prefixes
from haidang.insight.process_map import END, START, ProcessMap, Step, Visit, Way, process_map
from haidang.insight.split import Split, split_at, temporal_split

__all__ = [
    "END",
    "PLAIN_LEVELS",
    "QUANTILES",
    "START",
    "Answer",
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
    "ProcessMap",
    "Questions",
    "Scores",
    "Split",
    "Step",
    "Visit",
    "Way",
    "auc_of_bins",
    "build",
    "calibration",
    "days_of",
    "evaluate",
    "facts_of",
    "merged",
    "open_cases",
    "prefixes",
    "prior_rate",
    "process_map",
    "read",
    "scores",
    "split_at",
    "temporal_split",
]
