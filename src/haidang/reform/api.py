"""The door of `reform`: figures, plans, reviews."""

from haidang.reform.access import may, may_view
from haidang.reform.acts import Done
from haidang.reform.audit import verify
from haidang.reform.cuts import Apart, Cut, cut_of, is_cut_by, procedure_cut
from haidang.reform.errors import Conflict, Invalid, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.evidence import LISTED, since
from haidang.reform.labels import APART_LABELS, CHANGE_LABELS, COMMAND_LABELS, STATUS_LABELS, UNIT_LABELS
from haidang.reform.lifecycle import Command, Status
from haidang.reform.models import ReductionPlan, SimplificationReview
from haidang.reform.par_index import door as par_index
from haidang.reform.qd766 import door as qd766
from haidang.reform.quantiles import quantile
from haidang.reform.selectors import (
    Event,
    MeasureView,
    changes_since,
    due_plans,
    plan_view,
    plans,
    review_view,
    reviews,
)
from haidang.reform.services.decisions import Decision
from haidang.reform.services.plans import (
    Proposed,
    amend_plan,
    approve_plan,
    propose_plan,
    publish_plan,
    refuse_plan,
    submit_plan,
    withdraw_plan,
)
from haidang.reform.services.reviews import (
    MAX_CHANGES,
    ProposedChange,
    Saving,
    approve_review,
    link_version,
    propose_review,
    refuse_review,
    submit_review,
    withdraw_review,
)
from haidang.reform.share import Entry, Figure, Share, share
from haidang.reform.sipas import door as sipas
from haidang.reform.target import Target, target
from haidang.reform.times import Actual, Line, Side, Times, VersionTimes, actual, times
from haidang.reform.trials import Answer, Wish, what_if
from haidang.reform.what_if import Trial
from haidang.reform.wording import amount_words, limit_words, percent_words, ratio

__all__ = [
    "APART_LABELS",
    "CHANGE_LABELS",
    "COMMAND_LABELS",
    "LISTED",
    "MAX_CHANGES",
    "STATUS_LABELS",
    "UNIT_LABELS",
    "Actual",
    "Answer",
    "Apart",
    "Command",
    "Conflict",
    "Cut",
    "Decision",
    "Done",
    "Entry",
    "Event",
    "Figure",
    "Invalid",
    "Line",
    "MeasureNotFound",
    "MeasureView",
    "NotAllowed",
    "Proposed",
    "ProposedChange",
    "ReductionPlan",
    "Saving",
    "Share",
    "Side",
    "SimplificationReview",
    "Status",
    "Target",
    "Times",
    "Trial",
    "VersionTimes",
    "Wish",
    "WrongStatus",
    "actual",
    "amend_plan",
    "amount_words",
    "approve_plan",
    "approve_review",
    "changes_since",
    "cut_of",
    "due_plans",
    "is_cut_by",
    "limit_words",
    "link_version",
    "may",
    "may_view",
    "par_index",
    "percent_words",
    "plan_view",
    "plans",
    "procedure_cut",
    "propose_plan",
    "propose_review",
    "publish_plan",
    "qd766",
    "quantile",
    "ratio",
    "refuse_plan",
    "refuse_review",
    "review_view",
    "reviews",
    "share",
    "since",
    "sipas",
    "submit_plan",
    "submit_review",
    "target",
    "times",
    "verify",
    "what_if",
    "withdraw_plan",
    "withdraw_review",
]
