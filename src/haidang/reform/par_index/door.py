"""What the house above may use of the PAR INDEX, as `reform.par_index`."""

from haidang.reform.par_index.acts import Done, may_assess
from haidang.reform.par_index.assessing import (
    accept,
    assign,
    evidence,
    lower,
    publish_tree,
    reopen,
    score_criterion,
    send_back,
    start_year,
    submit,
    unfit_words,
)
from haidang.reform.par_index.improving import plan_improvement, record_improvement
from haidang.reform.par_index.labels import COMMAND_LABELS, METHOD_LABELS, STATUS_LABELS
from haidang.reform.par_index.lifecycle import Command, Status
from haidang.reform.par_index.selectors import (
    CriterionView,
    Line,
    YearLine,
    YearView,
    agency_names,
    criterion_view,
    improvements,
    published_trees,
    year_view,
    years,
)
from haidang.reform.par_index.sums import Mark, Sum
from haidang.reform.par_index.tables import Assessment, CriteriaTree, Improvement, ParYear
from haidang.reform.par_index.tree import Criterion, Field, Tree, TreeUnfit, read, sample

__all__ = [
    "COMMAND_LABELS",
    "METHOD_LABELS",
    "STATUS_LABELS",
    "Assessment",
    "Command",
    "CriteriaTree",
    "Criterion",
    "CriterionView",
    "Done",
    "Field",
    "Improvement",
    "Line",
    "Mark",
    "ParYear",
    "Status",
    "Sum",
    "Tree",
    "TreeUnfit",
    "YearLine",
    "YearView",
    "accept",
    "agency_names",
    "assign",
    "criterion_view",
    "evidence",
    "improvements",
    "lower",
    "may_assess",
    "plan_improvement",
    "publish_tree",
    "published_trees",
    "read",
    "record_improvement",
    "reopen",
    "sample",
    "score_criterion",
    "send_back",
    "start_year",
    "submit",
    "unfit_words",
    "year_view",
    "years",
]
