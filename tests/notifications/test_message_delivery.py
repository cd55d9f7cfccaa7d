"""Sending: once, in the right order of providers, through crashes, silence and outages."""

from datetime import timedelta

import pytest

from haidang.notifications import api as notifications
from haidang.notifications import delivery, providers
from haidang.notifications.adapters.gateway import Gateway as GatewayAdapter
from haidang.notifications.models import Delivery, ProviderStanding
from haidang.notifications.queue import delivery as row_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def two(settings, gateway, second_gateway):
    """Two gateways of short messages, the first being the first choice."""
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url, second_gateway.url]}
    return gateway, second_gateway


def queue(world, number=1, **changes):
    rows = [
        row_of(
            once=f"sms:{place}", channel="sms", address=f"09{place:08}", body="Hồ sơ đã có kết quả", made_at=world.now,
            next_try_at=world.now, expires_at=world.now + timedelta(days=2), **changes,
        )
        for place in range(number)
    ]  # fmt: skip
    return Delivery.objects.bulk_create(rows)


def state():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_it_goes_to_the_first_choice_once(world, two):
    queue(world, 3)
    assert notifications.deliver(world.now) == 3
    assert notifications.deliver(world.now + timedelta(hours=3)) == 0
    assert [len(each.sent) for each in two] == [3, 0]
    row = Delivery.objects.first()
    assert (row.state, row.provider, row.sent_at, row.reference) == ("sent", "sms-1", world.now, "r1")


def test_another_is_asked_only_where_nothing_was_sent(world, two):
    two[0].status = 503
    queue(world)
    assert notifications.deliver(world.now) == 1
    assert (len(two[1].sent), Delivery.objects.get().provider) == (1, "sms-2")


@pytest.mark.parametrize("silence", [500, "drop"])
def test_after_silence_only_the_same_provider_is_asked_and_the_person_is_told_once(world, two, silence):
    two[0].status = silence
    queue(world)
    assert notifications.deliver(world.now) == 0
    assert Delivery.objects.get().is_uncertain
    two[0].status = 503
    assert notifications.deliver(world.now + 3 * MINUTE) == 0
    assert Delivery.objects.get().is_uncertain
    two[0].status = 200
    assert notifications.deliver(world.now + 10 * MINUTE) == 1
    assert [len(each.sent) for each in two] == [1, 0]
    assert len({headers["Idempotency-Key"] for headers, _body in two[0].asked}) == 1


def test_a_message_that_is_refused_for_good_stops_and_says_why(world, two):
    two[0].status = 422
    queue(world)
    assert notifications.deliver(world.now) == 0
    assert notifications.deliver(world.now + timedelta(hours=9)) == 0
    row = Delivery.objects.get()
    assert (row.state, row.problem, len(two[0].asked), len(two[1].asked)) == ("failed", "HTTP 422", 1, 0)


def test_a_provider_that_is_down_is_left_alone_for_a_while(world, settings, gateway):
    settings.MESSAGE_PROVIDERS = {"sms": [gateway.url]}
    gateway.status = 503
    queue(world, 20)
    notifications.deliver(world.now)
    assert len(gateway.asked) == providers.CLOSED_AFTER
    standing = ProviderStanding.objects.get()
    assert standing.closed_until == world.now + MINUTE
    # Whoever was not asked has lost no attempt.
    assert list(Delivery.objects.filter(attempts=0).values_list("next_try_at", flat=True)) == [world.now + MINUTE] * 15
    notifications.deliver(world.now + MINUTE / 2)
    assert len(gateway.asked) == providers.CLOSED_AFTER
    notifications.deliver(world.now + MINUTE)
    assert len(gateway.asked) == providers.CLOSED_AFTER + 1
    assert ProviderStanding.objects.get().closed_until == world.now + 3 * MINUTE
    gateway.status = 200
    notifications.deliver(world.now + 3 * MINUTE)
    assert ProviderStanding.objects.get().failures == 0
    notifications.deliver(world.now + 10 * MINUTE)
    assert set(state()) == {"sent"}
    assert len(gateway.sent) == 20


def test_a_worker_that_dies_between_sending_and_marking(world, two, monkeypatch):
    """The other takes over when the lease has run out; the gateway knows the key and sends nothing more."""
    queue(world)

    class Killed(BaseException):
        pass

    def die(*_args, **_more):
        raise Killed

    monkeypatch.setattr(delivery, "_mark", die)
    with pytest.raises(Killed):
        notifications.deliver(world.now)
    monkeypatch.undo()
    assert notifications.deliver(world.now + delivery.LEASE - MINUTE) == 0
    assert len(two[0].asked) == 1
    assert notifications.deliver(world.now + delivery.LEASE) == 1
    assert (len(two[0].asked), len(two[0].sent), len(two[1].asked)) == (2, 1, 0)
    assert state() == ["sent"]


def test_a_worker_that_dies_before_sending(world, two):
    queue(world)
    assert delivery.claim(Delivery.objects.get().pk, now=world.now) is not None
    assert delivery.claim(Delivery.objects.get().pk, now=world.now) is None
    assert notifications.deliver(world.now) == 0
    assert notifications.deliver(world.now + delivery.LEASE) == 1


def test_a_fault_of_ours_stops_no_other_message_and_no_address_gets_into_the_log(world, two, monkeypatch, caplog):
    queue(world, 2)
    send = GatewayAdapter.send

    def fail(self, parcel):
        if parcel.address == "0900000000":
            raise RuntimeError(parcel.address)
        return send(self, parcel)

    monkeypatch.setattr(GatewayAdapter, "send", fail)
    assert notifications.deliver(world.now) == 1
    assert state() == ["queued", "sent"]
    assert "RuntimeError" in caplog.text
    assert "0900000000" not in caplog.text
    assert "0900000000" not in Delivery.objects.first().problem


def test_what_is_no_news_any_more_is_not_sent(world, two):
    queue(world)
    assert notifications.deliver(world.now + timedelta(days=2)) == 0
    row = Delivery.objects.get()
    assert (row.state, row.problem, two[0].asked) == ("failed", "expired", [])
