"""Forecasts of open dossiers: made anew, explained, and seen by those who may see the dossier."""

import json
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from haidang.config.cli import main
from haidang.dossiers.api import State
from haidang.platform import clock, periodic
from haidang.steering import api as steering
from haidang.steering.api import AtRiskWanted, Forecast, ForecastMonth
from haidang.steering.forecasts import looking_back, refresh
from world import DEPARTMENT, DISTRICT, OTHER_DEPARTMENT, PAUSE, moment

pytestmark = pytest.mark.django_db
NOW = moment("2024-11-08T09:00")


@pytest.fixture
def past(world, monkeypatch):
    """Eight finished dossiers received on Mondays from 9 September on, each so many days; few suffice here."""
    monkeypatch.setattr(refresh, "FEWEST_FINISHED", 4)
    monkeypatch.setattr(looking_back, "FEWEST_FINISHED", 2)
    for week, days in enumerate((1, 3, 10, 2, 11, 1, 3, 7)):
        received = moment("2024-09-09T09:00") + timedelta(days=7 * week)
        code = world.submit(now=received).code
        world.act("accept", code, now=received)
        world.act("complete_step", code, now=received + timedelta(hours=1))
        world.finish_steps(code, now=received + timedelta(days=days))
        world.act("finish", code, now=received + timedelta(days=days))
    return world


def open_one(world, **filing):
    code = world.submit(now=moment("2024-11-06T09:00"), **filing).code
    world.act("accept", code, now=moment("2024-11-06T09:00"))
    return code


def forecast_of(code):
    return Forecast.objects.get(dossier__code=code)


def test_every_open_dossier_gets_one_forecast_however_often_it_is_made(past):
    codes = {open_one(past), open_one(past)}
    assert [steering.refresh_forecasts(NOW), steering.refresh_forecasts(NOW)] == [2, 2]
    assert set(Forecast.objects.values_list("dossier__code", flat=True)) == codes
    found = forecast_of(codes.pop())
    assert 0 < found.chance < 1
    # Received on Wednesday at 9:00, asked on Friday at 9:00: two working days; due on Wednesday at 17:00.
    assert (found.in_step, found.day_minutes) == (900, 450)
    assert found.left == 360 + 3 * 450
    assert found.expected_at > NOW
    assert found.as_of == NOW


def test_a_finished_dossier_loses_its_forecast(past):
    code, other = open_one(past), open_one(past)
    steering.refresh_forecasts(NOW)
    past.finish_steps(code, now=NOW)
    past.act("finish", code, now=NOW)
    assert steering.forecast_of(past.dossier(code)) is None
    assert [item.row.code for item in _at_risk(past.leader).rows] == [other]
    steering.refresh_forecasts(NOW + timedelta(hours=1))
    assert [row.dossier.code for row in Forecast.objects.all()] == [other]


def test_the_same_day_gives_the_same_forecast(past):
    code = open_one(past)
    steering.refresh_forecasts(NOW)
    before = Forecast.objects.values().get(dossier__code=code)
    steering.refresh_forecasts(NOW)
    assert {**before, "id": 0} == {**Forecast.objects.values().get(dossier__code=code), "id": 0}


def test_a_late_one_is_certain_and_not_in_the_list_of_those_at_risk(past):
    code = open_one(past)
    later = moment("2024-11-20T09:00")
    steering.refresh_forecasts(later)
    found = forecast_of(code)
    assert (found.chance, found.left < 0) == (1.0, True)
    assert _at_risk(past.leader, now=later).total == 0
    assert any("Đã quá hạn" in line for line in steering.forecast_why(found))


def test_a_paused_one_says_that_its_clock_stands_still(past):
    code = open_one(past)
    past.act("complete_step", code, now=moment("2024-11-06T10:00"))
    past.act("pause", code, now=moment("2024-11-06T15:00"))
    steering.refresh_forecasts(NOW)
    found = forecast_of(code)
    assert found.is_paused
    assert found.expected_at is None
    assert found.left == 120 + 5 * 450
    assert "Đồng hồ đang dừng" in steering.forecast_why(found)[0]
    assert [item.row.code for item in _at_risk(past.leader).rows] == [code]


def test_nothing_is_forecast_from_too_few(world):
    world.bring(State.DONE)
    world.bring(State.PROCESSING)
    assert steering.refresh_forecasts(NOW) == 0
    assert steering.at_risk(world.leader, AtRiskWanted(), now=NOW).as_of is None


def _at_risk(user, *, now=NOW, **wanted):
    return steering.at_risk(user, AtRiskWanted(least=0.0, **wanted), now=now)


def test_nobody_sees_or_counts_what_is_outside_his_scope(past):
    own, other = open_one(past), open_one(past, agency=OTHER_DEPARTMENT)
    steering.refresh_forecasts(NOW)
    everything = _at_risk(past.leader)
    assert {item.row.code for item in everything.rows} == {own, other}
    assert (everything.total, everything.forecast) == (2, 2)
    head = _at_risk(past.officer("leader", DEPARTMENT))
    assert ([item.row.code for item in head.rows], head.total, head.forecast) == ([own], 1, 1)
    district = _at_risk(past.officer("leader", DISTRICT))
    assert (district.rows, district.total, district.nearly_sure, district.forecast) == ([], 0, 0, 0)


def test_the_list_is_narrowed_and_paged(past):
    open_one(past), open_one(past, agency=OTHER_DEPARTMENT)
    steering.refresh_forecasts(NOW)
    assert _at_risk(past.leader, agency_id=past.agency(OTHER_DEPARTMENT).id).total == 1
    assert _at_risk(past.leader, procedure=PAUSE).total == 2
    assert _at_risk(past.leader, procedure="9.999999").total == 0
    assert _at_risk(past.leader, page=2).rows == []
    assert steering.at_risk(past.leader, AtRiskWanted(least=1.0), now=NOW).total == 0


WHY = {
    "step": "Thẩm định", "is_paused": False, "in_step": 1440, "left": 1125, "day_minutes": 450, "chance": 0.7,
    "needed": 900, "level": "procedure", "count": 37, "late": 29, "half": 900, "most": 1845,
}  # fmt: skip


VIETNAMESE = """\
Ở bước “Thẩm định” được 3,2 ngày làm việc.
80 % hồ sơ tương tự sau đó cần thêm không quá 4,1 ngày làm việc, một nửa không quá 2,0 ngày làm việc.
Hạn còn 2,5 ngày làm việc.
Dựa trên 37 hồ sơ cùng thủ tục, cùng bước, mọi cơ quan; \
29 trong số đó cần lâu hơn thời gian còn lại của hồ sơ này."""
ENGLISH = """\
At the step “Thẩm định” for 3.2 working days.
80 % of similar dossiers then needed at most 4.1 working days more, half of them at most 2.0 working days.
Due in 2.5 working days.
From 37 dossiers: same procedure, same step, any agency; 29 of them needed longer than this one has left."""


def test_why_in_words():
    assert "\n".join(steering.forecast_why(Forecast(**WHY))) == VIETNAMESE
    with override("en"):
        assert "\n".join(steering.forecast_why(Forecast(**WHY))) == ENGLISH


def test_why_without_comparable_ones():
    lines = steering.forecast_why(Forecast(**WHY | {"level": "", "count": 0, "late": 0, "half": None, "most": None}))
    assert len(lines) == 3
    assert "Chưa đủ hồ sơ tương tự" in lines[-1]


@pytest.mark.parametrize(
    ("chance", "words"), [(0.0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.999, "99 %"), (1.0, "100 %")]
)
def test_no_chance_is_called_certain(chance, words):
    assert steering.percent_words(chance) == words


def test_past_months_are_scored_by_what_was_known_before_them(past):
    """October is asked of a model that has learnt from September only; open dossiers of a month are counted apart."""
    assert steering.look_back(moment("2024-12-02T09:00")) == 2
    everything, (november, october) = steering.reliability(past.leader, now=NOW)
    assert (november.month, october.month) == (date(2024, 11, 1), date(2024, 10, 1))
    assert october.dossiers == 5
    assert october.moments == sum(item.count for item in october.bins)
    assert october.late == sum(item.late for item in october.bins)
    assert october.unknown == 0
    assert 0 <= october.brier <= 1
    assert everything.moments == october.moments + november.moments
    # A head sees the scores of his own agency, a district nothing of a department's.
    assert steering.reliability(past.officer("leader", DEPARTMENT), now=NOW)[0] == everything
    assert steering.reliability(past.officer("leader", DISTRICT), now=NOW) == (None, [])


def test_a_month_is_scored_again_while_dossiers_of_it_are_open(past):
    open_one(past)
    later = moment("2024-12-02T09:00")
    assert looking_back.keep_up(later) == 2
    assert ForecastMonth.objects.get(month=date(2024, 11, 1)).unknown > 0
    assert looking_back.keep_up(later) == 1
    assert ForecastMonth.objects.count() == 2


def test_the_worker_does_both_by_itself():
    assert {"steering.forecast", "steering.look_back"} <= {job.name for job in periodic.jobs()}


def test_the_command_refreshes_and_evaluates_the_provinces_own_log(past, capsys, monkeypatch):
    open_one(past)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert main(["forecast", "refresh", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["forecast"] == 1
    assert main(["forecast", "evaluate", "--store", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n_train"], found["n_test"]) == (7, 1)
    assert ForecastMonth.objects.count() == 1
