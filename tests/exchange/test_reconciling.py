"""Ours against theirs: what the reconciler says, how it is repaired, and what counts as in step."""

from datetime import timedelta

import pytest

from haidang.dossiers.api import Command, State
from haidang.exchange import api as exchange
from haidang.exchange.acts import retry
from haidang.exchange.errors import Conflict, NotAllowed
from haidang.exchange.models import DossierCheck
from haidang.exchange.reconciling.comparing import reconcile, reconcile_these
from haidang.exchange.reconciling.repairing import REPAIRABLE, repair
from haidang.platform import journal
from haidang.platform.models import OutboxLane, OutboxMessage

V = DossierCheck.Verdict


@pytest.fixture
def compare(line):
    def over(*codes):
        moment = lambda: line.now  # noqa: E731
        if codes:
            return reconcile_these(codes, portal=line.portal, moment=moment).verdicts
        return reconcile(portal=line.portal, moment=moment, most=1_000).verdicts

    return over


@pytest.fixture
def operator(world):
    return world.officer("administrator", world.province, with_descendants=True)


def forget(line, code):
    for table in ("dossier", "progress"):
        line.store._base.execute(f"DELETE FROM {table} WHERE code = ?", (code,))


def test_in_step_after_delivery_and_waiting_before(world, line, compare):
    code = world.bring(State.DONE)
    assert compare() == {V.WAITING: 1}
    line.deliver()
    assert compare() == {V.SAME: 1}
    world.act(Command.RETURN_RESULT, code)
    assert compare() == {V.WAITING: 1}


def test_a_dossier_that_the_portal_has_lost_is_told_from_its_beginning(world, line, compare, operator):
    code = world.bring(State.RETURNED)
    line.deliver()
    forget(line, code)
    assert compare(code) == {V.MISSING: 1}
    done = repair(code=code, actor=operator, now=line.now, key="repair-key-1")
    assert done.messages == OutboxMessage.objects.count()
    line.deliver()
    assert line.history(code) == ["1", "2", "4", "4", "4", "9", "10"]
    assert compare(code) == {V.SAME: 1}


def test_a_dossier_that_stands_behind_is_told_what_it_lacks(world, line, compare, operator):
    code = world.bring(State.DONE)
    line.deliver()
    line.store._base.execute("UPDATE dossier SET state = '4' WHERE code = ?", (code,))
    assert compare(code) == {V.DIFFERS: 1}
    (row,) = exchange.checks()
    assert (row.our_state, row.their_state, row.differs) == (9, "4", ["TrangThaiHoSo"])
    assert repair(code=code, actor=operator, now=line.now, key="repair-key-1").messages == 1
    line.deliver()
    assert (line.state(code), compare(code)) == ("9", {V.SAME: 1})


def test_a_field_that_differs_is_brought_by_the_last_line(world, line, compare, operator):
    code = world.bring(State.RECEIVED)
    line.deliver()
    record = line.store.dossier(code) | {"NgayHenTra": "20300101000000"}
    line.store.save_dossier(record)
    compare(code)
    assert DossierCheck.objects.get().differs == ["NgayHenTra"]
    exchange.repair_all(actor=operator, now=line.now, key="repair-all-1")
    line.deliver()
    assert compare(code) == {V.SAME: 1}


def test_repairing_twice_under_one_key_is_one_act_and_a_line_of_the_journal(world, line, compare, operator):
    code = world.bring(State.NEW)
    line.deliver()
    forget(line, code)
    compare(code)
    first = repair(code=code, actor=operator, now=line.now, key="repair-key-1")
    assert not first.replayed
    with pytest.raises(Conflict):
        repair(code=code, actor=operator, now=line.now, key="repair-key-1")
    lane = OutboxLane.objects.get()
    (entry,) = journal.lines(lane.stream)
    assert (entry.kind, entry.actor) == ("exchange.lane.replay", operator.reference)
    assert exchange.verify() == []
    assert set(REPAIRABLE) == {V.MISSING, V.DIFFERS}


def test_only_an_operator_decides(world, line):
    world.bring(State.NEW)
    lane = OutboxLane.objects.get()
    with pytest.raises(NotAllowed):
        retry(lane_id=lane.pk, actor=world.officer("specialist"), now=line.now, key="retry-key-1")


def test_a_refused_message_given_up_lets_the_rest_go_and_is_seen(world, line, compare, operator):
    """5 → 1 is refused; given up, the portal refuses 5 → 2 as well: it is reported, not made to fit."""
    code = world.bring(State.NEW)
    world.act(Command.REQUEST_SUPPLEMENT, code)
    world.act(Command.SUPPLEMENT, code)
    line.deliver()
    assert compare() == {V.STOPPED: 1}
    lane = OutboxLane.objects.get()
    exchange.give_up(
        lane_id=lane.pk, seq=3, reason="Cổng không nhận 5 → 1", actor=operator, now=line.now, key="give-up-1"
    )
    again = exchange.give_up(
        lane_id=lane.pk, seq=3, reason="Cổng không nhận 5 → 1", actor=operator, now=line.now, key="give-up-1"
    )
    assert again.replayed
    assert compare() == {V.DIFFERS: 1}
    world.act(Command.ACCEPT, code)
    assert line.deliver().rejected == 1
    assert line.state(code) == "5"


def test_a_silent_portal_ends_the_run(world, line, compare):
    for _number in range(8):
        world.bring(State.NEW)
    line.deliver()
    line.faults.is_down = True
    outcome = reconcile(portal=line.portal, moment=lambda: line.now, most=100)
    assert (outcome.checked, outcome.is_whole) == (5, False)
    line.faults.is_down = False
    assert compare() == {V.SAME: 8}


def test_indicator_1_4_counts_what_was_told_of_what_was_received(world, line):
    since, until = line.now - timedelta(days=1), line.now + timedelta(days=1)

    def share():
        found = exchange.sync_share(since=since, until=until, as_of=line.now)
        return found.numerator, found.denominator, found.share

    assert share() == (0, 0, None)
    world.bring(State.NEW)
    received = world.bring(State.RECEIVED)
    assert share() == (0, 1, 0.0)
    line.deliver()
    assert share() == (1, 1, 1.0)
    OutboxMessage.objects.filter(stream=f"dossier:{received}", seq=1).update(delivered_at=None, dropped_at=line.now)
    assert share() == (0, 1, 0.0)
    agency = world.agency().id
    assert exchange.sync_shares([agency], since=since, until=until, as_of=line.now)[agency].denominator == 1


def test_what_has_no_code_is_said():
    found = {row.kind: row for row in exchange.code_coverage()}
    assert (found["state"].mapped, found["state"].total) == (10, 10)
    assert found["channel"].missing == ()
    assert found["handover"].missing == ("online",)
    assert found["fee_kind"].mapped == 0
    assert found["fee_kind"].note


def test_procedures_with_most_that_differs_come_first(world, line, compare):
    world.bring(State.NEW)
    compare()
    (row,) = exchange.by_procedure(limit=10)
    assert (row.compared, row.same, row.uneven) == (1, 0, 1)
    assert exchange.standing().never == 0
