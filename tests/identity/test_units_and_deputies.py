"""Units inside agencies, deputies, and what stands above a signer's name."""

from datetime import date

import pytest

from haidang.identity import api as identity
from haidang.identity.api import Permission, Role
from world import DEPARTMENT, DISTRICT

TODAY = date(2024, 11, 4)


def place(code):
    return identity.agency(code, on=TODAY).id


def give(world, user, role, agency=DISTRICT, **more):
    return identity.grant_role(
        actor=world.administrator, user=user, agency_code=agency, role=role, on=TODAY, **more
    )  # fmt: skip


def test_the_profile_has_units_at_its_departments_and_districts(db):
    assert {unit.key for unit in identity.units([place(DISTRICT)], on=TODAY)} >= {"tu-phap", "kinh-te", "van-phong"}
    assert identity.units([place("H06.30.01")], on=TODAY) == []
    assert identity.units([place(DEPARTMENT)], on=date(2019, 1, 1)) == []
    names = identity.unit_names([(place(DISTRICT), "tu-phap"), (place(DEPARTMENT), "tu-phap"), (1, "")])
    assert names == {(place(DISTRICT), "tu-phap"): "Phòng Tư pháp"}


def test_a_role_in_a_unit_reaches_its_work_and_that_of_no_unit(world):
    user = world.officer("reception")
    give(world, user, "specialist", unit_key="tu-phap")
    held = identity.role_scopes(user, "specialist", on=TODAY)

    def reaches(unit, agency=DISTRICT):
        return identity.covers(held, agency_id=place(agency), procedure_code="1.000001", unit=unit)

    assert (reaches("tu-phap"), reaches(""), reaches("kinh-te"), reaches("tu-phap", DEPARTMENT)) == (
        True, True, False, False,
    )  # fmt: skip
    # Rights to whole dossiers do not stop at a unit.
    assert identity.may(
        user, Permission.DOSSIER_VIEW, agency_id=place(DISTRICT), procedure_code="1.000001", on=TODAY
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("unit", {"unit_key": "khong-co"}),
        ("unit", {"unit_key": "chuyen-mon"}),
        ("with_descendants", {"unit_key": "tu-phap", "with_descendants": True}),
        ("is_deputy", {"is_deputy": True}),
    ],
)
def test_what_cannot_be_given(world, field, changes):
    with pytest.raises(identity.AccountRefused) as refusal:
        give(world, world.officer("reception"), "specialist", **changes)
    assert refusal.value.field == field


def test_somebody_may_hold_one_role_in_two_units(world):
    user = world.officer("reception")
    for key in ("tu-phap", "kinh-te"):
        give(world, user, "specialist", unit_key=key)
    with pytest.raises(identity.AccountRefused):
        give(world, user, "specialist", unit_key="tu-phap")
    assert {scope.unit for scope in identity.role_scopes(user, "specialist", on=TODAY)} == {"tu-phap", "kinh-te"}


def test_holders_are_those_whose_rights_reach_there(world):
    """The question asked from the work to the people agrees with the one asked from each person."""
    law, trade, whole, above = (
        world.officer("specialist", DISTRICT, username=name) for name in ("luat", "kinhte", "chung", "tren")
    )
    for user, key in ((law, "tu-phap"), (trade, "kinh-te")):
        identity.RoleAssignment.objects.filter(user=user).update(
            unit=identity.Unit.objects.get(agency_id=place(DISTRICT), key=key)
        )
    identity.RoleAssignment.objects.filter(user=above).update(agency=place("H06"), with_descendants=True)
    gone = world.officer("specialist", DISTRICT, username="nghi.viec")
    gone.is_active = False
    gone.save()
    people = [law, trade, whole, above, gone]
    for agency in (DISTRICT, "H06.30.01", DEPARTMENT):
        for unit in ("", "tu-phap", "kinh-te"):
            asked = {"agency_id": place(agency), "procedure_code": "1.000001", "unit": unit}
            expected = {
                person.pk
                for person in people
                if identity.covers(identity.role_scopes(person, "specialist", on=TODAY), **asked)
            }
            assert {user.pk for user in identity.holders("specialist", on=TODAY, **asked)} == expected, asked
            assert expected


def signature(user, agency, procedure="1.000001"):
    return identity.signature(user, agency_id=place(agency), procedure_code=procedure, on=TODAY)


@pytest.mark.parametrize(
    ("agency", "head_lines", "deputy_lines"),
    [
        (DEPARTMENT, ("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (
            DISTRICT,
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        ("H06.01", ("CHÁNH VĂN PHÒNG",), ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        ("H06.19", ("CHÁNH THANH TRA",), ("KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA")),
        ("H06.20", ("TRƯỞNG BAN",), ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
    ],
)
def test_a_head_signs_himself_and_a_deputy_in_his_place(world, agency, head_lines, deputy_lines):
    head, deputy = world.officer("leader", agency), world.officer("reception", agency)
    give(world, deputy, "leader", agency, is_deputy=True)
    assert (signature(head, agency).lines, signature(head, agency).on_behalf_of_id) == (head_lines, None)
    found = signature(deputy, agency)
    assert (found.lines, found.on_behalf_of_id, found.signer) == (deputy_lines, head.pk, deputy)
    assert found.capacity is identity.Capacity.DEPUTY


def test_a_deputy_signs_in_the_head_s_place_although_the_post_is_vacant(world):
    deputy = world.officer("reception")
    give(world, deputy, "leader", DEPARTMENT, is_deputy=True)
    found = signature(deputy, DEPARTMENT)
    assert (found.lines, found.on_behalf_of_id) == (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), None)


def test_who_has_no_leader_s_right_signs_nothing(world):
    assert signature(world.officer("specialist"), DEPARTMENT) is None
    assert signature(world.officer("leader"), DISTRICT) is None


def test_every_agency_of_the_profile_has_a_title_of_its_own_kind(db):
    titles = {identity.titles(view)[0] for view in identity.agencies(TODAY)}
    assert titles == {"CHỦ TỊCH", "GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "TRƯỞNG BAN"}
    assert Role.LEADER in identity.Role
