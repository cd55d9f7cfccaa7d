"""Signing in, up and out; nobody is sent to another site."""

import pytest

from haidang.identity.api import User
from world import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "kind": "citizen",
    "full_name": "Lê Thị Hoa",
    "id_number": "077090001111",
    "phone": "0912000111",
    "username": "hoa.le",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def test_sign_in_goes_where_one_wanted_to_go(client, world):
    page = client.post(
        "/dang-nhap/", {"username": f" {world.citizen.username.upper()}", "password": PASSWORD, "next": "/ho-so/"}
    )
    assert (page.status_code, page["Location"]) == (302, "/ho-so/")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_and_sign_up_never_leave_the_site(client, world, target):
    page = client.post("/dang-nhap/", {"username": world.citizen.username, "password": PASSWORD, "next": target})
    assert page["Location"] == "/sau-dang-nhap/"
    client.logout()
    page = client.post("/dang-ky/", {**SIGN_UP, "next": target})
    assert page["Location"] == "/ho-so/"


def test_wrong_password_is_explained_without_saying_which_was_wrong(client, world):
    page = client.post("/dang-nhap/", {"username": world.citizen.username, "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page.content.decode()


def test_everybody_lands_where_they_work(client, world):
    for user, where in (
        (world.citizen, "/ho-so/"),
        (world.officer("specialist"), "/mot-cua/"),
        (world.administrator, "/quan-tri/"),
    ):
        client.force_login(user)
        assert client.get("/sau-dang-nhap/")["Location"].startswith(where)


def test_sign_up_makes_an_account_and_signs_in(client):
    assert client.post("/dang-ky/", SIGN_UP)["Location"] == "/ho-so/"
    assert User.objects.get(username="hoa.le").id_number == "077090001111"
    assert client.get("/ho-so/").status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id_number": "12"}, "12 chữ số"),
        ({"password_again": "khac"}, "chưa giống nhau"),
        ({"full_name": ""}, "không được để trống"),
        ({"username": "Có dấu"}, "chữ thường không dấu"),
        ({"kind": "officer"}, "officer"),
    ],
)
def test_refused_sign_up_keeps_what_was_typed(client, change, words):
    page = client.post("/dang-ky/", {**SIGN_UP, **change}).content.decode()
    assert words in page
    assert 'value="0912000111"' in page
    assert PASSWORD not in page
    assert not User.objects.filter(phone="0912000111").exists()


def test_sign_out_is_by_post_only(at_home):
    assert "Đăng xuất khỏi hệ thống?" in at_home.get("/dang-xuat/").content.decode()
    assert at_home.get("/ho-so/").status_code == 200
    assert at_home.post("/dang-xuat/")["Location"] == "/"


def test_officers_do_not_file_for_themselves_here(client, world):
    client.force_login(world.officer("reception"))
    assert client.get("/ho-so/").status_code == 403
    assert client.get("/thu-tuc/1.001193/nop/").status_code == 403
