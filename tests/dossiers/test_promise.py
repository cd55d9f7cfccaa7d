"""What a dossier's page says: who holds it, until when, why it stands still, what the citizen must do; and no more."""

import dataclasses

import pytest
from django.utils import translation

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Risk, State
from world import moment

AGENCY = "Sở Tư pháp"
HOLDERS = {
    State.NEW: (f"Bộ phận Một cửa, {AGENCY}", "Kiểm tra và trả lời việc tiếp nhận", ""),
    State.RECEIVED: (f"Chuyên viên thụ lý, {AGENCY}", "Kiểm tra, ghi sổ", ""),
    State.PROCESSING: (f"Lãnh đạo cơ quan, {AGENCY}", "Lãnh đạo UBND xã ký", ""),
    State.SUPPLEMENT: ("Người nộp hồ sơ", "Bổ sung giấy tờ theo yêu cầu bên dưới.", "Bổ sung giấy tờ"),
    State.PAYMENT: ("Người nộp hồ sơ", "Nộp phí, lệ phí theo thông báo", "Nộp phí, lệ phí"),
    State.WITHDRAWN: (f"Bộ phận Một cửa, {AGENCY}", "Xác nhận việc rút hồ sơ", ""),
    State.DONE: (f"Bộ phận Một cửa, {AGENCY}", "Trả kết quả", "Nhận kết quả"),
    State.REFUSED: ("", "", ""),
    State.STOPPED: ("", "", ""),
    State.RETURNED: ("", "", ""),
}


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.name)
def test_who_holds_the_dossier_and_what_the_citizen_must_do(world, state):
    code = world.bring(state)
    promise = dossiers.view(world.citizen, code, now=world.now).promise
    holder, task, duty = HOLDERS[state]
    assert promise.holder == holder
    assert promise.holder_task.startswith(task)
    assert promise.citizen_must_do.startswith(duty)
    assert bool(promise.citizen_must_do) == bool(duty)


def test_the_promise_while_time_runs(world):
    code = world.bring(State.RECEIVED)
    promise = dossiers.view(world.citizen, code, now=moment("2024-11-11T16:00")).promise
    assert promise.due_at == promise.first_promised_at == moment("2024-11-11T17:00")
    assert (promise.office_minutes_left, promise.is_paused, promise.pause_reason) == (60, False, "")
    assert any("11/11/2024" in line for line in promise.explanation)
    with translation.override("en"):
        english = dossiers.view(world.citizen, code, now=world.now).promise.explanation
    assert len(english) == len(promise.explanation) > 1
    assert english != promise.explanation


def test_after_the_due_moment_the_time_over_counts_up(world):
    code = world.bring(State.RECEIVED)
    view = dossiers.view(world.citizen, code, now=moment("2024-11-12T08:30"))
    assert (view.promise.office_minutes_left, view.risk) == (-60, Risk.LATE)


def test_a_pause_names_its_ground(world):
    code = world.bring(State.PROCESSING)
    world.act("pause", code)
    promise = dossiers.view(world.citizen, code, now=world.now).promise
    assert promise.is_paused
    assert promise.pause_reason.startswith("chờ ý kiến của cơ quan khác")
    assert promise.pause_reason.endswith("Công văn 12/STP ngày 04/11/2024")
    assert (promise.due_at, promise.office_minutes_left) == (None, None)


def test_the_open_supplement_request_stands_on_the_page(world):
    code = world.bring(State.SUPPLEMENT)
    view = dossiers.view(world.citizen, code, now=world.now)
    assert view.supplement.items == [{"title": "Giấy tờ tùy thân", "reason": "Bản chụp bị mờ", "requirement_key": "d2"}]
    world.act("supplement", code)
    assert dossiers.view(world.citizen, code, now=world.now).supplement is None


def test_the_timeline_says_every_act(world):
    code = world.bring(State.SUPPLEMENT)
    world.act("supplement", code, note="Đã chụp lại")
    world.act("pause", code)
    world.act("resume", code)
    world.finish_steps(code)
    world.act("finish", code)
    world.act("return_result", code)
    world.act("rate", code, score=2)
    lines = dossiers.view(world.citizen, code, now=world.now).timeline
    assert [line.title for line in lines] == [
        "Hồ sơ được nộp",
        "Hồ sơ được tiếp nhận",
        "Hoàn thành: Kiểm tra, ghi sổ",
        "Yêu cầu bổ sung lần 1",
        "Hồ sơ được bổ sung lần 1",
        "Tạm dừng tính thời hạn: chờ ý kiến của cơ quan khác theo quy định của pháp luật",
        "Tiếp tục tính thời hạn",
        "Hoàn thành: Lãnh đạo UBND xã ký",
        "Hoàn thành: Đóng dấu, chuyển bộ phận trả kết quả",
        "Đã có kết quả giải quyết",
        "Kết quả đã được trả",
        "Người nộp đánh giá: Hài lòng",
    ]
    assert lines[4].detail == "Đã chụp lại"
    assert lines[1].actor == "Cán bộ reception H06.03"
    assert [line.state for line in lines][-1] is State.RETURNED


def test_the_public_look_up_says_nothing_personal(world):
    code = world.bring(State.SUPPLEMENT)
    found = dossiers.public_view(code, now=world.now)
    words = " ".join(str(value) for value in dataclasses.asdict(found).values())
    dossier = world.dossier(code)
    for secret in (
        dossier.owner_name, "An", dossier.owner_id_number, dossier.owner_phone, dossier.owner_email,
        dossier.owner_address, "Tờ khai", "Bản chụp bị mờ", "Cán bộ", "an.nguyen",
    ):  # fmt: skip
        assert secret not in words
    assert (found.state, found.agency_name) == (State.SUPPLEMENT, AGENCY)


@pytest.mark.parametrize(
    "text", ["", "abc", "000.00.03.H06-241104", "' OR 1=1 --", "\x00", "000.00.03.H06-241199-0001"]
)
def test_the_public_look_up_says_how_a_code_looks(world, text):
    with pytest.raises(dossiers.Invalid) as refusal:
        dossiers.public_view(text, now=world.now)
    assert refusal.value.field == "code"


def test_the_public_look_up_of_an_unknown_code(world):
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.public_view("000.00.03.H06-241104-9999", now=world.now)
