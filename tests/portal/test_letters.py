"""A citizen's inbox and choices, as pages."""

import re

import pytest
from django.urls import reverse

from haidang.dossiers.api import State
from haidang.notifications import api as notifications


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def code(world):
    return world.bring(State.SUPPLEMENT)


def test_unread_letters_are_counted_in_the_menu_and_read_one_by_one(at_home, code):
    inbox = reverse("portal:inbox")
    page = text(at_home.get(inbox))
    assert f"Hồ sơ {code}: cần bổ sung giấy tờ" in page
    assert 'Hộp thư <span class="count">2</span>' in page
    newest = re.search(r'name="thu" value="(\d+)"', page)[1]
    answer = at_home.post(inbox, {"thu": newest, "den": f"/ho-so/{code}/"})
    assert answer["Location"] == f"/ho-so/{code}/"
    assert 'Hộp thư <span class="count">1</span>' in text(at_home.get(answer["Location"]))
    at_home.post(inbox)
    assert "Hộp thư</a>" in text(at_home.get(inbox)).replace(" </a>", "</a>")


@pytest.mark.parametrize("place", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_a_letter_leads_nowhere_else(at_home, code, place):
    assert at_home.post(reverse("portal:inbox"), {"thu": "1", "den": place})["Location"] == reverse("portal:inbox")


def test_nobody_reads_anothers_letters(client, world, code):
    (letter, _earlier) = notifications.letters(world.citizen, limit=2)
    client.force_login(world.other_citizen)
    assert code not in text(client.get(reverse("portal:inbox")))
    client.post(reverse("portal:inbox"), {"thu": letter.pk})
    assert notifications.unread(world.citizen) == 2


def test_choosing_how_to_be_told(at_home, world, settings):
    settings.MESSAGE_PROVIDERS = {"email": ["smtp+plain://127.0.0.1:9/?from=a@tinh.example"]}
    address = reverse("portal:preferences")
    page = text(at_home.get(address))
    assert "Yêu cầu bổ sung hồ sơ" in page
    assert "Tin gộp" not in page
    # Nobody carries short messages here, so they cannot be chosen.
    assert 'value="sms"' not in page
    sent = {"language": "en", "starts": "22:00", "ends": "05:00", "key": world.key(), "loai-0": ["email"]}
    assert at_home.post(address, sent).status_code == 302
    chosen = notifications.chosen_by(world.citizen)
    received = notifications.kind_of("dossier.received")
    assert (chosen.language, f"{chosen.quiet.starts:%H:%M}", chosen.channels(received)) == (
        "en", "22:00", {notifications.Channel.EMAIL, notifications.Channel.INBOX},
    )  # fmt: skip
    assert chosen.channels(notifications.kind_of("dossier.new-date")) == set()
    assert at_home.post(address, sent | {"starts": "25:00", "key": world.key()}).status_code == 422


def test_officers_work_elsewhere(client, world):
    client.force_login(world.leader)
    assert client.get(reverse("portal:inbox")).status_code == 403
