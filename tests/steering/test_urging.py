"""Urging by rule against a slow oracle that walks day by day, and in the house: once a step, up the tree, logged."""

import random
from datetime import date, timedelta

import pytest

from haidang.identity import api as identity
from haidang.platform import journal
from haidang.steering import api as steering
from haidang.steering import schedule
from haidang.steering.api import Assigned, Command, Notice, Urging
from haidang.worktime import api as worktime
from world import DEPARTMENT, moment

COMMUNE = "H06.30.01"
START = moment("2024-11-04T09:30")
CALENDAR = worktime.profile_calendar()


def oracle(calendar, issued_on, due_on, today, levels):
    """The step of a day, by counting days one by one: (days, is_over, level) or None."""

    def working(first, last):
        found, day = 0, first
        while day < last:
            day += timedelta(days=1)
            found += calendar.is_working_day(day)
        return found

    if not calendar.is_working_day(today):
        return None
    if today > due_on:
        over = working(due_on, today)
        return (over, True, min(over, levels)) if over else None
    left, told = working(today, due_on), working(issued_on, due_on)
    marks = [mark for mark in (7, 3, 1) if left <= mark < told]
    # The most pressing of the marks that have come; none on the day itself.
    return (min(marks), False, 0) if marks and left else None


@pytest.mark.parametrize("seed", range(6))
def test_the_schedule_is_what_counting_days_gives(seed):
    dice = random.Random(seed)
    for _turn in range(150):
        issued = date(2024, 1, 2) + timedelta(days=dice.randrange(300))
        due = issued + timedelta(days=dice.randrange(25))
        while not CALENDAR.is_working_day(due):
            due += timedelta(days=1)
        today, levels = issued + timedelta(days=dice.randrange(45)), dice.randrange(4)
        step = schedule.step_of(CALENDAR, issued_on=issued, due_on=due, today=today, levels=levels)
        found = (step.days, step.is_over, step.level) if step else None
        assert found == oracle(CALENDAR, issued, due, today, levels), (issued, due, today, levels)


def walk(until):
    """Calls the job again and again as simulated time passes; (day, how many were urged) where any was."""
    found, now = [], START
    while now <= until:
        if done := steering.urge_due(now):
            found.append((f"{now:%d/%m}", done))
        now += timedelta(hours=6)
    return found


def test_a_forgotten_directive_is_urged_on_its_days_and_up_the_tree(chain):
    world = chain.world
    village = world.officer("leader", COMMUNE)
    district = world.officer("leader", "H06.30", with_descendants=True)
    found = chain.issue(assigned=[Assigned(world.agency(COMMUNE).id)], due_on=date(2024, 11, 15)).id
    days = walk(moment("2024-11-20T12:00"))
    # Friday 15 November: 7 working days before is Wednesday 6, 3 before Tuesday 12, 1 before Thursday 14.
    assert days == [("06/11", 1), ("12/11", 1), ("14/11", 1), ("18/11", 1), ("19/11", 1), ("20/11", 1)]
    told = [row.told for row in Urging.objects.order_by("at")]
    before, first = [village.full_name], [village.full_name, district.full_name]
    second = [village.full_name, chain.leader.full_name]
    assert told == [before, before, before, first, second, second]
    lines = [line for line in journal.lines(f"directive:{found}") if line.kind == "steering.directive.urge"]
    assert [journal.data(line)["step"] for line in lines] == [
        "2024-11-15:before:7", "2024-11-15:before:3", "2024-11-15:before:1",
        "2024-11-15:over:1", "2024-11-15:over:2", "2024-11-15:over:3",
    ]  # fmt: skip
    assert Notice.objects.filter(user=village, kind="urged").count() == 6
    assert steering.verify() == []


def test_calling_it_again_urges_nobody_again(chain):
    chain.issue()
    now = moment("2024-11-12T08:00")
    assert [steering.urge_due(now + timedelta(minutes=15 * turn)) for turn in range(4)] == [1, 0, 0, 0]
    assert Urging.objects.count() == 1


def test_missed_days_are_made_up_by_the_most_pressing_step(chain):
    chain.issue()
    assert steering.urge_due(moment("2024-11-13T08:00")) == 1
    assert Urging.objects.get().step == "2024-11-15:before:3"
    assert steering.urge_due(moment("2024-11-25T08:00")) == 1
    assert Urging.objects.last().step == "2024-11-15:over:6"


def test_an_answer_ends_the_urging_and_a_returned_one_brings_it_back(chain):
    found = chain.bring(Command.ACCEPT, Command.ANSWER)
    assert steering.urge_due(moment("2024-11-12T08:00")) == 0
    chain.act(Command.SEND_BACK, found, now=moment("2024-11-12T09:00"))
    assert steering.urge_due(moment("2024-11-12T10:00")) == 1
    for command in (Command.ANSWER, Command.VERIFY, Command.CLOSE):
        chain.act(command, found, now=moment("2024-11-13T09:00"))
    assert steering.urge_due(moment("2024-11-20T08:00")) == 0


def test_an_extension_counts_anew(chain):
    found = chain.issue().id
    assert steering.urge_due(moment("2024-11-12T08:00")) == 1
    chain.act(Command.EXTEND, found, due_on=date(2024, 11, 29), now=moment("2024-11-12T09:00"))
    assert steering.urge_due(moment("2024-11-12T10:00")) == 0
    assert steering.urge_due(moment("2024-11-26T08:00")) == 1
    assert [row.step for row in Urging.objects.order_by("at")] == ["2024-11-15:before:3", "2024-11-29:before:3"]


def test_by_hand_every_time(chain):
    found = chain.bring(Command.ACCEPT)
    chain.act(Command.URGE, found)
    chain.act(Command.URGE, found, note="Lần hai")
    assert [(row.step, row.by) for row in Urging.objects.all()] == [("", chain.leader)] * 2
    assert Notice.objects.filter(user=chain.head, kind="urged").count() == 2


def test_a_person_who_leads_has_his_own_head_above_him(chain):
    specialist = chain.world.officer("specialist", DEPARTMENT)
    chain.issue(actor=chain.head, assigned=[Assigned(chain.world.agency().id, person_id=specialist.pk)])
    assert steering.urge_due(moment("2024-11-18T08:00")) == 1
    assert Urging.objects.get().told == [specialist.full_name, chain.head.full_name]


def test_without_a_calendar_that_reaches_so_far_nobody_is_urged(chain):
    chain.issue()
    end = identity.calendar(identity.calendar_version_of(chain.world.agency().id, on=date(2024, 11, 4)).pk).valid_to
    assert steering.urge_due(moment(f"{end + timedelta(days=40)}T08:00")) == 0
