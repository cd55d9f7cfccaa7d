"""What quiet hours hold back comes together in the morning, to each person his own."""

from datetime import timedelta

import pytest

from haidang.dossiers.api import Command
from haidang.notifications import api as notifications
from haidang.notifications.models import Delivery
from world import moment

NIGHT, MORNING = moment("2024-11-04T21:00"), moment("2024-11-05T06:30")


@pytest.fixture
def carried(settings, gateway):
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url]}
    return gateway


def accept(world, count=1, **filing):
    codes = [world.submit(**filing).code for _number in range(count)]
    for code in codes:
        world.act(Command.ACCEPT, code, now=NIGHT)
    return codes


def texts(gateway):
    return sorted(message["text"] for message in gateway.sent.values())


def test_several_come_as_one(world, carried):
    accept(world, 3)
    assert notifications.deliver(NIGHT) == 0
    assert notifications.deliver(MORNING - timedelta(minutes=1)) == 0
    assert notifications.deliver(MORNING) == 1
    assert texts(carried) == ["Co 3 tin moi ve ho so cua ban. Mo hop thu tren Cong dich vu cong de xem."]
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["gathered", "gathered", "gathered", "sent"]
    assert notifications.deliver(MORNING + timedelta(hours=1)) == 0
    assert notifications.unread(world.citizen) == 3


def test_one_alone_comes_as_it_is(world, carried):
    (code,) = accept(world)
    assert notifications.deliver(MORNING) == 1
    assert code in texts(carried)[0]


def test_another_telephone_is_another_message(world, carried):
    accept(world)
    accept(world, owner=world.owner(world.other_citizen))
    accept(world, owner=notifications_owner(world))
    assert notifications.deliver(MORNING) == 2
    assert sorted(message["to"] for message in carried.sent.values()) == ["0900000009", "0987654321"]


def notifications_owner(world):
    """The same citizen, who gives another telephone on his form."""
    from dataclasses import replace

    return replace(world.owner(), phone="0900000009")


def test_whoever_wants_no_quiet_hours_is_told_at_once(world, carried):
    from datetime import time

    notifications.choose(
        language="vi", quiet=notifications.Quiet(time(7), time(7)), choices={}, actor=world.citizen, now=world.now,
        key=world.key(),
    )  # fmt: skip
    accept(world, 2)
    assert notifications.deliver(NIGHT) == 2
