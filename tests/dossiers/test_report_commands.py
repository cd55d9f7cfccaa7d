"""`haidang reports`: the same figures as JSON, Excel and PDF, and a recount whose exit code scripts can trust."""

import json

import pytest

from haidang.config import commands
from haidang.config.cli import main
from haidang.dossiers.api import State
from haidang.dossiers.models import Dossier
from haidang.platform import clock
from world import DEPARTMENT, OTHER_DEPARTMENT

NOVEMBER = ("--from", "2024-11-01", "--to", "2024-11-30")


@pytest.fixture
def run(world, monkeypatch, capsys):
    """Runs a command of the house in this test's world; answers its exit code and what it printed."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    monkeypatch.setattr(commands.installation, "prepare", lambda: None)

    def command(*arguments):
        code = main(["reports", *arguments])
        return code, capsys.readouterr()

    return command


@pytest.fixture
def dossiers(world):
    return [world.bring(State.RETURNED), world.bring(State.RECEIVED), world.bring(State.DONE, agency=OTHER_DEPARTMENT)]


def test_reports_as_json_and_files(run, dossiers, tmp_path):
    excel, pdf = tmp_path / "r.xlsx", tmp_path / "r.pdf"
    code, printed = run("06a", *NOVEMBER, "--json", "--xlsx", str(excel), "--pdf", str(pdf))
    found = json.loads(printed.out)
    assert (code, found["total"]["received"], found["total"]["rate_of"]) == (0, 3, [2, 2])
    assert {row["code"]: row["received"] for row in found["rows"]} == {"H06": 3, DEPARTMENT: 2, OTHER_DEPARTMENT: 1}
    assert (excel.read_bytes()[:2], pdf.read_bytes()[:4]) == (b"PK", b"%PDF")
    code, printed = run("07a", *NOVEMBER, "--agency", OTHER_DEPARTMENT, "--json")
    assert (code, json.loads(printed.out)["total"]["received"]) == (0, 1)
    code, printed = run("06a", *NOVEMBER)
    assert (code, "Tổng cộng" in printed.out) == (0, True)


def test_books_as_json(run, dossiers):
    code, printed = run("register", *NOVEMBER, "--agency", DEPARTMENT, "--json")
    assert (code, {line["code"] for line in json.loads(printed.out)}) == (0, set(dossiers[:2]))
    code, printed = run("handovers", *NOVEMBER, "--agency", DEPARTMENT, "--channel", "direct", "--json")
    assert (code, [line["code"] for line in json.loads(printed.out)]) == (0, dossiers[:1])


def test_a_recount_tells_by_its_exit_code(run, dossiers):
    code, printed = run("recount", *NOVEMBER, "--json")
    assert (code, json.loads(printed.out)["differences"]) == (0, [])
    Dossier.objects.filter(code=dossiers[0]).update(channel="postal")
    code, printed = run("recount", *NOVEMBER)
    assert (code, dossiers[0] in printed.out, "2 chỗ khác nhau" in printed.out) == (1, True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("06a", "--from", "2024-11-02", "--to", "2024-11-01"),
        ("06a", *NOVEMBER, "--agency", "H99"),
        ("06a", *NOVEMBER, "--pdf", "/nowhere/at/all.pdf"),
        ("recount", "--from", "2025-01-01", "--to", "2025-01-31"),
    ],
)
def test_a_refusal_is_one_line_and_exit_code_2(run, arguments):
    code, printed = run(*arguments)
    assert (code, printed.out) == (2, "")
    assert printed.err.startswith("haidang: ")
