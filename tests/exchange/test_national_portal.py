"""What the portal is told about a dossier: each line as it was, in order, once; what it refuses is not rewritten."""

import json

import pytest
from django.db import transaction

from haidang.dossiers.api import Command, State
from haidang.exchange.models import TroubledCall
from haidang.platform import outbox
from haidang.platform.models import OutboxLane, OutboxMessage
from haidang.portal_simulator.faults import Fault
from world import CITIZEN_ID, WAYS


def lane_of(code):
    return OutboxLane.objects.get(subject=f"dossier:{code}")


def test_a_dossier_walks_to_the_end_and_the_portal_has_every_line(world, line):
    code = world.bring(State.RETURNED)
    told = line.deliver()
    assert (told.delivered, told.rejected, told.unavailable, told.faults) == (OutboxMessage.objects.count(), 0, 0, 0)
    assert line.state(code) == "10"
    assert line.history(code) == ["1", "2", "4", "4", "4", "9", "10"]
    moments = [record["ThoiDiemXuLy"] for record in line.store.history(code)]
    assert moments == sorted(moments)
    assert outbox.waiting("national-portal") == 0
    assert lane_of(code).next_try_at is None


@pytest.mark.parametrize(
    "state",
    [State.NEW, State.RECEIVED, State.REFUSED, State.SUPPLEMENT, State.PAYMENT, State.STOPPED, State.DONE],
)
def test_every_state_is_sent_as_it_is(world, line, state):
    code = world.bring(state)
    told = line.deliver()
    assert told.rejected == 0, lane_of(code).problem
    assert line.state(code) == str(int(state))


def test_what_is_sent_of_line_two_is_what_line_two_said(world, line):
    """Delivered long after: the message of the receipt knows nothing of the result."""
    code = world.bring(State.RETURNED)
    sent = []
    keep = line.store.save_dossier
    line.store.save_dossier = lambda record: (sent.append(record), keep(record))
    line.deliver()
    assert [record["TrangThaiHoSo"] for record in sent] == ["1", "2", "4", "4", "4", "9", "10"]
    filed, received, *_steps, done, returned = sent
    assert (filed["NgayTiepNhan"], filed["NgayHenTra"], filed["NgayKetThucXuLy"]) == ("", "", "")
    assert len(received["NgayTiepNhan"]) == len(received["NgayHenTra"]) == 14
    assert (received["NgayKetThucXuLy"], received["DanhSachGiayToKetQua"]) == ("", [])
    assert (len(done["DanhSachGiayToKetQua"]), done["NgayTra"]) == (1, "")
    assert len(returned["NgayTra"]) == 14
    assert {record["NgayHenTra"] for record in sent[1:]} == {received["NgayHenTra"]}
    assert filed["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": CITIZEN_ID}]
    assert code == filed["MaHoSo"]


def test_a_supplement_is_told_with_both_due_dates(world, line):
    code = world.bring(State.SUPPLEMENT)
    line.deliver()
    (asked,) = line.store.dossier(code)["DanhSachHoSoBoSung"]
    assert (len(asked["NgayHenTraTruoc"]), asked["NgayHenTraMoi"], asked["NgayTiepNhanBoSung"]) == (14, "", "")
    world.act(Command.SUPPLEMENT, code)
    line.deliver()
    (answered,) = line.store.dossier(code)["DanhSachHoSoBoSung"]
    assert len(answered["NgayTiepNhanBoSung"]) == len(answered["NgayHenTraMoi"]) == 14
    assert line.history(code)[-2:] == ["5", "4"]


def test_a_step_that_the_portal_refuses_is_reported_and_holds_the_rest_back(world, line):
    """5 → 1 (completed before it was ever received) is in no table of the portal: it is not sent as something else."""
    code = world.bring(State.NEW)
    world.act(Command.REQUEST_SUPPLEMENT, code)
    world.act(Command.SUPPLEMENT, code)
    world.act(Command.ACCEPT, code)
    told = line.deliver()
    lane = lane_of(code)
    assert (told.delivered, told.rejected) == (2, 1)
    assert lane.stopped_at is not None
    assert "từ 5 sang 1" in lane.problem
    assert (line.state(code), line.history(code)) == ("5", ["1", "5"])
    assert outbox.waiting("national-portal") == 2
    line.pass_time(days=30)
    assert line.deliver().tried == 0


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_ends_with_the_same_truth(world, line, fault):
    code = world.bring(State.DONE)
    other = world.bring(State.RECEIVED)
    line.faults.order(fault, 4)
    line.deliver_all(rounds=8)
    assert outbox.waiting("national-portal") == 0
    assert (line.state(code), line.history(code)) == ("9", ["1", "2", "4", "4", "4", "9"])
    assert (line.state(other), line.history(other)) == ("2", ["1", "2"])


def test_a_session_that_has_ended_is_opened_anew(world, line):
    world.bring(State.NEW)
    line.deliver()
    line.store._sessions.clear()
    code = world.bring(State.NEW)
    assert line.deliver().unavailable == 0
    assert line.state(code) == "1"


def test_a_dossier_that_exists_is_brought_up_to_date(world, line):
    code = world.bring(State.NEW)
    line.deliver()
    world.act(Command.ACCEPT, code)
    line.portal.look_up = lambda _code: None
    assert line.deliver().delivered == 1
    assert (line.state(code), len(line.store.dossiers())) == ("2", 1)


def test_a_rating_goes_its_own_way(world, line):
    code = world.bring(State.RETURNED)
    world.act(Command.RATE, code)
    line.deliver()
    (rating,) = line.store.entries("rating")
    assert (rating["MaHoSo"], rating["MucDo"]) == (code, "3")
    assert line.history(code)[-1] == "10"


def test_what_the_office_does_for_itself_is_not_told(world, line):
    code = world.bring(State.PROCESSING)
    world.act(Command.NOTE, code)
    line.deliver()
    assert "ghi chú" not in json.dumps(line.store.history(code), ensure_ascii=False).lower()


def test_what_is_kept_of_a_failed_call_names_nobody(world, line):
    world.bring(State.NEW)
    line.faults.order(Fault.BAD_GATEWAY, 1)
    line.deliver()
    line.pass_time(hours=2)
    line.faults.order(Fault.LOST, 3)
    line.deliver()
    kept = " ".join(TroubledCall.objects.values_list("request", flat=True))
    assert TroubledCall.objects.count() >= 2
    for personal in (CITIZEN_ID, "Nguyễn Thị An", "0987654321", "an@vidu.example", "session-"):
        assert personal not in kept
    assert "MaTTHC" in kept or "mahoso" in kept


def test_nothing_is_sent_before_the_act_is_committed(world, line):
    """A lane is woken in the act's own transaction: what is rolled back is never seen by a worker."""
    before = OutboxLane.objects.count()
    with transaction.atomic():
        world.bring(State.NEW)
        transaction.set_rollback(True)
    assert OutboxLane.objects.count() == before
    assert line.deliver().tried == 0


def test_states_of_the_tests_cover_those_that_are_sent():
    assert set(WAYS) >= set(State)
