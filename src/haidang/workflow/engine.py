"""Routes tokens with SpiffWorkflow, in memory: what is open, and what opens when a step is done or a timer fires.

The engine is given a file of our own making that holds nothing but the routing: no scripts, no data, and no times, so
that it evaluates no expression and never looks at a clock. Conditions are ours, timers are signals that we send.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from haidang.workflow.conditions import CHOICE
from haidang.workflow.joining import PARSERS, Join
from haidang.workflow.plan import Kind, Plan
from haidang.workflow.reading import BPMN

_PROCESS = "process"
_TAGS = {kind: kind.value for kind in Kind} | {Kind.TIMER: "userTask"}


class NoWay(Exception):
    """A token came to a gateway none of whose ways is open; `gateway` is its node."""

    def __init__(self, gateway: str) -> None:
        super().__init__(gateway)
        self.gateway = gateway


class NotOpen(Exception):
    """A step or timer that is not open was to be moved."""


class _Names:
    """The engine's names of nodes, which cannot meet the names that it makes itself, and the way back."""

    def __init__(self, plan: Plan) -> None:
        self.engine_name = {node: f"n{position}" for position, node in enumerate(plan.nodes)}
        self.node_id = {name: node for node, name in self.engine_name.items()}

    def node(self, task: Task) -> str:
        """The node that a task of the engine stands for."""
        return self.node_id[task.task_spec.name]


class Run:
    """One walk through a plan. Not kept: it is made by repeating the moves."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._names = plan, _Names(plan)
        self._decisions: dict[str, str] = {}
        conditions = _Conditions(plan, self._names, self._decisions)
        self._workflow = BpmnWorkflow(*_specifications(plan), script_engine=conditions)
        self._go_on()

    @property
    def has_ended(self) -> bool:
        """Whether every token has come to an end."""
        return bool(self._workflow.completed)

    def waiting(self) -> dict[str, UUID]:
        """The steps and timers at which a token rests, each with the token's identity in this run."""
        return {node: task.id for node, task in self._resting()}

    def doubles(self) -> set[str]:
        """Nodes at which more than one token rests, which no sound process allows."""
        names = [node for node, _task in self._resting()]
        return {name for name in names if names.count(name) > 1}

    def arrivals(self) -> frozenset[tuple[str, str]]:
        """Which tokens have come to parallel gateways so far, as (gateway, where from)."""
        workflows = [self._workflow, *self._workflow.subprocesses.values()]
        joins = [(one, spec) for one in workflows for spec in one.spec.task_specs.values() if isinstance(spec, Join)]
        return frozenset((self._names.node_id[spec.name], name) for one, spec in joins for name in spec.arrived(one))

    def complete(self, node: str, choice: str) -> None:
        """Moves the token on from a step or an intermediate timer. Raises NotOpen, NoWay."""
        task = self._at(node)
        if self._plan.nodes[node].task is not None:
            self._decisions[node] = choice
        task.run()
        self._go_on()

    def fire(self, node: str) -> None:
        """Lets a timer fire. Raises NotOpen, NoWay."""
        if self._plan.nodes[node].kind is Kind.TIMER:
            self.complete(node, "")
            return
        if self._plan.nodes[node].timer is None:
            raise NotOpen(node)
        self._at(node)
        self._workflow.catch(BpmnEvent(SignalEventDefinition(self._names.engine_name[node])))
        self._go_on()

    def _at(self, node: str) -> Task:
        found = next((task for name, task in self._resting() if name == node), None)
        if found is None:
            raise NotOpen(node)
        return found

    def _resting(self) -> Iterator[tuple[str, Task]]:
        for task in self._workflow.get_tasks(state=TaskState.READY | TaskState.WAITING):
            is_edge = isinstance(task.task_spec, BoundaryEvent)
            if (task.state == TaskState.READY and task.task_spec.manual) or (
                task.state == TaskState.WAITING and is_edge
            ):
                yield self._names.node(task), task

    def _go_on(self) -> None:
        try:
            self._workflow.do_engine_steps()
        except WorkflowException as error:
            raise NoWay(self._names.node_id.get(getattr(error.task_spec, "name", ""), "")) from error


class _Conditions(PythonScriptEngine):  # type: ignore[misc]
    """Answers the engine's expressions, which are ids of flows, by our own conditions; runs no code at all."""

    def __init__(self, plan: Plan, names: _Names, decisions: dict[str, str]) -> None:
        super().__init__()
        self._plan, self._names, self._decisions = plan, names, decisions

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> bool:  # noqa: ARG002
        """Whether the condition of the flow `expression` holds for the token `task`."""
        condition = self._plan.flows[expression].condition
        return condition is not None and condition.holds(lambda name: self._decision(name, task))

    def _decision(self, name: str, task: Task) -> str:
        if name != CHOICE:
            return self._decisions.get(name, "")
        while task is not None:
            node = self._names.node_id.get(task.task_spec.name)
            if node in self._decisions:
                return self._decisions[node]
            task = task.parent
        return ""

    def execute(self, task: Task, script: str, external_context: Any = None) -> NoReturn:
        """Never: there are no scripts in the routing."""
        raise NotImplementedError

    def call_service(self, task: Task, **kwargs: Any) -> NoReturn:
        """Never: there are no services in the routing."""
        raise NotImplementedError


class _Parser(BpmnParser):  # type: ignore[misc]
    """The engine's parser, with our joins."""

    OVERRIDE_PARSER_CLASSES = PARSERS


@lru_cache(maxsize=256)
def _specifications(plan: Plan) -> tuple[Any, Any]:
    """The engine's own form of a plan, made once per file."""
    parser = _Parser()
    parser.add_bpmn_xml(routing_xml(plan), filename=plan.fingerprint)
    return parser.get_spec(_PROCESS), parser.get_subprocess_specs(_PROCESS)


def routing_xml(plan: Plan) -> etree._Element:
    """The routing of a plan, and nothing else of it, as BPMN under the engine's names; flows keep their ids."""
    names = _Names(plan).engine_name
    root = etree.Element(_tag("definitions"), {"id": "routing", "targetNamespace": "routing"}, nsmap={None: BPMN})
    for node in plan.nodes.values():
        if node.kind is Kind.BOUNDARY:
            etree.SubElement(root, _tag("signal"), {"id": f"signal-{names[node.id]}", "name": names[node.id]})
    _write_scope(plan, names, "", etree.SubElement(root, _tag("process"), {"id": _PROCESS, "isExecutable": "true"}))
    return root


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _write_scope(plan: Plan, names: dict[str, str], scope: str, parent: etree._Element) -> None:
    for node in plan.inside(scope):
        element = etree.SubElement(parent, _tag(_TAGS[node.kind]), {"id": names[node.id]})
        if node.default and node.kind is Kind.CHOICE:
            element.set("default", node.default)
        if node.kind is Kind.BOUNDARY and node.timer:
            element.set("attachedToRef", names[node.timer.attached_to])
            element.set("cancelActivity", "true" if node.timer.interrupts else "false")
            etree.SubElement(element, _tag("signalEventDefinition"), {"signalRef": f"signal-{names[node.id]}"})
        if node.kind is Kind.SUBPROCESS:
            _write_scope(plan, names, node.id, element)
        for flow in plan.outgoing[node.id]:
            ends = {"sourceRef": names[flow.source], "targetRef": names[flow.target]}
            arrow = etree.SubElement(parent, _tag("sequenceFlow"), {"id": flow.id, **ends})
            if flow.condition is not None:
                etree.SubElement(arrow, _tag("conditionExpression")).text = flow.id
