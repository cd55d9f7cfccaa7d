"""Filing from choice to receipt without JavaScript; what is refused costs nothing else."""

import uuid
from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from world import CASE, DEPARTMENT, DISTRICT, OTHER_DEPARTMENT, PAUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(at_home, world):
    """Step 1, done through the page; the address of the draft."""
    assert world.procedures
    page = at_home.post(f"/thu-tuc/{PAUSE}/nop/", {"case": CASE, "agency": world.agency(DEPARTMENT).id})
    return page["Location"].removesuffix("to-khai/")


def answers(world, **changes):
    return {**world.answers(**changes), "next": "1"}


def the_draft(world, address):
    return dossiers.draft_of(world.citizen, address.split("/")[3], now=world.now)


def test_filing_needs_an_account_and_comes_back_afterwards(client):
    assert client.get("/thu-tuc/1.001193/nop/")["Location"] == "/dang-nhap/?next=/thu-tuc/1.001193/nop/"


def test_whole_way_from_choice_to_dossier(at_home, world, draft, pdf):
    assert at_home.post(f"{draft}to-khai/", answers(world))["Location"] == f"{draft}giay-to/"
    files = {"files-1": [pdf(), pdf("to-2.pdf", "b")], "files-2": pdf("can-cuoc.pdf", "c"), "next": "1"}
    assert at_home.post(f"{draft}giay-to/", files)["Location"] == f"{draft}xem-lai/"
    page = at_home.get(f"{draft}xem-lai/").content.decode()
    assert "Đề nghị cấp phép" in page
    assert "can-cuoc.pdf" in page
    assert "Chưa có tệp cho" not in page

    key = str(uuid.uuid4())
    filed = at_home.post(f"{draft}xem-lai/", {"key": key})
    dossier = dossiers.Dossier.objects.get()
    assert filed["Location"] == f"/ho-so/{dossier.code}/"
    assert [item.requirement_key for item in dossier.documents.all()] == ["d1", "d1", "d2"]
    assert dossier.owner_name == "Nguyễn Thị An"
    assert dossier.owner_address == "34 Lê Lợi, Vũng Tàu"

    again = at_home.post(f"{draft}xem-lai/", {"key": key})
    assert again["Location"] == filed["Location"]
    assert dossiers.Dossier.objects.count() == 1
    assert at_home.get(f"{draft}to-khai/").status_code == 404


def test_choice_must_be_made(at_home, world):
    assert world.procedures
    page = at_home.post(f"/thu-tuc/{PAUSE}/nop/", {"agency": "7777777"}).content.decode()
    assert "Hãy chọn lại cơ quan." in page
    assert 'href="#id_agency"' in page


def test_form_comes_filled_with_what_the_account_says(at_home, draft):
    assert 'value="Nguyễn Thị An"' in at_home.get(f"{draft}to-khai/").content.decode()


def test_wrong_answers_are_kept_and_marked(at_home, world, draft):
    page = at_home.post(f"{draft}to-khai/", answers(world, owner_phone="12", request="Xin phép <b>nhà</b>"))
    words = page.content.decode()
    assert page.status_code == 200
    assert 'href="#id_owner_phone"' in words
    assert 'aria-invalid="true"' in words
    assert "Xin phép &lt;b&gt;nhà&lt;/b&gt;" in words
    assert the_draft(world, draft).answers["request"] == "Xin phép <b>nhà</b>"
    assert the_draft(world, draft).answers["owner_phone"] == "12"
    review = at_home.get(f"{draft}xem-lai/").content.decode()
    assert "Tờ khai chưa đầy đủ" in review
    assert at_home.post(f"{draft}xem-lai/", {"key": "k" * 20}).status_code == 422
    assert not dossiers.Dossier.objects.exists()


def test_null_characters_are_dropped(at_home, world, draft):
    at_home.post(f"{draft}to-khai/", answers(world, request="Xin\0 phép"))
    assert the_draft(world, draft).answers["request"] == "Xin phép"
    at_home.post(f"{draft}to-khai/", answers(world, request="Xin\0 phép", owner_phone=""))
    assert the_draft(world, draft).answers["request"] == "Xin phép"


def test_refused_file_keeps_the_good_ones_and_says_why_beside_its_input(at_home, world, draft, pdf, not_a_pdf):
    at_home.post(f"{draft}to-khai/", answers(world))
    page = at_home.post(
        f"{draft}giay-to/", {"files-1": [pdf(), not_a_pdf], "files-2": pdf("can-cuoc.pdf", "c"), "next": "1"}
    )
    words = page.content.decode()
    assert page.status_code == 422
    assert "Tệp “anh.pdf” không thuộc loại được nhận" in words
    assert 'href="#id_files-1"' in words
    found = the_draft(world, draft)
    assert {item.name for item in found.documents} == {"to-khai.pdf", "can-cuoc.pdf"}
    assert found.answers["request"] == "Đề nghị cấp phép"


def test_file_can_be_taken_out_again(at_home, world, draft, pdf):
    at_home.post(f"{draft}giay-to/", {"files-3": pdf()})
    document = the_draft(world, draft).documents[0]
    assert document.requirement_key == ""
    at_home.post(f"{draft}giay-to/", {"remove": str(document.pk)})
    assert the_draft(world, draft).documents == []
    assert at_home.post(f"{draft}giay-to/", {"remove": "not-an-id"}).status_code == 404


def test_missing_papers_are_named_before_filing(at_home, draft):
    page = at_home.get(f"{draft}xem-lai/").content.decode()
    assert "Chưa có tệp cho các giấy tờ sau" in page


def test_draft_waits_in_the_list_until_it_is_deleted(at_home, draft):
    later = at_home.post(f"{draft}to-khai/", {"owner_name": "An", "later": "1"})
    assert later["Location"] == "/ho-so/"
    assert f"{draft}to-khai/" in at_home.get("/ho-so/").content.decode()
    assert at_home.get(f"{draft}xoa/").status_code == 200
    assert at_home.post(f"{draft}xoa/")["Location"] == "/ho-so/"
    assert f"{draft}to-khai/" not in at_home.get("/ho-so/").content.decode()


def test_draft_of_another_person_is_not_there(client, world, draft):
    client.force_login(world.other_citizen)
    for page in ("to-khai/", "giay-to/", "xem-lai/", "xoa/"):
        assert client.get(draft + page).status_code == 404
        assert client.post(draft + page, {"key": "k" * 20}).status_code == 404


def test_procedure_that_is_not_offered_online_says_where_to_go(at_home, world, monkeypatch):
    from haidang.portal.views import filing

    monkeypatch.setattr(filing, "online_cases", lambda published: [])
    page = at_home.get("/thu-tuc/1.001193/nop/")
    assert page.status_code == 400
    assert "chưa nộp trực tuyến được" in page.content.decode()


def test_result_elsewhere_and_help_are_chosen_shown_and_filed(at_home, world):
    assert world.procedures
    there, helper = world.agency(OTHER_DEPARTMENT), world.agency(DISTRICT)
    choice = {"case": CASE, "agency": world.agency().id, "intake_agency": there.id, "help_agency": helper.id}
    draft = at_home.post(f"/thu-tuc/{PAUSE}/nop/", choice)["Location"].removesuffix("to-khai/")
    at_home.post(f"{draft}to-khai/", answers(world))
    review = at_home.get(f"{draft}xem-lai/").content.decode()
    assert there.name in review
    assert helper.name in review
    filed = at_home.post(f"{draft}xem-lai/", {"key": "k" * 20})
    dossier = dossiers.Dossier.objects.get()
    assert (dossier.agency_id, dossier.intake_agency_id) == (world.agency().id, there.id)
    assert dossier.help_agency_id == helper.id
    page = at_home.get(filed["Location"]).content.decode()
    assert there.name in page
    assert helper.name in page
    assert "Nơi tiếp nhận và trả kết quả" in at_home.get("/tra-cuu/", {"ma": dossier.code}).content.decode()


def test_a_place_that_cannot_be_chosen_is_named_and_stands_open(at_home, world, settings):
    assert world.procedures
    choice = {"case": CASE, "agency": world.agency().id, "intake_agency": "7777777", "help_agency": "x"}
    page = at_home.post(f"/thu-tuc/{PAUSE}/nop/", choice).content.decode()
    assert "<details open" in page
    assert "Hãy chọn lại nơi nhận kết quả." in page
    assert "Hãy chọn lại nơi hỗ trợ." in page
    settings.INTAKE_ANYWHERE_FROM = world.now.date() + timedelta(days=1)
    assert "intake_agency" not in at_home.get(f"/thu-tuc/{PAUSE}/nop/").content.decode()
