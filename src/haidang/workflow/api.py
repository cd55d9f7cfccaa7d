"""The door of `workflow`: publish processes, start them, complete their steps."""

from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance
from haidang.workflow.profile import install_processes
from haidang.workflow.services import (
    ProcessRefused,
    Step,
    all_steps,
    cancel,
    complete,
    current,
    has_ended,
    open_steps,
    publish,
    start,
)

__all__ = [
    "ProcessInstance",
    "ProcessRefused",
    "ProcessVersion",
    "Step",
    "StepInstance",
    "all_steps",
    "cancel",
    "complete",
    "current",
    "has_ended",
    "install_processes",
    "open_steps",
    "publish",
    "start",
]
