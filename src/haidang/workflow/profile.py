"""Publishes the internal processes that a profile ships."""

from datetime import datetime
from pathlib import Path

from haidang.workflow.bpmn import parse
from haidang.workflow.publishing import publish


def install_processes(folder: Path, *, now: datetime) -> int:
    """Publishes every `processes/CODE.bpmn` of a profile under the name that it gives itself; returns how many."""
    files = sorted((folder / "processes").glob("*.bpmn"))
    for path in files:
        content = path.read_bytes()
        plan, _problems = parse(content)
        publish(path.stem, name=plan.name if plan else path.stem, bpmn=content, now=now)
    return len(files)
