"""A room is entered only through its door: `api` (and `models` by migrations); the ground is open to all."""

import ast
from pathlib import Path

import haidang

ROOT = Path(haidang.__file__).parent
ROOMS_WITH_DOORS = {
    *("worktime", "identity", "workflow", "insight", "notifications", "payments", "catalogue", "dossiers"),
    *("exchange", "steering", "ioc", "reform"),
}
# Wiring may start a room's own command line; that is all it may reach behind a door.
WIRING = {("config", "cli"), ("config", "forecast_cli"), ("config", "sources_cli")}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name


def steps_behind_doors():
    for path in ROOT.rglob("*.py"):
        room = path.relative_to(ROOT).parts[0]
        if "migrations" in path.parts:
            continue
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "haidang" or len(parts) < 3 or parts[1] not in ROOMS_WITH_DOORS or parts[1] == room:
                continue
            if parts[2] != "api" and (room, parts[2]) not in WIRING:
                yield f"{path.relative_to(ROOT)} imports {name}"


def test_rooms_are_entered_through_their_doors():
    assert list(steps_behind_doors()) == []


def test_the_check_sees_a_step_behind_a_door(tmp_path):
    (tmp_path / "x.py").write_text("from haidang.dossiers.models import Dossier\n")
    assert list(imports(tmp_path / "x.py")) == ["haidang.dossiers.models.Dossier"]


def test_every_package_has_its_purpose():
    for package in ROOT.rglob("__init__.py"):
        if "migrations" not in package.parts:
            assert ast.get_docstring(ast.parse(package.read_text())), package


def test_files_fit_in_a_head():
    lines = {path: len(path.read_text().splitlines()) for path in ROOT.rglob("*.py") if "migrations" not in path.parts}
    assert [str(path.relative_to(ROOT)) for path, count in lines.items() if count > 400] == []


def test_functions_do_one_thing():
    too_long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in ROOT.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 50
    ]
    assert too_long == []
