"""The door of `workflow`: publish processes, walk through them, undo, move to another version, draw."""

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
    Listed,
    Outlook,
    StepLine,
    Way,
    all_steps,
    described,
    drawing_of,
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
    "cancel",
    "check",
    "complete",
    "current",
    "definition_of",
    "described",
    "draw",
    "drawing_of",
    "fire",
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
    "returnable",
    "route",
    "start",
    "told",
    "versions",
    "with_defaults",
]
