"""The pages of forecasts and of the process map: what they show, to whom, and that no address breaks them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from leader_pages import client_of, codes_of, text_of

from haidang.dossiers.api import State
from haidang.steering import api as steering
from haidang.steering.forecasts import looking_back, refresh
from world import DEPARTMENT, DISTRICT, OTHER_DEPARTMENT, PAUSE

AT_RISK, RELIABILITY, MAP = (reverse(f"leaders:{name}") for name in ("at_risk", "reliability", "process_map"))


@pytest.fixture
def past(world, monkeypatch):
    """Six finished dossiers of the last six weeks, and an open one at each of two departments."""
    monkeypatch.setattr(refresh, "FEWEST_FINISHED", 4)
    monkeypatch.setattr(looking_back, "FEWEST_FINISHED", 2)
    for week in range(6):
        at = world.now - timedelta(days=7 * (week + 2))
        code = world.submit(now=at).code
        world.act("accept", code, now=at)
        world.finish_steps(code, now=at + timedelta(days=1 + week % 3))
        world.act("finish", code, now=at + timedelta(days=1 + week % 3))
    world.bring(State.RECEIVED)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT)
    steering.refresh_forecasts(world.now)
    return world


def test_the_list_says_how_probable_and_why(past):
    page = client_of(past.leader).get(AT_RISK, {"muc": "20"})
    assert page.status_code == 200
    everything = steering.at_risk(past.leader, steering.AtRiskWanted(least=0.2), now=past.now)
    assert codes_of(page) == {item.row.code for item in everything.rows}
    for item in everything.rows:
        assert steering.percent_words(item.forecast.chance) in text_of(page)
        assert all(line in text_of(page) for line in steering.forecast_why(item.forecast))


def test_nothing_outside_the_scope_is_shown_counted_or_offered(past):
    steering.look_back(past.now)
    whole = text_of(client_of(past.leader).get(AT_RISK))
    assert "trong 2 hồ sơ chưa quá hạn" in whole
    assert "Sở Nội vụ" in whole
    head = text_of(client_of(past.officer("leader", DEPARTMENT)).get(AT_RISK))
    assert "trong 1 hồ sơ chưa quá hạn" in head
    assert "Sở Nội vụ" not in head
    district = client_of(past.officer("leader", DISTRICT))
    assert "trong 0 hồ sơ chưa quá hạn" in text_of(district.get(AT_RISK))
    assert "Chưa có tháng nào được chấm" in text_of(district.get(RELIABILITY))
    assert "Chưa có hồ sơ nào để vẽ" in text_of(district.get(MAP))


def test_reliability_shows_the_curve_with_its_table_and_each_month(past):
    leader = client_of(past.leader)
    assert "Chưa có tháng nào được chấm" in text_of(leader.get(RELIABILITY))
    assert steering.look_back(past.now) == 1
    page = leader.get(RELIABILITY)
    everything, months = steering.reliability(past.leader, now=past.now)
    assert page.content.count(b"forecast-point") == sum(item.count > 0 for item in everything.bins)
    rows = re.findall(r'<td class="nowrap">\d+ – \d+ %</td>.*?</tr>', page.content.decode())
    counts = [int(re.findall(r'class="number">([\d.]+)</td>', row)[0]) for row in rows]
    assert sum(counts) == everything.moments == months[0].moments
    shares = [float(re.findall(r"([\d,]+) %", row)[-1].replace(",", ".")) for row in rows]
    told = [item.late * 100 / item.count for item in everything.bins if item.count]
    assert shares == pytest.approx(told, abs=0.1)
    assert "10/2024" in text_of(page)


def test_the_map_counts_visits_and_says_where_it_cannot_tell_waiting_from_work(past):
    page = client_of(past.leader).get(MAP, {"thu_tuc": PAUSE})
    found = steering.flow(past.leader, procedure=PAUSE, now=past.now)
    assert found.map.cases == 8
    assert page.content.count(b'class="flow-frame"') == len(found.map.steps)
    assert all(step.name in text_of(page) for step in found.map.steps)
    assert "không rõ" in text_of(page)
    only = steering.flow(past.leader, agency_id=past.agency(OTHER_DEPARTMENT).id, now=past.now)
    assert (only.map.cases, only.total) == (1, 1)


def test_a_step_that_was_taken_up_has_waited_and_been_worked_on(world):
    code = world.bring(State.RECEIVED)
    world.act("claim", code, now=world.now + timedelta(hours=1))
    world.act("complete_step", code, now=world.now + timedelta(hours=2))
    found = steering.flow(world.leader, now=world.now + timedelta(hours=3))
    step = next(each for each in found.map.steps if each.known)
    assert (step.waiting, step.working, step.median) == (60, 60, 120)


def test_rework_and_repeated_requests_are_counted(world):
    code = world.bring(State.PROCESSING)
    world.act("return_step", code)
    world.act("complete_step", code)
    for _round in range(2):
        world.act("request_supplement", code)
        world.act("supplement", code, now=world.now + timedelta(days=1))
        world.now += timedelta(days=2)
    found = steering.flow(world.leader, now=world.now)
    assert found.map.reworked == 1
    assert found.requests == [0, 0, 1, 0]
    assert [(stop.ground, stop.count, stop.dossiers, stop.days) for stop in found.stops] == [("supplement", 2, 1, 1.0)]


ODD = ["", "9.999999", "x" * 5000, "\0", "-1", "١", "1e9", "' OR 1=1"]


@pytest.mark.parametrize("address", [AT_RISK, RELIABILITY, MAP])
def test_no_address_breaks_a_page(world, address):
    leader = client_of(world.leader)
    for value in ODD:
        page = leader.get(address, {"muc": value, "co_quan": value, "thu_tuc": value, "trang": value})
        assert page.status_code == 200, value


def test_pages_are_read_in_english(past):
    leader = client_of(past.leader)
    leader.cookies["django_language"] = "en"
    assert "Dossiers that may be late" in text_of(leader.get(AT_RISK))
    assert "Process and bottlenecks" in text_of(leader.get(MAP))
    assert "Reliability of forecasts" in text_of(leader.get(RELIABILITY))


def test_the_officers_page_of_a_dossier_says_the_same(past):
    code = steering.at_risk(past.leader, steering.AtRiskWanted(least=0.0), now=past.now).rows[0].row.code
    forecast = steering.forecast_of(past.dossier(code))
    page = text_of(client_of(past.actor_for("complete_step", code)).get(reverse("desk:dossier", args=[code])))
    assert f"Dự báo: {steering.percent_words(forecast.chance)} khả năng trễ hạn" in page
    assert all(line in page for line in steering.forecast_why(forecast))
