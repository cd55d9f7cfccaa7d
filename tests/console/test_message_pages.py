"""The administration of messages: what waits and failed and why, texts, and the mailbox of a demonstration."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from haidang.dossiers.api import State
from haidang.notifications import api as notifications
from haidang.notifications.models import Delivery
from haidang.platform import clock


@pytest.fixture
def failed(world, settings):
    """Two short messages and two letters by e-mail that nobody has taken in time."""
    nobody = "127.0.0.1:9"
    settings.MESSAGE_PROVIDERS = {
        "sms": [f"http://geheim@{nobody}/"], "email": [f"smtp+plain://{nobody}/?from=a@tinh.example"]
    }  # fmt: skip
    for _twice in range(2):
        world.bring(State.RECEIVED)
    notifications.deliver(world.now + timedelta(days=6))


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_failed_and_why_and_nobodys_address(admin, failed):
    page = text(admin.get(reverse("console:messages"), {"kenh": "email", "trang_thai": "failed"}))
    assert "a•••@vidu.example" in page
    assert "an@vidu.example" not in page
    assert page.count("expired") == 2
    row = Delivery.objects.filter(channel="sms").first()
    page = text(admin.get(reverse("console:message", args=[row.pk])))
    assert "•••••••321" in page
    assert "0987654321" not in page
    assert "Ho so" not in page


def test_sending_again_giving_up_and_what_the_journal_says(admin, world, failed):
    row = Delivery.objects.filter(channel="sms").first()
    address = reverse("console:message", args=[row.pk])
    assert admin.post(address, {"viec": "bo", "key": world.key()}).status_code == 422
    for _twice in range(2):
        admin.post(address, {"viec": "bo", "key": "khoa-bo-tin-1", "reason": "Số không còn dùng"})
    row.refresh_from_db()
    assert (row.state, row.version) == ("dropped", 1)
    admin.post(address, {"viec": "gui-lai", "key": world.key()})
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_try_at, row.version) == ("queued", 0, world.now, 2)
    assert "Tin này đang ở trạng thái khác" in text(admin.post(address, {"viec": "gui-lai", "key": world.key()}))
    assert notifications.verify() == []


def test_all_that_failed_on_a_channel_are_sent_again(admin, world, failed):
    admin.post(reverse("console:messages"), {"kenh": "email", "key": world.key()})
    assert Delivery.objects.filter(state="queued").count() == 2
    assert set(Delivery.objects.filter(state="queued").values_list("channel", flat=True)) == {"email"}


def test_a_local_administrator_is_told_whose_pages_these_are(local_admin, failed):
    for name in ("messages", "message_texts", "mailbox"):
        assert local_admin.get(reverse(f"console:{name}")).status_code == 403
    row = Delivery.objects.first()
    assert local_admin.get(reverse("console:message", args=[row.pk])).status_code == 403


WHICH = {"kind": "dossier.received", "channel": "sms", "language": "vi"}


def test_a_text_is_tried_then_published(admin, world):
    address = reverse("console:message_text", kwargs=WHICH)
    page = text(admin.get(address))
    assert "Ho so 000.00.03.H06-241104-0001 da duoc tiep nhan." in page
    tried = text(admin.post(address, {"number": 0, "body": "Nhan {code}", "viec": "xem", "key": world.key()}))
    assert "Nhan 000.00.03.H06-241104-0001" in tried
    assert notifications.history(*WHICH.values()) == []
    wrong = admin.post(address, {"number": 0, "body": "Nhan {ma}", "viec": "cong-bo", "key": world.key()})
    assert (wrong.status_code, "không có giá trị {ma}" in text(wrong)) == (422, True)
    done = {"number": 0, "body": "Nhan {code}", "viec": "cong-bo", "key": world.key()}
    assert admin.post(address, done).status_code == 302
    assert "bản 1" in text(admin.get(reverse("console:message_texts")))


def test_the_mailbox_of_a_demonstration_shows_everything_it_would_have_sent(admin, world, monkeypatch):
    monkeypatch.setattr(clock, "offset", lambda: timedelta(days=-400))
    code = world.bring(State.RECEIVED)
    assert notifications.deliver(world.now) == 2
    page = text(admin.get(reverse("console:mailbox")))
    assert page.count("an@vidu.example") == 1
    assert f"Ho so {code} da duoc tiep nhan." in page
    assert "an@vidu.example" not in text(admin.get(reverse("console:mailbox"), {"kenh": "sms"}))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
