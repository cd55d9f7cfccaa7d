"""Publishing internal processes and walking through them, step by step, for a subject that is only a name."""

import random

import pytest
from django.db import DatabaseError, transaction

from haidang.identity import api as identity
from haidang.platform.errors import Refused
from haidang.workflow import api as workflow
from haidang.workflow.routing import route
from processes import chain, flow, linear, node, process, task
from random_processes import random_process
from world import DEPARTMENT, moment

NOW = moment("2024-11-04T09:00")
STEPS = [
    {"node": "a", "name": "Thẩm định"},
    {"node": "b", "name": "Phê duyệt", "role": "leader", "hours": 4.5},
    {"node": "c", "name": "Phát hành", "role": "clerk", "hours": 0.25},
]
STATUS = workflow.StepInstance.Status


@pytest.fixture
def by(world):
    """Who moves processes, unless a test says otherwise."""
    return mover(world, world.officer("specialist"))


def mover(world, actor, now=NOW):
    calendar = identity.calendar(identity.calendar_version_of(world.agency().id, on=NOW.date()).pk)
    return workflow.Mover(actor, now, calendar, {"competent": world.agency(DEPARTMENT).id}.get)


def begin(world, by, *, code="test", bpmn=None, subject="matter:1"):
    version = workflow.publish(code, name="Thử", bpmn=bpmn or linear(*STEPS), now=NOW)
    return workflow.start(version, subject=subject, agency_id=world.agency(DEPARTMENT).id, by=by)


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
    one = workflow.publish("test", name="Thử", bpmn=linear(*STEPS), now=NOW)
    assert workflow.publish("test", name="Thử", bpmn=linear(*STEPS), now=moment("2024-12-01T09:00")) == one
    other = workflow.publish("test", name="Thử", bpmn=linear(*STEPS[:2]), now=NOW)
    assert (one.number, other.number, workflow.current("test")) == (1, 2, other)
    one.refresh_from_db()
    assert len(list(workflow.plan_of(one.pk).tasks())) == 3
    one.name = "Khác"
    with pytest.raises(Refused):
        one.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        workflow.ProcessVersion.objects.filter(pk=one.pk).update(name="Khác")


@pytest.mark.parametrize(("code", "name"), [("Không", "Thử"), ("x", "Thử"), ("test", ""), ("test", "N" * 201)])
def test_a_process_needs_a_code_and_a_name(db, code, name):
    with pytest.raises(workflow.ProcessRefused):
        workflow.publish(code, name=name, bpmn=linear(*STEPS), now=NOW)


def test_a_process_that_cannot_be_walked_is_refused_with_all_its_problems(db):
    broken = linear({"node": "a", "role": "king"}, {"node": "b", "hours": "nan"})
    with pytest.raises(workflow.ProcessRefused) as refusal:
        workflow.publish("test", name="Thử", bpmn=broken, now=NOW)
    assert [problem.id for problem in refusal.value.problems] == ["a", "b"]


def test_steps_open_one_after_the_other_with_their_budgets(world, by):
    (step,) = begin(world, by).opened
    assert (step.node, step.role, step.due_at) == ("a", "specialist", moment("2024-11-05T09:30"))
    assert not workflow.has_ended("matter:1")
    (second,) = workflow.complete(step, by=mover(world, by.actor, moment("2024-11-05T16:00"))).opened
    # 4.5 office hours from 16:00: one today, three and a half tomorrow.
    assert (second.node, second.due_at) == ("b", moment("2024-11-06T11:00"))
    assert workflow.open_steps("matter:1") == [second]
    (third,) = workflow.complete(second, by=mover(world, by.actor, moment("2024-11-05T16:30"))).opened
    last = workflow.complete(third, by=mover(world, by.actor, moment("2024-11-05T16:45")))
    assert (last.opened, last.has_ended) == ([], True)
    assert workflow.has_ended("matter:1")
    assert workflow.open_steps("matter:1") == []
    steps = workflow.all_steps("matter:1")
    assert [(one.node, one.status, one.closed_by) for one in steps] == [(key, STATUS.DONE, by.actor) for key in "abc"]


def test_a_step_is_done_once(world, by):
    (step,) = begin(world, by).opened
    workflow.complete(step, by=by)
    step.refresh_from_db()
    with pytest.raises(workflow.ProcessRefused):
        workflow.complete(step, by=by)
    assert len(workflow.all_steps("matter:1")) == 2


def test_a_matter_that_ends_closes_what_is_open(world, by):
    begin(world, by)
    assert workflow.cancel("matter:1", actor=world.citizen, now=NOW)["do"] == "cancel"
    assert workflow.cancel("matter:1", actor=world.citizen, now=NOW) is None
    assert [step.status for step in workflow.all_steps("matter:1")] == [STATUS.CANCELLED]


def test_a_running_process_keeps_the_version_that_it_began_with(world, by):
    (step,) = begin(world, by).opened
    workflow.publish("test", name="Thử", bpmn=linear({"node": "z"}), now=NOW)
    step.refresh_from_db()
    assert workflow.complete(step, by=by).opened[0].node == "b"


def test_matters_do_not_meet(world, by):
    one, other = begin(world, by).opened, begin(world, by, subject="matter:10").opened
    assert workflow.open_steps("matter:1") == one
    assert workflow.open_steps("matter:10") == other
    assert workflow.all_steps("matter:2") == []


DECISION = process(
    node("startEvent", "s"),
    task("a", choices="ok=Đồng ý|ask=Lấy ý kiến|no=Trả lại"),
    node("exclusiveGateway", "g", default="g-a"),
    task("q", name="Cho ý kiến", agency="asked"),
    node("exclusiveGateway", "m"),
    task("z", notBy="a"),
    node("endEvent", "e"),
    chain("s", "a", "g"),
    flow("g", "q", "choice == 'ask'"),
    flow("g", "m", "choice == 'ok'"),
    flow("g", "a"),
    chain("q", "m", "z", "e"),
)


def test_a_decision_chooses_the_way(world, by):
    (step,) = begin(world, by, bpmn=DECISION).opened
    assert [option.key for option in workflow.definition_of(step).choices] == ["ok", "ask", "no"]
    for choice in ("", "maybe"):
        with pytest.raises(workflow.ProcessRefused) as refusal:
            workflow.complete(step, by=by, choice=choice)
        assert refusal.value.field == "choice"
    (again,) = workflow.complete(step, by=by, choice="no").opened
    assert (again.node, again.pk != step.pk) == ("a", True)
    (last,) = workflow.complete(again, by=by, choice="ok").opened
    assert (last.node, workflow.definition_of(last).not_by) == ("z", ("a",))
    with pytest.raises(workflow.ProcessRefused):
        workflow.complete(last, by=by, choice="ok")


def test_a_consultation_goes_to_the_agency_that_is_asked(world, by):
    (step,) = begin(world, by, bpmn=DECISION).opened
    with pytest.raises(workflow.ProcessRefused) as refusal, transaction.atomic():
        workflow.complete(step, by=by, choice="ask")
    assert refusal.value.field == "asked_agency"
    step.refresh_from_db()
    other = world.agency("H06.02").id
    (asked,) = workflow.complete(step, by=by, choice="ask", asked_agency_id=other).opened
    assert (asked.node, asked.agency_id) == ("q", other)
    (last,) = workflow.complete(asked, by=by).opened
    assert last.agency_id == world.agency(DEPARTMENT).id


def test_an_agency_that_does_not_exist_is_refused_in_words(world, by):
    with pytest.raises(workflow.ProcessRefused) as refusal:
        begin(world, by, bpmn=linear({"node": "a", "name": "Thẩm định", "agency": "99"}))
    assert "Thẩm định" in str(refusal.value)


def test_a_fork_gone_through_again_waits_for_all_its_branches_again(world):
    """The engine's own join lets the first token of a second round through alone."""
    again = process(
        node("startEvent", "s"), node("exclusiveGateway", "in"), node("parallelGateway", "split"), task("a"), task("b"),
        node("parallelGateway", "join"), task("c", choices="ok=Đạt|again=Làm lại"),
        node("exclusiveGateway", "out", default="ok"), node("endEvent", "e"), chain("s", "in", "split", "a", "join"),
        chain("split", "b", "join", "c", "out"), flow("out", "in", "choice == 'again'"),
        flow("out", "e", identity="ok"),
    )  # fmt: skip
    assert workflow.check(again) == []
    version = workflow.publish("lam-lai", name="Làm lại", bpmn=again, now=world.now)
    moves = [{"do": "start", "version": version.pk}]
    for done, choice, then in (
        ("a", "", {"b"}), ("b", "", {"c"}), ("c", "again", {"a", "b"}), ("b", "", {"a"}), ("a", "", {"c"}),
        ("c", "again", {"a", "b"}), ("a", "", {"b"}), ("b", "", {"c"}), ("c", "ok", set()),
    ):  # fmt: skip
        moves.append({"do": "complete", "node": done, "choice": choice})
        assert route(workflow.plan_of, moves).nodes == then
    assert route(workflow.plan_of, moves).has_ended


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_nested_in_one_another_is_sound(seed):
    assert workflow.check(random_process(random.Random(seed))) == []
