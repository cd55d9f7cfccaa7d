"""The cases in which other systems count deadlines wrong, played at the desk: by its pages, its forms and its slips.

Every expected date is written down as the page says it, with the count by hand beside it. Office hours of the province:
07:30–11:30 and 13:30–17:00 from Monday to Friday, 450 minutes a day.
"""

import pytest
from desk_pages import text_of
from django.urls import reverse
from paper_browser import Officer

from haidang.dossiers.api import Dossier, State
from haidang.identity import api as identity
from world import CASE, DEPARTMENT, HOURS, NO_TERM, PAUSE, import_procedures, moment, procedure_record

ONE_DAY, EIGHT_HOURS, A_DAY_OF_HOURS, TEN_DAYS, THIRTY_DAYS = (f"9.20000{number}" for number in range(1, 6))
TERMS = {
    ONE_DAY: {"value": 1, "unit": "working_day"},
    EIGHT_HOURS: {"value": 8, "unit": "working_hour"},
    A_DAY_OF_HOURS: {"value": 24, "unit": "working_hour"},
    TEN_DAYS: {"value": 10, "unit": "calendar_day"},
    THIRTY_DAYS: {"value": 30, "unit": "calendar_day"},
}


@pytest.fixture
def office(world):
    """The officers of the department at their desks, and a counter that takes dossiers in."""
    assert world.procedures
    import_procedures(moment("2024-01-02T08:00"), [procedure_record(code, time=time) for code, time in TERMS.items()])

    class Office:
        reception, specialist, leader = (Officer(world.officer(role)) for role in ("reception", "specialist", "leader"))

        def at(self, when):
            """From now on it is that moment."""
            world.now = moment(when)
            return self

        def take_in(self, procedure=PAUSE, *, button="tiep-nhan", **typed):
            """Files at the counter what a citizen brought; returns the answer."""
            answers = {f"don-{key}": value for key, value in world.answers().items()}
            return self.reception.receive(entry(procedure), **(answers | {button: "1"} | typed))

        def receive(self, procedure=PAUSE):
            """Takes a dossier in and receives it at once; returns its code."""
            answer = self.take_in(procedure)
            code = Dossier.objects.latest("pk").code
            assert answer.url == reverse("desk:receipt", kwargs={"code": code})
            return code

        def work(self, code):
            """Somebody completes the open step."""
            for officer in (self.reception, self.specialist, self.leader):
                if "Hoàn thành bước:" in officer.page(code):
                    return officer.act(code, "hoan-thanh-buoc")
            raise AssertionError("nobody can complete a step")

        def ask(self, code):
            """The specialist asks for a paper that is missing."""
            answer = self.specialist.act(code, "yeu-cau-bo-sung", **{"item-0-chosen": "on"})
            assert answer.status_code == 302

        def bring(self, code):
            """The citizen brings it to the counter."""
            assert self.reception.act(code, "bo-sung", note="Đã nộp bản gốc").status_code == 302

        def due(self, code):
            """What the dossier's page says about when it is due."""
            words = self.specialist.page(code)
            return words.split("Hạn trả kết quả: ", 1)[1].split(" Thời gian", 1)[0]

    return Office()


def entry(procedure):
    return f"{reverse('desk:reception_entry', args=[procedure])}?truong-hop={CASE}&co-quan={DEPARTMENT}"


def on_paper(shown):
    """A moment of a page as the papers write it."""
    at, day = shown.split(", ")
    hour, minute = at.split(":")
    return f"{hour} giờ {minute} phút, ngày {day.split()[-1]}"


# Filed when, for which procedure, due when as the page writes it.
FILED = {
    # Tue 5, Wed 6, Thu 7, Fri 8, Mon 11: one office minute on the day of receipt makes it that day.
    "16:59": ("2024-11-04T16:59", PAUSE, "17:00, thứ Hai 11/11/2024"),
    # Received Tue 5 at 07:30. Wed 6, Thu 7, Fri 8, Mon 11, Tue 12.
    "17:00": ("2024-11-04T17:00", PAUSE, "17:00, thứ Ba 12/11/2024"),
    # Received Mon 4 at 13:30. Tue 5, Wed 6, Thu 7, Fri 8, Mon 11.
    "at lunch": ("2024-11-04T12:00", PAUSE, "17:00, thứ Hai 11/11/2024"),
    # 960 minutes: Mon 1, Tue 450, Wed 450, Thu 59 from 07:30.
    "16:59 by hours": ("2024-11-04T16:59", HOURS, "08:29, thứ Năm 07/11/2024"),
    # 960 minutes: Tue 450, Wed 450, Thu 60 from 07:30.
    "17:00 by hours": ("2024-11-04T17:00", HOURS, "08:30, thứ Năm 07/11/2024"),
    # 960 minutes: Mon 210 from 13:30, Tue 450, Wed 240 till 11:30 and 60 from 13:30.
    "at lunch by hours": ("2024-11-04T12:00", HOURS, "14:30, thứ Tư 06/11/2024"),
    # Received Mon 11. Tue 12, Wed 13, Thu 14, Fri 15, Mon 18.
    "on a Saturday": ("2024-11-09T10:00", PAUSE, "17:00, thứ Hai 18/11/2024"),
    # 2 and 3 September are off: received Wed 4. Thu 5, Fri 6, Mon 9, Tue 10, Wed 11.
    "on a holiday": ("2024-09-02T09:00", PAUSE, "17:00, thứ Tư 11/09/2024"),
    # Saturday 4 May is worked: received that day. Mon 6, Tue 7, Wed 8, Thu 9, Fri 10.
    "on a make-up Saturday": ("2024-05-04T09:00", PAUSE, "17:00, thứ Sáu 10/05/2024"),
    # The make-up Saturday counts: Sat 4, Mon 6, Tue 7, Wed 8, Thu 9.
    "before a make-up Saturday": ("2024-05-03T09:00", PAUSE, "17:00, thứ Năm 09/05/2024"),
    # 23 August + 10 days = Mon 2 September, off; Tue 3 off; Wed 4.
    "due on a holiday": ("2024-08-23T09:00", TEN_DAYS, "17:00, thứ Tư 04/09/2024"),
    # One working day: the end of the next one.
    "one day": ("2024-11-04T09:00", ONE_DAY, "17:00, thứ Ba 05/11/2024"),
    # 480 minutes: Mon 150 till 11:30 and 210 from 13:30, Tue 120 from 07:30.
    "eight hours": ("2024-11-04T09:00", EIGHT_HOURS, "09:30, thứ Ba 05/11/2024"),
    # 1,440 minutes: Mon 360, Tue 450, Wed 450, Thu 180 from 07:30.
    "twenty-four hours": ("2024-11-04T09:00", A_DAY_OF_HOURS, "10:30, thứ Năm 07/11/2024"),
    # 4 November + 30 days = Wed 4 December; thirty minutes would be 09:30 on the same day.
    "thirty days": ("2024-11-04T09:00", THIRTY_DAYS, "17:00, thứ Tư 04/12/2024"),
}


@pytest.mark.parametrize("case", FILED)
def test_a_dossier_taken_in_at_the_counter_is_due(office, case):
    when, procedure, due = FILED[case]
    code = office.at(when).receive(procedure)
    assert office.due(code) == due
    assert on_paper(due) in office.reception.slip(code)


# What happens between Friday 1 November, 9:00, and the due date.
PAUSED = {
    # Mon 4, Tue 5, Wed 6, Thu 7, Fri 8; the pause moves it by one working day, Tuesday: Mon 11.
    PAUSE: "17:00, thứ Hai 11/11/2024",
    # 960 minutes: Fri 360, Mon 450 (the pause begins with its last minute), Tue 150 from 08:00, not 07:30.
    HOURS: "10:30, thứ Ba 05/11/2024",
}


@pytest.mark.parametrize("procedure", PAUSED)
def test_a_pause_from_monday_at_five_to_tuesday_at_eight(office, procedure):
    code = office.at("2024-11-01T09:00").receive(procedure)
    office.at("2024-11-01T10:00").work(code)
    office.at("2024-11-04T17:00").specialist.act(code, "tam-dung", ground="other_agency", reason="Công văn 12/STP")
    assert "Đang tạm dừng tính thời hạn" in office.specialist.page(code)
    office.at("2024-11-05T08:00").specialist.act(code, "tiep-tuc")
    assert office.due(code) == PAUSED[procedure]


def test_four_supplement_requests_each_move_the_date(office):
    """Due Mon 11; asked for on one day and brought on the next, each time: Tue 12, Wed 13, Thu 14, Fri 15."""
    code = office.at("2024-11-04T09:00").receive()
    moved = []
    for asked, brought in (("05", "06"), ("07", "08"), ("11", "12"), ("13", "14")):
        office.at(f"2024-11-{asked}T10:00").ask(code)
        assert "Đang tạm dừng tính thời hạn" in office.specialist.page(code)
        office.at(f"2024-11-{brought}T10:00").bring(code)
        moved.append(office.due(code))
    assert moved == [
        "17:00, thứ Ba 12/11/2024",
        "17:00, thứ Tư 13/11/2024",
        "17:00, thứ Năm 14/11/2024",
        "17:00, thứ Sáu 15/11/2024",
    ]
    page = office.specialist.page(code)
    assert "Yêu cầu bổ sung lần 4" in page
    assert "Hẹn lần đầu 17:00, thứ Hai 11/11/2024" in page
    assert "17 giờ 00 phút, ngày 11/11/2024" in office.reception.slip(code), (
        "the slip promised this and is not rewritten"
    )


def test_a_pause_over_tet_moves_working_days_only(office):
    """8 to 14 February are off: Tue 6, Wed 7, Thu 15, Fri 16, Mon 19. Asked on Wed 7, brought on Thu 15: one day."""
    code = office.at("2024-02-05T09:00").receive()
    assert office.due(code) == "17:00, thứ Hai 19/02/2024"
    office.at("2024-02-07T10:00").ask(code)
    office.at("2024-02-15T09:00").bring(code)
    assert office.due(code) == "17:00, thứ Ba 20/02/2024"


@pytest.mark.parametrize("slug", ["tiep-tuc", "bo-sung"])
def test_resuming_before_the_pause_is_refused_and_changes_nothing(office, slug):
    """As when the clock of one server is behind another's."""
    code = office.at("2024-11-04T09:00").receive()
    office.at("2024-11-04T10:00").work(code)
    if slug == "tiep-tuc":
        office.at("2024-11-06T10:00").specialist.act(code, "tam-dung", ground="other_agency", reason="Công văn 12/STP")
        who, typed = office.specialist, {"reason": "Văn bản trả lời số 7"}
    else:
        office.at("2024-11-06T10:00").ask(code)
        who, typed = office.reception, {"note": "Văn bản trả lời số 7"}
    refused = office.at("2024-11-06T09:59") and who.act(code, slug, **typed)
    assert refused.status_code == 422
    words = text_of(refused)
    assert "Thời điểm này sớm hơn lần chuyển trạng thái trước của đồng hồ thời hạn." in words
    assert "Văn bản trả lời số 7" in words
    assert "Đang tạm dừng tính thời hạn" in who.page(code)
    office.at("2024-11-07T09:00")
    assert who.act(code, slug, **typed).status_code == 302
    # Due Mon 11, moved by one working day: asked on Wed 6, resumed on Thu 7.
    assert office.due(code) == "17:00, thứ Ba 12/11/2024"


def test_a_second_new_date_is_refused(office, world):
    """Due Mon 11; on Thu 7 three working days more are promised: Tue 12, Wed 13, Thu 14. Once is all there is."""
    code = office.at("2024-11-04T09:00").receive()
    office.at("2024-11-05T09:00").work(code)
    office.at("2024-11-07T09:00")
    typed = {"working_days": "3", "reason": "Chờ xác minh", "unit": "Phòng Hành chính"}
    sent = office.leader.form(code, "hen-lai") | typed
    assert office.leader.send(code, "hen-lai", sent).status_code == 302
    assert office.due(code) == "17:00, thứ Năm 14/11/2024"
    again = sent | {"key": world.key(), "expected_version": world.dossier(code).version}
    refused = office.leader.send(code, "hen-lai", again)
    assert refused.status_code == 422
    assert "Không còn thực hiện được “Xin lỗi và hẹn lại ngày trả kết quả” với hồ sơ này." in text_of(refused)
    assert "Chờ xác minh" in text_of(refused)
    assert office.due(code) == "17:00, thứ Năm 14/11/2024"


def test_a_new_date_on_the_day_it_is_due_comes_too_late(office):
    code = office.at("2024-11-04T09:00").receive()
    office.at("2024-11-05T09:00").work(code)
    office.at("2024-11-11T09:00")
    refused = office.leader.act(code, "hen-lai", working_days="3", reason="Chờ xác minh", unit="Phòng Hành chính")
    assert refused.status_code == 409
    assert "chậm nhất một ngày trước hạn trả (11/11/2024)" in text_of(refused)
    assert office.due(code) == "17:00, thứ Hai 11/11/2024"


def test_a_calendar_amended_after_receipt_moves_no_promise_and_says_so(office, world, client):
    """Received Mon 4, due Mon 11. Then Thu 7 becomes a day off: counted anew it would be Tue 12."""
    code = office.at("2024-11-04T09:00").receive()
    assert "Lịch làm việc đã thay đổi" not in office.specialist.page(code)
    amend(world, client, "07/11/2024")
    assert office.due(code).startswith("17:00, thứ Hai 11/11/2024")
    forecast = "tính theo lịch hiện hành thì hạn là 17:00, thứ Ba 12/11/2024"
    assert forecast in office.specialist.page(code)
    assert "17 giờ 00 phút, ngày 11/11/2024" in office.reception.slip(code)
    after = office.receive()
    assert office.due(after) == "17:00, thứ Ba 12/11/2024"
    assert "Lịch làm việc đã thay đổi" not in office.specialist.page(after)


def test_a_day_off_after_the_due_date_changes_no_forecast(office, world, client):
    code = office.at("2024-11-04T09:00").receive()
    amend(world, client, "12/11/2024")
    assert "Lịch làm việc đã thay đổi" not in office.specialist.page(code)


def amend(world, client, day):
    """The administrator publishes the next version of the province's calendar, by his page."""
    administrator = world.administrator
    client.force_login(administrator)
    version = identity.calendar_version_of(world.agency().id, on=world.now.date())
    sent = {"version": version.number, "day": day, "kind": "holiday", "reason": "Bão"}
    answer = client.post(reverse("console:calendar", kwargs={"code": "province"}), sent)
    assert answer.status_code == 302


def test_the_budgets_of_the_steps_do_not_add_up_to_the_term(office):
    """Steps of 2 hours, 1 hour and half an hour; the term is five days: Mon 11, whatever the steps say."""
    code = office.at("2024-11-04T09:00").receive()
    page = office.specialist.page(code)
    # 120 minutes from Mon 9:00.
    assert "11:00 04/11/2024" in page
    assert office.due(code) == "17:00, thứ Hai 11/11/2024"
    for when in ("2024-11-05T09:00", "2024-11-06T09:00", "2024-11-07T09:00"):
        office.at(when).work(code)
    page = office.specialist.page(code)
    assert page.count("Xong, trễ hạn bước") == 3
    assert office.due(code) == "17:00, thứ Hai 11/11/2024"
    assert "Quá hạn" not in page.split("Các bước xử lý")[0]


def test_a_year_without_a_calendar_fails_in_words_and_loses_nothing(office):
    """The calendar ends with 2027. Received on Thu 30 December, five working days would end in January 2028."""
    answer = office.at("2027-12-30T09:00").take_in(NO_TERM, working_days="5", **{"don-request": "Nội dung rất dài"})
    code = Dossier.objects.get().code
    assert answer.url == reverse("desk:dossier", kwargs={"code": code})
    page = office.reception.page(code)
    assert "nhưng chưa tiếp nhận được" in page
    assert "(quá ngày 2027-12-31)" in page
    assert "Nội dung rất dài" in page
    refused = office.reception.act(code, "tiep-nhan", working_days="5")
    assert refused.status_code == 422
    assert 'value="5"' in refused.content.decode()
    assert "(quá ngày 2027-12-31)" in text_of(refused)
    assert Dossier.objects.get().state == State.NEW
    # One working day, Fri 31 December, can be promised.
    assert office.reception.act(code, "tiep-nhan", working_days="1").status_code == 302
    assert office.due(code) == "17:00, thứ Sáu 31/12/2027"


def test_in_a_year_without_a_calendar_the_counter_keeps_what_was_typed(office):
    refused = office.at("2028-01-04T09:00").take_in(button="tao", **{"don-request": "Nội dung rất dài"})
    assert refused.status_code == 422
    words = text_of(refused)
    assert "lịch chỉ có hiệu lực từ 2020-01-01 đến 2027-12-31" in words
    assert "Nội dung rất dài" in words
    assert not Dossier.objects.exists()


def test_in_a_year_without_a_calendar_an_old_dossier_still_opens_and_can_be_ended(office):
    code = office.at("2027-12-20T09:00").receive()
    # Tue 21, Wed 22, Thu 23, Fri 24, Mon 27.
    assert office.due(code) == "17:00, thứ Hai 27/12/2027"
    office.at("2028-01-04T09:00")
    page = office.specialist.page(code)
    assert "17:00, thứ Hai 27/12/2027" in page
    refused = office.specialist.act(code, "hoan-thanh-buoc", note="Đã thẩm định")
    assert refused.status_code == 422
    assert "lịch chỉ có hiệu lực từ 2020-01-01 đến 2027-12-31" in text_of(refused)
    assert "Đã thẩm định" in text_of(refused)
    assert office.reception.act(code, "rut", reason="Không còn nhu cầu").status_code == 302
