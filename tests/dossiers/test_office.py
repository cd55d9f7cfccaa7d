"""Who does which step: taken, given back, handed out; in whose place; and notes that no citizen sees."""

import json
from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.dossiers.models import IssuedPaper
from haidang.identity import api as identity
from haidang.platform import journal
from haidang.platform.models import JournalEntry, OutboxMessage
from world import DEPARTMENT, OTHER_DEPARTMENT


@pytest.fixture
def code(world):
    return world.bring(State.RECEIVED)


def second(world, role="specialist", agency=DEPARTMENT):
    return world.officer(role, agency, username=f"{role}2")


def holder(world, code):
    return world.open_step(code).assignee


def stand_in(world, away, for_him, *, on=None):
    day = (on or world.now).date()
    wish = identity.Wish(away, for_him, day, day + timedelta(days=5), "Nghỉ phép")
    return identity.delegate(wish, actor=away, now=on or world.now, key=world.key())


# Claim, release


def test_a_step_that_somebody_has_taken_is_his_alone(world, code):
    one, other = world.officer("specialist"), second(world)
    world.act("claim", code, actor=one)
    assert holder(world, code) == one
    with pytest.raises(dossiers.NotAllowed) as refusal:
        world.act("complete_step", code, actor=other)
    assert one.full_name in str(refusal.value)
    world.act("complete_step", code, actor=one)
    assert holder(world, code) is None


def test_two_claim_and_the_second_hears_who_was_faster(world, code):
    one, other = world.officer("specialist"), second(world)
    world.act("claim", code, actor=one)
    with pytest.raises(dossiers.Conflict) as refusal:
        world.act("claim", code, actor=other)
    assert f"đã có người nhận: {one.full_name}" in str(refusal.value)
    with pytest.raises(dossiers.WrongState):
        world.act("claim", code, actor=one)


def test_a_step_given_back_is_everybody_s_again(world, code):
    one, other = world.officer("specialist"), second(world)
    with pytest.raises(dossiers.WrongState):
        world.act("release", code, actor=one)
    world.act("claim", code, actor=one)
    with pytest.raises(dossiers.NotAllowed):
        world.act("release", code, actor=other)
    world.act("release", code, actor=one)
    world.act("claim", code, actor=other)
    world.act("release", code, actor=world.officer("manager"))
    assert holder(world, code) is None


def test_only_who_holds_the_role_claims(world, code):
    for user in (world.officer("leader"), world.officer("clerk")):
        with pytest.raises(dossiers.NotAllowed):
            world.act("claim", code, actor=user)
    with pytest.raises(dossiers.DossierNotFound):
        world.act("claim", code, actor=world.officer("specialist", OTHER_DEPARTMENT))
    with pytest.raises(dossiers.NotAllowed):
        world.act("claim", code, actor=world.citizen)


# Assign


def test_who_leads_hands_out_and_hands_out_again(world, code):
    one, other, manager = world.officer("specialist"), second(world), world.officer("manager")
    world.act("assign", code, actor=manager, assignee_id=one.pk, reason="Phụ trách lĩnh vực")
    world.act("assign", code, actor=world.officer("leader"), assignee_id=other.pk)
    assert holder(world, code) == other
    line = dossiers.view(manager, code, now=world.now).timeline[-2]
    assert (line.title, line.detail) == (f"Phân công: Kiểm tra, ghi sổ, giao {one.full_name}", "Phụ trách lĩnh vực")


def test_who_does_not_lead_hands_out_nothing(world, code):
    for role in ("specialist", "clerk", "reception"):
        with pytest.raises(dossiers.NotAllowed):
            world.act("assign", code, actor=world.officer(role))


def test_a_step_is_given_only_to_somebody_who_may_do_it(world, code):
    strangers = (
        world.officer("leader"), world.officer("specialist", OTHER_DEPARTMENT), world.citizen, world.administrator,
    )  # fmt: skip
    for user in strangers:
        with pytest.raises(dossiers.Invalid) as refusal:
            world.act("assign", code, assignee_id=user.pk)
        assert refusal.value.field == "assignee"
    with pytest.raises(dossiers.Invalid):
        world.act("assign", code, assignee_id=0)
    assert holder(world, code) is None
    world.act("assign", code)
    with pytest.raises(dossiers.WrongState):
        world.act("assign", code)


def test_work_is_handed_out_while_the_clock_stands_still(world):
    code = world.bring(State.SUPPLEMENT)
    world.act("assign", code)
    assert holder(world, code) is not None
    before_receipt = world.bring(State.NEW)
    world.act("request_supplement", before_receipt)
    with pytest.raises(dossiers.WrongState):
        world.act("claim", before_receipt, step_id=1, actor=world.officer("specialist"))


# In whose place


def test_who_stands_in_does_the_steps_and_it_is_recorded(world, code):
    away, user = world.officer("specialist"), world.officer("clerk")
    stand_in(world, away, user)
    world.act("claim", code, actor=away)
    world.act("complete_step", code, actor=user)
    step = next(item for item in dossiers.view(away, code, now=world.now).steps if item.status == "done")
    assert (step.closed_by, step.on_behalf_of) == (user, away)
    line = dossiers.view(away, code, now=world.now).timeline[-1]
    assert line.actor == f"{user.full_name} làm thay {away.full_name}"
    assert line.data["on_behalf_of"] == away.pk
    assert dossiers.verify().faults == []


def test_every_act_by_a_lent_right_says_so_and_one_by_his_own_does_not(world):
    away, user = world.officer("reception"), world.officer("clerk")
    code, own = world.bring(State.NEW), world.bring(State.NEW)
    stand_in(world, away, user)
    world.act("accept", code, actor=user)
    world.act("accept", own, actor=away)
    said = [journal.data(journal.lines(f"dossier:{each}")[-1]).get("on_behalf_of") for each in (code, own)]
    assert said == [away.pk, None]


def test_an_ended_delegation_gives_nothing(world, code):
    away, user = world.officer("specialist"), world.officer("clerk")
    row = stand_in(world, away, user)
    identity.end_delegation(actor=away, delegation_id=row.pk, now=world.now)
    with pytest.raises(dossiers.NotAllowed):
        world.act("complete_step", code, actor=user)


def test_a_deputy_decides_in_the_head_s_place(world, code):
    head, deputy = world.officer("leader"), world.officer("clerk")
    identity.assign_role(
        user=deputy, agency_code=DEPARTMENT, role="leader", valid_from=world.now.date(), is_deputy=True
    )  # fmt: skip
    world.act("complete_step", code)
    world.act("complete_step", code, actor=deputy)
    line = dossiers.view(head, code, now=world.now).timeline[-1]
    assert (line.data["capacity"], line.data["on_behalf_of"]) == ("deputy", head.pk)
    assert line.actor == f"{deputy.full_name} ký thay {head.full_name}"


# Late joiners, units


def in_unit(user, key):
    (row,) = identity.RoleAssignment.objects.filter(user=user)
    row.unit = identity.Unit.objects.get(agency=row.agency, key=key)
    row.save()
    return user


def waits_for(world, user):
    return [row.code for row in dossiers.queue(user, now=world.now).rows]


def test_a_unit_s_step_is_its_members_and_the_whole_agency_s(world, code):
    step = world.open_step(code)
    step.unit = "chuyen-mon"
    step.save()
    member, other, whole = (
        in_unit(world.officer("specialist", username="thuoc.phong"), "chuyen-mon"),
        in_unit(world.officer("specialist", username="phong.khac"), "thanh-tra"),
        world.officer("specialist"),
    )
    assert [waits_for(world, user) for user in (member, other, whole)] == [[code], [], [code]]
    with pytest.raises(dossiers.NotAllowed):
        world.act("claim", code, actor=other)
    assert member in dossiers.people_for(dossiers.view(world.officer("manager"), code, now=world.now).open_steps,
                                         world.dossier(code), on=world.now.date())[step.pk]  # fmt: skip
    world.act("complete_step", code, actor=member)


def test_whoever_joins_later_sees_the_open_work(world, code):
    late = world.officer("clerk")
    assert waits_for(world, late) == []
    identity.grant_role(
        actor=world.administrator, user=late, agency_code=DEPARTMENT, role="specialist", on=world.now.date()
    )  # fmt: skip
    assert waits_for(world, late) == [code]
    world.act("claim", code, actor=late)


# What leaves the office


def test_nothing_of_it_leaves_the_house_and_nothing_reaches_the_citizen(world, code):
    secret = "Nghi vấn giấy tờ giả"
    sent = OutboxMessage.objects.count()
    world.act("note", code, text=secret)
    world.act("claim", code)
    world.act("release", code)
    world.act("assign", code)
    assert OutboxMessage.objects.count() == sent
    mine = dossiers.view(world.citizen, code, now=world.now)
    assert secret not in str(mine.timeline)
    assert {line.command for line in mine.timeline} == {dossiers.Command.SUBMIT, dossiers.Command.ACCEPT}
    assert mine.open_steps == []
    assert secret not in str(dossiers.public_view(code, now=world.now))
    papers = IssuedPaper.objects.filter(dossier__code=code)
    assert papers
    assert not [paper for paper in papers if secret in str(paper.values)]
    theirs = dossiers.view(world.officer("clerk"), code, now=world.now).timeline
    assert [line.detail for line in theirs if line.command is dossiers.Command.NOTE] == [secret]


def test_a_note_is_sealed_in_the_journal(world, code):
    world.act("note", code, text="Gọi bà An 0912345678")
    assert "0912345678" not in JournalEntry.objects.latest("id").payload
    assert json.loads(JournalEntry.objects.latest("id").payload)["sealed"]
    assert dossiers.verify().faults == []


def test_only_officers_who_see_the_dossier_leave_notes(world, code):
    with pytest.raises(dossiers.NotAllowed):
        world.act("note", code, actor=world.citizen)
    for user in (world.other_citizen, world.administrator, world.officer("clerk", OTHER_DEPARTMENT)):
        with pytest.raises(dossiers.DossierNotFound):
            world.act("note", code, actor=user)
    for text in ("  ", "x" * 4001, "a\0"):
        with pytest.raises(dossiers.Invalid):
            world.act("note", code, text=text)


def test_a_citizen_is_not_sent_back_because_officers_passed_it_on(world):
    code = world.bring(State.SUPPLEMENT)
    seen = world.dossier(code).version
    world.act("note", code)
    world.act("claim", code)
    world.act("supplement", code, expected_version=seen)
    with pytest.raises(dossiers.Conflict):
        world.act("withdraw", code, expected_version=seen)
    for nonsense in (0, -1, 10_000):
        with pytest.raises(dossiers.Conflict):
            world.act("withdraw", code, expected_version=nonsense)
