"""The door of `steering`: directives, plan tasks, notices, rules of attention."""

from haidang.steering.access import may_direct, places, reach, visible_to
from haidang.steering.acts import Done
from haidang.steering.audit import verify
from haidang.steering.errors import Conflict, DirectiveNotFound, Invalid, NotAllowed, RuleNotFound, WrongStatus
from haidang.steering.figures import FIGURE_LABELS, Figure, Measured, measured
from haidang.steering.forecasts.levels import LEVEL_LABELS
from haidang.steering.forecasts.looking_back import evaluate_own, look_back
from haidang.steering.forecasts.questions import (
    LIKELY,
    NEARLY_SURE,
    AtRisk,
    AtRiskRow,
    at_risk,
    forecast_of,
)
from haidang.steering.forecasts.questions import PAGE as FORECAST_PAGE
from haidang.steering.forecasts.questions import Wanted as AtRiskWanted
from haidang.steering.forecasts.refresh import FEWEST_FINISHED
from haidang.steering.forecasts.refresh import refresh as refresh_forecasts
from haidang.steering.forecasts.reliability import Reliability, reliability
from haidang.steering.forecasts.tables import Forecast, ForecastMonth
from haidang.steering.forecasts.words import days_words, percent_words, step_words
from haidang.steering.forecasts.words import why as forecast_why
from haidang.steering.labels import (
    COMMAND_LABELS,
    KIND_LABELS,
    NOTICE_LABELS,
    PART_LABELS,
    STATUS_LABELS,
    SUBJECT_LABELS,
)
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Answer, Attachment, Directive, Party, PlanTask, Urging
from haidang.steering.notice_tables import AttentionRule, Notice
from haidang.steering.notices import (
    mark_read,
    newest_digest,
    quiet_hours_of,
    set_quiet_hours,
    shown_to,
    unread,
)
from haidang.steering.ports import fill_forecasts
from haidang.steering.quiet import Quiet
from haidang.steering.selectors import (
    STANDING_LABELS,
    Box,
    DirectiveRow,
    DirectiveView,
    Standing,
    about_subject,
    directives,
    file_for,
    inbox_count,
    view,
)
from haidang.steering.services.answering import accept, answer, report
from haidang.steering.services.issuing import Wish, amend, extend, issue, record_done, withdraw
from haidang.steering.services.judging import close, send_back
from haidang.steering.services.judging import verify as verify_answer
from haidang.steering.services.parts import Assigned
from haidang.steering.services.urging import urge, urge_due
from haidang.steering.subjects import Effect, Subject, effect, resolve

__all__ = [
    "COMMAND_LABELS",
    "FEWEST_FINISHED",
    "FIGURE_LABELS",
    "FORECAST_PAGE",
    "KIND_LABELS",
    "LEVEL_LABELS",
    "LIKELY",
    "NEARLY_SURE",
    "NOTICE_LABELS",
    "PART_LABELS",
    "STANDING_LABELS",
    "STATUS_LABELS",
    "SUBJECT_LABELS",
    "Answer",
    "Assigned",
    "AtRisk",
    "AtRiskRow",
    "AtRiskWanted",
    "Attachment",
    "AttentionRule",
    "Box",
    "Command",
    "Conflict",
    "Directive",
    "DirectiveNotFound",
    "DirectiveRow",
    "DirectiveView",
    "Done",
    "Effect",
    "Figure",
    "Forecast",
    "ForecastMonth",
    "Invalid",
    "Measured",
    "NotAllowed",
    "Notice",
    "Party",
    "PlanTask",
    "Quiet",
    "Reliability",
    "RuleNotFound",
    "Standing",
    "Status",
    "Subject",
    "Urging",
    "Wish",
    "WrongStatus",
    "about_subject",
    "accept",
    "amend",
    "answer",
    "at_risk",
    "close",
    "days_words",
    "directives",
    "effect",
    "evaluate_own",
    "extend",
    "file_for",
    "fill_forecasts",
    "forecast_of",
    "forecast_why",
    "inbox_count",
    "issue",
    "look_back",
    "mark_read",
    "may_direct",
    "measured",
    "newest_digest",
    "percent_words",
    "places",
    "quiet_hours_of",
    "reach",
    "record_done",
    "refresh_forecasts",
    "reliability",
    "report",
    "resolve",
    "send_back",
    "set_quiet_hours",
    "shown_to",
    "step_words",
    "unread",
    "urge",
    "urge_due",
    "verify",
    "verify_answer",
    "view",
    "visible_to",
    "withdraw",
]
