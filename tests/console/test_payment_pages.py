"""Online payment for its operator: what waits, one payment's story, refunds by two people, days and their repair."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from haidang.payments import api as payments
from haidang.payments import http_gateway
from haidang.payments.errors import GatewayProblem
from haidang.payments.ports import PaidBack, StatementLine, Told
from haidang.payments.services.taking_in import take_in

NAME, AMOUNT = "cong-thu", 50_000


class Gateway:
    name, is_down = NAME, False

    def __init__(self):
        self.lines, self.told = [], []

    def statement(self, day, *, now):
        if self.is_down:
            raise GatewayProblem("ConnectTimeout")
        return self.lines

    def query(self, reference, *, now):
        return [one for one in self.told if one.reference == reference]

    def refund(self, *, key, number, amount_vnd, reason, now):
        return PaidBack(f"HT-{number}")


@pytest.fixture
def gateway():
    made = Gateway()
    payments.fill_gateways(lambda: [made])
    yield made
    payments.fill_gateways(http_gateway.from_settings)


@pytest.fixture
def second(world):
    client = Client()
    user = world.officer("administrator", world.province, with_descendants=True, username="quan.tri.2")
    client.force_login(user)
    return client


def ask_for(world, subject="thu:1"):
    place = world.agency()
    wish = payments.Wish(subject, "Phí thử", place.id, place.code, AMOUNT)
    return payments.request(wish=wish, actor=world.officer("specialist"), now=world.now, key=world.key())


def come_in(world, reference, number, amount=AMOUNT, at=None):
    told = Told(NAME, number, reference, amount, at or world.now)
    return take_in(told, source=payments.Transfer.Source.NOTICE, now=world.now).transfer_id


def text(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"console:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_overview_shows_what_waits_and_leads_to_it(world, admin, gateway):
    reference = ask_for(world)
    transfer = come_in(world, reference, "GD-1", AMOUNT - 1)
    shown = text(admin, "payments")
    assert "Sai số tiền" in shown
    assert reverse("console:refund_new", args=[transfer]) in shown
    assert reverse("console:payments") in text(admin, "home")
    answer = admin.get(reverse("console:payments"), {"ma": reference.lower()})
    assert answer["Location"] == reverse("console:payment", args=[reference])
    story = text(admin, "payment", reference)
    assert "GD-1" in story
    assert "Tiền chưa xác định được" in story
    assert "Chưa nối cổng" not in shown


@pytest.mark.parametrize("asked", ["x y", "HD0000000000", "%00", "é"])
def test_a_reference_that_is_none(world, admin, gateway, asked):
    answer = admin.get(reverse("console:payments"), {"ma": asked}, follow=True)
    assert answer.status_code in (200, 404)


def test_an_administrator_of_one_department_sees_its_payments_only(world, local_admin, gateway):
    assert text(local_admin, "payment", ask_for(world))
    text(local_admin, "payments", status=403)
    place = world.agency("H06.02")
    wish = payments.Wish("thu:2", "Phí thử", place.id, place.code, AMOUNT)
    other = payments.request(wish=wish, actor=world.officer("specialist"), now=world.now, key=world.key())
    text(local_admin, "payment", other, status=404)


def test_calls_by_verdict(world, admin, gateway):
    for verdict in ("forged", "taken"):
        payments.Notice.objects.create(
            gateway=NAME, received_at=world.now, size=1, sha256="0" * 64, verdict=verdict, told=f"NOI-DUNG-{verdict}"
        )
    assert "NOI-DUNG-taken" in text(admin, "payment_notices")
    forged = text(admin, "payment_notices", loai="forged")
    assert "NOI-DUNG-forged" in forged
    assert "NOI-DUNG-taken" not in forged


def post(client, name, *args, follow=False, **values):
    return client.post(reverse(f"console:{name}", args=args), values, follow=follow)


def test_a_refund_from_asking_to_the_gateway(world, admin, second, gateway):
    transfer = come_in(world, ask_for(world), "GD-1")
    refused = post(admin, "refund_new", transfer, amount_vnd="60.000", reason="Thừa", key=world.key())
    assert refused.status_code == 422
    assert "50000" in refused.content.decode()
    key = world.key()
    for _press in range(2):
        asked = post(admin, "refund_new", transfer, amount_vnd="20.000", reason="Nộp thừa", key=key)
        assert asked.status_code == 302
    row = payments.Refund.objects.get()
    assert "Không có đề nghị nào" in text(admin, "refunds")
    own = post(admin, "refund_decide", row.pk, what="grant", key=world.key())
    assert own.status_code == 422
    assert "Nộp thừa" in text(second, "refunds")
    silent = post(second, "refund_decide", row.pk, what="reject", key=world.key())
    assert silent.status_code == 422
    assert "lý do không duyệt" in silent.content.decode()
    done = post(second, "refund_decide", row.pk, what="grant", key=world.key(), follow=True)
    assert "cổng thanh toán đã hoàn trả" in done.content.decode()
    row.refresh_from_db()
    assert (row.status, row.number) == ("done", "HT-GD-1")
    assert payments.verify() == []


def test_a_leader_grants_what_a_manager_asked_for(world, gateway):
    transfer = come_in(world, ask_for(world), "GD-1")
    payments.request_refund(
        transfer_id=transfer, amount_vnd=AMOUNT, reason="Rút hồ sơ", actor=world.officer("manager"), now=world.now,
        key=world.key(),
    )  # fmt: skip
    client = Client()
    client.force_login(world.officer("leader"))
    assert "Rút hồ sơ" in text(client, "refunds")
    other = Client()
    other.force_login(world.officer("leader", "H06.02"))
    assert "Rút hồ sơ" not in text(other, "refunds")


def test_a_day_is_taken_looked_at_and_repaired(world, admin, gateway):
    yesterday, reference = world.now - timedelta(days=1), ask_for(world)
    gateway.lines = [StatementLine("GD-2", reference, AMOUNT, yesterday)]
    gateway.told = [Told(NAME, "GD-2", reference, AMOUNT, yesterday)]
    day = f"{yesterday:%d/%m/%Y}"
    taken = post(admin, "reconciliations", day=day, key=world.key(), follow=True)
    assert "Cổng có, hệ thống chưa có" in taken.content.decode()
    line = payments.ReconciliationLine.objects.get()
    repaired = post(admin, "reconciliation_repair", line.pk, follow=True)
    assert "Hai bên đã khớp" in repaired.content.decode()
    assert payments.Payment.objects.get().status == "paid"
    assert "Không còn" in text(admin, "reconciliations")
    assert payments.verify() == []


def test_a_day_that_cannot_be_taken(world, admin, gateway):
    today = f"{world.now:%d/%m/%Y}"
    assert post(admin, "reconciliations", day=today, key=world.key()).status_code == 422
    gateway.is_down = True
    yesterday = f"{world.now - timedelta(days=1):%d/%m/%Y}"
    down = post(admin, "reconciliations", day=yesterday, key=world.key())
    assert (down.status_code, "chưa trả lời" in down.content.decode()) == (422, True)
    assert post(admin, "reconciliations", day="x").status_code == 422
    for name in ("reconciliation", "refund_new"):
        text(admin, name, 999, status=404)
    assert post(admin, "reconciliation_repair", 999).status_code == 404
