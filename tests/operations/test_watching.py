"""Watches: one alert a cause, ended when it is over, explained; who sees it, takes note of it, orders something."""

import pytest
from django.urls import reverse

from haidang.ioc import api as ioc
from haidang.ioc.alert_tables import Alert
from haidang.ioc.api import indicators, watching
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.watching import looking
from haidang.ioc.watching.ordinary import ordinary
from haidang.platform.errors import Refused
from world import DEPARTMENT, OTHER_DEPARTMENT

Kind = watching.Watch.Kind


@pytest.fixture
def publisher(world):
    return world.officer("operations", world.province, with_descendants=True)


def test_what_is_ordinary_is_told_by_the_history_and_not_by_an_outlier():
    usual = ordinary([50, 48, 52, 55, 45, 50, 51, 900])
    assert usual.middle == 50.5
    assert usual.holds(59)
    assert not usual.holds(95)
    assert not usual.holds(10)
    assert ordinary([1, 2, 3, 4]) is None, "four values are no habit"
    flat = ordinary([7] * 8)
    assert (flat.low, flat.high) == (6, 8)
    assert ordinary([0] * 8).low == 0, "counts are never below nought"


def test_a_threshold_is_told_once_noted_and_ended(world, shelf, publisher, client_of, page_time, monkeypatch):
    monkeypatch.setattr("haidang.ioc.indicators.figures.Figure.is_small", lambda _self, _least: False)
    wish = watching.Wish("online-rate", Kind.BELOW, Grain.AGENCY, 70.0)
    number = watching.set_watch(wish=wish, actor=publisher, now=world.now, key=world.key())
    assert [looking.look(page_time) for _time in range(2)] == [1, 0]
    (alert,) = Alert.objects.all()
    assert (alert.agency.code, alert.data["value"]) == (DEPARTMENT, pytest.approx(100 / 3))
    assert "33,3, dưới ngưỡng 70" in alert.text
    url = reverse("operations:alerts")
    assert watching.open_for(world.officer("leader", OTHER_DEPARTMENT), now=page_time) == []
    client = client_of(world.leader)
    text = client.get(url).content.decode()
    assert "Giao việc" in text
    assert f"ma={DEPARTMENT}" in text
    assert client.post(url, {"act": f"note:{alert.pk}", "key": world.key()}).status_code == 302
    assert "Đã nhận biết" in client.get(url).content.decode()
    directive = client.get(reverse("leaders:directive_new"), {"loai": "agency", "ma": DEPARTMENT, "tieu_de": "Xử lý"})
    assert 'value="Xử lý"' in directive.content.decode()
    watching.end_watch(watch_id=number, actor=publisher, now=page_time, key=world.key())
    assert Alert.objects.filter(ended_at=None).count() == 0
    assert ioc.verify_watching() == []


def test_a_day_out_of_the_ordinary_is_explained(world, shelf, publisher, page_time, monkeypatch):
    counts = [95, 50, 48, 52, 55, 45, 50, 51, 49]

    def counted(_watch, _spec, _source, frames, _now):
        days = zip(frames, counts, strict=True)
        return {(frame.key, ""): indicators.Figure(count, None, count, 1, is_ratio=False) for frame, count in days}

    monkeypatch.setattr(looking, "_counted", counted)
    wish = watching.Wish("online-rate", Kind.UNUSUAL)
    watching.set_watch(wish=wish, actor=publisher, now=world.now, key=world.key())
    assert looking.look(page_time) == 1
    (alert,) = Alert.objects.all()
    assert "Cùng thứ trong các tuần trước thường 43,3–56,7, ngày 28/11/2024 là 95." in alert.text
    counts[0] = 51
    assert looking.look(page_time) == 0
    assert Alert.objects.get().ended_at == page_time, "over, and ended by itself"


def test_few_cases_raise_nothing(world, shelf, publisher, page_time):
    wish = watching.Wish("online-rate", Kind.BELOW, Grain.AGENCY, 70.0)
    watching.set_watch(wish=wish, actor=publisher, now=world.now, key=world.key())
    assert looking.look(page_time) == 0


def test_watches_are_set_by_those_who_publish_and_make_sense(world, shelf, publisher, client_of):
    for wish, actor in (
        (watching.Wish("online-rate", Kind.BELOW, limit=70.0), world.leader),
        (watching.Wish("online-rate", Kind.BELOW), publisher),
        (watching.Wish("no-such", Kind.UNUSUAL), publisher),
        (watching.Wish("online-rate", Kind.UNUSUAL, Grain.COMMUNE), publisher),
        (watching.Wish("online-rate", Kind.STALE, limit=float("nan")), publisher),
    ):
        with pytest.raises(Refused):
            watching.set_watch(wish=wish, actor=actor, now=world.now, key=world.key())
    client, url = client_of(publisher), reverse("operations:alerts")
    sent = {"act": "watch", "indicator": "online-rate", "kind": "stale", "limit": "1", "severity": "serious"}
    assert client.post(url, {**sent, "key": world.key()}).status_code == 302
    assert client.post(url, {**sent, "limit": "x", "key": world.key()}).status_code == 422
    assert client.post(url, {"act": "note:99", "key": world.key()}).status_code == 404
