"""The pages of procedure control: figures with their lists, a plan and a review from proposal to version."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import Command
from haidang.procedure_control import charts
from haidang.procedure_control.buckets import APART, BUCKETS
from haidang.reform import api as reform
from haidang.reform.api import Entry, ReductionPlan, SimplificationReview, cut_of
from world import HOURS, PAUSE, moment, pdf_bytes

OVERVIEW = reverse("procedure_control:overview")
PROCEDURE = reverse("procedure_control:procedure", args=[PAUSE])


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def propose(world, manager, **changes):
    data = {"limit_0": "3", "limit_1": "3", "limit_2": "3", "reason": "Đã điện tử hóa", "key": world.key()} | changes
    answer = manager.post(reverse("procedure_control:plan_new", args=[PAUSE]), data)
    return answer, ReductionPlan.objects.order_by("-id").first()


def send(world, client, measure, act, **data):
    name = "plan" if isinstance(measure, ReductionPlan) else "review"
    measure.refresh_from_db()
    values = {"act": act, "key": world.key(), "expected_version": measure.version} | data
    answer = client.post(reverse(f"procedure_control:{name}", args=[measure.pk]), values)
    measure.refresh_from_db()
    return answer


DECISION = {"number": "12/QĐ-UBND", "date": "2024-11-04", "effective_on": "2024-11-04"}


def test_a_plan_goes_its_way_through_the_pages(world, manager, leader, administrator):
    answer, plan = propose(world, manager)
    assert answer.url == reverse("procedure_control:plan", args=[plan.pk])
    assert "5 ngày làm việc" in text_of(manager.get(answer.url))
    send(world, manager, plan, "trinh")
    document = SimpleUploadedFile("qd.pdf", pdf_bytes("qd"))
    send(world, leader, plan, "duyet", **DECISION, document=document)
    assert (plan.status, plan.decision_number, plan.document_name) == ("approved", "12/QĐ-UBND", "qd.pdf")
    paper = leader.get(reverse("procedure_control:plan_document", args=[plan.pk]))
    assert b"".join(paper.streaming_content) == pdf_bytes("qd")
    assert "chờ công bố" in text_of(administrator.get(OVERVIEW))
    send(world, administrator, plan, "cong-bo")
    assert plan.status == "published"
    page = text_of(administrator.get(reverse("procedure_control:plan", args=[plan.pk])))
    assert "Thời gian cam kết" in page
    assert "40,0 %" in text_of(leader.get(PROCEDURE))
    figures = text_of(leader.get(OVERVIEW))
    total = reform.share(on=world.now.date()).figures[0].denominator
    assert f"cắt từ 40 %: 1 trên {total:,}".replace(",", ".") in figures
    assert PAUSE in text_of(leader.get(OVERVIEW, {"muc": "40-45"}))
    assert PAUSE not in text_of(leader.get(OVERVIEW, {"muc": "tu-45"}))
    assert PAUSE not in text_of(leader.get(OVERVIEW, {"muc": "40-45", "ngay": "2024-11-03"}))


def test_a_review_goes_its_way_through_the_pages(world, manager, leader, administrator):
    data = {"kind_0": "shorten", "subject_0": "Từ 5 còn 3 ngày", "reason": "Bớt chờ", "saving_vnd": "1000000",
            "saving_note": "100 hồ sơ", "key": world.key()}  # fmt: skip
    answer = manager.post(reverse("procedure_control:review_new", args=[PAUSE]), data)
    review = SimplificationReview.objects.get()
    assert answer.url == reverse("procedure_control:review", args=[review.pk])
    send(world, manager, review, "trinh")
    send(world, leader, review, "duyet", **DECISION)
    assert "Chưa có phiên bản mới" in text_of(administrator.get(answer.url))
    _answer, plan = propose(world, manager)
    for client, act, more in ((manager, "trinh", {}), (leader, "duyet", DECISION), (administrator, "cong-bo", {})):
        send(world, client, plan, act, **more)
    send(world, administrator, review, "cong-bo", number="2")
    assert (review.status, review.new_version_id) == ("published", plan.new_version_id)
    page = text_of(manager.get(answer.url))
    assert "1.000.000 ₫" in page
    assert "3 ngày làm việc" in page
    assert PAUSE in text_of(manager.get(reverse("procedure_control:reviews"), {"trang-thai": "published"}))
    assert PAUSE not in text_of(manager.get(reverse("procedure_control:reviews"), {"trang-thai": "refused"}))


def test_what_cannot_be_done_is_said_at_its_field(world, manager, leader):
    answer, plan = propose(world, manager, limit_0="9")
    assert (answer.status_code, plan) == (422, None)
    assert "id_limit_0" in answer.content.decode().split("error-summary", 1)[-1]
    assert "không được dài hơn" in text_of(answer)
    answer, plan = propose(world, manager, limit_0="", limit_1="", limit_2="")
    assert (answer.status_code, plan) == (422, None)
    answer, plan = propose(world, manager, key="")
    assert (answer.status_code, plan) == (422, None)
    _answer, plan = propose(world, manager)
    send(world, manager, plan, "trinh")
    answer = send(world, leader, plan, "duyet", **(DECISION | {"effective_on": ""}))
    assert (answer.status_code, plan.status) == (422, "submitted")
    answer = send(world, leader, plan, "tu-choi", number="1/QĐ", date="2024-11-04")
    assert (answer.status_code, plan.status) == (422, "submitted")
    answer = send(world, leader, plan, "duyet", **DECISION, document=SimpleUploadedFile("x.pdf", b"not a pdf"))
    assert (answer.status_code, plan.status) == (422, "submitted")
    answer = send(world, leader, plan, "duyet", **DECISION, expected_version="1")
    assert "người khác cập nhật" in text_of(answer)
    send(world, leader, plan, "tu-choi", number="1/QĐ", date="2024-11-04", note="Chưa đủ căn cứ")
    assert plan.status == "refused"


def test_buttons_are_for_those_who_may(world, manager, leader, administrator):
    _answer, plan = propose(world, manager)
    page = reverse("procedure_control:plan", args=[plan.pk])
    assert "Trình duyệt" in text_of(manager.get(page))
    assert "Trình duyệt" not in text_of(administrator.get(page))
    send(world, administrator, plan, "trinh")
    assert plan.status == "proposed"
    send(world, leader, plan, "duyet", **DECISION)
    assert plan.status == "proposed"
    assert "Lập phương án" not in text_of(administrator.get(PROCEDURE))


def test_a_proposal_is_amended(world, manager):
    _answer, plan = propose(world, manager)
    page = reverse("procedure_control:plan_amend", args=[plan.pk])
    assert 'value="3"' in manager.get(page).content.decode()
    manager.post(page, {"limit_0": "2", "reason": "Sau góp ý", "key": world.key(), "expected_version": "1"})
    plan.refresh_from_db()
    assert ([item["proposed"]["value"] for item in plan.items], plan.version) == ([2], 2)


def test_a_shorter_term_is_tried_and_names_only_dossiers_that_one_may_open(world, manager, administrator):
    codes = []
    for _ in range(2):
        code = world.submit().code
        world.act(Command.ACCEPT, code)
        world.finish_steps(code, now=moment("2024-11-07T09:00"))
        world.act(Command.FINISH, code, now=moment("2024-11-07T10:00"))
        codes.append(code)
    world.now = moment("2024-11-08T09:00")
    found = manager.get(PROCEDURE, {"cach": "con", "so": "1", "don_vi": "working_day"})
    page = text_of(found)
    assert "2 hồ sơ đã xong" in page
    assert all(code in page for code in codes)
    assert "3 ngày làm việc" in page
    hidden = text_of(administrator.get(PROCEDURE, {"cach": "con", "so": "1", "don_vi": "working_day"}))
    assert not any(code in hidden for code in codes)
    assert "Và 2 hồ sơ nữa" in hidden
    broken = manager.get(PROCEDURE, {"cach": "con", "so": "1.5", "don_vi": "working_day"})
    assert broken.status_code == 422
    assert "số nguyên" in text_of(broken)


def test_a_procedure_in_hours_is_shown_in_hours(world, manager):
    code = world.submit(HOURS).code
    world.act(Command.ACCEPT, code)
    world.finish_steps(code, now=moment("2024-11-04T11:00"))
    world.act(Command.FINISH, code, now=moment("2024-11-04T11:15"))
    world.now = moment("2024-11-05T09:00")
    page = text_of(manager.get(reverse("procedure_control:procedure", args=[HOURS])))
    assert "2 giờ 15 phút làm việc" in page
    assert "16 giờ làm việc" in page


def test_versions_are_compared(world, manager):
    answer = manager.get(reverse("procedure_control:compare", args=[PAUSE]))
    assert "giống nhau" in text_of(answer)


def test_the_menu_leads_there_only_for_those_who_may(world, manager, administrator):
    assert OVERVIEW in manager.get(reverse("desk:queue")).content.decode()
    assert OVERVIEW in administrator.get(reverse("console:home")).content.decode()
    manager.force_login(world.officer("reception"))
    assert OVERVIEW not in manager.get(reverse("desk:queue")).content.decode()


# Charts and buckets


@given(st.lists(st.integers(0, 400), max_size=40), st.lists(st.integers(0, 400), max_size=3), st.sampled_from([1, 60]))
def test_every_value_is_in_exactly_one_bar_and_left_of_the_marks_it_keeps(values, limits, grain):
    found = charts.histogram(values, [("statutory", limit) for limit in limits], grain=grain)
    if not values:
        assert found is None
        return
    assert sum(bar.count for bar in found.columns) == len(values)
    assert len(found.columns) <= charts.MOST_BINS
    for bar in found.columns:
        assert bar.count == sum(bar.low <= value <= bar.high for value in values)
        assert 0 <= bar.x <= bar.x + bar.width <= 100.1
        assert bar.y + bar.height == charts.HEIGHT
    assert all(0 < mark.x <= 100 for mark in found.marks)


@pytest.mark.parametrize("committed", [None, *range(11)])
@pytest.mark.parametrize("statutory", [None, 0, 10])
def test_every_procedure_is_in_exactly_one_bucket(statutory, committed):
    def limit(value):
        return None if value is None else catalogue.TimeLimit(value, "working_day")

    row = Entry("1", "x", 1, cut_of(limit(statutory), limit(committed)))
    assert sum(bucket.has(row) for bucket in (*BUCKETS, *APART)) == 1
