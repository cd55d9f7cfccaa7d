"""What citizens are told of their dossiers: each act once, in the language they chose, by the ways they chose."""

from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.dossiers.telling.kinds import Told
from haidang.notifications import api as notifications
from haidang.notifications.api import Channel
from haidang.notifications.models import Delivery, Letter
from world import PAUSE, moment


@pytest.fixture(autouse=True)
def _carried(settings):
    """E-mail and short messages are carried here; nobody is asked in these tests."""
    settings.MESSAGE_PROVIDERS = {
        "email": ["smtp+plain://127.0.0.1:9/?from=mot-cua@tinh.example"], "sms": ["http://geheim@127.0.0.1:9/"]
    }  # fmt: skip


def told(world):
    """What the citizen has been told, oldest first: (kind, subject)."""
    return [(letter.kind, letter.subject) for letter in reversed(notifications.letters(world.citizen, limit=50))]


def last(world):
    return notifications.letters(world.citizen, limit=1)[0]


def test_the_whole_way_of_a_dossier(world):
    code = world.bring(State.RECEIVED)
    number = world.dossier(code).papers.get().number
    letter = last(world)
    assert letter.subject == f"Hồ sơ {code} được tiếp nhận, hẹn trả kết quả lúc 17:00 11/11/2024"
    assert f"số {number}/2024/TNHS" in letter.body
    assert letter.link == f"ho-so/{code}/"
    world.act(Command.COMPLETE_STEP, code)
    world.act(Command.REQUEST_SUPPLEMENT, code)
    assert "1. Giấy tờ tùy thân: Bản chụp bị mờ" in last(world).body
    later = world.now + timedelta(days=1)
    world.act(Command.SUPPLEMENT, code, now=later)
    world.act(Command.REAPPOINT, code, now=later + timedelta(minutes=1))
    assert "Chờ xác minh thực địa" in last(world).body
    world.act(Command.REQUEST_PAYMENT, code, now=later + timedelta(minutes=2))
    assert last(world).subject == f"Hồ sơ {code}: cần nộp 50.000 đồng"
    world.act(Command.RECORD_PAYMENT, code, now=later + timedelta(minutes=3))
    world.finish_steps(code, now=later + timedelta(minutes=4))
    world.act(Command.FINISH, code, now=later + timedelta(minutes=5))
    world.act(Command.RETURN_RESULT, code, now=later + timedelta(minutes=6))
    kinds = [kind for kind, _subject in told(world)]
    assert kinds == [
        Told.RECEIVED, Told.SUPPLEMENT, Told.NEW_DATE, Told.APOLOGY, Told.FEE, Told.RESULT,
    ]  # fmt: skip
    assert "{" not in "".join(letter.subject + letter.body for letter in Letter.objects.all())


@pytest.mark.parametrize(
    ("state", "kind"), [(State.REFUSED, Told.REFUSED), (State.STOPPED, Told.STOPPED), (State.DONE, Told.RESULT)]
)
def test_how_it_ended(world, state, kind):
    code = world.bring(state)
    assert last(world).kind == kind
    assert code in last(world).subject


def test_an_act_that_fails_or_is_repeated_tells_nobody_twice(world):
    code = world.submit().code
    key = world.key()
    for _twice in range(2):
        world.act(Command.ACCEPT, code, key=key)
    with pytest.raises(dossiers.WrongState):
        world.act(Command.ACCEPT, code)
    assert len(told(world)) == 1
    assert Delivery.objects.count() == 2


def test_nothing_is_told_that_was_taken_back(world):
    code = world.submit().code
    with transaction.atomic():
        world.act(Command.ACCEPT, code)
        assert Delivery.objects.exists()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert not Delivery.objects.exists()


def test_somebody_without_an_account_is_told_at_the_addresses_on_his_form(world):
    owner = dossiers.Owner(name="Lê Văn Cường", id_number="", phone="0900000009", email="cuong@vidu.example")
    code = world.submit(channel="direct", owner=owner).code
    world.act(Command.ACCEPT, code)
    assert Letter.objects.get().user is None
    assert {row.channel: row.address for row in Delivery.objects.all()} == {
        "email": "cuong@vidu.example", "sms": "0900000009"
    }  # fmt: skip


def test_nobody_to_tell(world):
    owner = dossiers.Owner(name="Lê Văn Cường", id_number="")
    world.act(Command.ACCEPT, world.submit(channel="direct", owner=owner).code)
    assert not Letter.objects.exists()


def choose(world, **changes):
    wish = {"language": "vi", "quiet": notifications.Quiet(time(20), time(6, 30)), "choices": {}}
    notifications.choose(**wish | changes, actor=world.citizen, now=world.now, key=world.key())


def test_what_the_law_has_people_told_is_always_in_the_inbox(world):
    choose(world, choices={kind.value: [] for kind in Told})
    code = world.bring(State.SUPPLEMENT)
    world.act(Command.SUPPLEMENT, code, now=world.now + timedelta(days=1))
    assert [kind for kind, _subject in told(world)] == [Told.RECEIVED, Told.SUPPLEMENT]
    assert not Delivery.objects.exists()
    assert notifications.verify() == []


def test_only_by_the_ways_that_were_chosen(world):
    choose(world, choices={Told.NEW_DATE.value: ["sms"], Told.RECEIVED.value: ["email"]})
    code = world.bring(State.SUPPLEMENT)
    world.act(Command.SUPPLEMENT, code, now=world.now + timedelta(days=1))
    ways = {(row.kind, row.channel) for row in Delivery.objects.all()}
    assert ways == {
        (Told.RECEIVED, "email"), (Told.SUPPLEMENT, "email"), (Told.SUPPLEMENT, "sms"), (Told.NEW_DATE, "sms")
    }  # fmt: skip
    assert Told.NEW_DATE not in [kind for kind, _subject in told(world)]


def test_in_the_language_of_the_reader(world):
    choose(world, language="en")
    code = world.bring(State.PAYMENT)
    assert last(world).subject == f"Application {code}: 50,000 đồng to pay"
    sms = Delivery.objects.get(channel="sms", kind=Told.FEE)
    assert sms.body.startswith(f"Application {code}: fee to pay: 50,000 dong.")


def test_short_messages_are_short_and_wait_for_the_morning(world):
    code = world.submit().code
    night, morning = moment("2024-11-04T21:00"), moment("2024-11-05T06:30")
    world.act(Command.ACCEPT, code, now=night)
    sms, email = (Delivery.objects.get(channel=way) for way in ("sms", "email"))
    assert (sms.next_try_at, sms.held) == (morning, True)
    assert (email.next_try_at, email.held) == (night, False)
    assert sms.body.startswith(f"Ho so {code} da duoc tiep nhan.")


def test_addresses_and_words_are_encrypted(world):
    world.bring(State.RECEIVED, procedure=PAUSE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body FROM notifications_delivery")
        stored = b"".join(bytes(part) for row in cursor.fetchall() for part in row)
        cursor.execute("SELECT subject, body FROM notifications_letter")
        stored += b"".join(bytes(part) for row in cursor.fetchall() for part in row)
    assert b"an@vidu.example" not in stored
    assert "Hồ sơ".encode() not in stored


def test_every_kind_has_its_texts_in_both_languages():
    for kind in notifications.kinds():
        for way in (Channel.EMAIL, Channel.SMS):
            for language in notifications.LANGUAGES:
                text = kind.texts[way, language]
                assert list(notifications.problems(text, kind=kind, channel=way)) == []
