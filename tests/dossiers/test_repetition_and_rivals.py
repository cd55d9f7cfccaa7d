"""The same request twice is one act; two people on one dossier get one success and one clear message."""

import pytest
from django.db import transaction

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.platform import journal, outbox
from haidang.platform.errors import Refused
from haidang.platform.idempotency import KeyReused
from haidang.platform.models import OutboxMessage
from world import OTHER_CASE


def events(code):
    return len(journal.lines(f"dossier:{code}"))


def test_filing_twice_under_one_key_files_once(world):
    first = world.submit(key="form-00000001")
    second = world.submit(key="form-00000001")
    assert (second.code, second.version, second.replayed, first.replayed) == (first.code, first.version, True, False)
    assert dossiers.Dossier.objects.count() == 1
    assert events(first.code) == 1


def test_a_key_does_not_serve_for_another_content(world):
    world.submit(key="form-00000001")
    with pytest.raises(KeyReused):
        world.submit(key="form-00000001", case_key=OTHER_CASE)
    assert dossiers.Dossier.objects.count() == 1


def test_a_key_belongs_to_the_person_who_used_it(world):
    one = world.submit(key="form-00000001")
    other = world.submit(key="form-00000001", actor=world.other_citizen, owner=world.owner(world.other_citizen))
    assert one.code != other.code


@pytest.mark.parametrize("command", ["accept", "request_supplement", "withdraw"])
def test_a_repeated_command_gets_its_first_receipt(world, command):
    code = world.bring(State.NEW)
    first = world.act(command, code, key="form-00000009")
    again = world.act(command, code, key="form-00000009")
    assert (again.version, again.state, again.event_seq, again.replayed) == (first.version, first.state, 2, True)
    assert events(code) == 2


def test_a_repetition_is_answered_even_when_the_dossier_has_moved_on(world):
    code = world.bring(State.NEW)
    first = world.act("accept", code, key="form-00000009", expected_version=1)
    world.act("complete_step", code)
    assert world.act("accept", code, key="form-00000009", expected_version=1).version == first.version


def test_a_key_of_another_command_or_dossier_is_refused(world):
    one, other = world.bring(State.NEW), world.bring(State.NEW)
    world.act("accept", one, key="form-00000009")
    for command, code in (("reject", one), ("accept", other)):
        with pytest.raises(KeyReused):
            world.act(command, code, actor=world.officer("reception"), key="form-00000009")
    assert world.dossier(other).state == State.NEW


@pytest.mark.parametrize("key", ["", "short", "x" * 81])
def test_a_write_without_a_usable_key_is_refused(world, key):
    code = world.bring(State.NEW)
    with pytest.raises(dossiers.Invalid) as refusal:
        world.act("accept", code, key=key)
    assert refusal.value.field == "key"


def test_two_officers_act_on_the_same_page(world):
    code = world.bring(State.NEW)
    seen = world.dossier(code).version
    world.act("accept", code, expected_version=seen)
    with pytest.raises(dossiers.Conflict) as refusal:
        world.act("reject", code, expected_version=seen)
    assert "người khác cập nhật" in str(refusal.value)
    after = world.dossier(code)
    assert (after.state, after.version, events(code)) == (State.RECEIVED, seen + 1, 2)


def test_an_act_that_fails_in_its_middle_leaves_nothing(world, monkeypatch):
    code = world.bring(State.NEW)
    assert world.officer("reception")
    monkeypatch.setattr(outbox.OutboxMessage.objects, "create", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        world.act("accept", code, key="form-00000009")
    monkeypatch.undo()
    assert (world.dossier(code).state, world.dossier(code).clock.count(), events(code)) == (State.NEW, 0, 1)
    assert world.act("accept", code, key="form-00000009").replayed is False


def fail(**_values):
    raise RuntimeError("power cut")


def test_every_act_leaves_one_message_for_the_national_portal(world):
    code = world.bring(State.RETURNED)
    sent = OutboxMessage.objects.filter(stream=f"dossier:{code}").order_by("seq")
    assert [message.seq for message in sent] == list(range(1, world.dossier(code).version + 1))
    assert all(message.delivered_at is None for message in sent)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_keeps_is_refused_and_not_an_error(world, text):
    code = world.bring(State.NEW)
    for attempt in (
        lambda: world.act("reject", code, reason=text),
        lambda: world.act("check_document", code, verdict="wrong", reason=text),
        lambda: world.act("request_supplement", code, items=[dossiers.MissingItem(text, "vì sao")], reason=text),
        lambda: world.submit(answers=world.answers(request=text)),
        lambda: world.submit(owner=dossiers.Owner(name=f"An {text}", id_number="077085001234")),
    ):
        with pytest.raises(Refused):
            attempt()
