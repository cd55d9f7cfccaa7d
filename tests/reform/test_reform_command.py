"""`haidang reform`: figures as words and as JSON."""

import argparse
import json

import pytest

from haidang.dossiers.api import State
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform import cli
from world import PAUSE


@pytest.fixture
def run(world, monkeypatch, capsys):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers())

    def command(*words):
        args = parser.parse_args(["reform", *words])
        assert args.run(args) == 0
        return capsys.readouterr().out

    return command


def test_share(hands, run):
    hands.published(3)
    found = json.loads(run("share", "--json"))
    assert [(item["cut_percent"], item["numerator"]) for item in found["figures"]] == [(40, 1), (45, 0)]
    assert len(found["counted"]) == found["figures"][0]["denominator"]
    assert PAUSE in run("share", "--list")
    assert json.loads(run("share", "--json", "--on", "2024-11-03"))["figures"][0]["numerator"] == 0


def test_times_and_what_if(world, hands, run):
    for _ in range(3):
        world.bring(State.DONE)
    found = json.loads(run("times", PAUSE, "--json"))
    line = next(item for item in found["versions"][0]["channels"] if item["channel"] == "online")
    assert line["actual"][0] == {
        "unit": "working_day", "finished": 3, "open": 0, "median": 0, "p90": 0, "late": 0, "small_number": True
    }  # fmt: skip
    assert line["stated"][0]["statutory"] == {"value": 5, "unit": "working_day"}
    assert "3 xong" in run("times", PAUSE)
    trial = json.loads(run("what-if", PAUSE, "--cut", "4", "--json"))
    assert (trial["finished"], trial["on_time_after"], trial["newly_late"]) == (3, 3, 0)
    assert "3/3" in run("what-if", PAUSE, "--to", "1", "--channel", "online", "--since", "2024-11-01")
    assert json.loads(run("what-if", PAUSE, "--cut", "1", "--until", "2024-11-03", "--json"))["finished"] == 0


def test_what_cannot_be_asked(world, run):
    world.bring(State.DONE)
    with pytest.raises(Refused):
        run("times", "0.000000")
    with pytest.raises(Refused):
        run("what-if", PAUSE, "--to", "2.5") if world.bring(State.DONE) else None
    for words in (
        ["what-if", PAUSE],
        ["what-if", PAUSE, "--to", "-1"],
        ["what-if", PAUSE, "--to", "x"],
        ["share", "--on", "mai"],
    ):
        with pytest.raises(SystemExit):
            run(*words)
