"""The door of `steering`: directives, plan tasks, notices, rules of attention."""

from haidang.steering.access import may_direct, places, reach, visible_to
from haidang.steering.acts import Done
from haidang.steering.audit import verify
from haidang.steering.errors import Conflict, DirectiveNotFound, Invalid, NotAllowed, RuleNotFound, WrongStatus
from haidang.steering.figures import FIGURE_LABELS, Figure, Measured, measured
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
    "FIGURE_LABELS",
    "KIND_LABELS",
    "NOTICE_LABELS",
    "PART_LABELS",
    "STANDING_LABELS",
    "STATUS_LABELS",
    "SUBJECT_LABELS",
    "Answer",
    "Assigned",
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
    "Invalid",
    "Measured",
    "NotAllowed",
    "Notice",
    "Party",
    "PlanTask",
    "Quiet",
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
    "close",
    "directives",
    "effect",
    "extend",
    "file_for",
    "fill_forecasts",
    "inbox_count",
    "issue",
    "mark_read",
    "may_direct",
    "measured",
    "newest_digest",
    "places",
    "quiet_hours_of",
    "reach",
    "record_done",
    "report",
    "resolve",
    "send_back",
    "set_quiet_hours",
    "shown_to",
    "unread",
    "urge",
    "urge_due",
    "verify",
    "verify_answer",
    "view",
    "visible_to",
    "withdraw",
]
