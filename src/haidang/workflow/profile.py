"""Publishes the internal processes that a profile ships."""

import json
from datetime import datetime
from pathlib import Path

from haidang.workflow.services import Step, publish


def install_processes(folder: Path, *, now: datetime) -> int:
    """Reads `processes.json` of a profile: `{code: {"name", "steps": [{"key", "name", "role", "hours"}]}}`."""
    definitions = json.loads((folder / "processes.json").read_text())
    for code, definition in definitions.items():
        publish(code, name=definition["name"], steps=[Step(**step) for step in definition["steps"]], now=now)
    return len(definitions)
