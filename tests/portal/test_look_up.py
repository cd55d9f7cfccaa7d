"""The public look-up says the minimum."""

import pytest

pytestmark = pytest.mark.django_db


def test_look_up_shows_state_agency_and_dates_and_no_person(client, world):
    code = world.bring(4)
    page = client.get("/tra-cuu/", {"ma": f"  {code.lower()} "})
    words = page.content.decode()
    assert page.status_code == 200
    for shown in ("Đang xử lý", "Sở Tư pháp", "09:00, thứ Hai 04/11/2024", "17:00, thứ Hai 11/11/2024"):
        assert shown in words
    for hidden in ("Nguyễn Thị An", "077085001234", "0987654321", "Lê Lợi", "Tờ khai.pdf", "Cán bộ"):
        assert hidden not in words
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("code", "words"),
    [("abc", "Mã hồ sơ không đúng dạng"), ("000.00.09.H06-241104-0999", "Không có hồ sơ mang mã này")],
)
def test_wrong_code_is_explained_and_kept(client, code, words):
    page = client.get("/tra-cuu/", {"ma": code})
    assert page.status_code == 404
    assert words in page.content.decode()
    assert f'value="{code}"' in page.content.decode()


def test_look_up_without_code_is_a_form(client):
    assert 'name="ma"' in client.get("/tra-cuu/").content.decode()
