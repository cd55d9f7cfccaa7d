"""What gateways report: signed, fresh, once; forged, old, repeated and late reports change nothing."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from haidang.notifications import api as notifications
from haidang.notifications.models import Delivery, DeliveryReceipt
from haidang.platform import clock


@pytest.fixture
def sent(world, settings, gateway, monkeypatch):
    """A short message that the gateway has taken."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url]}
    row = waiting(world)
    assert notifications.deliver(world.now) == 1
    return row


def waiting(world):
    from haidang.notifications.queue import delivery

    row = delivery(
        once="sms:1", channel="sms", address="0912345678", body="a", made_at=world.now, next_try_at=world.now,
        expires_at=world.now + timedelta(days=2),
    )  # fmt: skip
    row.save()
    return row


def report(client, row, *, secret="geheim", provider="sms-1", ago=0, raw=None, **changes):
    values = {"event": "e1", "key": row.key, "state": "delivered", "problem": ""} | changes
    body = raw if raw is not None else json.dumps(values).encode()
    moment = str(int(clock.machine_now().timestamp()) - ago)
    signature = "sha256=" + hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-haidang-timestamp": moment, "x-haidang-signature": signature}
    address = reverse("open_api:message_receipt", args=[provider])
    return client.post(address, body, content_type="application/json", headers=headers).status_code


def state():
    row = Delivery.objects.get()
    return row.state, row.problem


def test_it_has_arrived(sent, client, world):
    assert report(client, sent) == 204
    assert state() == ("delivered", "")
    assert Delivery.objects.get().delivered_at == world.now


def test_it_has_not_arrived_and_an_operator_sends_it_again(sent, client, world, gateway):
    assert report(client, sent, state="failed", problem="no such subscriber") == 204
    assert state() == ("failed", "no such subscriber")
    key = world.key()
    for _twice in range(2):
        notifications.retry(delivery_id=sent.pk, actor=world.administrator, now=world.now, key=key)
    assert notifications.deliver(world.now) == 1
    assert report(client, sent, event="e2") == 204
    assert state() == ("delivered", "")
    assert notifications.verify() == []


def test_the_same_report_again_counts_once(sent, client):
    for _twice in range(3):
        assert report(client, sent, state="failed") == 204
    assert DeliveryReceipt.objects.count() == 1


def test_what_has_arrived_stays_arrived(sent, client):
    report(client, sent)
    assert report(client, sent, event="e2", state="failed") == 204
    assert state() == ("delivered", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "falsch"}, {"ago": 301}, {"ago": -301}, {"provider": "sms-2"}, {"provider": "push"},
        {"provider": "email-1"}, {"state": "read"}, {"event": ""}, {"event": "e" * 101}, {"event": "\0"},
        {"raw": b"[]"}, {"raw": b"\xff"}, {"raw": b"[" * 9_000}, {"raw": b" " * 10_001}, {"key": 1},
    ],
)  # fmt: skip
def test_a_report_that_is_not_the_gateways_or_not_fresh_or_not_readable(sent, client, changes):
    assert report(client, sent, **changes) == 403
    assert state() == ("sent", "")
    assert not DeliveryReceipt.objects.exists()


def test_another_body_under_the_same_signature(sent, client):
    body = json.dumps({"event": "e1", "key": sent.key, "state": "delivered"}).encode()
    moment = str(int(clock.machine_now().timestamp()))
    signature = hmac.new(b"geheim", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-haidang-timestamp": moment, "x-haidang-signature": f"sha256={signature}"}
    address = reverse("open_api:message_receipt", args=["sms-1"])
    sent_body = body.replace(b"delivered", b"failed")
    assert client.post(address, sent_body, content_type="application/json", headers=headers).status_code == 403


def test_a_report_about_no_message_of_ours(sent, client):
    assert report(client, sent, key="f" * 32) == 204
    assert state() == ("sent", "")


def test_a_report_that_is_faster_than_the_answer(world, settings, gateway, client, monkeypatch):
    """The gateway reports while the worker still waits for its answer: nothing is lost, nothing is sent again."""
    from haidang.notifications.adapters.gateway import Gateway

    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url]}
    row, send = waiting(world), Gateway.send

    def reported(self, parcel):
        accepted = send(self, parcel)
        assert report(client, row) == 204
        return accepted

    monkeypatch.setattr(Gateway, "send", reported)
    notifications.deliver(world.now)
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.reference) == ("delivered", world.now, "r1")
    assert notifications.deliver(world.now + timedelta(hours=1)) == 0


def test_a_message_that_nobody_has_sent_cannot_arrive(world, settings, gateway, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url]}
    assert report(client, waiting(world)) == 204
    assert state() == ("queued", "")
