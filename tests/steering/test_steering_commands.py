"""`haidang steering …` and `haidang plan06 …`: words and JSON, exit codes, and nothing done twice."""

import argparse
import json

import pytest
from openpyxl import Workbook

from haidang.dossiers.api import State
from haidang.platform import clock
from haidang.platform.errors import Invalid
from haidang.steering import api as steering
from haidang.steering import cli
from haidang.steering.api import RuleWish
from haidang.steering.plan06.columns import COLUMNS
from world import DEPARTMENT, moment


@pytest.fixture
def run(world, monkeypatch, capsys):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers())

    def command(*words, code=0):
        args = parser.parse_args([str(word) for word in words])
        assert args.run(args) == code
        return capsys.readouterr().out

    return command


def test_urge(chain, run):
    chain.issue()
    chain.world.now = moment("2024-11-12T08:00")
    assert json.loads(run("steering", "urge", "--json"))["urged"] == 1
    assert run("steering", "urge") == "Đã đôn đốc 0 việc.\n"


def test_rules_dry_run(chain, run):
    assert run("steering", "rules", "dry-run") == "Chưa có quy tắc nào.\n"
    chain.world.bring(State.RECEIVED)
    wish = RuleWish(chain.world.agency("H06").id, "Trễ lâu", "late_over", {"working_days": 5}, "head")
    steering.make_rule(wish=wish, actor=chain.leader, now=chain.world.now, key=chain.world.key())
    assert chain.head.is_active, "the post is held"
    chain.world.now = moment("2024-11-25T09:00")
    [found] = json.loads(run("steering", "rules", "dry-run", "--days", "10", "--json"))
    assert (found["backlog"], {day: n for day, n in found["by_day"].items() if n}) == (0, {"2024-11-19": 1})
    assert found["by_recipient"] == {chain.head.username: 1}
    assert "1 cảnh báo mới" in run("steering", "rules", "dry-run")
    for days in ("0", "93", "x", "²"):
        with pytest.raises(SystemExit):
            run("steering", "rules", "dry-run", "--days", days)


def test_plan06_import(chain, run, tmp_path):
    book = Workbook()
    book.active.append(list(COLUMNS.values()))
    book.active.append(["1", "1", "Số hóa hồ sơ", DEPARTMENT, "", "31/12/2024"])
    book.active.append(["2", "7", "", "Không có", "", ""])
    file = tmp_path / "ke-hoach.xlsx"
    book.save(file)
    found = json.loads(run("plan06", "import", file, "--dry-run", "--json", code=1))
    assert (found["dry_run"], found["created"], found["refused"]) == (True, 1, 1)
    assert not steering.PlanTask.objects.exists()
    words = run("plan06", "import", file, code=1)
    assert "Dòng 3 (số 2)" in words
    assert words.endswith("2 dòng: 1 mới, 0 cập nhật, 0 không đổi, 1 không nhận được.\n")
    assert "0 mới, 0 cập nhật, 1 không đổi" in run("plan06", "import", file, code=1)
    assert steering.PlanTask.objects.count() == 1
    with pytest.raises(Invalid):
        run("plan06", "import", tmp_path / "khong-co.xlsx")
    with pytest.raises(Invalid):
        run("plan06", "import", tmp_path)
