"""Paying online as its payer sees it, and the address where gateways call."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haidang.dossiers.api import State
from haidang.payments import api as payments
from haidang.payments import http_gateway, signing, vietqr, wire
from haidang.payments.errors import GatewayProblem
from haidang.payments.ports import Told
from haidang.platform import clock
from world import FEE_VND, FREE, PAY_PAUSES

KEY = b"k" * 32
GATEWAY = http_gateway.HttpGateway("cong-thu", "http://127.0.0.1:9", KEY)


@pytest.fixture
def code(world, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path
    payments.fill_gateways(lambda: [GATEWAY])
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    world.act("request_payment", code)
    yield code
    payments.fill_gateways(http_gateway.from_settings)


@pytest.fixture
def citizen(world):
    client = Client()
    client.force_login(world.citizen)
    return client


def reference(page):
    return re.search(r'id="reference">(\w+)<', page)[1]


def state(page):
    return re.search(r'data-state="([^"]*)"', page)[1]


def call(world, told, amount=FEE_VND, number="GD-1", key=KEY, name="cong-thu"):
    fields = {"MaThamChieu": told, "MaGiaoDich": number, "SoTien": amount, "TrangThai": "00"}
    body = wire.encode(**fields, ThoiGianGD=wire.words(world.now))
    headers = {signing.HEADER: signing.sign(body, key=key, at=world.now)}
    # A gateway has no cookie and no token of a form.
    client = Client(enforce_csrf_checks=True)
    address = reverse("portal:payment_notice", args=[name])
    return client.post(address, body, content_type="application/json", headers=headers)


def page(citizen, code):
    return citizen.get(reverse("portal:pay", args=[code])).content.decode()


def test_from_the_dossier_to_the_code_to_the_receipt(world, citizen, code):
    dossier = citizen.get(reverse("portal:dossier", args=[code])).content.decode()
    assert reverse("portal:pay", args=[code]) in dossier
    waiting = page(citizen, code)
    assert state(waiting) == "waiting"
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "Tài khoản mẫu" in waiting
    order = vietqr.parse(re.search(r'id="qr-text">([^<]+)<', waiting)[1])
    assert (order.amount_vnd, order.purpose) == (FEE_VND, reference(waiting))
    assert "http://127.0.0.1:9/thanh-toan?MaThamChieu=" in waiting
    answer = call(world, reference(waiting))
    assert (answer.status_code, answer.json()) == (200, {"MaLoi": "00"})
    paid = page(citizen, code)
    assert state(paid) == "paid"
    assert "http-equiv" not in paid
    assert "Đã nhận 50.000" in paid
    assert world.dossier(code).state == State.PROCESSING
    assert "Biên lai thu phí, lệ phí" in citizen.get(reverse("portal:dossier", args=[code])).content.decode()


def test_who_sees_the_page(world, code):
    for user, status in ((world.other_citizen, 404), (world.officer("reception"), 200), (world.administrator, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(reverse("portal:pay", args=[code])).status_code == status
    assert Client().get(reverse("portal:pay", args=[code])).status_code == 302


def test_a_dossier_without_a_fee_leads_back(world, citizen, code):
    free = world.bring(State.PROCESSING, FREE)
    answer = citizen.get(reverse("portal:pay", args=[free]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:dossier", args=[free]))


def test_a_wrong_amount_is_said_to_its_payer(world, citizen, code):
    call(world, reference(page(citizen, code)), amount=FEE_VND - 1)
    found = page(citizen, code)
    assert state(found) == "waiting"
    assert "Sai số tiền" in found
    assert "49.999" in found


def test_after_it_was_taken_back_there_is_nothing_to_pay(world, citizen, code):
    told = reference(page(citizen, code))
    world.act("retract_fee", code)
    assert citizen.get(reverse("portal:pay", args=[code])).status_code == 302
    assert call(world, told).status_code == 200
    assert "Đến sau khi yêu cầu đã kết thúc" in page(citizen, code)


def test_asking_at_once(world, citizen, code, monkeypatch):
    told = reference(page(citizen, code))
    address, back = reverse("portal:pay_ask", args=[code]), reverse("portal:pay", args=[code])

    def down(_self, _reference, *, now):
        raise GatewayProblem("ConnectTimeout")

    for answer, words in ((down, "chưa trả lời"), (lambda *_a, **_k: [], "chưa nhận được tiền")):
        monkeypatch.setattr(http_gateway.HttpGateway, "query", answer)
        response = citizen.post(address, follow=True)
        assert (response.redirect_chain, words in response.content.decode()) == ([(back, 302)], True)
    found = Told("cong-thu", "GD-7", told, FEE_VND, world.now)
    monkeypatch.setattr(http_gateway.HttpGateway, "query", lambda *_a, **_k: [found])
    assert state(citizen.post(address, follow=True).content.decode()) == "paid"


@pytest.mark.parametrize(("key", "name", "status"), [(b"x" * 32, "cong-thu", 403), (KEY, "ai-do", 404)])
def test_calls_that_are_not_believed(world, citizen, code, key, name, status):
    told = reference(page(citizen, code))
    assert call(world, told, key=key, name=name).status_code == status
    assert state(page(citizen, code)) == "waiting"


@pytest.mark.parametrize("body", [b"", b"x", b"{}", b"\xff" * 100, b"[" * 300_000])
def test_any_call_gets_an_answer(code, body):
    address = reverse("portal:payment_notice", args=["cong-thu"])
    assert Client().post(address, body, content_type="application/json").status_code == 403
    assert payments.Notice.objects.count() == 1
