"""Workers that send messages, as processes on one database: never twice, whatever happens to them."""

import pytest
from installation import kill

from carriers import Gateway, running

COUNT = 12


@pytest.fixture
def gateway(monkeypatch):
    with running(Gateway()) as server:
        monkeypatch.setenv("HAIDANG_SMS_PROVIDERS", server.url)
        yield server


def test_two_workers_at_once_send_each_message_once(house, gateway):
    house.drive("queue_messages", COUNT)
    answers = house.together("send_messages", (0,), (0,))
    assert sum(answer["taken"] for answer in answers) == COUNT
    assert (len(gateway.asked), len(gateway.sent)) == (COUNT, COUNT)
    assert {line["state"] for line in house.drive("messages")} == {"sent"}


def test_a_worker_killed_between_sending_and_marking(house, gateway):
    """The gateway has sent it, the worker never hears: another asks it again under the same key, after the lease."""
    house.drive("queue_messages", 1)
    gateway.status, gateway.silence = "drop", 2
    worker = house.start("send_messages", 0)
    worker.stdin.write("\n")
    worker.stdin.flush()
    assert gateway.asked_now.wait(60)
    kill(worker)
    assert list(house.drive("messages")) == [{"state": "queued", "is_uncertain": True}]
    gateway.status = 200
    assert house.together("send_messages", (1,)) == [{"taken": 0}]
    assert house.together("send_messages", (6,)) == [{"taken": 1}]
    assert (len(gateway.asked), len(gateway.sent)) == (2, 1)
    assert list(house.drive("messages")) == [{"state": "sent", "is_uncertain": False}]
