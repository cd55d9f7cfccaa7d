"""The promise page and what a citizen does from it."""

import pytest

from haidang.dossiers.api import Rating, State
from world import PAUSE

pytestmark = pytest.mark.django_db


def page_of(client, code, extra=""):
    return client.get(f"/ho-so/{code}/{extra}")


@pytest.mark.parametrize("state", list(State))
def test_promise_page_in_every_state(at_home, world, state):
    code = world.bring(state)
    page = page_of(at_home, code)
    assert page.status_code == 200
    assert code in at_home.get("/ho-so/").content.decode()
    words = page.content.decode()
    assert "Diễn biến hồ sơ" in words
    assert "Đề nghị cấp phép" in words
    assert "Tại nơi nộp hồ sơ" in words  # the choice in words, not its key


def test_promise_page_says_until_when_and_why(at_home, world):
    words = page_of(at_home, world.bring(State.RECEIVED)).content.decode()
    assert "17:00, thứ Hai 11/11/2024" in words
    assert "Vì sao hẹn vào lúc này?" in words
    assert "Sở Tư pháp" in words


def test_dossier_of_another_person_is_not_there(client, world):
    code = world.bring(State.RETURNED)
    document, paper = world.dossier(code).documents.first().pk, world.dossier(code).papers.first().pk
    for address in (
        f"/ho-so/{code}/",
        f"/ho-so/{code}/giay-hen/",
        f"/ho-so/{code}/giay/{paper}/",
        f"/ho-so/{code}/giay/{paper}.pdf",
        f"/tai-lieu/{document}/",
    ):
        client.logout()
        assert client.get(address)["Location"].startswith("/dang-nhap/")
        client.force_login(world.other_citizen)
        assert client.get(address).status_code == 404


def test_the_result_is_the_citizens_once_it_is_returned(at_home, world):
    code = world.bring(State.DONE)
    result = world.dossier(code).documents.get(kind="result")
    assert at_home.get(f"/tai-lieu/{result.pk}/").status_code == 404
    assert result.name not in page_of(at_home, code).content.decode()
    world.act("return_result", code)
    assert b"".join(at_home.get(f"/tai-lieu/{result.pk}/").streaming_content).startswith(b"%PDF")
    assert result.name in page_of(at_home, code).content.decode()


def test_what_officers_note_for_one_another_stays_with_them(at_home, world):
    code = world.bring(State.RECEIVED)
    world.act("complete_step", code, note="Đề nghị xem kỹ chữ ký")
    assert "Đề nghị xem kỹ chữ ký" not in page_of(at_home, code).content.decode()
    assert "Hoàn thành" in page_of(at_home, code).content.decode()


def test_files_are_shown_safely(at_home, world):
    code = world.bring(State.RETURNED)
    for document in world.dossier(code).documents.all():
        page = at_home.get(f"/tai-lieu/{document.pk}/")
        assert page["Content-Type"] == "application/pdf"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Content-Disposition"].startswith("inline")
        assert b"".join(page.streaming_content).startswith(b"%PDF")


def test_receipt_is_a_page_and_a_pdf_once_received(at_home, world):
    code = world.submit(PAUSE).code
    assert page_of(at_home, code, "giay-hen/").status_code == 409
    world.act("accept", code)
    address = page_of(at_home, code, "giay-hen/")["Location"]
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in at_home.get(address).content.decode()
    pdf = at_home.get(f"{address.rstrip('/')}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert address in page_of(at_home, code).content.decode()


def test_supplement_keeps_good_files_while_a_bad_one_is_mended(at_home, world, pdf, not_a_pdf):
    code = world.bring(State.SUPPLEMENT)
    words = page_of(at_home, code).content.decode()
    assert "Bản chụp bị mờ" in words
    assert f"/ho-so/{code}/bo-sung/" in words
    address, form = f"/ho-so/{code}/bo-sung/", {"key": "k" * 20, "note": "Đã chụp lại"}
    refused = at_home.post(address, {**form, "files-1": [pdf("ro.pdf", "z"), not_a_pdf]})
    assert refused.status_code == 422
    assert "Đã chụp lại" in refused.content.decode()
    assert world.dossier(code).state == State.SUPPLEMENT
    kept = [note for row in refused.context["rows"] for note, _name in row.notes]
    done = at_home.post(address, {**form, "kept-1": kept})
    assert done["Location"] == f"/ho-so/{code}/"
    added = world.dossier(code).documents.get(name="ro.pdf")
    assert (added.requirement_key, added.round) == ("d2", 1)
    assert at_home.post(address, form)["Location"] == f"/ho-so/{code}/"


def test_supplement_takes_no_file_that_was_not_sent(at_home, world):
    code = world.bring(State.SUPPLEMENT)
    page = at_home.post(f"/ho-so/{code}/bo-sung/", {"key": "k" * 20, "kept-1": ["forged"]})
    assert page.status_code == 422
    assert "Hãy đính kèm giấy tờ" in page.content.decode()


def test_withdraw_asks_for_a_reason(at_home, world):
    code = world.bring(State.PROCESSING)
    assert "Hãy ghi lý do rút hồ sơ." in at_home.post(f"/ho-so/{code}/rut/", {"key": "k" * 20}).content.decode()
    assert at_home.post(f"/ho-so/{code}/rut/", {"key": "k" * 20, "reason": "Đổi ý"}).status_code == 302
    assert world.dossier(code).state == State.WITHDRAWN
    assert page_of(at_home, code, "rut/").status_code == 409


def test_act_on_an_old_page_is_told_so(at_home, world):
    code = world.bring(State.PROCESSING)
    page = at_home.post(f"/ho-so/{code}/rut/", {"key": "k" * 20, "reason": "Đổi ý", "expected_version": "1"})
    assert page.status_code == 409


def test_dissatisfied_must_say_why_and_keeps_the_choice(at_home, world):
    code = world.bring(State.RETURNED)
    address = f"/ho-so/{code}/danh-gia/"
    page = at_home.post(address, {"key": "k" * 20, "score": "1"})
    assert page.status_code == 422
    assert "vì sao bạn không hài lòng" in page.content.decode()
    chosen = [one.data["value"] for one in page.context["rating_form"]["score"] if one.data["selected"]]
    assert chosen == [1]
    assert not Rating.objects.exists()
    assert at_home.post(address, {"key": "k" * 20, "score": "1", "comment": "Chờ lâu"}).status_code == 302
    assert "Chờ lâu" in page_of(at_home, code).content.decode()


def test_rating_needs_a_choice(at_home, world):
    code = world.bring(State.RETURNED)
    assert at_home.post(f"/ho-so/{code}/danh-gia/", {"key": "k" * 20}).status_code == 422


def test_nobody_rates_another_persons_dossier(client, world):
    code = world.bring(State.RETURNED)
    client.force_login(world.other_citizen)
    assert client.post(f"/ho-so/{code}/danh-gia/", {"key": "k" * 20, "score": "3"}).status_code == 404


def test_dossier_that_is_not_there(at_home, world):
    assert world.citizen
    assert page_of(at_home, "000.00.09.H06-241104-0999").status_code == 404


def test_rating_address_without_a_rating_shows_the_dossier(at_home, world):
    code = world.bring(State.RETURNED)
    assert at_home.get(f"/ho-so/{code}/danh-gia/")["Location"] == f"/ho-so/{code}/"
