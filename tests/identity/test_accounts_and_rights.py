"""Accounts with clear refusals; rights from roles, the agency tree, the procedure code and the date."""

from datetime import date

import pytest

from haidang.identity import api as identity
from haidang.identity.api import Permission, Role
from haidang.identity.models import User
from haidang.identity.roles import GRANTS
from haidang.identity.system import SYSTEM_USERNAME
from world import DEPARTMENT, DISTRICT, PASSWORD, moment

TODAY = date(2024, 11, 4)
ACCOUNT = {
    "username": "an.nguyen",
    "password": PASSWORD,
    "kind": "citizen",
    "full_name": "Nguyễn Thị An",
    "id_number": "077085001234",
}


def create(**changes):
    return identity.create_account(**(ACCOUNT | changes), now=moment("2024-11-04T09:00"))


@pytest.mark.django_db
class TestAccounts:
    def test_an_account_as_asked(self):
        user = create(username=" An.Nguyen ", full_name="  Nguyễn\u00a0Thị   An ", id_number="077 085 001234")
        user.refresh_from_db()
        assert (user.username, user.full_name, user.id_number) == ("an.nguyen", "Nguyễn Thị An", "077085001234")
        assert (user.id_masked, user.is_officer, user.reference) == ("•••••••••234", False, f"user:{user.pk}")
        assert user.check_password(PASSWORD)
        assert identity.find_by_id_number("077 085001234") == user
        assert identity.find_by_id_number("077085001235") is None

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("username", {"username": "an"}),
            ("username", {"username": "Nguyễn An"}),
            ("username", {"username": "a" * 61}),
            ("username", {"username": "../../x"}),
            ("full_name", {"full_name": " "}),
            ("full_name", {"full_name": "N" * 201}),
            ("id_number", {"id_number": ""}),
            ("id_number", {"id_number": "07708500123"}),
            ("id_number", {"id_number": "07708500123x"}),
            ("id_number", {"id_number": "٠٧٧٠٨٥٠٠١٢٣٤"}),
            ("id_number", {"kind": "business", "id_number": "077085001234"}),
            ("password", {"password": "ngan"}),
            ("password", {"password": "12345678"}),
            ("password", {"password": "an.nguyen"}),
            ("phone", {"phone": "0" * 21}),
            ("email", {"email": "a@" + "b" * 260 + ".vn"}),
            ("email", {"email": "không phải thư"}),
            ("address", {"address": "x" * 301}),
            ("full_name", {"full_name": "An\0"}),
        ],
    )
    def test_what_is_refused_names_the_field(self, field, changes):
        with pytest.raises(identity.AccountRefused) as refusal:
            create(**changes)
        assert refusal.value.field == field
        assert not User.objects.exclude(username=SYSTEM_USERNAME).exists()

    def test_a_name_is_taken_once(self):
        create()
        with pytest.raises(identity.AccountRefused) as refusal:
            create(username="AN.NGUYEN", id_number="077085009999")
        assert refusal.value.field == "username"

    def test_an_identity_number_has_one_account(self):
        create()
        with pytest.raises(identity.AccountRefused) as refusal:
            create(username="someone.else")
        assert refusal.value.field == "id_number"

    @pytest.mark.parametrize("number", ["3500101234", "3500101234001", "3500101234-001"])
    def test_a_business_has_a_tax_number(self, number):
        assert create(kind="business", full_name="Công ty TNHH Biển Xanh", id_number=number).pk

    def test_an_officer_is_not_found_as_a_citizen(self):
        create(kind="officer")
        assert identity.find_by_id_number(ACCOUNT["id_number"]) is None


def may(user, permission, agency=DEPARTMENT, *, procedure="1.000001", on=TODAY):
    agency_id = identity.agency(agency, on=on).id
    return identity.may(user, permission, agency_id=agency_id, procedure_code=procedure, on=on)


def test_every_permission_is_granted_to_somebody_and_none_twice_over():
    assert set(GRANTS) == set(Role)
    # Timers are fired by the system's own account, which holds no role.
    assert frozenset().union(*GRANTS.values()) == set(Permission) - {Permission.TIMERS_FIRE}
    dossiers = {permission for permission in Permission if permission.startswith("dossiers:")}
    assert not GRANTS[Role.ADMINISTRATOR] & dossiers


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_its_permissions_at_its_agency_only(world, role):
    user = world.officer(role.value)
    for permission in Permission:
        granted = permission in GRANTS[role]
        assert may(user, permission) == granted
        assert not may(user, permission, "H06")
        assert not may(user, permission, "H06.02")
        assert identity.has_anywhere(user, permission, on=TODAY) == granted


def test_a_role_with_what_lies_below(world):
    user = world.officer("leader", DISTRICT, with_descendants=True)
    view = Permission.DOSSIER_VIEW
    assert may(user, view, DISTRICT)
    assert may(user, view, "H06.30.01")
    assert not may(user, view, "H06")
    assert not may(user, view, "H06.31.01")
    alone = world.officer("leader", DISTRICT)
    assert (may(alone, view, DISTRICT), may(alone, view, "H06.30.01")) == (True, False)


def test_a_role_for_a_procedure_code(world):
    user = world.officer("reception", procedure_code="1.000001")
    assert may(user, Permission.DOSSIER_VIEW)
    assert not may(user, Permission.DOSSIER_VIEW, procedure="1.000002")


def test_roles_begin_and_end(world):
    user = world.officer("reception", username="new.officer")
    (assignment,) = identity.assignments(user, on=TODAY)
    start, end = assignment.valid_from, date(2024, 12, 1)
    identity.end_role(actor=world.administrator, assignment_id=assignment.pk, on=end)
    answers = [may(user, Permission.DOSSIER_VIEW, on=day) for day in (date(2024, 1, 1), start, date(2024, 11, 30), end)]
    assert answers == [False, True, True, False]


def test_nobody_and_closed_accounts_may_nothing(world):
    user = world.officer("reception")
    user.is_active = False
    assert not may(user, Permission.DOSSIER_VIEW)
    assert not identity.has_anywhere(user, Permission.DOSSIER_VIEW, on=TODAY)
    assert not may(User(), Permission.DOSSIER_VIEW)
    assert not may(world.citizen, Permission.DOSSIER_VIEW)


def new_officer(world, actor, **changes):
    values = {
        "username": "le.hoa", "password": PASSWORD, "full_name": "Lê Thị Hoa", "agency_code": DISTRICT,
        "role": "reception", "now": world.now,
    }  # fmt: skip
    return identity.create_officer(actor=actor, **(values | changes))


def test_an_administrator_makes_officers_below_his_agency(world):
    user = new_officer(world, world.administrator)
    assert may(user, Permission.DOSSIER_RECEIVE, DISTRICT)
    with pytest.raises(identity.AccountRefused):
        identity.grant_role(actor=world.administrator, user=user, agency_code=DISTRICT, role="reception", on=TODAY)
    identity.grant_role(actor=world.administrator, user=user, agency_code=DISTRICT, role="clerk", on=TODAY)
    assert {row["role"] for row in identity.officers() if row["user"] == user} == {Role.RECEPTION, Role.CLERK}


def test_an_administrator_of_one_agency_does_not_rule_another(world):
    here = world.officer("administrator", DISTRICT)
    assert new_officer(world, here).pk
    for changes in (
        {"agency_code": DEPARTMENT},
        {"agency_code": DISTRICT, "with_descendants": True},
        {"agency_code": "H06"},
    ):
        with pytest.raises(identity.AccountRefused) as refusal:
            new_officer(world, here, username="other.one", **changes)
        assert refusal.value.field == "agency"
        assert not User.objects.filter(username="other.one").exists()


@pytest.mark.parametrize(("field", "changes"), [("agency", {"agency_code": "H06.99"}), ("role", {"role": "king"})])
def test_an_officer_without_a_place_or_role_is_not_made(world, field, changes):
    with pytest.raises(identity.AccountRefused) as refusal:
        new_officer(world, world.administrator, **changes)
    assert refusal.value.field == field
    assert not User.objects.filter(username="le.hoa").exists()


def test_only_administrators_give_and_end_roles(world):
    officer = world.officer("reception")
    (assignment,) = identity.assignments(officer, on=TODAY)
    for actor in (world.citizen, world.officer("leader"), world.leader, officer):
        with pytest.raises(identity.AccountRefused):
            new_officer(world, actor)
        with pytest.raises(identity.AccountRefused):
            identity.end_role(actor=actor, assignment_id=assignment.pk, on=TODAY)
    with pytest.raises(identity.AccountRefused):
        identity.end_role(actor=world.administrator, assignment_id=10**9, on=TODAY)


def test_an_administrator_does_not_lock_himself_out(world):
    (assignment,) = identity.assignments(world.administrator, on=TODAY)
    with pytest.raises(identity.AccountRefused):
        identity.end_role(actor=world.administrator, assignment_id=assignment.pk, on=TODAY)
