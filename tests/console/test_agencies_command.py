"""`haidang agencies`: what the commands print, in whose name they act, and how they end."""

import argparse
import json

import pytest

from haidang.console import cli
from haidang.dossiers.api import State
from haidang.identity import api as identity
from haidang.platform.errors import Refused
from haidang.platform.models import JournalEntry

FIRST, SECOND, THIRD = "brvt-2025-01-01", "brvt-2025-03-01", "brvt-2025-07-01"


@pytest.fixture
def command(world, capsys):
    """Runs a command line and answers with exit code, standard output and standard error."""
    assert world.administrator

    def run(*words):
        parser = argparse.ArgumentParser()
        cli.add_arguments(parser.add_subparsers(required=True))
        args = parser.parse_args(["agencies", *map(str, words)])
        code = args.run(args)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_a_dry_run_tells_all_and_writes_nothing(world, command):
    world.bring(State.PROCESSING)
    lines = JournalEntry.objects.count()
    code, out, _err = command("apply-plan", FIRST, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["code"], told["on"], told["unverified"] != []) == (0, FIRST, "2025-01-01", True)
    ways = {(row["predecessor"], row["successor"]) for row in told["handovers"]}
    assert {("H06.34", "H06.38"), ("H06.35", "H06.38"), ("H06.31.02", "H06.31.06")} <= ways
    assert told["new_codes"] == {"H06.38": "000.00.38.H06-250101-0001"}
    assert (told["procedures_without_executor"], told["totals"]["dossiers"]) == ([], 0)
    assert (JournalEntry.objects.count(), identity.reorganisations()) == (lines, [])
    code, out, _err = command("apply-plan", FIRST, "--dry-run")
    assert code == 0
    assert "Chưa kiểm chứng" in out


def test_plans_are_applied_and_reverted_in_somebodys_name(world, command):
    name = ("--as", world.administrator.username)
    for plan in (FIRST, SECOND, THIRD):
        code, out, _err = command("apply-plan", plan, *name, "--json")
        assert (code, json.loads(out)["changed"]) == (0, True)
    code, out, _err = command("apply-plan", FIRST, *name)
    assert code == 0
    assert "không có gì thay đổi" in out
    _code, out, _err = command("plans", "--json")
    assert [row["status"] for row in json.loads(out)] == ["applied"] * 3
    code, _out, err = command("revert-plan", FIRST, *name)
    assert code == 2
    assert f"{SECOND}, {THIRD}" in err or THIRD in err
    for plan in (THIRD, SECOND, FIRST):
        assert command("revert-plan", plan, *name)[0] == 0
    assert {row.status for row in identity.reorganisations()} == {"reverted"}


def test_every_problem_is_a_line_or_an_entry(world, command, tmp_path):
    file = tmp_path / "plan.json"
    plan = next(plan for plan in identity.profile_plans() if plan.code == FIRST).plain()
    file.write_text(json.dumps(plan | {"date": "2024-01-01", "new": []}))
    code, out, err = command("apply-plan", file, "--dry-run")
    assert (code, out) == (2, "")
    assert "haidang: date: 01/01/2024 đã qua." in err.splitlines()
    assert len(err.splitlines()) > 2
    code, out, _err = command("apply-plan", file, "--dry-run", "--json")
    assert {problem["place"] for problem in json.loads(out)["problems"]} >= {"date", "end[5].heirs[0].code"}


@pytest.mark.parametrize("words", [(), ("--as", "khong.co")])
def test_nobody_acts_without_a_name(command, words):
    with pytest.raises(Refused, match=r"đứng tên|Không có tài khoản"):
        command("apply-plan", FIRST, *words)


def test_a_file_that_is_not_there_is_refused(command, tmp_path):
    with pytest.raises(Refused, match="Không đọc được tệp kế hoạch"):
        command("apply-plan", tmp_path / "none.json", "--dry-run")
