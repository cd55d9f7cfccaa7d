"""The people of the simulated province: each citizen and business is a pure function of its number.

Identity numbers look valid (province 077 of birth, sex and century, year, serial), telephone numbers begin with 06,
which no Vietnamese network uses, and addresses end in `.example`: nobody real can be reached by mistake.
"""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from haidang.identity.api import AgencyView
from haidang.simulation.profile import Names

PROVINCE_OF_BIRTH = "077"
TAX_OFFICE = "35"
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_EARLIEST, _LATEST = date(1949, 1, 1), date(2006, 7, 1)
_TRADES = (
    "Thương mại Dịch vụ",
    "Xây dựng",
    "Thủy sản",
    "Du lịch",
    "Vận tải",
    "Cơ khí",
    "Nông nghiệp",
    "Kỹ thuật Dầu khí",
)
_FORMS = ("Công ty TNHH", "Công ty TNHH Một thành viên", "Công ty Cổ phần", "Hợp tác xã")
_STREETS = (
    "Lê Hồng Phong",
    "Trương Công Định",
    "Nguyễn Thái Học",
    "Cách Mạng Tháng Tám",
    "Võ Thị Sáu",
    "Hùng Vương",
    "Trần Hưng Đạo",
    "Lê Duẩn",
    "Nguyễn Huệ",
    "Phạm Văn Đồng",
    "Độc Lập",
    "Ba Mươi Tháng Tư",
)


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen or business as an owner of dossiers; `username` is empty for those without an account."""

    username: str
    kind: str
    full_name: str
    id_number: str
    phone: str
    email: str
    address: str
    born_on: date | None
    home: AgencyView


@dataclass(frozen=True, slots=True)
class Homes:
    """Where people live: the lowest agency of the place, its district's name, and its share of the people."""

    places: Sequence[AgencyView]
    districts: Sequence[str]
    weights: Sequence[float]

    def draw(self, rng: random.Random) -> int:
        """The number of a place."""
        return rng.choices(range(len(self.places)), self.weights)[0]


class Population:
    """Draws people by number; the same number is always the same person."""

    def __init__(self, names: Names, homes: Homes) -> None:
        self._names, self._homes = names, homes
        self.citizen = lru_cache(maxsize=20_000)(self._citizen)
        self.business = lru_cache(maxsize=5_000)(self._business)

    def documented(self) -> list[Person]:
        """Those whose accounts demonstrations name."""
        return [self.citizen(0), self.citizen(1), self.business(0)]

    def walk_in(self, number: int) -> Person:
        """A citizen who comes to the counter and has no account."""
        return self._citizen(number, username="")

    def _citizen(self, number: int, username: str | None = None) -> Person:
        rng = random.Random(f"citizen:{number}")
        is_male = rng.random() < 0.5
        name = self._names.draw(rng, is_male=is_male)
        born_on = _EARLIEST + timedelta(days=rng.randrange((_LATEST - _EARLIEST).days))
        home, address = self._address(rng)
        return Person(
            username=citizen_username(number) if username is None else username,
            kind="citizen",
            full_name=name,
            id_number=citizen_id(number, is_male=is_male, born_on=born_on),
            phone=_phone(rng),
            email=f"{_slug(name)}.{number}@congdan.example",
            address=address,
            born_on=born_on,
            home=home,
        )

    def _business(self, number: int) -> Person:
        rng = random.Random(f"business:{number}")
        brand = rng.choice(self._names.male.compound)
        home, address = self._address(rng)
        return Person(
            username=business_username(number),
            kind="business",
            full_name=f"{rng.choice(_FORMS)} {rng.choice(_TRADES)} {brand}",
            id_number=tax_code(number),
            phone=_phone(rng),
            email=f"lienhe.{number}@{_slug(brand)}.example",
            address=address,
            born_on=None,
            home=home,
        )

    def _address(self, rng: random.Random) -> tuple[AgencyView, str]:
        place = self._homes.draw(rng)
        home, district = self._homes.places[place], self._homes.districts[place]
        where = home.short_name.removeprefix("UBND ")
        upper = "" if home.name.endswith(district) else f", {district}"
        return home, f"{rng.randrange(1, 400)} {rng.choice(_STREETS)}, {where}{upper}, tỉnh Bà Rịa - Vũng Tàu"


def citizen_username(number: int) -> str:
    """The account names of citizens; the first two are documented for demonstrations."""
    return {0: "congdan", 1: "congdan2"}.get(number, f"cd{number:06d}")


def business_username(number: int) -> str:
    """The account names of businesses; the first is documented for demonstrations."""
    return "doanhnghiep" if number == 0 else f"dn{number:06d}"


def citizen_id(number: int, *, is_male: bool, born_on: date) -> str:
    """A 12-digit identity number in the form of Circular 59/2021/TT-BCA Art. 4, different for every number."""
    century = (0 if born_on.year < 2000 else 2) + (0 if is_male else 1)
    # 387,420,489 is coprime to a million, so the serials of different numbers below a million differ.
    return f"{PROVINCE_OF_BIRTH}{century}{born_on.year % 100:02d}{(number * 387_420_489 + 271_828) % 1_000_000:06d}"


def tax_code(number: int) -> str:
    """A ten-digit tax code with a right check digit (Circular 105/2020/TT-BTC), different for every number."""
    serial = 9_000_000 + number * 11
    while True:
        digits = f"{TAX_OFFICE}{serial:07d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, _TAX_WEIGHTS, strict=True)) % 11
        if check in range(10):
            return f"{digits}{check}"
        serial += 1


def _phone(rng: random.Random) -> str:
    return f"06{rng.randrange(100_000_000):08d}"


def _slug(text: str) -> str:
    """The letters of a name as people write them in an address: no marks, đ as d, y stays y."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(char for char in plain if char.isascii() and char.isalnum())
