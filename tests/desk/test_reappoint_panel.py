"""The desk's form for an apology and a new date."""

import pytest
from desk_pages import text_of
from django.urls import reverse

from haidang.dossiers.api import State
from haidang.platform import clock
from world import moment


@pytest.fixture
def received(world):
    return world.bring(State.RECEIVED)


def entries(signer, **more):
    return {"reason": "Chờ xác minh", "unit": "Phòng Nghiệp vụ", "signer": str(signer.pk)} | more


def test_a_leader_signs_and_both_sides_see_both_dates(world, desk, as_user, received):
    leader = world.officer("leader")
    page = text_of(desk.page(leader, received))
    assert "Xin lỗi và hẹn lại ngày trả kết quả" in page
    answer = desk.send(leader, received, "hen-lai", **entries(leader, working_days="3"))
    assert answer.status_code == 302, text_of(answer)
    assert world.dossier(received).due_at == moment("2024-11-14T17:00")
    for client, name in ((leader, "desk:dossier"), (world.citizen, "portal:dossier")):
        page = text_of(as_user(client).get(reverse(name, args=[received])))
        assert "Từ 17:00, thứ Hai 11/11/2024 sang 17:00, thứ Năm 14/11/2024" in page
        assert "Phiếu xin lỗi và hẹn lại ngày trả kết quả" in page
        assert "Ngày hẹn đã thay bằng giấy số 1/2024/PXL" in page
        assert "Đơn vị chịu trách nhiệm: Phòng Nghiệp vụ" in page
    assert "viec-hen-lai" not in desk.page(leader, received).content.decode()


def test_a_date_can_be_chosen_instead(world, desk, received):
    leader = world.officer("leader")
    assert desk.send(leader, received, "hen-lai", **entries(leader, new_date="2024-11-18")).status_code == 302
    assert world.dossier(received).due_at == moment("2024-11-18T17:00")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Hãy ghi số ngày làm việc cần thêm, hoặc chọn ngày hẹn mới"),
        ({"new_date": "2024-11-16"}, "Ngày hẹn mới phải là ngày làm việc"),
        ({"new_date": "2024-11-05"}, "Ngày hẹn mới phải sau hạn trả hiện nay"),
        ({"working_days": "3", "reason": " "}, "Lý do chậm trễ"),
        ({"working_days": "3", "signer": "0"}, "Người ký"),
        ({"working_days": "3", "signer": "x"}, "Người ký"),
        ({"working_days": "9" * 40}, "Cần thêm"),
    ],
)
def test_what_is_refused_comes_back_with_its_reason_and_what_was_typed(world, desk, received, more, words):
    leader = world.officer("leader")
    answer = desk.send(leader, received, "hen-lai", **entries(leader) | more)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Phòng Nghiệp vụ" in answer.content.decode()
    assert world.dossier(received).papers.count() == 1


def test_too_late_is_said_in_words(world, desk, received, monkeypatch):
    leader = world.officer("leader")
    monkeypatch.setattr(clock, "now", lambda: moment("2024-11-11T08:00"))
    answer = desk.send(leader, received, "hen-lai", **entries(leader, working_days="2"))
    assert answer.status_code == 409
    assert "chậm nhất một ngày trước hạn trả (11/11/2024)" in text_of(answer)
