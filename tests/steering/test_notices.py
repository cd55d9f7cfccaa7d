"""Notices: quiet hours put them off, each is told once, and nobody reads another's."""

import random
from datetime import datetime, time, timedelta

import pytest

from haidang.steering import api as steering
from haidang.steering.api import Notice, Quiet
from haidang.steering.notices import Message, tell
from world import moment


@pytest.mark.parametrize("seed", range(5))
def test_quiet_hours_against_walking_minute_by_minute(seed):
    dice = random.Random(seed)
    for _turn in range(40):
        quiet = Quiet(time(dice.randrange(24), dice.choice((0, 30))), time(dice.randrange(24), dice.choice((0, 30))))
        raised = moment("2024-11-04T00:00") + timedelta(minutes=dice.randrange(2 * 24 * 60))

        def is_quiet(at, quiet=quiet):
            begins, ends, now = (t.hour * 60 + t.minute for t in (quiet.starts, quiet.ends, at))
            return begins <= now < ends if begins <= ends else not ends <= now < begins

        walked = raised
        while is_quiet(walked.time()):
            walked += timedelta(minutes=1)
        assert quiet.shown_from(raised) == walked


def test_a_notice_at_night_waits_for_the_morning(chain):
    night, morning = moment("2024-11-04T22:00"), moment("2024-11-05T06:30")
    tell([chain.head], Message("alert", "x", "Cảnh báo"), now=night)
    assert steering.unread(chain.head, now=night) == 0
    assert steering.unread(chain.head, now=morning) == 1
    assert Notice.objects.get().shown_from == morning


def test_own_quiet_hours_hold(chain):
    key = chain.world.key()
    for _twice in range(2):
        found = steering.set_quiet_hours(
            starts=time(12), ends=time(13, 30), actor=chain.head, now=chain.world.now, key=key
        )
    assert found == Quiet(time(12), time(13, 30))
    noon = moment("2024-11-04T12:10")
    tell([chain.head, chain.manager], Message("alert", "x", "Cảnh báo"), now=noon)
    shown = {notice.user: notice.shown_from for notice in Notice.objects.all()}
    assert shown == {chain.head: moment("2024-11-04T13:30"), chain.manager: noon}
    assert steering.verify() == []


def test_the_same_matter_is_told_once(chain):
    message = Message("alert", "x", "Cảnh báo")
    assert tell([chain.head, chain.manager, chain.head], message, now=chain.world.now) == 2
    assert tell([chain.head], message, now=chain.world.now + timedelta(days=1)) == 0


def test_reading_is_ones_own(chain):
    for number in range(3):
        tell([chain.head, chain.manager], Message("alert", f"x{number}", "Cảnh báo"), now=chain.world.now)
    mine = Notice.objects.filter(user=chain.head).first()
    assert steering.mark_read(chain.manager, now=chain.world.now, notice_id=mine.pk) == 0
    assert steering.mark_read(chain.head, now=chain.world.now, notice_id=mine.pk) == 1
    assert steering.mark_read(chain.head, now=chain.world.now, notice_id=mine.pk) == 0
    assert steering.unread(chain.head, now=chain.world.now) == 2
    assert steering.mark_read(chain.head, now=chain.world.now) == 2
    assert steering.unread(chain.manager, now=chain.world.now) == 3
    rows, total = steering.shown_to(chain.head, now=chain.world.now, limit=2)
    assert (len(rows), total) == (2, 3)


def test_no_hours_at_all():
    at = datetime.fromisoformat("2024-11-04T03:00+07:00")
    assert Quiet(time(7), time(7)).shown_from(at) == at
