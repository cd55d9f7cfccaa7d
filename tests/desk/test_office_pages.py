"""Work shared out on the desk's pages: claim, assign, notes, many at once, the board."""

import pytest
from desk_pages import text_of
from django.urls import reverse

from haidang.dossiers.api import State
from world import OTHER_DEPARTMENT

SECRET = "Nghi vấn giấy tờ giả"


@pytest.fixture
def code(world):
    return world.bring(State.RECEIVED)


def tick(world, code):
    step = world.open_step(code)
    return f"{code}:{step.pk}" if step else code


def send(client, action, ticks, **data):
    return client.post(
        reverse("desk:group"), {"key": "form-00000001", "action": action, "chon": ticks, "note": ""} | data
    )  # fmt: skip


# One dossier


def test_claim_and_release_from_the_page(world, desk, code):
    user = world.officer("specialist")
    page = text_of(desk.page(user, code))
    assert "Việc chung, chưa ai nhận" in page
    step = world.open_step(code).pk
    assert desk.send(user, code, "nhan-viec", step=step).status_code == 302
    page = text_of(desk.page(user, code))
    assert f"{user.full_name} giữ từ" in page
    assert desk.send(user, code, "tra-lai-viec", step=step).status_code == 302
    assert world.open_step(code).assignee is None


def test_the_slower_one_reads_who_was_faster(world, desk, code):
    one, other = world.officer("specialist"), world.officer("specialist", username="specialist2")
    step, seen = world.open_step(code).pk, world.dossier(code).version
    desk.send(one, code, "nhan-viec", step=step)
    answer = desk.send(other, code, "nhan-viec", step=step, version=seen)
    assert answer.status_code == 409
    assert f"đã có người nhận: {one.full_name}" in text_of(answer)


def test_a_manager_hands_out_and_only_to_who_may(world, desk, code):
    manager, user = world.officer("manager"), world.officer("specialist")
    step = world.open_step(code).pk
    page = desk.page(manager, code).content.decode()
    assert f'value="{user.pk}"' in page
    assert desk.send(manager, code, "phan-cong", step=step, assignee=world.officer("clerk").pk).status_code == 422
    assert desk.send(manager, code, "phan-cong", step="x", assignee=user.pk).status_code == 422
    assert desk.send(manager, code, "phan-cong", step=step, assignee=user.pk, reason="Quen việc").status_code == 302
    assert world.open_step(code).assignee == user
    assert "Phân công" not in text_of(desk.page(user, code)).split("Ai đang giữ việc")[1].split("Việc có thể làm")[0]


def test_a_note_is_read_by_officers_only(world, desk, as_user, code):
    user = world.officer("specialist")
    assert desk.send(user, code, "ghi-chu", text=" ").status_code == 422
    assert desk.send(user, code, "ghi-chu", text=SECRET).status_code == 302
    assert SECRET in text_of(desk.page(world.officer("clerk"), code))
    citizen = as_user(world.citizen)
    for address in (
        reverse("portal:dossier", kwargs={"code": code}),
        reverse("portal:receipt", kwargs={"code": code}),
        f"{reverse('portal:look_up')}?ma={code}",
        f"{reverse('portal:look_up')}?q={code}",
    ):
        words = text_of(citizen.get(address, follow=True))
        assert SECRET not in words
        assert "Ghi chú nội bộ" not in words


# Many at once


def test_the_queue_s_tabs_tell_mine_common_and_others(world, as_user):
    one, other = world.officer("specialist"), world.officer("specialist", username="specialist2")
    mine, free, taken = (world.bring(State.RECEIVED) for _ in range(3))
    world.act("claim", mine, actor=one)
    world.act("claim", taken, actor=other)
    client = as_user(one)
    everything = text_of(client.get(reverse("desk:queue")))
    assert (mine in everything, free in everything, taken in everything) == (True, True, False)
    for holder, code in (("mine", mine), ("common", free), ("others", taken)):
        words = text_of(client.get(reverse("desk:queue"), {"giu": holder}))
        assert [each in words for each in (mine, free, taken)] == [each == code for each in (mine, free, taken)]
    assert "Tất cả 2" in everything
    assert "Của tôi 1" in everything
    assert other.full_name in text_of(client.get(reverse("desk:queue"), {"giu": "others"}))
    assert mine in text_of(client.get(reverse("desk:queue"), {"giu": "'x"}))


def test_a_result_for_each_dossier(world, as_user):
    user = world.officer("specialist")
    one, taken = world.bring(State.RECEIVED), world.bring(State.RECEIVED)
    world.act("claim", taken, actor=world.officer("specialist", username="specialist2"))
    client = as_user(user)
    ticks = [tick(world, one), tick(world, taken), "rác:x", "không-có"]
    page = send(client, "claim", ticks)
    words = text_of(page)
    assert page.status_code == 200
    assert "Đã thực hiện: 1 hồ sơ. Không thực hiện được: 2 hồ sơ." in words
    assert one in words
    assert taken in words
    assert text_of(send(client, "claim", ticks)) == words
    assert world.open_step(one).assignee == user


def test_what_was_ticked_is_kept_when_the_form_is_wrong(world, as_user, code):
    client = as_user(world.officer("manager"))
    for changes in ({"action": "assign"}, {"action": ""}, {"action": "x"}, {"key": "x"}):
        page = send(client, changes.pop("action", "claim"), [tick(world, code)], **changes)
        assert page.status_code == 422
        assert f'value="{tick(world, code)}" checked' in page.content.decode()
    assert "Chưa chọn hồ sơ nào" in text_of(send(client, "claim", []))
    assert client.get(reverse("desk:group")).status_code == 302


def test_only_what_one_may_do_is_offered(world, as_user, code):
    page = as_user(world.officer("specialist")).get(reverse("desk:queue")).content.decode()
    assert 'value="claim"' in page
    assert 'value="assign"' not in page
    assert 'value="accept"' not in page


def test_many_steps_with_the_same_choice(world, as_user):
    codes = [world.bring(State.RECEIVED) for _ in range(2)]
    page = send(as_user(world.officer("specialist")), "complete_step", [tick(world, code) for code in codes])
    assert "Đã thực hiện: 2 hồ sơ" in text_of(page)
    assert {world.dossier(code).state for code in codes} == {State.PROCESSING}


# The board


def test_the_board_is_for_who_leads(world, as_user, code):
    assert as_user(world.officer("specialist")).get(reverse("desk:assignments")).status_code == 403
    client = as_user(world.officer("manager"))
    words = text_of(client.get(reverse("desk:assignments")))
    assert code in words
    assert "Chưa ai nhận 1" in words
    assert code not in text_of(as_user(world.officer("manager", OTHER_DEPARTMENT)).get(reverse("desk:assignments")))
    for query in ({"nguoi": "x"}, {"nguoi": "9" * 12}, {"co-quan": "X"}, {"trang": "99"}):
        assert client.get(reverse("desk:assignments"), query).status_code == 200


def test_assign_from_the_board_and_hand_everything_over(world, as_user):
    one, other = world.officer("specialist"), world.officer("specialist", username="specialist2")
    codes = [world.bring(State.RECEIVED) for _ in range(2)]
    client = as_user(world.officer("manager"))
    page = send(client, "assign", [tick(world, code) for code in codes], assignee=one.pk, note="Chia việc")
    assert "Đã thực hiện: 2 hồ sơ" in text_of(page)
    words = text_of(client.get(reverse("desk:assignments"), {"nguoi": one.pk}))
    assert all(code in words for code in codes)
    data = {"key": "form-00000002", "from_person": one.pk, "to_person": other.pk, "reason": "Nghỉ phép"}
    assert client.post(reverse("desk:hand_over"), data | {"reason": ""}).status_code == 422
    assert "Đã thực hiện: 2 hồ sơ" in text_of(client.post(reverse("desk:hand_over"), data))
    assert {world.open_step(code).assignee for code in codes} == {other}
    assert as_user(one).post(reverse("desk:hand_over"), data).status_code == 403


def test_the_pages_ask_the_database_a_fixed_number_of_times(world, as_user, django_assert_max_num_queries):
    client = as_user(world.officer("manager"))
    client.get(reverse("desk:assignments"))
    for _ in range(4):
        world.act("assign", world.bring(State.RECEIVED))
    for name in ("desk:assignments", "desk:queue"):
        with django_assert_max_num_queries(45):
            client.get(reverse(name))
