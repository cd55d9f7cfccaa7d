"""The demonstration's directives and plan: by the real commands, marked as made up, the same each time."""

from datetime import datetime

import pytest

from haidang.dossiers.api import State
from haidang.platform import clock
from haidang.simulation import steering as demo
from haidang.steering import api as steering
from haidang.steering.api import Notice, Progress
from world import moment

MOMENT = datetime(2024, 11, 4, 9, 0, tzinfo=clock.LOCAL)


@pytest.mark.django_db
def test_a_month_of_directives(world):
    late = moment("2024-10-21T09:00")
    code = world.submit(now=late).code
    world.act("accept", code, now=late)  # due on 28 October
    assert demo.is_untouched()
    assert demo.play(MOMENT) == len(demo.TASKS) + 4 + 2
    assert not demo.is_untouched()
    rows = steering.Directive.objects.all()
    assert all(demo.MADE_UP in row.title for row in rows)
    assert {row.status for row in rows} >= {"issued", "accepted", "verified", "answered"}
    assert steering.verify() == []
    leader = rows.first().given_by
    board = steering.plan_board(leader, now=MOMENT)
    assert board.total.counts[Progress.RECURRING] == 2
    assert board.total.counts[Progress.OVERDUE] > 0
    assert board.total.counts[Progress.DONE_ON_TIME] == 1
    forgotten = steering.Urging.objects.filter(step__contains="over")
    assert forgotten.exists()
    assert rows.filter(subject_kind="dossier", subject_key=code).count() == 1
    assert Notice.objects.filter(kind="digest").exists()
    assert Notice.objects.filter(kind="alert").count() == 0, "nothing is late by more than five days yet"
    assert State(world.dossier(code).state) == State.RECEIVED
