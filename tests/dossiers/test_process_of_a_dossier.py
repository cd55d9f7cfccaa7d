"""The internal process of a dossier: decisions, consultation, return, recall, timers, another version."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.dossiers.replay.compare import differences
from haidang.platform import journal
from haidang.platform.models import OutboxMessage
from haidang.workflow import api as workflow
from processes import chain, linear, node, process, task, timer
from world import DEPARTMENT, OTHER_DEPARTMENT, moment

CODE = "commune-same-day"
PARALLEL = process(
    node("startEvent", "s"),
    task("a", name="Phân công", role="manager", hours=2),
    node("parallelGateway", "f"),
    task("b", name="Thẩm định"),
    task("c", name="Hỏi ý kiến", agency="asked"),
    timer("boundaryEvent", "t", "P1D", attachedToRef="c", cancelActivity="false"),
    task("u", name="Đôn đốc", role="manager"),
    node("endEvent", "ue"),
    node("parallelGateway", "j"),
    task("d", name="Ký", role="leader", choices="ok=Đồng ý|no=Không đồng ý", notBy="b"),
    node("endEvent", "e"),
    chain("s", "a", "f", "b", "j", "d", "e"),
    chain("f", "c", "j"),
    chain("t", "u", "ue"),
)


@pytest.fixture
def code(world):
    """A received dossier in a process with two branches and a reminder."""
    assert world.procedures
    workflow.publish(CODE, name="Song song", bpmn=PARALLEL, now=world.now)
    code = world.submit().code
    world.act("accept", code)
    return code


def step(code, name):
    return next(item for item in workflow.open_steps(f"dossier:{code}") if item.node == name)


def names(code):
    return sorted(item.node for item in workflow.open_steps(f"dossier:{code}"))


def do(world, code, name, *, role="specialist", agency=DEPARTMENT, now=None, **values):
    actor = world.officer(role, agency)
    return world.act("complete_step", code, step_id=step(code, name).pk, actor=actor, now=now, **values)


def split(world, code, now=None):
    do(world, code, "a", role="manager", asked_agency_id=world.agency(OTHER_DEPARTMENT).id, now=now)


def agrees(world, code):
    dossier = world.dossier(code)
    assert differences(dossier, journal.lines(dossier.stream)) == []


def test_two_branches_are_open_at_once_and_the_last_one_opens_the_way(world, code):
    split(world, code)
    assert names(code) == ["b", "c"]
    do(world, code, "b")
    assert names(code) == ["c"]
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    assert names(code) == ["d"]
    with pytest.raises(dossiers.WrongState):
        world.act("finish", code)
    do(world, code, "d", role="leader", choice="ok")
    agrees(world, code)
    world.act("finish", code)
    agrees(world, code)


def test_the_agency_that_is_asked_sees_the_dossier_and_does_its_step_only(world, code):
    other = world.officer("specialist", OTHER_DEPARTMENT)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.view(other, code, now=world.now)
    split(world, code)
    view = dossiers.view(other, code, now=world.now)
    assert [item.step.node for item in view.own_steps] == ["c"]
    assert view.allowed & {Command.COMPLETE_STEP, Command.STOP, Command.PAUSE} == {Command.COMPLETE_STEP}
    assert [row.code for row in dossiers.queue(other, now=world.now).rows] == [code]
    with pytest.raises(dossiers.NotAllowed):
        do(world, code, "b", agency=OTHER_DEPARTMENT)


def test_a_dossier_with_two_open_steps_is_once_in_a_queue(world, code):
    workflow.publish(CODE, name="Hai nhánh", bpmn=PARALLEL.replace(b'hd:agency="asked"', b""), now=world.now)
    other = world.submit().code
    world.act("accept", other)
    split(world, other)
    queue = dossiers.queue(world.officer("specialist"), now=world.now)
    assert (queue.total, [row.code for row in queue.rows]) == (1, [other])
    assert len(dossiers.view(world.officer("specialist"), other, now=world.now).own_steps) == 2


def test_a_consultation_needs_an_agency_that_exists(world, code):
    for asked in (None, 999_999):
        with pytest.raises((dossiers.Invalid, workflow.ProcessRefused)) as refusal:
            do(world, code, "a", role="manager", asked_agency_id=asked)
        assert refusal.value.field == "asked_agency"
    assert names(code) == ["a"]


def test_a_step_goes_back_before_the_split_with_all_branches(world, code):
    split(world, code)
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    returned = world.officer("specialist")
    values = {"step_id": step(code, "b").pk, "actor": returned}
    with pytest.raises(dossiers.Invalid):
        world.act("return_step", code, target="a", **values | {"reason": " "})
    with pytest.raises(workflow.ProcessRefused):
        # What another branch has done is no way back from this one.
        world.act("return_step", code, target="c", **values)
    receipt = world.act("return_step", code, target="a", **values)
    assert (receipt.state, names(code)) == (State.PROCESSING, ["a"])
    statuses = {item.node: item.status for item in workflow.all_steps(f"dossier:{code}") if item.status != "open"}
    assert statuses == {"a": "done", "b": "returned", "c": "done"}
    agrees(world, code)
    split(world, code)
    assert names(code) == ["b", "c"]
    agrees(world, code)


def test_after_the_join_one_branch_is_done_again_and_the_other_stays_done(world, code):
    split(world, code)
    do(world, code, "b")
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    leader = world.officer("leader")
    world.act("return_step", code, step_id=step(code, "d").pk, target="b", actor=leader)
    assert names(code) == ["b"]
    do(world, code, "b")
    assert names(code) == ["d"]
    agrees(world, code)


def test_who_did_a_step_takes_it_back_until_somebody_goes_on(world, code):
    manager, specialist = world.officer("manager"), world.officer("specialist")
    split(world, code)
    assert Command.RECALL in dossiers.view(manager, code, now=world.now).allowed
    with pytest.raises(dossiers.WrongState):
        world.act("recall", code, actor=specialist)
    world.act("recall", code, actor=manager)
    assert names(code) == ["a"]
    agrees(world, code)
    split(world, code)
    do(world, code, "b")
    with pytest.raises(dossiers.WrongState):
        world.act("recall", code, actor=manager)
    world.act("recall", code, actor=specialist)
    assert names(code) == ["b", "c"]
    agrees(world, code)


def test_the_last_step_can_be_taken_back_before_the_result(world, code):
    split(world, code)
    do(world, code, "b")
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    do(world, code, "d", role="leader", choice="ok")
    assert workflow.has_ended(f"dossier:{code}")
    world.act("recall", code, actor=world.officer("leader"))
    assert (names(code), workflow.has_ended(f"dossier:{code}")) == (["d"], False)
    agrees(world, code)


def test_what_concerns_the_office_alone_is_neither_sent_nor_shown_to_the_citizen(world, code):
    split(world, code)
    before = OutboxMessage.objects.count()
    world.act("recall", code, actor=world.officer("manager"))
    assert OutboxMessage.objects.count() == before
    shown = {
        user: dossiers.view(user, code, now=world.now).timeline for user in (world.citizen, world.officer("manager"))
    }
    assert Command.RECALL not in {line.command for line in shown[world.citizen]}
    assert Command.RECALL in {line.command for line in shown[world.officer("manager")]}


def test_a_timer_counts_office_time_over_tet_and_opens_the_reminder(world):
    assert world.procedures
    workflow.publish(CODE, name="Song song", bpmn=PARALLEL, now=moment("2024-02-05T08:00"))
    # Wednesday, the last working day before Tết 2024; office opens again on Thursday 15 February.
    eve = moment("2024-02-07T15:30")
    code = world.submit(now=eve).code
    world.act("accept", code, now=eve)
    split(world, code, now=eve)
    (waiting,) = workflow.WaitingTimer.objects.filter(instance__dossier__code=code)
    # A working day is 7.5 hours: 1.5 of them run before Tết, 6 on the first day after it.
    assert waiting.fire_at == moment("2024-02-15T15:30")
    assert list(dossiers.fire_timers(now=waiting.fire_at - timedelta(minutes=1))) == []
    assert [item.problem for item in dossiers.fire_timers(now=waiting.fire_at)] == [""]
    assert names(code) == ["b", "c", "u"]
    assert list(dossiers.fire_timers(now=waiting.fire_at + timedelta(days=9))) == []
    agrees(world, code)


def test_a_timer_waits_while_the_clock_stands_still_and_nobody_else_fires_it(world, code):
    split(world, code)
    world.act("pause", code)
    later = world.now + timedelta(days=10)
    assert list(dossiers.fire_timers(now=later)) == []
    world.act("resume", code, now=later)
    (waiting,) = workflow.WaitingTimer.objects.filter(instance__dossier__code=code)
    for user in (world.officer("manager"), world.administrator):
        with pytest.raises((dossiers.NotAllowed, dossiers.DossierNotFound)):
            dossiers.fire_timer(code=code, timer_id=waiting.pk, actor=user, now=later, key=world.key())
    assert len(list(dossiers.fire_timers(now=later))) == 1
    agrees(world, code)


def test_a_timer_of_a_step_that_is_done_does_not_fire(world, code):
    split(world, code)
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    assert list(dossiers.fire_timers(now=world.now + timedelta(days=10))) == []
    agrees(world, code)


def version(world, bpmn):
    return workflow.publish(CODE, name="Mới", bpmn=bpmn, now=world.now)


def migrate(world, code, to, actor=None):
    actor = actor or world.administrator
    return dossiers.migrate_process(code=code, version_id=to.pk, actor=actor, now=world.now, key=world.key())


def test_a_dossier_moves_to_a_version_that_has_its_position(world, code):
    split(world, code)
    do(world, code, "b")
    before = [(item.pk, item.due_at) for item in workflow.open_steps(f"dossier:{code}")]
    new = version(world, PARALLEL.replace("Ký".encode(), "Ký số".encode()))
    assert migrate(world, code, new).state is State.PROCESSING
    assert [(item.pk, item.due_at) for item in workflow.open_steps(f"dossier:{code}")] == before
    agrees(world, code)
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    assert step(code, "d").name == "Ký số"
    world.act("return_step", code, step_id=step(code, "d").pk, target="b", actor=world.officer("leader"))
    agrees(world, code)
    with pytest.raises(workflow.ProcessRefused):
        migrate(world, code, new)


def test_another_way_to_the_same_position_is_found(world, code):
    split(world, code)
    do(world, code, "c", agency=OTHER_DEPARTMENT)
    # The new version has one more step before the split.
    new = version(
        world,
        PARALLEL.replace(
            b'<sequenceFlow id="a-f" sourceRef="a" targetRef="f"></sequenceFlow>',
            (task("n", name="Vào sổ") + chain("a", "n", "f")).encode(),
        ),
    )
    migrate(world, code, new)
    assert names(code) == ["b"]
    agrees(world, code)
    do(world, code, "b")
    assert names(code) == ["d"]


def test_a_position_that_does_not_exist_there_is_explained(world, code):
    split(world, code)
    gone = version(world, linear({"node": "b", "name": "Thẩm định"}, {"node": "d", "name": "Ký", "role": "leader"}))
    with pytest.raises(workflow.ProcessRefused) as refusal:
        migrate(world, code, gone)
    assert "Hỏi ý kiến" in str(refusal.value)
    never = version(world, linear({"node": "b", "name": "Thẩm định"}, {"node": "c", "name": "Hỏi ý kiến"}))
    with pytest.raises(workflow.ProcessRefused) as refusal:
        migrate(world, code, never)
    assert "Thẩm định, Hỏi ý kiến" in str(refusal.value)
    assert names(code) == ["b", "c"]


def test_only_who_manages_processes_moves_dossiers(world, code):
    new = version(world, PARALLEL.replace("Ký".encode(), "Ký số".encode()))
    with pytest.raises(dossiers.NotAllowed):
        migrate(world, code, new, actor=world.officer("leader"))
    results = list(
        dossiers.migrate_many(
            [code, "khong-co"], version_id=new.pk, actor=world.administrator, now=world.now, key="many-key-1"
        )
    )
    assert [bool(item.problem) for item in results] == [False, True]
