"""Web push as browsers and push services see it: the RFC's own example, sound signatures, nothing twice or in vain."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection
from django.test import Client
from django.urls import reverse

from haidang.notifications import api as notifications
from haidang.notifications.encryption import encrypt, from_url64, point, to_url64
from haidang.notifications.models import Delivery, PushSubscription
from haidang.steering import notices

# RFC 8291, section 5 and appendix A.
RFC = {
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    "salt": "DGv6ra1nlYgDCS1FRnbzlw",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "sender": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    "body": (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    ),
}


def test_the_example_of_the_rfc():
    sender = ec.derive_private_key(int.from_bytes(from_url64(RFC["sender"]), "big"), ec.SECP256R1())
    keys = {name: from_url64(RFC[name]) for name in ("p256dh", "auth", "salt")}
    body = encrypt(b"When I grow up, I want to be a watermelon", sender=sender, **keys)
    assert to_url64(body) == RFC["body"]


class Browser:
    """A browser with its keys; reads what was sent to it, by code of its own."""

    def __init__(self, endpoint):
        self.endpoint, self.key, self.auth = endpoint, ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        self.own = point(self.key.public_key())

    @property
    def subscription(self):
        return {"endpoint": self.endpoint, "p256dh": to_url64(self.own), "auth": to_url64(self.auth)}

    def read(self, body):
        salt, size, sender, sealed = body[:16], body[20], body[21:86], body[86:]
        assert (size, int.from_bytes(body[16:20], "big")) == (65, 4096)
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\0" + self.own + sender).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain[-1:] == b"\x02"
        return json.loads(plain[:-1])


@pytest.fixture
def browser(world, service, settings):
    settings.PUSH_HOSTS = ["127.0.0.1"]
    found = Browser(f"{service.address}/push/one?x=1")
    notifications.subscribe(user=world.leader, now=world.now, **found.subscription)
    return found


def queue(world, dedupe="a", at=None):
    return notifications.push(
        [notifications.Push(world.leader.pk, dedupe, "Đôn đốc", "Mở ứng dụng để xem.", at or world.now)]
    )


def test_a_message_arrives_once_and_only_the_browser_can_read_it(world, service, browser):
    assert queue(world) == 1
    queue(world)
    assert notifications.deliver(world.now) == 1
    assert notifications.deliver(world.now + timedelta(minutes=1)) == 0
    ((path, headers, body),) = service.got
    assert path == "/push/one?x=1"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    assert browser.read(body) == {"title": "Đôn đốc", "body": "Mở ứng dụng để xem.", "tag": "a"}
    assert "Đôn đốc".encode() not in body


def test_who_sends_is_signed_for_this_service_and_this_half_day(world, service, browser):
    queue(world)
    notifications.deliver(world.now)
    scheme, _space, words = service.got[0][1]["Authorization"].partition(" ")
    token, key = (part.strip().partition("=")[2] for part in words.split(","))
    signed, _dot, signature = token.rpartition(".")
    head, claims = (json.loads(from_url64(part)) for part in signed.split("."))
    raw = from_url64(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_url64(key))
    sequence = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(sequence, signed.encode(), ec.ECDSA(hashes.SHA256()))
    assert (scheme, head["alg"], claims["aud"]) == ("vapid", "ES256", service.address)
    assert 0 < claims["exp"] - datetime.now(UTC).timestamp() <= 24 * 3600
    assert key == notifications.public_key()


def test_what_fails_is_tried_again_ever_later_until_it_is_no_news(world, service, browser):
    service.status = 503
    queue(world)
    tries = []
    for minute in (*range(64), *range(64, 60 * 26, 3)):
        now = world.now + timedelta(minutes=minute)
        notifications.deliver(now)
        if len(service.got) > len(tries):
            tries.append(minute)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert all(
        0.75 * whole - 1 < gap <= 1.25 * whole + 1 for gap, whole in zip(gaps, (1, 2, 4, 8, 16, 32), strict=False)
    )
    assert max(gaps) <= 150
    assert tries[-1] < 24 * 60
    assert (Delivery.objects.get().problem, Delivery.objects.get().state) == ("expired", "failed")


def test_a_browser_that_is_gone_is_forgotten_and_one_out_of_reach_is_not(world, service, browser):
    lost = Browser("http://127.0.0.1:9/nobody")
    notifications.subscribe(user=world.leader, now=world.now, **lost.subscription)
    assert queue(world) == 2
    service.status = 410
    assert notifications.deliver(world.now) == 0
    (kept,) = PushSubscription.objects.all()
    assert kept.endpoint == lost.endpoint
    assert Delivery.objects.get().problem == "ConnectionRefusedError"


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://example.org/push"},
        {"endpoint": "https://fcm.googleapis.com.example.org/push"},
        {"endpoint": "http://fcm.googleapis.com/push"},
        {"endpoint": "https://x@fcm.googleapis.com/push"},
        {"endpoint": "https://[fcm.googleapis.com/push"},
        {"endpoint": "https://fcm.googleapis.com:port/push"},
        {"endpoint": "http://127.0.0.1/push"},
        {"endpoint": "https://fcm.googleapis.com/" + "a" * 2000},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "không phải khóa"},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_only_browsers_of_known_services_are_taken(world, change):
    sound = Browser("https://fcm.googleapis.com/fcm/send/abc").subscription
    with pytest.raises(notifications.SubscriptionRefused):
        notifications.subscribe(user=world.leader, now=world.now, **{**sound, **change})
    notifications.subscribe(user=world.leader, now=world.now, **sound)
    notifications.subscribe(user=world.leader, now=world.now, **sound)
    assert notifications.device_count(world.leader) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT endpoint FROM notifications_pushsubscription")
        ((stored,),) = cursor.fetchall()
    assert sound["endpoint"].encode() not in bytes(stored)


def test_a_browser_that_changes_hands_tells_the_next_nothing_of_the_one_before(world, service, browser):
    queue(world)
    notifications.subscribe(user=world.administrator, now=world.now, **browser.subscription)
    assert notifications.device_count(world.leader) == 0
    assert notifications.deliver(world.now) == 0
    assert notifications.forget(endpoint=browser.endpoint, user=world.leader) == 0
    assert notifications.forget(endpoint=browser.endpoint, user=world.administrator) == 1


def test_a_notice_reaches_the_browser_after_the_quiet_hours_and_names_nobody(world, service, browser):
    night = world.now.replace(hour=22)
    message = notices.Message("urged", "x", "Đôn đốc hồ sơ của Nguyễn Thị An", "000.00.03.H06-241104-0001")
    assert notices.tell([world.leader], message, now=night) == 1
    assert notifications.deliver(night) == 0
    assert notifications.deliver(night + timedelta(hours=9)) == 1
    told = browser.read(service.got[0][2])
    assert told["title"] == "Đôn đốc"
    assert "An" not in told["body"]
    assert "0001" not in json.dumps(told)


def test_a_leader_turns_it_on_and_off_on_a_page(world, settings):
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    client = Client()
    client.force_login(world.leader)
    page = client.get(reverse("leaders:notices"))
    assert f'data-key="{notifications.public_key()}"' in page.content.decode()
    sent = Browser("https://fcm.googleapis.com/fcm/send/abc").subscription
    assert client.post(reverse("leaders:push"), sent).json() == {"is_on": True}
    refused = client.post(reverse("leaders:push"), {**sent, "endpoint": "https://example.org/"})
    assert (refused.status_code, "chưa cho phép" in refused.json()["problem"]) == (422, True)
    assert notifications.device_count(world.leader) == 1
    assert client.post(reverse("leaders:push"), {**sent, "tat": "1"}).json() == {"is_on": False}
    assert notifications.device_count(world.leader) == 0
    assert urlsplit(sent["endpoint"]).hostname in settings.PUSH_HOSTS
