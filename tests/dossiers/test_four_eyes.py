"""Whoever did a step does not do the one that looks it over, neither himself nor through anybody."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from world import DEPARTMENT


@pytest.fixture
def both(world):
    """Somebody who appraises and decides."""
    user = world.officer("specialist", username="hai.vai")
    identity.assign_role(user=user, agency_code=DEPARTMENT, role="leader", valid_from=world.now.date())
    return user


def stand_in(world, away, for_him):
    day = world.now.date()
    wish = identity.Wish(away, for_him, day, day + timedelta(days=5), "Nghỉ phép")
    return identity.delegate(wish, actor=away, now=world.now, key=world.key())


def refuses(world, code, user, *names):
    waits = [row.code for row in dossiers.queue(user, now=world.now).rows]
    with pytest.raises(dossiers.NotAllowed) as refusal:
        world.act("complete_step", code, actor=user)
    words = str(refusal.value)
    assert "phải do người khác làm" in words
    assert "Kiểm tra, ghi sổ" in words
    assert all(name in words for name in names)
    for command in ("claim", "complete_step"):
        assert dossiers.Command(command) not in dossiers.allowed_commands(user, world.dossier(code), now=world.now)
    return code not in waits


def test_who_appraised_does_not_decide(world, both):
    code = world.bring(State.RECEIVED)
    world.act("complete_step", code, actor=both)
    assert refuses(world, code, both, both.full_name)
    with pytest.raises(dossiers.Invalid):
        world.act("assign", code, assignee_id=both.pk)
    view = dossiers.view(world.officer("leader"), code, now=world.now)
    people = dossiers.people_for(view.open_steps, view.dossier, on=world.now.date())
    assert list(people.values()) == [[world.officer("leader")]]
    world.act("complete_step", code, actor=world.officer("leader"))


def test_who_appraised_another_may_decide(world, both):
    code = world.bring(State.RECEIVED)
    world.act("complete_step", code, actor=world.officer("specialist"))
    assert code in [row.code for row in dossiers.queue(both, now=world.now).rows]
    world.act("complete_step", code, actor=both)


def test_who_stood_in_on_appraising_and_for_whom_do_not_decide(world, both):
    """The delegate appraises in the name of one who also decides: both are out, the delegate even as stand-in."""
    code = world.bring(State.RECEIVED)
    user = world.officer("clerk")
    stand_in(world, both, user)
    world.act("complete_step", code, actor=user)
    for person in (both, user):
        assert refuses(world, code, person, user.full_name, both.full_name)


def test_who_appraised_does_not_decide_in_another_s_place(world):
    code = world.bring(State.RECEIVED)
    user = world.officer("specialist")
    world.act("complete_step", code, actor=user)
    stand_in(world, world.officer("leader"), user)
    assert refuses(world, code, user, user.full_name)


def test_a_stand_in_does_not_decide_for_who_appraised(world, both):
    code = world.bring(State.RECEIVED)
    world.act("complete_step", code, actor=both)
    other = world.officer("clerk")
    stand_in(world, both, other)
    assert refuses(world, code, other, both.full_name)


def test_every_process_of_the_profile_looks_over_what_it_decides(db):
    from haidang.workflow import api as workflow

    rules = workflow.four_eyes()
    assert all({"appraise", "check"} & set(rule.not_by) for rule in rules)
    covered = {version for rule in rules for version in rule.versions}
    assert covered == set(workflow.ProcessVersion.objects.values_list("pk", flat=True))
