"""The door of `steering`: directives, plan tasks, notices, rules of attention."""

from haidang.notifications.api import Quiet
from haidang.steering.access import may_direct, places, reach, visible_to
from haidang.steering.account_paper import account_sheet
from haidang.steering.accountability import Account, Directed, Share, account, accountable, led_by, overdue_by_agency
from haidang.steering.acts import Done
from haidang.steering.attention.kinds import SPECS as RULE_SPECS
from haidang.steering.attention.kinds import Kind as RuleKind
from haidang.steering.attention.kinds import Recipient
from haidang.steering.attention.raising import raise_alerts
from haidang.steering.attention.rehearsal import MOST_DAYS as TRIAL_MOST_DAYS
from haidang.steering.attention.rehearsal import Trial, tried
from haidang.steering.attention.rules import RuleWish, change_rule, make_rule, rule_for, rules
from haidang.steering.audit import verify
from haidang.steering.bottlenecks import Choice as FlowChoice
from haidang.steering.bottlenecks import Flow, Stop, flow
from haidang.steering.bottlenecks import agencies as flow_agencies
from haidang.steering.bottlenecks import choices as flow_procedures
from haidang.steering.digest import digest_data, send_digests
from haidang.steering.errors import Conflict, DirectiveNotFound, Invalid, NotAllowed, RuleNotFound, WrongStatus
from haidang.steering.figures import FIGURE_LABELS, KEY_LIMIT, Figure, Measured, measured
from haidang.steering.figures import Key as FigureKey
from haidang.steering.figures import key_of as figure_key_of
from haidang.steering.figures import read_key as figure_key
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
from haidang.steering.forecasts.questions import choices as at_risk_choices
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
    PARAM_LABELS,
    PART_LABELS,
    PROGRESS_LABELS,
    RECIPIENT_LABELS,
    RULE_LABELS,
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
from haidang.steering.plan06.board import Line as PlanLine
from haidang.steering.plan06.board import PlanBoard, Task, plan_board, plan_tasks
from haidang.steering.plan06.groups import GROUPS as PLAN_GROUPS
from haidang.steering.plan06.groups import NOTE as PLAN_GROUPS_NOTE
from haidang.steering.plan06.importing import Imported, Outcome, import_plan
from haidang.steering.plan06.importing import Result as ImportResult
from haidang.steering.plan06.papers import plan_sheet
from haidang.steering.plan06.papers import template as plan_template
from haidang.steering.plan06.progress import Progress
from haidang.steering.ports import fill_forecasts
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
    waiting_for,
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
    "KEY_LIMIT",
    "KIND_LABELS",
    "LEVEL_LABELS",
    "LIKELY",
    "NEARLY_SURE",
    "NOTICE_LABELS",
    "PARAM_LABELS",
    "PART_LABELS",
    "PLAN_GROUPS",
    "PLAN_GROUPS_NOTE",
    "PROGRESS_LABELS",
    "RECIPIENT_LABELS",
    "RULE_LABELS",
    "RULE_SPECS",
    "STANDING_LABELS",
    "STATUS_LABELS",
    "SUBJECT_LABELS",
    "TRIAL_MOST_DAYS",
    "Account",
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
    "Directed",
    "Directive",
    "DirectiveNotFound",
    "DirectiveRow",
    "DirectiveView",
    "Done",
    "Effect",
    "Figure",
    "FigureKey",
    "Flow",
    "FlowChoice",
    "Forecast",
    "ForecastMonth",
    "ImportResult",
    "Imported",
    "Invalid",
    "Measured",
    "NotAllowed",
    "Notice",
    "Outcome",
    "Party",
    "PlanBoard",
    "PlanLine",
    "PlanTask",
    "Progress",
    "Quiet",
    "Recipient",
    "Reliability",
    "RuleKind",
    "RuleNotFound",
    "RuleWish",
    "Share",
    "Standing",
    "Status",
    "Stop",
    "Subject",
    "Task",
    "Trial",
    "Urging",
    "Wish",
    "WrongStatus",
    "about_subject",
    "accept",
    "account",
    "account_sheet",
    "accountable",
    "amend",
    "answer",
    "at_risk",
    "at_risk_choices",
    "change_rule",
    "close",
    "days_words",
    "digest_data",
    "directives",
    "effect",
    "evaluate_own",
    "extend",
    "figure_key",
    "figure_key_of",
    "file_for",
    "fill_forecasts",
    "flow",
    "flow_agencies",
    "flow_procedures",
    "forecast_of",
    "forecast_why",
    "import_plan",
    "inbox_count",
    "issue",
    "led_by",
    "look_back",
    "make_rule",
    "mark_read",
    "may_direct",
    "measured",
    "newest_digest",
    "overdue_by_agency",
    "percent_words",
    "places",
    "plan_board",
    "plan_sheet",
    "plan_tasks",
    "plan_template",
    "quiet_hours_of",
    "raise_alerts",
    "reach",
    "record_done",
    "refresh_forecasts",
    "reliability",
    "report",
    "resolve",
    "rule_for",
    "rules",
    "send_back",
    "send_digests",
    "set_quiet_hours",
    "shown_to",
    "step_words",
    "tried",
    "unread",
    "urge",
    "urge_due",
    "verify",
    "verify_answer",
    "view",
    "visible_to",
    "waiting_for",
    "withdraw",
]
