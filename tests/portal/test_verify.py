"""The public page behind a paper's QR code: what it says, and what it never says."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from haidang.dossiers.papers.sheet import from_json
from haidang.platform import clock
from world import CITIZEN_ID, moment


@pytest.fixture
def paper(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now + timedelta(days=1))
    code = world.submit().code
    world.act("accept", code)
    return world.dossier(code).papers.get()


def words(address):
    response = Client().get(address)
    return response, response.content.decode()


def test_the_scanned_address_says_that_the_paper_was_issued(world, paper):
    address = urlsplit(from_json(paper.values).qr)
    response, text = words(f"{address.path}?{address.query}")
    assert response.status_code == 200
    for part in (
        "Giấy này đã được cấp",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "1/2024/TNHS",
        "Sở Tư pháp",
        paper.dossier.code,
        "Được tiếp nhận",
        "17:00, thứ Hai 11/11/2024",
    ):
        assert part in text, part
    assert "không khớp" not in text
    assert "Cache-Control" in response


def test_nothing_personal_is_said(world, paper):
    _response, text = words(f"/xac-minh/{paper.verify_code}/")
    dossier = paper.dossier
    for secret in (dossier.owner_name, CITIZEN_ID, CITIZEN_ID[-3:] + "<", dossier.owner_phone, dossier.owner_address):
        assert secret not in text


@pytest.mark.parametrize("change", [("hs=", "hs=1"), ("***", "***9"), ("giay=Giay", "giay=Phieu")])
def test_a_code_with_other_facts_beside_it_is_not_as_printed(world, paper, change):
    address = urlsplit(from_json(paper.values).qr)
    _response, text = words(f"{address.path}?{address.query.replace(*change)}")
    assert "không khớp với giấy đã cấp" in text


def test_what_else_is_in_the_address_does_no_harm(world, paper):
    address = urlsplit(from_json(paper.values).qr)
    _response, text = words(f"{address.path}?{address.query}&utm_source=zalo")
    assert "không khớp" not in text


def test_the_code_is_typed_in_any_spelling(world, paper):
    code = paper.verify_code
    lower = f" {code[:4].lower()}-{code[4:8]} {code[8:]} ".replace("0", "o").replace("1", "l")
    response = Client().get("/xac-minh/", {"ma": lower}, follow=True)
    assert response.redirect_chain == [(f"/xac-minh/{code[:4]}-{code[4:8]}-{code[8:]}/", 302)]
    assert "Giấy này đã được cấp" in response.content.decode()


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA", "1", "A" * 80, "K7QF"])
def test_an_unknown_code_is_said_in_words(world, db, code):
    for response in (Client().get(f"/xac-minh/{code}/"), Client().get("/xac-minh/", {"ma": code}, follow=True)):
        assert response.status_code == 404
        assert "Không có giấy nào mang mã này" in response.content.decode()


def test_an_apology_replaces_the_date_of_the_receipt(world, paper):
    world.act("reappoint", paper.dossier.code, now=moment("2024-11-08T09:00"))
    _response, text = words(f"/xac-minh/{paper.verify_code}/")
    assert "hẹn lại bằng giấy số 1/2024/PXL" in text
    assert "17:00, thứ Năm 14/11/2024" in text
    apology = paper.dossier.papers.get(kind="apology")
    _response, text = words(f"/xac-minh/{apology.verify_code}/")
    assert "không còn hiệu lực" not in text


def test_codes_tell_nothing_of_one_another(world, paper):
    code = world.submit().code
    world.act("accept", code)
    other = world.dossier(code).papers.get()
    assert sum(a == b for a, b in zip(paper.verify_code, other.verify_code, strict=True)) < 6
