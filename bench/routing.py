"""Steps of an internal process per second, beside the engine's own way of keeping where a process stands.

Ours keeps a dossier's moves and repeats them in memory for every step (docs/decisions/0010). The peer is SpiffWorkflow
as it is meant to be used: the engine's state is restored, moved on and serialised again at every step. Both walk the
department's standard process from its start to its end; then the same again with a commit to SQLite at every step.
"""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any

PROCESS = "department-standard"
DOSSIERS, ROUNDS = 40, 5
Row = dict[str, Any]


def rows() -> list[Row]:
    """Rows of the bench: keys work, ours, peer, ratio, unit."""
    plan = _plan()
    steps = _walked(plan)
    ours, peer = _Ours(plan), _Peer(plan)
    found = []
    for name, keeping in (("in memory", _nowhere), ("committed to SQLite", _in_sqlite)):
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        for _round in range(ROUNDS):
            for side, way in (("ours", ours), ("peer", peer)):
                with keeping() as keep:
                    times[side].append(_seconds(lambda way=way, keep=keep: _carry(way, steps, keep)))
        count = DOSSIERS * len(steps)
        found.append(_row(f"route a step, {name}", count / min(times["ours"]), count / min(times["peer"])))
    size = [len(way.kept(_last(way, steps))) for way in (ours, peer)]
    found.append(_row("what is kept of a finished process", *size, unit="bytes", better_is_less=True))
    return found


def _row(work: str, ours: float, peer: float, *, unit: str = "steps/s", better_is_less: bool = False) -> Row:
    return {
        "work": f"{work} (peer: SpiffWorkflow restored and serialised)",
        "ours": round(ours),
        "peer": round(peer),
        "ratio": round(peer / ours if better_is_less else ours / peer, 2),
        "unit": unit,
    }


def _plan() -> Any:
    import haidang.workflow
    from haidang.config import installation

    installation.start_django()
    from haidang.workflow.bpmn import parse

    folder = Path(haidang.workflow.__file__).parents[1] / "profiles" / "brvt_2024" / "processes"
    plan, _problems = parse((folder / f"{PROCESS}.bpmn").read_bytes())
    return plan


def _walked(plan: Any) -> list[str]:
    """The steps from start to end where every decision takes its default way."""
    way, steps = _Ours(plan), []
    state = way.begin()
    while nodes := way.open(state):
        steps.append(nodes[0])
        state = way.step(state, nodes[0])
    return steps


class _Ours:
    """Moves, repeated from the beginning for every step."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan

    def begin(self) -> list[Row]:
        return [{"do": "start", "version": 1}]

    def open(self, moves: list[Row]) -> list[str]:
        from haidang.workflow.routing import route

        return sorted(route(lambda _version: self.plan, moves).nodes)

    def step(self, moves: list[Row], node: str) -> list[Row]:
        from haidang.workflow.routing import Walk

        walk = Walk(lambda _version: self.plan)
        following = [*moves, {"do": "complete", "node": node, "choice": ""}]
        for move in following:
            walk.take(move)
        return following

    def kept(self, moves: list[Row]) -> str:
        return json.dumps(moves)


class _Peer:
    """The engine's own state as JSON, read and written for every step."""

    def __init__(self, plan: Any) -> None:
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
        from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        from haidang.workflow.engine import routing_xml

        class Defaults(PythonScriptEngine):  # type: ignore[misc]
            def evaluate(self, *_args: Any, **_more: Any) -> bool:
                """No condition holds, so that every gateway takes its default."""
                return False

        parser = BpmnParser()
        parser.add_bpmn_xml(routing_xml(plan), filename=PROCESS)
        self._specs = parser.get_spec("process"), parser.get_subprocess_specs("process")
        self._names = {f"n{position}": node for position, node in enumerate(plan.nodes)}
        self._serializer, self._engine = BpmnWorkflowSerializer(), Defaults()

    def begin(self) -> str:
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

        workflow = BpmnWorkflow(*self._specs, script_engine=self._engine)
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def step(self, state: str, node: str) -> str:
        from SpiffWorkflow.util.task import TaskState

        workflow = self._serializer.deserialize_json(state)
        workflow.script_engine = self._engine
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        (task,) = [task for task in ready if self._names[task.task_spec.name] == node]
        task.run()
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def kept(self, state: str) -> str:
        return state


def _last(way: Any, steps: list[str]) -> Any:
    state = way.begin()
    for node in steps:
        state = way.step(state, node)
    return state


def _carry(way: Any, steps: list[str], keep: Callable[[int, str], None]) -> None:
    for number in range(DOSSIERS):
        state = way.begin()
        for node in steps:
            state = way.step(state, node)
            keep(number, way.kept(state))


@contextmanager
def _nowhere() -> Iterator[Callable[[int, str], None]]:
    yield lambda _number, _text: None


@contextmanager
def _in_sqlite() -> Iterator[Callable[[int, str], None]]:
    """Each state in a transaction of its own, as durable as the product's database."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "states.sqlite3", isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE state (id, text)")
        connection.execute("CREATE UNIQUE INDEX state_id ON state (id)")

        def keep(number: int, text: str) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (number, text))
            connection.execute("COMMIT")

        yield keep
        connection.close()


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun
