"""The door of `workflow`: publish processes, start them, complete their steps."""

from haidang.workflow.assigning import assign, release, stand_in
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance, WaitingTimer
from haidang.workflow.plan import Option, Plan, Task
from haidang.workflow.profile import install_processes
from haidang.workflow.publishing import ProcessRefused, check, current, plan_of, publish
from haidang.workflow.reading import Problem
from haidang.workflow.selectors import FourEyes, all_steps, choices_of, done_by, four_eyes, has_ended, open_steps
from haidang.workflow.services import Mover, Places, Progress, cancel, complete, definition_of, start

__all__ = [
    "FourEyes",
    "Mover",
    "Option",
    "Places",
    "Plan",
    "Problem",
    "ProcessInstance",
    "ProcessRefused",
    "ProcessVersion",
    "Progress",
    "StepInstance",
    "Task",
    "WaitingTimer",
    "all_steps",
    "assign",
    "cancel",
    "check",
    "choices_of",
    "complete",
    "current",
    "definition_of",
    "done_by",
    "four_eyes",
    "has_ended",
    "install_processes",
    "open_steps",
    "plan_of",
    "publish",
    "release",
    "stand_in",
    "start",
]
