"""The explanation says each thing that made the due moment what it is, in both languages."""

from datetime import datetime

import pytest

from haidang.worktime import api as worktime

CALENDAR = worktime.profile_calendar()


def at(text):
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=CALENDAR.zone)


def told(start, term, *, pauses=(), **more):
    ledger = [worktime.Pause(at(begin), at(end), "yêu cầu bổ sung") for begin, end in pauses]
    return worktime.explain(CALENDAR, at(start), term=worktime.Term.parse(term), pauses=ledger, **more)


@pytest.mark.parametrize(
    ("lines", "vi", "en"),
    [
        (told("2024-03-04T16:59", "1 working_day"), "trong giờ làm việc", "in office hours"),
        (told("2024-03-04T17:00", "1 working_day"), "tính là nhận lúc 07:30 thứ Ba 05/03/2024", "after office hours"),
        (told("2024-03-04T12:00", "1 working_day"), "trong giờ nghỉ giữa ca", "break between shifts"),
        (told("2024-03-04T05:00", "1 working_day"), "trước giờ làm việc", "before office hours"),
        (told("2024-03-09T09:00", "1 working_day"), "ngày nghỉ hằng tuần", "weekly day off"),
        (told("2024-04-30T09:00", "1 working_day"), "ngày nghỉ lễ", "public holiday"),
        (told("2024-03-04T09:00", "1 working_day"), "Ngày đầu tiên (thứ Hai 04/03/2024) không tính", "first day"),
        (told("2024-03-08T09:00", "1 working_day"), "Thứ Bảy 09/03/2024 – Chủ nhật 10/03/2024", "not counted"),
        (told("2024-04-26T16:30", "5 working_day"), "Thứ Bảy 04/05/2024: ngày làm bù", "make-up working day"),
        (told("2024-08-23T09:00", "10 calendar_day"), "hạn chuyển sang ngày làm việc tiếp theo", "moves to the next"),
        (told("2024-01-31T09:00", "1 month"), "không có ngày 31", "has no day 31"),
        (told("2024-03-04T09:00", "8 working_hour"), "480 phút làm việc (8 giờ)", "480 office minutes (8 h)"),
        (told("2024-03-04T09:00", "1 working_day"), "17:00 thứ Ba 05/03/2024, hết giờ làm việc", "close of office"),
        (
            told("2024-03-04T09:00", "3 working_day", pauses=[("2024-03-04T17:00", "2024-03-05T08:00")]),
            "(yêu cầu bổ sung) từ 17:00 thứ Hai 04/03/2024 đến 08:00 thứ Ba 05/03/2024: lùi 1 ngày làm việc",
            "moves by 1 working day",
        ),
        (
            told("2024-03-04T09:00", "3 working_day", pauses=[("2024-03-05T09:00", "2024-03-09T08:00")]),
            "tính là 07:30 thứ Hai 11/03/2024",
            "counts as resumed at 07:30 on Monday 2024-03-11",
        ),
        (
            told("2024-03-04T09:00", "1 working_day", pauses=[("2024-03-06T09:00", "2024-03-07T08:00")]),
            "ghi nhận nhưng không lùi hạn",
            "moves nothing",
        ),
        (
            told("2024-03-04T09:00", "3 working_day", pauses=[("2024-03-05T09:00", None)]),
            "thời hạn còn lại 2 ngày làm việc",
            "2 working days left",
        ),
        (
            told(
                "2024-03-04T09:00",
                "3 working_day",
                pauses=[("2024-03-05T09:00", "2024-03-06T09:00")],
                policy=worktime.PausePolicy.RESTART,
            ),
            "tính lại toàn bộ thời hạn",
            "begins anew",
        ),
        (
            told(
                "2024-03-04T09:00",
                "3 working_day",
                pauses=[("2024-03-05T09:00", "2024-03-06T09:00")],
                policy=worktime.PausePolicy.NONE,
            ),
            "không dừng thời hạn",
            "does not stop the clock",
        ),
    ],
)
def test_a_reason_is_told_in_both_languages(lines, vi, en):
    assert vi in "\n".join(line.vi for line in lines)
    assert en in "\n".join(line.text("en") for line in lines)


def test_the_last_line_of_a_running_term_names_the_due_moment():
    lines = told("2024-03-04T16:59", "1 working_hour")
    assert lines[-1].text() == "Hạn trả: 08:29 thứ Ba 05/03/2024, khi đã đủ giờ làm việc."


def test_a_fraction_of_a_day_is_told_with_its_comma():
    lines = told("2024-03-04T07:30", "1.5 working_day", convention=worktime.Convention.RUNNING)
    assert "Thời hạn 1,5 ngày làm việc" in lines[1].vi
    assert "675 phút làm việc (11 giờ 15 phút)" in lines[1].vi
