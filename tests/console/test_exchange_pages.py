"""What an operator sees of the exchange and does about it; nothing of what citizens wrote."""

import re

import pytest
from django.urls import reverse

from haidang.dossiers.api import Command, State
from haidang.exchange.models import DossierCheck, Filing, TroubledCall
from haidang.platform import journal, outbox
from haidang.platform.delivery import lanes
from haidang.platform.models import OutboxLane, OutboxPartner
from world import CASE, CITIZEN_ID, PAUSE

HOME, CHECKS = reverse("console:exchange"), reverse("console:exchange_reconciling")


def key_in(response):
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]


def stopped(world, reason="-6: Không thể chuyển trạng thái từ 5 sang 1"):
    """The lane of a dossier whose first message was refused."""
    code = world.bring(State.RECEIVED)
    lane = OutboxLane.objects.get(subject=f"dossier:{code}")
    lane.stopped_at = lane.failed_at = world.now
    lane.problem = reason
    lane.save()
    call = {"service": "DongBoHoSoMC", "code": code, "problem": reason, "request": '{"ChuHoSo": "•••"}'}
    TroubledCall.objects.create(at=world.now, **call)
    return code, lane


def test_the_way_leads_from_the_entrance_to_a_dossier(world, admin):
    code, lane = stopped(world)
    assert HOME in admin.get(reverse("console:home")).content.decode()
    page = admin.get(HOME).content.decode()
    address = reverse("console:exchange_lane", args=[lane.pk])
    assert address in page
    assert "Bị dừng, chờ quyết định" in page
    page = admin.get(address).content.decode()
    assert "từ 5 sang 1" in page
    assert "Tiếp nhận" in page
    assert CITIZEN_ID not in page
    assert "Nguyễn Thị An" not in page
    assert code in page


def test_giving_up_needs_a_reason_and_keeps_it(world, admin):
    _code, lane = stopped(world)
    address = reverse("console:exchange_lane", args=[lane.pk])
    give_up = reverse("console:exchange_give_up", args=[lane.pk])
    key = key_in(admin.get(address))
    assert admin.post(give_up, {"key": key, "seq": 1}).status_code == 422
    for _press in range(2):
        answer = admin.post(give_up, {"key": key, "seq": 1, "reason": "Cổng đã có bằng cách khác"})
        assert answer.status_code == 302
    (entry,) = journal.lines(lane.stream)
    assert (entry.kind, journal.data(entry)["reason"]) == ("exchange.lane.give_up", "Cổng đã có bằng cách khác")
    assert outbox.waiting("national-portal") == 1
    assert "Cổng đã có bằng cách khác" in admin.get(address).content.decode()


def test_giving_up_a_message_that_has_gone_meanwhile_is_refused(world, admin):
    _code, lane = stopped(world)
    give_up = reverse("console:exchange_give_up", args=[lane.pk])
    answer = admin.post(give_up, {"key": "a-key-of-one", "seq": 2, "reason": "Nhầm"})
    assert answer.status_code == 422
    assert "không còn đứng đầu" in answer.content.decode()


def test_all_that_stopped_for_one_reason_are_tried_again(world, admin):
    for _number in range(3):
        stopped(world, "-7: Thiếu hoặc sai tiêu đề dstcode")
    _code, other = stopped(world)
    page = admin.get(HOME)
    assert "Gửi lại tất cả" in page.content.decode()
    data = {"key": key_in(page), "problem": "-7: Thiếu hoặc sai tiêu đề dstcode"}
    assert admin.post(reverse("console:exchange_retry_alike"), data).status_code == 302
    assert OutboxLane.objects.filter(stopped_at__isnull=False).get().pk == other.pk


def test_a_partner_that_is_down_is_said_and_can_be_tried(world, admin):
    OutboxPartner.objects.create(
        topic="national-portal", failures=7, down_since=world.now, next_try_at=world.now, problem="ConnectError"
    )
    page = admin.get(HOME)
    assert "Không liên lạc được với Cổng" in page.content.decode()
    assert admin.post(reverse("console:exchange_retry_alike"), {"key": key_in(page)}).status_code == 302
    assert OutboxPartner.objects.get().down_since is None


@pytest.mark.parametrize("state", ["due", "held", "resting", "stopped", "none", "\0"])
def test_lanes_by_state(world, admin, state):
    world.bring(State.RECEIVED)
    lanes.claim("national-portal", 1, now=world.now, lease=world.now - world.now)
    assert admin.get(HOME, {"trang-thai": state, "trang": "9"}).status_code == 200


def test_what_differs_is_repaired_by_one_press(world, admin):
    code = world.bring(State.RECEIVED)
    dossier = world.dossier(code)
    DossierCheck.objects.create(
        dossier=dossier, procedure_code=dossier.procedure_code, agency=dossier.agency, verdict="missing", seq=2,
        our_state=2, checked_at=world.now,
    )  # fmt: skip
    page = admin.get(CHECKS)
    assert code in page.content.decode()
    assert "fee_kind" in page.content.decode()
    assert admin.post(CHECKS, {"key": key_in(page), "code": code}).status_code == 302
    assert DossierCheck.objects.get().verdict == "waiting"
    world.act(Command.COMPLETE_STEP, code)
    assert admin.post(CHECKS, {"key": "another-key", "code": code}).status_code == 422
    assert admin.post(CHECKS, {"key": "another-key", "code": "\0"}).status_code == 422
    assert admin.get(CHECKS, {"ket-qua": "\0", "thu-tuc": "\0"}).status_code == 200


def test_a_filing_that_is_held_is_settled_or_not_taken(world, admin):
    assert world.procedures
    address = reverse("console:exchange_filings")
    for number, procedure in enumerate((PAUSE, "1.999999")):
        code = f"G09.20-20241104-009263{number}"
        Filing.objects.create(
            code=code, procedure_code=procedure, record='{"ChuHoSo": "Nguyễn Thị An"}', reason="Chưa rõ",
            arrived_at=world.now, head_hash=journal.GENESIS,
        )  # fmt: skip
    page = admin.get(address).content.decode()
    assert "G09.20-20241104-0092630" in page
    assert "Cấp mới" in page
    assert "Nguyễn Thị An" not in page
    settle = {"key": "settle-key", "code": "G09.20-20241104-0092630", "act": "settle", "case": CASE}
    assert admin.post(address, settle | {"agency": str(world.agency().id)}).status_code == 302
    dismiss = {"key": "dismiss-key", "code": "G09.20-20241104-0092631", "act": "dismiss"}
    assert admin.post(address, dismiss).status_code == 422
    assert admin.post(address, dismiss | {"reason": "Không thuộc tỉnh"}).status_code == 302
    found = {row.code[-1]: (row.status, row.case_key) for row in Filing.objects.all()}
    assert found == {"0": ("held", CASE), "1": ("dismissed", "")}
    assert admin.post(address, dismiss | {"key": "odd-key-1", "code": "\0", "reason": "x"}).status_code == 422


def test_nobody_else_comes_in(world, client):
    client.force_login(world.officer("leader"))
    assert client.get(HOME).status_code == 403
    assert client.get(CHECKS).status_code == 403
