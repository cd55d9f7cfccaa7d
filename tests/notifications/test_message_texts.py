"""Texts as data: shipped, replaced by immutable versions, each by whoever may, and none lost to another's."""

import pytest
from django.db import DatabaseError, transaction

from haidang.dossiers.api import State
from haidang.dossiers.telling.kinds import Told
from haidang.notifications import api as notifications
from haidang.notifications.api import Text
from haidang.platform.errors import Invalid, NotAllowed, Refused
from haidang.platform.idempotency import KeyReused


def publish(world, body="Ho so {code} xong", number=0, *, actor=None, key=None, **changes):
    values = {"kind": Told.RECEIVED.value, "channel": "sms", "language": "vi", "text": Text("", body)} | changes
    return notifications.publish_text(
        **values, number=number, actor=actor or world.administrator, now=world.now, key=key or world.key()
    )


def test_a_new_version_counts_from_then_on(world, settings):
    settings.MESSAGE_PROVIDERS = {"sms": ["http://geheim@127.0.0.1:9/"]}
    before = world.bring(State.RECEIVED)
    publish(world, "Ho so {code}: hen {due}")
    after = world.bring(State.RECEIVED)
    rows = notifications.deliveries(channel="sms").order_by("pk")
    assert [(code in row.body, row.template_number) for code, row in zip((before, after), rows, strict=True)] == [
        (True, 0), (True, 1)
    ]  # fmt: skip
    assert rows[1].body == f"Ho so {after}: hen 17:00 11/11/2024"
    assert notifications.verify() == []


def test_the_inbox_says_what_the_email_says_until_it_has_a_text_of_its_own(world):
    publish(world, "Ngắn gọn: {code}", channel="inbox", text=Text("Đã nhận {code}", "Ngắn gọn: {code}"))
    code = world.bring(State.RECEIVED)
    (letter,) = notifications.letters(world.citizen, limit=5)
    assert (letter.subject, letter.body) == (f"Đã nhận {code}", f"Ngắn gọn: {code}")


def test_whoever_saw_an_older_version_does_not_replace_a_newer_one(world):
    publish(world)
    with pytest.raises(Invalid) as refusal:
        publish(world, "Khac")
    assert refusal.value.field == "number"
    publish(world, "Khac {code}", 1)
    assert [row.number for row in notifications.history(Told.RECEIVED.value, "sms", "vi")] == [2, 1]


def test_the_same_form_twice_is_one_version(world):
    key = world.key()
    assert publish(world, key=key).pk == publish(world, key=key).pk
    with pytest.raises(KeyReused):
        publish(world, "Khac {code}", key=key)


def test_only_administrators_of_the_province(world):
    for actor in (world.citizen, world.leader, world.officer("administrator", "H06.03")):
        with pytest.raises(NotAllowed):
            publish(world, actor=actor)


def test_a_version_cannot_be_changed(world):
    row = publish(world)
    row.body = "x"
    with pytest.raises(Refused):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        notifications.MessageTemplate.objects.update(body="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        notifications.MessageTemplate.objects.all()._raw_delete("default")


@pytest.mark.parametrize("changes", [{"kind": "x"}, {"channel": "push"}, {"channel": "x"}, {"language": "fr"}])
def test_a_text_that_does_not_exist(world, changes):
    with pytest.raises(notifications.TemplateNotFound):
        publish(world, **changes)


def test_a_tampered_version_of_the_journal_is_found(world):
    publish(world)
    from haidang.notifications.models import MessageTemplateSet

    MessageTemplateSet.objects.update(head_hash="0" * 64)
    assert len(notifications.verify()) == 1
