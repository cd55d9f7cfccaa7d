"""What a process file says, as plain values: nodes, flows, steps and timers. Pure; made by `bpmn.parse`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from haidang.workflow.conditions import Condition


class Kind(StrEnum):
    """Kinds of nodes that a process may have; values are the names of BPMN elements."""

    START = "startEvent"
    END = "endEvent"
    TASK = "userTask"
    CHOICE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    SUBPROCESS = "subProcess"
    TIMER = "intermediateCatchEvent"
    BOUNDARY = "boundaryEvent"


class Option(NamedTuple):
    """A decision that whoever completes a step must take one of."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """Who does a step and how long it may take.

    `agency`: `competent`, `intake`, `superior`, `asked` or the ending of an agency code; `unit`: key of a unit in
    it, or empty; `hours`: budget in office hours; `not_by`: steps whose doers may not do this one (four eyes).
    """

    role: str
    agency: str
    unit: str
    hours: float
    not_by: tuple[str, ...] = ()
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A length of office time: working days, each as long as the calendar's day, and minutes."""

    days: int
    minutes: int

    def office_minutes(self, day_minutes: int) -> int:
        """The length in office minutes."""
        return self.days * day_minutes + self.minutes


@dataclass(frozen=True, slots=True)
class Timer:
    """A wait inside the flow, or on the edge of a node, which it ends (`interrupts`) or leaves open."""

    wait: Wait
    attached_to: str = ""
    interrupts: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a process. `scope` is the sub-process that it lies in, empty for the process itself."""

    id: str
    kind: Kind
    name: str
    scope: str = ""
    tag: str = ""
    default: str = ""
    task: Task | None = None
    timer: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a token rests here until something happens outside: a step is done, a timer fires."""
        return self.task is not None or self.timer is not None


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow between two nodes of one scope."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Plan:
    """A whole process. Two plans of the same file are equal; the hash of a plan is that of its fingerprint."""

    name: str
    nodes: dict[str, Node]
    flows: dict[str, Flow]
    fingerprint: str

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.fingerprint == other.fingerprint

    @cached_property
    def outgoing(self) -> dict[str, list[Flow]]:
        """Flows by the node that they leave, in the order of the file."""
        found: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows.values():
            found[flow.source].append(flow)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Flow]]:
        """Flows by the node that they lead to."""
        found: dict[str, list[Flow]] = {node: [] for node in self.nodes}
        for flow in self.flows.values():
            found[flow.target].append(flow)
        return found

    def tasks(self) -> Iterator[tuple[Node, Task]]:
        """The steps in the order of the file."""
        return ((node, node.task) for node in self.nodes.values() if node.task is not None)

    def task(self, node_id: str) -> Task:
        """The step that a node stands for; raises KeyError where it is none."""
        found = self.nodes[node_id].task
        if found is None:
            raise KeyError(node_id)
        return found

    def timer(self, node_id: str) -> Timer:
        """The timer that a node stands for; raises KeyError where it is none."""
        found = self.nodes[node_id].timer
        if found is None:
            raise KeyError(node_id)
        return found

    def inside(self, scope: str) -> list[Node]:
        """The nodes that lie directly in a sub-process, or in the process itself ("")."""
        return [node for node in self.nodes.values() if node.scope == scope]
