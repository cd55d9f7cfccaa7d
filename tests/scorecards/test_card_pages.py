"""The pages of Decision 766: what they show, what they refuse, and that a count can be entered in the browser."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haidang.dossiers.api import Command
from haidang.platform import clock
from haidang.reform.api import qd766
from world import moment, pdf_bytes

DECEMBER = moment("2024-12-02T09:00")


@pytest.fixture
def page(world, monkeypatch):
    """Opens a page as the province's leader on 2 December, after one dossier of November."""
    monkeypatch.setattr(clock, "now", lambda: DECEMBER)
    code = world.submit().code
    world.act(Command.ACCEPT, code)
    client = Client()
    client.force_login(world.leader)

    def get(name, *args, **query):
        return client.get(reverse(f"scorecards:{name}", args=args), query)

    get.code, get.client = code, client
    return get


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_card_says_how_much_it_covers(page):
    found = words(page("card"))
    assert "Tháng 11/2024" in found
    assert re.search(r"\d+ điểm chưa có dữ liệu: không tính là 0", found)
    assert "kỳ chưa kết thúc" in words(page("card", ky="2024"))


def test_a_component_leads_to_its_dossiers(page):
    response = page("component", "3.3")
    link = re.search(r'href="([^"]*danh-sach/\?so=filed&amp;[^"]*)"', response.content.decode())
    assert link
    listed = page.client.get(link[1].replace("&amp;", "&"))
    assert page.code in words(listed)


def test_what_if_answers_and_refuses(page):
    response = page("component", "1.4", x_synced="5", x_sync_expected="10")
    assert "3,00 / 6" in words(response)
    assert "50,0 % (5 / 10)" in words(response)
    assert page("component", "1.4", x_synced="11", x_sync_expected="10").status_code == 422
    assert page("component", "1.4", x_synced="-1").status_code == 422


def test_what_a_lost_point_takes_is_said(page, world):
    def enter(key, value):
        qd766.enter_count(
            agency_code="H06", span=qd766.span_of("2024-11"), input_key=key, value=value, source="Báo cáo",
            actor=world.leader, now=DECEMBER, key=f"key-of-{key}",
        )  # fmt: skip

    enter("sync_expected", 12)
    enter("synced", 6)
    found = words(page("component", "1.4"))
    assert "Để thêm 1 điểm: cần thêm 2 hồ sơ được đồng bộ" in found
    assert "Để được cả 3,00 điểm còn thiếu: cần thêm 6 hồ sơ được đồng bộ" in found


def test_readings_are_kept_in_the_links(page):
    response = page("card", **{"so-hoa-muc": "100"})
    assert "so-hoa-muc=100" in response.content.decode()
    assert page("card", **{"so-hoa-muc": "77"}).status_code == 200


def test_a_count_is_entered_with_its_evidence(page):
    address = reverse("scorecards:enter", args=["announced"]) + "?ky=2024-11"
    form = page.client.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    version = re.search(r'name="expected_version" value="(\d+)"', form)[1]
    sent = {"key": key, "expected_version": version, "value": "5", "source": "Quyết định 12"}
    refused = page.client.post(address, {**sent, "source": ""})
    assert refused.status_code == 422
    assert 'value="5"' in refused.content.decode()
    upload = SimpleUploadedFile("minh-chung.pdf", pdf_bytes(), "application/pdf")
    assert page.client.post(address, {**sent, "evidence": upload}).status_code == 302
    entry = qd766.EnteredCount.objects.get()
    assert (entry.value, entry.evidence_name) == (5, "minh-chung.pdf")
    file = page("evidence", entry.pk)
    assert b"".join(file.streaming_content) == pdf_bytes()
    assert "Quyết định 12" in words(page.client.get(address))


def test_agencies_stand_side_by_side(page):
    response = page("comparison")
    assert "Sở Tư pháp" in words(response)
    assert page("comparison", cap="commune").status_code == 200


def test_an_odd_question_is_a_bad_request(page):
    for query in ({"ky": "2024-13"}, {"ky": "2030-01"}, {"co_quan": "nope"}):
        assert 400 <= page("card", **query).status_code < 500
    assert page("component", "9.9").status_code in {400, 404}
