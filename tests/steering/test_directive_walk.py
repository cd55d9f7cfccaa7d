"""Directives on random walks against a simple oracle: status, journal, audit, and nothing done by who may not."""

import random
from datetime import timedelta

import pytest
from django.conf import settings

from haidang.platform import journal
from haidang.platform.errors import Refused
from haidang.steering import api as steering
from haidang.steering.api import Command, Status
from haidang.steering.lifecycle import TRANSITIONS

# What each command needs and leads to, written down once more in words of its own.
ORACLE = {
    "issued": {"amend": "issued", "extend": "issued", "urge": "issued", "accept": "accepted", "record_done": "verified",
               "withdraw": "withdrawn"},
    "accepted": {"amend": "accepted", "extend": "accepted", "urge": "accepted", "report": "accepted",
                 "answer": "answered", "record_done": "verified", "withdraw": "withdrawn"},
    "answered": {"verify": "verified", "send_back": "returned", "withdraw": "withdrawn"},
    "returned": {"amend": "returned", "extend": "returned", "urge": "returned", "report": "returned",
                 "answer": "answered", "record_done": "verified", "withdraw": "withdrawn"},
    "verified": {"close": "closed"},
    "closed": {},
    "withdrawn": {},
}  # fmt: skip
COMMANDS = [command for command in Command if command is not Command.ISSUE]


def test_the_table_says_what_the_oracle_says():
    found = {(state, command): after for state, row in ORACLE.items() for command, after in row.items()}
    assert found == {(state.value, command.value): after.value for (state, command), after in TRANSITIONS.items()}


@pytest.mark.parametrize("seed", range(6))
def test_random_acts_do_what_the_oracle_says(chain, seed):
    dice = random.Random(seed)
    found = chain.issue().id
    status, done, now = "issued", 1, chain.world.now
    for _turn in range(25):
        command = dice.choice(COMMANDS)
        now += timedelta(minutes=dice.randrange(60))
        values = {}
        if command is Command.EXTEND:
            values["due_on"] = chain.row(found).due_on + timedelta(days=7)
        following = ORACLE[status].get(command.value)
        if following is None:
            with pytest.raises(Refused):
                chain.act(command, found, now=now, **values)
        else:
            answer = chain.act(command, found, now=now, **values)
            status, done = following, done + 1
            assert (answer.status, answer.version) == (Status(status), done)
        assert chain.row(found).status == status
    lines = journal.lines(f"directive:{found}")
    assert len(lines) == done == chain.row(found).version
    assert steering.verify() == []


def test_a_refused_act_leaves_nothing(chain):
    found = chain.bring(Command.ACCEPT)
    before = chain.row(found).version
    with pytest.raises(Refused):
        chain.act(Command.VERIFY, found)
    with pytest.raises(Refused):
        chain.act(Command.ANSWER, found, text="  ")
    row = chain.row(found)
    assert (row.version, row.answers.count(), row.attachments.count()) == (before, 0, 0)


def test_the_same_key_acts_once(chain):
    key = chain.world.key()
    first = chain.issue(key=key)
    again = chain.issue(key=key)
    assert (again.id, again.replayed) == (first.id, True)
    assert steering.Directive.objects.count() == 1
    with pytest.raises(Refused) as refusal:
        chain.issue(key=key, title="Việc khác")
    assert refusal.value.code == "key-reused"


def test_a_page_that_is_out_of_date_is_told_so(chain):
    found = chain.bring(Command.ACCEPT)
    with pytest.raises(steering.Conflict):
        chain.act(Command.REPORT, found, expected_version=1)


def test_a_line_cut_from_the_journal_is_found(chain):
    from haidang.steering.models import Directive

    found = chain.bring(Command.ACCEPT)
    Directive.objects.filter(pk=found).update(version=3)
    assert [fault.problem for fault in steering.verify()] == ["missing"]


def test_evidence_that_is_gone_from_the_store_is_found(chain):
    kept = chain.file(text="sẽ mất")
    chain.issue(files=[kept])
    assert steering.verify() == []
    next(settings.HAIDANG_HOME.rglob(kept.sha256)).unlink()
    assert [fault.problem.split()[0] for fault in steering.verify()] == ["file-damaged"]
    assert steering.verify(with_files=False) == []
