"""Publishing internal processes and walking through them, step by step, for a subject that is only a name."""

import pytest

from haidang.identity import api as identity
from haidang.workflow import api as workflow
from haidang.workflow.api import Step
from world import DEPARTMENT, moment

NOW = moment("2024-11-04T09:00")
STEPS = [
    Step("a", "Thẩm định", "specialist", 8),
    Step("b", "Phê duyệt", "leader", 4.5),
    Step("c", "Phát hành", "clerk", 0.25),
]
STATUS = workflow.StepInstance.Status


@pytest.fixture
def calendar(world):
    return identity.calendar(identity.calendar_version_of(world.agency().id, on=NOW.date()).pk)


def begin(world, calendar, *, code="test", steps=STEPS, subject="matter:1"):
    process = workflow.publish(code, name="Thử", steps=steps, now=NOW)
    return workflow.start(process, subject=subject, agency_id=world.agency(DEPARTMENT).id, calendar=calendar, now=NOW)


def test_the_profile_ships_its_processes(db):
    for code in (
        "department-standard",
        "department-province-leader",
        "district-standard",
        "commune-standard",
        "commune-same-day",
    ):
        assert workflow.current(code).number == 1
    with pytest.raises(workflow.ProcessRefused) as refusal:
        workflow.current("none")
    assert "none" in str(refusal.value)


def test_a_process_is_published_in_versions(db):
    one = workflow.publish("test", name="Thử", steps=STEPS, now=NOW)
    assert workflow.publish("test", name="Thử", steps=STEPS, now=moment("2024-12-01T09:00")) == one
    other = workflow.publish("test", name="Thử", steps=STEPS[:2], now=NOW)
    assert (one.number, other.number, workflow.current("test")) == (1, 2, other)
    one.refresh_from_db()
    assert len(one.steps) == 3


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [STEPS[0], STEPS[0]],
        [Step("a", "A", "king", 1)],
        [Step("a", "A", "leader", 0.2)],
        [Step("a", "A", "leader", 0)],
        [Step("a", "A", "leader", float("nan"))],
        [Step("a", "A", "leader", float("inf"))],
        [Step("k" * 41, "A", "leader", 1)],
        [Step("a", "N" * 201, "leader", 1)],
    ],
)
def test_a_process_that_cannot_be_walked_is_refused(db, steps):
    with pytest.raises(workflow.ProcessRefused):
        workflow.publish("test", name="Thử", steps=steps, now=NOW)


def test_steps_open_one_after_the_other_with_their_budgets(world, calendar):
    step = begin(world, calendar)
    assert (step.key, step.role, step.due_at) == ("a", "specialist", moment("2024-11-05T09:30"))
    assert not workflow.has_ended("matter:1")
    actor = world.officer("specialist")
    second = workflow.complete(step, actor=actor, calendar=calendar, now=moment("2024-11-05T16:00"))
    # 4.5 office hours from 16:00: one today, three and a half tomorrow.
    assert (second.key, second.due_at) == ("b", moment("2024-11-06T11:00"))
    assert workflow.open_steps("matter:1") == [second]
    third = workflow.complete(second, actor=actor, calendar=calendar, now=moment("2024-11-05T16:30"))
    assert workflow.complete(third, actor=actor, calendar=calendar, now=moment("2024-11-05T16:45")) is None
    assert workflow.has_ended("matter:1")
    assert workflow.open_steps("matter:1") == []
    steps = workflow.all_steps("matter:1")
    assert [(one.key, one.status, one.closed_by) for one in steps] == [(key, STATUS.DONE, actor) for key in "abc"]


def test_a_step_is_done_once(world, calendar):
    step = begin(world, calendar)
    workflow.complete(step, actor=world.citizen, calendar=calendar, now=NOW)
    with pytest.raises(workflow.ProcessRefused):
        workflow.complete(step, actor=world.citizen, calendar=calendar, now=NOW)
    assert len(workflow.all_steps("matter:1")) == 2


def test_a_matter_that_ends_closes_what_is_open(world, calendar):
    begin(world, calendar)
    assert workflow.cancel("matter:1", actor=world.citizen, now=NOW) == 1
    assert workflow.cancel("matter:1", actor=world.citizen, now=NOW) == 0
    assert [step.status for step in workflow.all_steps("matter:1")] == [STATUS.CANCELLED]


def test_a_running_process_keeps_the_version_that_it_began_with(world, calendar):
    step = begin(world, calendar)
    workflow.publish("test", name="Thử", steps=[Step("z", "Khác", "leader", 1)], now=NOW)
    step.refresh_from_db()
    assert workflow.complete(step, actor=world.citizen, calendar=calendar, now=NOW).key == "b"


def test_matters_do_not_meet(world, calendar):
    one, other = begin(world, calendar), begin(world, calendar, subject="matter:10")
    assert workflow.open_steps("matter:1") == [one]
    assert workflow.open_steps("matter:10") == [other]
    assert workflow.all_steps("matter:2") == []
