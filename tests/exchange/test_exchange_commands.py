"""The commands `haidang exchange …` and the stand-in's own."""

import argparse
import json

import pytest

from haidang.dossiers.api import State
from haidang.exchange import cli
from haidang.platform import clock
from haidang.portal_simulator.faults import Fault, read_chances


@pytest.fixture
def command(world, line, monkeypatch, capsys):
    monkeypatch.setattr(clock, "now", lambda: line.now)
    link = "haidang.exchange.delivering.Link"

    class SameLink:
        send, portal = line.link.send, line.portal

        def __init__(self, _moment):
            pass

        def close(self):
            pass

    monkeypatch.setattr(link, SameLink)
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers())

    def run(*arguments):
        args = parser.parse_args(["exchange", *arguments, "--json"])
        code = args.run(args)
        return code, json.loads(capsys.readouterr().out)

    return run


def test_deliver_status_reconcile_and_replay(world, line, command):
    code = world.bring(State.RECEIVED)
    exit_code, told = command("status")
    assert (exit_code, told["waiting"], told["connected"], told["lanes"]["due"]) == (0, 2, True, 1)
    assert command("deliver") == (0, {"delivered": 2, "unavailable": 0, "rejected": 0, "faults": 0})
    exit_code, told = command("reconcile")
    assert (exit_code, told["checked"], told["verdicts"]["same"]) == (0, 1, 1)
    assert command("replay", code, "--from-seq", "2") == (0, {"code": code, "messages": 1})
    assert command("status")[1]["waiting"] == 1
    assert command("deliver")[1]["delivered"] == 1
    line.store._base.execute("DELETE FROM dossier")
    assert command("reconcile", code)[0] == 1


def test_stopped_dossiers_are_said_by_the_exit_code(world, line, command):
    world.bring(State.WITHDRAWN)
    command("deliver")
    exit_code, told = command("status")
    assert (exit_code, told["lanes"]["stopped"]) == (1, 1)


def test_chances_are_read_from_words():
    assert read_chances("all=0.02,lost=0.1")[Fault.LOST] == 0.1
    assert read_chances("") == {}
    for wrong in ("lost=2", "nothing=0.1", "all=0.2", "lost"):
        with pytest.raises(ValueError):  # noqa: PT011 the words are argparse's
            read_chances(wrong)
