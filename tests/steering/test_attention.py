"""Rules of attention: what each finds and whom it tells, once; tried on the past they say what truly came of them."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from haidang.dossiers.api import Command as DossierCommand
from haidang.dossiers.api import State
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.steering.api import Notice, RuleWish
from world import DEPARTMENT, DISTRICT, FREE, OTHER_DEPARTMENT, PAUSE, moment


@pytest.fixture
def rule(chain):
    def make(kind="late_over", recipient="head", *, agency="H06", actor=None, is_active=True, **params):
        wish = RuleWish(
            chain.world.agency(agency).id, f"Quy tắc {kind}", kind, params or {"working_days": 5}, recipient, is_active
        )
        return steering.make_rule(wish=wish, actor=actor or chain.leader, now=chain.world.now, key=chain.world.key())

    return make


def mornings(first, last):
    day = first
    while day <= last:
        yield datetime.combine(day, time(6, 45), tzinfo=clock.LOCAL)
        day += timedelta(days=1)


def play(first, last):
    """Raises alerts on every morning of the span; how many came on each."""
    return {at.date(): steering.raise_alerts(at) for at in mornings(first, last)}


def alerts():
    return [(notice.user, notice.subject_key) for notice in Notice.objects.filter(kind="alert").order_by("pk")]


def test_late_by_more_than_so_many_days(chain, rule):
    rule(working_days=5)
    code = chain.world.bring(State.RECEIVED)  # due on Monday 11 November, 17:00
    found = play(moment("2024-11-12T00:00").date(), moment("2024-11-22T00:00").date())
    assert {day.isoformat(): n for day, n in found.items() if n} == {"2024-11-19": 1}
    assert alerts() == [(chain.head, code)]
    assert "quá hạn 6 ngày làm việc" in Notice.objects.get(kind="alert").title


def test_a_paused_or_finished_dossier_is_not_late(chain, rule):
    rule(working_days=0)
    paused = chain.world.bring(State.PROCESSING)
    chain.world.bring(State.DONE)
    chain.world.act(DossierCommand.PAUSE, paused)
    late = chain.world.bring(State.RECEIVED)
    play(moment("2024-11-12T00:00").date(), moment("2024-11-20T00:00").date())
    assert alerts() == [(chain.head, late)]


def test_three_late_dossiers_of_one_procedure_in_a_week(chain, rule):
    rule("late_cluster", "superior", count=3, days=7)
    for procedure in (PAUSE, PAUSE, FREE):
        chain.world.bring(State.RECEIVED, procedure)
    third = moment("2024-11-05T09:00")
    code = chain.world.submit(PAUSE, now=third).code
    chain.world.act(DossierCommand.ACCEPT, code, now=third)  # due a day later
    found = play(moment("2024-11-11T00:00").date(), moment("2024-11-17T00:00").date())
    assert {day.isoformat(): n for day, n in found.items() if n} == {"2024-11-13": 1}
    notice = Notice.objects.get(kind="alert")
    assert (notice.user, notice.subject_kind) == (chain.leader, "none")
    assert notice.title.startswith("3 hồ sơ của một thủ tục")


def test_an_apology_that_nobody_drafts(chain, rule):
    rule("apology_due", "officer", working_days=1)
    code, sorry = chain.world.bring(State.PROCESSING), chain.world.bring(State.PROCESSING)
    chain.world.act(DossierCommand.CLAIM, code, actor=chain.world.actor_for(DossierCommand.CLAIM, code))
    holder = chain.world.open_step(code).assignee
    chain.world.act(DossierCommand.REAPPOINT, sorry, now=moment("2024-11-06T09:00"))
    found = play(moment("2024-11-05T00:00").date(), moment("2024-11-12T00:00").date())
    # Due on Monday 11: the last day for an apology is Friday 8, one working day after Thursday 7.
    assert {day.isoformat(): n for day, n in found.items() if n} == {"2024-11-07": 1}
    assert alerts() == [(holder, code)]
    assert "Còn 1 ngày làm việc" in Notice.objects.get(kind="alert").title


def test_a_forecast_tells_when_there_is_one(chain, rule, monkeypatch):
    from haidang.steering import ports

    monkeypatch.setattr(ports, "_filled", [])
    with pytest.raises(steering.Invalid) as refusal:
        rule("forecast", "manager", percent=70)
    assert refusal.value.field == "kind"
    likely, unlikely = chain.world.bring(State.RECEIVED), chain.world.bring(State.RECEIVED)
    monkeypatch.setattr(ports, "_filled", [lambda codes: {code: {likely: 0.7, unlikely: 0.69}[code] for code in codes}])
    made = rule("forecast", "manager", percent=70)
    assert steering.raise_alerts(moment("2024-11-06T06:45")) == 1
    assert alerts() == [(chain.manager, likely)]
    [trial] = steering.tried([made], now=moment("2024-11-06T09:00"), days=30)
    assert (trial.can_be_tried, trial.total) == (False, 0)


def test_a_trial_says_what_came_of_it(chain, rule):
    """Every morning of a month is lived through; then the same rules are tried on that month."""
    made = [
        rule(working_days=1),
        rule("late_cluster", "superior", count=2, days=7),
        rule("apology_due", "manager", working_days=1),
        rule("late_over", "superior", agency=DEPARTMENT, working_days=0),
    ]
    start, world = moment("2024-11-04T09:00"), chain.world
    for number in range(6):
        at = start + timedelta(days=number % 3)
        code = world.submit((PAUSE, FREE)[number % 2], now=at).code
        world.act(DossierCommand.ACCEPT, code, now=at)
        if number == 4:
            world.act(DossierCommand.COMPLETE_STEP, code, now=at)
            world.act(DossierCommand.PAUSE, code, now=at + timedelta(days=1))
    # The last one is finished in the middle of it, late.
    play(start.date(), moment("2024-11-14T00:00").date())
    world.finish_steps(code, now=moment("2024-11-14T10:00"))
    world.act(DossierCommand.FINISH, code, now=moment("2024-11-14T10:00"))
    play(moment("2024-11-15T00:00").date(), moment("2024-11-29T00:00").date())
    lived = Notice.objects.filter(kind="alert")
    assert lived.count() > 8
    for trial in steering.tried(made, now=moment("2024-11-29T09:00"), days=26):
        told = [notice for notice in lived if notice.rule_id == trial.rule.pk]
        days = Counter(clock.local(notice.raised_at).date() for notice in told)
        assert trial.by_recipient == Counter(notice.user for notice in told)
        assert {day: n for day, n in trial.by_day.items() if n} == days
        assert (trial.total, trial.backlog) == (len(told), 0)
    assert Notice.objects.filter(kind="alert").count() == lived.count(), "a trial writes nothing"


def test_what_was_late_before_the_period_is_a_backlog(chain, rule):
    chain.world.bring(State.RECEIVED)
    [trial] = steering.tried([rule(working_days=0)], now=moment("2024-12-02T09:00"), days=7)
    assert (trial.backlog, sum(trial.by_day.values()), trial.matters) == (1, 0, 1)


def test_a_rule_of_an_agency_reaches_no_further(chain, rule):
    chain.world.bring(State.RECEIVED)
    rule(agency=OTHER_DEPARTMENT, working_days=0)
    assert steering.raise_alerts(moment("2024-11-20T06:45")) == 0
    rule(agency=DEPARTMENT, working_days=0, is_active=False)
    assert steering.raise_alerts(moment("2024-11-20T06:45")) == 0
    rule(agency=DEPARTMENT, working_days=0)
    assert steering.raise_alerts(moment("2024-11-20T06:45")) == 1
    assert steering.raise_alerts(moment("2024-11-20T06:45")) == 0


@pytest.mark.parametrize(
    ("kind", "recipient", "params", "field"),
    [
        ("nothing", "head", {"working_days": 5}, "kind"),
        ("late_over", "nobody", {"working_days": 5}, "recipient"),
        ("late_cluster", "officer", {"count": 3, "days": 7}, "recipient"),
        ("late_over", "head", {"working_days": -1}, "working_days"),
        ("late_over", "head", {"working_days": True}, "working_days"),
        ("late_over", "head", {"working_days": 1, "more": 2}, "more"),
        ("late_cluster", "head", {"count": 3}, "days"),
    ],
)
def test_what_no_rule_can_say_is_refused(rule, kind, recipient, params, field):
    with pytest.raises(steering.Invalid) as refusal:
        rule(kind, recipient, **params)
    assert refusal.value.field == field


def test_rules_are_set_by_leaders_for_their_own_branch(chain, rule):
    district = chain.world.officer("leader", DISTRICT, with_descendants=True)
    own = rule(agency=DISTRICT, actor=district)
    rule(agency="H06")
    assert steering.rules(district, now=chain.world.now) == [own]
    assert len(steering.rules(chain.leader, now=chain.world.now)) == 2
    assert steering.rules(chain.manager, now=chain.world.now) == []
    for actor in (district, chain.manager, chain.world.officer("specialist", DEPARTMENT)):
        with pytest.raises(steering.NotAllowed):
            rule(agency=DEPARTMENT, actor=actor)
    with pytest.raises(steering.RuleNotFound):
        steering.rule_for(chain.head, own.pk, now=chain.world.now)


def test_a_change_is_a_version_and_a_line(chain, rule):
    made = rule()
    wish = RuleWish(made.agency_id, "Trễ 2 ngày", "late_over", {"working_days": 2}, "manager", is_active=False)
    common = {"actor": chain.leader, "now": chain.world.now}
    changed = steering.change_rule(rule_id=made.pk, wish=wish, key=chain.world.key(), expected_version=1, **common)
    assert (changed.version, changed.params, changed.is_active) == (2, {"working_days": 2}, False)
    with pytest.raises(steering.Conflict):
        steering.change_rule(rule_id=made.pk, wish=wish, key=chain.world.key(), expected_version=1, **common)
    assert steering.verify() == []
