"""The control slip: one row a hand-over, made from the events, with how each stood against its step's budget."""

from paper_readers import code_on, facts_of, text_of

from haidang.dossiers import api as dossiers
from haidang.dossiers.papers.control import Handover, handovers, standing
from world import moment


def walked(world):
    """A dossier that went through its steps: the first before its day, the second late, the third open."""
    code = world.submit(now=moment("2024-11-04T09:00")).code
    world.act("accept", code, now=moment("2024-11-04T09:30"))
    for at, note in (("2024-11-04T10:00", "Hồ sơ hợp lệ"), ("2024-11-07T16:00", "")):
        world.act("complete_step", code, now=moment(at), note=note)
    return code


def test_a_row_for_every_hand_over(world):
    code = walked(world)
    first, second, third = handovers(world.dossier(code))
    assert first.giver == "Sở Tư pháp (Cán bộ reception H06.03)"
    assert first.receiver == second.giver == "Sở Tư pháp (Cán bộ specialist H06.03)"
    assert second.receiver == third.giver == "Sở Tư pháp (Cán bộ leader H06.03)"
    assert third.receiver == "Sở Tư pháp (Cán bộ một cửa)"
    assert (first.at, second.at) == (moment("2024-11-04T09:30"), moment("2024-11-04T10:00"))
    assert first.note.endswith(". Hồ sơ hợp lệ")
    now = moment("2024-11-07T16:01")
    assert [standing(each, now=now) for each in (second, third)] == ["Quá hạn", "Đang giải quyết"]


def test_before_on_or_after_the_day(world):
    due = moment("2024-11-06T11:00")
    told = {
        "2024-11-05T17:00": "Trước hạn",
        "2024-11-06T08:00": "Đúng hạn",
        "2024-11-06T11:00": "Đúng hạn",
        "2024-11-06T11:01": "Quá hạn",
    }
    for done, words in told.items():
        assert standing(Handover("", "", due, due, moment(done), ""), now=due) == words
    open_one = Handover("", "", due, due, None, "")
    assert standing(open_one, now=due) == "Đang giải quyết"
    assert standing(open_one, now=moment("2024-11-06T11:01")) == "Đang giải quyết, quá hạn"


def test_the_result_goes_back_to_the_desk(world):
    code = walked(world)
    world.act("complete_step", code, now=moment("2024-11-08T08:00"))
    world.act("finish", code, now=moment("2024-11-08T09:00"))
    last = handovers(world.dossier(code))[-1]
    assert (last.receiver, last.at) == ("Sở Tư pháp (Bộ phận Tiếp nhận và Trả kết quả)", moment("2024-11-08T09:00"))
    assert standing(last, now=moment("2024-11-08T09:00")) == "Trước hạn"


def test_the_slip_as_pdf(world):
    code = walked(world)
    pdf = dossiers.draw_paper(dossiers.control_slip(world.officer("specialist"), code, now=moment("2025-09-15T08:05")))
    text = text_of(pdf)
    for words in (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        code,
        "Hồ sơ hợp lệ",
        "Quá hạn",
        "Lập lúc 08 giờ 05 phút, ngày 15/09/2025",
        "Mẫu số 06, Thông tư số 03/2025/TT-VPCP",
    ):
        assert words in text, words
    assert "Số:" not in text
    assert facts_of(pdf)["Page size"].startswith("841.89 x 595.276")
    assert code_on(pdf).startswith("http://localhost:8000/tra-cuu/?ma=" + code)
    old = dossiers.control_slip(world.officer("specialist"), code, now=moment("2024-11-08T08:00"))
    assert old.form == "Mẫu số 05, Thông tư số 01/2018/TT-VPCP"
