"""The door of `workflow`: publish processes, walk through them, undo, assign, move to another version, draw."""

from haidang.workflow.assigning import assign, release, stand_in
from haidang.workflow.defaults import with_defaults
from haidang.workflow.drawing import draw
from haidang.workflow.engine import NoWay
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance, WaitingTimer
from haidang.workflow.plan import Kind, Option, Plan, Task
from haidang.workflow.profile import install_processes
from haidang.workflow.projection import Told, told
from haidang.workflow.publishing import ProcessRefused, check, current, plan_of, publish, publish_as
from haidang.workflow.reading import Problem
from haidang.workflow.routing import Position, Walk, route
from haidang.workflow.selectors import (
    FourEyes,
    Listed,
    Outlook,
    StepLine,
    Way,
    all_steps,
    choices_of,
    described,
    done_by,
    drawing_of,
    four_eyes,
    has_ended,
    open_steps,
    outlook,
    preview,
    processes,
    versions,
)
from haidang.workflow.services import cancel, complete, definition_of, fire, give_back, migrate, recall, start
from haidang.workflow.undoing import recallable, returnable
from haidang.workflow.walking import Mover, Places, Progress

__all__ = [
    "FourEyes",
    "Kind",
    "Listed",
    "Mover",
    "NoWay",
    "Option",
    "Outlook",
    "Places",
    "Plan",
    "Position",
    "Problem",
    "ProcessInstance",
    "ProcessRefused",
    "ProcessVersion",
    "Progress",
    "StepInstance",
    "StepLine",
    "Task",
    "Told",
    "WaitingTimer",
    "Walk",
    "Way",
    "all_steps",
    "assign",
    "cancel",
    "check",
    "choices_of",
    "complete",
    "current",
    "definition_of",
    "described",
    "done_by",
    "draw",
    "drawing_of",
    "fire",
    "four_eyes",
    "give_back",
    "has_ended",
    "install_processes",
    "migrate",
    "open_steps",
    "outlook",
    "plan_of",
    "preview",
    "processes",
    "publish",
    "publish_as",
    "recall",
    "recallable",
    "release",
    "returnable",
    "route",
    "stand_in",
    "start",
    "told",
    "versions",
    "with_defaults",
]
