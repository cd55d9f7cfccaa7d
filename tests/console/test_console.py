"""The administration: accounts and roles, calendars, the check of the journal."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from haidang.dossiers.api import State
from haidang.identity import api as identity
from world import CITIZEN_ID, DEPARTMENT, OTHER_DEPARTMENT, PASSWORD, moment

PAGES = ["console:home", "console:officers", "console:officer_new", "console:calendars", "console:journal"]
OFFICER = {
    "full_name": "Lê Thị Mới",
    "username": "moi.03",
    "password": PASSWORD,
    "agency": DEPARTMENT,
    "role": "specialist",
}


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def roles(user, world):
    rows = identity.assignments(user, on=world.now.date())
    return {(row.agency.code, row.role, row.procedure_code, row.with_descendants) for row in rows}


def created():
    return identity.User.objects.filter(username="moi.03").first()


# Who may


def test_pages_are_for_administrators(world, admin):
    for name in PAGES:
        assert Client().get(reverse(name)).status_code == 302
        for user in (world.citizen, world.officer("reception"), world.leader):
            client = Client()
            client.force_login(user)
            assert client.get(reverse(name)).status_code == 403, name
        assert admin.get(reverse(name)).status_code in {200, 302}, name


# Officers


def test_new_officer_with_a_first_role_can_sign_in(world, admin):
    answer = admin.post(reverse("console:officer_new"), OFFICER | {"procedure_code": "1.001193"})
    user = created()
    assert answer.url == reverse("console:officer", args=[user.pk])
    assert (user.kind, roles(user, world)) == ("officer", {(DEPARTMENT, "specialist", "1.001193", False)})
    assert Client().login(username="moi.03", password=PASSWORD)
    assert "Lê Thị Mới" in text_of(admin.get(reverse("console:officers"), {"q": "le thi moi", "co-quan": DEPARTMENT}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "Có Dấu"}, "Tên đăng nhập gồm 3–60 chữ thường"),
        ({"password": "123"}, "Mật khẩu"),
        ({"agency": ""}, ""),
        ({"role": "king"}, ""),
        ({"procedure_code": "abc"}, "Mã thủ tục có dạng"),
    ],
)
def test_wrong_accounts_are_refused_and_nothing_is_left(admin, changes, words):
    page = admin.post(reverse("console:officer_new"), OFFICER | changes)
    assert page.status_code == 422
    assert words in text_of(page)
    assert "Lê Thị Mới" in page.content.decode()
    assert created() is None


def test_taken_username(world, admin):
    world.person("moi.03", "Người khác", CITIZEN_ID)
    page = admin.post(reverse("console:officer_new"), OFFICER)
    assert "đã có người dùng" in text_of(page)


def test_a_department_s_administrator_reaches_only_his_department(world, local_admin):
    stranger = world.officer("reception", OTHER_DEPARTMENT)
    assert local_admin.get(reverse("console:officer", args=[stranger.pk])).status_code == 404
    assert stranger.full_name not in text_of(local_admin.get(reverse("console:officers")))
    page = local_admin.post(reverse("console:officer_new"), OFFICER | {"agency": OTHER_DEPARTMENT})
    assert page.status_code == 422
    assert created() is None


def test_roles_are_given_and_ended(world, admin):
    user = world.officer("reception")
    address = reverse("console:officer", args=[user.pk])
    data = {"agency": OTHER_DEPARTMENT, "role": "clerk", "with_descendants": "on"}
    assert admin.post(address, data).status_code == 302
    assert (OTHER_DEPARTMENT, "clerk", "", True) in roles(user, world)
    assert "đang giữ vai trò đó" in text_of(admin.post(address, data))
    row = identity.RoleAssignment.objects.get(user=user, role="clerk")
    admin.post(reverse("console:end_role", args=[user.pk, row.pk]))
    assert (OTHER_DEPARTMENT, "clerk", "", True) not in roles(user, world)
    assert "Đã kết thúc" in text_of(admin.get(address))


def test_an_administrator_cannot_shut_himself_out(world, admin):
    row = identity.RoleAssignment.objects.get(user=admin.user)
    page = admin.post(reverse("console:end_role", args=[admin.user.pk, row.pk]), follow=True)
    assert "Không tự kết thúc vai trò quản trị của mình" in text_of(page)


# Verbs behind the pages


def grant(world, actor, **changes):
    values = {"user": world.officer("reception"), "agency_code": DEPARTMENT, "role": "clerk", "on": world.now.date()}
    return identity.grant_role(actor=actor, **values | changes)


def test_grant_needs_the_right_at_every_agency_it_reaches(world, admin, local_admin):
    assert grant(world, local_admin.user).role == "clerk"
    with pytest.raises(identity.AccountRefused, match="không quản lý"):
        grant(world, local_admin.user, agency_code=OTHER_DEPARTMENT)
    with pytest.raises(identity.AccountRefused, match="không quản lý"):
        grant(world, world.officer("administrator", "H06"), agency_code="H06", with_descendants=True)
    with pytest.raises(identity.AccountRefused, match="không quản lý"):
        grant(world, world.leader)
    assert grant(world, admin.user, agency_code="H06", with_descendants=True).with_descendants


def test_grant_refuses_citizens_unknown_roles_and_agencies(world, admin):
    for changes, words in (
        ({"user": world.citizen}, "Chỉ tài khoản cán bộ"),
        ({"role": "king"}, "Hãy chọn vai trò"),
        ({"agency_code": "H99"}, "Hãy chọn cơ quan"),
    ):
        with pytest.raises(identity.AccountRefused, match=words):
            grant(world, admin.user, **changes)


def test_a_role_of_another_agency_cannot_be_ended(world, local_admin):
    row = identity.RoleAssignment.objects.get(user=world.officer("reception", OTHER_DEPARTMENT))
    with pytest.raises(identity.AccountRefused, match="không quản lý"):
        identity.end_role(actor=local_admin.user, assignment_id=row.pk, on=world.now.date())


# Calendars


@pytest.fixture
def sheet(world):
    agency = identity.Agency.objects.get(code=world.province)
    return lambda: identity.calendar_version_of(agency.pk, on=world.now.date())


def publish(client, sheet, **changes):
    data = {"version": sheet().number, "day": "2024-12-24", "kind": "holiday", "reason": "QĐ 99/QĐ-UBND"} | changes
    return client.post(reverse("console:calendar", args=["province"]), data)


def test_calendar_says_in_words_what_a_day_is(admin):
    answer = admin.get(reverse("console:calendars"))
    words = text_of(admin.get(answer.url, {"nam": "2024"}))
    assert "Thứ" not in words.split("Ngày nghỉ và ngày làm bù")[0].split("Phiên bản")[0]
    assert "thứ Hai 02/09/2024: nghỉ" in words
    assert "thứ Bảy 04/05/2024: làm bù" in words
    assert "2 lễ" in words


def test_publishing_leaves_promises_alone_and_counts_for_later_dossiers(world, admin, sheet):
    old = world.bring(State.RECEIVED)
    promised = world.dossier(old).due_at
    before = sheet().number
    answer = publish(admin, sheet, day="2024-11-06")
    assert answer.url.endswith("?nam=2024")
    assert (sheet().number, sheet().reason) == (before + 1, "QĐ 99/QĐ-UBND")
    assert "2024-11-06" in sheet().definition["holidays"]
    assert world.dossier(old).due_at == promised == moment("2024-11-11T17:00")
    assert world.dossier(world.bring(State.RECEIVED)).due_at == moment("2024-11-12T17:00")


def test_a_day_can_become_worked_and_usual_again(admin, sheet):
    publish(admin, sheet, day="2024-12-28", kind="worked")
    assert "2024-12-28" in sheet().definition["worked_days"]
    publish(admin, sheet, day="2024-12-28", kind="holiday")
    assert "2024-12-28" in sheet().definition["holidays"]
    assert "2024-12-28" not in sheet().definition["worked_days"]
    publish(admin, sheet, day="2024-12-28", kind="usual")
    assert "2024-12-28" not in sheet().definition["holidays"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2039-01-01"}, "ngoài khoảng hiệu lực"),
        ({"day": "2024-09-02"}, "đã ghi ngày này như vậy"),
        ({"day": "không"}, ""),
        ({"reason": " "}, ""),
        ({"kind": "feast"}, ""),
        ({"version": "9999"}, "Người khác vừa công bố"),
    ],
)
def test_wrong_publications_are_refused(admin, sheet, changes, words):
    before = sheet().number
    page = publish(admin, sheet, **changes)
    assert page.status_code == 422
    assert words in text_of(page)
    assert sheet().number == before


def test_only_who_manages_the_owning_agency_may_change_a_calendar(local_admin, sheet):
    assert "Không có lịch nào" in text_of(local_admin.get(reverse("console:calendars")))
    assert publish(local_admin, sheet).status_code == 404


# Journal


def test_journal_in_order_and_then_tampered_with(world, admin):
    code = world.bring(State.RECEIVED)
    assert "Không có lỗi" in text_of(admin.post(reverse("console:journal")))
    world.dossier(code).__class__.objects.filter(code=code).update(state=State.DONE)
    words = text_of(admin.post(reverse("console:journal")))
    assert "Tìm thấy 1 lỗi" in words
    assert f"{code} 2 trạng thái hồ sơ khác với nhật ký" in words


def test_a_role_in_a_unit_and_as_deputy(world, admin):
    user = world.officer("reception")
    address = reverse("console:officer", args=[user.pk])
    data = {"agency": DEPARTMENT, "role": "manager", "is_deputy": "on"}
    wrong = admin.post(address, data | {"unit": "H06.30/tu-phap"})
    assert (wrong.status_code, "không thuộc cơ quan đã chọn" in text_of(wrong)) == (422, True)
    assert admin.post(address, data | {"unit": f"{DEPARTMENT}/chuyen-mon"}).status_code == 302
    row = identity.RoleAssignment.objects.get(user=user, role="manager")
    assert (row.unit.key, row.is_deputy) == ("chuyen-mon", True)
    assert "Lãnh đạo phòng (cấp phó)" in text_of(admin.get(address))
    assert "Phòng Quản lý chuyên môn" in text_of(admin.get(address))


def test_an_administrator_lets_somebody_stand_in_and_ends_it(world, admin, local_admin):
    away, stand_in = world.officer("leader"), world.officer("specialist")
    address = reverse("console:delegate", args=[away.pk])
    data = {"key": "form-00000001", "delegate": stand_in.username, "valid_from": "2024-11-04",
            "last_day": "2024-11-08", "reason": "Nghỉ ốm"}  # fmt: skip
    assert admin.post(address, data | {"delegate": "khong.co"}).status_code == 422
    assert "trước ngày bắt đầu" in text_of(admin.post(address, data | {"last_day": "2024-11-01"}))
    assert admin.post(address, data).status_code == 302
    row = identity.Delegation.objects.get()
    assert (row.delegate, str(row.valid_to), row.made_by) == (stand_in, "2024-11-09", admin.user)
    page = text_of(admin.get(reverse("console:officer", args=[away.pk])))
    assert f"Giao cho {stand_in.full_name}" in page
    stranger = world.officer("leader", OTHER_DEPARTMENT)
    assert local_admin.post(reverse("console:delegate", args=[stranger.pk]), data).status_code == 404
    admin.post(reverse("console:end_delegation", args=[away.pk, row.pk]))
    row.refresh_from_db()
    assert str(row.valid_to) == "2024-11-04"
