"""One act on many dossiers: a result for each, nothing lost, and the same form is answered the same."""

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Details, GroupAction, GroupOrder, Item, State
from haidang.dossiers.office import group as group_module
from haidang.platform import journal
from haidang.platform.idempotency import KeyReused
from world import NO_TERM, OTHER_DEPARTMENT, PAUSE


def items(world, codes):
    return [Item(code, step.pk if (step := world.open_step(code)) else None) for code in codes]


def run(world, action, codes, *, actor, key="form-00000001", chosen=None, **details):
    order = GroupOrder(
        GroupAction(action), chosen or items(world, codes), actor, world.now, key, Details(**details)
    )  # fmt: skip
    return dossiers.group(order)


def test_each_dossier_for_itself_with_its_reason(world):
    actor, other = world.officer("specialist"), world.officer("specialist", username="specialist2")
    mine, taken, elsewhere = (
        world.bring(State.RECEIVED, agency=agency) for agency in ("H06.03", "H06.03", OTHER_DEPARTMENT)
    )
    world.act("claim", taken, actor=other)
    waiting = world.bring(State.NEW)
    chosen = [*items(world, [mine, taken, elsewhere, waiting]), Item("000.00.03.H06-241104-9999", 1)]
    outcomes = run(world, "claim", (), chosen=chosen, actor=actor)
    assert [(outcome.code, outcome.is_done) for outcome in outcomes] == [
        (mine, True), (taken, False), (elsewhere, False), (waiting, False), ("000.00.03.H06-241104-9999", False),
    ]  # fmt: skip
    assert other.full_name in outcomes[1].words
    assert "Không tìm thấy hồ sơ" in outcomes[2].words
    assert "không chờ ở bước nào" in outcomes[3].words
    assert all(outcome.words for outcome in outcomes)
    assert (world.open_step(mine).assignee, world.open_step(taken).assignee) == (actor, other)


def test_the_same_form_again_gets_the_same_answer_and_acts_once(world):
    actor = world.officer("specialist")
    free, taken = world.bring(State.RECEIVED), world.bring(State.RECEIVED)
    world.act("claim", taken, actor=world.officer("specialist", username="specialist2"))
    chosen = items(world, [free, taken])
    first = run(world, "claim", (), chosen=chosen, actor=actor)
    world.act("release", free, actor=actor)
    world.act("release", taken, actor=world.officer("manager"))
    versions = [world.dossier(code).version for code in (free, taken)]
    assert run(world, "claim", (), chosen=chosen, actor=actor) == first
    assert [world.dossier(code).version for code in (free, taken)] == versions
    with pytest.raises(KeyReused):
        run(world, "claim", (), chosen=chosen[:1], actor=actor)


def test_a_form_cut_off_in_its_middle_goes_on_where_it_stopped(world, monkeypatch):
    actor = world.officer("specialist")
    codes = [world.bring(State.RECEIVED) for _ in range(3)]
    chosen = items(world, codes)
    claim = group_module.office.claim

    def cut(**values):
        if values["code"] == codes[2]:
            raise RuntimeError("power cut")
        return claim(**values)

    monkeypatch.setattr(group_module.office, "claim", cut)
    with pytest.raises(RuntimeError):
        run(world, "claim", (), chosen=chosen, actor=actor)
    monkeypatch.undo()
    assert [outcome.is_done for outcome in run(world, "claim", (), chosen=chosen, actor=actor)] == [True] * 3
    for code in codes:
        kinds = [line.kind for line in journal.lines(f"dossier:{code}")]
        assert kinds.count("dossiers.dossier.claim") == 1


def test_all_actions(world):
    specialist, manager, reception = (world.officer(role) for role in ("specialist", "manager", "reception"))
    codes = [world.bring(State.NEW), world.bring(State.NEW)]
    steps = iter(range(9))

    def everyone(action, actor, **details):
        outcomes = run(world, action, codes, actor=actor, key=f"form-0000000{next(steps)}", **details)
        assert [outcome.is_done for outcome in outcomes] == [True, True], outcomes

    everyone("accept", reception)
    everyone("assign", manager, assignee_id=specialist.pk, reason="Chia việc")
    everyone("release", specialist)
    everyone("claim", specialist)
    everyone("complete_step", specialist, note="Đủ điều kiện")
    everyone("complete_step", world.officer("leader"))
    everyone("complete_step", reception)
    for code in codes:
        world.act("finish", code)
    everyone("return_result", reception, how="direct")
    assert {world.dossier(code).state for code in codes} == {State.RETURNED}
    assert dossiers.verify().faults == []


def test_what_needs_a_choice_of_its_own_is_refused_for_that_dossier_alone(world):
    plain, without_term = world.bring(State.NEW, PAUSE), world.bring(State.NEW, NO_TERM)
    done, refused = run(world, "accept", [plain, without_term], actor=world.officer("reception"))
    assert (done.is_done, refused.is_done) == (True, False)
    assert "số ngày làm việc" in refused.words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"chosen": [Item(f"X{number}") for number in range(201)]}, "items"),
        ({"action": "assign"}, "assignee"),
        ({"action": "return_result", "how": "by-owl"}, "how"),
        ({"key": "short"}, "key"),
        ({"note": "a\0"}, None),
    ],
)
def test_a_form_that_is_wrong_as_a_whole_does_nothing(world, changes, field):
    code = world.bring(State.RECEIVED)
    values = {"action": "claim", "codes": [code], "actor": world.officer("specialist")} | changes
    with pytest.raises(dossiers.Invalid) as refusal:
        run(world, values.pop("action"), values.pop("codes"), **values)
    assert refusal.value.field == field
    assert world.open_step(code).assignee is None


def test_nothing_ticked_is_said(world):
    with pytest.raises(dossiers.Invalid):
        dossiers.group(GroupOrder(GroupAction.CLAIM, [], world.citizen, world.now, "form-00000001"))


# Everything of one person


def hand_over(world, giver, taker, *, actor, key="form-00000001"):
    details = Details(assignee_id=taker.pk, reason="Nghỉ phép")
    return dossiers.hand_over(GroupOrder(GroupAction.ASSIGN, [], actor, world.now, key, details), from_id=giver.pk)


def test_everything_of_somebody_who_leaves_goes_to_another(world):
    one, other, manager = (
        world.officer("specialist"),
        world.officer("specialist", username="specialist2"),
        world.officer("manager"),
    )
    codes = [world.bring(State.RECEIVED) for _ in range(3)]
    for code in codes:
        world.act("claim", code, actor=one)
    elsewhere = world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT)
    first = hand_over(world, one, other, actor=manager)
    assert sorted(outcome.code for outcome in first) == sorted(codes)
    assert {world.open_step(code).assignee for code in codes} == {other}
    assert hand_over(world, one, other, actor=manager) == first
    assert world.open_step(elsewhere).assignee is None
    with pytest.raises(dossiers.Invalid) as refusal:
        hand_over(world, one, other, actor=manager, key="form-00000002")
    assert refusal.value.field == "from"


def test_who_does_not_lead_hands_nothing_over(world):
    one = world.officer("specialist")
    world.act("claim", world.bring(State.RECEIVED), actor=one)
    with pytest.raises(dossiers.Invalid):
        hand_over(world, one, world.officer("clerk"), actor=one)
    with pytest.raises(dossiers.NotAllowed):
        dossiers.board(one, now=world.now)


def test_the_board_counts_what_everybody_has(world):
    one, manager = world.officer("specialist"), world.officer("manager")
    codes = [world.bring(State.RECEIVED) for _ in range(3)]
    world.act("claim", codes[0], actor=one)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT)
    board = dossiers.board(manager, now=world.now)
    assert ({row.code for row in board.rows}, board.total, board.unassigned) == (set(codes), 3, 2)
    assert {load.person: (load.open, load.late) for load in board.loads if load.open} == {one: (1, 0)}
    assert [row.code for row in dossiers.board(manager, now=world.now, person=str(one.pk)).rows] == [codes[0]]
    assert dossiers.board(manager, now=world.now, person=dossiers.NOBODY).total == 2
    late = dossiers.board(manager, now=world.now.replace(month=12))
    assert [load.late for load in late.loads if load.open] == [1]
    assert all(row.is_late for row in late.rows)


def test_the_board_shows_work_of_somebody_who_is_gone(world):
    from haidang.identity import api as identity

    one, manager = world.officer("specialist"), world.officer("manager")
    world.act("claim", world.bring(State.RECEIVED), actor=one)
    identity.RoleAssignment.objects.filter(user=one).update(valid_to=world.now.date())
    (load,) = [load for load in dossiers.board(manager, now=world.now).loads if load.open]
    assert (load.person, load.is_here) == (one, False)
