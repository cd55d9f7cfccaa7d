"""Accounts of simulated citizens and businesses, and the documented ones with a password for demonstrations."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.simulation.people import Person
from haidang.simulation.staff import JOINED_AT, NO_PASSWORD

DEMO_PASSWORD = "HaiDang@2024"  # noqa: S105 (printed by the demonstration; no other installation ever has it)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that the demonstration prints."""

    username: str
    what: str


DEMO_ACCOUNTS = (
    DemoAccount("congdan", "công dân, có sẵn hồ sơ"),
    DemoAccount("congdan2", "công dân khác"),
    DemoAccount("doanhnghiep", "doanh nghiệp"),
    DemoAccount("motcua.10", "một cửa, Sở Tài nguyên và Môi trường"),
    DemoAccount("chuyenvien.10", "chuyên viên, Sở Tài nguyên và Môi trường"),
    DemoAccount("truongphong.10", "lãnh đạo phòng, Sở Tài nguyên và Môi trường"),
    DemoAccount("lanhdao.10", "lãnh đạo Sở Tài nguyên và Môi trường"),
    DemoAccount("vanthu.10", "văn thư, Sở Tài nguyên và Môi trường"),
    DemoAccount("motcua.30", "một cửa, UBND thành phố Vũng Tàu"),
    DemoAccount("motcua.30.01", "một cửa, UBND phường 1"),
    DemoAccount("chuyenvien.30.01", "công chức chuyên môn, UBND phường 1"),
    DemoAccount("lanhdao.30.01", "lãnh đạo UBND phường 1"),
    DemoAccount("lanhdao.tinh", "lãnh đạo UBND tỉnh, xem toàn tỉnh"),
    DemoAccount("dieuhanh", "trung tâm điều hành, xem chỉ số toàn tỉnh"),
    DemoAccount("quantri", "quản trị hệ thống"),
)


@transaction.atomic
def ensure_accounts(people: Iterable[Person]) -> dict[str, User]:
    """The accounts of `people` by account name; those that are missing are made, in the order given."""
    wanted = {person.username: person for person in people if person.username}
    known = _accounts(list(wanted))
    User.objects.bulk_create(_account(person) for name, person in wanted.items() if name not in known)
    return _accounts(list(wanted))


def _accounts(usernames: list[str]) -> dict[str, User]:
    found: dict[str, User] = {}
    for start in range(0, len(usernames), _CHUNK):
        found |= User.objects.in_bulk(usernames[start : start + _CHUNK], field_name="username")
    return found


def _account(person: Person) -> User:
    return User(
        username=person.username,
        password=NO_PASSWORD,
        kind=person.kind,
        full_name=person.full_name,
        id_number=person.id_number,
        id_index=identity.id_index(person.id_number),
        phone=person.phone,
        email=person.email,
        address=person.address,
        joined_at=JOINED_AT,
    )


def open_demo_accounts() -> int:
    """Gives every officer and the documented citizens the demonstration's password; returns to how many.

    The password is hashed once and the hash shared, because hashing for hundreds of accounts would take minutes;
    accounts whose password somebody has set are left alone.
    """
    closed = User.objects.filter(password=NO_PASSWORD)
    documented = [account.username for account in DEMO_ACCOUNTS]
    hashed = make_password(DEMO_PASSWORD)
    return closed.filter(kind=User.Kind.OFFICER).update(password=hashed) + closed.filter(
        username__in=documented
    ).update(password=hashed)
