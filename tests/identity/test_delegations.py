"""Standing in for an officer who is away: whose rights somebody has, from when until when, and what is refused."""

from datetime import date, datetime, timedelta

import pytest

from haidang.identity import api as identity
from haidang.identity.api import Permission
from haidang.platform.idempotency import KeyReused
from world import DEPARTMENT, OTHER_DEPARTMENT

TODAY = date(2024, 11, 4)
P = Permission


def wish(world, **changes):
    values = {
        "delegator": world.officer("leader"),
        "delegate": world.officer("specialist"),
        "valid_from": TODAY,
        "valid_to": TODAY + timedelta(days=5),
        "reason": "Đi công tác",
    }
    return identity.Wish(**values | changes)


def make(world, *, actor=None, now=None, key=None, **changes):
    found = wish(world, **changes)
    return identity.delegate(found, actor=actor or found.delegator, now=now or world.now, key=key or world.key())


def may(user, permission, *, agency=DEPARTMENT, on=TODAY):
    place = identity.agency(agency, on=on).id
    return identity.may(user, permission, agency_id=place, procedure_code="1.000001", on=on)


def test_whoever_stands_in_has_the_other_s_rights_for_that_time_only(world):
    row = make(world, valid_from=TODAY + timedelta(days=1))
    user = world.officer("specialist")
    days = {day: may(user, P.DOSSIER_ASSIGN, on=TODAY + timedelta(days=day)) for day in range(-1, 8)}
    assert [day for day, holds in days.items() if holds] == [1, 2, 3, 4]
    assert identity.has_anywhere(user, P.DOSSIER_ASSIGN, on=TODAY + timedelta(days=2))
    assert not identity.has_anywhere(user, P.DOSSIER_ASSIGN, on=TODAY)
    (scope,) = identity.role_scopes(user, "leader", on=TODAY + timedelta(days=2))
    assert scope.delegator_id == row.delegator_id
    # He loses nothing of his own, which comes first.
    held = identity.scopes(user, P.DOSSIER_PROCESS, on=TODAY + timedelta(days=2))
    assert [item.delegator_id for item in held] == [None, row.delegator_id]


def test_what_one_stands_in_for_is_not_handed_on(world):
    third = world.officer("clerk")
    make(world)
    make(world, delegator=world.officer("specialist"), delegate=third)
    assert may(third, P.DOSSIER_FINISH)
    assert identity.role_scopes(third, "specialist", on=TODAY)
    assert identity.role_scopes(third, "leader", on=TODAY) == []


def test_administration_is_never_delegated(world):
    away = world.administrator
    identity.assign_role(user=away, agency_code="H06", role="clerk", valid_from=TODAY)
    user = world.officer("reception")
    make(world, delegator=away, delegate=user)
    assert may(user, P.DOSSIER_FINISH, agency="H06")
    assert not may(user, P.ACCOUNTS_MANAGE, agency="H06")
    with pytest.raises(identity.DelegationRefused):
        make(world, delegator=away, delegate=world.officer("clerk"), role="administrator")


def test_a_chosen_role_at_a_chosen_agency(world):
    away, user = world.officer("leader"), world.officer("specialist")
    identity.assign_role(user=away, agency_code=DEPARTMENT, role="clerk", valid_from=TODAY)
    identity.assign_role(user=away, agency_code=OTHER_DEPARTMENT, role="leader", valid_from=TODAY)
    make(world, agency_code=DEPARTMENT, role="leader")
    assert may(user, P.DOSSIER_ASSIGN)
    assert not may(user, P.DOSSIER_ASSIGN, agency=OTHER_DEPARTMENT)
    assert identity.role_scopes(user, "clerk", on=TODAY) == []


def test_a_role_that_ends_or_an_account_that_is_closed_hands_nothing_over(world):
    away, user = world.officer("leader"), world.officer("specialist")
    make(world)
    (row,) = identity.assignments(away, on=TODAY)
    identity.end_role(actor=world.administrator, assignment_id=row.pk, on=TODAY + timedelta(days=2))
    assert [may(user, P.DOSSIER_ASSIGN, on=TODAY + timedelta(days=day)) for day in range(4)] == [
        True, True, False, False,
    ]  # fmt: skip
    away.is_active = False
    away.save()
    assert not may(user, P.DOSSIER_ASSIGN)


def test_who_may_make_one(world):
    for actor in (world.officer("specialist"), world.officer("manager"), world.citizen):
        with pytest.raises(identity.DelegationRefused):
            make(world, actor=actor)
    elsewhere = world.officer("administrator", OTHER_DEPARTMENT)
    with pytest.raises(identity.DelegationRefused):
        make(world, actor=elsewhere)
    assert make(world, actor=world.administrator).made_by == world.administrator


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("valid_from", {"valid_from": TODAY - timedelta(days=1)}),
        ("valid_to", {"valid_to": TODAY}),
        ("valid_to", {"valid_to": TODAY + timedelta(days=367)}),
        ("valid_to", {"valid_from": date.max, "valid_to": date.max}),
        ("reason", {"reason": "  "}),
        ("reason", {"reason": "x" * 1001}),
        ("reason", {"reason": "a\0"}),
        ("role", {"role": "clerk"}),
        ("role", {"role": "king"}),
        ("role", {"agency_code": OTHER_DEPARTMENT}),
        ("agency", {"agency_code": "X99"}),
    ],
)
def test_what_is_refused_names_the_field(world, field, changes):
    with pytest.raises(identity.DelegationRefused) as refusal:
        make(world, **changes)
    assert refusal.value.field == field
    assert identity.Delegation.objects.count() == 0


def test_only_to_another_officer_who_works_here(world):
    closed = world.officer("clerk")
    closed.is_active = False
    closed.save()
    for other in (world.officer("leader"), world.citizen, closed):
        with pytest.raises(identity.DelegationRefused) as refusal:
            make(world, delegate=other)
        assert refusal.value.field == "delegate"


def test_never_in_a_circle_at_the_same_time(world):
    one, two, three = world.officer("leader"), world.officer("specialist"), world.officer("clerk")
    make(world, delegator=one, delegate=two)
    make(world, delegator=two, delegate=three)
    for back in (two, three):
        with pytest.raises(identity.DelegationRefused) as refusal:
            make(world, delegator=back, delegate=one)
        assert "ủy quyền trở lại" in str(refusal.value)
    later = {"valid_from": TODAY + timedelta(days=5), "valid_to": TODAY + timedelta(days=9)}
    assert make(world, delegator=three, delegate=one, **later).pk


def test_the_same_twice_is_refused_but_a_repeated_form_is_one_act(world):
    first = make(world, key="form-00000001")
    assert make(world, key="form-00000001").pk == first.pk
    with pytest.raises(KeyReused):
        make(world, key="form-00000001", reason="Nghỉ phép")
    with pytest.raises(identity.DelegationRefused):
        make(world)
    assert identity.Delegation.objects.count() == 1


def end(row, actor, now):
    return identity.end_delegation(actor=actor, delegation_id=row.pk, now=now)


def test_ending_early(world):
    row, user = make(world), world.officer("specialist")
    with pytest.raises(identity.DelegationRefused):
        end(row, user, world.now)
    assert may(user, P.DOSSIER_ASSIGN, on=TODAY + timedelta(days=1))
    end(row, row.delegator, world.now)
    assert not may(user, P.DOSSIER_ASSIGN, on=TODAY)
    again = end(row, row.delegator, datetime.fromisoformat("2024-11-05T09:00+07:00"))
    assert (again.valid_to, again.ended_at, again.ended_by) == (TODAY, world.now, row.delegator)


def test_ending_one_before_it_begins(world):
    row = make(world, valid_from=TODAY + timedelta(days=3))
    assert end(row, world.administrator, world.now).valid_to == row.valid_from
    assert not may(world.officer("specialist"), P.DOSSIER_ASSIGN, on=TODAY + timedelta(days=3))
    # What has never held stands in nobody's way.
    make(world, delegator=world.officer("specialist"), delegate=world.officer("leader"))


def test_who_stands_in_for_a_head_signs_by_his_authorisation_and_a_deputy_as_deputy(world):
    department = identity.agency(DEPARTMENT, on=TODAY).id
    head, manager, deputy = world.officer("leader"), world.officer("manager"), world.officer("clerk")
    unit = identity.Unit.objects.get(agency_id=department, key="chuyen-mon")
    identity.RoleAssignment.objects.filter(user=manager).update(unit=unit)
    identity.assign_role(user=deputy, agency_code=DEPARTMENT, role="leader", valid_from=TODAY, is_deputy=True)
    for user in (manager, deputy):
        make(world, delegator=head, delegate=user)
    signed = {
        user: identity.signature(user, agency_id=department, procedure_code="1.000001", on=TODAY)
        for user in (manager, deputy)
    }
    assert signed[manager].lines == ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG QUẢN LÝ CHUYÊN MÔN")
    assert signed[deputy].lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert {item.on_behalf_of_id for item in signed.values()} == {head.pk}
