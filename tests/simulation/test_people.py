"""The people of the simulated province: plausible, different from one another, always the same, nobody real."""

import re

import pytest

from haidang.catalogue.answers import check_field
from haidang.catalogue.forms import FormField
from haidang.identity.api import AgencyView, Level
from haidang.simulation import people
from haidang.simulation.people import Homes, Population
from haidang.simulation.profile import names

WARD = AgencyView(
    1, "H06.30.01", "000.01.30.H06", "Ủy ban nhân dân phường 1", "UBND phường 1", Level.COMMUNE, 2, "26506"
)


@pytest.fixture
def population():
    return Population(names(), Homes([WARD], ["thành phố Vũng Tàu"], [1.0]))


def test_a_number_is_always_the_same_person(population):
    again = Population(names(), Homes([WARD], ["thành phố Vũng Tàu"], [1.0]))
    assert [population.citizen(n) for n in range(50)] == [again.citizen(n) for n in range(50)]


def test_identity_numbers_look_valid_and_differ(population):
    citizens = [population.citizen(number) for number in range(3_000)]
    assert len({citizen.id_number for citizen in citizens}) == len(citizens)
    for citizen in citizens:
        assert re.fullmatch(r"077[0-3]\d{8}", citizen.id_number)
        century, year = int(citizen.id_number[3]) // 2, citizen.id_number[4:6]
        assert f"{19 + century}{year}" == str(citizen.born_on.year)


def test_tax_codes_have_the_right_check_digit_and_differ():
    codes = [people.tax_code(number) for number in range(900)]
    assert len(set(codes)) == len(codes)
    for code in codes:
        weighted = sum(
            int(digit) * weight for digit, weight in zip(code, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False)
        )
        assert int(code[9]) == 10 - weighted % 11


def test_names_are_surname_then_given_name(population):
    surnames = {name for name, _weight in names().surnames}
    for number in range(300):
        first, *rest = population.citizen(number).full_name.split()
        assert first in surnames
        assert len(rest) == 2


def test_nobody_real_can_be_reached(population):
    for number in range(300):
        for person in (population.citizen(number), population.business(number)):
            assert person.phone.startswith("06")
            assert person.email.endswith(".example")
            assert not check_field(FormField("phone", "", "phone"), person.phone, today=None)
            assert not check_field(FormField("email", "", "email"), person.email, today=None)


def test_addresses_are_in_the_profile(population):
    assert population.citizen(1).address.endswith("phường 1, thành phố Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu")


def test_documented_accounts_come_first(population):
    assert population.citizen(0).username == "congdan"
    assert population.business(0).username == "doanhnghiep"
    assert population.walk_in(200_000).username == ""
