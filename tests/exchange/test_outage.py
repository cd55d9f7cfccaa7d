"""The portal is gone for a simulated day: filing and processing go on untouched, and everything catches up."""

from datetime import timedelta

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.exchange.models import DossierCheck
from haidang.exchange.reconciling.comparing import reconcile
from haidang.platform import outbox
from haidang.platform.models import OutboxMessage


def test_a_day_without_the_portal(world, line):
    line.faults.is_down = True
    begun, codes, tried = line.now, [], 0
    for hour in range(24):
        if hour % 3 == 0:
            codes.append(world.bring(State.PROCESSING))
        # The house's worker looks every few minutes all the day.
        for _look in range(6):
            tried += line.deliver().tried
            line.pass_time(minutes=10)
    for code in codes[::2]:
        world.finish_steps(code)
        world.act(Command.FINISH, code)
        world.act(Command.RETURN_RESULT, code)
    assert line.now - begun == timedelta(days=1)
    assert {dossiers.Dossier.objects.get(code=code).state for code in codes[::2]} == {State.RETURNED}
    assert outbox.waiting("national-portal") == OutboxMessage.objects.count() >= 40
    assert line.store.dossiers() == []
    # An outage costs an attempt now and then, however much waits.
    assert tried <= 24 * 6 + 5
    line.faults.is_down = False
    line.pass_time(minutes=10)
    minutes = 0
    while outbox.waiting("national-portal"):
        line.deliver()
        line.pass_time(minutes=1)
        minutes += 1
        assert minutes <= 120
    for code in codes:
        lines = line.history(code)
        assert lines[:4] == ["1", "2", "4", "4"][: len(lines)]
        assert lines == sorted(lines, key=int)
        assert line.state(code) == str(int(world.dossier(code).state))
    outcome = reconcile(portal=line.portal, moment=lambda: line.now, most=1_000)
    assert outcome.verdicts == {DossierCheck.Verdict.SAME: len(codes)}
