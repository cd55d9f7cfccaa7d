"""Rights follow the agency tree and the procedure code; what one may not see does not exist for him."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.identity import api as identity
from world import OTHER_DEPARTMENT, PAUSE, RESTART


def sees(world, user, code, now=None):
    try:
        dossiers.view(user, code, now=now or world.now)
    except dossiers.DossierNotFound:
        return False
    return True


def test_who_sees_a_dossier(world):
    code = world.bring(State.PROCESSING)
    roles = ("reception", "specialist", "manager", "leader", "clerk")
    for user in (world.citizen, world.leader, *(world.officer(role) for role in roles)):
        assert sees(world, user, code), user
    strangers = [world.officer(role, OTHER_DEPARTMENT) for role in roles]
    for user in (world.other_citizen, world.business, world.administrator, world.officer("leader", "H06"), *strangers):
        assert not sees(world, user, code), user
    assert not sees(world, world.citizen, "000.00.03.H06-241104-9999")


def test_the_place_of_intake_sees_what_it_took_in(world):
    there = world.officer("reception", OTHER_DEPARTMENT)
    code = world.submit(channel="direct", intake_agency_id=world.agency(OTHER_DEPARTMENT).id, actor=there).code
    assert sees(world, there, code)
    world.act("accept", code)
    world.finish_steps(code)
    world.act("finish", code)
    allowed = dossiers.allowed_commands(there, world.dossier(code), now=world.now)
    assert allowed == {Command.RETURN_RESULT, Command.NOTE, Command.COLLECT_FEE, Command.WAIVE_FEE}
    world.act("return_result", code, actor=there)


def test_a_role_for_one_procedure_code_reaches_only_that(world):
    one, other = world.bring(State.NEW, PAUSE), world.bring(State.NEW, RESTART)
    user = world.officer("reception", procedure_code=PAUSE)
    assert (sees(world, user, one), sees(world, user, other)) == (True, False)
    world.act("accept", one, actor=user)
    with pytest.raises(dossiers.DossierNotFound):
        world.act("accept", other, actor=user)


def test_a_role_that_has_ended_gives_nothing(world):
    code = world.bring(State.NEW)
    user = world.officer("reception")
    (assignment,) = identity.assignments(user, on=world.now.date())
    tomorrow = world.now + timedelta(days=1)
    identity.end_role(actor=world.administrator, assignment_id=assignment.pk, on=tomorrow.date())
    assert sees(world, user, code)
    assert not sees(world, user, code, now=tomorrow)
    with pytest.raises(dossiers.DossierNotFound):
        world.act("accept", code, actor=user, now=tomorrow)


def test_a_closed_account_gives_nothing(world):
    code = world.bring(State.NEW)
    user = world.officer("reception")
    user.is_active = False
    user.save()
    assert not sees(world, user, code)


def test_seeing_is_not_doing(world):
    code = world.bring(State.NEW)
    for user in (world.officer("clerk"), world.leader, world.citizen):
        with pytest.raises(dossiers.NotAllowed) as refusal:
            world.act("accept", code, actor=user)
        assert "Tiếp nhận" in str(refusal.value)


def test_a_step_is_done_by_its_role(world):
    code = world.bring(State.RECEIVED)
    with pytest.raises(dossiers.NotAllowed) as refusal:
        world.act("complete_step", code, actor=world.officer("leader"))
    assert "Kiểm tra, ghi sổ" in str(refusal.value)
    world.act("complete_step", code)
    world.act("complete_step", code)
    with pytest.raises(dossiers.NotAllowed):
        world.act("complete_step", code, actor=world.officer("specialist"))


def test_a_step_of_another_dossier_is_not_done_here(world):
    one, other = world.bring(State.RECEIVED), world.bring(State.RECEIVED)
    with pytest.raises(dossiers.WrongState):
        world.act("complete_step", one, step_id=world.open_step(other).pk)


def test_a_withdrawal_comes_from_the_citizen_or_is_recorded_at_the_counter(world):
    online = world.bring(State.NEW)
    for user in (world.officer("reception"), world.officer("specialist"), world.leader):
        with pytest.raises(dossiers.NotAllowed):
            world.act("withdraw", online, actor=user)
    code = world.submit(channel="direct", actor=world.officer("reception")).code
    world.act("withdraw", code, actor=world.officer("reception"))
    last = dossiers.view(world.citizen, code, now=world.now).timeline[-1]
    assert (last.state, last.actor) == (State.WITHDRAWN, "Cán bộ reception H06.03")


def test_only_the_citizen_rates_and_only_once(world):
    done = world.bring(State.RETURNED)
    with pytest.raises(dossiers.NotAllowed):
        world.act("rate", done, actor=world.officer("reception"))
    for values in ({"score": 0}, {"score": 4}, {"score": 1, "comment": " "}):
        with pytest.raises(dossiers.Invalid):
            world.act("rate", done, **values)
    world.act("rate", done, score=1, comment="Chờ lâu")
    with pytest.raises(dossiers.WrongState):
        world.act("rate", done)


def test_files_open_only_for_those_who_see_the_dossier(world):
    code = world.bring(State.NEW)
    document = world.dossier(code).documents.first()
    for user in (world.citizen, world.officer("reception")):
        found, handle = dossiers.document_for(user, str(document.pk), now=world.now)
        with handle:
            assert handle.read(5) == b"%PDF-"
        assert found.name == "Tờ khai.pdf"
    for user, document_id in (
        (world.other_citizen, str(document.pk)),
        (world.officer("reception", OTHER_DEPARTMENT), str(document.pk)),
        (world.administrator, str(document.pk)),
        (world.citizen, "not-a-uuid"),
        (world.citizen, "00000000-0000-4000-8000-000000000000"),
    ):
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.document_for(user, document_id, now=world.now)


def test_search_finds_by_name_code_and_identity_number_but_only_ones_own(world):
    code = world.bring(State.NEW)
    reception = world.officer("reception")
    for words in ("nguyen thi an", "Nguyễn", code, "241104-0001", "077085001234", "thu nghiem"):
        assert [row.code for row in dossiers.search_for_officer(reception, words, now=world.now)] == [code], words
    for words in ("", "   ", "tran", "077190005678", "%", "_"):
        assert dossiers.search_for_officer(reception, words, now=world.now) == [], words
    for user in (world.officer("reception", OTHER_DEPARTMENT), world.administrator):
        assert dossiers.search_for_officer(user, "nguyen", now=world.now) == []


def test_my_dossiers_are_mine(world):
    code = world.bring(State.NEW)
    assert [row.code for row in dossiers.mine(world.citizen, now=world.now)] == [code]
    assert dossiers.mine(world.other_citizen, now=world.now) == []
